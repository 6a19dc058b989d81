/**
 * From raw matches to matches, before anything is sealed: first composites, then precedence. Pure.
 *
 * Matches that neither overlap nor can join a composite do not influence each other, and influence passes through a few
 * of them only, so a stream may resolve what is far enough from its end ({@link influenceStart}).
 */
import { overlaps } from '../bytes/span.ts';
import type { CompositeRule, Rule, RuleClass } from '../rules/rule.ts';
import { DISMISSING_MARKS, DOUBTFUL_MARKS, type Match, type RawMatch, isDismissed, toMatch } from './match.ts';
import type { RuleSet } from './rule-set.ts';

const CLASS_RANK: Record<RuleClass, number> = { document: 3, structure: 2, prefix: 2, named: 1, generic: 0 };
const COMPOSITE_RANK = 4;
/** Of a value that its document explains badly: whatever speaks for itself in there says more, but not a name beside it. */
const DOUBTFUL_DOCUMENT_RANK = 1.5;

/** Order of raw matches everywhere: by start, then end, then rule; then by value, since what stands encoded has the place of its run. */
export function compareRaw(a: RawMatch, b: RawMatch): number {
  return (
    a.start - b.start ||
    a.end - b.end ||
    a.secretStart - b.secretStart ||
    a.rule - b.rule ||
    compareValues(a.value, b.value)
  );
}

/** Order of decoded values; where one has none, its bytes are those at its place, and nothing sets the two apart. */
function compareValues(a: Uint8Array | undefined, b: Uint8Array | undefined): number {
  if (a === undefined || b === undefined || a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}

/** Raw matches in order, equal (rule, span, value) once. */
export function uniqueRaw(raw: readonly RawMatch[]): RawMatch[] {
  if (raw.length < 2) return [...raw];
  const sorted = [...raw].sort(compareRaw);
  return sorted.filter((match, i) => i === 0 || compareRaw(sorted[i - 1] as RawMatch, match) !== 0);
}

/** Composite to part and back, then four steps down the classes. */
const INFLUENCE_STEPS = 6;

/**
 * The lowest offset that a match at or after `offset` can influence: nothing that ends before it changes, whatever comes
 * at `offset` or later.
 *
 * @param sorted - In the order of {@link compareRaw}.
 */
export function influenceStart(sorted: readonly RawMatch[], offset: number, ruleSet: RuleSet): number {
  const within = ruleSet.longestWithin;
  let longest = 0;
  for (const match of sorted) longest = Math.max(longest, match.end - match.start);
  let low = offset;
  let at = sorted.length - 1;
  for (let step = 0; step < INFLUENCE_STEPS; step++) {
    const before = low;
    for (let i = at; i >= 0; i--) {
      const match = sorted[i] as RawMatch;
      if (match.start + longest + within < before) break;
      const reach = ruleSet.inComposite[match.rule] === 1 ? within : 0;
      if (match.end + reach >= before) low = Math.min(low, match.start);
    }
    if (low === before) break;
    while (at >= 0 && (sorted[at] as RawMatch).start >= before + within) at--;
  }
  return low;
}

/**
 * Resolves raw matches: joins composites, drops what a match of a higher class explains better.
 *
 * @param raw - In any order; offsets absolute.
 * @returns Matches in byte order. A marked match is among them: it shadows, and the judge dismisses it.
 */
export function resolve(raw: readonly RawMatch[], ruleSet: RuleSet): Match[] {
  const sorted = uniqueRaw(raw);
  const { composites, taken } = joinComposites(sorted, ruleSet);
  const tokens = tokensAmong(sorted, ruleSet);
  const ranked: Ranked[] = composites.map((match) => ({ rank: COMPOSITE_RANK, claim: 0, paths: [], match }));
  for (const match of sorted) {
    const rule = ruleSet.ruleAt(match.rule);
    if (taken.has(match) || rule.partOnly) continue;
    ranked.push({
      rank: rankOf(match, rule, tokens),
      claim: claimOf(rule, match),
      paths: rule.paths,
      match: toMatch(match),
    });
  }
  return keepHighest(ranked).sort((a, b) => compareRaw(a, b) || a.composite - b.composite);
}

/**
 * A document explains a value better than what stands in it, unless the value is doubtful as a whole (JSON, an address, a reference), or
 * holds a token that proves itself and the document does not.
 */
function rankOf(match: RawMatch, rule: Rule, tokens: Shadows): number {
  const { marks, structure } = match.evidence;
  if (rule.class !== 'document' || structure === 1) return CLASS_RANK[rule.class];
  const isDoubtful = (marks & (DISMISSING_MARKS | DOUBTFUL_MARKS)) !== 0 || tokens.over(0, match).length > 0;
  return isDoubtful ? DOUBTFUL_DOCUMENT_RANK : CLASS_RANK.document;
}

/** Tokens whose checksum holds, where a document has a say. */
function tokensAmong(sorted: readonly RawMatch[], ruleSet: RuleSet): Shadows {
  const tokens = createShadows();
  if (!sorted.some(({ rule }) => ruleSet.ruleAt(rule).class === 'document')) return tokens;
  for (const match of sorted) {
    const { class: kind, paths } = ruleSet.ruleAt(match.rule);
    if (kind !== 'prefix' || match.evidence.checksum !== 1) continue;
    tokens.add({ rank: CLASS_RANK.prefix, claim: 0, paths, match: toMatch(match) });
  }
  return tokens;
}

/**
 * Class by class from the top, drops what overlaps the secret of a kept match of a higher class, and equal secrets in one class. What only
 * rules with `paths` hide stays beside them and says so, since bytes do not tell their path.
 */
function keepHighest(ranked: readonly Ranked[]): Match[] {
  const byRank = [...ranked].sort((a, b) => b.rank - a.rank || compareRule(a, b));
  const kept: Ranked[] = [];
  const shadows = createShadows();
  for (const candidate of byRank) {
    const hiding = shadows.over(candidate.rank, candidate.match);
    if (hiding.some(({ paths }) => paths.length === 0)) continue;
    kept.push(hiding.length === 0 ? candidate : { ...candidate, match: yielding(candidate.match, hiding) });
    shadows.add(candidate);
  }
  return kept.map((entry) => entry.match);
}

/** A match that rules explain better which count at some paths alone: which of both is told is known with the path. */
function yielding(match: Match, hiding: readonly Shadow[]): Match {
  return { ...match, evidence: { ...match.evidence, yieldsAt: hiding.flatMap(({ paths }) => paths) } };
}

/** A match with the rank of its class, and the claim of its rule within it. */
interface Ranked {
  readonly rank: number;
  readonly claim: number;
  /** Where the rule counts alone; empty: anywhere. */
  readonly paths: readonly string[];
  readonly match: Match;
}

/**
 * What a match has over others of its class: a token names its provider, though less so where its checksum fails and another rule knows the
 * form too, and a rule that is never sure yields to one that may be.
 */
function claimOf(rule: Rule, { evidence }: RawMatch): number {
  if (rule.maxTier === 'review') return -1;
  if (rule.class !== 'prefix') return 0;
  return evidence.checksum === -1 ? 0.5 : 1;
}

/**
 * Equal spans stay with the rule of the higher claim (a GitLab token as a URL's password is a GitLab token), else with the
 * lower rule; rules are in order of their id.
 */
function compareRule({ match: a, claim: aClaim }: Ranked, { match: b, claim: bClaim }: Ranked): number {
  return (
    a.secretStart - b.secretStart ||
    b.secretEnd - a.secretEnd ||
    bClaim - aClaim ||
    a.composite - b.composite ||
    a.rule - b.rule
  );
}

interface Shadow {
  readonly rank: number;
  /** See {@link RawMatch.value}. */
  readonly value: Uint8Array | undefined;
  readonly paths: readonly string[];
  readonly start: number;
  readonly end: number;
}

/** Whether two stand in one place, and are one where that holds several. */
function isSameSecret({ start, end, value }: Shadow, match: RawMatch): boolean {
  return start === match.secretStart && end === match.secretEnd && compareValues(value, match.value) === 0;
}

function blockOf(offset: number): number {
  return Math.floor(offset / 1024);
}

/** Secrets of kept matches, filed by 1 KiB blocks so that a look-up does not walk them all. */
interface Shadows {
  /** Those that explain what a match of a rank does better: one that counts anywhere, else all. */
  over(rank: number, match: RawMatch): readonly Shadow[];
  add(entry: Ranked): void;
}

function createShadows(): Shadows {
  const blocks = new Map<number, Shadow[]>();
  const file = (shadow: Shadow): void => {
    for (let block = blockOf(shadow.start); block <= blockOf(Math.max(shadow.start, shadow.end - 1)); block++) {
      const list = blocks.get(block);
      if (list) list.push(shadow);
      else blocks.set(block, [shadow]);
    }
  };
  return {
    add({ rank, paths, match }) {
      file({ rank, value: match.value, paths, start: match.secretStart, end: match.secretEnd });
      for (const part of match.parts)
        file({ rank, value: part.value, paths, start: part.secretStart, end: part.secretEnd });
    },
    over(rank, match) {
      const secret = { start: match.secretStart, end: match.secretEnd };
      const found: Shadow[] = [];
      for (let block = blockOf(secret.start); block <= blockOf(Math.max(secret.start, secret.end - 1)); block++) {
        for (const shadow of blocks.get(block) ?? []) {
          const isBetter =
            shadow.rank > rank ? overlaps(shadow, secret) : shadow.rank === rank && isSameSecret(shadow, match);
          if (!isBetter) continue;
          if (shadow.paths.length === 0) return [shadow];
          found.push(shadow);
        }
      }
      return found;
    },
  };
}

function joinComposites(sorted: readonly RawMatch[], ruleSet: RuleSet): { composites: Match[]; taken: Set<RawMatch> } {
  const composites: Match[] = [];
  const taken = new Set<RawMatch>();
  const mains = new Set<RawMatch>();
  const joinable = sorted.filter((match) => ruleSet.inComposite[match.rule] === 1 && !isDismissed(match));
  if (joinable.length < 2) return { composites, taken };
  for (const [index, composite] of ruleSet.composites.entries()) {
    for (const main of joinable) {
      if (mains.has(main) || !composite.main.includes(ruleId(main, ruleSet))) continue;
      const parts = partsOf(main, composite, joinable, ruleSet);
      if (parts === null) continue;
      mains.add(main);
      taken.add(main);
      for (const part of parts) taken.add(part);
      composites.push(toMatch(main, index, parts.sort(compareRaw)));
    }
  }
  return { composites, taken };
}

function ruleId(match: RawMatch, ruleSet: RuleSet): string {
  return ruleSet.ruleAt(match.rule).id;
}

/** The nearest part of each kind, or null when a required kind is not near. */
function partsOf(
  main: RawMatch,
  composite: CompositeRule,
  joinable: readonly RawMatch[],
  ruleSet: RuleSet,
): RawMatch[] | null {
  const parts: RawMatch[] = [];
  for (const kind of composite.parts) {
    const part = nearest(main, composite.within, joinable, (match) => kind.rules.includes(ruleId(match, ruleSet)));
    if (part) parts.push(part);
    else if (!kind.optional) return null;
  }
  return parts.length > 0 ? parts : null;
}

/** Nearest by gap between secrets; the earlier one at a tie. `joinable` is in byte order, so only neighbours within reach are walked. */
function nearest(
  main: RawMatch,
  within: number,
  joinable: readonly RawMatch[],
  wanted: (match: RawMatch) => boolean,
): RawMatch | null {
  let best: RawMatch | null = null;
  let least = within + 1;
  for (let i = firstReaching(joinable, main.start - within); i < joinable.length; i++) {
    const match = joinable[i] as RawMatch;
    if (match.start - main.end > within) break;
    if (match === main || !wanted(match)) continue;
    const gap = Math.max(0, match.start - main.end, main.start - match.end);
    if (
      gap < least &&
      !overlaps({ start: match.secretStart, end: match.secretEnd }, { start: main.secretStart, end: main.secretEnd })
    ) {
      least = gap;
      best = match;
    }
  }
  return best;
}

/** Index of the first match that may end at or after `offset`. */
function firstReaching(sorted: readonly RawMatch[], offset: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as RawMatch).start < offset - LONGEST_MATCH_BYTES) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** No match is longer: no rule reaches further. */
const LONGEST_MATCH_BYTES = 64 * 1024;
