/** Many texts of a few bytes: nearly all are told to hold nothing by one look at all of them. */
import { headSigns } from './documents/signs.ts';
import { createAnchorBuffer } from './kernel/kernel.ts';
import { SHORTEST_RUN } from './kernel/runs.ts';
import type { RuleSet } from './rule-set.ts';

const found = createAnchorBuffer();

/**
 * Which texts have to be scanned each by itself: those with a keyword, or in which something may stand encoded, or that may be a document
 * of a kind. In the others `scanDocument` finds nothing.
 *
 * @returns By text: 1 where it is to be scanned.
 */
export function textsToScan(texts: readonly Uint8Array[], { kernel }: RuleSet): Uint8Array {
  const isAsked = Uint8Array.from(texts, (text) => (text.length >= SHORTEST_RUN || headSigns(text) !== 0 ? 1 : 0));
  const ends: number[] = [];
  for (const text of texts) ends.push((ends.at(-1) ?? 0) + text.length + 1);
  // What is found over an end does no harm.
  const all = new Uint8Array(ends.at(-1) ?? 0).fill(0x0a);
  for (const [i, text] of texts.entries()) all.set(text, ends[i]! - text.length - 1);
  found.count = 0;
  kernel.find(all, 0, 0, all.length, found);
  const places = Array.from({ length: found.count }, (_, i) => found.pairs[2 * i + 1]!).sort((a, b) => a - b);
  let text = 0;
  for (const end of places) {
    while (ends[text]! < end) text++;
    isAsked[text] = 1;
  }
  return isAsked;
}
