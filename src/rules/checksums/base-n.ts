/** Positional and bit-packed number systems. Pure, since the engine runs them. */

export const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
export const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
export const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
export const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
export const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** A whole number in an alphabet's base, most significant digit first, padded on the left with its zero. */
export function toBase(value: number, alphabet: string, width: number): string {
  let digits = '';
  let rest = value;
  while (rest > 0) {
    digits = (alphabet[rest % alphabet.length] as string) + digits;
    rest = Math.floor(rest / alphabet.length);
  }
  return digits.padStart(width, alphabet[0]);
}

/** Bytes from text that packs a power of two an alphabet: base32, base64 and such. Null with a foreign character. */
export function fromBits(text: string, alphabet: string): Uint8Array | null {
  const bitsPerChar = Math.log2(alphabet.length);
  const bytes = new Uint8Array(Math.floor((text.length * bitsPerChar) / 8));
  let bits = 0;
  let held = 0;
  let length = 0;
  for (const char of text) {
    const value = alphabet.indexOf(char);
    if (value < 0) return null;
    held = ((held << bitsPerChar) | value) & 0xffff;
    bits += bitsPerChar;
    if (bits < 8) continue;
    bits -= 8;
    bytes[length++] = (held >> bits) & 255;
  }
  return bytes;
}

/** Text that packs bytes in an alphabet of a power of two, without padding. */
export function toBits(bytes: Uint8Array, alphabet: string): string {
  const bitsPerChar = Math.log2(alphabet.length);
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xffff;
    bits += 8;
    while (bits >= bitsPerChar) {
      bits -= bitsPerChar;
      text += alphabet[(held >> bits) & (alphabet.length - 1)] as string;
    }
  }
  if (bits > 0) text += alphabet[(held << (bitsPerChar - bits)) & (alphabet.length - 1)] as string;
  return text;
}

/** Base64 of either alphabet, padded or not, to bytes; null when it is none. */
export function fromBase64(text: string): Uint8Array | null {
  const body = text
    .replace(/={1,2}$/, '')
    .replaceAll('-', '+')
    .replaceAll('_', '/');
  return body.length % 4 === 1 ? null : fromBits(body, BASE64);
}

/** Bytes of a base58 text, leading ones as zero bytes; null with a foreign character. */
export function fromBase58(text: string): Uint8Array | null {
  let value = 0n;
  for (const char of text) {
    const digit = BASE58.indexOf(char);
    if (digit < 0) return null;
    value = value * 58n + BigInt(digit);
  }
  const bytes: number[] = [];
  for (; value > 0n; value >>= 8n) bytes.unshift(Number(value & 255n));
  const zeros = /^1*/.exec(text)?.[0].length ?? 0;
  return Uint8Array.from([...Array.from({ length: zeros }, () => 0), ...bytes]);
}

/** Base58 of bytes, leading zero bytes as ones. */
export function toBase58(bytes: Uint8Array): string {
  let value = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  let text = '';
  for (; value > 0n; value /= 58n) text = (BASE58[Number(value % 58n)] as string) + text;
  const zeros = bytes.findIndex((byte) => byte !== 0);
  return '1'.repeat(zeros < 0 ? bytes.length : zeros) + text;
}

/** One code unit a byte. */
export function bytesToText(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/** The inverse of {@link bytesToText}. */
export function textToBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0) & 255);
}
