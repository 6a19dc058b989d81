// Finds every occurrence of every literal.
//
// Each literal is filed under its rarest four bytes, its gram (the whole and any fourth byte where it has but three). Grams are compared as if
// every letter were small, by setting a bit that costs other bytes some of their difference. First pass: each position asks one byte of a
// table, by a hash of the four bytes there; no branch, 64 answers make a word. Second pass: for each bit of it, the entries of that gram.

import { ENTRIES, FILTER, ROWS, WRITTEN } from './layout';

// An entry: gram u32, which of its bits count u32, address of the literal's bytes (small letters, room to a multiple of 16) u32, the
// literal's id i32, the gram's offset in it u16, its length u16.
const MASK: usize = 4;
const TEXT: usize = 8;
const LITERAL: usize = 12;
const OFFSET: usize = 16;
const LENGTH: usize = 18;
const ENTRY_BYTES: usize = 20;

// A multiple of 32: the fourth byte moves the hash by its last three bits alone, so that eight bytes of the table stand for any.
const GRAM_FACTOR: u32 = 0xafe533e0;
const ROW_FACTOR: u32 = 0x9e3779b1;

let floor: usize = 0;
let from: usize = 0;
let to: usize = 0;
let delta: usize = 0;
let written: usize = 0;

/**
 * Looks at the grams that begin in `[at, end)` and writes, for each literal that lies in `[lowest, end)` and ends after `after`, its id and
 * the address behind it less `origin`, two i32. Up to 71 bytes behind `end` are read. Stops early when less than `room` is left before
 * `limit`: 64 times the longest row in bytes of results.
 * Returns where to go on, `end` or more when done; WRITTEN says where the results end.
 */
export function findAnchors(at: usize, end: usize, lowest: usize, after: usize, origin: usize, results: usize, limit: usize, room: usize): usize {
  floor = lowest;
  from = after;
  to = end;
  delta = origin;
  written = results;
  for (; at < end; at += 64) {
    let maybe: u64 = 0;
    for (let i: usize = 0; i < 64; i += 16) maybe |= <u64>sixteen(at + i) << <u64>i;
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
  const bytes = load<u64>(at) | 0x2020202020202020;
  const third = (one(<u32>(bytes >> 24)) << 1) + one(<u32>(bytes >> 16));
  return (((third << 1) + one(<u32>(bytes >> 8))) << 1) + one(<u32>bytes);
}

function one(gram: u32): u32 {
  return <u32>load<u8>((gram * GRAM_FACTOR) >>> 16, FILTER);
}

function lookUp(at: usize): void {
  const gram = load<u32>(at) | 0x20202020;
  const row = (((gram << 8) * ROW_FACTOR) >>> 19) << 2;
  const last = <usize>load<u32>(row, ROWS + 4);
  for (let entry = <usize>load<u32>(row, ROWS); entry < last; entry += ENTRY_BYTES) {
    if ((gram & load<u32>(entry, MASK)) == load<u32>(entry)) confirm(at, entry);
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
