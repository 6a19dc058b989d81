/** The bytes at hand, and the stretch of them that a rule may look at. */
import type { Reach, Window } from './matchers/matcher.ts';

/** The bytes at hand, which do not change while anyone holds it: `bytes[0]` is the content's byte `baseOffset`; whether the content begins and ends with them. */
export interface Haystack {
  readonly bytes: Uint8Array;
  readonly baseOffset: number;
  readonly ends: boolean;
}

/** A window that can be laid round one anchor after the other. */
export type LaidWindow = { -readonly [Key in keyof Window]: Window[Key] };

/** The window of this reach round an anchor, cut at the haystack's edges. */
export function windowOf(haystack: Haystack, reach: Reach, anchorStart: number, anchorEnd: number): LaidWindow {
  const window: LaidWindow = {
    bytes: haystack.bytes,
    content: haystack,
    start: 0,
    end: 0,
    startsHaystack: false,
    endsHaystack: false,
    anchorStart,
    anchorEnd,
  };
  layWindow(window, haystack, reach);
  return window;
}

/** Makes a window, whose anchor is set, what {@link windowOf} gives for that anchor. */
export function layWindow(window: LaidWindow, haystack: Haystack, reach: Reach): void {
  const { bytes, baseOffset } = haystack;
  window.bytes = bytes;
  window.content = haystack;
  window.start = Math.max(0, window.anchorStart - reach.before);
  window.end = Math.min(bytes.length, window.anchorEnd + reach.after);
  window.startsHaystack = window.start === 0 && baseOffset === 0;
  window.endsHaystack = window.end === bytes.length && haystack.ends;
}
