/** A whole document in one call: anchors, rules, document rules, what stands encoded in it, resolution. */
import { plain } from '../bytes/latin1.ts';
import type { RuleClass } from '../rules/rule.ts';
import { type DerivedText, type EncodedRun, deriveTexts, textsIn } from './decode/derived.ts';
import { matchDocument } from './document-rules.ts';
import { addSign, headSigns } from './documents/signs.ts';
import { createAnchorBuffer } from './kernel/kernel.ts';
import type { Match, RawMatch } from './match.ts';
import type { NegativeMemo } from './negative-memo.ts';
import { resolve } from './resolve.ts';
import type { RuleSet } from './rule-set.ts';
import { tryRules } from './try-anchor.ts';

const anchors = createAnchorBuffer();

/**
 * Raw matches of bytes as they stand, unresolved, in no promised order and possibly repeated.
 *
 * @param memo - Windows known to hold nothing; asked and told.
 */
export function scanRaw(bytes: Uint8Array, ruleSet: RuleSet, memo: NegativeMemo | null = null): RawMatch[] {
  const raw: RawMatch[] = [];
  scanAnchors(plain(bytes), ruleSet, memo, raw);
  return raw;
}

/** Adds what {@link scanRaw} returns to `raw`. Returns which words stand where they are signs of document rules. */
function scanAnchors(bytes: Uint8Array, ruleSet: RuleSet, memo: NegativeMemo | null, raw: RawMatch[]): number {
  anchors.count = 0;
  ruleSet.kernel.find(bytes, 0, 0, bytes.length, anchors);
  const { count, pairs } = anchors;
  const { literals, usesOf, signs, gates } = ruleSet;
  const haystack = { bytes, baseOffset: 0, ends: true };
  let found = 0;
  for (let i = 0; i < count; i++) {
    const literal = pairs[2 * i]!;
    const end = pairs[2 * i + 1]!;
    found = addSign(found, signs[literal]!, bytes, end - literals[literal]!.length, end);
    if (usesOf(literal).length === 0 || !gates.mayMatch(haystack, literal, end)) continue;
    if (memo?.knows(bytes, literal, end)) continue;
    const before = raw.length;
    tryRules(ruleSet, haystack, literal, end, raw);
    if (raw.length === before) memo?.remember();
  }
  return found;
}

const SPEAK_FOR_THEMSELVES: ReadonlySet<RuleClass> = new Set(['prefix', 'structure']);

/**
 * Matches in a decoded text, at the encoded run's place. Only tokens that speak for themselves: what a name says in there is too little.
 * None for what stands in the run as it is (`%22token%22%3A%22v%22`): that is told where it stands.
 */
function scanDerived(text: DerivedText, bytes: Uint8Array, ruleSet: RuleSet): RawMatch[] {
  const { start, end } = text.span;
  const run = bytes.subarray(start, end);
  const found = scanRaw(text.bytes, ruleSet).filter(({ rule }) => SPEAK_FOR_THEMSELVES.has(ruleSet.ruleAt(rule).class));
  const plainly = found.length === 0 ? [] : scanRaw(run, ruleSet);
  return found.flatMap((match): RawMatch[] => {
    const value = match.value ?? text.bytes.slice(match.secretStart, match.secretEnd);
    const isTold = plainly.some((one) => one.rule === match.rule && isWithin(one, run) && holds(one, run, value));
    if (isTold) return [];
    return [{ ...match, start, end, secretStart: start, secretEnd: end, encoding: 'given', value }];
  });
}

/** Whether the match touches no end of the run, so that it is one in the document too. */
function isWithin({ start, end }: RawMatch, run: Uint8Array): boolean {
  return start > 0 && end < run.length;
}

function holds({ secretStart, secretEnd }: RawMatch, run: Uint8Array, value: Uint8Array): boolean {
  return secretEnd - secretStart === value.length && value.every((byte, at) => byte === run[secretStart + at]);
}

/** Raw matches in what one run of a document says once decoded, at the run's place. */
export function matchEncoded(bytes: Uint8Array, run: EncodedRun, ruleSet: RuleSet): RawMatch[] {
  return textsIn(bytes, run).flatMap((text) => scanDerived(text, bytes, ruleSet));
}

/** Raw matches in what stands encoded in a whole document. */
export function deriveMatches(bytes: Uint8Array, ruleSet: RuleSet): RawMatch[] {
  return deriveTexts(bytes).flatMap((text) => scanDerived(text, bytes, ruleSet));
}

/**
 * Scans a whole document.
 *
 * @param content - UTF-8 or any ASCII superset; borrowed.
 * @returns Matches in byte order, offsets from 0; marked ones included (the judge dismisses them).
 */
export function scanDocument(content: Uint8Array, ruleSet: RuleSet, memo: NegativeMemo | null = null): Match[] {
  const bytes = plain(content);
  const raw: RawMatch[] = [];
  const signs = scanAnchors(bytes, ruleSet, memo, raw) | headSigns(bytes);
  const all = raw.concat(matchDocument(bytes, ruleSet, signs), deriveMatches(bytes, ruleSet));
  return all.length === 0 ? [] : resolve(all, ruleSet);
}
