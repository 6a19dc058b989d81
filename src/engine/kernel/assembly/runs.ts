// Finds long runs of the bytes that base64 (either alphabet) and hexadecimal are written with: letters, figures, + / - and _. And where
// a character may be written as the number it has: a percent sign before two hexadecimal digits, a backslash before x or u.

import { CODES, OPEN, WRITTEN } from './layout';

let written: usize = 0;
let told: usize = 0;
let origin: usize = 0;

/**
 * Looks at `[at, end)`, a multiple of 64 bytes. At `results` it writes the maximal runs of at least 24 bytes that end in there, start and end, both
 * less `delta`, two i32; at most 3 for each 64 bytes. `open` is the length of the run that the bytes before `at` end with; OPEN tells the
 * same for the next call. At `codes` it writes where codes begin, less `delta`, and their first byte, two i32; at most 32 for each
 * 64 bytes. WRITTEN and CODES tell where either ends. Two bytes behind `end` are read.
 */
export function findRuns(at: usize, end: usize, open: u32, delta: usize, results: usize, codes: usize): void {
  written = results;
  told = codes;
  origin = delta;
  for (; at < end; at += 64) {
    let members: u64 = 0;
    let signs: u64 = 0;
    for (let i: usize = 0; i < 64; i += 16) {
      members |= <u64>sixteen(at + i) << <u64>i;
      signs |= <u64>signsAt(at + i) << <u64>i;
    }
    for (; signs != 0; signs &= signs - 1) tellCode(at + <usize>ctz(signs));
    if (members == u64.MAX_VALUE) {
      open += 64;
      continue;
    }
    const first = <u32>ctz(~members);
    if (open + first >= 24) tell(at - open, at + first);
    // Bits that begin 24 in a row, less the run told already.
    let twos = members & (members >> 1);
    twos &= twos >> 2;
    twos &= twos >> 4;
    if ((twos & (twos >> 8) & (twos >> 16)) != 0) tellInner(at, members >> first, first);
    open = <u32>clz(~members);
  }
  store<u32>(OPEN, open);
  store<u32>(WRITTEN, written);
  store<u32>(CODES, told);
}

function signsAt(at: usize): u32 {
  const bytes = v128.load(at);
  return <u32>i8x16.bitmask(v128.or(i8x16.eq(bytes, i8x16.splat(0x5c)), i8x16.eq(bytes, i8x16.splat(0x25))));
}

function tellCode(at: usize): void {
  const sign = <u32>load<u8>(at);
  const next = load<u8>(at, 1);
  if (sign == 0x25 ? isHex(next) && isHex(load<u8>(at, 2)) : next == 0x78 || next == 0x75) {
    store<u32>(told, at - origin);
    store<u32>(told, sign, 4);
    told += 8;
  }
}

function isHex(byte: u32): bool {
  return byte - 0x30 < 10 || (byte | 0x20) - 0x61 < 6;
}

// The runs that begin and end among the 64 bytes of a word, behind its first run of `bit` bytes.
function tellInner(at: usize, members: u64, bit: u32): void {
  while (members != 0) {
    const gap = <u32>ctz(members);
    const length = <u32>ctz(~(members >> gap));
    bit += gap;
    if (bit + length >= 64) return;
    if (length >= 24) tell(at + bit, at + bit + length);
    bit += length;
    members = (members >> gap) >> length;
  }
}

function tell(start: usize, end: usize): void {
  store<u32>(written, start - origin);
  store<u32>(written, end - origin, 4);
  written += 8;
}

// One bit a byte. What a low half allows and what a high half allows have a bit in common: 1 for 2x, 2 for 3x, 4 for 4x and 6x, 8 for 5x,
// 16 for 7x.
function sixteen(at: usize): u32 {
  const bytes = v128.load(at);
  const low = i8x16(0x1a, 0x1e, 0x1e, 0x1e, 0x1e, 0x1e, 0x1e, 0x1e, 0x1e, 0x1e, 0x1c, 0x05, 0x04, 0x05, 0x04, 0x0d);
  const high = i8x16(0, 0, 1, 2, 4, 8, 4, 16, 0, 0, 0, 0, 0, 0, 0, 0);
  const allowed = v128.and(i8x16.swizzle(low, v128.and(bytes, i8x16.splat(15))), i8x16.swizzle(high, i8x16.shr_u(bytes, 4)));
  return <u32>i8x16.bitmask(i8x16.ne(allowed, i8x16.splat(0)));
}
