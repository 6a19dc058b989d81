/** One secret over a million lines is a few places and a count, so that memory grows with what is told, not with the log. */
import type { SealedMatch } from '../findings/finding.ts';

/** Places of one secret in one stream that are listed; the rest is counted. */
const MOST_PLACES = 100;

/**
 * Collects sealed matches of one stream, folding those of an equal value under one rule into the first ones. What was folded
 * before, of one part of the stream after the other, is folded to the same as all at once.
 */
export function foldRepeats(): { add(sealed: readonly SealedMatch[]): void; all(): SealedMatch[] } {
  const byValue = new Map<string, SealedMatch[]>();
  return {
    add(sealed) {
      /** First places that stand for more, the last of which comes after all places of this call. */
      const standing: [places: SealedMatch[], match: SealedMatch][] = [];
      for (const match of sealed) {
        const key = `${match.rule}/${match.composite}/${match.valueKey}`;
        const places = byValue.get(key);
        if (!places) {
          byValue.set(key, [match]);
          continue;
        }
        if (places.length < MOST_PLACES) places.push({ ...match, repeats: 0, lastLine: match.endLine });
        else count(places, 1, match.endLine);
        if (match.repeats > 0) standing.push([places, match]);
      }
      for (const [places, { repeats, lastLine }] of standing) count(places, repeats, lastLine);
    },
    all: () => [...byValue.values()].flat(),
  };
}

/** Adds places to those that the first one stands for. */
function count(places: SealedMatch[], more: number, lastLine: number): void {
  const first = places[0] as SealedMatch;
  places[0] = { ...first, repeats: first.repeats + more, lastLine };
}
