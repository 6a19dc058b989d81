/** Escapes of string literals: `\x41`, `\u0041`, `\101` is left alone, `\n \r \t \" \' \\ \/` as JSON and most languages have them. */
import type { Derived } from './derived.ts';
import { hexValue } from './hex.ts';
import { isText } from './printable.ts';

const SIMPLE: Readonly<Record<number, number>> = {
  0x6e: 0x0a,
  0x72: 0x0d,
  0x74: 0x09,
  0x22: 0x22,
  0x27: 0x27,
  0x5c: 0x5c,
  0x2f: 0x2f,
};

/** Decodes escapes; code points above 255 become `?`. Null when the result is no text. */
export function deriveEscapes(bytes: Uint8Array, start: number, end: number): Derived | null {
  const out = new Uint8Array(end - start);
  const origins = new Int32Array(end - start + 1);
  let length = 0;
  for (let i = start; i < end;) {
    const size = escapeSize(bytes, i, end);
    origins[length] = i;
    out[length++] = size === 0 ? (bytes[i] as number) : escapeValue(bytes, i, size);
    i += Math.max(1, size);
  }
  origins[length] = end;
  const decoded = out.subarray(0, length);
  return isText(decoded) ? { bytes: decoded, map: (offset) => origins[Math.min(offset, length)] as number } : null;
}

/** Length of the escape at `at`, or 0 when none begins there. */
function escapeSize(bytes: Uint8Array, at: number, end: number): number {
  if (bytes[at] !== 0x5c || at + 1 >= end) return 0;
  const letter = bytes[at + 1] as number;
  if (letter === 0x78 && at + 4 <= end) return hexDigits(bytes, at + 2, 2) ? 4 : 0;
  if (letter === 0x75 && at + 6 <= end) return hexDigits(bytes, at + 2, 4) ? 6 : 0;
  return letter in SIMPLE ? 2 : 0;
}

function hexDigits(bytes: Uint8Array, at: number, count: number): boolean {
  for (let i = at; i < at + count; i++) if (hexValue(bytes[i]) < 0) return false;
  return true;
}

function escapeValue(bytes: Uint8Array, at: number, size: number): number {
  if (size === 2) return SIMPLE[bytes[at + 1] as number] as number;
  let value = 0;
  for (let i = at + 2; i < at + size; i++) value = value * 16 + hexValue(bytes[i]);
  return value < 0x100 ? value : 0x3f;
}
