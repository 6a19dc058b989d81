// Git's delta format (Documentation/gitformat-pack: "Deltified representation"): copies from a base, and insertions.

const CORRUPT: i32 = -2;
const WRONG_SIZE: i32 = -4;

let position: usize = 0;

// A size of the delta's header, seven bits a byte, least first; 2^32 - 1 for what does not fit or has no end.
function readSize(end: usize): u32 {
  let value: u64 = 0;
  let shift: u64 = 0;
  while (position < end && shift < 35) {
    const byte = <u64>load<u8>(position++);
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return value < 0xffffffff ? <u32>value : 0xffffffff;
    shift += 7;
  }
  return 0xffffffff;
}

/** The size of what a delta makes; 2^32 - 1 when it does not tell. */
export function resultSize(delta: usize, length: u32): u32 {
  position = delta;
  readSize(delta + length);
  return readSize(delta + length);
}

// May write and read up to 15 bytes past both ends.
function copyBytes(to: usize, from: usize, length: usize): void {
  if (length > 256) {
    memory.copy(to, from, length);
    return;
  }
  const stop = to + length;
  while (to < stop) {
    v128.store(to, v128.load(from));
    to += 16;
    from += 16;
  }
}

/**
 * Writes the bytes that `delta[0..length)` makes of `base[0..baseSize)` to `to[0..size)`. The 15 bytes behind every region are
 * the kernel's to touch; the regions must not overlap.
 * With `ops` not 0, the edit is written there too, as triples of i32 (is copy, start, length): contiguous copies are one, and a
 * copied run under `shortest` bytes counts as inserted. At most `2 * (size / shortest) + 1` triples.
 * Returns the number of triples (0 without `ops`), or a negative error: -2 corrupt, -4 a size that does not agree.
 */
export function applyDelta(base: usize, baseSize: u32, delta: usize, length: usize, to: usize, size: u32, ops: usize, shortest: u32): i32 {
  const end = delta + length;
  position = delta;
  if (readSize(end) != baseSize || readSize(end) != size) return WRONG_SIZE;
  let p = position;
  let out: u32 = 0; // bytes written
  let told: u32 = 0; // result bytes that the triples cover
  let runBase: u32 = 0; // the copied run at hand, in the base
  let runStart: u32 = 0; // and in the result
  let runEnd: u32 = 0;
  let triple = ops;
  while (p < end) {
    const command = <u32>load<u8>(p++);
    if (command & 0x80) {
      if (p + popcnt(command & 0x7f) > end) return CORRUPT;
      let offset: u32 = 0;
      let count: u32 = 0;
      if (command & 0x01) offset = load<u8>(p++);
      if (command & 0x02) offset |= <u32>load<u8>(p++) << 8;
      if (command & 0x04) offset |= <u32>load<u8>(p++) << 16;
      if (command & 0x08) offset |= <u32>load<u8>(p++) << 24;
      if (command & 0x10) count = load<u8>(p++);
      if (command & 0x20) count |= <u32>load<u8>(p++) << 8;
      if (command & 0x40) count |= <u32>load<u8>(p++) << 16;
      if (count == 0) count = 0x10000;
      if (<u64>offset + count > <u64>baseSize || <u64>out + count > <u64>size) return CORRUPT;
      copyBytes(to + out, base + offset, count);
      if (out == runEnd && offset == runBase + (runEnd - runStart) && runEnd > runStart) runEnd += count;
      else {
        if (ops != 0 && runEnd - runStart >= shortest) {
          triple = tell(triple, told, runBase, runStart, runEnd);
          told = runEnd;
        }
        runBase = offset;
        runStart = out;
        runEnd = out + count;
      }
      out += count;
    } else {
      if (command == 0 || p + command > end || <u64>out + command > <u64>size) return CORRUPT;
      copyBytes(to + out, p, command);
      p += command;
      out += command;
    }
  }
  if (out != size) return WRONG_SIZE;
  if (ops == 0) return 0;
  if (runEnd - runStart >= shortest && runEnd > runStart) {
    triple = tell(triple, told, runBase, runStart, runEnd);
    told = runEnd;
  }
  if (told < size) triple = write(triple, 0, told, size - told);
  return <i32>((triple - ops) / 12);
}

// The insertion before a copied run, if there is one, and the run.
function tell(triple: usize, told: u32, runBase: u32, runStart: u32, runEnd: u32): usize {
  if (runStart > told) triple = write(triple, 0, told, runStart - told);
  return write(triple, 1, runBase, runEnd - runStart);
}

function write(triple: usize, isCopy: u32, start: u32, length: u32): usize {
  store<u32>(triple, isCopy);
  store<u32>(triple, start, 4);
  store<u32>(triple, length, 8);
  return triple + 12;
}
