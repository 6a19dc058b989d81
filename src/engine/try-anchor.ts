/**
 * One anchor against the rules of its literal: the locality contract in code. A match is a function of the anchor and of
 * the bytes within the rule's reach of it; nothing else is read.
 */
import { latin1 } from '../bytes/latin1.ts';
import { factsOf } from '../rules/checksums/index.ts';
import { compilePattern, type CompiledPattern } from '../rules/regex.ts';
import type { Rule } from '../rules/rule.ts';
import { gatherEvidence } from './evidence.ts';
import { type Haystack, windowOf } from './haystack.ts';
import type { Fact, RawMatch } from './match.ts';
import { MATCHERS } from './matchers/index.ts';
import { NO_HITS, type MatcherHit, type Window } from './matchers/matcher.ts';
import { tryOnce } from './repeats.ts';
import type { RuleSet } from './rule-set.ts';

const patterns = new WeakMap<Rule, CompiledPattern>();

function patternOf(rule: Rule): CompiledPattern {
  let pattern = patterns.get(rule);
  if (!pattern) {
    pattern = compilePattern(rule);
    patterns.set(rule, pattern);
  }
  return pattern;
}

/** Tries every rule of a literal at one of its occurrences, where their gates let it through. As {@link tryRules}. */
export function tryAnchor(ruleSet: RuleSet, haystack: Haystack, literal: number, end: number, out: RawMatch[]): void {
  if (ruleSet.gates.mayMatch(haystack, literal, end)) tryRules(ruleSet, haystack, literal, end, out);
}

/**
 * Tries every rule of a literal at one of its occurrences.
 *
 * @param end - One past the literal's last byte, an offset in `haystack.bytes`.
 * @param out - Receives raw matches with absolute offsets, possibly ones it already holds.
 */
export function tryRules(ruleSet: RuleSet, haystack: Haystack, literal: number, end: number, out: RawMatch[]): void {
  tryOnce(ruleSet, haystack, { literal, end }, out, () => {
    tryUses(ruleSet, haystack, { literal, end, uses: ruleSet.usesOf(literal) }, out);
  });
}

type LiteralUses = ReturnType<RuleSet['usesOf']>;

/** Tries those rules of a literal at one of its occurrences that are among `uses`. As {@link tryRules}. */
export function tryUses(
  ruleSet: RuleSet,
  haystack: Haystack,
  { literal, end, uses }: { readonly literal: number; readonly end: number; readonly uses: LiteralUses },
  out: RawMatch[],
): void {
  const start = end - ruleSet.literals[literal]!.length;
  // Rules of equal reach share a window, and with it what their matcher read in it.
  let window: Window | null = null;
  let before = 0;
  let after = 0;
  for (const use of uses) {
    if (use.exact !== null && !equalAt(haystack.bytes, start, use.exact)) continue;
    const rule = ruleSet.ruleAt(use.rule);
    if (window === null || rule.before !== before || rule.after !== after) {
      ({ before, after } = rule);
      window = windowOf(haystack, rule, start, end);
    }
    ruleSet.probe?.begin();
    const hits = tryRule(rule, window);
    ruleSet.probe?.end(use.rule, hits.length);
    if (hits.length === 0) continue;
    for (const hit of hits) {
      if (touchesEdge(hit, window)) continue;
      out.push(toRaw(hit, use.rule, rule, { window, baseOffset: haystack.baseOffset }));
    }
  }
}

function equalAt(bytes: Uint8Array, start: number, exact: string): boolean {
  for (let i = 0; i < exact.length; i++) if (bytes[start + i] !== exact.charCodeAt(i)) return false;
  return true;
}

function touchesEdge(hit: MatcherHit, window: Window): boolean {
  return (hit.start <= window.start && !window.startsHaystack) || (hit.end >= window.end && !window.endsHaystack);
}

function tryRule(rule: Rule, window: Window): readonly MatcherHit[] {
  if (rule.matcher !== null) return MATCHERS[rule.matcher]?.(window, rule) ?? NO_HITS;
  const hit = tryPattern(patternOf(rule), window);
  return hit === null ? NO_HITS : [hit];
}

/** Starts from left to right until a match contains the anchor; the one match of this anchor. */
function tryPattern(pattern: CompiledPattern, window: Window): MatcherHit | null {
  const text = latin1(window.bytes, window.start, window.end);
  const anchorStart = window.anchorStart - window.start;
  const anchorEnd = window.anchorEnd - window.start;
  for (let from = 0; from <= anchorStart;) {
    const found = pattern.exec(text, from);
    if (found === null || found.start > anchorStart) return null;
    if (found.end >= anchorEnd) return toHit(found, text, window.start);
    from = found.start + 1;
  }
  return null;
}

/** Null where the pattern of a project lets the secret be empty, and it is. */
function toHit(found: NonNullable<ReturnType<CompiledPattern['exec']>>, text: string, base: number): MatcherHit | null {
  const { groups } = found;
  const secret = groups['secret'] ?? { start: found.start, end: found.end };
  if (secret.start === secret.end) return null;
  const facts: [string, string][] = [];
  for (const key of ['id', 'public'] as const) {
    const span = groups[key];
    if (span) facts.push([key, text.slice(span.start, span.end)]);
  }
  const name = groups['name'];
  return {
    start: base + found.start,
    end: base + found.end,
    secretStart: base + secret.start,
    secretEnd: base + secret.end,
    encoding: 'plain',
    value: undefined,
    assignedName: name ? text.slice(name.start, name.end) : '',
    facts,
    evidence: undefined,
  };
}

interface Place {
  readonly window: Window;
  readonly baseOffset: number;
}

function toRaw(hit: MatcherHit, ruleIndex: number, rule: Rule, place: Place): RawMatch {
  const { baseOffset, window } = place;
  return {
    rule: ruleIndex,
    start: baseOffset + hit.start,
    end: baseOffset + hit.end,
    secretStart: baseOffset + hit.secretStart,
    secretEnd: baseOffset + hit.secretEnd,
    encoding: hit.encoding,
    value: hit.value,
    assignedName: hit.assignedName ?? '',
    facts: [...(hit.facts ?? []), ...checkedFacts(hit, rule, window)],
    evidence: gatherEvidence(rule, hit, window),
    source: undefined,
  };
}

/** What a checked token tells of itself: an AWS key its account. */
function checkedFacts(hit: MatcherHit, rule: Rule, window: Window): readonly Fact[] {
  if (rule.checksum === '') return [];
  return factsOf(rule.checksum, latin1(hit.value ?? window.bytes.subarray(hit.secretStart, hit.secretEnd)));
}
