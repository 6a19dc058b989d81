// Decoding tables for deflate's prefix codes (RFC 1951, 3.2.2).
//
// An entry is a u32. Low byte: bits to consume, the symbol's extra bits included. Bits 8-11: bits of the code alone. Bits 12-15: flags.
// High half: literal, length base, distance base, or where a sub-table starts. A literal is marked by the top bit.

import {
  CODE_LENGTHS, COUNTS, DISTANCE_MEANINGS, FIXED_DISTANCES, FIXED_LITERALS, LENGTH_MEANINGS, LITERAL_MEANINGS, SORTED, STARTS,
} from './layout';

export const LITERAL: u32 = 0x80000000;
/** Neither literal, length nor distance: a sub-table, the end of the block, or (neither flag) a code that means nothing. */
export const EXCEPTION: u32 = 0x8000;
export const SUBTABLE: u32 = 0x4000;
export const BLOCK_END: u32 = 0x2000;

/** Fills the tables of meanings and the two tables of the fixed code. */
export function initHuffman(scratch: usize): void {
  for (let symbol: u32 = 0; symbol < 256; symbol++) store<u32>(scratch + LITERAL_MEANINGS + (symbol << 2), LITERAL | (symbol << 16));
  store<u32>(scratch + LITERAL_MEANINGS + (256 << 2), EXCEPTION | BLOCK_END);
  let base: u32 = 3;
  for (let symbol: u32 = 257; symbol < 288; symbol++) {
    const extra: u32 = symbol < 265 || symbol == 285 ? 0 : (symbol - 261) >> 2;
    if (symbol == 285) base = 258;
    store<u32>(scratch + LITERAL_MEANINGS + (symbol << 2), symbol > 285 ? EXCEPTION : (base << 16) | extra);
    base += 1 << extra;
  }
  base = 1;
  for (let symbol: u32 = 0; symbol < 32; symbol++) {
    const extra: u32 = symbol < 4 ? 0 : (symbol - 2) >> 1;
    store<u32>(scratch + DISTANCE_MEANINGS + (symbol << 2), symbol > 29 ? EXCEPTION : (base << 16) | extra);
    base += 1 << extra;
  }
  for (let symbol: u32 = 0; symbol < 19; symbol++) store<u32>(scratch + LENGTH_MEANINGS + (symbol << 2), symbol << 16);
  const lengths = scratch + CODE_LENGTHS;
  memory.fill(lengths, 8, 144);
  memory.fill(lengths + 144, 9, 112);
  memory.fill(lengths + 256, 7, 24);
  memory.fill(lengths + 280, 8, 8);
  buildTable(scratch, lengths, 288, scratch + LITERAL_MEANINGS, scratch + FIXED_LITERALS, 9, false);
  memory.fill(lengths, 5, 32);
  buildTable(scratch, lengths, 32, scratch + DISTANCE_MEANINGS, scratch + FIXED_DISTANCES, 5, false);
}

// Stores the meaning as an entry for a code of `length` bits.
function entryOf(meanings: usize, symbol: u32, length: u32): u32 {
  return load<u32>(meanings + (symbol << 2)) + (length << 8) + length;
}

// Counts lengths and sorts the symbols by code. Returns the longest length, or -1 for a set of lengths that zlib refuses too:
// over-subscribed, or incomplete unless it is one code of one bit (only where `mayBeIncomplete`).
function sortSymbols(scratch: usize, lengths: usize, count: u32, mayBeIncomplete: bool): i32 {
  const counts = scratch + COUNTS;
  const starts = scratch + STARTS;
  memory.fill(counts, 0, 64);
  for (let i: u32 = 0; i < count; i++) {
    const at = counts + ((<usize>load<u8>(lengths + i)) << 2);
    store<u32>(at, load<u32>(at) + 1);
  }
  let longest: i32 = 15;
  while (longest > 0 && load<u32>(counts + (<usize>longest << 2)) == 0) longest--;
  let left: i32 = 1;
  let start: u32 = 0;
  for (let length: i32 = 1; length <= 15; length++) {
    const here = load<u32>(counts + (<usize>length << 2));
    store<u32>(starts + (<usize>length << 2), start);
    start += here;
    left = (left << 1) - <i32>here;
    if (left < 0) return -1;
  }
  if (left > 0 && longest > 0 && !(mayBeIncomplete && longest == 1)) return -1;
  for (let i: u32 = 0; i < count; i++) {
    const length = <usize>load<u8>(lengths + i);
    if (length == 0) continue;
    const at = starts + (length << 2);
    const position = load<u32>(at);
    store<u32>(at, position + 1);
    store<u16>(scratch + SORTED + (<usize>position << 1), <u16>i);
  }
  return longest;
}

/**
 * Builds a decoding table of at most `bits` bits, with sub-tables behind it.
 * Returns how many bits the table is indexed by (0 when there is no code at all: its one entry is an exception), or -1.
 */
export function buildTable(scratch: usize, lengths: usize, count: u32, meanings: usize, table: usize, bits: u32, mayBeIncomplete: bool): i32 {
  const longest = sortSymbols(scratch, lengths, count, mayBeIncomplete);
  if (longest < 0) return -1;
  if (longest == 0) {
    store<u32>(table, EXCEPTION);
    return 0;
  }
  if (<u32>longest < bits) bits = <u32>longest;
  const counts = scratch + COUNTS;
  let symbols = scratch + SORTED;
  let code: u32 = 0; // the next code, its bits reversed as they arrive in the stream
  let filled: u32 = 1; // entries of the table that are valid at the present length
  let length: u32 = 0;
  // Short codes: a table for codes of n bits, copied behind itself, is the table for n + 1 bits.
  while (length < bits) {
    if (length > 0 || filled > 1) memory.copy(table + (<usize>filled << 2), table, <usize>filled << 2);
    else store<u64>(table, <u64>EXCEPTION | (<u64>EXCEPTION << 32));
    filled <<= 1;
    length++;
    for (let n = load<u32>(counts + (<usize>length << 2)); n > 0; n--) {
      store<u32>(table + (<usize>code << 2), entryOf(meanings, load<u16>(symbols), length));
      symbols += 2;
      code = nextCode(code, length);
    }
  }
  if (<u32>longest > bits) buildSubtables(counts, symbols, meanings, table, bits, <u32>longest, code);
  return <i32>bits;
}

// Adds one to a code of `length` bits whose bits are reversed.
function nextCode(code: u32, length: u32): u32 {
  const ones = code ^ ((1 << length) - 1);
  if (ones == 0) return 0;
  const bit = <u32>1 << (31 - clz(ones));
  return (code & (bit - 1)) | bit;
}

// Codes longer than the table's index: one sub-table for each distinct beginning.
function buildSubtables(counts: usize, symbols: usize, meanings: usize, table: usize, bits: u32, longest: u32, code: u32): void {
  const mask: u32 = (1 << bits) - 1;
  let prefix: u32 = 0xffffffff;
  let start: u32 = 0;
  let end: u32 = 1 << bits;
  for (let length = bits + 1; length <= longest; length++) {
    for (let n = load<u32>(counts + (<usize>length << 2)); n > 0; n--) {
      if ((code & mask) != prefix) {
        prefix = code & mask;
        start = end;
        // Wide enough for the longest code that begins so: grow until the codes left at each length fill it.
        let subBits = length - bits;
        let used = n;
        while (used < <u32>1 << subBits && bits + subBits < longest) {
          subBits++;
          used = (used << 1) + load<u32>(counts + (<usize>(bits + subBits) << 2));
        }
        end = start + (1 << subBits);
        store<u32>(table + (<usize>prefix << 2), (start << 16) | EXCEPTION | SUBTABLE | (subBits << 8) | bits);
      }
      const entry = entryOf(meanings, load<u16>(symbols), length - bits);
      symbols += 2;
      const stride = <u32>1 << (length - bits);
      for (let i = start + (code >> bits); i < end; i += stride) store<u32>(table + (<usize>i << 2), entry);
      code = nextCode(code, length);
    }
  }
}
