/**
 * Bytes as strings of one code unit a byte, so that a regex index is a byte offset. The only file of the
 * pure rooms that touches the global Buffer.
 *
 * What it makes are plain `Uint8Array`s: V8 compiles code anew for each kind of array that it meets.
 */

/** Buffer's own methods, which take any bytes: a Buffer made for a single call costs more than the call. */
const { latin1Slice, utf8Slice } = Buffer.prototype as unknown as Record<
  'latin1Slice' | 'utf8Slice',
  ((this: Uint8Array, start: number, end: number) => string) | undefined
>;

function buffered(bytes: Uint8Array, start: number, end: number): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start);
}

/** `bytes[start..end)` as a string in which every code unit is one byte (0..255). */
export function latin1(bytes: Uint8Array, start = 0, end: number = bytes.length): string {
  return latin1Slice?.call(bytes, start, end) ?? buffered(bytes, start, end).toString('latin1');
}

/** The inverse of {@link latin1}: code units 0..255 to bytes. */
export function fromLatin1(text: string): Uint8Array {
  return plain(Buffer.from(text, 'latin1'));
}

/** `bytes[start..end)` decoded as UTF-8, invalid sequences as U+FFFD. */
export function utf8(bytes: Uint8Array, start = 0, end: number = bytes.length): string {
  return utf8Slice?.call(bytes, start, end) ?? buffered(bytes, start, end).toString('utf8');
}

/** Text as UTF-8 bytes. */
export function fromUtf8(text: string): Uint8Array {
  return plain(Buffer.from(text, 'utf8'));
}

/** Base64 text (standard alphabet) as bytes. */
export function fromBase64(text: string): Uint8Array {
  return plain(Buffer.from(text, 'base64'));
}

/** The same bytes, not as a Buffer. */
export function plain(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}
