/**
 * What a scan of a blob tells, in numbers: where its matches stand, so that they can be found again in the blob and sealed, and which values
 * they are, so that it can be decided which change brought which in. Threads tell it each other, and it is kept from run to run, by object
 * id: content never changes, so what it holds does not either, under the same rules. No secret is kept and nothing made of one.
 */
import type { Encoding } from '../engine/decode/derived.ts';
import type { KnownMatches } from '../engine/rescan.ts';
import type { ScannedVersion } from '../engine/scanned-version.ts';
import type { FoundMatch } from '../findings/finding.ts';
import type { Clusters, ToldMatches } from './match-clusters.ts';

/** Nothing is known; no match at all; binary; matches, perhaps only dismissed ones. */
export const UNKNOWN = 0;
export const BARE = 1;
export const BINARY = 2;
export const MATCHES = 3;

/** Matches of a blob as far as it matters who brought them in. */
export interface FoundMatches {
  /** Those that may become findings, in byte order. */
  readonly matches: readonly FoundMatch[];
  /** Value keys of all its matches, dismissed ones too, without repeats. */
  readonly keys: readonly string[];
  /** The same, where they are kept as a set: one for all blobs with these keys. */
  readonly keySet?: ReadonlySet<string>;
}

const ENCODINGS: readonly Encoding[] = ['base64', 'hex', 'escapes', 'percent'];

/** Numbers written one behind the other, seven bits a byte. */
export class NumberWriter {
  #bytes = new Uint8Array(1 << 12);
  length = 0;

  push(value: number): void {
    this.#reserve(5);
    let rest = value >>> 0;
    for (; rest >= 0x80; rest >>>= 7) this.#bytes[this.length++] = (rest & 0x7f) | 0x80;
    this.#bytes[this.length++] = rest;
  }

  pushAll(...values: readonly number[]): void {
    for (const value of values) this.push(value);
  }

  /** Takes over bytes as they are. */
  pushBytes(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  bytes(): Uint8Array {
    return this.#bytes.slice(0, this.length);
  }

  /** What was written, valid until more is; it begins anew then. */
  take(): Uint8Array {
    const { length } = this;
    this.length = 0;
    return this.#bytes.subarray(0, length);
  }

  #reserve(more: number): void {
    if (this.length + more <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * this.#bytes.length, this.length + more));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}

export class NumberReader {
  readonly #bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  get isOver(): boolean {
    return this.at >= this.#bytes.length;
  }

  next(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.#bytes[this.at++] ?? 0;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    return value >>> 0;
  }
}

/** Tells what was found in a blob; `numberOf` is the number of a value. */
export function writeFound(
  { matches, keys }: FoundMatches,
  numberOf: (valueKey: string) => number,
  writer: NumberWriter,
): void {
  writer.push(matches.length);
  for (const { rule, composite, valueKey, isNothing } of matches) {
    writer.pushAll(rule, 2 * (composite + 1) + (isNothing === true ? 1 : 0), numberOf(valueKey));
  }
  writer.push(keys.length);
  for (const key of keys) writer.push(numberOf(key));
}

/** Rule, composite with whether it is nothing, and value. */
const NUMBERS_A_MATCH = 3;

/** What {@link writeFound} told, of values that have numbers. */
export class FoundReader {
  readonly #reader: NumberReader;

  constructor(content: Uint8Array, at: number) {
    this.#reader = new NumberReader(content, at);
  }

  /** Where it ends, once it was read. */
  get end(): number {
    return this.#reader.at;
  }

  read(keyOf: (number: number) => string): FoundMatches {
    const reader = this.#reader;
    const matches: FoundMatch[] = [];
    for (let left = reader.next(); left > 0 && !reader.isOver; left--) {
      const [rule, kind, value] = [reader.next(), reader.next(), reader.next()];
      matches.push({ rule, composite: (kind >> 1) - 1, valueKey: keyOf(value), isNothing: (kind & 1) === 1 });
    }
    const keys: string[] = [];
    for (let left = reader.next(); left > 0 && !reader.isOver; left--) keys.push(keyOf(reader.next()));
    return { matches, keys };
  }

  /** Only the numbers of all values, in place of {@link FoundReader.read}. */
  readNumbers(): number[] {
    const reader = this.#reader;
    for (let left = NUMBERS_A_MATCH * reader.next(); left > 0 && !reader.isOver; left--) reader.next();
    const numbers: number[] = [];
    for (let left = reader.next(); left > 0 && !reader.isOver; left--) numbers.push(reader.next());
    return numbers;
  }
}

const NO_KEY = (): string => '';

/**
 * Tells where the matches of a version stand.
 *
 * @param clusters - What each of those follows from that `writeFound` told; null: that is not known.
 */
export function writeMatches(version: ScannedVersion, clusters: Clusters | null, writer: NumberWriter): void {
  const { matches, encoded, ends, literals } = version;
  writer.push(version.wordSigns | version.headSigns);
  writer.push(matches.length);
  for (const { anchor } of matches) {
    writer.push(literals[anchor]!);
    writer.push(ends[anchor]!);
  }
  writer.push(encoded.length);
  for (const { start, end, encoding } of encoded) {
    writer.push(start);
    writer.push(end);
    writer.push(ENCODINGS.indexOf(encoding));
  }
  if (clusters !== null) for (const number of clusters) writer.push(number);
}

/**
 * Where the matches of a blob stand, as {@link writeMatches} told behind what {@link writeFound} told; null when it makes no sense.
 *
 * @param sizeBytes - Of the blob.
 * @param lengths - Of the literals.
 */
export function readMatches(
  told: Uint8Array,
  sizeBytes: number,
  lengths: readonly { readonly length: number }[],
): ToldMatches | null {
  const found = new FoundReader(told, 0);
  const { length: count } = found.read(NO_KEY).matches;
  const reader = new NumberReader(told, found.end);
  const signs = reader.next();
  const anchors: { literal: number; end: number }[] = [];
  for (let left = reader.next(); left > 0; left--) {
    const literal = reader.next();
    const end = reader.next();
    if (literal >= lengths.length || end > sizeBytes || end < lengths[literal]!.length) return null;
    anchors.push({ literal, end });
  }
  const runs: KnownMatches['runs'][number][] = [];
  for (let left = reader.next(); left > 0; left--) {
    const [start, end, number] = [reader.next(), reader.next(), reader.next()];
    const encoding = ENCODINGS[number];
    if (encoding === undefined || start >= end || end > sizeBytes) return null;
    runs.push({ start, end, encoding });
  }
  const matches = { signs, anchors, runs };
  if (reader.isOver) return { matches, clusters: null };
  const clusters = Array.from({ length: 2 * count }, () => reader.next());
  for (let i = 0; i < clusters.length; i += 2) if (clusters[i]! + clusters[i + 1]! > anchors.length) return null;
  return { matches, clusters };
}
