/** Where encoded text may stand. */
import { addBits } from '../../bytes/byte-table.ts';
import { createAnchorBuffer } from '../kernel/kernel.ts';
import { SHORTEST_RUN, findRuns } from '../kernel/runs.ts';
import type { Encoding, EncodedRun } from './derived.ts';

/** Longer runs are files of their own: fonts, images, bundles. */
const LONGEST_RUN = 16_384;

const STANDARD = 1;
const URL_SAFE = 2;
const HEX = 4;
const UPPER = 8;
const LOWER = 16;
const DIGIT = 32;
const SYMBOL = 64;

const classes = makeClasses();

function makeClasses(): Uint8Array {
  const table = new Uint8Array(256);
  addBits(table, 'A-Z', STANDARD | URL_SAFE | UPPER);
  addBits(table, 'a-z', STANDARD | URL_SAFE | LOWER);
  addBits(table, '0-9', STANDARD | URL_SAFE | DIGIT);
  addBits(table, '0-9a-fA-F', HEX);
  addBits(table, '+/', STANDARD | SYMBOL);
  addBits(table, '-_', URL_SAFE | SYMBOL);
  return table;
}

const stretches = createAnchorBuffer();
const codes = createAnchorBuffer();

/**
 * Runs worth decoding in `bytes`, in byte order. Left out: data URIs and source maps, integrity hashes, the parts of a
 * JSON Web Token, paths and identifiers, and what is shorter or longer than a run may be.
 */
export function findEncodedRuns(bytes: Uint8Array): EncodedRun[] {
  const runs: EncodedRun[] = [];
  stretches.count = 0;
  codes.count = 0;
  findRuns(bytes, stretches, codes);
  for (let i = 0; i < stretches.count; i++) addRun(bytes, stretches.pairs[2 * i]!, stretches.pairs[2 * i + 1]!, runs);
  const plain = runs.length;
  addEscaped(bytes, 'escapes', 0x5c, runs);
  addEscaped(bytes, 'percent', 0x25, runs);
  return runs.length === plain ? runs : runs.sort(compareRuns);
}

/** The one order of runs: a run of digits may be the beginning of a longer one with escapes. */
export function compareRuns(a: Pick<EncodedRun, 'start' | 'end'>, b: Pick<EncodedRun, 'start' | 'end'>): number {
  return a.start - b.start || a.end - b.end;
}

/** Bytes beside a run that have a say in what it is. */
export const RUN_CONTEXT_BYTES = 16;

/** Bytes that a run or a numeric code may hold: where none stands, no run goes on. */
const isInStretch = Uint8Array.from(classes, (bits, byte) => (bits !== 0 || byte === 0x5c || byte === 0x25 ? 1 : 0));

const NO_RUNS: readonly EncodedRun[] = [];

/** Runs near places of one content. Places in one stretch of bytes, which may be as long as a file, read it once. */
export class NearbyRuns {
  readonly #bytes: Uint8Array;
  /** What was read last, and what it holds. */
  #low = 0;
  #high = -1;
  #runs = NO_RUNS;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** As {@link findEncodedRuns}, of the runs that `[from, to)` lies in or near enough to have a say. Reads no more than the stretches of bytes there. */
  find(from: number, to: number): readonly EncodedRun[] {
    return this.#around(from, to).filter(
      ({ start, end }) => start - RUN_CONTEXT_BYTES < to && end + RUN_CONTEXT_BYTES > from,
    );
  }

  /** Those runs, and others. */
  #around(from: number, to: number): readonly EncodedRun[] {
    const bytes = this.#bytes;
    // Two bytes more: the padding of a run is no part of its stretch.
    let low = Math.max(0, from - RUN_CONTEXT_BYTES - 2);
    let high = Math.min(bytes.length, to + RUN_CONTEXT_BYTES);
    if (low >= this.#low && high <= this.#high) return this.#runs;
    while (low > 0 && isInStretch[bytes[low - 1]!] !== 0) low--;
    while (high < bytes.length && isInStretch[bytes[high]!] !== 0) high++;
    this.#low = low;
    this.#high = high;
    this.#runs = hasLongStretch(bytes, low, high) ? runsIn(bytes, low, high) : NO_RUNS;
    return this.#runs;
  }
}

function runsIn(bytes: Uint8Array, low: number, high: number): readonly EncodedRun[] {
  const start = Math.max(0, low - RUN_CONTEXT_BYTES);
  const runs = findEncodedRuns(bytes.subarray(start, Math.min(bytes.length, high + RUN_CONTEXT_BYTES)));
  return runs.map((run) => ({ start: run.start + start, end: run.end + start, encoding: run.encoding }));
}

/** Whether {@link SHORTEST_RUN} bytes in a row may belong to a run. */
function hasLongStretch(bytes: Uint8Array, from: number, to: number): boolean {
  for (let earliest = from; earliest + SHORTEST_RUN <= to;) {
    let back = earliest + SHORTEST_RUN - 1;
    while (back >= earliest && isInStretch[bytes[back]!] !== 0) back--;
    if (back < earliest) return true;
    earliest = back + 1;
  }
  return false;
}

function addRun(bytes: Uint8Array, start: number, end: number, runs: EncodedRun[]): void {
  if (end - start > LONGEST_RUN) return;
  let every = 0xff;
  let some = 0;
  for (let i = start; i < end; i++) {
    const bits = classes[bytes[i] as number] as number;
    every &= bits;
    some |= bits;
  }
  const before = start > 0 ? bytes[start - 1] : 0;
  if ((every & HEX) !== 0 && end - start >= 32 && (end - start) % 2 === 0) runs.push({ start, end, encoding: 'hex' });
  else if ((every & (STANDARD | URL_SAFE)) !== 0 && (some & UPPER) !== 0 && (some & LOWER) !== 0) {
    if (before === 0x2e || bytes[end] === 0x2e || isEmbedded(bytes, start)) return;
    let padded = end;
    while (padded < bytes.length && padded < end + 2 && bytes[padded] === 0x3d) padded++;
    runs.push({ start, end: padded, encoding: 'base64' });
  }
}

/** After `;base64,` of a data URI, or after `sha256-` and its like. */
function isEmbedded(bytes: Uint8Array, start: number): boolean {
  if (bytes[start] === 0x73 && bytes[start + 1] === 0x68 && bytes[start + 2] === 0x61) return true;
  if (start < 8 || bytes[start - 1] !== 0x2c) return false;
  return bytes[start - 2] === 0x34 && bytes[start - 3] === 0x36 && bytes[start - 8] === 0x3b;
}

const LEAST_CODES = 4;
/** Bytes of a token without a code that may stand before, between and behind the codes of a run. */
const LONGEST_PLAIN = 256;

/** Runs of token bytes and codes that a backslash or a percent sign begins. */
function addEscaped(bytes: Uint8Array, encoding: Encoding, sign: number, runs: EncodedRun[]): void {
  const { count, pairs } = codes;
  let seen = 0;
  for (let i = 0; i < count; i++) {
    const at = pairs[2 * i]!;
    if (at >= seen && pairs[2 * i + 1] === sign && codeSize(bytes, at, encoding) > 0) {
      seen = addEscapedAt(bytes, at, encoding, runs);
    }
  }
}

/**
 * Adds the run whose first code is at `at`, with at least {@link LEAST_CODES} of them. Where it begins and ends, and whether it is one, is told
 * by nothing but its own bytes and those right beside it, so it may be inherited. Returns its end.
 */
function addEscapedAt(bytes: Uint8Array, at: number, encoding: Encoding, runs: EncodedRun[]): number {
  let start = at;
  const floor = Math.max(0, at - LONGEST_PLAIN);
  while (start > floor && classes[bytes[start - 1]!] !== 0) start--;
  let codes = 0;
  let end = at;
  let most = bytes.length;
  while (end < most) {
    const size = codeSize(bytes, end, encoding);
    if (size > 0) codes++;
    else if (classes[bytes[end]!] === 0) break;
    end += Math.max(1, size);
    if (size > 0) most = Math.min(bytes.length, end + LONGEST_PLAIN);
  }
  if (codes >= LEAST_CODES && end - start >= SHORTEST_RUN && end - start <= LONGEST_RUN) {
    runs.push({ start, end, encoding });
  }
  return end;
}

/** Length of a numeric code at `at`: `%41`, `\x41`, `\u0041`; 0 when there is none. */
function codeSize(bytes: Uint8Array, at: number, encoding: Encoding): number {
  if (encoding === 'percent') return bytes[at] === 0x25 && areHexDigits(bytes, at + 1, 2) ? 3 : 0;
  if (bytes[at] !== 0x5c) return 0;
  if (bytes[at + 1] === 0x78) return areHexDigits(bytes, at + 2, 2) ? 4 : 0;
  return bytes[at + 1] === 0x75 && areHexDigits(bytes, at + 2, 4) ? 6 : 0;
}

function areHexDigits(bytes: Uint8Array, at: number, count: number): boolean {
  if (at + count > bytes.length) return false;
  for (let i = at; i < at + count; i++) if ((classes[bytes[i]!]! & HEX) === 0) return false;
  return true;
}
