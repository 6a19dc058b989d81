/**
 * Where a text can be cut so that its matches are those of the two sides, each found by itself with some bytes of the other beside
 * it: before a line that no raw match before it overlaps, nor may join in a composite. Nothing then passes from one side to
 * the other when matches are resolved.
 */
import { createAnchorBuffer } from './kernel/kernel.ts';
import type { RawMatch } from './match.ts';
import type { RuleSet } from './rule-set.ts';
import { tryAnchor } from './try-anchor.ts';

/** Bytes before and after a cut that decide whether it is calm, and that a side needs of the other. */
export interface CutReach {
  readonly before: number;
  readonly after: number;
}

/** What a cut of a text scanned with these rules needs. */
export function cutReach({ longestBefore, longestAfter, longestWithin, kernel }: RuleSet): CutReach {
  const window = longestBefore + kernel.longestBytes + longestAfter;
  // A match that may join what follows, an anchor of it, that anchor's window; a window of an anchor that reaches back.
  return { before: longestWithin + 3 * window, after: 2 * window };
}

/**
 * The first of these offsets at which a cut is calm, or -1.
 *
 * @param text - Bytes in the middle of a text; what {@link cutReach} asks for lies on both sides of every offset.
 * @param offsets - Rising.
 */
export function findCalmCut(text: Uint8Array, offsets: readonly number[], ruleSet: RuleSet): number {
  const raw = rawWithin(text, ruleSet).sort((a, b) => a.start - b.start);
  let reached = -1;
  let next = 0;
  for (const offset of offsets) {
    for (; next < raw.length && (raw[next] as RawMatch).start < offset; next++) {
      const { rule, end } = raw[next] as RawMatch;
      reached = Math.max(reached, end + (ruleSet.inComposite[rule] === 1 ? ruleSet.longestWithin : 0));
    }
    if (reached < offset) return offset;
  }
  return -1;
}

/** Raw matches of bytes neither of whose edges is the text's own. */
function rawWithin(bytes: Uint8Array, ruleSet: RuleSet): RawMatch[] {
  const anchors = createAnchorBuffer();
  ruleSet.kernel.find(bytes, 0, 0, bytes.length, anchors);
  const raw: RawMatch[] = [];
  // One byte before them, so that they do not begin the text.
  const haystack = { bytes, baseOffset: 1, ends: false };
  for (let i = 0; i < anchors.count; i++) {
    tryAnchor(ruleSet, haystack, anchors.pairs[2 * i] as number, anchors.pairs[2 * i + 1] as number, raw);
  }
  return raw.map((match) => ({ ...match, start: match.start - 1, end: match.end - 1 }));
}
