/** Hexadecimal digits of a text, two a byte. */
import type { Derived } from './derived.ts';
import { isText } from './printable.ts';

/** Value of a hexadecimal digit, or -1. */
export function hexValue(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

/** Decodes a run of hexadecimal digits to text; null when its length is odd, a byte is foreign, or it is no ASCII text. */
export function deriveHex(bytes: Uint8Array, start: number, end: number): Derived | null {
  if ((end - start) % 2 !== 0) return null;
  const out = new Uint8Array((end - start) / 2);
  for (let i = 0; i < out.length; i++) {
    const high = hexValue(bytes[start + 2 * i]);
    const low = hexValue(bytes[start + 2 * i + 1]);
    if (high < 0 || low < 0 || high > 7) return null;
    out[i] = high * 16 + low;
  }
  return isText(out) ? { bytes: out, map: (offset) => Math.min(end, start + 2 * offset) } : null;
}
