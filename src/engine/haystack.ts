/** The bytes at hand, and the stretch of them that a rule may look at. */
import type { Reach, Window } from './matchers/matcher.ts';

/** The bytes at hand, which do not change while anyone holds it: `bytes[0]` is the content's byte `baseOffset`; whether the content begins and ends with them. */
export interface Haystack {
  readonly bytes: Uint8Array;
  readonly baseOffset: number;
  readonly ends: boolean;
}

/** The window of this reach round an anchor, cut at the haystack's edges. */
export function windowOf(haystack: Haystack, reach: Reach, anchorStart: number, anchorEnd: number): Window {
  const { bytes, baseOffset } = haystack;
  const start = Math.max(0, anchorStart - reach.before);
  const end = Math.min(bytes.length, anchorEnd + reach.after);
  return {
    bytes,
    content: haystack,
    start,
    end,
    startsHaystack: start === 0 && baseOffset === 0,
    endsHaystack: end === bytes.length && haystack.ends,
    anchorStart,
    anchorEnd,
  };
}
