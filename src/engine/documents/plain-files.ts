/** Credential files of words: `.netrc` and `.pgpass`. */
import type { DocumentHit } from './document.ts';
import { documentHit } from './document.ts';
import { linesOf } from './lines.ts';

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
  for (const { line, offset } of linesOf(text)) {
    const found = PGPASS.exec(line);
    if (found === null && line.trim() !== '' && !line.startsWith('#')) return [];
    if (found !== null) {
      const password = found[5] as string;
      const start = offset + line.length - password.length;
      const facts = [['user', found[4] as string] as const, ['host', found[1] as string] as const];
      const value = password.replace(/\\([:\\])/g, '$1');
      hits.push(documentHit('pgpass', { start, end: start + password.length, value, name: 'password', facts }));
    }
  }
  return hits;
}
