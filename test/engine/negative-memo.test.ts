import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromLatin1 } from '../../src/bytes/latin1.ts';
import { NegativeMemo } from '../../src/engine/negative-memo.ts';
import { compileRuleSet } from '../../src/engine/rule-set.ts';
import { scanRaw } from '../../src/engine/scan-document.ts';
import { makeRule, makeRuleSet } from '../support/rules.ts';

const ruleSet = compileRuleSet(
  makeRuleSet([
    makeRule({
      id: 'test-id',
      keywords: ['akia'],
      pattern: '(?<![A-Z0-9])(?<secret>AKIA[A-Z0-9]{6})(?![A-Z0-9])',
      before: 4,
      after: 10,
    }),
    makeRule({
      id: 'test-secret',
      keywords: ['secret'],
      pattern: 'secret=(?<secret>[a-z0-9]{4,12})(?![a-z0-9])',
      before: 2,
      after: 20,
    }),
  ]),
);

const piece = fc.oneof(
  fc.constantFrom('AKIAABCDEF', 'AKIAABCDE', 'secret=abcd', 'secret=a', 'secret', 'AKIA', ' ', '\n'),
  fc.string({ unit: fc.constantFrom(...'ab1 =AK'.split('')), maxLength: 8 }),
);

describe('NegativeMemo', () => {
  it('changes no result over versions that repeat each other', () => {
    let known = 0;
    fc.assert(
      fc.property(
        fc.array(piece, { minLength: 1, maxLength: 12 }),
        fc.array(fc.tuple(fc.nat(), piece), { maxLength: 10 }),
        fc.integer(),
        (pieces, edits, seed) => {
          const memo = new NegativeMemo(ruleSet, [seed, ~seed]);
          const counting = {
            knows: (...args: Parameters<NegativeMemo['knows']>) => {
              const answer = memo.knows(...args);
              if (answer) known++;
              return answer;
            },
            remember: () => memo.remember(),
          } as NegativeMemo;
          const version = [...pieces];
          for (const [at, edit] of [[0, version[0] as string] as const, ...edits]) {
            version[at % version.length] = edit;
            const bytes = fromLatin1(version.join(''));
            expect(scanRaw(bytes, ruleSet, counting)).toEqual(scanRaw(bytes, ruleSet));
          }
        },
      ),
      { numRuns: 500 },
    );
    expect(known).toBeGreaterThan(100);
  });
});
