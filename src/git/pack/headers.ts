/** The header pass: what each entry of a pack is, how large, and which base it needs (gitformat-pack, "pack-*.pack files"). */
import { entryEnd, findNode, type PackFile, type PackTable } from './pack-table.ts';
import { readFully } from './read-fully.ts';

/** Kinds of an entry as packs number them. */
export const COMMIT = 1;
export const TREE = 2;
export const BLOB = 3;
export const TAG = 4;
export const OFFSET_DELTA = 6;
export const REF_DELTA = 7;

/** No base is needed; the base is in none of the packs. */
export const NO_BASE = -1;
export const MISSING_BASE = -2;

/** Longest header: ten bytes of size and ten of offset, or twenty of id. */
const LONGEST_HEADER_BYTES = 32;
/** Entries longer than this are jumped over instead of read through. */
const JUMP_BYTES = 1 << 15;
const WINDOW_BYTES = 1 << 20;
const SATURATED = 0xffffffff;

/** Part of a pack in memory. */
interface Window {
  readonly bytes: Uint8Array;
  start: number;
  end: number;
}

/** Reads on from a node's entry as far as entries are short and the window is wide. */
function moveWindow(table: PackTable, pack: PackFile, node: number, descriptor: number, window: Window): void {
  const { offsets } = table;
  const start = offsets[node]!;
  const lastNode = pack.first + pack.count - 1;
  let last = node;
  while (
    last < lastNode &&
    offsets[last + 1]! - offsets[last]! <= JUMP_BYTES &&
    offsets[last + 1]! + LONGEST_HEADER_BYTES - start <= WINDOW_BYTES
  ) {
    last++;
  }
  const wanted = Math.min(offsets[last]! + LONGEST_HEADER_BYTES, pack.sizeBytes) - start;
  window.start = start;
  window.end = start + readFully(descriptor, window.bytes, 0, wanted, start);
}

/** The node whose entry begins at an offset of the pack, or -1. */
function nodeAt(table: PackTable, pack: PackFile, below: number, offset: number): number {
  let low = pack.first;
  let high = below;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (table.offsets[middle]! < offset) low = middle + 1;
    else high = middle;
  }
  return table.offsets[low] === offset && low < below ? low : -1;
}

/** A base as the node that counts for it. */
function baseByOffset(table: PackTable, pack: PackFile, node: number, distance: number): number {
  const base = nodeAt(table, pack, node, table.offsets[node]! - distance);
  return base === -1 ? MISSING_BASE : table.nodeOf[table.slotOf[base]!]!;
}

/** Reads one header from `bytes[at..end)`; leaves kind 0 for one that makes no sense. */
function readHeader(
  table: PackTable,
  pack: PackFile,
  node: number,
  bytes: Uint8Array,
  [start, end]: [number, number],
): void {
  let at = start;
  if (at >= end) return;
  let byte = bytes[at++]!;
  const kind = (byte >> 4) & 7;
  let size = byte & 15;
  for (let factor = 16; byte >= 0x80; factor *= 128) {
    if (at >= end || at - start > 9) return;
    byte = bytes[at++]!;
    size += (byte & 0x7f) * factor;
  }
  let base = NO_BASE;
  if (kind === OFFSET_DELTA) {
    if (at >= end) return;
    byte = bytes[at++]!;
    let distance = byte & 0x7f;
    while (byte >= 0x80) {
      if (at >= end || at - start > 20) return;
      byte = bytes[at++]!;
      distance = (distance + 1) * 128 + (byte & 0x7f);
    }
    base = baseByOffset(table, pack, node, distance);
  } else if (kind === REF_DELTA) {
    if (at + 20 > end) return;
    base = findNode(table, bytes, at);
    if (base === -1) base = MISSING_BASE;
    at += 20;
  } else if (kind < COMMIT || kind > TAG) return;
  table.kinds[node] = kind;
  table.sizes[node] = Math.min(size, SATURATED);
  table.headerBytes[node] = at - start;
  table.bases[node] = base;
}

/**
 * Reads the headers of the nodes `[from, to)` of one pack into the table. Ranges may be read by several threads at a time.
 * What cannot be read keeps kind 0.
 */
export function readHeaders(table: PackTable, packNumber: number, from: number, to: number, descriptor: number): void {
  const pack = table.packs[packNumber]!;
  const window: Window = { bytes: new Uint8Array(WINDOW_BYTES + LONGEST_HEADER_BYTES), start: 0, end: 0 };
  for (let node = from; node < to; node++) {
    const offset = table.offsets[node]!;
    if (offset < window.start || offset + LONGEST_HEADER_BYTES > window.end) {
      moveWindow(table, pack, node, descriptor, window);
    }
    const at = offset - window.start;
    const most = Math.min(window.end, entryEnd(table, pack, node)) - window.start;
    readHeader(table, pack, node, window.bytes, [at, most]);
  }
}
