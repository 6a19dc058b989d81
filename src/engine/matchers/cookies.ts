/** Session cookies in `Cookie` and `Set-Cookie` headers. Anchor: `cookie`. Only names that say session, token or auth. */
import { latin1 } from '../../bytes/latin1.ts';
import { markCredential } from './credential-marks.ts';
import type { MatcherHit, Window } from './matcher.ts';

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

/** Random enough to be a session: 16 characters with a digit and a letter. */
function isSessionValue(value: string): boolean {
  return value.length >= 16 && /\d/.test(value) && /[A-Za-z]/.test(value);
}
