/**
 * Terminal escape sequences inside text: where they are and what of them is not text. Colours cut tokens in two and put a
 * letter before them; a hyperlink holds a URL. So colours are removed, and of what carries text only the frame is.
 */
import { addBits } from '../../bytes/byte-table.ts';
import { indexOfText } from '../../bytes/search.ts';

const LF = 0x0a;
const BACKSLASH = 0x5c;
const ESC = '\u001b';
/** ESC as a JSON string writes it, but for the last digit, which comes in either case. */
const ESCAPED = '\\u001';

/** Finals of control sequences in use. Rarer letters are taken for text after a cut sequence. */
const CSI_FINALS = setOf('@ABCDEFGHIJKLMPSTXZ`bcdfghlmnqrstu');
/** Character sets that ESC ( and ESC ) name in use. */
const CHARSETS = setOf('AB0UK12');
/** Second bytes of two-byte sequences in use: save, restore, keypads, index, reset … */
const PAIRS = setOf('78=>cDEHMNOZ\\');

function setOf(characters: string): Uint8Array {
  const set = new Uint8Array(256);
  addBits(set, characters, 1);
  return set;
}

/** A piece of a terminal sequence that is not text. */
export interface Sequence {
  start: number;
  end: number;
  /** Nothing visible (a colour): the text on both sides belongs together. Else it frames a text of its own. */
  joins: boolean;
}

/** Walks the sequences of some bytes from left to right; every byte is searched once. */
export interface SequenceFinder {
  /**
   * Finds the next sequence that begins at or after `from`, which never goes back.
   *
   * @param into - Receives it.
   */
  next(from: number, into: Sequence): boolean;
}

/** A finder over `bytes[0..end)`. */
export function createSequenceFinder(bytes: Uint8Array, end: number): SequenceFinder {
  let plain = -1;
  let escaped = -1;
  return {
    next(from, into) {
      if (plain < from) plain = orNever(indexOfText(bytes, ESC, from, end));
      if (escaped < from) escaped = orNever(indexOfEscaped(bytes, from, end));
      const start = Math.min(plain, escaped);
      if (start === Infinity) return false;
      into.start = start;
      readSequence(bytes, start + (start === plain ? ESC.length : ESCAPED.length + 1), end, into);
      return true;
    },
  };
}

function orNever(at: number): number {
  return at === -1 ? Infinity : at;
}

function indexOfEscaped(bytes: Uint8Array, from: number, end: number): number {
  let at = indexOfText(bytes, ESCAPED, from, end);
  while (at !== -1 && ((bytes[at + ESCAPED.length] ?? 0) | 0x20) !== 0x62)
    at = indexOfText(bytes, ESCAPED, at + 1, end);
  return at;
}

/** Whether the bytes hold any sequence. */
export function hasSequence(bytes: Uint8Array): boolean {
  return indexOfText(bytes, ESC) !== -1 || indexOfEscaped(bytes, 0, bytes.length) !== -1;
}

/** The sequence whose introducer ends at `at`. */
function readSequence(bytes: Uint8Array, at: number, end: number, into: Sequence): void {
  const kind = at < end ? (bytes[at] as number) : LF;
  into.joins = true;
  if (kind === 0x5b) into.end = endOfControl(bytes, at + 1, end);
  else if (kind === 0x5d) readCommand(bytes, at + 1, end, into);
  else if (kind === 0x28 || kind === 0x29)
    into.end = CHARSETS[bytes[at + 1] ?? 0] === 1 ? Math.min(end, at + 2) : at + 1;
  else if (kind === BACKSLASH) readTerminator(bytes, at, end, into);
  else into.end = PAIRS[kind] === 1 ? at + 1 : at;
}

/** Past the parameters, and past the final where it is one in use. */
function endOfControl(bytes: Uint8Array, at: number, end: number): number {
  while (at < end && (bytes[at] as number) >= 0x20 && (bytes[at] as number) <= 0x3f) at++;
  return at < end && CSI_FINALS[bytes[at] as number] === 1 ? at + 1 : at;
}

/** `]8;id;` before the URL of a hyperlink, `]0;` before a title: the frame; the text after it stays. */
function readCommand(bytes: Uint8Array, at: number, end: number, into: Sequence): void {
  into.joins = false;
  const number = at;
  while (at < end && isDigit(bytes[at])) at++;
  if (at > number && bytes[at] === 0x3b) at++;
  if (bytes[number] === 0x38 && at === number + 2) {
    let parameters = at;
    while (parameters < end && parameters < at + 64 && isParameter(bytes[parameters])) parameters++;
    if (bytes[parameters] === 0x3b) at = parameters + 1;
  }
  into.end = at;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/** What may stand in `id=…:key=value` of a hyperlink. */
function isParameter(byte: number | undefined): boolean {
  return byte !== undefined && byte > 0x20 && byte < 0x7f && byte !== 0x3b && byte !== 0x22 && byte !== BACKSLASH;
}

/** ESC \ ends a command; in a JSON string its backslash is doubled. */
function readTerminator(bytes: Uint8Array, at: number, end: number, into: Sequence): void {
  into.joins = false;
  const escaped = bytes[into.start] === BACKSLASH;
  into.end = Math.min(end, escaped && bytes[at + 1] === BACKSLASH ? at + 2 : at + (escaped ? 0 : 1));
}
