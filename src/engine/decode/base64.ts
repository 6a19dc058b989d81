/** Base64 of both alphabets (RFC 4648 sections 4 and 5), decoded from bytes to bytes without the platform's leniency. */
import type { Derived } from './derived.ts';
import { isText } from './printable.ts';

/** The class of `=` in {@link BASE64_VALUES}. */
export const PADDING = 64;

/** Value 0..63 of a byte in either alphabet, 64 for `=`, 255 for everything else. */
export const BASE64_VALUES: Uint8Array = makeValues();

function makeValues(): Uint8Array {
  const values = new Uint8Array(256).fill(255);
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  for (let i = 0; i < letters.length; i++) values[letters.charCodeAt(i)] = i;
  values[0x2d] = 62; // -
  values[0x5f] = 63; // _
  values[0x3d] = PADDING;
  return values;
}

/**
 * Decodes `bytes[start..end)`, padded or not, in either alphabet.
 *
 * @returns The decoded bytes, or null when a byte is foreign, padding stands inside, or the length cannot be (4n + 1).
 */
export function decodeBase64(bytes: Uint8Array, start = 0, end: number = bytes.length): Uint8Array | null {
  let last = end;
  while (last > start && last > end - 2 && bytes[last - 1] === 0x3d) last--;
  const length = last - start;
  if (length % 4 === 1) return null;
  const out = new Uint8Array((length * 3) >> 2);
  let bits = 0;
  let held = 0;
  let at = 0;
  for (let i = start; i < last; i++) {
    const value = BASE64_VALUES[bytes[i] as number] as number;
    if (value >= PADDING) return null;
    bits = ((bits << 6) | value) & 0xffff;
    held += 6;
    if (held >= 8) {
      held -= 8;
      out[at++] = (bits >> held) & 0xff;
    }
  }
  return out;
}

/** Decodes a run to text, with the map back to it; null when it does not decode or is no text. */
export function deriveBase64(bytes: Uint8Array, start: number, end: number): Derived | null {
  if (end - start >= 16) {
    const head = decodeBase64(bytes, start, start + 16);
    if (head === null || !isText(head)) return null;
  }
  const decoded = decodeBase64(bytes, start, end);
  if (decoded === null || !isText(decoded)) return null;
  return {
    bytes: decoded,
    map: (offset) => (offset >= decoded.length ? end : start + Math.floor((offset * 4) / 3)),
  };
}
