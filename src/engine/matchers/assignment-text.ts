/** Byte classes and small steps that the assignment parser is made of. Every function is linear and stops at `end`. */

import { addBits } from '../../bytes/byte-table.ts';
import type { Span } from '../../bytes/span.ts';

const WORD = 1;
const IDENT = 2;
const DIGIT = 4;
const LETTER = 8;
const BLANK = 16;
const EOL = 32;
const QUOTE = 64;

/** By byte, the classes it is of. */
export const classes: Uint8Array = new Uint8Array(256);
addBits(classes, 'A-Za-z', LETTER | WORD | IDENT);
addBits(classes, '0-9', DIGIT | WORD | IDENT);
addBits(classes, '_', WORD | IDENT);
addBits(classes, '$@.-', IDENT);
addBits(classes, ' \t', BLANK);
addBits(classes, '\n\r', EOL);
addBits(classes, '"\'`', QUOTE);

/** The byte's code, or -1 outside the array. */
export function at(bytes: Uint8Array, index: number): number {
  return index >= 0 && index < bytes.length ? (bytes[index] as number) : -1;
}

function has(byte: number, bits: number): boolean {
  return byte >= 0 && ((classes[byte] as number) & bits) !== 0;
}

/** Letter, digit or underscore. */
export function isWord(byte: number): boolean {
  return has(byte, WORD);
}

/** What may stand in a name: a word byte or one of `$ @ . -`. */
export function isIdent(byte: number): boolean {
  return has(byte, IDENT);
}

export function isDigit(byte: number): boolean {
  return has(byte, DIGIT);
}

export function isLetter(byte: number): boolean {
  return has(byte, LETTER);
}

/** Space or tab. */
export function isBlank(byte: number): boolean {
  return has(byte, BLANK);
}

/** CR or LF. */
export function isEol(byte: number): boolean {
  return has(byte, EOL);
}

/** Double quote, apostrophe or backtick. */
export function isQuote(byte: number): boolean {
  return has(byte, QUOTE);
}

/** Blank, line end, or nothing at all (-1). */
export function isSpaceOrEnd(byte: number): boolean {
  return byte < 0 || has(byte, BLANK | EOL);
}

/** Code of a one-byte character. */
export function code(character: string): number {
  return character.charCodeAt(0);
}

/** Whether `bytes` holds the ASCII text at `index`, letters in either case when `text` is in lower case. */
export function startsWith(bytes: Uint8Array, index: number, end: number, text: string): boolean {
  if (index < 0 || index + text.length > end) return false;
  for (let k = 0; k < text.length; k++) {
    let byte = bytes[index + k] as number;
    if (byte >= 0x41 && byte <= 0x5a) byte |= 0x20;
    if (byte !== text.charCodeAt(k)) return false;
  }
  return true;
}

const BACKSLASH = 0x5c;
const ESCAPE = 0x1b;

/** Length of a byte sequence that looks like no character: no-break and zero-width spaces, a BOM. 0: none. */
function invisibleAt(bytes: Uint8Array, index: number): number {
  const first = at(bytes, index);
  const second = at(bytes, index + 1);
  const third = at(bytes, index + 2);
  if (first === 0xc2 && second === 0xa0) return 2;
  if (first === 0xa0 && at(bytes, index - 1) < 0x80) return 1;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 3;
  if (first === 0xe2 && second === 0x80 && ((third >= 0x80 && third <= 0x8f) || third === 0xaf)) return 3;
  return first === 0xe2 && second === 0x81 && third === 0xa0 ? 3 : 0;
}

/** Length of a terminal colour sequence, raw or written out as a string escape. 0: none. */
function colourAt(bytes: Uint8Array, index: number, end: number): number {
  let i = index;
  if (at(bytes, i) === ESCAPE) i++;
  else if (at(bytes, i) !== BACKSLASH) return 0;
  else if (startsWith(bytes, i + 1, end, 'u001b')) i += 6;
  else if (startsWith(bytes, i + 1, end, 'x1b') || startsWith(bytes, i + 1, end, '033')) i += 4;
  else if (startsWith(bytes, i + 1, end, 'e[')) i += 2;
  else return 0;
  if (at(bytes, i) !== code('[')) return 0;
  const limit = Math.min(end, i + 24);
  for (i++; i < limit; i++) {
    if (isLetter(bytes[i] as number)) return i + 1 - index;
    if (!isDigit(bytes[i] as number) && bytes[i] !== code(';')) return 0;
  }
  return 0;
}

/** Skips blanks, invisible characters and colour codes. */
export function skipBlanks(bytes: Uint8Array, index: number, end: number): number {
  let i = index;
  while (i < end) {
    const byte = bytes[i] as number;
    if (isBlank(byte)) i++;
    else if (byte !== BACKSLASH && byte !== ESCAPE && byte < 0x80) return i;
    else {
      const length = invisibleAt(bytes, i) || colourAt(bytes, i, end);
      if (length === 0) return i;
      i += length;
    }
  }
  return end;
}

/** Skips blanks, line ends (at most `lines`) and backslash continuations. */
export function skipSpace(bytes: Uint8Array, index: number, end: number, lines = 2): number {
  let left = lines;
  let i = skipBlanks(bytes, index, end);
  while (i < end) {
    const start = i;
    if (at(bytes, i) === BACKSLASH && isEol(at(bytes, i + 1))) i++;
    if (at(bytes, i) === 0x0d) i++;
    if (at(bytes, i) === 0x0a) i++;
    if (i === start) return i;
    if (left-- === 0) return start;
    i = skipBlanks(bytes, i, end);
  }
  return end;
}

/** Whether an unquoted value ends here: a colour code or an invisible character begins. */
export function isInvisible(bytes: Uint8Array, index: number, end: number): boolean {
  const byte = at(bytes, index);
  if (byte < 0x80 && byte !== ESCAPE && byte !== BACKSLASH) return false;
  return invisibleAt(bytes, index) > 0 || colourAt(bytes, index, end) > 0;
}

/** First byte of the line that holds `index`, not before `floor`. */
export function lineStart(bytes: Uint8Array, index: number, floor: number): number {
  let i = index;
  while (i > floor && !isEol(bytes[i - 1] as number)) i--;
  return i;
}

/** First line end at or after `index`, or `end`. */
export function lineEnd(bytes: Uint8Array, index: number, end: number): number {
  let i = index;
  while (i < end && !isEol(bytes[i] as number)) i++;
  return i;
}

/** One past the line end that begins at `index`: CR, LF, or both. */
export function afterEol(bytes: Uint8Array, index: number): number {
  return at(bytes, index) === 0x0d && at(bytes, index + 1) === 0x0a ? index + 2 : index + 1;
}

/** Letters alone, as names of things have them. */
const LETTERS_ALONE = /^[A-Za-z][A-Za-z_.-]{0,31}$/;
const LONGEST_LETTERS = 32;

/** Whether a span holds the name of a thing: as one of several arguments or entries it names what it stands beside, or is of its kind. */
export function isNameOfThing(bytes: Uint8Array, { start, end }: Span): boolean {
  return end - start <= LONGEST_LETTERS && LETTERS_ALONE.test(shortText(bytes, start, end));
}

/** `bytes[start..end)` as latin1; faster than a decoder for the length of a name. Eight at a time: each piece that is added makes a string. */
export function shortText(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  let i = start;
  for (; i + 8 <= end; i += 8) text += eightAt(bytes, i);
  for (; i < end; i++) text += String.fromCharCode(bytes[i]!);
  return text;
}

function eightAt(b: Uint8Array, i: number): string {
  return String.fromCharCode(b[i]!, b[i + 1]!, b[i + 2]!, b[i + 3]!, b[i + 4]!, b[i + 5]!, b[i + 6]!, b[i + 7]!);
}
