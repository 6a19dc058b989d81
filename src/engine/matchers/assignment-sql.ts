/** Statements of SQL that put a value far from its name: rows that are inserted, and a user's new password. */
import type { Span } from '../../bytes/span.ts';
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
  skipSpace,
  startsWith,
} from './assignment-text.ts';
import { readString, type Literal } from './assignment-value.ts';

/** Bytes of the list of columns that are looked through, to each side. */
const LIST_REACH = 320;
/** Cells of a row that are stepped over. */
const MOST_CELLS = 40;

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
function isInList(byte: number): boolean {
  return isWord(byte) || isQuote(byte) || isBlank(byte) || ',[].'.includes(String.fromCharCode(byte));
}

/** Whether the byte may follow the name of a column. */
export function endsColumn(byte: number): boolean {
  return (
    isQuote(byte) || isBlank(byte) || isEol(byte) || byte === code(',') || byte === code(')') || byte === code(']')
  );
}

/** Where the list of columns of an INSERT that holds the name opens, on the name's line; -1 when it stands in no such list. */
export function insertList(bytes: Uint8Array, nameStart: number, floor: number): number {
  const least = Math.max(floor, nameStart - LIST_REACH);
  let open = nameStart - 1;
  while (open >= least && isInList(bytes[open] as number)) open--;
  if (open < least || bytes[open] !== code('(')) return -1;
  let i = open - 1;
  while (i > least && isBlank(bytes[i] as number)) i--;
  while (i > least && !isBlank(bytes[i] as number) && isInList(bytes[i] as number)) i--;
  while (i > least && isBlank(bytes[i] as number)) i--;
  return i - 3 >= floor && startsWith(bytes, i - 3, i + 1, 'into') ? open : -1;
}

/** `INSERT INTO t (a, name) VALUES ('x', 'v')`: the literal of the first row at the name's place, or null. */
export function readInserted(bytes: Uint8Array, name: Span, end: number): Literal | null {
  const open = endsColumn(at(bytes, name.end)) ? insertList(bytes, name.start, 0) : -1;
  if (open < 0) return null;
  let place = 0;
  for (let i = open + 1; i < name.start; i++) if (bytes[i] === code(',')) place++;
  let i = name.end;
  const limit = Math.min(end, name.end + LIST_REACH);
  while (i < limit && (isInList(bytes[i] as number) || isEol(bytes[i] as number))) i++;
  if (at(bytes, i) !== code(')')) return null;
  i = skipSpace(bytes, i + 1, end, 2);
  if (!startsWith(bytes, i, end, 'values')) return null;
  i = skipSpace(bytes, i + 6, end, 2);
  return at(bytes, i) === code('(') ? readCellAt(bytes, i + 1, place, end) : null;
}

/** The string at a place of a row; null when another thing stands there, or a digest, as users' passwords are stored. */
function readCellAt(bytes: Uint8Array, index: number, place: number, end: number): Literal | null {
  let i = index;
  for (let cell = 0; cell <= place && cell < MOST_CELLS; cell++) {
    i = skipSpace(bytes, i, end, 2);
    if (at(bytes, i) === code('N') && isQuote(at(bytes, i + 1))) i++;
    const literal = readString(bytes, i, end);
    if (cell === place) return literal === null || isDigest(bytes, literal) ? null : literal;
    i = literal?.after ?? i;
    let depth = 0;
    for (; i < end && (depth > 0 || bytes[i] !== code(',')); i++) {
      if (bytes[i] === code('(')) depth++;
      if (bytes[i] === code(')') && depth-- === 0) return null;
    }
    i++;
  }
  return null;
}

function isDigest(bytes: Uint8Array, { start, end }: Literal): boolean {
  return /^(?:[0-9a-fA-F]{32}|[0-9a-fA-F]{40}|[0-9a-fA-F]{56,128})$/.test(shortText(bytes, start, end));
}

/** Bytes before `identified by` in which its statement says who. */
const STATEMENT_REACH = 120;

/** Whether `identified by` at `start` is part of a statement, not of a sentence: in capitals, at the beginning of its line, or behind who it is about. */
export function isStatement(bytes: Uint8Array, start: number): boolean {
  if (bytes[start] === code('I') && bytes[start + 1] === code('D')) return true;
  const line = shortText(bytes, lineStart(bytes, start, Math.max(0, start - STATEMENT_REACH)), start);
  return /^\W*$|\b(?:user|role|grant|login|database)\b/i.test(line);
}
