/** Packs and indexes written by hand, so that they may say what git would never write. */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { crc32, deflateSync } from 'node:zlib';

export interface MadeEntry {
  readonly kind: 'commit' | 'tree' | 'blob' | 'tag' | 'offset-delta' | 'ref-delta';
  /** Id under which the index lists it. */
  readonly oid: string;
  /** What is deflated: content or delta. */
  readonly data: Uint8Array;
  /** Id of the base of either kind of delta. */
  readonly base?: string;
  /** What the header says of the size; the truth unless given. */
  readonly claimedSize?: number;
  /** Instead of the deflated data. */
  readonly raw?: Uint8Array;
}

const KINDS = { commit: 1, tree: 2, blob: 3, tag: 4, 'offset-delta': 6, 'ref-delta': 7 };

function entryHeader(kind: number, size: number): number[] {
  const out: number[] = [];
  let rest = Math.floor(size / 16);
  let byte = (kind << 4) | (size % 16);
  while (rest > 0) {
    out.push(byte | 0x80);
    byte = rest % 128;
    rest = Math.floor(rest / 128);
  }
  return [...out, byte];
}

function distanceBytes(distance: number): number[] {
  const out = [distance % 128];
  for (let rest = Math.floor(distance / 128); rest > 0; rest = Math.floor(rest / 128)) {
    rest--;
    out.unshift((rest % 128) | 0x80);
  }
  return out;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

const digest = (bytes: Uint8Array): Buffer => createHash('sha1').update(bytes).digest();

/** Id of a blob. */
export function blobId(content: Uint8Array): string {
  return digest(Buffer.concat([Buffer.from(`blob ${content.length}\0`), content])).toString('hex');
}

/** A delta that copies `[offset, offset + count)` of a base of `baseSize` bytes and appends a text of at most 127 bytes. */
export function copyAndAppend(baseSize: number, offset: number, count: number, text: string): Buffer {
  const size = (value: number): number[] =>
    value < 128 ? [value] : [(value % 128) | 128, ...size(Math.floor(value / 128))];
  const copy = [0x80 | 0x0f | 0x70, ...[0, 8, 16, 24].map((shift) => (offset >>> shift) & 255)];
  const counts = [0, 8, 16].map((shift) => (count >>> shift) & 255);
  const appended = Buffer.from(text, 'latin1');
  return Buffer.from([
    ...size(baseSize),
    ...size(count + appended.length),
    ...copy,
    ...counts,
    appended.length,
    ...appended,
  ]);
}

/** Writes the pack and its index to an objects directory; gives the pack's path. */
export function writePack(objects: string, name: string, entries: readonly MadeEntry[]): string {
  const parts: Buffer[] = [Buffer.from('PACK'), uint32(2), uint32(entries.length)];
  const offsets = new Map<string, number>();
  const crcs = new Map<string, number>();
  let offset = 12;
  for (const entry of entries) {
    const header = entryHeader(KINDS[entry.kind], entry.claimedSize ?? entry.data.length);
    if (entry.kind === 'offset-delta') header.push(...distanceBytes(offset - (offsets.get(entry.base!) ?? 0)));
    const base = entry.kind === 'ref-delta' ? Buffer.from(entry.base!, 'hex') : Buffer.alloc(0);
    const bytes = Buffer.concat([Buffer.from(header), base, entry.raw ?? deflateSync(entry.data)]);
    offsets.set(entry.oid, offset);
    crcs.set(entry.oid, crc32(bytes));
    parts.push(bytes);
    offset += bytes.length;
  }
  const body = Buffer.concat(parts);
  const pack = Buffer.concat([body, digest(body)]);
  const directory = path.join(objects, 'pack');
  mkdirSync(directory, { recursive: true });
  const file = path.join(directory, `pack-${name}.pack`);
  writeFileSync(file, pack);
  writeFileSync(file.replace(/pack$/, 'idx'), indexOf(pack.subarray(-20), offsets, crcs));
  return file;
}

function indexOf(checksum: Uint8Array, offsets: Map<string, number>, crcs: Map<string, number>): Buffer {
  const ids = [...offsets.keys()].sort();
  const fanout = Array.from({ length: 256 }, (_, first) =>
    uint32(ids.filter((id) => Number.parseInt(id.slice(0, 2), 16) <= first).length),
  );
  const body = Buffer.concat([
    Buffer.from([0xff, 0x74, 0x4f, 0x63]),
    uint32(2),
    ...fanout,
    ...ids.map((id) => Buffer.from(id, 'hex')),
    ...ids.map((id) => uint32(crcs.get(id)!)),
    ...ids.map((id) => uint32(offsets.get(id)!)),
    checksum,
  ]);
  return Buffer.concat([body, digest(body)]);
}
