/** One secret over a million lines is one place with a count: the first line where it stood, and the last. */
import type { SealedMatch } from '../findings/finding.ts';

/** Collects sealed matches of one content, folding equal values under one rule into their first. */
export function foldRepeats(): { add(sealed: readonly SealedMatch[]): void; all(): SealedMatch[] } {
  const byValue = new Map<string, SealedMatch>();
  return {
    add(sealed) {
      for (const match of sealed) {
        const key = `${match.rule}/${match.composite}/${match.valueKey}`;
        const first = byValue.get(key);
        byValue.set(key, first ? { ...first, repeats: first.repeats + 1, lastLine: match.endLine } : match);
      }
    },
    all: () => [...byValue.values()],
  };
}
