/** A content that repeats itself: each window is tried once, and what is found is what trying each would find. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromLatin1 } from '../../src/bytes/latin1.ts';
import type { Haystack } from '../../src/engine/haystack.ts';
import type { RawMatch } from '../../src/engine/match.ts';
import { compileRuleSet } from '../../src/engine/rule-set.ts';
import { scanRaw } from '../../src/engine/scan-document.ts';
import { tryRules } from '../../src/engine/try-anchor.ts';
import { shippedRules } from '../../src/rules/shipped.ts';
import { makeRule, makeRuleSet } from '../support/rules.ts';

const small = compileRuleSet(
  makeRuleSet([
    makeRule({
      id: 'test-run',
      keywords: ['aaa'],
      pattern: '(?<![a-z])(?<secret>aaa[a-z]{2,6})(?![a-z])',
      before: 9,
      after: 9,
    }),
    makeRule({ id: 'test-pair', keywords: ['key'], pattern: 'key=(?<secret>[a-z]{2,4})', before: 2, after: 8 }),
  ]),
);

/** Raw matches of a text, each anchor tried in a haystack of its own, of which nothing is remembered. */
function triedEach(text: string): RawMatch[] {
  const bytes = fromLatin1(text);
  const out: RawMatch[] = [];
  for (const [literal, word] of small.literals.entries()) {
    for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
      const haystack: Haystack = { bytes, baseOffset: 0, ends: true };
      if (small.gates.mayMatch(haystack, literal, at + word.length))
        tryRules(small, haystack, literal, at + word.length, out);
    }
  }
  return out;
}

function sorted(matches: readonly RawMatch[]): RawMatch[] {
  return matches.toSorted((a, b) => a.start - b.start || a.end - b.end || a.rule - b.rule);
}

/** How many rules are tried in a text. */
function triesIn(text: string): number {
  let tries = 0;
  const probed = { ...compileRuleSet(shippedRules), probe: { begin: () => void tries++, end: () => {} } };
  scanRaw(fromLatin1(text), probed);
  return tries;
}

describe('what a content repeats', () => {
  it('is found at each place', () => {
    let repeated = 0;
    // The first thousand windows are tried anyway.
    const often = fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 600, max: 800 }));
    const piece = fc.constantFrom('key=ab', 'key=', 'aaa', 'aaab ', 'a', ' ', 'key=abc\n', 'b');
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 6 }), often, (pieces, times) => {
        const text = pieces.join('').repeat(times);
        const found = sorted(scanRaw(fromLatin1(text), small));
        repeated += found.length > 3 ? 1 : 0;
        expect(found).toEqual(sorted(triedEach(text)));
      }),
      { numRuns: 300 },
    );
    expect(repeated).toBeGreaterThan(20);
  });

  it.each([
    ['a run of one letter', 'A'],
    ['an assignment without a value', 'password='],
    ['lines of assignments', 'password=password=password=\n'],
    ['a header without a value', 'Authorization: Bearer '],
    ['the beginning of a URL', 'https://user:'],
  ])('costs little beside what is not: %s', (_, word) => {
    const [less, more] = [20_000, 200_000].map((size) => triesIn(word.repeat(Math.ceil(size / word.length))));
    // Only windows that the ends cut, and a few that share their slots, are tried more than once.
    expect(more! - less!).toBeLessThan(400);
  });
});
