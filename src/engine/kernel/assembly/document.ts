// The document that is looked at: its bytes and its lines.

/** Where it is, and how many bytes it has. */
export let at: usize = 0;
export let size: i32 = 0;

/** Takes the `length` bytes at `address`. */
export function lookAt(address: usize, length: i32): void {
  at = address;
  size = length;
}

/** A byte of it; 0 outside. */
export function byteAt(offset: i32): u8 {
  return offset >= 0 && offset < size ? load<u8>(at + offset) : 0;
}

function isEol(offset: i32): bool {
  const byte = load<u8>(at + offset);
  return byte == 0x0a || byte == 0x0d;
}

/** The first byte of the line of an offset, not before `floor`. */
export function lineStart(offset: i32, floor: i32): i32 {
  while (offset > floor && !isEol(offset - 1)) offset--;
  return offset;
}

/** One past the last byte of the line of an offset, not behind `end`. */
export function lineEnd(offset: i32, end: i32): i32 {
  while (offset < end && !isEol(offset)) offset++;
  return offset;
}
