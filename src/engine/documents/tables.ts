/**
 * Rows of tables below columns that name a secret: CSV exports, statements of SQL that put many rows into named columns, dumps of PostgreSQL, tables
 * in text. Of statements and dumps the first rows are left to the rules for assignments, which see what is near the name.
 */
import type { Span } from '../../bytes/span.ts';
import { readInserted } from '../matchers/assignment-rows.ts';
import type { DocumentHit } from './document.ts';
import { documentHit } from './document.ts';
import { type Line, linesOf } from './lines.ts';

/** Of one table: who has so many secrets in one place is told enough. */
const MOST_ROWS = 20_000;
/** Bytes behind a column's name that the rules for assignments see. */
const NEAR_BYTES = 200;

const SECRET_COLUMN =
  /(secret|password|passwd|passwort|kennwort|senha|contrase\xc3\xb1a|contrasena|mot de passe|wachtwoord|private key|(access|api|auth|bearer)[ _-]?(token|key))/i;
const OTHER_COLUMN =
  /(\bid|_id|hint|hash|policy|last|age|changed|enabled|expir|created|date|name|url|question|datum|fecha)$|^(password|token) (reset|last)/i;

/** Cells below headings that name a secret, as clouds and password managers export them. The first line must be headings. */
export function readSecretsCsv(text: string): DocumentHit[] {
  const delimiter = delimiterOf(text);
  const headings = headingsOf(text, delimiter);
  if (headings === null) return [];
  const secrets = secretsOf(headings);
  const hits: DocumentHit[] = [];
  for (const { offset, line } of linesBelow(text, 0)) {
    const cells = splitRow(line, delimiter);
    if (cells.length === headings.length) hits.push(...hitsIn(cells, secrets, offset));
  }
  return hits;
}

/** By column, its name where that names a secret. */
function secretsOf(headings: readonly string[]): (string | null)[] {
  return headings.map((heading) => (isSecretColumn(heading) ? heading : null));
}

/** What a variable is called that holds a secret, in a table of them. */
const NAME = /^[A-Z]{2,24}(?:_[A-Z]{2,24}\d{0,2}){1,6}$/;

/** The cells of a row that may be secrets. */
function hitsIn(cells: readonly Cell[], secrets: readonly (string | null)[], offset: number): DocumentHit[] {
  const hits: DocumentHit[] = [];
  for (const [column, { start, value }] of cells.entries()) {
    const name = secrets[column] ?? null;
    if (name === null || value.length < 8 || /\s/.test(value) || NAME.test(value)) continue;
    hits.push(documentHit('secrets-csv', { start: offset + start, end: offset + start + value.length, value, name }));
  }
  return hits;
}

/** The lines behind the one that begins at an offset. */
function* linesBelow(text: string, start: number): Generator<Line> {
  const from = text.indexOf('\n', start) + 1;
  let rows = 0;
  for (const each of from === 0 ? [] : linesOf(text, from)) {
    if (rows++ === MOST_ROWS) return;
    yield each;
  }
}

/** The cells of the first line when they read like headings of which one names a secret, else null. */
function headingsOf(text: string, delimiter: string): string[] | null {
  const end = text.indexOf('\n');
  if (end < 0 || end > 2000) return null;
  const headings = splitRow(text.slice(0, end), delimiter).map((cell) =>
    cell.value.replace(/^\xef\xbb\xbf/, '').trim(),
  );
  if (headings.length < 2 || headings.length > 40 || !headings.some((heading) => isSecretColumn(heading))) return null;
  return headings.some((heading) => heading.length > 40 || /[={}<>;()]|(?: \S{1,38}){5}/.test(heading))
    ? null
    : headings;
}

/** What parts the cells: a comma, or, where the first line has none, a semicolon or a tab. */
function delimiterOf(text: string): string {
  const end = text.indexOf('\n');
  const first = end < 0 ? text : text.slice(0, end);
  return [',', '\t', ';'].find((sign) => first.includes(sign)) ?? ',';
}

function isSecretColumn(heading: string): boolean {
  return SECRET_COLUMN.test(heading) && !OTHER_COLUMN.test(heading);
}

interface Cell {
  readonly start: number;
  readonly value: string;
}

/** Cells of a row without their quotes; a doubled quote inside one is left as it stands. */
function splitRow(line: string, delimiter: string): Cell[] {
  const cells: Cell[] = [];
  for (let at = 0; at <= line.length;) {
    const isQuoted = line[at] === '"';
    const start = isQuoted ? at + 1 : at;
    let end = isQuoted ? line.indexOf('"', start) : line.indexOf(delimiter, start);
    if (end < 0) end = line.replace(/\r$/, '').length;
    cells.push({ start, value: line.slice(start, end).replace(/\r$/, '') });
    const next = line.indexOf(delimiter, end);
    if (next < 0) break;
    at = next + 1;
  }
  return cells;
}

const STATEMENT = /\b(?:insert into|copy)\s{1,8}[^\s(;]{1,160}\s{0,8}\(/gi;
const COLUMN = /[A-Za-z_][\w ]{0,60}\w/g;
const LONGEST_LIST = 640;

/**
 * Values of rows that statements of SQL and dumps put into columns that name a secret. Those of one end where the next such statement begins, so
 * that no row is read twice.
 */
export function readSqlRows(bytes: Uint8Array, text: string): DocumentHit[] {
  const hits: DocumentHit[] = [];
  const statements = statementsOf(text);
  for (const [i, { names }] of statements.entries()) {
    const last = statements[i + 1]?.index ?? bytes.length;
    for (const name of names) {
      for (const literal of readInserted(bytes, name, last, MOST_ROWS) ?? []) {
        const { start, end, encoding, value } = literal;
        if (end < name.end + NEAR_BYTES) continue;
        hits.push({
          ...documentHit('secrets-csv', { start, end, value: '', name: text.slice(name.start, name.end) }),
          encoding,
          value,
        });
      }
    }
  }
  return hits;
}

/** Statements that name a secret among their columns: where each begins, and those columns. */
function statementsOf(text: string): { readonly index: number; readonly names: readonly Span[] }[] {
  const statements: { readonly index: number; readonly names: readonly Span[] }[] = [];
  for (const { index, 0: opening } of text.matchAll(STATEMENT)) {
    const open = index + opening.length;
    const close = text.slice(open, open + LONGEST_LIST).indexOf(')');
    const names = close < 0 ? [] : secretColumns(text, open, open + close);
    if (names.length > 0) statements.push({ index, names });
  }
  return statements;
}

function secretColumns(text: string, start: number, end: number): Span[] {
  return [...text.slice(start, end).matchAll(COLUMN)]
    .filter(([name]) => isSecretColumn(name))
    .map(({ index, 0: name }) => ({ start: start + index, end: start + index + name.length }));
}

/** The line below the headings of a table of Markdown or Org, or as clients of databases print it, and what such a line has. */
const RULE =
  /^[ \t]{0,8}[|+]?[ \t]{0,8}:?-{1,80}:?[ \t]{0,8}(?:[|+][ \t]{0,80}:?-{1,80}:?[ \t]{0,80}){1,40}[|+]?[ \t]{0,8}\r?$/;
const LONGEST_RULE = 4000;
const RULE_WORDS = ['---|', '--- |', '---+'];

/** Cells of tables in text below headings that name a secret. Another line of dashes within one begins none, so that no row is read twice. */
export function readTextTables(text: string): DocumentHit[] {
  const hits: DocumentHit[] = [];
  let readTo = 0;
  for (const index of ruleLines(text)) {
    if (index < readTo) continue;
    const secrets = secretsOf(
      splitCells(text.slice(text.lastIndexOf('\n', index - 2) + 1, Math.max(0, index - 1))).map(({ value }) => value),
    );
    if (secrets.every((name) => name === null)) continue;
    for (const { offset, line } of linesBelow(text, index)) {
      if (!line.includes('|')) break;
      readTo = offset + line.length;
      hits.push(...hitsIn(splitCells(line), secrets, offset));
    }
  }
  return hits;
}

/** Where the lines below headings begin, in ascending order. */
function ruleLines(text: string): number[] {
  const starts = new Set<number>();
  for (const word of RULE_WORDS) {
    for (let at = text.indexOf(word); at >= 0;) {
      const start = text.lastIndexOf('\n', at) + 1;
      const end = text.indexOf('\n', at);
      if (RULE.test(text.slice(start, end < 0 ? text.length : Math.min(end, start + LONGEST_RULE)))) starts.add(start);
      at = end < 0 ? -1 : text.indexOf(word, end);
    }
  }
  return [...starts].sort((a, b) => a - b);
}

/** Cells of a row, without white space and backticks round them. */
function splitCells(line: string): Cell[] {
  const cells: Cell[] = [];
  let start = /^[ \t]*\|?/.exec(line)![0].length;
  for (const part of line.slice(start).split('|')) {
    const value = part.replace(/^[\s`]+|[\s`]+$/g, '');
    cells.push({ start: start + part.indexOf(value), value });
    start += part.length + 1;
  }
  return cells;
}
