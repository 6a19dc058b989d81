import { describe, expect, it } from 'vitest';
import { blankHeaders } from '../../src/sources/texts.ts';
import { isolateGit } from '../support/isolate-git.ts';
import { makeRepo, type TempRepo } from '../support/temp-repo.ts';

isolateGit();

function blanked(repo: TempRepo, type: string, name: string): { readonly before: string; readonly after: string } {
  const before = `${repo.git('cat-file', type, name)}\n`;
  const bytes = Buffer.from(before);
  blankHeaders(bytes);
  return { before, after: bytes.toString() };
}

describe('blankHeaders', () => {
  it('hides ids and the words before people, and moves nothing', () => {
    const repo = makeRepo();
    repo.commit({ f: '1' });
    repo.commit({ f: '2' }, 'subject\n\ntree of life\nauthor unknown\nparent 1234');
    const { before, after } = blanked(repo, 'commit', 'HEAD');
    expect(after).toHaveLength(before.length);
    expect(after.split('\n').map((line) => line.length)).toEqual(before.split('\n').map((line) => line.length));
    const [tree = '', parent = '', author = '', committer = '', ...rest] = after.split('\n');
    expect((tree + parent).trim()).toBe('');
    expect(author.trim()).toMatch(/^Ann Author <ann@example\.invalid> \d+ \+0200$/);
    expect(committer.trim()).toMatch(/^Carl Committer <carl@example\.invalid>/);
    expect(rest.join('\n')).toBe(before.split('\n').slice(4).join('\n'));
  });

  it('does the same of a tag, and bears what is no commit at all', () => {
    const repo = makeRepo();
    repo.commit({ f: '1' });
    repo.git('tag', '-a', '-m', 'object of desire', 'v1');
    const { before, after } = blanked(repo, 'tag', 'v1');
    expect(after).toHaveLength(before.length);
    expect(after).not.toContain(repo.head());
    expect(after).toContain('tag v1\n');
    expect(after).toContain('object of desire');
    for (const text of ['', '\n', 'tree', 'author', 'no end of line', '\n\ntree x']) {
      const bytes = Buffer.from(text);
      blankHeaders(bytes);
      expect(bytes).toHaveLength(text.length);
    }
  });
});
