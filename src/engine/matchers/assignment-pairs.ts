/** Forms in which the name is itself a value (`key="x" value="v"`), or stands after its value (`"v" == password`). */
import type { Span } from '../../bytes/span.ts';
import { lineBelow } from './assignment-beyond.ts';
import { isInTemplate } from './assignment-default.ts';
import { quoteAt, readQuotedBack } from './assignment-quote.ts';
import {
  at,
  code,
  isBlank,
  isDigit,
  isEol,
  isLetter,
  isWord,
  lineEnd,
  lineStart,
  skipBlanks,
  skipSpace,
  startsWith,
  shortText,
  isQuote,
} from './assignment-text.ts';
import { ALONE, isGrouped, readBare, readBlockScalar, readString, type Literal } from './assignment-value.ts';

const NAME_KEYS = new Set(
  'name key id property var variable param parameter parameterkey option option_name optionname option_key config_key config_name setting_name setting_key meta_key field setting header'.split(
    ' ',
  ),
);
/** The last two: what is set now and what was shared, in collections of requests. */
const VALUE_KEYS =
  'value parametervalue val content default defaultvalue plaintext currentvalue initialvalue option_value config_value setting_value meta_value'.split(
    ' ',
  );
/** Attributes whose value names what is shown or linked: the text of the element is for people. */
const SHOWN_KEYS = new Set('for href class src type title placeholder action autocomplete label'.split(' '));
const PAIR_REACH = 240;
/** Lines of an object or list item that are looked through behind its name. */
const MOST_LINES = 6;
const LONGEST_PATH = 80;

/** The key that `name` is the value of (`key` in `key="x"`), in lower case; empty when it is none. */
function keyBefore(bytes: Uint8Array, start: number): string {
  let i = at(bytes, start - 1) === code('/') ? pathStart(bytes, start) : start;
  if (isQuote(at(bytes, i - 1))) i--;
  while (at(bytes, i - 1) === code('\\')) i--;
  while (isBlank(at(bytes, i - 1))) i--;
  const sign = at(bytes, i - 1);
  if (sign !== code('=') && sign !== code(':')) return '';
  i--;
  while (isBlank(at(bytes, i - 1))) i--;
  if (isQuote(at(bytes, i - 1))) i--;
  while (at(bytes, i - 1) === code('\\')) i--;
  const stop = i;
  while ((isLetter(at(bytes, i - 1)) || at(bytes, i - 1) === code('_')) && stop - i < 16) i--;
  return isWord(at(bytes, i - 1)) ? '' : shortText(bytes, i, stop).toLowerCase();
}

/** Where the path in quotes begins that the name ends: `"/shop/db-password"`; the name itself when it ends none. */
function pathStart(bytes: Uint8Array, start: number): number {
  const least = Math.max(0, start - LONGEST_PATH);
  let i = start;
  while (i > least && (isWord(bytes[i - 1] as number) || '/-.'.includes(String.fromCharCode(bytes[i - 1] as number))))
    i--;
  return isQuote(at(bytes, i - 1)) ? i : start;
}

/** Value of one of {@link VALUE_KEYS} (`value: "v"`) whose key begins at `index`, or null. */
export function valueOfKeyAt(bytes: Uint8Array, index: number, end: number): Literal | null {
  for (const key of VALUE_KEYS) {
    if (!startsWith(bytes, index, end, key)) continue;
    let i = index + key.length;
    if (isWord(at(bytes, i))) continue;
    i += quoteAt(bytes, i, end)?.length ?? 0;
    i = skipBlanks(bytes, i, end);
    if (at(bytes, i) !== code('=') && at(bytes, i) !== code(':')) continue;
    const isMapping = bytes[i] === code(':');
    const from = i + 1;
    i = skipBlanks(bytes, from, end);
    const below = isMapping && (isEol(at(bytes, i)) || '|>'.includes(String.fromCharCode(at(bytes, i))));
    const literal = below
      ? readBelow(bytes, index, i, end)
      : (readString(bytes, i, end) ?? readBare(bytes, i, end, ALONE));
    return literal !== null && literal.end > literal.start ? literal : null;
  }
  return null;
}

/** The value on the line below `value:` of YAML, or below `value: >-`, further in than its key. */
function readBelow(bytes: Uint8Array, key: number, index: number, end: number): Literal | null {
  const block = readBlockScalar(bytes, index, end);
  if (block !== null) return block;
  const next = lineBelow(bytes, index, end);
  const word = next < 0 ? -1 : skipBlanks(bytes, next, end);
  if (word < 0 || word - next <= key - lineStart(bytes, key, 0)) return null;
  return readString(bytes, word, end) ?? readBare(bytes, word, end, ALONE);
}

/** Whether the name is an attribute's value that says nothing of the text of its element: `<label for="password">`. */
export function isShown(bytes: Uint8Array, nameStart: number): boolean {
  return SHOWN_KEYS.has(keyBefore(bytes, nameStart));
}

function isBoundary(byte: number): boolean {
  return byte === code('}') || byte === code('{') || byte === code('<') || byte === code('>') || byte === code(')');
}

/** The value key after the name, in the same tag, object or list item. */
function pairForward(bytes: Uint8Array, from: number, end: number): Literal | null {
  const limit = Math.min(end, from + PAIR_REACH);
  let lines = 0;
  for (let i = from; i < limit; i++) {
    const byte = bytes[i] as number;
    if (isBoundary(byte) || (isEol(byte) && at(bytes, i + 1) !== 0x0a && ++lines === MOST_LINES)) return null;
    if (byte === code('-') && isBlank(at(bytes, i + 1)) && lines > 0) return null;
    if (!isLetter(byte) || isWord(at(bytes, i - 1))) continue;
    const literal = valueOfKeyAt(bytes, i, end);
    if (literal !== null) return literal;
  }
  return null;
}

/** The value key before the name. */
function pairBackward(bytes: Uint8Array, from: number): Literal | null {
  for (let i = from - 1; i >= 0 && i > from - PAIR_REACH; i--) {
    const byte = bytes[i] as number;
    if (isBoundary(byte)) return null;
    if (isLetter(byte) && !isWord(at(bytes, i - 1))) {
      const literal = valueOfKeyAt(bytes, i, from);
      if (literal !== null && literal.after <= from) return literal;
    }
    if (
      byte === code('-') &&
      isBlank(at(bytes, i + 1)) &&
      (i === 0 || isBlank(at(bytes, i - 1)) || isEol(at(bytes, i - 1)))
    )
      return null;
  }
  return null;
}

/** Whether what stands after `key =` goes on as an expression or an assignment: `"X-Token: v"`, `process.env.X || "v"`. */
function goesOn(bytes: Uint8Array, nameEnd: number): boolean {
  const direct = at(bytes, nameEnd);
  if (direct === code(':') || direct === code('=')) return !isEol(at(bytes, nameEnd + 1));
  const i = skipBlanks(bytes, nameEnd, bytes.length);
  return at(bytes, i) === at(bytes, i + 1) && (at(bytes, i) === code('|') || at(bytes, i) === code('?'));
}

/**
 * The value of a pair in which `name` is the value of a `name`, `key` or `id` key. `undefined`: the name stands in no
 * such pair; null: it does, and there is no value to it.
 */
export function readPair(bytes: Uint8Array, name: Span, end: number): Literal | null | undefined {
  const key = keyBefore(bytes, name.start);
  if (!NAME_KEYS.has(key) || goesOn(bytes, name.end)) return undefined;
  return (
    pairForward(bytes, name.end, end) ?? pairBackward(bytes, name.start - 1) ?? readFormField(bytes, name.end, end)
  );
}

/** `name="x"` at the end of a header of a form in parts: the line behind the empty one, where a boundary follows it or nothing yet; null otherwise. */
function readFormField(bytes: Uint8Array, nameEnd: number, end: number): Literal | null {
  const empty = lineBelow(bytes, nameEnd + (quoteAt(bytes, nameEnd, end)?.length ?? 0), end);
  const start = empty < 0 ? -1 : lineBelow(bytes, empty, end);
  const stop = start < 0 ? -1 : lineEnd(bytes, start, end);
  if (stop <= start) return null;
  const next = lineBelow(bytes, stop, end);
  if (next >= 0 && next < end && !startsWith(bytes, next, end, '--')) return null;
  return { start, end: stop, after: stop, encoding: 'plain', bare: true, trailing: false };
}

/** `variable "x" { default = "v" }` and `option("--x", default="v")`: a default in the block or call the name opens. */
export function readDefaultLater(bytes: Uint8Array, name: Span, end: number): Literal | null {
  const quote = quoteAt(bytes, name.end, end);
  if (quote === null) return null;
  const i = skipBlanks(bytes, name.end + quote.length, end);
  if (at(bytes, i) !== code('{') && at(bytes, i) !== code(',')) return null;
  const limit = Math.min(end, i + PAIR_REACH);
  // `option("x", { default: "v" })`
  const inner = at(bytes, i) === code(',') ? skipBlanks(bytes, i + 1, end) : i;
  for (let k = at(bytes, inner) === code('{') ? inner + 1 : i + 1; k < limit; k++) {
    if (isBoundary(bytes[k] as number)) return null;
    if (bytes[k] !== code('d') || isWord(at(bytes, k - 1)) || !startsWith(bytes, k, end, 'default')) continue;
    let value = skipBlanks(bytes, k + 7, end);
    if (at(bytes, value) !== code('=') && at(bytes, value) !== code(':')) continue;
    value = skipBlanks(bytes, value + 1, end);
    return readString(bytes, value, end);
  }
  return null;
}

/** `{{ default "v" .Values.name }}` of a template: the literal that stands before the name. */
export function readDefaultBefore(bytes: Uint8Array, { start, end }: Span): Literal | null {
  if (!isBlank(at(bytes, end))) return null;
  let i = start;
  while (start - i < PAIR_REACH && (isWord(at(bytes, i - 1)) || at(bytes, i - 1) === code('.'))) i--;
  if (at(bytes, i - 1) === code('$')) i--;
  if (at(bytes, i - 1) !== 0x20 || at(bytes, i - 2) !== 0x22) return null;
  const quoted = readQuotedBack(bytes, i - 1, Math.max(0, i - PAIR_REACH));
  if (quoted === null || !startsWith(bytes, quoted.start - 9, quoted.start, 'default ')) return null;
  if (isWord(at(bytes, quoted.start - 10)) || !isInTemplate(bytes, quoted.start)) return null;
  const encoding = quoted.escaped ? 'json' : 'plain';
  return { start: quoted.start, end: quoted.end, after: quoted.after, encoding, bare: false, trailing: false };
}

/** `"v" == name`, `"v".equals(name)`: the literal on the left of a comparison. */
export function readCompared(bytes: Uint8Array, nameStart: number): Literal | null {
  let i = nameStart;
  while (at(bytes, i - 1) === code('$') || isBlank(at(bytes, i - 1))) i--;
  if (at(bytes, i - 1) === code('=') && at(bytes, i - 2) === code('=')) {
    while (at(bytes, i - 1) === code('=') || at(bytes, i - 1) === code('!')) i--;
    while (isBlank(at(bytes, i - 1))) i--;
  } else if (at(bytes, i - 1) === code('(')) {
    i--;
    const stop = i;
    while (isLetter(at(bytes, i - 1))) i--;
    if (!/^equals(?:ignorecase)?$/i.test(shortText(bytes, i, stop))) return null;
    if (at(bytes, i - 1) !== code('.')) return null;
    i--;
  } else return null;
  const quoted = readQuotedBack(bytes, i, Math.max(0, i - PAIR_REACH));
  if (quoted === null || quoted.end === quoted.start) return null;
  const encoding = quoted.escaped && quoted.quote.mark === 0x22 ? 'json' : 'plain';
  return { start: quoted.start, end: quoted.end, after: quoted.after, encoding, bare: false, trailing: false };
}

/** End of a name whose label runs on over words up to the end of a CSV cell; the name's own end when it does not. */
function cellEnd(bytes: Uint8Array, name: Span, end: number): number {
  let i = name.end;
  while (i < end && i - name.end < 32 && (bytes[i] === 0x20 || isWord(bytes[i] as number))) i++;
  return at(bytes, i) === code(',') || isEol(at(bytes, i)) ? i : name.end;
}

/** Bytes of a header row of a CSV file that are looked through. */
const ROW_REACH = 200;

/** A name in the header of a CSV file. */
interface HeaderCell {
  readonly nameEnd: number;
  /** How many cells stand before it. */
  readonly column: number;
  /** Where the header ends. */
  readonly stop: number;
}

/** The cell under a name in the first row after a CSV header, and the header cell's end; null when the line is no header. */
export function readColumn(bytes: Uint8Array, name: Span, end: number): { cell: Literal; nameEnd: number } | null {
  const header = headerCell(bytes, name, end);
  const cell = header === null ? null : cellBelow(bytes, header, end);
  return cell === null ? null : { cell, nameEnd: header!.nameEnd };
}

/** The name as a cell of a header; null when its line is none. Looks at nothing beyond that line. */
export function headerCell(bytes: Uint8Array, name: Span, end: number): HeaderCell | null {
  const nameEnd = cellEnd(bytes, name, end);
  const next = at(bytes, nameEnd);
  if (next !== code(',') && !isEol(next) && next !== 0x22) return null;
  let column = 0;
  let i = name.start - 1;
  for (; i >= 0 && !isEol(bytes[i] as number); i--) {
    if (bytes[i] === code(',')) column++;
    else if (!isHeaderByte(bytes[i] as number)) return null;
  }
  let stop = nameEnd;
  let commas = column;
  for (; stop < end && stop - nameEnd < ROW_REACH && !isEol(bytes[stop] as number); stop++) {
    if (bytes[stop] === code(',')) commas++;
    else if (!isHeaderByte(bytes[stop] as number)) return null;
  }
  // The comma behind the only word of its line goes on with a list of a program.
  if (at(bytes, stop - 1) === code(',')) commas--;
  if (commas === 0 || !isEol(at(bytes, stop))) return null;
  return isSentence(bytes, i + 1, stop) ? null : { nameEnd, column, stop };
}

/** More words in a cell are no heading. */
const MOST_HEADING_WORDS = 4;

/** Whether a cell of the line has more words than a heading. */
function isSentence(bytes: Uint8Array, start: number, stop: number): boolean {
  let blanks = 0;
  for (let i = start; i < stop; i++) {
    if (bytes[i] === code(',')) blanks = 0;
    else if (bytes[i] === 0x20 && isWord(at(bytes, i + 1))) blanks++;
    if (blanks > MOST_HEADING_WORDS) return true;
  }
  return false;
}

function cellBelow(bytes: Uint8Array, { column, stop }: HeaderCell, end: number): Literal | null {
  let cell = skipSpace(bytes, stop, end, 1);
  for (let passed = 0; passed < column; cell++) {
    if (cell >= end || isEol(bytes[cell] as number)) return null;
    if (bytes[cell] === code(',')) passed++;
  }
  return readCell(bytes, cell, end);
}

/** Fewer bytes in a cell without quotes are no credential. */
const SHORTEST_CELL = 8;

/** The cell of a CSV row that begins at `cell`; null when it is short or holds blanks. */
function readCell(bytes: Uint8Array, cell: number, end: number): Literal | null {
  const string = readString(bytes, cell, end);
  if (string !== null) return string;
  let last = cell;
  let blanks = false;
  for (; last < end && bytes[last] !== code(',') && !isEol(bytes[last] as number); last++) {
    blanks = blanks || isBlank(bytes[last] as number);
  }
  if (last - cell < SHORTEST_CELL || (blanks && !isGrouped(bytes, cell, last))) return null;
  return { start: cell, end: last, after: last, encoding: 'plain', bare: true, trailing: false };
}

/** The second cell of a CSV row whose first is the name: `NAME,v`. The row ends with it or with more cells. */
export function readRow(bytes: Uint8Array, name: Span, end: number): Literal | null {
  const quoted = at(bytes, name.start - 1) === 0x22 && at(bytes, name.end) === 0x22;
  const start = quoted ? name.start - 1 : name.start;
  const comma = quoted ? name.end + 1 : name.end;
  if (at(bytes, comma) !== code(',') || (start > 0 && !isEol(at(bytes, start - 1)))) return null;
  const cell = readCell(bytes, comma + 1, end);
  if (cell === null || cell.end === cell.start) return null;
  if (isGrouped(bytes, cell.start, cell.end)) return cell;
  // Names one below the other, as code lists them, have no digit here.
  for (let i = cell.start; i < cell.end; i++) if (isDigit(at(bytes, i))) return cell;
  return null;
}

function isHeaderByte(byte: number): boolean {
  return isWord(byte) || byte === 0x20 || byte === 0x22 || byte === code('-');
}
