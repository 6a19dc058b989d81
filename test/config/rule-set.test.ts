import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { configure } from '../../src/config/configure.ts';
import type { OptionValues } from '../../src/config/options.ts';
import { loadRuleSet } from '../../src/config/rule-set.ts';
import type { RuleSetData } from '../../src/rules/rule.ts';
import { shippedRules } from '../../src/rules/shipped.ts';

let top: string;
beforeEach(() => {
  top = mkdtempSync(path.join(tmpdir(), 'tightlip-rules-'));
});
afterEach(() => rmSync(top, { recursive: true, force: true }));

async function rulesWith(toml: string, flags: OptionValues = {}): Promise<RuleSetData> {
  writeFileSync(path.join(top, 'tightlip.toml'), toml);
  return loadRuleSet(await configure({ flags, environment: {}, workingDirectory: top, isTerminal: false }));
}

const first = shippedRules.rules[0]!;
const USER_RULE = `[[rules]]
id = "acme-token"
name = "Acme token"
description = "Opens Acme."
severity = "high"
class = "prefix"
keywords = ["acme_"]
pattern = '''acme_(?<secret>[a-z0-9]{20})'''
`;

test('without a word about rules they are the shipped ones', async () => {
  expect(await rulesWith('jobs = 1\n')).toBe(shippedRules);
});

test('user rules add to the shipped ones, in the file or in a pack', async () => {
  writeFileSync(path.join(top, 'pack.toml'), `[pack]\nname = "acme"\ntitle = "Acme"\n\n${USER_RULE}`);
  const ids = (await rulesWith(USER_RULE)).rules.map((rule) => rule.id);
  expect(ids).toEqual([...shippedRules.rules.map((rule) => rule.id), 'acme-token'].sort());
  expect((await rulesWith('packs = ["pack.toml"]\n')).rules.map((rule) => rule.id)).toEqual(ids);
  const alone = await rulesWith(`shipped-rules = false\n${USER_RULE}`);
  expect(alone.rules.map((rule) => rule.id)).toEqual(['acme-token']);
});

test('rules are switched off, changed in severity, and chosen by --rule', async () => {
  expect((await rulesWith(`disable = ["${first.id}"]\n`)).rules.map((rule) => rule.id)).not.toContain(first.id);
  const changed = await rulesWith(`[severity]\n${first.id} = "info"\n`);
  expect(changed.rules.find((rule) => rule.id === first.id)?.severity).toBe('info');
  expect((await rulesWith('', { rule: [first.id] })).rules.map((rule) => rule.id)).toEqual([first.id]);
});

test.each([
  ['disable = ["acme-tokem"]\n', 'tightlip.toml:1: no rule or pack "acme-tokem" (did you mean "acme-token"?)'],
  ['[severity]\nacme-tokem = "low"\n', 'tightlip.toml:2: no rule or pack "acme-tokem" (did you mean "acme-token"?)'],
])('an unknown id is told with its line: %j', async (toml, message) => {
  await expect(rulesWith(`${toml}\n${USER_RULE}`)).rejects.toThrow(message);
});

test('an unknown --rule is a usage error with a suggestion', async () => {
  const asked = rulesWith('', { rule: [`${first.id}x`] });
  await expect(asked).rejects.toMatchObject({ code: 'usage' });
  await expect(asked).rejects.toThrow(`(did you mean "${first.id}"?)`);
});

test('mistakes in user rules keep the line of the configuration', async () => {
  await expect(rulesWith(`jobs = 1\n\n${USER_RULE.replace('keywords', 'keyword')}`)).rejects.toThrow(
    /^tightlip\.toml:\d+: .*"keyword"/,
  );
  await expect(rulesWith(`packs = ["none.toml"]\n`)).rejects.toThrow('tightlip.toml:1: packs: none.toml: no such file');
});

const PART = `${USER_RULE.replace('"acme-token"', '"acme-id"')}part-only = true\n`;

test.each<[string, OptionValues, string]>([
  ['shipped-rules = false\n', {}, 'no rule is left to look for'],
  [`shipped-rules = false\ndisable = ["acme-token"]\n${USER_RULE}`, {}, 'no rule is left to look for'],
  [`shipped-rules = false\n${PART}`, {}, 'no rule is left to look for'],
  [`disable = ["${first.pack}"]\n`, { rule: [first.id] }, `--rule: ${first.id} is disabled in tightlip.toml`],
  [
    `disable = ["${first.pack}"]\n`,
    { rule: ['jwt', first.pack] },
    `--rule: ${first.pack} is disabled in tightlip.toml`,
  ],
  [PART, { rule: ['acme-id'] }, '--rule: acme-id is told only with what it goes with'],
])('a run that would look for nothing is refused: %j %j', async (toml, flags, message) => {
  await expect(rulesWith(toml, flags)).rejects.toThrow(message);
});
