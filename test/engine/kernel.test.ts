import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { fromLatin1, latin1 } from '../../src/bytes/latin1.ts';
import { bytesOf, createKernel } from '../../src/engine/kernel/create-kernel.ts';
import { type Kernel, createAnchorBuffer } from '../../src/engine/kernel/kernel.ts';
import { createScalarKernel } from '../../src/engine/kernel/scalar.ts';
import { createTabledKernel, createWasmKernel } from '../../src/engine/kernel/wasm-kernel.ts';
import { packTables } from '../../src/engine/kernel/wasm-tables.ts';
import { compileRuleSet, packRuleSetTables } from '../../src/engine/rule-set.ts';
import { indexedRules } from '../../src/rules/rule-index.ts';
import { shippedRules } from '../../src/rules/shipped.ts';

const sizeOf = (literals: readonly string[]): { count: number; longestBytes: number } => ({
  count: literals.length,
  longestBytes: Math.max(...literals.map(({ length }) => length)),
});

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

type Create = (literals: readonly Uint8Array[]) => Kernel;
const KERNELS: readonly (readonly [string, Create])[] = [
  ['scalar kernel', createScalarKernel],
  ['WebAssembly kernel', createWasmKernel],
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

function look(kernel: Kernel, haystack: Uint8Array, floor = 0, from = 0, to = haystack.length): string[] {
  const out = createAnchorBuffer();
  kernel.find(haystack, floor, from, to, out);
  return Array.from({ length: out.count }, (_, i) => `${out.pairs[2 * i]}@${out.pairs[2 * i + 1]}`).sort();
}

const noise = fc.string({ unit: fc.constantFrom(...'aAkKeEyY_-.:/sg\xe9\x00 1pP'.split('')), maxLength: 80 });
const text = fc
  .array(fc.oneof(noise, fc.constantFrom(...LITERALS, 'PASSWORD', 'AkIa', 'Apca-Api-')))
  .map((parts) => parts.join(''));

describe.each(KERNELS)('%s', (_, create) => {
  const kernel = create(LITERALS.map(fromLatin1));

  it('finds what looking at every offset finds', () => {
    fc.assert(
      fc.property(text, (haystack) => {
        expect(look(kernel, fromLatin1(haystack))).toEqual(naive(LITERALS, haystack, 0, 0, haystack.length));
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
        const found = look(kernel, fromLatin1(haystack), floor, from, to);
        expect(found).toEqual(naive(LITERALS, haystack, floor, from, to));
      }),
      { numRuns: 500 },
    );
  });

  it('finds a literal at every padding from 0 to 260, before and after', () => {
    for (let padding = 0; padding <= 260; padding++) {
      const haystack = `${'x'.repeat(padding)}ghp_${'y'.repeat(260 - padding)}`;
      expect(look(kernel, fromLatin1(haystack))).toEqual([`3@${padding + 4}`]);
    }
  });

  it('finds a literal that is all there is, and nothing in less', () => {
    for (const [id, literal] of LITERALS.entries()) {
      expect(look(kernel, fromLatin1(literal))).toContain(`${id}@${literal.length}`);
      expect(look(kernel, fromLatin1(literal.slice(0, -1)))).not.toContain(`${id}@${literal.length}`);
    }
    expect(look(kernel, new Uint8Array(0))).toEqual([]);
    expect(look(create([]), fromLatin1('key'))).toEqual([]);
  });

  it('is no wiser for what stood there before', () => {
    look(kernel, fromLatin1('password '.repeat(100)));
    expect(look(kernel, fromLatin1('passwor'))).toEqual(['4@4']);
    expect(look(kernel, fromLatin1('ke'))).toEqual([]);
  });

  it('appends to what the buffer holds, and makes it grow', () => {
    const out = createAnchorBuffer();
    const haystack = fromLatin1('a'.repeat(100_000));
    kernel.find(haystack, 0, 0, haystack.length, out);
    expect(out.count).toBe(99_998 + 99_997);
    kernel.find(haystack, 0, 0, 3, out);
    expect([out.count, out.pairs[2 * out.count - 2], out.pairs[2 * out.count - 1]]).toEqual([199_996, 11, 3]);
  });
});

describe('the two kernels', () => {
  const literals = bytesOf(compileRuleSet(shippedRules).literals);
  const scalar = createScalarKernel(literals);
  const wasm = createWasmKernel(literals);
  const names = literals.map((literal) => latin1(literal));

  it('agree on every shipped literal at every padding, in either case', () => {
    const out = createAnchorBuffer();
    let found = 0;
    for (const [id, name] of names.entries()) {
      // Letters beyond ASCII are bytes of UTF-8, which have no case.
      const upper = name.replaceAll(/[a-z]/g, (letter) => letter.toUpperCase());
      const forms = [name, upper].map((form) => fromLatin1(`${'\xfe'.repeat(260)}${form}`));
      for (let padding = 0; padding <= 260; padding++) {
        const haystack = forms[padding % 2]!.subarray(260 - padding);
        out.count = 0;
        wasm.find(haystack, 0, 0, haystack.length, out);
        for (let i = 0; i < out.count; i++) {
          if (out.pairs[2 * i] === id && out.pairs[2 * i + 1] === haystack.length) found++;
        }
        if (padding % 52 === 0) expect(look(wasm, haystack)).toEqual(look(scalar, haystack));
      }
    }
    // Exactly once each: a literal is at the end of the haystack only as itself.
    expect(found).toBe(261 * names.length);
  });

  const piece = fc.oneof(
    fc.constantFrom(...names),
    fc.constantFrom(...names).map((name) => name.toUpperCase()),
    fc.constantFrom(...names).map((name) => name.slice(1)),
    fc.string({ unit: fc.constantFrom(...'aeiotsr=:"/ \n\xe9\xff\x00@[`{P') }),
    fc.uint8Array().map((bytes) => latin1(bytes)),
  );

  it('agree on random text made of literals, from any offset to any other', () => {
    fc.assert(
      fc.property(
        fc.array(piece, { size: 'max', maxLength: 40 }),
        fc.nat(100),
        fc.nat(400),
        (pieces, floor, length) => {
          const haystack = fromLatin1(pieces.join(''));
          expect(look(wasm, haystack)).toEqual(look(scalar, haystack));
          const to = Math.min(haystack.length, floor + length);
          if (floor < to)
            expect(look(wasm, haystack, floor, floor + 3, to)).toEqual(look(scalar, haystack, floor, floor + 3, to));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('agree round the edges of blocks and pages, where a literal is cut in two', () => {
    const longest = names.toSorted((a, b) => b.length - a.length)[0]!;
    for (const edge of [65_536, 131_072 - longest.length + 1]) {
      for (let at = edge - longest.length - 3; at <= edge + 3; at++) {
        const haystack = new Uint8Array(140_000).fill(0x2a);
        haystack.set(fromLatin1(longest), at);
        const anchors = look(wasm, haystack);
        expect(anchors).toContain(`${names.indexOf(longest)}@${at + longest.length}`);
        // Nothing stands before it, and the other kernel is slow.
        const plain = look(scalar, haystack, at - 300, at - 300);
        expect(anchors).toEqual(plain);
        const upTo = at + longest.length;
        expect(look(wasm, haystack.subarray(0, upTo))).toEqual(
          look(scalar, haystack.subarray(0, upTo), at - 300, at - 300),
        );
      }
    }
  });

  it('agree however a haystack is cut', () => {
    fc.assert(
      fc.property(
        fc.array(piece, { minLength: 5, maxLength: 30 }),
        fc.array(fc.nat(500), { maxLength: 6 }),
        (pieces, cuts) => {
          const haystack = fromLatin1(pieces.join(''));
          const edges = [0, ...cuts.filter((cut) => cut < haystack.length).sort((a, b) => a - b), haystack.length];
          const pieced = edges.slice(1).flatMap((to, i) => {
            const from = edges[i]!;
            return look(wasm, haystack, Math.max(0, from - wasm.longestBytes + 1), from, to);
          });
          expect(pieced.sort()).toEqual(look(scalar, haystack));
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('createKernel', () => {
  const haystack = fromLatin1('my password is a secret key '.repeat(4000));
  const expected = look(createScalarKernel(LITERALS.map(fromLatin1)), haystack);

  it.each([true, false])('finds the same from the first byte to the last, switched off: %s', (plain) => {
    const kernel = createKernel(LITERALS, null, plain);
    for (let round = 0; round < 3; round++) {
      const pieces: string[] = [];
      for (let from = 0; from < haystack.length; from += 7 + round * 9000) {
        const to = Math.min(haystack.length, from + 7 + round * 9000);
        pieces.push(...look(kernel, haystack, Math.max(0, from - kernel.longestBytes + 1), from, to));
      }
      expect(pieces.sort()).toEqual(expected);
    }
  });

  it('finds the same with tables that were made before, and without them when they are of other literals', () => {
    const literals = LITERALS.map(fromLatin1);
    const packed = packTables(literals);
    const readTables = vi.fn(() => packed);
    const { longestBytes } = sizeOf(LITERALS);
    expect(look(createKernel(LITERALS, { readTables, longestBytes }, false), haystack.subarray(0, 2000))).toEqual(
      look(createScalarKernel(literals), haystack.subarray(0, 2000)),
    );
    expect(readTables).toHaveBeenCalledOnce();
    for (const wrong of [packTables(literals.slice(1)), packed.subarray(1), packed.subarray(0, 3)]) {
      expect(() => createTabledKernel(wrong, sizeOf(LITERALS))).toThrow(RangeError);
      expect(look(createKernel(LITERALS, { readTables: () => wrong, longestBytes }, false), haystack)).toEqual(
        expected,
      );
    }
  });

  it('finds the same with as many literals as its tables hold, and refuses more', () => {
    let state = 7;
    const random = (below: number): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return (state >>> 8) % below;
    };
    const word = (): string => String.fromCharCode(...Array.from({ length: 4 + random(5) }, () => 97 + random(26)));
    const literals = Array.from({ length: 14_000 }, word);
    const content = fromLatin1(Array.from({ length: 3000 }, () => literals[random(literals.length)]!).join(' '));
    const scalar = look(createScalarKernel(literals.map(fromLatin1)), content);
    expect(look(createWasmKernel(literals.map(fromLatin1)), content)).toEqual(scalar);
    const more = Array.from({ length: 20_000 }, word);
    expect(() => createWasmKernel(more.map(fromLatin1))).toThrow(RangeError);
  });

  it('reads the tables that are shipped with the rules', () => {
    const { literals } = compileRuleSet(shippedRules);
    const packed = packRuleSetTables(indexedRules(shippedRules).index);
    const all = fromLatin1(literals.join(' '));
    const anchors = look(createTabledKernel(packed, sizeOf(literals)), all);
    expect(anchors).toEqual(look(createScalarKernel(bytesOf(literals)), all));
    expect(anchors.length).toBeGreaterThanOrEqual(literals.length);
  });

  it('does without WebAssembly where there is none', () => {
    vi.stubGlobal('WebAssembly', undefined);
    try {
      expect(() => createWasmKernel(LITERALS.map(fromLatin1))).toThrow();
      expect(look(createKernel(LITERALS, null, false), haystack)).toEqual(expected);
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it('takes literals that the WebAssembly kernel refuses', () => {
    const long = 'x'.repeat(70_000);
    expect(() => createWasmKernel([fromLatin1(long)])).toThrow(RangeError);
    const kernel = createKernel([long, 'key']);
    expect(look(kernel, fromLatin1(`${'.'.repeat(200_000)}${long}key`))).toEqual(['0@270000', '1@270003']);
  });

  it('refuses a literal that is no prefilter', () => {
    expect(() => createKernel(['pk'])).toThrow(RangeError);
    expect(() => createScalarKernel([fromLatin1('pk')])).toThrow(RangeError);
  });
});
