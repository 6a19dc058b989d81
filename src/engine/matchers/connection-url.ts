/**
 * Credentials of connections: `scheme://user:password@host` (and a token for a user), `?user=&password=` of JDBC and libpq URLs,
 * Go's `user:password@tcp(host)/db`, Oracle's `jdbc:oracle:thin:user/password@host`, and `Server=…;Password=…` strings.
 *
 * Anchors: a literal that ends in `://`, or `@tcp(`, `@unix(`, `jdbc:oracle:thin:`, `password=`, `password =`, `pwd=`.
 * Reach: {@link CONNECTION_URL_REACH}. Linear: each anchor reads its own URL or line, at most 1 KiB.
 */
import { latin1 } from '../../bytes/latin1.ts';
import type { Rule } from '../../rules/rule.ts';
import { type Fact, Mark } from '../match.ts';
import { escapeLengthBefore, hasText, isDigit, isWord } from './boundary.ts';
import { matchGoDsn, matchKeyValues, matchOracleThin, mayHoldKeyValues } from './connection-string.ts';
import { markCredential, markPlace } from './credential-marks.ts';
import { GATE_LINE, type MatcherHit, NO_HITS, type Reach, type Window } from './matcher.ts';
import { findUrlEnd, LONGEST_URL, readUserinfo, type Userinfo } from './url-userinfo.ts';

/** The longest scheme or the rest of a connection string before the anchor; the longest URL after it. */
export const CONNECTION_URL_REACH: Reach = { before: 512, after: LONGEST_URL * 2 };

const LONGEST_SCHEME = 40;
/** What goes on for longer is looked at closely. */
const LONGEST_HOST = 512;

/** The credential of the connection that the anchor belongs to. */
export function matchConnectionUrl(window: Window, _rule: Rule): readonly MatcherHit[] {
  const { bytes, anchorEnd, anchorStart, end } = window;
  if (hasText(bytes, anchorEnd - 3, end, '://')) return matchUrl(window);
  if (isKey(window)) return matchKeyValues(window);
  return bytes[anchorStart] === AT ? matchGoDsn(window) : matchOracleThin(window);
}

/** Whether the anchor is the key of a password in a connection string. */
function isKey({ bytes, anchorStart, end }: Window): boolean {
  return bytes[anchorStart] !== AT && !hasText(bytes, anchorStart, end, 'jdbc:');
}

const AT = 0x40;

function matchUrl(window: Window): readonly MatcherHit[] {
  const { bytes, anchorEnd, end } = window;
  const schemeStart = findScheme(window);
  if (schemeStart < 0 || (schemeStart === window.anchorStart && isPlainWeb(window))) return NO_HITS;
  const scheme = latin1(bytes, schemeStart, anchorEnd - 3).toLowerCase();
  const opener = schemeStart > window.start ? (bytes[schemeStart - 1] as number) : 0;
  const urlEnd = findUrlEnd(bytes, anchorEnd, end, opener);
  const isWeb = /^(git\+)?(https?|wss?|ssh|git|sip|s3|docker|oci)$/.test(scheme);
  const parts = readUserinfo(bytes, anchorEnd, urlEnd, !isWeb);
  const url = { window, scheme, schemeStart, urlEnd, parts };
  if (parts !== null) {
    const hit = isWeb && isTokenUser(url, parts) ? tokenHit(url, parts) : passwordHit(url, parts);
    if (hit !== null) return [hit];
  }
  return isWeb ? [] : queryHits(url);
}

/** The gate: a URL of the web in which nobody is named holds nothing, nor a password without a connection. */
export function mayBeConnectionUrl(window: Window): boolean {
  const { bytes, anchorEnd, anchorStart, end } = window;
  if (!hasText(bytes, anchorEnd - 3, end, '://')) return !isKey(window) || mayHoldKeyValues(window);
  // Where more letters stand before the anchor it is the end of another scheme, `registry+https://`.
  if (isPlainWeb(window) && findScheme(window) === anchorStart) return false;
  const limit = Math.min(end, anchorEnd + GATE_LINE);
  let i = anchorEnd;
  while (i < limit && bytes[i]! > 0x20) i++;
  return i === limit || matchUrl(window).length > 0;
}

/** Whether the anchor is `http://` or `https://` and nobody is named before the host: nearly every URL there is. */
function isPlainWeb({ bytes, anchorStart, anchorEnd, end }: Window): boolean {
  if (!hasText(bytes, anchorStart, end, 'http')) return false;
  const limit = Math.min(end, anchorEnd + LONGEST_HOST);
  for (let i = anchorEnd; i < limit; i++) {
    const byte = bytes[i] as number;
    if (byte === 0x40) return false;
    // The path, a query or the end of the URL.
    if (byte === 0x2f || byte === 0x3f || byte === 0x23 || byte <= 0x20 || byte === 0x5c || byte === 0x7f) return true;
  }
  return limit === end;
}

/** First byte of the scheme before `://`, or -1. Letters that belong to an escape before it are left out. */
function findScheme(window: Window): number {
  const { bytes, anchorEnd } = window;
  const colon = anchorEnd - 3;
  const least = Math.max(window.start, colon - LONGEST_SCHEME);
  let start = colon;
  while (start > least && isSchemeByte(bytes[start - 1])) start--;
  const escape = escapeLengthBefore(bytes, start + 1, window.start);
  if (escape === 2) start++;
  while (start < colon && !isLetter(bytes[start])) start++;
  return colon - start >= 2 ? start : -1;
}

function isSchemeByte(byte: number | undefined): boolean {
  return (isWord(byte) && byte !== 0x5f) || byte === 0x2b || byte === 0x2d || byte === 0x2e;
}

function isLetter(byte: number | undefined): boolean {
  return isWord(byte) && !isDigit(byte) && byte !== 0x5f;
}

interface Url {
  readonly window: Window;
  readonly scheme: string;
  readonly schemeStart: number;
  readonly urlEnd: number;
  readonly parts: Userinfo | null;
}

function decodePercent(text: string): string {
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

function passwordHit(url: Url, parts: Userinfo): MatcherHit | null {
  const { bytes } = url.window;
  if (parts.passwordStart < 0 || parts.passwordStart === parts.at) return null;
  const host = latin1(bytes, parts.at + 1, parts.hostEnd);
  if (host === '' && /^https?$/.test(url.scheme)) return null;
  if (/^(https?|git)/.test(url.scheme) && !/^[A-Za-z0-9[${<%*]/.test(host)) return null;
  const user = decodePercent(latin1(bytes, parts.userStart, parts.userEnd));
  const password = decodePercent(latin1(bytes, parts.passwordStart, parts.at));
  const marks = markCredential(password) | markPlace(user, host, password);
  return {
    start: url.schemeStart,
    end: Math.max(parts.hostEnd, parts.at + 1),
    secretStart: parts.passwordStart,
    secretEnd: parts.at,
    encoding: 'percent',
    facts: factsOf(url.scheme, user, host),
    evidence: { marks },
  };
}

function factsOf(scheme: string, user: string, host: string): Fact[] {
  const facts: Fact[] = [['scheme', scheme]];
  if (user !== '') facts.push(['user', user]);
  if (host !== '') facts.push(['host', host]);
  return facts;
}

/** The user is the credential: nothing, or a word that says so, stands for the password. */
function isTokenUser(url: Url, parts: Userinfo): boolean {
  if (/^(git\+)?(ssh|git|sip|s3)$/.test(url.scheme)) return false;
  const { bytes } = url.window;
  const password = parts.passwordStart < 0 ? '' : latin1(bytes, parts.passwordStart, parts.at);
  if (!/^(x-oauth-basic|x-oauth|oauth|x|api|token)?$/i.test(password)) return false;
  const user = latin1(bytes, parts.userStart, parts.userEnd);
  return /^[A-Za-z0-9_.~+/=-]{20,256}$/.test(user) && /\d/.test(user) && /[A-Za-z]/.test(user);
}

function tokenHit(url: Url, parts: Userinfo): MatcherHit {
  const { bytes } = url.window;
  const host = latin1(bytes, parts.at + 1, parts.hostEnd);
  const token = latin1(bytes, parts.userStart, parts.userEnd);
  // A number is all of its path, wherever the server is.
  const isNumbered = /^\/\d{1,7}(?![\w/.-])/.test(
    latin1(bytes, parts.hostEnd, Math.min(url.urlEnd, parts.hostEnd + 12)),
  );
  const isSentryDsn = /^[0-9a-f]{32}$/.test(token) && (isNumbered || /(^|\.)(ingest\.|sentry)/.test(host));
  return {
    start: url.schemeStart,
    end: Math.max(parts.hostEnd, parts.at + 1),
    secretStart: parts.userStart,
    secretEnd: parts.userEnd,
    encoding: 'percent',
    facts: factsOf(url.scheme, '', host),
    evidence: { marks: markCredential(token) | (isSentryDsn ? Mark.Public : 0) },
  };
}

/** `password=` in the query of a database URL, after `?`, `&` or (SQL Server) `;`. */
function queryHits(url: Url): readonly MatcherHit[] {
  const { bytes, anchorEnd } = url.window;
  const text = latin1(bytes, anchorEnd, url.urlEnd);
  // In braces, as SQL Server writes what holds a semicolon; `{word}` is a template.
  const found =
    /[?&;](?:password|pwd|passwd|sslpassword)=(?:\{(?=\w{0,64}[^\w{}])([^{}\r\n]{1,256})\}|([^&;<>)\]}]{1,256}))/i.exec(
      text,
    );
  if (found === null) return [];
  const value = (found[1] ?? found[2]) as string;
  const secretStart = anchorEnd + found.index + found[0].length - value.length - (found[1] === undefined ? 0 : 1);
  const user = decodePercent(/[?&;](?:user|username|uid)=([^&;]{1,128})/i.exec(text)?.[1] ?? '');
  const host = /^[^/?;#@]{0,200}/.exec(text)?.[0] ?? '';
  const password = decodePercent(value);
  return [
    {
      start: url.schemeStart,
      end: secretStart + value.length,
      secretStart,
      secretEnd: secretStart + value.length,
      encoding: 'percent',
      facts: factsOf(url.scheme, user, host),
      evidence: { marks: markCredential(password) | markPlace(user, host, password) },
    },
  ];
}
