import { constants, deflateSync, inflateSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGitKernel } from '../../../src/git/kernel/create-kernel.ts';
import type { GitKernel } from '../../../src/git/kernel/kernel.ts';
import { SLACK_BYTES, mostEditOps } from '../../../src/git/kernel/kernel.ts';
import { KernelMemory } from '../../../src/git/kernel/memory.ts';

const START = 65536;
const CANARY = 0xa5;

function kernel(plain: boolean): GitKernel {
  const memory = new KernelMemory();
  memory.ensure(1 << 22);
  return createGitKernel(memory, 0, plain);
}

const wasm = kernel(false);
const plain = kernel(true);

/** The inflated bytes, or null when refused; fails if a byte outside the output was touched. */
function inflate(k: GitKernel, stream: Uint8Array, size: number): Buffer | null {
  const to = START + stream.length + 64;
  const behind = to + size + SLACK_BYTES;
  k.memory.ensure(behind + 64);
  k.memory.bytes.set(stream, START);
  k.memory.bytes.fill(CANARY, START + stream.length, behind + 64);
  const status = k.inflate(START, stream.length, to, size);
  const now = k.memory.bytes;
  const around = [...now.subarray(to - 64, to), ...now.subarray(behind, behind + 64)];
  if (!around.every((byte) => byte === CANARY)) throw new Error('bytes far from the output were touched');
  return status < 0 ? null : Buffer.from(now.subarray(to, to + size));
}

/** Equality of bytes; quicker than `toEqual` on large ones. */
function same(one: Uint8Array | null, two: Uint8Array | null): boolean {
  return one === null || two === null ? one === two : Buffer.compare(one, two) === 0;
}

/** Bytes with the statistics that deflate's paths depend on: noise, text, runs, repeats near and far. */
const content = fc.oneof(
  fc.uint8Array({ maxLength: 3000 }),
  fc.string({ maxLength: 3000 }).map((text) => new Uint8Array(Buffer.from(text))),
  fc
    .array(
      fc.record({
        piece: fc.uint8Array({ minLength: 1, maxLength: 40 }),
        times: fc.integer({ min: 1, max: 400 }),
      }),
      { maxLength: 12 },
    )
    .map((parts) => new Uint8Array(Buffer.concat(parts.flatMap(({ piece, times }) => Array(times).fill(piece))))),
  fc
    .tuple(fc.integer({ min: 1, max: 255 }), fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 1, max: 2 ** 31 }))
    .map(([alphabet, length, seed]) => {
      const bytes = new Uint8Array(length);
      let state = seed;
      for (let i = 0; i < length; i++) {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        bytes[i] = Math.floor((state / 2 ** 32) ** 3 * alphabet);
      }
      return bytes;
    }),
);
const options = fc.record({
  level: fc.integer({ min: 0, max: 9 }),
  memLevel: fc.integer({ min: 1, max: 9 }),
  windowBits: fc.integer({ min: 9, max: 15 }),
  strategy: fc.constantFrom(
    constants.Z_DEFAULT_STRATEGY,
    constants.Z_FILTERED,
    constants.Z_HUFFMAN_ONLY,
    constants.Z_RLE,
    constants.Z_FIXED,
  ),
});

describe('inflate', () => {
  it.each([wasm, plain])('gives back what zlib packed, whatever the level and strategy ($name)', (k) => {
    fc.assert(
      fc.property(content, options, (bytes, how) => {
        expect(same(inflate(k, deflateSync(bytes, how), bytes.length), bytes)).toBe(true);
      }),
      { numRuns: k === wasm ? 300 : 50 },
    );
  });

  it('agrees with zlib about damaged, cut and lengthened streams', () => {
    fc.assert(
      fc.property(
        content,
        options,
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 7 })), { maxLength: 3 }),
        fc.option(fc.nat()),
        fc.record({ tail: fc.uint8Array({ maxLength: 20 }), off: fc.constantFrom(0, 0, 0, -300, -20, -1, 1, 300) }),
        (bytes, how, flips, cut, { tail, off }) => {
          let stream = Buffer.concat([deflateSync(bytes, how), tail]);
          for (const [at, bit] of flips) {
            const place = at % stream.length;
            stream[place] = stream[place]! ^ (1 << bit);
          }
          if (cut !== null) stream = stream.subarray(0, cut % stream.length);
          const size = Math.max(0, bytes.length + off);
          expect(same(inflate(wasm, stream, size), inflate(plain, stream, size))).toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('agrees with zlib about streams that nobody packed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.integer({ min: 0, max: 7 }), (noise, block) => {
        const stream = Buffer.concat([Buffer.from([0x78, 0x9c, block]), noise]);
        let size = 100;
        try {
          size = inflateSync(stream, { maxOutputLength: 1 << 20, finishFlush: constants.Z_SYNC_FLUSH }).length;
        } catch {
          // refused by zlib whatever the size
        }
        expect(same(inflate(wasm, stream, size), inflate(plain, stream, size))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('refuses another size than the stream has', () => {
    const stream = deflateSync(Buffer.from('x'.repeat(1000)));
    for (const size of [0, 1, 999, 1001, 4096]) expect(inflate(wasm, stream, size)).toBeNull();
    expect(inflate(wasm, deflateSync(Buffer.alloc(0)), 0)).toEqual(Buffer.alloc(0));
  });

  it('notices a wrong checksum', () => {
    const stream = deflateSync(Buffer.from('some text'));
    stream[stream.length - 1]! ^= 1;
    expect(inflate(wasm, stream, 9)).toBeNull();
    expect(inflate(plain, stream, 9)).toBeNull();
  });
});

type Command = { copy: [number, number] } | { insert: Uint8Array };

function sizeOf(value: number): number[] {
  const out: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...out, rest];
    out.push((rest % 128) | 128);
  }
}

function encodeCopy(offset: number, count: number): number[] {
  let command = 0x80;
  const rest: number[] = [];
  for (let i = 0; i < 4; i++) {
    const byte = Math.floor(offset / 256 ** i) % 256;
    if (byte > 0) {
      command |= 1 << i;
      rest.push(byte);
    }
  }
  const told = count === 0x10000 ? 0 : count;
  for (let i = 0; i < 3; i++) {
    const byte = (told >> (8 * i)) & 255;
    if (byte > 0) {
      command |= 16 << i;
      rest.push(byte);
    }
  }
  return [command, ...rest];
}

function encodeDelta(base: Uint8Array, commands: readonly Command[]): { delta: Buffer; result: Buffer } {
  const out: number[] = [];
  const result: Uint8Array[] = [];
  for (const command of commands) {
    if ('copy' in command) {
      const [offset, count] = command.copy;
      out.push(...encodeCopy(offset, count));
      result.push(base.subarray(offset, offset + count));
    } else {
      out.push(command.insert.length, ...command.insert);
      result.push(command.insert);
    }
  }
  const whole = Buffer.concat(result);
  return { delta: Buffer.from([...sizeOf(base.length), ...sizeOf(whole.length), ...out]), result: whole };
}

interface Applied {
  readonly status: number;
  readonly result: Buffer;
  readonly ops: Int32Array;
}

function apply(k: GitKernel, base: Uint8Array, delta: Uint8Array, size: number, shortest = 64): Applied {
  const at = START + base.length + SLACK_BYTES;
  const to = at + delta.length + SLACK_BYTES;
  const ops = (to + size + SLACK_BYTES + 3) & ~3;
  k.memory.ensure(ops + 12 * mostEditOps(size, shortest) + SLACK_BYTES);
  k.memory.bytes.set(base, START);
  k.memory.bytes.set(delta, at);
  const call = { base: START, baseSize: base.length, delta: at, deltaSize: delta.length, to, size, ops, shortest };
  const status = k.applyDelta(call);
  return {
    status,
    result: Buffer.from(k.memory.bytes.subarray(to, to + size)),
    ops: k.memory.words.slice(ops >> 2, (ops >> 2) + 3 * Math.max(0, status)),
  };
}

/** The bytes that the triples say, from the base and from the result's own inserted bytes. */
function replay(base: Uint8Array, result: Uint8Array, ops: Int32Array): Buffer {
  const parts: Uint8Array[] = [];
  let covered = 0;
  for (let i = 0; i < ops.length; i += 3) {
    const [isCopy, start, length] = [ops[i]!, ops[i + 1]!, ops[i + 2]!];
    if (isCopy === 0) expect(start).toBe(covered);
    parts.push((isCopy === 1 ? base : result).subarray(start, start + length));
    covered += length;
  }
  return Buffer.concat(parts);
}

const base = fc.uint8Array({ minLength: 1, maxLength: 2000 });
const deltaOf = (bytes: Uint8Array): fc.Arbitrary<Command[]> =>
  fc.array(
    fc.oneof(
      fc
        .tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: bytes.length }))
        .map(([offset, count]): Command => ({ copy: [offset, Math.min(count, bytes.length - offset)] })),
      fc.uint8Array({ minLength: 1, maxLength: 127 }).map((insert): Command => ({ insert })),
    ),
    { maxLength: 30 },
  );
const deltaCase = base.chain((bytes) => deltaOf(bytes).map((commands) => ({ bytes, commands })));

describe('applyDelta', () => {
  it.each([wasm, plain])('makes the bytes, and triples that say how ($name)', (k) => {
    fc.assert(
      fc.property(deltaCase, fc.constantFrom(1, 16, 64), ({ bytes, commands }, shortest) => {
        const { delta, result } = encodeDelta(bytes, commands);
        const applied = apply(k, bytes, delta, result.length, shortest);
        expect(applied.status).toBeGreaterThanOrEqual(0);
        expect(applied.result).toEqual(result);
        expect(replay(bytes, result, applied.ops)).toEqual(result);
        expect(applied.ops.length / 3).toBeLessThanOrEqual(mostEditOps(result.length, shortest));
        expect(applied.ops).toEqual(apply(k === wasm ? plain : wasm, bytes, delta, result.length, shortest).ops);
      }),
      { numRuns: 400 },
    );
  });

  it('refuses the same damaged deltas as its twin', () => {
    fc.assert(
      fc.property(deltaCase, fc.nat(), fc.integer({ min: 0, max: 255 }), ({ bytes, commands }, at, value) => {
        const { delta, result } = encodeDelta(bytes, commands);
        delta[at % delta.length] = value;
        const one = apply(wasm, bytes, delta, result.length);
        const two = apply(plain, bytes, delta, result.length);
        expect(one.status < 0).toBe(two.status < 0);
        if (one.status >= 0) {
          expect(one.result).toEqual(two.result);
          expect(one.ops).toEqual(two.ops);
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('joins copies that continue each other, and counts short ones as inserted', () => {
    const bytes = Buffer.alloc(200_000, 'abcdefg');
    const { delta, result } = encodeDelta(bytes, [
      { copy: [10, 0x10000] },
      { copy: [10 + 0x10000, 500] },
      { insert: Buffer.from('new') },
      { copy: [0, 63] },
      { copy: [100, 64] },
    ]);
    expect([...apply(wasm, bytes, delta, result.length).ops]).toEqual(
      [
        [1, 10, 0x10000 + 500],
        [0, 0x10000 + 500, 66],
        [1, 100, 64],
      ].flat(),
    );
  });
});

function readCommit(k: GitKernel, commit: Uint8Array): string[] | null {
  const out = START + commit.length + 32;
  k.memory.ensure(out + commit.length + 64);
  k.memory.bytes.set(commit, START);
  const count = k.readCommit(START, commit.length, out);
  if (count < 0) return null;
  return Array.from({ length: count }, (_, i) =>
    Buffer.from(k.memory.bytes.subarray(out + 20 * i, out + 20 * i + 20)).toString('hex'),
  );
}

describe('readCommit', () => {
  const id = fc.uint8Array({ minLength: 20, maxLength: 20 }).map((bytes) => Buffer.from(bytes).toString('hex'));
  const commit = fc.tuple(id, fc.array(id, { maxLength: 20 }), fc.string({ maxLength: 60 }));

  it('reads the tree and the parents, not what only looks like them', () => {
    fc.assert(
      fc.property(commit, ([tree, parents, message]) => {
        const text = `tree ${tree}\n${parents.map((p) => `parent ${p}\n`).join('')}author a <b> 1 +0000\ncommitter a <b> 1 +0000\n\n${message}\nparent ${tree}\n`;
        expect(readCommit(wasm, Buffer.from(text))).toEqual([tree, ...parents]);
        expect(readCommit(plain, Buffer.from(text))).toEqual([tree, ...parents]);
      }),
    );
  });

  it('agrees with its twin about damaged commits', () => {
    fc.assert(
      fc.property(commit, fc.nat(), fc.nat(255), fc.boolean(), ([tree, parents, message], at, to, cut) => {
        const text = Buffer.from(`tree ${tree}\n${parents.map((p) => `parent ${p}\n`).join('')}author ${message}\n`);
        const place = at % text.length;
        text[place] = to;
        const damaged = cut ? text.subarray(0, place) : text;
        expect(readCommit(wasm, damaged)).toEqual(readCommit(plain, damaged));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('memory', () => {
  it('says no to more than 32 bits can address, and stays as it was', () => {
    const memory = new KernelMemory();
    expect(memory.ensure(2 ** 32)).toBe(false);
    expect(memory.ensure(2 ** 40)).toBe(false);
    expect(memory.bytes.length).toBe(65536);
    expect(memory.ensure(65537)).toBe(true);
    expect(memory.bytes.length).toBeGreaterThan(65536);
    expect(memory.words.length).toBe(memory.bytes.length / 4);
  });
});

describe('countByte', () => {
  it('counts every occurrence in a stretch and none beside it', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.nat({ max: 9000 }).map((length) => new Uint8Array(length).fill(10)),
    );
    fc.assert(
      fc.property(bytes, fc.nat(40), fc.constantFrom(10, 0, 200), (content, lead, byte) => {
        const expected = content.reduce((sum, each) => sum + (each === byte ? 1 : 0), 0);
        for (const k of [wasm, plain]) {
          k.memory.ensure(START + lead + content.length + 32);
          k.memory.bytes.fill(byte, START, START + lead + content.length + 32);
          k.memory.bytes.set(content, START + lead);
          expect(k.countByte(START + lead, content.length, byte)).toBe(expected);
        }
      }),
    );
  });
});
