/** Percent-encoding (RFC 3986 section 2.1). */
import type { Derived } from './derived.ts';
import { hexValue } from './hex.ts';
import { isText } from './printable.ts';

/** Decodes `%XX`; everything else stays. Null when the result is no text. */
export function derivePercent(bytes: Uint8Array, start: number, end: number): Derived | null {
  const out = new Uint8Array(end - start);
  const origins = new Int32Array(end - start + 1);
  let length = 0;
  for (let i = start; i < end;) {
    const value = i + 2 < end && bytes[i] === 0x25 ? hexValue(bytes[i + 1]) * 16 + hexValue(bytes[i + 2]) : -1;
    origins[length] = i;
    const isCode = value >= 0 && hexValue(bytes[i + 1]) >= 0 && hexValue(bytes[i + 2]) >= 0;
    out[length++] = isCode ? value : (bytes[i] as number);
    i += isCode ? 3 : 1;
  }
  origins[length] = end;
  const decoded = out.subarray(0, length);
  return isText(decoded) ? { bytes: decoded, map: (offset) => origins[Math.min(offset, length)] as number } : null;
}
