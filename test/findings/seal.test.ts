import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromUtf8 } from '../../src/bytes/latin1.ts';
import { EMPTY_TALLY } from '../../src/bytes/line-tally.ts';
import { type Match, NO_EVIDENCE } from '../../src/engine/match.ts';
import { fingerprintOf, sealMatches, type Sealer } from '../../src/findings/seal.ts';
import { makeRule } from '../support/rules.ts';

const rule = makeRule({ id: 'test-secret', pattern: '(?<secret>x)', keywords: ['xxx'] });
const sealer: Sealer = {
  ruleAt: () => rule,
  runKey: new Uint8Array(32),
  fingerprintKey: null,
  showSecrets: false,
};

function matchAt(secretStart: number, secretEnd: number): Match {
  const span = { start: secretStart, end: secretEnd, secretStart, secretEnd };
  const rest = { rule: 0, encoding: 'plain', assignedName: '', facts: [], evidence: NO_EVIDENCE } as const;
  return { ...span, ...rest, composite: -1, parts: [] };
}

describe('sealMatches', () => {
  it('tells the places of matches in any order, near and far', () => {
    const piece = fc.constantFrom('a', '\n', 'ä', '\u{1f511}', 'b'.repeat(3000), `c\n${'d'.repeat(1500)}`);
    fc.assert(
      fc.property(
        fc.array(piece, { minLength: 2, maxLength: 20 }),
        fc.infiniteStream(fc.nat(1000)),
        (pieces, seeds) => {
          const starts = pieces.map((_, index) => pieces.slice(0, index).join(''));
          const mixed = starts.map((before) => ({ before, key: seeds.next().value as number }));
          mixed.sort((a, b) => a.key - b.key);
          const bytes = fromUtf8(pieces.join(''));
          const matches = mixed.map(({ before }) => matchAt(fromUtf8(before).length, fromUtf8(before).length));
          const sealed = sealMatches(matches, { bytes, baseOffset: 0, tally: EMPTY_TALLY }, sealer);
          const lines = mixed.map(({ before }) => before.split('\n'));
          const places = sealed.map(({ startLine, startColumn }) => [startLine, startColumn]);
          expect(places).toEqual(lines.map((each) => [each.length, each.at(-1)!.length + 1]));
        },
      ),
    );
  });

  it('gives each value the fingerprint of its own, whatever was sealed before', () => {
    const bytes = fromUtf8('onetwooneonetwo');
    const spans = [0, 3, 6, 9, 12].map((start) => matchAt(start, start + 3));
    const sealed = sealMatches(spans, { bytes, baseOffset: 0, tally: EMPTY_TALLY }, sealer);
    const expected = ['one', 'two', 'one', 'one', 'two'].map((text) => fingerprintOf(fromUtf8(text), false, null));
    expect(sealed.map(({ fingerprint }) => fingerprint)).toEqual(expected);
    expect(new Set(expected).size).toBe(2);
    expect(new Set(sealed.map(({ valueKey }) => valueKey)).size).toBe(2);
  });
});
