/**
 * Credentials of HTTP and SMTP as they stand in code, commands and logs: `Bearer VALUE`, `Basic BASE64`, other schemes behind
 * `Authorization`, `curl -u user:password`, `AUTH PLAIN BASE64` and the answer to a password prompt, cookies that name a session.
 *
 * Anchors, which choose what is read: `bearer`, `basic`, `authorization`, `curl`, `auth plain`, `UGFzc3dvcmQ6`, `cookie`.
 * Reach: {@link AUTH_HEADER_REACH}. Linear: a header is read once, a command and a cookie line up to 2 KiB.
 */
import { latin1 } from '../../bytes/latin1.ts';
import type { Rule } from '../../rules/rule.ts';
import { decodeBase64 } from '../decode/base64.ts';
import { Mark } from '../match.ts';
import { escapeLengthBefore, hasText, isBase64, isQuote, isSpace, isWord, startsToken } from './boundary.ts';
import { matchCookies, mayHoldCookies } from './cookies.ts';
import { markCredential, markPlace } from './credential-marks.ts';
import { matchCurl, mayBeCurl } from './curl.ts';
import { GATE_LINE, type MatcherHit, type Reach, type Window } from './matcher.ts';

/** A boundary before the anchor; the longest token after it. */
export const AUTH_HEADER_REACH: Reach = { before: 64, after: 4096 };

/** The credential that the anchor introduces. */
export function matchAuthHeader(window: Window, _rule: Rule): readonly MatcherHit[] {
  const { bytes, anchorStart, start, end } = window;
  if (hasText(bytes, anchorStart, end, 'ugfzc3dvcmq6')) return matchPrompt(window);
  if (hasText(bytes, anchorStart, end, 'cookie')) return matchCookies(window);
  if (!startsToken(bytes, anchorStart, start) && escapeLengthBefore(bytes, anchorStart, start) === 0) return [];
  if (hasText(bytes, anchorStart, end, 'bearer')) return matchBearer(window);
  if (hasText(bytes, anchorStart, end, 'basic')) return matchBasic(window, anchorStart + 'basic'.length);
  if (hasText(bytes, anchorStart, end, 'auth plain')) return matchPlain(window);
  return hasText(bytes, anchorStart, end, 'curl') ? matchCurl(window) : matchScheme(window);
}

/** The gate: a header's name is tied to its value, and a scheme has a blank and a token behind it. */
export function mayBeAuthHeader(window: Window): boolean {
  const { bytes, anchorStart, anchorEnd, end } = window;
  if (hasText(bytes, anchorStart, end, 'cookie'))
    return isTied(bytes, anchorEnd, end) && mayHoldCookies(bytes, anchorEnd, end);
  if (hasText(bytes, anchorStart, end, 'authorization')) return isTied(bytes, anchorEnd, end);
  if (hasText(bytes, anchorStart, end, 'curl')) return mayBeCurl(bytes, anchorEnd, end);
  if (hasText(bytes, anchorStart, end, 'basic')) return mayBeBasic(window, anchorStart + 'basic'.length);
  if (!hasText(bytes, anchorStart, end, 'bearer')) return true;
  const from = skipContinued(bytes, anchorEnd, end);
  const least = from + SHORTEST_TOKEN;
  let i = from;
  while (i < least && i < end && isTokenByte(bytes[i])) i++;
  return from > anchorEnd && i === least;
}

/** Bytes between a header's name and what ties a value to it. */
const TIE_REACH = 24;

/** Whether a sign that ties a value to a name follows, behind quotes, brackets, white space and the `s` of a plural. */
function isTied(bytes: Uint8Array, index: number, end: number): boolean {
  const limit = Math.min(end, index + TIE_REACH);
  let i = index;
  while (i < limit && (isSpace(bytes[i]) || isQuote(bytes[i]) || LOOSE.has(bytes[i]!))) i++;
  return i < end && (i === limit || TIES.has(bytes[i]!));
}

/** `s S \\ ] )`, and white space that {@link isSpace} does not know. */
const LOOSE: ReadonlySet<number> = new Set([0x73, 0x53, 0x5c, 0x5d, 0x29, 0x0b, 0x0c, 0xa0]);
/** `: = ,` */
const TIES: ReadonlySet<number> = new Set([0x3a, 0x3d, 0x2c]);

/** Past blanks, plain or as `%20`; the same offset when there is none. */
function skipBlanks(bytes: Uint8Array, at: number, end: number): number {
  let i = at;
  const limit = Math.min(end, at + 8);
  while (i < limit && (bytes[i] === 0x20 || bytes[i] === 0x09)) i++;
  return i === at && hasText(bytes, at, end, '%20') ? at + 3 : i;
}

/** Past blanks, also those that a shell escapes, and over the end of a line that it continues. */
function skipContinued(bytes: Uint8Array, at: number, end: number): number {
  const i = skipBlanks(bytes, at, end);
  if (i >= end || bytes[i] !== 0x5c) return i;
  if (bytes[i + 1] === 0x20) return skipBlanks(bytes, i + 1, end);
  const next = bytes[i + 1] === 0x0d ? i + 2 : i + 1;
  return next < end && bytes[next] === 0x0a ? skipBlanks(bytes, next + 1, end) : i;
}

/** RFC 6750's token68, and `|` and `:` which some issuers put into it. */
function isTokenByte(byte: number | undefined): boolean {
  return (
    isBase64(byte) || byte === 0x2d || byte === 0x2e || byte === 0x5f || byte === 0x7e || byte === 0x7c || byte === 0x3a
  );
}

/** Whether a bar parts the token from the next header: `|Authorization: `. */
function endsAtBar(bytes: Uint8Array, bar: number, end: number): boolean {
  let i = bar + 1;
  while (i < end && (isWord(bytes[i]) || bytes[i] === 0x2d)) i++;
  return i > bar + 1 && bytes[i] === 0x3a && bytes[i + 1] === 0x20;
}

function readToken(bytes: Uint8Array, from: number, end: number): number {
  let i = from;
  while (i < end && isTokenByte(bytes[i]) && !(bytes[i] === 0x7c && endsAtBar(bytes, i, end))) i++;
  while (i > from && (bytes[i - 1] === 0x2e || bytes[i - 1] === 0x3a || bytes[i - 1] === 0x7c)) i--;
  return i;
}

const SHORTEST_TOKEN = 12;

/** Long enough, and no word or sentence: a digit, or both cases in one long piece. */
function isTokenLike(text: string): boolean {
  if (text.length < SHORTEST_TOKEN || /^[a-z_-]+$|^[A-Z_]+$/.test(text)) return false;
  return /\d/.test(text)
    ? /[A-Za-z]/.test(text) || text.length >= 20
    : text.length >= 24 && /[a-z]/.test(text) && /[A-Z]/.test(text);
}

function tokenHits(window: Window, from: number): readonly MatcherHit[] {
  const { bytes, end } = window;
  const last = readToken(bytes, from, end);
  const next = last < end ? bytes[last] : 0x20;
  if (next === 0x7b || next === 0x24 || next === 0x28) return [];
  const text = latin1(bytes, from, last);
  if (!isTokenLike(text) || /^[A-Za-z_]\w{0,40}(?:\.[A-Za-z_]\w{0,60})+\+$/.test(text)) return [];
  const marks = markCredential(text);
  return [{ start: from, end: last, secretStart: from, secretEnd: last, encoding: 'plain', evidence: { marks } }];
}

function matchBearer(window: Window): readonly MatcherHit[] {
  const from = skipContinued(window.bytes, window.anchorEnd, window.end);
  return from === window.anchorEnd ? [] : tokenHits(window, from);
}

/** Schemes whose value is no reusable credential, or which have their own anchor. */
const OTHER_ANCHORS = /^(bearer|basic|digest|negotiate|ntlm|aws4-hmac-sha256|signature|hawk|kerberos)$/i;

/** `Authorization: SCHEME VALUE`, `Authorization: VALUE`, in any notation of a header. */
function matchScheme(window: Window): readonly MatcherHit[] {
  const { bytes, anchorEnd, end } = window;
  const text = latin1(bytes, anchorEnd, Math.min(end, anchorEnd + 80));
  const gap = /^(?:\\{0,3}["'`]){0,1}[\])]{0,1}\s{0,4}(?::|=>|=|,)\s{0,4}(?:[bfrBFR]{0,1}\\{0,3}["'`]){0,1}/.exec(
    text,
  )?.[0];
  if (gap === undefined) return [];
  const scheme =
    /^([A-Za-z][A-Za-z0-9_-]{1,30})(?: {1,3}|%20)(?:token=\\{0,3}["']{0,1}|key=\\{0,3}["']{0,1}){0,1}/.exec(
      text.slice(gap.length),
    );
  if (scheme !== null && OTHER_ANCHORS.test(scheme[1] as string)) return [];
  return tokenHits(window, anchorEnd + gap.length + (scheme?.[0].length ?? 0));
}

/** End of the base64 at `from`. */
function base64End(bytes: Uint8Array, from: number, end: number): number {
  let i = from;
  const limit = Math.min(end, from + 1024);
  while (i < limit && (isBase64(bytes[i]) || bytes[i] === 0x2d || bytes[i] === 0x5f)) i++;
  return i;
}

/** Decoded text when all of it is printable, else null. */
function decodeText(bytes: Uint8Array, from: number, to: number): Uint8Array | null {
  const decoded = to - from >= 4 ? decodeBase64(bytes, from, to) : null;
  if (decoded === null || decoded.length < 3) return null;
  for (const byte of decoded) if (byte < 0x20 && byte !== 0) return null;
  return decoded;
}

/** Fewer bytes that are not all ASCII are no login. */
const SHORTEST_FOREIGN = 12;

interface Login {
  readonly user: string;
  readonly password: Uint8Array;
}

function loginHit(from: number, to: number, login: Login): readonly MatcherHit[] {
  const password = latin1(login.password);
  const documented = password === 'open sesame' || password === 'opensesame';
  const marks = markCredential(password) | markPlace(login.user, '', password) | (documented ? Mark.Documentation : 0);
  return [
    {
      start: from,
      end: to,
      secretStart: from,
      secretEnd: to,
      encoding: 'given',
      value: login.password,
      facts: login.user === '' ? [] : [['user', login.user]],
      evidence: { structure: 1, marks },
    },
  ];
}

/** `Basic BASE64` of `user:password`; the secret is the base64, the value the password (the user, where that is the token). */
function matchBasic(window: Window, schemeEnd: number): readonly MatcherHit[] {
  const { bytes, end } = window;
  const from = skipBlanks(bytes, schemeEnd, end);
  if (from === schemeEnd) return [];
  const to = base64End(bytes, from, end);
  if (to < end && isWord(bytes[to])) return [];
  const decoded = decodeText(bytes, from, to);
  const colon = decoded?.indexOf(0x3a) ?? -1;
  if (decoded === null || colon < 0 || decoded.includes(0)) return [];
  // A word after "basic" is base64, too, and decodes to anything.
  if (decoded.length < SHORTEST_FOREIGN && decoded.some((byte) => byte >= 0x7f)) return [];
  if (colon === decoded.length - 1)
    return colon < 16 ? [] : loginHit(from, to, { user: '', password: decoded.slice(0, colon) });
  return loginHit(from, to, { user: latin1(decoded, 0, colon), password: decoded.slice(colon + 1) });
}

/** What it says of most is of their line. */
function mayBeBasic(window: Window, schemeEnd: number): boolean {
  const { bytes, end } = window;
  const from = skipBlanks(bytes, schemeEnd, end);
  return base64End(bytes, from, end) - schemeEnd > GATE_LINE / 2 || matchBasic(window, schemeEnd).length > 0;
}

/** `AUTH PLAIN BASE64` (RFC 4616): `\0user\0password`, on the line or, after a 334, on the next. */
function matchPlain(window: Window): readonly MatcherHit[] {
  const { bytes, anchorEnd, end } = window;
  const from = skipBlanks(bytes, anchorEnd, end);
  const to = base64End(bytes, from, end);
  const decoded = from === anchorEnd ? null : decodeText(bytes, from, to);
  if (decoded === null) return [];
  const first = decoded.indexOf(0);
  const second = first < 0 ? -1 : decoded.indexOf(0, first + 1);
  if (second < 0 || second === decoded.length - 1) return [];
  return loginHit(from, to, { user: latin1(decoded, first + 1, second), password: decoded.slice(second + 1) });
}

/** The line after `334 UGFzc3dvcmQ6` ("Password:"): the client's answer, behind the same kind of prefix. */
function matchPrompt(window: Window): readonly MatcherHit[] {
  const { bytes, anchorEnd } = window;
  const limit = Math.min(window.end, anchorEnd + 400);
  let i = anchorEnd;
  while (i < limit && bytes[i] !== 0x0a) i++;
  if (i - anchorEnd > 8 || i === limit) return [];
  let to = i + 1;
  while (to < limit && bytes[to] !== 0x0a && bytes[to] !== 0x0d) to++;
  while (to > i + 1 && (isSpace(bytes[to - 1]) || isQuote(bytes[to - 1]))) to--;
  let from = to;
  while (from > i + 1 && isBase64(bytes[from - 1])) from--;
  const decoded = decodeText(bytes, from, to);
  return decoded === null || decoded.includes(0) ? [] : loginHit(from, to, { user: '', password: decoded });
}
