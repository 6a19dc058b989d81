/** One secret over a million lines is a few places and a count, so that memory grows with what is told, not with the log. */
import type { SealedMatch } from '../findings/finding.ts';

/** Places of one secret in one stream that are listed; the rest is counted. */
const MOST_PLACES = 100;

/** Collects sealed matches of one stream, folding those of an equal value under one rule into the first ones. */
export function foldRepeats(): { add(sealed: readonly SealedMatch[]): void; all(): SealedMatch[] } {
  const byValue = new Map<string, SealedMatch[]>();
  return {
    add(sealed) {
      for (const match of sealed) {
        const key = `${match.rule}/${match.composite}/${match.valueKey}`;
        const places = byValue.get(key);
        const first = places?.[0];
        if (!places || !first) byValue.set(key, [match]);
        else if (places.length < MOST_PLACES) places.push(match);
        else places[0] = { ...first, repeats: first.repeats + 1, lastLine: match.endLine };
      }
    },
    all: () => [...byValue.values()].flat(),
  };
}
