/** From matches, each at one place, to findings: one a secret and rule, with all its places. */
import type { Origin } from '../bytes/origin.ts';
import { ruleReader } from '../rules/rule-index.ts';
import type { CompositeRule, Rule, RuleSetData, Tier } from '../rules/rule.ts';
import type { Finding, Introduction, Place, ScanReport, SealedMatch, Spread, Suppression } from './finding.ts';
import { compareFindings, comparePlaces, compareText, reachesTier, TIERS } from './order.ts';
import type { ReceiptEnd } from './receipt.ts';
import type { Suppressor } from './suppress.ts';

/** A sealed match at one of its places, with the tier that `judge` gave it there. */
export interface PlacedMatch {
  readonly match: SealedMatch;
  readonly tier: Tier;
  readonly origin: Origin;
  readonly introduced: Introduction | null;
  /** See {@link Place.atHead}. */
  readonly atHead: boolean | null;
  /** The same for every place of a secret under a rule; see {@link Finding.spread}. */
  readonly spread: Spread | null;
}

export interface GrouperOptions {
  readonly rules: RuleSetData;
  /** Findings below it are counted, not returned. */
  readonly minTier: Tier;
  readonly suppressor: Suppressor;
}

/** What a run found, and what that adds to its receipt. */
export interface Grouped extends Pick<ScanReport, 'findings' | 'suppressed'> {
  readonly end: ReceiptEnd;
}

/** A log repeats itself: of one secret at one path so many places are listed, the rest is counted. */
const MOST_STREAM_PLACES = 100;

interface Entry {
  readonly match: SealedMatch;
  readonly tier: Tier;
  readonly place: Place;
}

/** The entries of one group at one path. */
interface Shelf {
  readonly isStream: boolean;
  /** Sightings, those that a worker folded included, and the line of the last. */
  total: number;
  lastLine: number;
  entries: Entry[];
}

interface Group {
  readonly rule: Rule | CompositeRule;
  readonly by: Suppression | null;
  readonly spread: Spread | null;
  readonly shelves: Map<string, Shelf>;
}

/**
 * Takes matches in any order and gives the same findings whatever that order was. Memory grows with what is
 * reported, not with how often a log repeats it.
 */
export class Grouper {
  readonly #options: GrouperOptions;
  readonly #groups = new Map<string, Group>();

  constructor(options: GrouperOptions) {
    this.#options = options;
  }

  /** One match at one place. */
  add(placed: PlacedMatch): void {
    const { match, origin } = placed;
    const rule = ruleOf(match, this.#options.rules);
    const by = this.#options.suppressor.check({
      ruleId: rule.id,
      pack: rule.pack,
      path: origin.path,
      fingerprint: match.fingerprint,
      allowedBy: match.allowedBy,
    });
    const key = JSON.stringify([rule.id, match.valueKey, by?.kind, by?.reason]);
    let group = this.#groups.get(key);
    if (group === undefined) this.#groups.set(key, (group = { rule, by, spread: placed.spread, shelves: new Map() }));
    shelve(group, { match, tier: placed.tier, place: placeOf(placed, this.#options.rules) });
  }

  /** The findings, most dangerous first. Adding more and asking again is allowed. */
  finish(): Grouped {
    const findings: Finding[] = [];
    const suppressed: { finding: Finding; by: Suppression }[] = [];
    const counts = { inline: 0, exception: 0, baseline: 0 };
    let belowMinTier = 0;
    for (const group of this.#groups.values()) {
      const finding = findingOf(group);
      const isShown = reachesTier(finding.tier, this.#options.minTier);
      if (group.by !== null) {
        if (!isShown) continue;
        suppressed.push({ finding, by: group.by });
        counts[group.by.kind]++;
      } else if (isShown) findings.push(finding);
      else belowMinTier++;
    }
    findings.sort(compareFindings);
    suppressed.sort(
      (a, b) =>
        compareFindings(a.finding, b.finding) ||
        compareText(a.by.kind, b.by.kind) ||
        compareText(a.by.reason, b.by.reason),
    );
    return { findings, suppressed, end: { suppressed: counts, belowMinTier } };
  }
}

function ruleOf(match: SealedMatch, rules: RuleSetData): Rule | CompositeRule {
  const rule = match.composite >= 0 ? rules.composites[match.composite] : ruleReader(rules)(match.rule);
  if (rule === undefined) throw new Error(`no rule ${match.rule} (composite ${match.composite}) in the rule set`);
  return rule;
}

function placeOf({ match, origin, introduced, atHead }: PlacedMatch, rules: RuleSetData): Place {
  const { startLine, startColumn, endLine, endColumn, secret } = match;
  const at = { startLine, startColumn, endLine, endColumn };
  const parts = match.parts?.map(({ rule, ...place }) => {
    const { id, name } = ruleReader(rules)(rule);
    return { ruleId: id, name, ...place };
  });
  return {
    origin,
    ...at,
    introduced,
    atHead,
    repeats: 0,
    lastLine: endLine,
    ...(parts === undefined ? {} : { parts }),
    ...(secret === undefined ? {} : { secret }),
  };
}

function shelve(group: Group, entry: Entry): void {
  const { origin } = entry.place;
  const key = JSON.stringify([origin.kind, origin.path]);
  let shelf = group.shelves.get(key);
  if (shelf === undefined) {
    shelf = { isStream: origin.kind === 'log' || origin.kind === 'stdin', total: 0, lastLine: 0, entries: [] };
    group.shelves.set(key, shelf);
  }
  shelf.total += 1 + entry.match.repeats;
  shelf.lastLine = Math.max(shelf.lastLine, entry.match.lastLine);
  shelf.entries.push(entry);
  if (shelf.isStream && shelf.entries.length >= 2 * MOST_STREAM_PLACES) trim(shelf);
}

/** Keeps the first places of a stream; sorting only at twice their number makes an addition cheap. */
function trim(shelf: Shelf): void {
  shelf.entries.sort((a, b) => comparePlaces(a.place, b.place) || TIERS.indexOf(a.tier) - TIERS.indexOf(b.tier));
  if (shelf.isStream) shelf.entries.length = Math.min(shelf.entries.length, MOST_STREAM_PLACES);
}

/** The entries of a shelf in reading order, each place once; the first carries the number of those not listed. */
function listed(shelf: Shelf): Entry[] {
  trim(shelf);
  const repeats = shelf.total - shelf.entries.length;
  const once = shelf.entries.filter((entry, i) => {
    const before = shelf.entries[i - 1];
    return before === undefined || comparePlaces(before.place, entry.place) !== 0;
  });
  return once.map((entry, i) =>
    i === 0 && repeats > 0 ? { ...entry, place: { ...entry.place, repeats, lastLine: shelf.lastLine } } : entry,
  );
}

function findingOf(group: Group): Finding {
  const entries = [...group.shelves.values()].flatMap(listed).sort((a, b) => comparePlaces(a.place, b.place));
  const [first, ...rest] = entries.map((entry) => entry.place) as [Place, ...Place[]];
  const surest = entries.toSorted((a, b) => TIERS.indexOf(a.tier) - TIERS.indexOf(b.tier))[0] as Entry;
  const named = [surest, ...entries].find((entry) => entry.match.assignedName !== '') ?? surest;
  return {
    ruleId: group.rule.id,
    ruleName: group.rule.name,
    severity: group.rule.severity,
    tier: surest.tier,
    fingerprint: surest.match.fingerprint,
    secretLength: surest.match.secretLength,
    assignedName: named.match.assignedName,
    facts: surest.match.facts,
    checks: checksOf(surest.match),
    spread: group.spread,
    places: [first, ...rest],
  };
}

/** Which checks spoke for it, in a fixed order. */
function checksOf(match: SealedMatch): string[] {
  const checks: string[] = [];
  if (match.evidence.checksum === 1) checks.push('checksum');
  if (match.evidence.structure === 1) checks.push('structure');
  if (match.composite >= 0) checks.push('pair');
  return checks;
}
