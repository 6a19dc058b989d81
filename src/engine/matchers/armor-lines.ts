/**
 * The lines of an armored block wherever it was pasted: escapes (`\n`, `\\n`, `\/`, `\u002b`) are undone while reading, so that
 * a key in JSON, in concatenated string literals or on one line reads like the file it was. One line at a time, no byte twice.
 */
import { isHex } from '../../bytes/hex.ts';
import { isDigit, isSpace, isWord } from './boundary.ts';

/** Longest block read, in bytes of the haystack. */
export const LONGEST_BLOCK_BYTES = 16_384;

/** A logical line; `text` and `ends` are scratch memory, valid until the next line is read. */
export interface ArmorLine {
  /** Unescaped bytes; `length` of them are valid. */
  readonly text: Uint8Array;
  /** For each byte of `text`, where it ends in the haystack. */
  readonly ends: Int32Array;
  length: number;
  /** Where the next line begins in the haystack. */
  next: number;
  /** The line stopped at four dashes, which lie at `next`. */
  atDashes: boolean;
  /** The line ended at a real line feed (not an escaped one). */
  hardEnd: boolean;
}

/** Scratch memory for {@link readArmorLine}. */
export function createArmorLine(): ArmorLine {
  return {
    text: new Uint8Array(LONGEST_BLOCK_BYTES),
    ends: new Int32Array(LONGEST_BLOCK_BYTES),
    length: 0,
    next: 0,
    atDashes: false,
    hardEnd: false,
  };
}

const BACKSLASH = 0x5c;

/** Reads the logical line at `at` into `line`. Stops at a line end, real or escaped, at `----`, or at `end`. */
export function readArmorLine(bytes: Uint8Array, at: number, end: number, line: ArmorLine): void {
  let i = at;
  line.length = 0;
  line.atDashes = false;
  line.hardEnd = false;
  while (i < end && line.length < LONGEST_BLOCK_BYTES) {
    const byte = bytes[i] as number;
    if (byte === 0x0a || byte === 0x0d) {
      i += byte === 0x0d && i + 1 < end && bytes[i + 1] === 0x0a ? 2 : 1;
      line.hardEnd = true;
      break;
    }
    if (byte === 0x2d && isDashes(bytes, i, end)) {
      line.atDashes = true;
      break;
    }
    if (byte === BACKSLASH) {
      const after = readEscape(bytes, i, end, line);
      if (after < 0) {
        i = -after;
        break;
      }
      i = after;
    } else {
      push(line, byte, ++i);
    }
  }
  line.next = i;
}

function isDashes(bytes: Uint8Array, at: number, end: number): boolean {
  return at + 4 <= end && bytes[at + 1] === 0x2d && bytes[at + 2] === 0x2d && bytes[at + 3] === 0x2d;
}

function push(line: ArmorLine, byte: number, endsAt: number): void {
  line.text[line.length] = byte;
  line.ends[line.length] = endsAt;
  line.length++;
}

/** One escape at a backslash: where reading goes on, negative when it was an escaped line end. */
function readEscape(bytes: Uint8Array, at: number, end: number, line: ArmorLine): number {
  let i = at;
  while (i < end && bytes[i] === BACKSLASH) i++;
  const letter = i < end ? (bytes[i] as number) : 0;
  if (letter === 0x6e || letter === 0x72) return -(i + 1);
  if (letter === 0x74) push(line, 0x20, i + 1);
  else if (letter === 0x2f) push(line, letter, i + 1);
  else if (letter === 0x75 && isHex4(bytes, i + 1, end)) return pushUnicode(bytes, i + 1, line);
  else return pushContinuation(bytes, at, i, end);
  return i + 1;
}

/** A backslash before a line end is a line continuation; before anything else it is dropped. */
function pushContinuation(bytes: Uint8Array, at: number, after: number, end: number): number {
  let i = after;
  if (i < end && bytes[i] === 0x0d) i++;
  return i < end && bytes[i] === 0x0a ? -(i + 1) : Math.max(after, at + 1);
}

function isHex4(bytes: Uint8Array, at: number, end: number): boolean {
  return at + 4 <= end && isHex(bytes[at]) && isHex(bytes[at + 1]) && isHex(bytes[at + 2]) && isHex(bytes[at + 3]);
}

function pushUnicode(bytes: Uint8Array, at: number, line: ArmorLine): number {
  const code = Number.parseInt(String.fromCharCode(...bytes.subarray(at, at + 4)), 16);
  if (code === 0x0a || code === 0x0d) return -(at + 4);
  push(line, code < 0x80 ? code : 0x3f, at + 4);
  return at + 4;
}

/** Bytes that may surround a body line in source code, quotes and comments, but never belong to it. */
const JUNK = new Set([...' \t"\'`|>*#,()[]{}.;:\\&@_$<~'].map((character) => character.charCodeAt(0)));

function isJunk(byte: number | undefined): boolean {
  return byte !== undefined && JUNK.has(byte);
}

/** The base64 in one line. `from` and `to` bound the data in `line.text`; equal: a line with nothing in it; null: another text. */
export interface BodySpan {
  readonly from: number;
  readonly to: number;
}

/**
 * Finds the body of a logical line after junk is trimmed.
 *
 * @param from - First byte of `line.text` to consider, after a common line prefix.
 * @param prefixLength - Length of a log prefix seen on the first line, or 0: a body line may then follow a prefix like it.
 */
export function bodyOf(line: ArmorLine, from: number, prefixLength: number): BodySpan | null {
  const { text } = line;
  let to = line.length;
  let start = from;
  while (start < to && isLeadingJunk(text, start, to)) start++;
  while (to > start && isTrailingJunk(text, to - 1, start)) to--;
  if (start === to || isTokens(text, start, to)) return { from: start, to };
  return prefixLength === 0 ? null : afterLogPrefix(text, to, prefixLength);
}

function isLeadingJunk(text: Uint8Array, at: number, to: number): boolean {
  const byte = text[at];
  if (isJunk(byte)) return true;
  const next = at + 1 < to ? text[at + 1] : 0x20;
  if (byte === 0x2b) return isJunk(next);
  if (byte === 0x2d) return isSpace(next) || next === 0x2d;
  return byte === 0x2f && (isSpace(next) || (next === 0x2f && isSpace(text[at + 2])));
}

function isTrailingJunk(text: Uint8Array, at: number, start: number): boolean {
  const byte = text[at];
  return isJunk(byte) || (byte === 0x2b && (at === start || isJunk(text[at - 1])));
}

/** Whether `text[from..to)` is one base64 token, or tokens of one length (the last may be shorter) between junk. */
function isTokens(text: Uint8Array, from: number, to: number): boolean {
  let width = 0;
  let previous = 0;
  for (let i = from; i < to;) {
    if (isJunk(text[i]) || isLonePlus(text, i, to)) {
      i++;
      continue;
    }
    const start = i;
    while (i < to && isBody(text[i])) i++;
    if (i === start || (width > 0 && previous !== width)) return false;
    previous = i - start;
    if (width === 0) width = previous;
    else if (width < 32 || previous > width) return false;
  }
  return true;
}

/** A `+` that concatenates: junk before and after it. */
function isLonePlus(text: Uint8Array, at: number, to: number): boolean {
  return text[at] === 0x2b && isJunk(text[at - 1]) && (at + 1 === to || isJunk(text[at + 1]));
}

/** A byte of the base64 body. */
export function isBody(byte: number | undefined): boolean {
  return byte !== 0x5f && (isWord(byte) || byte === 0x2b || byte === 0x2f || byte === 0x3d);
}

function afterLogPrefix(text: Uint8Array, to: number, prefixLength: number): BodySpan | null {
  let from = to;
  while (from > 0 && isBody(text[from - 1])) from--;
  if (from === 0 || to - from < 4 || !isJunk(text[from - 1])) return null;
  const exact = from === prefixLength;
  const near = Math.abs(from - prefixLength) <= 16 && to - from >= 16;
  return exact || near ? { from, to } : null;
}

/** A header line of an armored block: its name in lower case and its value, or null. */
export function headerOf(line: ArmorLine): { name: string; value: string } | null {
  const { text, length } = line;
  let i = 0;
  while (i < length && isJunk(text[i])) i++;
  const start = i;
  while (i < length && (isWord(text[i]) || text[i] === 0x2d) && i - start < 32) i++;
  if (i === start || text[i] !== 0x3a || isDigit(text[start])) return null;
  const name = String.fromCharCode(...text.subarray(start, i)).toLowerCase();
  const value = String.fromCharCode(...text.subarray(i + 1, Math.min(length, i + 201))).trim();
  return { name, value };
}
