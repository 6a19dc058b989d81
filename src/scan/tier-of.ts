/** Tiers where there is no path and no clock: redaction judges while it reads, and gives the same on any day. */
import type { Match } from '../engine/match.ts';
import type { RuleSet } from '../engine/rule-set.ts';
import { judge, mayBeFinding } from '../findings/judge.ts';
import type { CompositeRule, Rule, Tier } from '../rules/rule.ts';

const ORDER: readonly Tier[] = ['proven', 'likely', 'review'];

function ruleOf(match: Match, ruleSet: RuleSet): Rule | CompositeRule {
  return ruleSet.composites[match.composite] ?? ruleSet.ruleAt(match.rule);
}

/** The match's tier, an expired credential counted as a live one; null when it is dismissed. */
export function tierOf(match: Match, ruleSet: RuleSet): Tier | null {
  return judge(ruleOf(match, ruleSet), match.evidence, null, 0);
}

/** Whether a match becomes a finding at some path. */
export function isTellable(match: Match, ruleSet: RuleSet): boolean {
  return mayBeFinding(ruleOf(match, ruleSet), match.evidence);
}

/** The id of its rule or composite. */
export function labelOf(match: Match, ruleSet: RuleSet): string {
  return ruleOf(match, ruleSet).id;
}

/** Whether a tier is this sure or surer. */
export function isAtLeast(tier: Tier | null, least: Tier): boolean {
  return tier !== null && ORDER.indexOf(tier) <= ORDER.indexOf(least);
}
