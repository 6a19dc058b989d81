/** Who and what stands before the host of a URL, read the way people write it: with `@ / : % [ ]` in passwords. */
import { isDigit, isQuote, isWord } from './boundary.ts';

/** Longest URL looked at, scheme left out. */
export const LONGEST_URL = 1024;
const LONGEST_USER = 256;
const LONGEST_PASSWORD = 512;

const SLASH = 0x2f;
const AT = 0x40;
const COLON = 0x3a;

/** Offsets of the parts of a URL. A password is `[passwordStart, at)`; `passwordStart` is -1 when there is none. */
export interface Userinfo {
  readonly userStart: number;
  readonly userEnd: number;
  readonly passwordStart: number;
  readonly at: number;
  readonly hostEnd: number;
}

/**
 * One past the last byte of the URL that `from` lies in: white space, a control byte, a backslash or the quote that opened it.
 *
 * @param opener - The byte before the scheme; when it is a quote only that quote ends the URL.
 */
export function findUrlEnd(bytes: Uint8Array, from: number, end: number, opener: number): number {
  const limit = Math.min(end, from + LONGEST_URL);
  const quoted = isQuote(opener);
  for (let i = from; i < limit; i++) {
    const byte = bytes[i] as number;
    if (byte <= 0x20 || byte === 0x5c || byte === 0x7f) return i;
    if (quoted ? byte === opener : isQuote(byte)) return i;
  }
  return limit;
}

/**
 * Splits what follows `://`.
 *
 * @param lenient - Also look for a password with a bare `/`, `?` or `#` in it, which no browser allows but drivers do.
 * @returns null when nothing stands before the host.
 */
export function readUserinfo(bytes: Uint8Array, from: number, urlEnd: number, lenient: boolean): Userinfo | null {
  let authorityEnd = from;
  let at = -1;
  let colon = -1;
  for (; authorityEnd < urlEnd; authorityEnd++) {
    const byte = bytes[authorityEnd];
    if (byte === SLASH || byte === 0x3f || byte === 0x23) break;
    if (byte === AT) at = authorityEnd;
    else if (byte === COLON && colon < 0) colon = authorityEnd;
  }
  if (at < 0 && lenient && colon >= 0 && !isPort(bytes, colon + 1, authorityEnd)) {
    at = findLateAt(bytes, authorityEnd, urlEnd);
    authorityEnd = urlEnd;
  }
  if (at < 0) return null;
  const hasPassword = colon >= 0 && colon < at;
  const userEnd = hasPassword ? colon : at;
  if (userEnd - from > LONGEST_USER || (hasPassword && at - colon > LONGEST_PASSWORD)) return null;
  const hostEnd = findHostEnd(bytes, at + 1, authorityEnd);
  return { userStart: from, userEnd, passwordStart: hasPassword ? colon + 1 : -1, at, hostEnd };
}

function isPort(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (!isDigit(bytes[i])) return false;
  return to - from <= 5;
}

/** The first `@` after the authority that a host and then a path, a query or the end follows; -1 when there is none. */
function findLateAt(bytes: Uint8Array, from: number, urlEnd: number): number {
  for (let i = from; i < urlEnd; i++) {
    if (bytes[i] !== AT) continue;
    const hostEnd = findHostEnd(bytes, i + 1, urlEnd);
    const next = bytes[hostEnd];
    if (hostEnd > i + 3 && (hostEnd === urlEnd || next === SLASH || next === 0x3f)) return i;
  }
  return -1;
}

/** End of the host or host list at `from`. */
function findHostEnd(bytes: Uint8Array, from: number, end: number): number {
  let i = from;
  while (i < end && isHostByte(bytes[i] as number)) i++;
  return i;
}

/** Letters, digits and `._-:,[]`, and what templates put there: `${}<>%*`. */
function isHostByte(byte: number): boolean {
  if (isWord(byte) || byte >= 0x80) return true;
  return '.-:,[]${}<>%*()'.includes(String.fromCharCode(byte));
}
