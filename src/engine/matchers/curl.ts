/** `curl -u user:password`, `--user`, `--proxy-user`, in a shell line or a list of arguments. Anchor: `curl`. */
import { latin1 } from '../../bytes/latin1.ts';
import { rarityOf } from '../filters/rarity.ts';
import { isEol } from './assignment-text.ts';
import { isQuote, isWord } from './boundary.ts';
import { markCredential, markPlace } from './credential-marks.ts';
import { GATE_LINE, type MatcherHit, NO_HITS, type Window } from './matcher.ts';

/** Ends no command. */
const CR = 0x0d;

/** Longest command looked at. */
const LONGEST_COMMAND = 2048;

const FLAG =
  /[\s"'](?:-[A-Za-z]{0,8}[uU]|--user|--proxy-user)(?:["'],|=|)\s{0,4}(?:\\{0,2}(["'])|)([^\s:"'\\]{0,128})["']?:["']?(?!,)([^\s"'\\]{1,256})/g;

/** A key as the user, without a password, as many interfaces want it. */
const LONE =
  /[\s"'](?:-[A-Za-z]{0,8}[uU]|--user)(?:["'],|=|)\s{0,4}(?:\\{0,2}["']|)([A-Za-z0-9_.+/=!#%^*~-]{12,256}):(?=["'\\\s]|$)/g;

/** Least rarity of a user that is a key. */
const RARE = 0.85;

/** The logins of the command that begins at the anchor. */
export function matchCurl(window: Window): readonly MatcherHit[] {
  const { bytes, anchorStart, anchorEnd, end } = window;
  if (anchorEnd < end && isWord(bytes[anchorEnd])) return [];
  const commandEnd = findCommandEnd(bytes, anchorEnd, Math.min(end, anchorEnd + LONGEST_COMMAND));
  if (!mayHoldFlag(bytes, anchorEnd, commandEnd)) return NO_HITS;
  const text = latin1(bytes, anchorEnd, commandEnd);
  const hits: MatcherHit[] = [];
  for (const found of text.matchAll(FLAG)) {
    const user = found[2] as string;
    const password = found[3] as string;
    // `$(date -u +%H:%M:%S)` in a header.
    if (user.startsWith('+%')) continue;
    const secretEnd = anchorEnd + found.index + found[0].length;
    const secretStart = secretEnd - password.length;
    hits.push({
      start: anchorStart,
      end: secretEnd,
      secretStart,
      secretEnd,
      encoding: 'plain',
      facts: [['user', user]],
      evidence: { marks: markCredential(password) | markPlace(user, '', password) },
    });
  }
  for (const found of text.matchAll(LONE)) {
    const key = found[1] as string;
    const secretEnd = anchorEnd + found.index + found[0].length - 1;
    if (rarityOf(key) < RARE || !/[0-9]/.test(key)) continue;
    const secretStart = secretEnd - key.length;
    hits.push({ start: anchorStart, end: secretEnd + 1, secretStart, secretEnd, encoding: 'plain', facts: [] });
  }
  return hits;
}

/** Whether a flag stands on the command's first line, or the command goes on behind that. */
export function mayBeCurl(bytes: Uint8Array, anchorEnd: number, end: number): boolean {
  if (anchorEnd < end && isWord(bytes[anchorEnd])) return false;
  const limit = Math.min(end, anchorEnd + GATE_LINE);
  let i = anchorEnd;
  while (i < limit && !isEol(bytes[i]!)) i++;
  const last = bytes[i - 1];
  return i === limit || bytes[i] === CR || last === 0x5c || last === 0x2c || mayHoldFlag(bytes, anchorEnd, i);
}

/** Whether a dash stands where a word may begin; the user agent of a log line has none. */
function mayHoldFlag(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from + 1; i < to; i++) {
    if (bytes[i] !== 0x2d) continue;
    const before = bytes[i - 1] as number;
    if (before <= 0x20 || before === 0xa0 || isQuote(before)) return true;
  }
  return false;
}

/** A command ends at a line feed that no backslash precedes, at `;`, `|`, `&&`, or where the next `curl` begins. */
function findCommandEnd(bytes: Uint8Array, from: number, end: number): number {
  for (let i = from; i < end; i++) {
    const byte = bytes[i];
    if (
      byte === 0x0a &&
      bytes[i - 1] !== 0x5c &&
      !(bytes[i - 1] === 0x0d && bytes[i - 2] === 0x5c) &&
      bytes[i - 1] !== 0x2c
    )
      return i;
    if (byte === 0x3b || byte === 0x7c || (byte === 0x26 && bytes[i + 1] === 0x26)) return i;
    if (byte === 0x63 && bytes[i + 1] === 0x75 && bytes[i + 2] === 0x72 && bytes[i + 3] === 0x6c) return i;
  }
  return end;
}
