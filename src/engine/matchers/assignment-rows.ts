/** Rows that statements of SQL put into named columns: `INSERT INTO t (a, name) VALUES ('x', 'v'), …`, and the lines of a dump behind `COPY t (a, name) FROM stdin;`. */
import type { Span } from '../../bytes/span.ts';
import { endsColumn, insertList, isInList } from './assignment-sql.ts';
import {
  afterEol,
  at,
  code,
  isBlank,
  isDigit,
  isEol,
  isQuote,
  lineEnd,
  shortText,
  skipSpace,
  startsWith,
} from './assignment-text.ts';
import { readString, type Literal } from './assignment-value.ts';

/** Bytes of the list of columns behind the name that are looked through. */
const LIST_REACH = 320;
/** Cells of a row that are stepped over. */
const MOST_CELLS = 40;
/** Rows that are read where only what is near the name is looked at; `documents/tables.ts` reads all. */
const MOST_ROWS = 12;
/** Fewer bytes in a line of a dump are no credential. */
const SHORTEST_CELL = 6;
/** Line ends that may part the words of a statement. */
const LINES = 2;
const TAB = 0x09;

/**
 * The values at the name's place in the rows that follow the list of columns it stands in; null when it stands in none, or no value may be a credential.
 *
 * @param most - Rows.
 */
export function readInserted(bytes: Uint8Array, name: Span, end: number, most = MOST_ROWS): Literal[] | null {
  const open = endsColumn(at(bytes, name.end)) ? insertList(bytes, name.start, 0) : -1;
  if (open < 0) return null;
  let place = 0;
  for (let i = open + 1; i < name.start; i++) if (bytes[i] === code(',')) place++;
  let i = name.end;
  const limit = Math.min(end, name.end + LIST_REACH);
  while (i < limit && (isInList(bytes[i] as number) || isEol(bytes[i] as number))) i++;
  if (at(bytes, i) !== code(')')) return null;
  i = skipSpace(bytes, i + 1, end, LINES);
  const isDump = startsWith(bytes, i, end, 'from stdin');
  const rows = isDump ? dumpedRows(bytes, i, place, { end, most }) : givenRows(bytes, i, place, { end, most });
  const values = !KEYS.test(shortText(bytes, name.start, name.end))
    ? rows.filter((row) => !isDigest(bytes, row))
    : rows;
  return values.length === 0 ? null : values;
}

/** How far rows are read. */
interface RowLimits {
  readonly end: number;
  readonly most: number;
}

/** `VALUES ('x', 'v'), ('y', 'w')`, and `SELECT 'x', 'v'`. */
function givenRows(bytes: Uint8Array, index: number, place: number, { end, most }: RowLimits): Literal[] {
  const found: Literal[] = [];
  if (startsWith(bytes, index, end, 'select ')) readRow(bytes, index + 7, place, end, found);
  if (!startsWith(bytes, index, end, 'values')) return found;
  let i = skipSpace(bytes, index + 6, end, LINES);
  for (let rows = 0; rows < most && at(bytes, i) === code('('); rows++) {
    const stop = readRow(bytes, i + 1, place, end, found);
    if (stop < 0) break;
    i = skipSpace(bytes, stop + 1, end, 1);
    if (at(bytes, i) !== code(',')) break;
    i = skipSpace(bytes, i + 1, end, LINES);
  }
  return found;
}

/** Adds the string at a place of the row to what was found; where the row closes, or -1. */
function readRow(bytes: Uint8Array, index: number, place: number, end: number, found: Literal[]): number {
  let i = index;
  for (let cell = 0; cell < MOST_CELLS; cell++) {
    i = skipSpace(bytes, i, end, LINES);
    if (at(bytes, i) === code('N') && isQuote(at(bytes, i + 1))) i++;
    const literal = readString(bytes, i, end);
    if (cell === place && literal !== null && literal.end > literal.start) found.push(literal);
    i = literal?.after ?? i;
    let depth = 0;
    for (; i < end && (depth > 0 || bytes[i] !== code(',')); i++) {
      if (bytes[i] === code('(')) depth++;
      if (bytes[i] === code(')') && depth-- === 0) return i;
    }
    if (i >= end) return -1;
    i++;
  }
  return -1;
}

/** The cells of the lines behind `FROM stdin;`, tabs between them, up to `\.`. */
function dumpedRows(bytes: Uint8Array, index: number, place: number, { end, most }: RowLimits): Literal[] {
  const found: Literal[] = [];
  let line = lineEnd(bytes, index, end);
  for (let rows = 0; rows < most; rows++) {
    line = afterEol(bytes, line);
    const stop = lineEnd(bytes, line, end);
    if (stop === line || startsWith(bytes, line, end, '\\.')) break;
    const cell = dumpedCell(bytes, line, stop, place);
    if (cell !== null) found.push(cell);
    line = stop;
  }
  return found;
}

/** The cell at a place of a line, when it is one word; null for others and where there is nothing. */
function dumpedCell(bytes: Uint8Array, line: number, stop: number, place: number): Literal | null {
  let start = line;
  for (let passed = 0; passed < place; start++) {
    if (start >= stop) return null;
    if (bytes[start] === TAB) passed++;
  }
  let end = start;
  for (; end < stop && bytes[end] !== TAB; end++) if (bytes[end] === 0x20) return null;
  if (end - start < SHORTEST_CELL) return null;
  return { start, end, after: end, encoding: 'plain', bare: true, inString: true, trailing: false };
}

/** Columns in which hexadecimal digits are no digest of a password. */
const KEYS = /key|token/i;

/** Whether a value is a digest, as users' passwords are stored. */
function isDigest(bytes: Uint8Array, { start, end }: Literal): boolean {
  return /^(?:[0-9a-fA-F]{32}|[0-9a-fA-F]{40}|[0-9a-fA-F]{56,128})$/.test(shortText(bytes, start, end));
}

/** Whether a comma follows the number of a row and nothing else: `(12, 'name', 'v')`, behind `VALUES`, another row or nothing. */
export function isNumbered(bytes: Uint8Array, comma: number): boolean {
  let i = comma;
  while (isBlank(at(bytes, i - 1))) i--;
  const stop = i;
  while (isDigit(at(bytes, i - 1))) i--;
  if (i === stop || at(bytes, i - 1) !== code('(')) return false;
  i--;
  while (isBlank(at(bytes, i - 1))) i--;
  if (at(bytes, i - 1) === code(',')) return at(bytes, i - 2) === code(')');
  return i === 0 || isEol(at(bytes, i - 1)) || startsWith(bytes, i - 6, i, 'values');
}
