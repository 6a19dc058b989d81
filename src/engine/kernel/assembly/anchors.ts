// Finds every occurrence of every literal.
//
// Each literal is filed under its rarest four bytes, its gram, or under its three where it has no more. Grams are compared as if every letter
// were small, by setting a bit that costs other bytes some of their difference. First pass: each position asks one byte of a table, by a
// hash of the four bytes there; no branch, 64 answers make a word. Second pass, for each bit of it: whether the gram is one, four at a
// time; only then the entries of it.

import { ENTRY_BYTES, FACTOR, FILTER, HEADS, HEAD_BITS, SHORTS, SHORT_BITS, SHORT_STARTS, STARTS, WRITTEN } from './layout';

// An entry: the literal's first eight bytes as grams are compared u64, which of their bits count u64, address of all its bytes (small
// letters, room to a multiple of 16) u32, the literal's id i32, the gram's offset in it u16, its length u16.
const MASK: usize = 8;
const TEXT: usize = 16;
const LITERAL: usize = 20;
const OFFSET: usize = 24;
const LENGTH: usize = 26;

const CASE_BITS: u64 = 0x2020202020202020;

const HEAD_FACTOR: u32 = 0x9e3779b1;

let factor: u32 = 0;
let floor: usize = 0;
let from: usize = 0;
let to: usize = 0;
let delta: usize = 0;
let written: usize = 0;

/**
 * Looks at the grams that begin in `[at, stop)` and writes, for each literal that lies in `[lowest, end)` and ends after `after`, its id and
 * the address behind it less `origin`, two i32. Up to 63 bytes behind `stop` are read. Stops early when less than `room` is left before
 * `limit`: 64 times the longest row in bytes of results.
 * Returns where to go on, `stop` or more when done; WRITTEN says where the results end.
 */
export function findAnchors(at: usize, stop: usize, lowest: usize, end: usize, after: usize, origin: usize, results: usize, limit: usize, room: usize): usize {
  floor = lowest;
  from = after;
  to = end;
  delta = origin;
  written = results;
  factor = load<u32>(FACTOR);
  for (; at < stop; at += 64) {
    let maybe: u64 = 0;
    const count = min(stop - at, 64);
    for (let i: usize = 0; i < count; i += 16) maybe |= <u64>sixteen(at + i) << <u64>i;
    if (maybe == 0) continue;
    if (limit - written < room) break;
    for (; maybe != 0; maybe &= maybe - 1) lookUp(at + <usize>ctz(maybe));
  }
  store<u32>(WRITTEN, written);
  return at;
}

// Sixteen answers, the first position's in the lowest bit.
function sixteen(at: usize): u32 {
  return four(at) | (four(at + 4) << 4) | (four(at + 8) << 8) | (four(at + 12) << 12);
}

function four(at: usize): u32 {
  const bytes = load<u64>(at) | CASE_BITS;
  const third = (one(<u32>(bytes >> 24)) << 1) + one(<u32>(bytes >> 16));
  return (((third << 1) + one(<u32>(bytes >> 8))) << 1) + one(<u32>bytes);
}

function one(gram: u32): u32 {
  return <u32>load<u8>((gram * factor) >>> 16, FILTER);
}

function lookUp(at: usize): void {
  const gram = load<u32>(at) | 0x20202020;
  const wanted = i32x4.splat(gram);
  for (let bucket = (gram * HEAD_FACTOR) >>> (32 - HEAD_BITS); ; bucket = (bucket + 1) & ((1 << HEAD_BITS) - 1)) {
    const heads = v128.load(HEADS + (<usize>bucket << 4));
    const same = i32x4.bitmask(i32x4.eq(heads, wanted));
    if (same != 0) confirmAll(at, STARTS + (<usize>((bucket << 2) + ctz(same)) << 2));
    if (same != 0 || i32x4.extract_lane(heads, 3) == 0) break;
  }
  const short = <usize>(((gram << 8) * HEAD_FACTOR) >>> (32 - SHORT_BITS));
  if (load<u8>(SHORTS + short) != 0) confirmAll(at, SHORT_STARTS + (short << 2));
}

// The entries between two addresses.
function confirmAll(at: usize, starts: usize): void {
  const last = <usize>load<u32>(starts, 4);
  for (let entry = <usize>load<u32>(starts); entry < last; entry += ENTRY_BYTES) {
    const first = load<u64>(at - <usize>load<u16>(entry, OFFSET)) | CASE_BITS;
    if ((first & load<u64>(entry, MASK)) == load<u64>(entry)) confirm(at, entry);
  }
}

function confirm(at: usize, entry: usize): void {
  const offset = <usize>load<u16>(entry, OFFSET);
  const length = <usize>load<u16>(entry, LENGTH);
  if (at < floor + offset) return;
  const start = at - offset;
  const end = start + length;
  if (end > to || end <= from || !isHere(start, load<u32>(entry, TEXT), length)) return;
  store<i32>(written, load<i32>(entry, LITERAL));
  store<u32>(written, end - delta, 4);
  written += 8;
}

function isHere(at: usize, text: usize, length: usize): bool {
  for (let i: usize = 0; i < length; i += 16) {
    const bytes = v128.load(at + i);
    const isCapital = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x41)), i8x16.splat(26));
    const folded = v128.or(bytes, v128.and(isCapital, i8x16.splat(0x20)));
    const differs = <u32>i8x16.bitmask(i8x16.ne(folded, v128.load(text + i)));
    const left = length - i;
    if (differs << (left < 16 ? 32 - <u32>left : 0)) return false;
  }
  return true;
}
