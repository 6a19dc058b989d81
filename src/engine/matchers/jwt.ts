/**
 * JSON Web Tokens: JWS of three parts (RFC 7515), JWE of five (RFC 7516), unsigned ones (an empty third part), and
 * tokens in base64 once more.
 *
 * Anchors: the base64 of a JSON object's first bytes (`eyJ`, `eyAi`, `ewog`, `ewoi`, `ew0K`) and of `eyJ` itself (`ZXlK`).
 * Reach: {@link JWT_REACH}; a longer token is none. Linear: what does not begin like a token is left at the first byte.
 */
import { latin1, utf8 } from '../../bytes/latin1.ts';
import type { Rule } from '../../rules/rule.ts';
import { BASE64_VALUES, decodeBase64, PADDING } from '../decode/base64.ts';
import type { Fact } from '../match.ts';
import { isSpace, isWord, startsToken } from './boundary.ts';
import { BROKEN, judgeToken, type JsonObject } from './jwt-claims.ts';
import type { MatcherHit, Reach, Window } from './matcher.ts';

/** The name before a token says whether it is a mere ciphertext; a token may be 16 KiB long. */
export const JWT_REACH: Reach = { before: 48, after: 16_384 };

const LONGEST_HEADER = 4096;
const DOT = 0x2e;

/** The token that begins at the anchor, if one does. */
export function matchJwt(window: Window, _rule: Rule): readonly MatcherHit[] {
  const { bytes, start, end, anchorStart } = window;
  if (!beginsToken(bytes, anchorStart, start)) return [];
  if (bytes[anchorStart] === 0x5a) return matchWrapped(window);
  const token = readToken(bytes, anchorStart, end);
  if (token === null) return [];
  return [
    {
      start: anchorStart,
      end: token.end,
      secretStart: anchorStart,
      secretEnd: token.end,
      encoding: 'plain',
      ...token.told,
    },
  ];
}

/** Not inside a longer run of base64; a diff's `+` or `-` at a line's start is no such run. */
function beginsToken(bytes: Uint8Array, at: number, floor: number): boolean {
  if (!startsToken(bytes, at, floor)) return false;
  const before = at > floor ? bytes[at - 1] : 0x20;
  if (before !== 0x2b && before !== 0x2d) return true;
  return at - 1 === floor || !isWord(bytes[at - 2]);
}

interface Token {
  readonly end: number;
  readonly told: { readonly facts: readonly Fact[]; readonly evidence: MatcherHit['evidence'] };
}

/** End of the run of base64url bytes at `at`. */
function runEnd(bytes: Uint8Array, at: number, end: number): number {
  let i = at;
  while (i < end && isUrlByte(bytes[i] as number)) i++;
  return i;
}

function isUrlByte(byte: number): boolean {
  return (BASE64_VALUES[byte] as number) < PADDING && byte !== 0x2b && byte !== 0x2f;
}

function readToken(bytes: Uint8Array, start: number, end: number): Token | null {
  const headerEnd = runEnd(bytes, start, Math.min(end, start + LONGEST_HEADER));
  if (headerEnd >= end || bytes[headerEnd] !== DOT) return null;
  const header = readObject(bytes, start, headerEnd) ?? brokenHeader(bytes, start, headerEnd);
  if (header === null || !isHeader(header)) return null;
  const ends = [headerEnd];
  let at = headerEnd;
  while (at < end && bytes[at] === DOT && ends.length < 5) {
    at = runEnd(bytes, at + 1, end);
    ends.push(at);
  }
  const parts = ends.length === 5 && typeof header['enc'] === 'string' ? 5 : 3;
  if (ends.length < parts) return null;
  const last = ends[parts - 1] as number;
  const payloadEnd = ends[1] as number;
  const payloadStart = headerEnd + 1;
  const signatureStart = payloadEnd + 1;
  if (parts === 3 && payloadStart === payloadEnd && signatureStart >= last) return null;
  const payload = parts === 3 ? readObject(bytes, payloadStart, payloadEnd) : null;
  if (header['alg'] === BROKEN && (payload === null || signatureStart >= last)) return null;
  const told = judgeToken(header, {
    parts,
    payload,
    payloadLength: payloadEnd - payloadStart,
    signature: parts === 3 ? latin1(bytes, signatureStart, last) : '',
  });
  return { end: last, told };
}

/** A header names an algorithm or says that it is a token. A session cookie's payload does neither. */
function isHeader(header: JsonObject): boolean {
  return typeof header['alg'] === 'string' || typeof header['enc'] === 'string' || typeof header['typ'] === 'string';
}

/** Stands for a header that names an algorithm and is no JSON: somebody changed a letter of it. Its structure fails. */
function brokenHeader(bytes: Uint8Array, start: number, end: number): JsonObject | null {
  const decoded = decodeBase64(bytes, start, end);
  if (decoded === null || !closes(decoded) || !/^\{"(?:alg|typ|kid)":.{0,200}"/s.test(latin1(decoded))) return null;
  return { alg: BROKEN };
}

function readObject(bytes: Uint8Array, start: number, end: number): JsonObject | null {
  const decoded = decodeBase64(bytes, start, end);
  if (decoded === null || decoded[0] !== 0x7b || !closes(decoded)) return null;
  try {
    const value: unknown = JSON.parse(utf8(decoded));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
  } catch {
    return null;
  }
}

/** The last byte but white space is `}`: cheaper to ask than to have the parser throw. */
function closes(text: Uint8Array): boolean {
  let last = text.length - 1;
  while (last > 0 && isSpace(text[last])) last--;
  return text[last] === 0x7d;
}

/** A token in base64: the run from the anchor decodes to a token and nothing else. */
function matchWrapped(window: Window): readonly MatcherHit[] {
  const { bytes, anchorStart: start, end } = window;
  let last = start;
  while (last < end && (BASE64_VALUES[bytes[last] as number] as number) < PADDING) last++;
  const dataEnd = last;
  while (last < end && bytes[last] === 0x3d && last - dataEnd < 2) last++;
  const value = decodeBase64(bytes, start, last);
  if (value === null) return [];
  let length = value.length;
  while (length > 0 && (value[length - 1] === 0x0a || value[length - 1] === 0x0d)) length--;
  const token = readToken(value, 0, length);
  if (token === null || token.end !== length) return [];
  const decoded = value.slice(0, length);
  return [{ start, end: last, secretStart: start, secretEnd: last, encoding: 'given', value: decoded, ...token.told }];
}
