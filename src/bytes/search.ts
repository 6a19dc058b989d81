/** Searches at memory speed: the runtime's own, on bytes. */

function view(bytes: Uint8Array, end: number): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, end);
}

/** Offset of the first `byte` in `bytes[from..end)`, or -1. */
export function indexOfByte(bytes: Uint8Array, byte: number, from = 0, end: number = bytes.length): number {
  return view(bytes, end).indexOf(byte, from);
}

/** Offset of the first occurrence of `needle` (code units 0..255) that lies in `bytes[from..end)`, or -1. */
export function indexOfText(bytes: Uint8Array, needle: string, from = 0, end: number = bytes.length): number {
  return view(bytes, end).indexOf(needle, from, 'latin1');
}

/** Whether `bytes[one..one + length)` and `bytes[other..other + length)` are the same. */
export function isRepeated(bytes: Uint8Array, one: number, other: number, length: number): boolean {
  const all = view(bytes, bytes.length);
  return all.compare(all, one, one + length, other, other + length) === 0;
}
