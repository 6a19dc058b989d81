/** The shipped rules, decoded from what the build made of rules/*.toml. */
import { type LiteralTable, rememberLiterals } from './literals.ts';
import type { RuleSetData } from './rule.ts';
import { literalsText, rulesText } from './shipped.gen.ts';

/** Every shipped rule. */
export const shippedRules = JSON.parse(rulesText) as RuleSetData;
rememberLiterals(shippedRules, JSON.parse(literalsText) as LiteralTable);
