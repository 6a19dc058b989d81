/**
 * All objects of all packs as flat arrays in shared memory, about 65 bytes an object: plain data that any thread reads.
 *
 * A *node* numbers an object by pack and then by offset, so neighbours on disk are neighbours here; a *slot* numbers it by
 * pack and then by id, as the index files do. An object that several packs hold has one node that counts, in the first
 * pack; the others are duplicates and never read.
 */
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { PackError, offsetAt, parsePackIndex, readUint32, type PackIndex } from './pack-index.ts';

/** A pack as it lies on disk. */
export interface PackFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** Its nodes and slots are `first` and the `count - 1` after. */
  readonly first: number;
  readonly count: number;
}

/** The arrays of a table. */
export interface PackColumns {
  /** Ids by slot, 20 bytes each. */
  readonly ids: Uint8Array;
  /** Slot of each node; node of each slot (of a duplicate: the node that counts). */
  readonly slotOf: Uint32Array;
  readonly nodeOf: Uint32Array;
  /** Where each node's entry begins in its pack. */
  readonly offsets: Float64Array;
  /** CRC-32 of each node's entry as it lies in the pack. */
  readonly crcs: Uint32Array;
  /** Hash table of slots, plus one, by the first bits of the id; 0: empty. */
  readonly buckets: Uint32Array;
  /** By node, filled in by `readHeaders` and `linkForest`: 1 commit, 2 tree, 3 blob, 4 tag, 6 and 7 not linked yet, 0 not readable here. */
  readonly kinds: Uint8Array;
  /** Bytes before the compressed ones. */
  readonly headerBytes: Uint8Array;
  /** Inflated size (of a delta: the delta's); 2^32 - 1: that or more. */
  readonly sizes: Uint32Array;
  /** Node of the delta's base; -1: none needed, -2: not in these packs. */
  readonly bases: Int32Array;
}

export interface PackTable extends PackColumns {
  readonly packs: readonly PackFile[];
  readonly count: number;
  /** The memory of the ids as 32-bit words, five an id. */
  readonly idWords: Int32Array;
  /** By how many bits the first 32 of an id are more than tell its place in `buckets`. */
  readonly bucketShift: number;
}

/** Packs that were read in an earlier run, in its order. */
export interface KnownPacks {
  readonly packs: readonly PackFile[];
  readonly columns: PackColumns;
}

const ID_BYTES = 20;
const ID_WORDS = 5;
const TRAILER_BYTES = 20;
const PACK_HEADER_BYTES = 12;
/** Bytes of the smallest entry: a header byte and an empty zlib stream. */
const SMALLEST_ENTRY_BYTES = 9;

/** A pack whose index was read. */
export interface IndexedPack {
  readonly path: string;
  readonly sizeBytes: number;
  readonly index: PackIndex;
}

function readWhole(file: string): Uint8Array {
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const bytes = new Uint8Array(size);
    for (let at = 0; at < size;) {
      const read = readSync(descriptor, bytes, at, Math.min(size - at, 1 << 30), at);
      if (read === 0) throw new PackError('its index is cut short');
      at += read;
    }
    return bytes;
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Reads a pack's index and compares it with the pack's two ends.
 *
 * @param path - Of the `.pack`; the `.idx` lies beside it.
 * @throws PackError when the two do not fit or are of another format; what the file system says, when they are gone.
 */
export function indexPack(path: string): IndexedPack {
  const index = parsePackIndex(readWhole(path.replace(/\.pack$/, '.idx')));
  const checksum = createHash('sha1').update(index.file.subarray(0, -TRAILER_BYTES)).digest();
  if (checksum.compare(index.file, index.file.length - TRAILER_BYTES) !== 0)
    throw new PackError('its index is damaged');
  const descriptor = openSync(path, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const ends = new Uint8Array(PACK_HEADER_BYTES + TRAILER_BYTES);
    if (size < ends.length) throw new PackError('it is cut short');
    readSync(descriptor, ends, 0, PACK_HEADER_BYTES, 0);
    readSync(descriptor, ends, PACK_HEADER_BYTES, TRAILER_BYTES, size - TRAILER_BYTES);
    const version = readUint32(ends, 4);
    if (readUint32(ends, 0) !== 0x5041434b || (version !== 2 && version !== 3)) throw new PackError('it is not a pack');
    const told = index.file.subarray(index.packChecksumAt, index.packChecksumAt + TRAILER_BYTES);
    if (readUint32(ends, 8) !== index.count || Buffer.compare(told, ends.subarray(PACK_HEADER_BYTES)) !== 0) {
      throw new PackError('it does not fit its index, or is cut short');
    }
    return { path, sizeBytes: size, index };
  } finally {
    closeSync(descriptor);
  }
}

/** Positions of an index in the order of their offsets. */
function sortByOffset(offsets: Float64Array): Uint32Array {
  const count = offsets.length;
  const order = new Uint32Array(count);
  const keys = new Float64Array(count);
  for (let position = 0; position < count; position++) {
    order[position] = position;
    // Both in one double, so that they sort as numbers.
    keys[position] = offsets[position]! * count + position;
  }
  keys.sort();
  if (count > 0 && keys[count - 1]! > Number.MAX_SAFE_INTEGER) return order.sort((a, b) => offsets[a]! - offsets[b]!);
  for (let rank = 0; rank < count; rank++) order[rank] = keys[rank]! % count;
  return order;
}

function shared<T>(make: new (buffer: SharedArrayBuffer) => T, bytes: number): T {
  return new make(new SharedArrayBuffer(bytes));
}

/** Fills in the arrays for one pack. */
function addPack(table: PackTable, pack: IndexedPack, first: number): void {
  const { index } = pack;
  const { count, file } = index;
  const byPosition = new Float64Array(count);
  for (let position = 0; position < count; position++) {
    const offset = offsetAt(index, position);
    if (!(offset >= PACK_HEADER_BYTES && offset <= pack.sizeBytes - TRAILER_BYTES - SMALLEST_ENTRY_BYTES)) {
      throw new PackError('its index points outside of it');
    }
    byPosition[position] = offset;
  }
  table.ids.set(file.subarray(index.idsAt, index.crcsAt), ID_BYTES * first);
  const order = sortByOffset(byPosition);
  for (let rank = 0; rank < count; rank++) {
    const position = order[rank]!;
    const node = first + rank;
    table.offsets[node] = byPosition[position]!;
    table.slotOf[node] = first + position;
    table.nodeOf[first + position] = node;
    table.crcs[node] = readUint32(file, index.crcsAt + 4 * position);
    if (rank > 0 && table.offsets[node] === table.offsets[node - 1]) throw new PackError('its index is damaged');
  }
}

/** Enters a pack's ids into the hash table; an id that an earlier pack has becomes a duplicate of that. */
function enterIds(table: PackTable, pack: PackFile): void {
  const { buckets, ids, nodeOf } = table;
  const mask = buckets.length - 1;
  for (let slot = pack.first; slot < pack.first + pack.count; slot++) {
    let bucket = readUint32(ids, ID_BYTES * slot) >>> table.bucketShift;
    for (; buckets[bucket] !== 0; bucket = (bucket + 1) & mask) {
      if (sameId(ids, ID_BYTES * (buckets[bucket]! - 1), ids, ID_BYTES * slot)) break;
    }
    if (buckets[bucket] === 0) buckets[bucket] = slot + 1;
    else nodeOf[slot] = nodeOf[buckets[bucket]! - 1]!;
  }
}

function sameId(one: Uint8Array, at: number, other: Uint8Array, otherAt: number): boolean {
  for (let i = 0; i < ID_BYTES; i++) if (one[at + i] !== other[otherAt + i]) return false;
  return true;
}

function emptyColumns(count: number): PackColumns {
  const bucketBits = Math.max(4, Math.ceil(Math.log2(2 * count + 1)));
  return {
    ids: shared(Uint8Array, ID_BYTES * count),
    slotOf: shared(Uint32Array, 4 * count),
    nodeOf: shared(Uint32Array, 4 * count),
    offsets: shared(Float64Array, 8 * count),
    crcs: shared(Uint32Array, 4 * count),
    buckets: shared(Uint32Array, 4 * 2 ** bucketBits),
    kinds: shared(Uint8Array, count),
    headerBytes: shared(Uint8Array, count),
    sizes: shared(Uint32Array, 4 * count),
    bases: shared(Int32Array, 4 * count),
  };
}

/** The table of packs that are known, with room for more behind them. */
function tableBehind({ packs, columns }: KnownPacks, more: readonly PackFile[]): PackTable {
  const all = [...packs, ...more];
  const last = all.at(-1);
  const count = last === undefined ? 0 : last.first + last.count;
  const own = more.length === 0 ? columns : widen(columns, count);
  const idWords = new Int32Array(own.ids.buffer, own.ids.byteOffset, ID_WORDS * count);
  const table = { ...own, packs: all, count, idWords, bucketShift: 32 - Math.log2(own.buckets.length) };
  if (own !== columns) for (const pack of packs) enterIds(table, pack);
  return table;
}

/** The columns with room for so many objects; nothing is in the hash table. */
function widen(columns: PackColumns, count: number): PackColumns {
  const wider = emptyColumns(count);
  wider.ids.set(columns.ids);
  wider.slotOf.set(columns.slotOf);
  wider.nodeOf.set(columns.nodeOf);
  wider.offsets.set(columns.offsets);
  wider.crcs.set(columns.crcs);
  wider.kinds.set(columns.kinds);
  wider.headerBytes.set(columns.headerBytes);
  wider.sizes.set(columns.sizes);
  wider.bases.set(columns.bases);
  return wider;
}

/** A pack that was left out, and why: one clause. */
export interface RefusedPack {
  readonly path: string;
  readonly reason: string;
}

/**
 * The table of all objects in these packs, largest pack first, those that are known before all others. Headers of the others are not read yet.
 *
 * @returns The table, and the packs whose index contradicts itself: none of their objects is in the table.
 */
export function buildPackTable(
  indexed: readonly IndexedPack[],
  known: KnownPacks = { packs: [], columns: emptyColumns(0) },
): { table: PackTable; refused: readonly RefusedPack[] } {
  const refused: RefusedPack[] = [];
  let left = [...indexed].sort((a, b) => b.index.count - a.index.count || (a.path < b.path ? -1 : 1));
  for (;;) {
    const packs: PackFile[] = [];
    let first = known.columns.slotOf.length;
    for (const { path, sizeBytes, index } of left) {
      packs.push({ path, sizeBytes, first, count: index.count });
      first += index.count;
    }
    const table = tableBehind(known, packs);
    const damaged = left.find((pack, number) => !tryToAdd(table, pack, packs[number]!.first, refused));
    if (damaged === undefined) {
      for (const pack of packs) enterIds(table, pack);
      return { table, refused };
    }
    left = left.filter((pack) => pack !== damaged);
  }
}

function tryToAdd(table: PackTable, pack: IndexedPack, first: number, refused: RefusedPack[]): boolean {
  try {
    addPack(table, pack, first);
    return true;
  } catch (error) {
    if (!(error instanceof PackError)) throw error;
    refused.push({ path: pack.path, reason: error.message });
    return false;
  }
}

/** Number of the pack that holds a node. */
export function packOf(table: PackTable, node: number): number {
  let low = 0;
  let high = table.packs.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (table.packs[middle]!.first <= node) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Where a node's entry ends in its pack: where the next begins. */
export function entryEnd(table: PackTable, pack: PackFile, node: number): number {
  return node + 1 < pack.first + pack.count ? table.offsets[node + 1]! : pack.sizeBytes - TRAILER_BYTES;
}

/** Whether another node counts for the same object. */
export function isDuplicate(table: PackTable, node: number): boolean {
  return table.nodeOf[table.slotOf[node]!] !== node;
}

/** The node of the object whose id stands at `id[at..at+20)`, or -1. */
export function findNode(table: PackTable, id: Uint8Array, at = 0): number {
  const { buckets, ids } = table;
  if (table.count === 0) return -1;
  const mask = buckets.length - 1;
  let bucket = readUint32(id, at) >>> table.bucketShift;
  for (; buckets[bucket] !== 0; bucket = (bucket + 1) & mask) {
    const slot = buckets[bucket]! - 1;
    if (sameId(ids, ID_BYTES * slot, id, at)) return table.nodeOf[slot]!;
  }
  return -1;
}

/** As {@link findNode}, of an id that stands in memory as five 32-bit words. */
export function findNodeByWords(table: PackTable, words: Int32Array, at: number): number {
  const { buckets, idWords } = table;
  if (table.count === 0) return -1;
  const mask = buckets.length - 1;
  for (let bucket = swapBytes(words[at]!) >>> table.bucketShift; buckets[bucket] !== 0; bucket = (bucket + 1) & mask) {
    const slot = buckets[bucket]! - 1;
    if (sameWords(idWords, 5 * slot, words, at)) return table.nodeOf[slot]!;
  }
  return -1;
}

/**
 * As {@link findNodeByWords}, of `count` ids at once, five words each, to `found`. In steps that wait for memory all at once, not id by id
 * (measured: in a third of the time).
 */
export function findNodes(table: PackTable, ids: Int32Array, count: number, found: Int32Array): void {
  const { buckets, idWords, nodeOf, bucketShift } = table;
  const mask = buckets.length - 1;
  const places = new Int32Array(count);
  const open = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    places[i] = swapBytes(ids[5 * i]!) >>> bucketShift;
    open[i] = i;
  }
  for (let left = count; left > 0;) {
    for (let j = 0; j < left; j++) found[open[j]!] = buckets[places[open[j]!]!]! - 1;
    let still = 0;
    for (let j = 0; j < left; j++) {
      const i = open[j]!;
      if (found[i] === -1 || sameWords(idWords, 5 * found[i]!, ids, 5 * i)) continue;
      places[i] = (places[i]! + 1) & mask;
      open[still++] = i;
    }
    left = still;
  }
  for (let i = 0; i < count; i++) if (found[i] !== -1) found[i] = nodeOf[found[i]!]!;
}

function swapBytes(word: number): number {
  return (word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);
}

function sameWords(one: Int32Array, at: number, other: Int32Array, otherAt: number): boolean {
  return (
    one[at] === other[otherAt] &&
    one[at + 1] === other[otherAt + 1] &&
    one[at + 2] === other[otherAt + 2] &&
    one[at + 3] === other[otherAt + 3] &&
    one[at + 4] === other[otherAt + 4]
  );
}

/** A node's object id in hex. */
export function oidOf(table: PackTable, node: number): string {
  const at = ID_BYTES * table.slotOf[node]!;
  return Buffer.from(table.ids.buffer, table.ids.byteOffset + at, ID_BYTES).toString('hex');
}
