// Whether something may stand encoded near a gap, and the host has to look: a stretch of bytes as ../../decode/runs.ts takes for a run.

const RUN_CONTEXT: i32 = 18;
const SHORTEST_RUN: i32 = 24;
const SHORTEST_HEX: i32 = 32;

let at: usize = 0;

/** Of the gap `[gapStart, gapEnd)` in the `size` bytes at `address`. */
export function isEncodedNear(address: usize, size: i32, gapStart: i32, gapEnd: i32): bool {
  at = address;
  let low = max(0, gapStart - RUN_CONTEXT);
  while (low > 0 && isInStretch(low - 1)) low--;
  let high = min(size, gapEnd + RUN_CONTEXT);
  while (high < size && isInStretch(high)) high++;
  for (let earliest = low; earliest + SHORTEST_RUN <= high;) {
    // Most stretches are short: behind the last byte that is in none, a long one may begin.
    const others = othersAt(earliest + SHORTEST_RUN - 16);
    if (others != 0) {
      earliest += SHORTEST_RUN - 15 + (31 - clz(others));
      continue;
    }
    let back = earliest + SHORTEST_RUN - 17;
    while (back >= earliest && isInStretch(back)) back--;
    if (back >= earliest) {
      earliest = back + 1;
      continue;
    }
    let end = earliest + SHORTEST_RUN;
    while (end < high && isInStretch(end)) end++;
    if (mayBeEncoded(earliest, end)) return true;
    earliest = end + 1;
  }
  return false;
}

// As isInStretch, of sixteen bytes: a bit for each that is in none. The upper half of a byte gives one bit, the lower half those of the
// upper halves with which it makes a byte of a stretch.
function othersAt(offset: i32): i32 {
  const bytes = v128.load(at + offset);
  const upper = i8x16.swizzle(i8x16(0, 0, 1, 2, 4, 8, 16, 32, 0, 0, 0, 0, 0, 0, 0, 0), i8x16.shr_u(bytes, 4));
  const lower = i8x16.swizzle(
    i8x16(0x2a, 0x3e, 0x3e, 0x3e, 0x3e, 0x3f, 0x3e, 0x3e, 0x3e, 0x3e, 0x3c, 0x15, 0x1c, 0x15, 0x14, 0x1d),
    v128.and(bytes, i8x16.splat(15)),
  );
  return i8x16.bitmask(i8x16.eq(v128.and(upper, lower), i8x16.splat(0)));
}

// Letters, figures, + / - _ % and the backslash.
function isInStretch(offset: i32): bool {
  const byte = <u32>load<u8>(at + offset);
  if ((byte | 0x20) - 0x61 < 26 || byte - 0x2f < 11) return true;
  return byte == 0x2b || byte == 0x2d || byte == 0x5f || byte == 0x5c || byte == 0x25;
}

// Whether a stretch holds a sign that codes begin with, or is of one alphabet: hexadecimal, or base64 with letters of either case that begins
// as a text does. Names of many words are long stretches too; what they decode to is none.
function mayBeEncoded(start: i32, end: i32): bool {
  let hasCapital = false;
  let hasSmall = false;
  let isHex = true;
  let hasStandard = false;
  let hasUrlSafe = false;
  for (let i = start; i < end; i++) {
    const byte = <u32>load<u8>(at + i);
    if (byte == 0x25 || byte == 0x5c) return true;
    if (byte - 0x41 < 26) hasCapital = true;
    else if (byte - 0x61 < 26) hasSmall = true;
    else if (byte == 0x2b || byte == 0x2f) hasStandard = true;
    else if (byte == 0x2d || byte == 0x5f) hasUrlSafe = true;
    if (byte - 0x30 >= 10 && (byte | 0x20) - 0x61 >= 6) isHex = false;
  }
  if (isHex) return end - start >= SHORTEST_HEX;
  return hasCapital && hasSmall && !(hasStandard && hasUrlSafe) && isTextAt(start);
}

// Whether the first sixteen bytes of a stretch of base64 decode to text, as ../../decode/base64.ts asks it.
function isTextAt(start: i32): bool {
  let aboveAscii = 0;
  for (let i = start; i < start + 16; i += 4) {
    const bits = (valueAt(i) << 18) | (valueAt(i + 1) << 12) | (valueAt(i + 2) << 6) | valueAt(i + 3);
    for (let shift: u32 = 24; shift > 0;) {
      shift -= 8;
      const byte = (bits >> shift) & 0xff;
      if (byte >= 0x80) aboveAscii++;
      else if (byte == 0x7f || (byte < 0x20 && byte != 0x0a && byte != 0x0d && byte != 0x09)) return false;
    }
  }
  return aboveAscii * 4 <= 12;
}

function valueAt(offset: i32): u32 {
  const byte = <u32>load<u8>(at + offset);
  if (byte - 0x41 < 26) return byte - 0x41;
  if (byte - 0x61 < 26) return byte - 0x47;
  if (byte - 0x30 < 10) return byte + 4;
  return byte == 0x2b || byte == 0x2d ? 62 : 63;
}
