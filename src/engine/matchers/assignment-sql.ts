/** Statements of SQL that put a value far from its name: lists of columns, see assignment-rows.ts, and a user's new password. */
import { quoteAt } from './assignment-quote.ts';
import {
  at,
  code,
  isBlank,
  isEol,
  isQuote,
  isWord,
  lineStart,
  shortText,
  skipBlanks,
  startsWith,
} from './assignment-text.ts';

/** Bytes of the list of columns before the name that are looked through. */
const LIST_REACH = 320;

/** `FOR 'user'@'host' = 'v'` after SET PASSWORD: the offset of the literal, or -1. */
export function grantedAt(bytes: Uint8Array, index: number, end: number): number {
  if (!startsWith(bytes, index, end, 'for ')) return -1;
  const limit = Math.min(end, index + 120);
  let i = index;
  while (i < limit && bytes[i] !== code('=') && !isEol(bytes[i] as number)) i++;
  if (at(bytes, i) !== code('=')) return -1;
  const value = skipBlanks(bytes, i + 1, end);
  return quoteAt(bytes, value, end) === null ? -1 : value;
}

/** What may follow the password of a user or a link in its statement. */
const CLAUSES =
  /^(?:using|replace|account|default|temporary|quota|profile|password|require|retain|container|with|authenticated|enable|and)(?![A-Za-z0-9_])/i;
const LONGEST_CLAUSE = 16;

/** Whether a clause of a statement follows the word that ends at `index`. */
export function isClauseNext(bytes: Uint8Array, index: number, end: number): boolean {
  const next = skipBlanks(bytes, index, end);
  return CLAUSES.test(shortText(bytes, next, Math.min(end, next + LONGEST_CLAUSE)));
}

/** Whether a byte may stand in a list of columns, on one line. */
export function isInList(byte: number): boolean {
  return isWord(byte) || isQuote(byte) || isBlank(byte) || ',[].'.includes(String.fromCharCode(byte));
}

/** Whether the byte may follow the name of a column. */
export function endsColumn(byte: number): boolean {
  return (
    isQuote(byte) || isBlank(byte) || isEol(byte) || byte === code(',') || byte === code(')') || byte === code(']')
  );
}

/** Whether the name may be a column of a statement that puts rows into named columns, by its own line. */
export function mayBeInserted(bytes: Uint8Array, nameStart: number, floor: number): boolean {
  return mayBeListed(bytes, nameStart, floor) || listOpening(bytes, nameStart, floor, false) >= 0;
}

/**
 * Where the list of columns of an INSERT or COPY that holds the name opens; -1 when it stands in no such list. What lies before the
 * name's line is asked only where only columns stand before it there.
 */
export function insertList(bytes: Uint8Array, nameStart: number, floor: number): number {
  return listOpening(bytes, nameStart, floor, mayBeListed(bytes, nameStart, floor));
}

/** @param isOver - Whether the list may begin on a line before. */
function listOpening(bytes: Uint8Array, nameStart: number, floor: number, isOver: boolean): number {
  const least = Math.max(floor, nameStart - LIST_REACH);
  const isPart = (byte: number): boolean => isInList(byte) || (isOver && isEol(byte));
  const isGap = (byte: number): boolean => isBlank(byte) || (isOver && isEol(byte));
  let open = nameStart - 1;
  while (open >= least && isPart(bytes[open] as number)) open--;
  if (open < least || bytes[open] !== code('(')) return -1;
  let i = open - 1;
  while (i > least && isGap(bytes[i] as number)) i--;
  while (i > least && !isGap(bytes[i] as number) && isInList(bytes[i] as number)) i--;
  while (i > least && isGap(bytes[i] as number)) i--;
  if (i - 3 < floor) return -1;
  return startsWith(bytes, i - 3, i + 1, 'into') || startsWith(bytes, i - 3, i + 1, 'copy') ? open : -1;
}

/** Whether nothing but columns, and perhaps the parenthesis, stands before the name on its line, which has one before it. */
function mayBeListed(bytes: Uint8Array, nameStart: number, floor: number): boolean {
  const least = Math.max(floor, nameStart - LIST_REACH);
  let i = nameStart - 1;
  while (i >= least && (isBlank(bytes[i] as number) || isQuote(bytes[i] as number))) i--;
  if (i >= least && bytes[i] === code(',')) while (i >= least && isInList(bytes[i] as number)) i--;
  if (i >= least && bytes[i] === code('(')) for (i--; i >= least && isBlank(bytes[i] as number);) i--;
  return i >= least && isEol(bytes[i] as number);
}

/** Bytes before `identified by` in which its statement says who. */
const STATEMENT_REACH = 120;

/** Whether `identified by` at `start` is part of a statement, not of a sentence: in capitals, at the beginning of its line, or behind who it is about. */
export function isStatement(bytes: Uint8Array, start: number): boolean {
  if (bytes[start] === code('I') && bytes[start + 1] === code('D')) return true;
  const line = shortText(bytes, lineStart(bytes, start, Math.max(0, start - STATEMENT_REACH)), start);
  return /^\W*$|\b(?:user|role|grant|login|database)\b/i.test(line);
}
