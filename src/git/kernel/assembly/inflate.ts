// Inflate (RFC 1950, 1951) between two bounded regions of memory. The size of the output is known beforehand, as it is in a git pack.

import { adler32 } from './adler32';
import { BLOCK_END, EXCEPTION, LITERAL, SUBTABLE, buildTable, initHuffman } from './huffman';
import {
  CODE_LENGTHS, DISTANCE_MEANINGS, DISTANCE_TABLE, FIXED_DISTANCES, FIXED_LITERALS, HEADER_LENGTHS, HEADER_TABLE, LENGTH_MEANINGS,
  LITERAL_MEANINGS, LITERAL_TABLE,
} from './layout';

const BAD_HEADER: i32 = -1;
const CORRUPT: i32 = -2;
const TRUNCATED: i32 = -3;
const WRONG_SIZE: i32 = -4;
const BAD_CHECKSUM: i32 = -5;

const LITERAL_BITS: u32 = 11;
const DISTANCE_BITS: u32 = 8;
/** The wide reader goes on while it is at most this far beyond the input: it reads ahead of what it uses. */
const READ_AHEAD: usize = 4;

let scratch: usize = 0;

// The bit reader. `next` is the first byte not yet in `bits`; `phantom` counts zero bytes taken beyond the input's end.
let bits: u64 = 0;
let bitCount: u32 = 0;
let next: usize = 0;
let inputEnd: usize = 0;
let phantom: u32 = 0;
let output: usize = 0;

/** Must be called once, with the address of 32 KiB that are the kernel's own. */
export function init(at: usize): void {
  scratch = at;
  initHuffman(at);
}

// At least 56 bits, zeros once the input has ended: whether they were used is asked at the end.
function refill(): void {
  while (bitCount <= 56) {
    if (next < inputEnd) {
      bits |= (<u64>load<u8>(next)) << bitCount;
      next++;
    } else phantom++;
    bitCount += 8;
  }
}

function take(count: u32): u32 {
  const value = <u32>(bits & (((<u64>1) << count) - 1));
  bits >>= count;
  bitCount -= count;
  return value;
}

// Whether bits were used that the input does not have.
function overrun(): bool {
  return phantom > bitCount >> 3;
}

function order(i: u32): usize {
  // 16 17 18 0 8 7 9 6 10 5 11 4 12 3 13 2 14 1 15 (RFC 1951, 3.2.7)
  if (i < 3) return 16 + i;
  if (i == 3) return 0;
  return i & 1 ? 7 - ((i - 5) >> 1) : 8 + ((i - 4) >> 1);
}

let literalBits: u32 = 0;
let distanceBits: u32 = 0;

// Reads the header of a block with codes of its own and builds its tables. 0 or an error.
function readCodes(): i32 {
  refill();
  const literals = take(5) + 257;
  const distances = take(5) + 1;
  const lengths = take(4) + 4;
  if (literals > 286 || distances > 30) return CORRUPT;
  const headerLengths = scratch + HEADER_LENGTHS;
  memory.fill(headerLengths, 0, 19);
  for (let i: u32 = 0; i < lengths; i++) {
    if (bitCount < 3) refill();
    store<u8>(headerLengths + order(i), <u8>take(3));
  }
  const headerTable = scratch + HEADER_TABLE;
  const headerBits = buildTable(scratch, headerLengths, 19, scratch + LENGTH_MEANINGS, headerTable, 7, false);
  if (headerBits <= 0) return CORRUPT;
  const status = readLengths(literals + distances, headerTable, <u32>headerBits);
  if (status < 0) return status;
  const codeLengths = scratch + CODE_LENGTHS;
  if (load<u8>(codeLengths + 256) == 0) return CORRUPT;
  // Distances first: building overwrites nothing of the lengths.
  const forDistances = buildTable(scratch, codeLengths + literals, distances, scratch + DISTANCE_MEANINGS, scratch + DISTANCE_TABLE, DISTANCE_BITS, true);
  const forLiterals = buildTable(scratch, codeLengths, literals, scratch + LITERAL_MEANINGS, scratch + LITERAL_TABLE, LITERAL_BITS, true);
  if (forDistances < 0 || forLiterals < 0) return CORRUPT;
  literalBits = <u32>forLiterals;
  distanceBits = <u32>forDistances;
  return 0;
}

function readLengths(total: u32, headerTable: usize, headerBits: u32): i32 {
  const codeLengths = scratch + CODE_LENGTHS;
  const mask: u64 = ((<u64>1) << headerBits) - 1;
  let have: u32 = 0;
  while (have < total) {
    if (bitCount < 14) refill();
    if (overrun()) return TRUNCATED;
    const entry = load<u32>(headerTable + (<usize>(bits & mask) << 2));
    take(entry & 0xff);
    const symbol = entry >> 16;
    if (symbol < 16) {
      store<u8>(codeLengths + have, <u8>symbol);
      have++;
      continue;
    }
    if (symbol == 16 && have == 0) return CORRUPT;
    const value: u8 = symbol == 16 ? load<u8>(codeLengths + have - 1) : 0;
    const repeat: u32 = symbol == 16 ? 3 + take(2) : symbol == 17 ? 3 + take(3) : 11 + take(7);
    if (have + repeat > total) return CORRUPT;
    memory.fill(codeLengths + have, value, repeat);
    have += repeat;
  }
  return 0;
}

function readStored(outputEnd: usize): i32 {
  // What is left of the present byte is padding; whole bytes that were read ahead are given back.
  take(bitCount & 7);
  if (overrun()) return TRUNCATED;
  next -= (bitCount >> 3) - phantom;
  bits = 0;
  bitCount = 0;
  phantom = 0;
  if (next + 4 > inputEnd) return TRUNCATED;
  const length = <u32>load<u16>(next);
  if ((length ^ <u32>load<u16>(next + 2)) != 0xffff) return CORRUPT;
  next += 4;
  if (next + length > inputEnd) return TRUNCATED;
  if (output + length > outputEnd) {
    // What fits is told all the same, as of compressed blocks: a caller may want the first bytes only.
    memory.copy(output, next, outputEnd - output);
    return WRONG_SIZE;
  }
  memory.copy(output, next, length);
  next += length;
  output += length;
  return 0;
}

// Decodes symbols with wide loads and stores, up to the ends of both regions and a little over: what was too much is noticed by its
// position afterwards. Returns 1 at the block's end, 0 when an end was reached.
function decodeFast(outputStart: usize, outputEnd: usize, literals: usize, distances: usize): i32 {
  if (phantom > 0) return 0;
  const lastIn = inputEnd + READ_AHEAD;
  const literalMask: u64 = ((<u64>1) << literalBits) - 1;
  const distanceMask: u64 = ((<u64>1) << distanceBits) - 1;
  const literalShift: u64 = literalBits;
  let b = bits;
  let c = bitCount;
  let from = next;
  let out = output;
  let status: i32 = 0;
  while (from <= lastIn && out <= outputEnd) {
    b |= load<u64>(from) << <u64>c;
    from += (63 - c) >> 3;
    c |= 56;
    let entry = load<u32>(literals + (<usize>(b & literalMask) << 2));
    if (entry & LITERAL) {
      b >>= <u64>(entry & 0xff);
      c -= entry & 0xff;
      store<u8>(out++, <u8>(entry >> 16));
      entry = load<u32>(literals + (<usize>(b & literalMask) << 2));
      if (entry & LITERAL) {
        b >>= <u64>(entry & 0xff);
        c -= entry & 0xff;
        store<u8>(out++, <u8>(entry >> 16));
        entry = load<u32>(literals + (<usize>(b & literalMask) << 2));
        if (entry & LITERAL) {
          b >>= <u64>(entry & 0xff);
          c -= entry & 0xff;
          store<u8>(out++, <u8>(entry >> 16));
          continue;
        }
      }
    }
    if (entry & EXCEPTION) {
      if (entry & SUBTABLE) {
        b >>= literalShift;
        c -= literalBits;
        entry = load<u32>(literals + (((entry >> 16) + (<u32>b & ((1 << ((entry >> 8) & 15)) - 1))) << 2));
        if (entry & LITERAL) {
          b >>= <u64>(entry & 0xff);
          c -= entry & 0xff;
          store<u8>(out++, <u8>(entry >> 16));
          continue;
        }
      }
      if (entry & EXCEPTION) {
        if (!(entry & BLOCK_END)) {
          status = CORRUPT;
          break;
        }
        b >>= <u64>(entry & 0xff);
        c -= entry & 0xff;
        status = 1;
        break;
      }
    }
    const length = <usize>(entry >> 16) + <usize>((b & (((<u64>1) << <u64>(entry & 0xff)) - 1)) >> <u64>((entry >> 8) & 15));
    b >>= <u64>(entry & 0xff);
    c -= entry & 0xff;
    if (c < 32) {
      b |= load<u64>(from) << <u64>c;
      from += (63 - c) >> 3;
      c |= 56;
    }
    entry = load<u32>(distances + (<usize>(b & distanceMask) << 2));
    if (entry & EXCEPTION) {
      if (entry & SUBTABLE) {
        b >>= <u64>distanceBits;
        c -= distanceBits;
        entry = load<u32>(distances + (((entry >> 16) + (<u32>b & ((1 << ((entry >> 8) & 15)) - 1))) << 2));
      }
      if (entry & EXCEPTION) {
        status = CORRUPT;
        break;
      }
    }
    const distance = <usize>(entry >> 16) + <usize>((b & (((<u64>1) << <u64>(entry & 0xff)) - 1)) >> <u64>((entry >> 8) & 15));
    b >>= <u64>(entry & 0xff);
    c -= entry & 0xff;
    if (distance > out - outputStart) {
      status = CORRUPT;
      break;
    }
    let source = out - distance;
    const stop = out + length;
    if (distance >= 16) {
      do {
        v128.store(out, v128.load(source));
        out += 16;
        source += 16;
      } while (out < stop);
    } else if (distance >= 8) {
      do {
        store<u64>(out, load<u64>(source));
        out += 8;
        source += 8;
      } while (out < stop);
    } else if (distance == 1) {
      const run = i8x16.splat(load<i8>(source));
      do {
        v128.store(out, run);
        out += 16;
      } while (out < stop);
    } else {
      do {
        store<u8>(out++, load<u8>(source++));
      } while (out < stop);
    }
    out = stop;
  }
  if (from > inputEnd) {
    phantom = <u32>(from - inputEnd);
    from = inputEnd;
  }
  bits = b;
  bitCount = c;
  next = from;
  output = out;
  if (out > outputEnd && status >= 0) return WRONG_SIZE;
  return status;
}

// The same, a byte at a time, checking each: for what is left at the ends. Returns 1 at the block's end.
function decodeCarefully(outputStart: usize, outputEnd: usize, literals: usize, distances: usize): i32 {
  const literalMask: u64 = ((<u64>1) << literalBits) - 1;
  const distanceMask: u64 = ((<u64>1) << distanceBits) - 1;
  while (true) {
    refill();
    let entry = load<u32>(literals + (<usize>(bits & literalMask) << 2));
    if (entry & EXCEPTION && entry & SUBTABLE && !(entry & LITERAL)) {
      take(literalBits);
      entry = load<u32>(literals + (((entry >> 16) + (<u32>bits & ((1 << ((entry >> 8) & 15)) - 1))) << 2));
    }
    if (entry & LITERAL) {
      take(entry & 0xff);
      if (overrun()) return TRUNCATED;
      if (output >= outputEnd) return WRONG_SIZE;
      store<u8>(output++, <u8>(entry >> 16));
      continue;
    }
    if (entry & EXCEPTION) {
      if (!(entry & BLOCK_END)) return overrun() ? TRUNCATED : CORRUPT;
      take(entry & 0xff);
      return overrun() ? TRUNCATED : 1;
    }
    const length = <usize>valueOf(entry);
    refill();
    entry = load<u32>(distances + (<usize>(bits & distanceMask) << 2));
    if (entry & EXCEPTION && entry & SUBTABLE) {
      take(distanceBits);
      entry = load<u32>(distances + (((entry >> 16) + (<u32>bits & ((1 << ((entry >> 8) & 15)) - 1))) << 2));
    }
    if (entry & EXCEPTION) return overrun() ? TRUNCATED : CORRUPT;
    const distance = <usize>valueOf(entry);
    if (overrun()) return TRUNCATED;
    if (distance > output - outputStart) return CORRUPT;
    if (length > outputEnd - output) return WRONG_SIZE;
    for (const stop = output + length; output < stop; output++) store<u8>(output, load<u8>(output - distance));
  }
}

// Base plus extra bits of a length or distance entry, whose bits it consumes.
function valueOf(entry: u32): u32 {
  const code = (entry >> 8) & 15;
  take(code);
  return (entry >> 16) + take((entry & 0xff) - code);
}

function inflateBlocks(outputEnd: usize): i32 {
  const outputStart = output;
  let last = false;
  while (!last) {
    refill();
    last = take(1) == 1;
    const kind = take(2);
    if (overrun()) return TRUNCATED;
    if (kind == 3) return CORRUPT;
    if (kind == 0) {
      const status = readStored(outputEnd);
      if (status < 0) return status;
      continue;
    }
    let literals = scratch + FIXED_LITERALS;
    let distances = scratch + FIXED_DISTANCES;
    literalBits = 9;
    distanceBits = 5;
    if (kind == 2) {
      const status = readCodes();
      if (status < 0) return status;
      literals = scratch + LITERAL_TABLE;
      distances = scratch + DISTANCE_TABLE;
    }
    let status = decodeFast(outputStart, outputEnd, literals, distances);
    if (status == 0) status = decodeCarefully(outputStart, outputEnd, literals, distances);
    if (status < 0) return status;
  }
  return 0;
}

/**
 * Inflates the zlib stream at the start of `input[0..length)` to exactly `size` bytes at `to`, its checksum compared.
 * Up to 32 bytes behind the input are read (and not used) and up to 288 behind the output overwritten; the regions, with
 * those, must not overlap.
 * Returns how many bytes the stream took, or a negative error: -1 header, -2 corrupt, -3 truncated, -4 size, -5 checksum.
 */
export function inflate(input: usize, length: usize, to: usize, size: usize): i32 {
  if (length < 6) return TRUNCATED;
  const method = <u32>load<u8>(input);
  const flags = <u32>load<u8>(input + 1);
  if ((method & 15) != 8 || method >> 4 > 7 || ((method << 8) | flags) % 31 != 0 || flags & 32) return BAD_HEADER;
  next = input + 2;
  inputEnd = input + length;
  bits = 0;
  bitCount = 0;
  phantom = 0;
  output = to;
  const status = inflateBlocks(to + size);
  if (status < 0) return status;
  if (output != to + size) return WRONG_SIZE;
  if (overrun()) return TRUNCATED;
  next -= (bitCount >> 3) - phantom;
  if (next + 4 > inputEnd) return TRUNCATED;
  if (bswap<u32>(load<u32>(next)) != adler32(to, size)) return BAD_CHECKSUM;
  return <i32>(next + 4 - input);
}
