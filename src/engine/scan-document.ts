/** A whole document in one call: anchors, rules, resolution. */
import { createAnchorBuffer } from './kernel/kernel.ts';
import type { Match, RawMatch } from './match.ts';
import { resolve } from './resolve.ts';
import type { RuleSet } from './rule-set.ts';
import { tryAnchor } from './try-anchor.ts';

const anchors = createAnchorBuffer();

/** Raw matches of a whole document, unresolved, in no promised order and possibly repeated. */
export function scanRaw(bytes: Uint8Array, ruleSet: RuleSet): RawMatch[] {
  anchors.count = 0;
  ruleSet.kernel.find(bytes, 0, 0, bytes.length, anchors);
  const raw: RawMatch[] = [];
  const haystack = { bytes, baseOffset: 0, ends: true };
  for (let i = 0; i < anchors.count; i++) {
    tryAnchor(ruleSet, haystack, anchors.pairs[2 * i] as number, anchors.pairs[2 * i + 1] as number, raw);
  }
  return raw;
}

/**
 * Scans a whole document.
 *
 * @param bytes - UTF-8 or any ASCII superset; borrowed.
 * @returns Matches in byte order, offsets from 0; marked ones included (the judge dismisses them).
 */
export function scanDocument(bytes: Uint8Array, ruleSet: RuleSet): Match[] {
  const raw = scanRaw(bytes, ruleSet);
  return raw.length === 0 ? [] : resolve(raw, ruleSet);
}
