/**
 * The columns of tables that people write: Markdown, org, reStructuredText, AsciiDoc, wikis, and what clients of databases print. The head
 * says what the cells below it are.
 */
import type { Span } from '../../bytes/span.ts';
import {
  afterEol,
  at,
  code,
  isBlank,
  isEol,
  isLetter,
  isQuote,
  isWord,
  shortText,
  lineEnd,
  lineStart,
  skipBlanks,
} from './assignment-text.ts';
import { trimEnd, type Literal } from './assignment-value.ts';

const BAR = code('|');
const STAR = code('*');
/** Bytes of the head's cell behind the name. */
const LONGEST_CELL = 32;
const LONGEST_LINE = 400;
/** Lines below the head that are looked at. */
const MOST_LINES = 12;
/** Fewer bytes in a cell are no credential. */
const SHORTEST = 6;

/** A name in the head of a table. */
export interface TableHead {
  /** End of the name with the words behind it in its cell. */
  readonly nameEnd: number;
  /** How many bars, or pairs of them, stand before it; -1: blanks part the columns. */
  readonly bars: number;
}

/** Whether the byte parts the cells of a table: `|`, in heads of wikis `!` and `^`. */
export function isBar(byte: number): boolean {
  return byte === BAR || byte === code('!') || byte === code('^');
}

/** The name as a cell of a table's head, as far as its own line says; null when it can be none. */
export function tableHead(bytes: Uint8Array, name: Span, end: number): TableHead | null {
  const gap = gapBefore(bytes, name.start, 0);
  if (gap === NO_GAP) return null;
  const nameEnd = cellEnd(bytes, name.end, end);
  // One star is no mark.
  if (at(bytes, nameEnd) === STAR && at(bytes, nameEnd + 1) !== STAR) return null;
  const next = skipMarks(bytes, nameEnd, end);
  const isLast = next >= end || isEol(bytes[next] as number);
  const bars = barsBefore(bytes, name.start);
  if (isBarAt(bytes, next) || (isLast && bars > 0)) return { nameEnd, bars };
  const isAligned = isLast ? gap === GAP : isBlank(at(bytes, nameEnd)) && isBlank(at(bytes, nameEnd + 1));
  return bars === 0 && isAligned ? { nameEnd, bars: -1 } : null;
}

/** Whether a bar ends a cell here; those of wikis follow a blank. */
function isBarAt(bytes: Uint8Array, index: number): boolean {
  return at(bytes, index) === BAR || (isBar(at(bytes, index)) && isBlank(at(bytes, index - 1)));
}

/** The end of the words, single blanks between them, from `index` on. */
function cellEnd(bytes: Uint8Array, index: number, end: number): number {
  const limit = Math.min(end, index + LONGEST_CELL);
  let i = index;
  while (i < limit && (isWord(bytes[i] as number) || (bytes[i] === 0x20 && isWord(at(bytes, i + 1))))) i++;
  return i;
}

function skipMarks(bytes: Uint8Array, index: number, end: number): number {
  let i = index;
  while (i < end && isMark(bytes[i] as number)) i++;
  return i;
}

/** What may stand round the text of a cell. */
function isMark(byte: number): boolean {
  return isBlank(byte) || isQuote(byte) || byte === STAR;
}

function barsBefore(bytes: Uint8Array, index: number): number {
  let bars = 0;
  const least = Math.max(0, index - LONGEST_LINE);
  for (let i = index - 1; i >= least && !isEol(bytes[i] as number); i--) {
    if (isBar(bytes[i] as number) && !isBar(at(bytes, i - 1))) bars++;
  }
  return bars;
}

/** What stands before the words of a cell: others, the beginning of the line, or a bar or two blanks. */
const NO_GAP = 0;
const LINE_START = 1;
export const GAP = 2;

/** What the words that end before `index` stand behind; reads nothing before `floor`. */
export function gapBefore(bytes: Uint8Array, index: number, floor: number): number {
  const least = Math.max(floor, index - LONGEST_CELL);
  let i = index;
  while (
    i > least &&
    (isWord(bytes[i - 1] as number) ||
      isSingleBlank(bytes, i - 1, least) ||
      (isMark(bytes[i - 1] as number) && !isBlank(bytes[i - 1] as number)))
  )
    i--;
  if (i === floor || isEol(bytes[i - 1] as number)) return LINE_START;
  if (isBar(bytes[i - 1] as number)) return GAP;
  if (!isBlank(bytes[i - 1] as number)) return NO_GAP;
  const before = skipBack(bytes, i, floor);
  if (before < floor || isEol(bytes[before] as number)) return LINE_START;
  return isBar(bytes[before] as number) || before < i - 2 ? GAP : NO_GAP;
}

function isSingleBlank(bytes: Uint8Array, index: number, least: number): boolean {
  return bytes[index] === 0x20 && index > least && isWord(bytes[index - 1] as number);
}

/** The last byte before `index` that is no blank, or one before `floor`. */
function skipBack(bytes: Uint8Array, index: number, floor: number): number {
  let i = index - 1;
  while (i >= floor && isBlank(bytes[i] as number)) i--;
  return i;
}

/** What stands below a name in the head of a table. */
export interface Column {
  readonly cells: Literal[];
  readonly nameEnd: number;
  /** First byte that has a say in it. */
  readonly from: number;
}

/** The cells below a name in the head of a table; null when it is no head, or no cell may hold a credential. */
export function readTable(bytes: Uint8Array, name: Span, end: number): Column | null {
  const head = tableHead(bytes, name, end);
  if (head === null) return null;
  const start = lineStart(bytes, name.start, 0);
  const cells = head.bars < 0 ? alignedCells(bytes, name.start, end) : barredCells(bytes, start, head.bars, end);
  const before = lineBefore(bytes, start);
  const from = before < 0 ? start : Math.max(0, lineBefore(bytes, before));
  return cells.length === 0 ? null : { cells, nameEnd: head.nameEnd, from };
}

/** Whether the line at `start` is the head of a table, by what it begins with and by the lines round it. */
function isHead(bytes: Uint8Array, start: number, end: number): boolean {
  const first = skipBlanks(bytes, start, end);
  const isWiki = at(bytes, first) === code('!') || at(bytes, first) === code('^');
  if (isWiki || (at(bytes, first) === BAR && at(bytes, first + 1) === BAR && isLetter(at(bytes, first + 2))))
    return true;
  const before = lineBefore(bytes, start);
  const isFramed = before >= 0 && isRule(bytes, before, start);
  if (isInTable(bytes, isFramed ? lineBefore(bytes, before) : before, end)) return false;
  if (at(bytes, first) === BAR && holdsWordsOnly(bytes, first, end)) {
    if (at(bytes, first + 1) === BAR || leadsToTable(bytes, before, start)) return true;
  }
  const next = nextLine(bytes, start, end);
  // AsciiDoc parts the head by a blank line.
  return isRule(bytes, next, end) || (isFramed && isEol(at(bytes, skipBlanks(bytes, next, end))));
}

/** Whether the row at `first` has nothing but words in its cells, as heads have. */
function holdsWordsOnly(bytes: Uint8Array, first: number, end: number): boolean {
  for (let i = first; i < end && !isEol(bytes[i] as number); i++) {
    const byte = bytes[i] as number;
    if (byte !== BAR && byte !== code('_') && byte !== code('-') && !isBlank(byte) && !isLetter(byte)) return false;
  }
  return true;
}

/** A step or the examples of a scenario, or a sentence that announces what follows. */
const LEADS = /^(?:Given|When|Then|And|But|\*) |:$/;

/** Whether the line `[line, start)` announces a table that has no rule below its head, as those of Gherkin. */
function leadsToTable(bytes: Uint8Array, line: number, start: number): boolean {
  if (line < 0) return false;
  let stop = start;
  while (stop > line && (isEol(bytes[stop - 1] as number) || isBlank(bytes[stop - 1] as number))) stop--;
  return LEADS.test(shortText(bytes, skipBlanks(bytes, line, stop), stop));
}

function isInTable(bytes: Uint8Array, line: number, end: number): boolean {
  const first = line < 0 ? -1 : at(bytes, skipBlanks(bytes, line, end));
  return first === BAR || first === code('+');
}

function nextLine(bytes: Uint8Array, index: number, end: number): number {
  const stop = lineEnd(bytes, index, Math.min(end, index + LONGEST_LINE));
  return Math.min(end, afterEol(bytes, stop));
}

/** Start of the line that ends right before `start`, or -1. */
function lineBefore(bytes: Uint8Array, start: number): number {
  if (start <= 0) return -1;
  const stop = at(bytes, start - 1) === 0x0a && at(bytes, start - 2) === 0x0d ? start - 2 : start - 1;
  return lineStart(bytes, stop, Math.max(0, stop - LONGEST_LINE));
}

/** Whether the line at `index` only draws: `|---|:-:|`, `+===+`, `|-`. */
function isRule(bytes: Uint8Array, index: number, end: number): boolean {
  let dashes = 0;
  let others = 0;
  let i = index;
  for (; i < end && !isEol(bytes[i] as number); i++) {
    const byte = bytes[i] as number;
    if (byte === code('-') || byte === code('=')) dashes++;
    else if (byte === BAR || byte === code('+')) others++;
    else if (byte !== code(':') && !isBlank(byte)) return false;
  }
  return dashes > 0 && others + dashes > 1;
}

/** The cells behind `bars` bars in the rows below the head at `start`. */
function barredCells(bytes: Uint8Array, start: number, bars: number, end: number): Literal[] {
  const cells: Literal[] = [];
  if (!isHead(bytes, start, end)) return cells;
  let line = nextLine(bytes, start, end);
  for (let lines = 0; lines < MOST_LINES && line < end; lines++, line = nextLine(bytes, line, end)) {
    const isBlankLine = isEol(at(bytes, skipBlanks(bytes, line, end)));
    if (isBlankLine && lines > 0) break;
    if (isBlankLine || isRule(bytes, line, end)) continue;
    const from = cellAfter(bytes, line, bars, end);
    if (from < 0) break;
    let to = from;
    while (to < end && bytes[to] !== BAR && !isEol(bytes[to] as number)) to++;
    const cell = cellIn(bytes, from, to);
    if (cell !== null) cells.push(cell);
  }
  return cells;
}

/** Where the cell behind so many bars begins on the line, or -1. */
function cellAfter(bytes: Uint8Array, line: number, bars: number, end: number): number {
  let left = bars;
  let i = line;
  let seen = false;
  for (; i < end && !isEol(bytes[i] as number); i++) {
    if (bytes[i] !== BAR) {
      if (left === 0) return i;
      continue;
    }
    seen = true;
    if (at(bytes, i + 1) !== BAR) left--;
  }
  return left === 0 && seen ? i : -1;
}

/** A cell of one word that looks like no word, without the marks round it; null for others. */
function cellIn(bytes: Uint8Array, from: number, to: number): Literal | null {
  let start = skipMarks(bytes, from, to);
  let end = to;
  while (end > start && isMark(bytes[end - 1] as number)) end--;
  // Literal text in org.
  for (; start < end && at(bytes, start) === code('=') && at(bytes, end - 1) === code('='); end--) start++;
  const text = shortText(bytes, start, end);
  if (end - start < SHORTEST || /[ \t]/.test(text) || !/[A-Za-z]/.test(text)) return null;
  const isTelling = /\d.*\d|[!@#$%^&]/.test(text) || /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d).{8,}$/.test(text);
  return isTelling ? { start, end, after: end, encoding: 'plain', bare: true, trailing: false } : null;
}

/** The cells below a name between lines of `====  ====`. */
function alignedCells(bytes: Uint8Array, index: number, end: number): Literal[] {
  const start = lineStart(bytes, index, 0);
  const rule = lineBefore(bytes, start);
  const column = rule < 0 ? null : columnAt(bytes, rule, index - start, start);
  const cells: Literal[] = [];
  let line = nextLine(bytes, index, end);
  if (column === null || columnAt(bytes, line, index - start, end) === null) return cells;
  for (let lines = 0; lines < MOST_LINES; lines++) {
    line = nextLine(bytes, line, end);
    const stop = lineEnd(bytes, line, end);
    if (line >= end || bytes[line] === code('=') || line + column.start >= stop) break;
    const cell = cellIn(bytes, line + column.start, column.isLast ? stop : Math.min(stop, line + column.end));
    if (cell !== null) cells.push(cell);
  }
  return cells;
}

/** The run of `=` on the line at `line` that lies over `offset`; null when the line is no rule of several columns. */
function columnAt(bytes: Uint8Array, line: number, offset: number, end: number): (Span & { isLast: boolean }) | null {
  const stop = trimEnd(bytes, line, lineEnd(bytes, line, end));
  let found: Span | null = null;
  let runs = 0;
  for (let i = line; i < stop; i++) {
    if (bytes[i] !== code('=') && bytes[i] !== 0x20) return null;
    if (bytes[i] !== code('=') || at(bytes, i - 1) === code('=')) continue;
    runs++;
    let last = i;
    while (last < stop && bytes[last] === code('=')) last++;
    if (offset >= i - line && offset < last - line) found = { start: i - line, end: last - line };
  }
  return found === null || runs < 2 ? null : { ...found, isLast: line + found.end === stop };
}
