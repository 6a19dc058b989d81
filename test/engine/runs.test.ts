import { randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromLatin1, latin1 } from '../../src/bytes/latin1.ts';
import { createAnchorBuffer } from '../../src/engine/kernel/kernel.ts';
import { type FindRuns, createWasmRunFinder, findRuns, findRunsPlainly } from '../../src/engine/kernel/runs.ts';

/** The slow obvious way. */
function naive(text: string): string[] {
  return Array.from(text.matchAll(/[A-Za-z0-9+/_-]{24,}/g), ({ 0: run, index }) => `${index}-${index + run.length}`);
}

/** The slow obvious way, for codes. */
function naiveCodes(text: string): string[] {
  return Array.from(text.matchAll(/%(?=[0-9A-Fa-f]{2})|\\(?=[xu])/g), ({ 0: sign, index }) => `${index}${sign}`);
}

function look(find: FindRuns, text: string): string[] {
  const runs = createAnchorBuffer();
  const codes = createAnchorBuffer();
  find(fromLatin1(text), runs, codes);
  const told = Array.from({ length: codes.count }, (_, i) => {
    return `${codes.pairs[2 * i]}${String.fromCharCode(codes.pairs[2 * i + 1]!)}`;
  });
  expect(told).toEqual(naiveCodes(text));
  return Array.from({ length: runs.count }, (_, i) => `${runs.pairs[2 * i]}-${runs.pairs[2 * i + 1]}`);
}

const FINDERS: readonly (readonly [string, FindRuns])[] = [
  ['plain', findRunsPlainly],
  ['WebAssembly', createWasmRunFinder()],
  ['whichever is faster', findRuns],
];

describe.each(FINDERS)('runs: %s', (_, find) => {
  it('finds what a regular expression finds in every byte of every place', () => {
    for (let byte = 0; byte < 256; byte++) {
      for (let at = byte % 7; at < 70; at += 7) {
        const text = `${'a'.repeat(at)}${String.fromCharCode(byte)}${'Z9'.repeat(40)}`.slice(0, 128 - (at % 7));
        expect(look(find, text)).toEqual(naive(text));
      }
    }
  });

  it('finds runs of many lengths at every offset', () => {
    for (const length of [22, 23, 24, 25, 39, 40, 41, 63, 64, 65, 87, 88, 89, 127, 128, 129]) {
      for (let at = 0; at <= 66; at++) {
        const text = `${'.'.repeat(at)}${'x'.repeat(length)}`;
        const expected = length < 24 ? [] : [`${at}-${at + length}`];
        expect(look(find, text)).toEqual(expected);
        expect(look(find, `${text} ${'y'.repeat(30)}`)).toEqual([
          ...expected,
          `${at + length + 1}-${at + length + 31}`,
        ]);
      }
    }
  });

  it('finds codes at every offset, whole or cut off', () => {
    for (const code of ['\\x41', '\\u0041', '%4a', '%Fg', '%%41', '\\\\x', '\\n', '%', '\\']) {
      for (let at = 0; at < 132; at += at < 70 ? 1 : 13) {
        const text = '.'.repeat(at) + code;
        for (let length = text.length; length > at; length--) look(find, text.slice(0, length));
        look(find, `${text}${'.%41\\x41'.repeat(30)}`);
      }
    }
  });

  it('finds them in random text', () => {
    const part = fc.oneof(
      fc.string({ unit: fc.constantFrom(...'aZ9+/-_'), minLength: 15, maxLength: 200 }),
      fc.string({ unit: fc.constantFrom(...'a .=\n\xe1\xff\x00'), maxLength: 90 }),
      fc.uint8Array().map((bytes) => latin1(bytes)),
      fc.string({ unit: fc.constantFrom(...'%\\xu4fg'), maxLength: 90 }),
    );
    let total = 0;
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30, size: 'max' }), (parts) => {
        const text = parts.join('');
        expect(look(find, text)).toEqual(naive(text));
        total += naive(text).length;
      }),
      { numRuns: 500 },
    );
    expect(total).toBeGreaterThan(500);
  });

  it('finds them across the edges of blocks, and where a block is one run or none', () => {
    const size = 32_768;
    for (const [start, end] of [
      [0, size],
      [0, size + 1],
      [size - 24, size],
      [size - 23, size],
      [size - 1, size + 23],
      [size, size + 24],
      [100, 3 * size],
      [0, 4 * size],
      [2 * size - 64, 2 * size + 64],
    ] as const) {
      const text = `${' '.repeat(start)}${'Q'.repeat(end - start)}${' '.repeat(4 * size - end)}`;
      const expected = end - start < 24 ? [] : [`${start}-${end}`];
      expect(look(find, text)).toEqual(expected);
      expect(look(find, text.slice(0, end))).toEqual(expected);
    }
    for (const code of ['%41', '\\x41']) {
      for (let at = size - 4; at <= size + 1; at++) look(find, `${' '.repeat(at)}${code}${' '.repeat(size)}`);
    }
    look(find, '%4'.repeat(size));
    look(find, '\\x'.repeat(size));
    expect(look(find, '')).toEqual([]);
    expect(look(find, ' '.repeat(size))).toEqual([]);
    const noise = latin1(randomBytes(300_000)).replaceAll(/[^A-Za-z0-9+/_-]/g, (byte) => (byte < '\xf0' ? 'm' : byte));
    expect(naive(noise).length).toBeGreaterThan(1000);
    expect(look(find, noise)).toEqual(naive(noise));
  });
});
