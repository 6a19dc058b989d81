/** Names that words behind them make longer: `acme key id: v`. */
import type { Span } from '../../bytes/span.ts';
import { MOST_LABEL_WORDS, MOST_NOTE_WORDS, valueOfNote } from './assignment-note.ts';
import { isBar } from './assignment-table.ts';
import { code, isEol, isIdent } from './assignment-text.ts';
import type { NameMemo } from './name-memo.ts';

/** Bytes after a name among which words may make it longer, or a sign end them. */
export const LABEL_REACH = 96;
/** Bytes of the words behind a name that make it longer up to the end of its cell. */
const LONGEST_CELL = 32;

/** A name that may go on. */
interface Begun {
  /** Where it begins, and where a label begins that it ends; -1 where it ends none. */
  readonly path: number;
  readonly label: number;
  readonly stop: number;
  /** One past the last byte that may be read. */
  readonly end: number;
}

/** Whether the name, or the label that it ends, is wanted with some of the words behind it. */
export function isLongerWanted(bytes: Uint8Array, begun: Begun, wanted: NameMemo<boolean>): boolean {
  const { path, label, stop, end } = begun;
  const limit = Math.min(end, stop + LABEL_REACH);
  let words = 0;
  for (let i = stop; i < limit && bytes[i] === 0x20 && (words < MOST_LABEL_WORDS || i - stop < LONGEST_CELL);) {
    const word = skipSpaces(bytes, i, limit);
    i = word;
    while (i < limit && isIdent(bytes[i]!)) i++;
    if (i === word) return false;
    words++;
    if (!endsLabel(bytes, { start: word, end: i }, words, begun)) continue;
    if (wanted.get(bytes, path, i, false) || (label >= 0 && wanted.get(bytes, label, i, false))) return true;
  }
  return false;
}

function skipSpaces(bytes: Uint8Array, index: number, end: number): number {
  let i = index;
  while (i < end && bytes[i] === 0x20) i++;
  return i;
}

/** Whether a label may end with the word, of so many behind the name: before its sign, at the end of a cell, or before a value in a note. */
function endsLabel(bytes: Uint8Array, word: Span, words: number, { stop, end }: Begun): boolean {
  const i = skipSpaces(bytes, word.end, end);
  if (i === end) return true;
  const next = bytes[i]!;
  if (next === code(',') || isBar(next) || isEol(next)) return i - stop <= LONGEST_CELL;
  if (next === code(':') || next === code('=') || next === code('*')) return words <= MOST_LABEL_WORDS;
  return i > word.end && words <= MOST_NOTE_WORDS && valueOfNote(bytes, word.start, word.end, end) >= 0;
}
