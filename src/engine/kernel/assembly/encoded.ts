// Whether something may stand encoded near a gap, and the host has to look: a stretch of bytes as ../../decode/runs.ts takes for a run.

const RUN_CONTEXT: i32 = 18;
const SHORTEST_RUN: i32 = 24;
const SHORTEST_HEX: i32 = 32;
const LONGEST_RUN: i32 = 16384;

let at: usize = 0;
let size: i32 = 0;

// The stretch that was met last, and whether it may be encoded: many gaps of a version may lie in one, as long as a file.
const UNTOLD: i32 = 0;
const IS_NONE: i32 = 1;
const MAY_BE: i32 = 2;
let knownStart: i32 = 0;
let knownEnd: i32 = 0;
let known: i32 = UNTOLD;

/** Before the gaps of another document. */
export function forgetStretch(): void {
  knownEnd = 0;
}

/**
 * Of the gap `[gapStart, gapEnd)` in the `length` bytes at `address`, behind which as many may be read as a word has. A stretch that is long enough
 * to count holds sixteen bytes from a multiple of eight on: only round these one is looked for.
 */
export function isEncodedNear(address: usize, length: i32, gapStart: i32, gapEnd: i32): bool {
  at = address;
  size = length;
  const low = max(0, gapStart - RUN_CONTEXT);
  const high = min(size, gapEnd + RUN_CONTEXT);
  const last = min(size, high + SHORTEST_RUN) - 16;
  for (let place = max(0, low - SHORTEST_RUN); place <= last; place += 8) {
    if (othersAt(place) != 0) {
      // Mostly there is none: without a branch for each eight bytes.
      while (place + 8 <= last && ((othersAt(place + 8) - 1) | (othersAt(place + 16) - 1) | (othersAt(place + 24) - 1)) >= 0) place += 24;
      continue;
    }
    if (place >= knownEnd || place < knownStart) {
      knownStart = stretchStart(place);
      knownEnd = stretchEnd(place + 16);
      known = knownEnd - knownStart < SHORTEST_RUN ? IS_NONE : UNTOLD;
    }
    if (knownEnd >= low && knownStart <= high) {
      if (known == UNTOLD) known = mayBeEncoded(knownStart, knownEnd) ? MAY_BE : IS_NONE;
      if (known == MAY_BE) return true;
    }
    place += (knownEnd - place - 1) & ~7;
  }
  return false;
}

// Where the stretch begins that the byte before an offset is of; the offset where it is of none.
function stretchStart(offset: i32): i32 {
  for (; offset >= 16; offset -= 16) {
    const others = othersAt(offset - 16);
    if (others != 0) return offset + 16 - clz(others);
  }
  while (offset > 0 && (othersAt(offset - 1) & 1) == 0) offset--;
  return offset;
}

// Where the stretch ends that the byte at an offset is of.
function stretchEnd(offset: i32): i32 {
  for (; offset < size; offset += 16) {
    const others = othersAt(offset);
    if (others != 0) return min(size, offset + ctz(others));
  }
  return size;
}

// Stretches are made of letters, figures, + / - _ % and the backslash. Of sixteen bytes: a bit for each that is none of these. The upper half of a
// byte gives one bit, the lower half those of the upper halves with which it makes a byte of a stretch.
function othersAt(offset: i32): i32 {
  const bytes = v128.load(at + offset);
  const upper = i8x16.swizzle(i8x16(0, 0, 1, 2, 4, 8, 16, 32, 0, 0, 0, 0, 0, 0, 0, 0), i8x16.shr_u(bytes, 4));
  const lower = i8x16.swizzle(
    i8x16(0x2a, 0x3e, 0x3e, 0x3e, 0x3e, 0x3f, 0x3e, 0x3e, 0x3e, 0x3e, 0x3c, 0x15, 0x1c, 0x15, 0x14, 0x1d),
    v128.and(bytes, i8x16.splat(15)),
  );
  return i8x16.bitmask(i8x16.eq(v128.and(upper, lower), i8x16.splat(0)));
}

// Whether a stretch holds a sign that codes begin with, or is of one alphabet: hexadecimal, or base64 with letters of either case that begins
// as a text does. Names of many words are long stretches too; what they decode to is none.
function mayBeEncoded(start: i32, end: i32): bool {
  const isText = isTextAt(start);
  let kinds: i32 = 0;
  let isHex = true;
  for (let i = start; i < end; i += 16) {
    const bytes = v128.load(at + i);
    const wanted = end - i < 16 ? (1 << (end - i)) - 1 : 0xffff;
    const signs = v128.or(i8x16.eq(bytes, i8x16.splat(0x25)), i8x16.eq(bytes, i8x16.splat(0x5c)));
    if ((i8x16.bitmask(signs) & wanted) != 0) return true;
    if (isHex) isHex = (i8x16.bitmask(isHexadecimal(bytes)) & wanted) == wanted;
    else if (!isText) continue;
    kinds |= kindsOf(bytes, wanted);
  }
  if (end - start > LONGEST_RUN) return false;
  if (isHex) return end - start >= SHORTEST_HEX;
  return isText && (kinds & LETTERS) == LETTERS && (kinds & SIGNS) != SIGNS;
}

function isHexadecimal(bytes: v128): v128 {
  const small = i8x16.sub(v128.or(bytes, i8x16.splat(0x20)), i8x16.splat(0x61));
  return v128.or(i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x30)), i8x16.splat(10)), i8x16.lt_u(small, i8x16.splat(6)));
}

const CAPITAL: i32 = 1;
const SMALL: i32 = 2;
const LETTERS: i32 = CAPITAL | SMALL;
// Of the standard alphabet, and of the one for addresses.
const STANDARD: i32 = 4;
const URL_SAFE: i32 = 8;
const SIGNS: i32 = STANDARD | URL_SAFE;

// Which of them the wanted ones of the bytes of a stretch are.
function kindsOf(bytes: v128, wanted: i32): i32 {
  const capitals = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x41)), i8x16.splat(26));
  const smalls = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x61)), i8x16.splat(26));
  const standard = v128.or(i8x16.eq(bytes, i8x16.splat(0x2b)), i8x16.eq(bytes, i8x16.splat(0x2f)));
  const urlSafe = v128.or(i8x16.eq(bytes, i8x16.splat(0x2d)), i8x16.eq(bytes, i8x16.splat(0x5f)));
  return (
    ((i8x16.bitmask(capitals) & wanted) != 0 ? CAPITAL : 0) |
    ((i8x16.bitmask(smalls) & wanted) != 0 ? SMALL : 0) |
    ((i8x16.bitmask(standard) & wanted) != 0 ? STANDARD : 0) |
    ((i8x16.bitmask(urlSafe) & wanted) != 0 ? URL_SAFE : 0)
  );
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
