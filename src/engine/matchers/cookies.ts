/** Session cookies in `Cookie` and `Set-Cookie` headers. Anchor: `cookie`. Only names that say session, token or auth. */
import { latin1 } from '../../bytes/latin1.ts';
import { isEol } from './assignment-text.ts';
import { markCredential } from './credential-marks.ts';
import { GATE_LINE, type MatcherHit, type Window } from './matcher.ts';

/** Bytes that {@link START} takes beside line ends. */
const STARTS: ReadonlySet<number> = new Set([...'sS\\"\'`:=>,[ \t\v\f\u00a0'].map((char) => char.charCodeAt(0)));
const EQUALS = 0x3d;
const SHORTEST_VALUE = 16;
/** `; , " ' \` and blanks. */
const ENDS_VALUE: ReadonlySet<number> = new Set([0x3b, 0x2c, 0x22, 0x27, 0x5c, 0x20, 0x09]);

/** Longest cookie line looked at. */
const LONGEST_LINE = 2048;

const START = /^s{0,1}\\{0,2}["']{0,1}\s{0,4}(?::|=>|=|,)\s{0,4}\[{0,1}\s{0,4}\\{0,2}["'`]{0,1}/;
const PAIR = /[ ;,]{0,4}([A-Za-z0-9_.$-]{1,64})(?:=([^;,\s"'\\]{0,1024})){0,1}/y;
const SESSION =
  /(^|[_.-])(sess|session|sessionid|sid|ssid|token|auth|jwt|jsessionid|phpsessid|aspxauth|remember|rememberme|access|refresh|identity)([_.-]|id$|$)|session|token/i;
const HARMLESS = /csrf|xsrf|lang|theme|expires|max-?age|timeout|consent/i;

/** The session cookies of the header that the anchor names. */
export function matchCookies(window: Window): readonly MatcherHit[] {
  const { bytes, anchorStart, anchorEnd } = window;
  const text = latin1(bytes, anchorEnd, Math.min(window.end, anchorEnd + LONGEST_LINE));
  const start = START.exec(text);
  if (start === null) return [];
  const hits: MatcherHit[] = [];
  PAIR.lastIndex = start[0].length;
  for (let pair = PAIR.exec(text); pair !== null; pair = PAIR.exec(text)) {
    const name = pair[1] as string;
    const value = pair[2] ?? '';
    if (!SESSION.test(name) || HARMLESS.test(name) || !isSessionValue(value)) continue;
    const secretEnd = anchorEnd + pair.index + pair[0].length;
    const secretStart = secretEnd - value.length;
    const evidence = { marks: markCredential(value) };
    hits.push({
      start: anchorStart,
      end: secretEnd,
      secretStart,
      secretEnd,
      encoding: 'plain',
      assignedName: name,
      evidence,
    });
  }
  return hits;
}

/** Whether a value long enough follows on the anchor's line; a line that ends before any pair may go on. */
export function mayHoldCookies(bytes: Uint8Array, anchorEnd: number, end: number): boolean {
  const limit = Math.min(end, anchorEnd + GATE_LINE);
  let length = -1;
  let isStart = true;
  let i = anchorEnd;
  for (; i < limit && length < SHORTEST_VALUE && !isEol(bytes[i]!); i++) {
    isStart &&= STARTS.has(bytes[i]!);
    if (length >= 0) length = ENDS_VALUE.has(bytes[i]!) ? -1 : length + 1;
    else if (bytes[i] === EQUALS) length = 0;
  }
  return i === limit || length >= SHORTEST_VALUE || isStart;
}

/** Random enough to be a session: 16 characters with a digit and a letter. */
function isSessionValue(value: string): boolean {
  return value.length >= SHORTEST_VALUE && /\d/.test(value) && /[A-Za-z]/.test(value);
}
