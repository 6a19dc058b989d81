/** The shipped rules, decoded from what the build made of rules/*.toml: each when it is first asked for. */
import { unpackIndex } from './packed-index.ts';
import { rememberIndex } from './rule-index.ts';
import type { CompositeRule, Rule, RuleSetData } from './rule.ts';
import {
  compositesText,
  digestText,
  packedIndex,
  readLine,
  readNeighbours,
  readRules,
  readTables,
} from './shipped.gen.ts';

let lines: readonly string[] | null = null;
const read: Rule[] = [];
let rules: readonly Rule[] | null = null;

function allLines(): readonly string[] {
  return (lines ??= readRules().split('\n'));
}

/** So many rules are read one by one where they lie in a file: a commit meets a few, a history most. */
const MOST_SINGLE = 48;
let single = 0;

function lineOf(index: number): string {
  const isSingle = readLine !== null && lines === null && ++single <= MOST_SINGLE;
  return (isSingle ? readLine?.(index) : undefined) ?? (allLines()[index] as string);
}

function ruleAt(index: number): Rule {
  return (read[index] ??= JSON.parse(lineOf(index)) as Rule);
}

/** Each rule is written with its id first. */
function ruleNamed(id: string): Rule | undefined {
  const known = read.find((rule) => rule?.id === id);
  if (known !== undefined) return known;
  const index = allLines().findIndex((line) => line.startsWith(`{"id":${JSON.stringify(id)},`));
  return index < 0 ? undefined : ruleAt(index);
}

function text(): string {
  return `${compositesText}\n${digestText}`;
}

/** Every shipped rule. */
export const shippedRules: RuleSetData = {
  get rules() {
    rules ??= allLines().map((_, index) => ruleAt(index));
    return rules;
  },
  composites: JSON.parse(compositesText) as CompositeRule[],
};
rememberIndex(shippedRules, {
  index: unpackIndex(packedIndex),
  ruleAt,
  ruleNamed,
  readTables,
  readNeighbours,
  text,
  isShipped: true,
});
