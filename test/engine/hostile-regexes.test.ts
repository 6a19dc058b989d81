import { expect, test } from 'vitest';
import { compileRuleSet } from '../../src/engine/rule-set.ts';
import { scanDocument } from '../../src/engine/scan-document.ts';
import { checkPacks } from '../../src/rules/check.ts';
import { parseUserRules } from '../../src/rules/parse.ts';
import { prepareRegexes } from '../../src/rules/regex.ts';

/** Each regex takes V8 longer than anyone waits on a text of 200 letters that ends otherwise than it wants. */
const RULES = `
[[rules]]
id = "slow-names"
name = "Name"
description = "A rule of a test."
severity = "high"
class = "named"
matcher = "assignment"
keywords = ["abab"]
names = ['abab((x+x+)+)+y$']

[[rules]]
id = "slow-not-names"
name = "Not-name"
description = "A rule of a test."
severity = "high"
class = "named"
matcher = "assignment"
keywords = ["cdcd"]
names = ['cdcd']
not-names = ['cdcd((x+x+)+)+y$']

[[rules]]
id = "slow-value"
name = "Value"
description = "A rule of a test."
severity = "high"
class = "named"
matcher = "assignment"
keywords = ["efef"]
names = ['^efef$']
value = '((x+x+)+)+y'

[[rules]]
id = "slow-pattern"
name = "Pattern"
description = "A rule of a test."
severity = "high"
class = "prefix"
keywords = ["ghgh"]
pattern = 'ghgh(?<secret>((x+x+)+)+y)'
`;

test('names, values and patterns that would hang V8 are run on the other engine, and still match', async () => {
  const pack = parseUserRules(RULES, 'tightlip.toml');
  expect(checkPacks([pack], { shipped: false })).toEqual([]);
  expect(pack.rules.map((rule) => rule.linear)).toEqual([false, false, false, false]);
  await prepareRegexes(pack.rules);
  const ruleSet = compileRuleSet({ rules: pack.rules, composites: [] });
  const found = (text: string): string[] =>
    scanDocument(Buffer.from(text), ruleSet).map((match) => ruleSet.rules[match.rule]?.id ?? '');
  const xs = 'x'.repeat(40);
  const many = 'x'.repeat(400);
  expect(found(`abab${xs}y = "k4tz8qpw"`)).toEqual(['slow-names']);
  expect(found(`abab${xs}z = "k4tz8qpw"`)).toEqual([]);
  expect(found(`cdcd${xs}y = "k4tz8qpw"`)).toEqual([]);
  expect(found(`cdcd${xs}z = "k4tz8qpw"`)).toEqual(['slow-not-names']);
  expect(found(`efef = "${many}y"`)).toEqual(['slow-value']);
  expect(found(`efef = "${many}z"`)).toEqual([]);
  expect(found(`ghgh${many}y`)).toEqual(['slow-pattern']);
  expect(found(`ghgh${many}z`)).toEqual([]);
});
