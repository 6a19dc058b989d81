/** A whole document in one call: anchors, rules, document rules, what stands encoded in it, resolution. */
import { type DerivedText, deriveTexts } from './decode/derived.ts';
import { matchDocument } from './document-rules.ts';
import { createAnchorBuffer } from './kernel/kernel.ts';
import type { Match, RawMatch } from './match.ts';
import { resolve } from './resolve.ts';
import type { RuleSet } from './rule-set.ts';
import { tryAnchor } from './try-anchor.ts';

const anchors = createAnchorBuffer();

/** Raw matches of bytes as they stand, unresolved, in no promised order and possibly repeated. */
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

/** Matches in a decoded text, at the encoded run's place. Only tokens that speak for themselves: what a name says in there is too little. */
function scanDerived(text: DerivedText, ruleSet: RuleSet): RawMatch[] {
  const { start, end } = text.span;
  return scanRaw(text.bytes, ruleSet).flatMap((match): RawMatch[] => {
    const ruleClass = ruleSet.rules[match.rule]?.class;
    if (ruleClass !== 'prefix' && ruleClass !== 'structure') return [];
    const value = match.value ?? text.bytes.slice(match.secretStart, match.secretEnd);
    return [{ ...match, start, end, secretStart: start, secretEnd: end, encoding: 'given', value }];
  });
}

/**
 * Scans a whole document.
 *
 * @param bytes - UTF-8 or any ASCII superset; borrowed.
 * @returns Matches in byte order, offsets from 0; marked ones included (the judge dismisses them).
 */
export function scanDocument(bytes: Uint8Array, ruleSet: RuleSet): Match[] {
  const raw = scanRaw(bytes, ruleSet);
  raw.push(...matchDocument(bytes, ruleSet));
  for (const text of deriveTexts(bytes)) raw.push(...scanDerived(text, ruleSet));
  return raw.length === 0 ? [] : resolve(raw, ruleSet);
}
