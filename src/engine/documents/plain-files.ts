/** Credential files of words and columns: `.netrc`, `.pgpass`, CSV exports of access keys. */
import type { DocumentHit } from './document.ts';
import { documentHit } from './document.ts';

const NETRC_WORD = /(^|\s)(machine|default|login|account|password|macdef)(?=\s)(?:[ \t\r\n]+(\S{1,512}))?/g;

/** Passwords of the machines of a `.netrc`, on one line or several. */
export function readNetrc(text: string): DocumentHit[] {
  const hits: DocumentHit[] = [];
  let host = '';
  let user = '';
  let end = 0;
  for (const found of text.matchAll(NETRC_WORD)) {
    const word = found[2] as string;
    const raw = found[3] ?? '';
    // Between the words of an entry stands nothing but comments: else it is prose.
    if (/^[ \t]*[^\s#]/m.test(text.slice(end, found.index))) [host, user] = ['', ''];
    end = found.index + found[0].length;
    if (word === 'machine') [host, user] = [raw, ''];
    else if (word === 'login') user = raw;
    else if (word === 'password' && host !== '' && user !== '') {
      const value = raw.replace(/^["']|["']$/g, '');
      const start = found.index + found[0].length - raw.length + (raw.length > 0 && /^["']/.test(raw) ? 1 : 0);
      if (value.length < 4) continue;
      const facts = [['user', user] as const, ['host', host] as const];
      hits.push(documentHit('netrc', { start, end: start + value.length, value, name: 'password', facts }));
    }
  }
  return hits;
}

/** No database has a brace in its name: `a:2:{s:8:"user";…` is what PHP keeps of a session. */
const PGPASS = /^([^:\s#]{1,255}):(\d{1,5}|\*):([^:\s{}]{1,128}):([^:\s]{1,128}):([^:\s]\S{0,255})$/;

/** Passwords of a `.pgpass` (`host:port:database:user:password`); none unless every line has that form. */
export function readPgpass(text: string): DocumentHit[] {
  const hits: DocumentHit[] = [];
  let offset = 0;
  for (const raw of text.split('\n')) {
    const line = raw.replace(/\r$/, '');
    const found = PGPASS.exec(line);
    if (found === null && line.trim() !== '' && !line.startsWith('#')) return [];
    if (found !== null) {
      const password = found[5] as string;
      const start = offset + line.length - password.length;
      const facts = [['user', found[4] as string] as const, ['host', found[1] as string] as const];
      const value = password.replace(/\\([:\\])/g, '$1');
      hits.push(documentHit('pgpass', { start, end: start + password.length, value, name: 'password', facts }));
    }
    offset += raw.length + 1;
  }
  return hits;
}

const SECRET_COLUMN =
  /(secret|password|passwd|passwort|kennwort|senha|contrase\xc3\xb1a|contrasena|mot de passe|wachtwoord|private key|(access|api|auth|bearer)[ _-]?(token|key))/i;
const OTHER_COLUMN =
  /(\bid|_id|hint|hash|policy|last|age|changed|enabled|expir|created|date|name|url|question|datum|fecha)$|^(password|token) (reset|last)/i;
const MOST_ROWS = 500;

/** Cells below headings that name a secret, as clouds and password managers export them. The first line must be headings. */
export function readSecretsCsv(text: string): DocumentHit[] {
  const delimiter = delimiterOf(text);
  const headings = headingsOf(text, delimiter);
  if (headings === null) return [];
  const lines = text.split('\n', MOST_ROWS);
  const hits: DocumentHit[] = [];
  let offset = 0;
  for (const [row, line] of lines.entries()) {
    const cells = row === 0 ? [] : splitRow(line, delimiter);
    if (cells.length === headings.length) {
      for (const [column, cell] of cells.entries()) {
        const name = headings[column] as string;
        if (!isSecretColumn(name) || cell.value.length < 8 || /\s/.test(cell.value)) continue;
        hits.push(
          documentHit('secrets-csv', {
            start: offset + cell.start,
            end: offset + cell.start + cell.value.length,
            value: cell.value,
            name,
          }),
        );
      }
    }
    offset += line.length + 1;
  }
  return hits;
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
