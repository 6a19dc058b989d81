import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromLatin1 } from '../../../src/bytes/latin1.ts';
import { mayBeAssigned } from '../../../src/engine/matchers/assignment-anchor.ts';
import { nameAround } from '../../../src/engine/matchers/assignment-name.ts';
import { type Assignment, candidateOf, readAssignment } from '../../../src/engine/matchers/assignment-parse.ts';
import { pieces as assignedPieces } from '../../support/assigned-texts.ts';

const WORD = 'token';

interface Judged {
  readonly may: boolean;
  readonly assigned: Assignment | null;
}

/** What the gate and what the parser say of the word at `index`, within `[floor, end)`. */
function judge(text: string, index: number, floor = 0, end = text.length): Judged {
  const bytes = fromLatin1(text);
  const anchorStart = index;
  const anchorEnd = index + WORD.length;
  const edges = { start: floor, end, startsHaystack: false, endsHaystack: false };
  const window = { bytes, content: bytes, ...edges, anchorStart, anchorEnd };
  const view = bytes.subarray(floor, end);
  const name = nameAround(view, 0, view.length, { start: anchorStart - floor, end: anchorEnd - floor });
  const candidate = name === null ? null : candidateOf(view, name, anchorStart - floor);
  return {
    may: mayBeAssigned(window, floor, end, { start: 0, stop: 0 }),
    assigned: candidate === null ? null : readAssignment(candidate, () => true),
  };
}

/** What stands round names where people assign, and what only this gate tells apart. */
const pieces = [
  assignedPieces,
  ['\u00e2\u0080\u009d', '&#34;', '%22', '%27', '::=', '=>', ':=', '||', '??', '?:', '${', ':-'],
  ['x', '"v4lue"', 'some words', 'b"v4lue"', 'a.', '["', 'x->'],
].flat();
const around = fc.array(fc.constantFrom(...pieces), { maxLength: 5 }).map((list) => list.join(''));

describe('the first gate of an assignment', () => {
  it('says no only where the parser finds nothing', () => {
    const seen = { refused: 0, assigned: 0 };
    fc.assert(
      fc.property(around, around, fc.nat(6), fc.nat(6), (before, after, cutBefore, cutAfter) => {
        const text = before + WORD + after;
        const floor = Math.min(cutBefore, before.length);
        const end = Math.max(before.length + WORD.length, text.length - cutAfter);
        const { may, assigned } = judge(text, before.length, floor, end);
        if (!may) seen.refused++;
        if (assigned === null) return;
        seen.assigned++;
        expect(may, JSON.stringify(text.slice(floor, end))).toBe(true);
      }),
      { numRuns: 5000 },
    );
    expect(seen.refused).toBeGreaterThan(300);
    expect(seen.assigned).toBeGreaterThan(300);
  });

  it('refuses words of paths, of code and of prose, for which nothing is to be made', () => {
    for (const text of ['/var/token/x', 'f(token)', 'refreshed the token.', 'token;', '"a token"', 'token-1/2']) {
      expect(judge(text, text.indexOf(WORD)), text).toMatchObject({ may: false, assigned: null });
    }
  });
});
