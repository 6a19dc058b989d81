/** Where a token may begin: byte classes and the escapes that glue a letter to what follows it. */
import { addBits } from '../../bytes/byte-table.ts';
import { isHex } from '../../bytes/hex.ts';

const WORD = 1;
const SPACE = 2;
const BASE64 = 4;
const QUOTE = 8;
const DIGIT = 16;

const classes = makeClasses();

function makeClasses(): Uint8Array {
  const table = new Uint8Array(256);
  const alphanumeric = 'A-Za-z0-9';
  addBits(table, `${alphanumeric}_`, WORD);
  addBits(table, `${alphanumeric}+/=`, BASE64);
  addBits(table, '0-9', DIGIT);
  addBits(table, ' \t\r\n\f\v', SPACE);
  addBits(table, '"\'`', QUOTE);
  return table;
}

/** ASCII letter, digit or `_`. */
export function isWord(byte: number | undefined): boolean {
  return byte !== undefined && ((classes[byte] as number) & WORD) !== 0;
}

/** ASCII digit. */
export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && ((classes[byte] as number) & DIGIT) !== 0;
}

/** Blank, tab, CR, LF, FF or VT. */
export function isSpace(byte: number | undefined): boolean {
  return byte !== undefined && ((classes[byte] as number) & SPACE) !== 0;
}

/** Double quote, apostrophe or backtick. */
export function isQuote(byte: number | undefined): boolean {
  return byte !== undefined && ((classes[byte] as number) & QUOTE) !== 0;
}

/** A byte of standard base64, `=` included. */
export function isBase64(byte: number | undefined): boolean {
  return byte !== undefined && ((classes[byte] as number) & BASE64) !== 0;
}

/** Bytes before `at` that {@link startsToken} may look at. */
export const BOUNDARY_REACH = 12;

/**
 * Whether a token may begin at `at`: the byte before is no letter, digit or `_`, or it belongs to an escape (`\n`, `\u003d`,
 * `\x3d`, `%3D`, `%253D`, `=3D`) or ends a colour code.
 *
 * @param floor - First byte that may be read; there a token may begin only if the caller drops hits at foreign edges.
 */
export function startsToken(bytes: Uint8Array, at: number, floor: number): boolean {
  if (at <= floor || !isWord(bytes[at - 1])) return true;
  return escapeLengthBefore(bytes, at, floor) > 0;
}

/** Length of an escape sequence that ends right before `at`, or 0. */
export function escapeLengthBefore(bytes: Uint8Array, at: number, floor: number): number {
  const letter = bytes[at - 1];
  const before = at - 2 >= floor ? bytes[at - 2] : 0;
  if (before === 0x5c && (letter === 0x6e || letter === 0x72 || letter === 0x74 || letter === 0x62)) return 2;
  if (at - 3 >= floor && isHex(bytes[at - 2]) && isHex(letter)) {
    if (bytes[at - 3] === 0x25) return 3;
    if (hasText(bytes, at - 3, at, '=3d')) return 3;
    if (at - 5 >= floor && hasText(bytes, at - 5, at, '%25')) return 5;
    if (at - 4 >= floor && bytes[at - 3] === 0x78 && bytes[at - 4] === 0x5c) return 4;
    if (at - 6 >= floor && bytes[at - 6] === 0x5c && bytes[at - 5] === 0x75 && isHex(bytes[at - 4])) return 6;
  }
  return letter === 0x6d ? colourLengthBefore(bytes, at, floor) : 0;
}

/** How a program writes ESC. */
const ESC_AS_TEXT = ['\\e', '\\033', '\\x1b', '\\u001b'];

/** Length of `ESC [ digits ; … m` that ends right before `at`, or 0. */
function colourLengthBefore(bytes: Uint8Array, at: number, floor: number): number {
  let i = at - 2;
  const least = Math.max(floor, at - BOUNDARY_REACH);
  while (i >= least && (isDigit(bytes[i]) || bytes[i] === 0x3b)) i--;
  if (i - 1 < least || bytes[i] !== 0x5b) return 0;
  if (bytes[i - 1] === 0x1b) return at - (i - 1);
  const written = ESC_AS_TEXT.find((text) => i - text.length >= least && hasText(bytes, i - text.length, i, text));
  return written === undefined ? 0 : at - (i - written.length);
}

/** Whether `bytes` holds the ASCII `text` at `at`, letters in either case. `text` is lower case. */
export function hasText(bytes: Uint8Array, at: number, end: number, text: string): boolean {
  if (at < 0 || at + text.length > end) return false;
  for (let i = 0; i < text.length; i++) {
    let byte = bytes[at + i] as number;
    if (byte >= 0x41 && byte <= 0x5a) byte |= 0x20;
    if (byte !== text.charCodeAt(i)) return false;
  }
  return true;
}
