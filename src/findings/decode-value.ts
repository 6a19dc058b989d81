/** From bytes as they stand to the value that is meant, which is what a fingerprint identifies (house 5.4). */
import { fromLatin1, fromUtf8, latin1, utf8 } from '../bytes/latin1.ts';
import type { ValueEncoding } from '../engine/match.ts';

/** Undoes the encoding of a secret's bytes. What does not decode stays as it stands: an identity is needed in any case. */
export function decodeValue(bytes: Uint8Array, encoding: ValueEncoding): Uint8Array {
  if (encoding === 'json') return decodeJson(bytes);
  if (encoding === 'percent') return decodePercent(bytes);
  return bytes;
}

function decodeJson(bytes: Uint8Array): Uint8Array {
  if (!bytes.includes(0x5c)) return bytes;
  try {
    return fromUtf8(JSON.parse(`"${utf8(bytes)}"`) as string);
  } catch {
    return bytes;
  }
}

function decodePercent(bytes: Uint8Array): Uint8Array {
  if (!bytes.includes(0x25)) return bytes;
  const text = latin1(bytes).replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return fromLatin1(text);
}
