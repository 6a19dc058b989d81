import { describe, expect, it } from 'vitest';
import { commitDate, UNCLEAR_DATE } from '../../../src/git/pack/commit-date.ts';

const AUTHOR = 'author A <a@b.invalid> 5 +0000\n';

function dateIn(headers: string): number {
  return commitDate(Buffer.from(headers, 'latin1'), 0);
}

describe('the date of a commit', () => {
  it.each([
    ['as git writes it', `${AUTHOR}committer C <c@d.invalid> 1700000000 +0200\n\nm\n`, 1_700_000_000],
    ['behind several blanks', `${AUTHOR}committer C <c@d.invalid> \t 17\n\n`, 17],
    ['words in its place', `${AUTHOR}committer C <c@d.invalid> today\n\n`, 0],
    ['no author', 'committer C <c@d.invalid> 17 +0000\n\n', 0],
    ['no committer', `${AUTHOR}\nm\n`, 0],
  ])('%s', (_, headers, date) => {
    expect(dateIn(headers)).toBe(date);
  });

  it.each([
    ['that is negative', `${AUTHOR}committer C <c@d.invalid> -17 +0000\n\n`],
    ['beyond 32 bits', `${AUTHOR}committer C <c@d.invalid> 99999999999 +0000\n\n`],
    ['behind two addresses', `${AUTHOR}committer C <c@d.invalid> <e@f.invalid> 17 +0000\n\n`],
    ['behind no address', `${AUTHOR}committer C 17 +0000\n\n> 18\n`],
    ['that is missing', `${AUTHOR}committer C <c@d.invalid>\n\n17\n`],
    ['in the last line', `${AUTHOR}committer C <c@d.invalid> 17 +0000\n`],
    ['in a line that is cut', `${AUTHOR}committer C <c@d.invalid> 17`],
  ])('is for git to say: one %s', (_, headers) => {
    expect(dateIn(headers)).toBe(UNCLEAR_DATE);
  });
});
