import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromLatin1 } from '../../src/bytes/latin1.ts';
import { createAnchorBuffer } from '../../src/engine/kernel/kernel.ts';
import { createScalarKernel } from '../../src/engine/kernel/scalar.ts';

const LITERALS = [
  'key',
  'secret',
  'akia',
  'ghp_',
  'pass',
  'password',
  'apca-api-',
  'eyj',
  '-----begin',
  'sg.',
  '://',
  'aaa',
  'aaaa',
];

/** The slow obvious way: every literal at every offset. */
function naive(literals: readonly string[], text: string, floor: number, from: number, to: number): string[] {
  const all: string[] = [];
  const folded = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  for (const [id, literal] of literals.entries()) {
    for (let at = floor; at + literal.length <= to; at++) {
      if (folded.startsWith(literal, at) && at + literal.length > from) all.push(`${id}@${at + literal.length}`);
    }
  }
  return all.sort();
}

function found(literals: readonly string[], text: string, floor = 0, from = 0, to = text.length): string[] {
  const out = createAnchorBuffer();
  createScalarKernel(literals.map((literal) => fromLatin1(literal))).find(fromLatin1(text), floor, from, to, out);
  return Array.from({ length: out.count }, (_, i) => `${out.pairs[2 * i]}@${out.pairs[2 * i + 1]}`).sort();
}

const noise = fc.string({ unit: fc.constantFrom(...'aAkKeEyY_-.:/sg\xe9\x00 1pP'.split('')), maxLength: 80 });
const text = fc
  .array(fc.oneof(noise, fc.constantFrom(...LITERALS, 'PASSWORD', 'AkIa', 'Apca-Api-')))
  .map((parts) => parts.join(''));

describe('scalar kernel', () => {
  it('finds what looking at every offset finds', () => {
    fc.assert(
      fc.property(text, (haystack) => {
        expect(found(LITERALS, haystack)).toEqual(naive(LITERALS, haystack, 0, 0, haystack.length));
      }),
      { numRuns: 500 },
    );
  });

  it('finds it within any floor, from and to', () => {
    fc.assert(
      fc.property(text, fc.nat(60), fc.nat(60), fc.nat(200), (haystack, a, b, c) => {
        const to = Math.min(haystack.length, c);
        const from = Math.min(b, to);
        const floor = Math.min(a, from);
        expect(found(LITERALS, haystack, floor, from, to)).toEqual(naive(LITERALS, haystack, floor, from, to));
      }),
      { numRuns: 500 },
    );
  });

  it('finds a literal at every padding from 0 to 260, before and after', () => {
    for (let padding = 0; padding <= 260; padding++) {
      const haystack = `${'x'.repeat(padding)}ghp_${'y'.repeat(260 - padding)}`;
      expect(found(['ghp_'], haystack)).toEqual([`0@${padding + 4}`]);
    }
  });

  it('refuses a literal that is no prefilter', () => {
    expect(() => createScalarKernel([fromLatin1('pk')])).toThrow(RangeError);
  });
});
