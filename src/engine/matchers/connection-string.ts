/** Credentials of connections that are no URL: key=value strings of ADO, ODBC, libpq and Redis clients, Go's MySQL, Oracle thin. */
import { latin1 } from '../../bytes/latin1.ts';
import { rarityOf } from '../filters/rarity.ts';
import type { Fact } from '../match.ts';
import { isQuote, isSpace, isWord } from './boundary.ts';
import { markCredential, markPlace } from './credential-marks.ts';
import { GATE_BEFORE, type MatcherHit, type Window } from './matcher.ts';

/** Bytes of a connection string before its password. */
const BEFORE = 480;
/** Fewer, on which what a gate says may depend. */
const NEAR = GATE_BEFORE - 8;
/** Bytes of it from the password on. */
const AFTER = 640;

/** One connection found: where its password stands, and the rest in words. */
interface Found {
  readonly start: number;
  readonly secretStart: number;
  readonly secretEnd: number;
  readonly user: string;
  readonly host: string;
  readonly scheme: string;
}

function toHit(window: Window, found: Found): MatcherHit {
  const password = latin1(window.bytes, found.secretStart, found.secretEnd);
  const facts: Fact[] = [['scheme', found.scheme]];
  if (found.user !== '') facts.push(['user', found.user]);
  if (found.host !== '') facts.push(['host', found.host]);
  return {
    start: found.start,
    end: found.secretEnd,
    secretStart: found.secretStart,
    secretEnd: found.secretEnd,
    encoding: 'plain',
    facts,
    evidence: { marks: markCredential(password) | markPlace(found.user, found.host, password) },
  };
}

/** `user:password@tcp(host:3306)/db` of Go's MySQL driver; the anchor is `@tcp(` or `@unix(`. */
export function matchGoDsn(window: Window): readonly MatcherHit[] {
  const { bytes, anchorStart, anchorEnd } = window;
  const least = Math.max(window.start, anchorStart - BEFORE);
  let start = anchorStart;
  while (start > least && !isSpace(bytes[start - 1]) && !isQuote(bytes[start - 1]) && bytes[start - 1] !== 0x28)
    start--;
  const text = latin1(bytes, start, anchorStart);
  const colon = text.indexOf(':');
  const user = /[A-Za-z0-9_.$%{}<>-]{1,80}$/.exec(text.slice(Math.max(0, colon - 80), Math.max(0, colon)))?.[0];
  const password = text.slice(colon + 1);
  if (user === undefined || password === '' || password.length > 200) return [];
  let hostEnd = anchorEnd;
  while (hostEnd < window.end && hostEnd - anchorEnd < 200 && bytes[hostEnd] !== 0x29 && !isSpace(bytes[hostEnd]))
    hostEnd++;
  const host = latin1(bytes, anchorEnd, hostEnd);
  const secretStart = anchorStart - password.length;
  const begin = secretStart - 1 - user.length;
  return [toHit(window, { start: begin, secretStart, secretEnd: anchorStart, user, host, scheme: 'mysql' })];
}

/** `jdbc:oracle:thin:user/password@host`; the anchor ends right before the user. */
export function matchOracleThin(window: Window): readonly MatcherHit[] {
  const { bytes, anchorStart, anchorEnd } = window;
  const text = latin1(bytes, anchorEnd, Math.min(window.end, anchorEnd + AFTER));
  const found = /^([^/@\s"'`]{1,80})\/([^\s"'`]{1,200}?)@((?:\/\/|\()?[A-Za-z0-9_.${<-]{1,200})/.exec(text);
  if (found === null) return [];
  const user = found[1] as string;
  const secretStart = anchorEnd + user.length + 1;
  const secretEnd = secretStart + (found[2] as string).length;
  const host = (found[3] as string).replace(/^\/\//, '');
  return [toHit(window, { start: anchorStart, secretStart, secretEnd, user, host, scheme: 'jdbc:oracle' })];
}

const HOST_KEY =
  /(?:^|[;,\s="'])(?:server|data source|datasource|host|hostname|hostaddr|addr|address|network address|endpoint)\s{0,3}=\s{0,3}([^;,\s"']{1,128})/i;
const USER_KEY = /(?:^|[;,\s="'])(?:user id|userid|uid|user name|username|user)\s{0,3}=\s{0,3}([^;,\s"']{1,80})/i;
const OTHER_KEY =
  /(?:^|[;,\s="'])(?:initial catalog|database|dbname|driver|dsn|provider|sslmode|port|abortconnect|ssl)\s{0,3}=/i;

/** `Server=…;Password=…;`, `host=… password=…`, `host:6380,password=…`; the anchor is the password's key with its `=`. */
export function matchKeyValues(window: Window): readonly MatcherHit[] {
  const { bytes, anchorStart, anchorEnd } = window;
  const extent = findExtent(window);
  const before = anchorStart > extent.start ? (bytes[anchorStart - 1] as number) : 0x20;
  if (isWord(before) || before === 0x2d || before === 0x3f || before === 0x26 || before === 0x2e) return [];
  const value = readValue(bytes, anchorEnd, extent.end, separatorOf(window, extent, before));
  if (value === null || value.end - value.start > 256) return [];
  const left = afterLastPassword(latin1(bytes, extent.start, anchorStart));
  const right = beforeNextPassword(latin1(bytes, value.end, extent.end));
  const host = HOST_KEY.exec(left)?.[1] ?? HOST_KEY.exec(right)?.[1] ?? '';
  const user = USER_KEY.exec(left)?.[1] ?? USER_KEY.exec(right)?.[1] ?? '';
  const other = OTHER_KEY.test(left) || OTHER_KEY.test(right) || /[A-Za-z0-9]:\d{2,5},/.test(left);
  if ((host === '' ? 0 : 1) + (user === '' ? 0 : 1) + (other ? 1 : 0) < 2 && !/[A-Za-z0-9]:\d{2,5},\s?$/.test(left))
    return [];
  return [
    toHit(window, { start: anchorStart, secretStart: value.start, secretEnd: value.end, user, host, scheme: 'dsn' }),
  ];
}

/** Whether {@link matchKeyValues} finds something, where all that it reads is of the anchor's line and near. */
export function mayHoldKeyValues(window: Window): boolean {
  const { bytes, anchorStart } = window;
  const least = Math.max(window.start, anchorStart - NEAR);
  let start = anchorStart;
  while (start > least && !startsExtent(bytes[start - 1])) start--;
  return (start === least && start > 0) || matchKeyValues(window).length > 0;
}

/** A connection has one password: what lies beyond another one is another connection. */
function afterLastPassword(text: string): string {
  const folded = text.toLowerCase();
  const at = Math.max(folded.lastIndexOf('password'), folded.lastIndexOf('pwd'));
  return at < 0 ? text : text.slice(at);
}

function beforeNextPassword(text: string): string {
  const folded = text.toLowerCase();
  const first = folded.indexOf('password');
  const second = folded.indexOf('pwd');
  const at = first < 0 || (second >= 0 && second < first) ? second : first;
  return at < 0 ? text : text.slice(0, at);
}

interface Extent {
  readonly start: number;
  readonly end: number;
}

/** The string literal or the line that the anchor lies in, within reach. */
function findExtent(window: Window): Extent {
  const { bytes, anchorStart, anchorEnd } = window;
  const least = Math.max(window.start, anchorStart - BEFORE);
  const most = Math.min(window.end, anchorEnd + AFTER);
  let start = anchorStart;
  let single = -1;
  while (start > least && !startsExtent(bytes[start - 1])) {
    start--;
    if (bytes[start] === 0x27 && single < 0) single = start;
  }
  let opener = start > least ? (bytes[start - 1] as number) : 0;
  if (!isQuote(opener) && single >= 0 && bytes[single - 1] !== 0x3d) {
    opener = 0x27;
    start = single + 1;
  }
  let end = anchorEnd;
  while (end < most && !isLineEnd(bytes[end]) && !(isQuote(opener) && bytes[end] === opener)) end++;
  return { start, end };
}

/** Whether an extent begins behind the byte, whatever stands in it. */
function startsExtent(byte: number | undefined): boolean {
  return isLineEnd(byte) || byte === 0x22 || byte === 0x60;
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === 0x0a || byte === 0x0d || byte === 0;
}

/** `;` for ADO and ODBC, `,` for Redis clients, a blank for libpq. */
function separatorOf(window: Window, extent: Extent, before: number): number {
  const { bytes, anchorStart: at, anchorEnd: after } = window;
  const { start: from, end } = extent;
  let i = at - 1;
  while (i >= from && isSpace(bytes[i])) i--;
  if (i >= from && bytes[i] === 0x3b) return 0x3b;
  if (before === 0x2c) return 0x2c;
  if (latin1(bytes, from, at).includes(';') || !isSpace(before)) return 0x3b;
  let next = after;
  while (next < end && bytes[next] !== 0x3b && !isSpace(bytes[next])) next++;
  return next < end && bytes[next] === 0x3b ? 0x3b : 0x20;
}

function readValue(bytes: Uint8Array, from: number, end: number, separator: number): Extent | null {
  let start = from;
  while (start < end && bytes[start] === 0x20) start++;
  const first = bytes[start];
  const closer = first === 0x7b ? 0x7d : first;
  if (first === 0x7b || isQuote(first)) {
    let close = start + 1;
    while (close < end && bytes[close] !== closer) close++;
    const held = latin1(bytes, start + 1, close);
    const isTemplate = first === 0x7b && /^\{?\w{0,40}$/.test(held) && !isMade(held);
    if (!isTemplate) return close < end && close > start + 1 ? { start: start + 1, end: close } : null;
  }
  let last = start;
  while (last < end && !endsValue(bytes[last], separator)) last++;
  if (separator === 0x3b && last === end) while (last > start && isTail(bytes[last - 1])) last--;
  while (last > start && isSpace(bytes[last - 1])) last--;
  return last > start ? { start, end: last } : null;
}

/** Made by a generator: no variable is named so. */
function isMade(word: string): boolean {
  return /[a-z]/.test(word) && /[A-Z]/.test(word) && /\d/.test(word) && rarityOf(word) >= LEAST_MADE;
}

const LEAST_MADE = 0.85;

function endsValue(byte: number | undefined, separator: number): boolean {
  return byte === separator || byte === 0x5c || (separator === 0x20 && isSpace(byte));
}

/** Punctuation after a value whose line, not a separator, ends it. */
function isTail(byte: number | undefined): boolean {
  return isQuote(byte) || isSpace(byte) || byte === 0x2c || byte === 0x29;
}
