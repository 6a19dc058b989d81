/**
 * What an earlier run found in blobs, by object id: content never changes, so what it holds does not either, under the same rules.
 * No secret is kept and nothing made of one, only where a match stands: it is read and judged again, all else is not.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Encoding } from '../engine/decode/derived.ts';
import type { KnownMatches } from '../engine/rescan.ts';
import type { ScannedVersion } from '../engine/scanned-version.ts';
import { keep, readKept } from '../git/kept-file.ts';
import { findNode, type PackTable } from '../git/pack/pack-table.ts';
import type { Repository } from '../git/repository.ts';
import type { RuleSetData } from '../rules/rule.ts';
import { toolVersion } from '../version.ts';
import { workerFile } from './share-work.ts';

/**
 * Nothing is known; no match at all; binary; matches that may become findings, whose places are told; matches that are all dismissed,
 * which matter only where content that a change replaced is asked for.
 */
export const UNKNOWN = 0;
export const BARE = 1;
export const BINARY = 2;
export const MATCHES = 3;
export const DISMISSED = 4;

/** Known blobs of a pack table, by node. Shared memory: any thread reads it. */
export interface KnownBlobs {
  readonly kinds: Uint8Array;
  readonly sizes: Int32Array;
  /** Where in `content` the matches of a blob are told. */
  readonly places: Uint32Array;
  readonly content: Uint8Array;
}

const ID_BYTES = 20;
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

  #reserve(more: number): void {
    if (this.length + more <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * this.#bytes.length, this.length + more));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}

class NumberReader {
  readonly #bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.at = at;
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

/** Tells where the matches of a version stand. */
export function writeMatches(version: ScannedVersion, writer: NumberWriter): void {
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
}

/**
 * What {@link writeMatches} told; null when it makes no sense.
 *
 * @param sizeBytes - Of the blob.
 * @param lengths - Of the literals.
 */
export function readMatches(
  { content, places }: KnownBlobs,
  node: number,
  sizeBytes: number,
  lengths: readonly { readonly length: number }[],
): KnownMatches | null {
  const reader = new NumberReader(content, places[node]!);
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
  return { signs, anchors, runs };
}

function shared<T>(make: new (buffer: SharedArrayBuffer) => T, bytes: number): T {
  return new make(new SharedArrayBuffer(bytes));
}

/** The known blobs of a repository, under the rules of a run. */
export class BlobMemory {
  readonly #repository: Repository;
  readonly #name: string;
  readonly #table: PackTable;
  readonly #kept: Uint8Array | null;
  readonly #news = new NumberWriter();
  readonly known: KnownBlobs;

  constructor(repository: Repository, table: PackTable, rules: RuleSetData) {
    this.#repository = repository;
    this.#table = table;
    this.#name = `history-${identityOf(rules)}`;
    this.#kept = readKept(repository, this.#name);
    const content = shared(Uint8Array, this.#kept?.length ?? 0);
    if (this.#kept !== null) content.set(this.#kept);
    this.known = {
      kinds: shared(Uint8Array, table.count),
      sizes: shared(Int32Array, 4 * table.count),
      places: shared(Uint32Array, 4 * table.count),
      content,
    };
    this.#read(content);
  }

  #read(content: Uint8Array): void {
    const { kinds, sizes, places } = this.known;
    const reader = new NumberReader(content, 0);
    while (reader.at < content.length) {
      const node = findNode(this.#table, content, reader.at);
      reader.at += ID_BYTES;
      const kind = reader.next();
      const size = reader.next();
      const length = reader.next();
      if (node !== -1 && kind <= DISMISSED) {
        kinds[node] = kind;
        sizes[node] = size;
        places[node] = reader.at;
      }
      reader.at += length;
    }
  }

  /** Takes what a chunk found out anew: node, kind, size, length of its matches, and those. */
  take(news: Uint8Array): void {
    const reader = new NumberReader(news, 0);
    while (reader.at < news.length) {
      const at = ID_BYTES * this.#table.slotOf[reader.next()]!;
      this.#news.pushBytes(this.#table.ids.subarray(at, at + ID_BYTES));
      const start = reader.at;
      reader.next();
      reader.next();
      const length = reader.next();
      reader.at += length;
      this.#news.pushBytes(news.subarray(start, reader.at));
    }
  }

  /** Keeps it for the next run. */
  save(): void {
    if (this.#news.length === 0) return;
    const kept = this.#kept ?? new Uint8Array(0);
    keep(this.#repository, this.#name, Buffer.concat([kept, this.#news.bytes()]));
  }
}

/** Rules and program: another of either may find something else. */
function identityOf(rules: RuleSetData): string {
  const hash = createHash('sha256').update(toolVersion).update('\0').update(JSON.stringify(rules));
  const program = workerFile();
  if (program !== null) hash.update(readFileSync(program));
  return hash.digest('hex').slice(0, 16);
}
