/** The kernel in `node:zlib` and TypeScript: the oracle of the WebAssembly one, and what runs when that is switched off. */
import { inflateSync } from 'node:zlib';
import type { DeltaCall, GitKernel } from './kernel.ts';
import { CORRUPT, WRONG_SIZE } from './kernel.ts';
import type { KernelMemory } from './memory.ts';

const LF = 0x0a;

/** The plain kernel over `memory`; it keeps nothing there of its own. */
export function createPlainKernel(memory: KernelMemory): GitKernel {
  return {
    name: 'plain',
    memory,
    inflate: (input, length, to, size) => inflatePlain(memory.bytes, [input, length], to, size),
    applyDelta: (call) => applyDelta(memory, call),
    readCommit: (commit, length, out) => readCommit(memory.bytes, commit, length, out),
    countByte: (at, length, byte) => countByte(memory.bytes, at, at + length, byte),
    trees: null,
  };
}

function inflatePlain(bytes: Uint8Array, input: readonly [number, number], to: number, size: number): number {
  const [at, length] = input;
  let inflated: Uint8Array;
  try {
    inflated = inflateSync(bytes.subarray(at, at + length), { maxOutputLength: Math.max(1, size) });
  } catch {
    return CORRUPT;
  }
  if (inflated.length !== size) return WRONG_SIZE;
  bytes.set(inflated, to);
  return 0;
}

/** A varint of a delta's header at `at`, and where it ends; -1 for one that does not end or is 2^32 - 1 or more. */
export function readDeltaSize(
  bytes: Uint8Array,
  at: number,
  end: number,
): { readonly value: number; readonly next: number } {
  let value = 0;
  let factor = 1;
  for (let next = at; next < end && next < at + 5; next++) {
    const byte = bytes[next] as number;
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) return { value: value < 0xffffffff ? value : -1, next: next + 1 };
    factor *= 128;
  }
  return { value: -1, next: at };
}

/** Collects what a delta copies and inserts into triples: contiguous copies joined, short ones counted as inserted. */
class EditTeller {
  readonly #words: Int32Array;
  readonly #first: number;
  readonly #shortest: number;
  #next: number;
  #told = 0;
  #base = 0;
  #start = 0;
  #end = 0;

  constructor(words: Int32Array, ops: number, shortest: number) {
    this.#words = words;
    this.#first = ops >> 2;
    this.#next = this.#first;
    this.#shortest = Math.max(1, shortest);
  }

  copied(out: number, offset: number, count: number): void {
    if (this.#end > this.#start && out === this.#end && offset === this.#base + (this.#end - this.#start)) {
      this.#end += count;
      return;
    }
    this.#flush();
    this.#base = offset;
    this.#start = out;
    this.#end = out + count;
  }

  finish(size: number): number {
    this.#flush();
    if (this.#told < size) this.#write(0, this.#told, size - this.#told);
    return (this.#next - this.#first) / 3;
  }

  #flush(): void {
    if (this.#end - this.#start < this.#shortest) return;
    if (this.#start > this.#told) this.#write(0, this.#told, this.#start - this.#told);
    this.#write(1, this.#base, this.#end - this.#start);
    this.#told = this.#end;
    this.#start = this.#end;
  }

  #write(isCopy: number, start: number, length: number): void {
    this.#words[this.#next++] = isCopy;
    this.#words[this.#next++] = start;
    this.#words[this.#next++] = length;
  }
}

/** A copy command's offset and count, and where the command ends; null if the delta ends before. */
function readCopy(bytes: Uint8Array, at: number, end: number): { offset: number; count: number; next: number } | null {
  const command = bytes[at] as number;
  let next = at + 1;
  let offset = 0;
  let count = 0;
  for (let bit = 0; bit < 7; bit++) {
    if ((command & (1 << bit)) === 0) continue;
    if (next >= end) return null;
    const byte = bytes[next++] as number;
    if (bit < 4) offset += byte * 2 ** (8 * bit);
    else count += byte * 2 ** (8 * (bit - 4));
  }
  return { offset, count: count === 0 ? 0x10000 : count, next };
}

function applyDelta(memory: KernelMemory, call: DeltaCall): number {
  const { bytes } = memory;
  const end = call.delta + call.deltaSize;
  const baseSize = readDeltaSize(bytes, call.delta, end);
  if (baseSize.value !== call.baseSize) return WRONG_SIZE;
  const size = readDeltaSize(bytes, baseSize.next, end);
  if (size.value !== call.size) return WRONG_SIZE;
  const teller = call.ops === 0 ? null : new EditTeller(memory.words, call.ops, call.shortest);
  let out = 0;
  for (let at = size.next; at < end;) {
    const command = bytes[at] as number;
    if (command >= 0x80) {
      const copy = readCopy(bytes, at, end);
      if (copy === null || copy.offset + copy.count > call.baseSize || out + copy.count > call.size) return CORRUPT;
      const from = call.base + copy.offset;
      bytes.copyWithin(call.to + out, from, from + copy.count);
      teller?.copied(out, copy.offset, copy.count);
      out += copy.count;
      at = copy.next;
    } else {
      if (command === 0 || at + 1 + command > end || out + command > call.size) return CORRUPT;
      bytes.copyWithin(call.to + out, at + 1, at + 1 + command);
      out += command;
      at += 1 + command;
    }
  }
  if (out !== call.size) return WRONG_SIZE;
  return teller === null ? 0 : teller.finish(call.size);
}

function ascii(bytes: Uint8Array, at: number, length: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + at, length).toString('latin1');
}

function readCommit(bytes: Uint8Array, commit: number, length: number, out: number): number {
  const links: string[] = [];
  let at = commit;
  for (const [word, most] of [['tree ', 1] as const, ['parent ', Infinity] as const]) {
    for (let n = 0; n < most; n++) {
      const lineEnd = at + word.length + 40;
      if (lineEnd >= commit + length || ascii(bytes, at, word.length) !== word) break;
      const hex = ascii(bytes, at + word.length, 40);
      if (bytes[lineEnd] !== LF || !/^[0-9a-fA-F]{40}$/.test(hex)) return CORRUPT;
      links.push(hex);
      at = lineEnd + 1;
    }
    if (links.length === 0) return CORRUPT;
  }
  bytes.set(Buffer.from(links.join(''), 'hex'), out);
  return links.length;
}

function countByte(bytes: Uint8Array, from: number, to: number, byte: number): number {
  let count = 0;
  for (let i = from; i < to; i++) if (bytes[i] === byte) count++;
  return count;
}
