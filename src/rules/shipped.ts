/** The shipped rules, decoded from what the build made of rules/*.toml: each when it is first asked for. */
import { type RuleIndex, rememberIndex } from './rule-index.ts';
import type { CompositeRule, Rule, RuleSetData } from './rule.ts';
import { compositesText, indexText, rulesText } from './shipped.gen.ts';

const lines = rulesText.split('\n');
const read: Rule[] = [];
let rules: readonly Rule[] | null = null;

function ruleAt(index: number): Rule {
  return (read[index] ??= JSON.parse(lines[index] as string) as Rule);
}

/** Every shipped rule. */
export const shippedRules: RuleSetData = {
  get rules() {
    rules ??= lines.map((_, index) => ruleAt(index));
    return rules;
  },
  composites: JSON.parse(compositesText) as CompositeRule[],
};
rememberIndex(shippedRules, { index: JSON.parse(indexText) as RuleIndex, ruleAt });
