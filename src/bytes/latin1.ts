/**
 * Bytes as strings of one code unit a byte, so that a regex index is a byte offset. The only file of the
 * pure rooms that touches the global Buffer.
 */

/** `bytes[start..end)` as a string in which every code unit is one byte (0..255). */
export function latin1(bytes: Uint8Array, start = 0, end: number = bytes.length): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
}

/** The inverse of {@link latin1}: code units 0..255 to bytes. */
export function fromLatin1(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}

/** `bytes[start..end)` decoded as UTF-8, invalid sequences as U+FFFD. */
export function utf8(bytes: Uint8Array, start = 0, end: number = bytes.length): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
}

/** Text as UTF-8 bytes. */
export function fromUtf8(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}

/** Base64 text (standard alphabet) as bytes. */
export function fromBase64(text: string): Uint8Array {
  return Buffer.from(text, 'base64');
}
