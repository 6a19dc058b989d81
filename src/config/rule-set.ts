/** The rule set of a run: the shipped rules, and what the configuration and `--rule` make of them. */
import path from 'node:path';
import { TightlipError } from '../errors.ts';
import { didYouMean } from '../rules/did-you-mean.ts';
import type { RuleSetData } from '../rules/rule.ts';
import type { Configuration } from './configure.ts';
import { readText } from './load.ts';
import type { RuleConfig, WrittenWord } from './parse.ts';

/**
 * Puts the rule set together. What parses and checks packs is loaded only when there is something to parse.
 *
 * @throws TightlipError 'rules', 'config' or 'usage': the first mistake, with its place.
 */
export async function loadRuleSet(
  configuration: Pick<Configuration, 'rules' | 'configDirectory' | 'settings' | 'files'>,
): Promise<RuleSetData> {
  const { shippedRules } = await import('../rules/shipped.ts');
  const { rules, settings } = configuration;
  const isPlain = rules === null || !changesRules(rules);
  if (isPlain && settings.onlyRules.length === 0) return shippedRules;
  const { buildRuleSet, mergePacks } = await import('./user-rules.ts');
  const none: RuleSetData = { rules: [], composites: [] };
  const shipped = rules?.useShipped === false ? none : shippedRules;
  const packs = rules === null || isPlain ? [] : await userPacks(rules, configuration);
  const merged = mergePacks(packs, shipped);
  const known = new Set([...merged.rules, ...merged.composites].flatMap((each) => [each.id, each.pack]));
  for (const written of [...(rules?.disable ?? []), ...(rules?.severities ?? [])]) requireKnown(written, known);
  const set = buildRuleSet({
    shipped: merged,
    packs: [],
    disable: (rules?.disable ?? []).map(({ word }) => word),
    severity: Object.fromEntries((rules?.severities ?? []).map(({ word, severity }) => [word, severity])),
    only: settings.onlyRules,
  });
  requireSome(set, settings.onlyRules, rules?.disable ?? []);
  return set;
}

/**
 * A run that could tell of nothing would be green whatever it read.
 *
 * @throws TightlipError 'usage' or 'config'.
 */
function requireSome(set: RuleSetData, only: readonly string[], disable: readonly WrittenWord[]): void {
  const ids = new Set(set.rules.map(({ id }) => id));
  const isAny = (names: readonly string[]): boolean => names.some((id) => ids.has(id));
  const told = [
    ...set.rules.filter(({ partOnly }) => !partOnly),
    ...set.composites.filter(({ main, parts }) => isAny(main) && parts.every((it) => it.optional || isAny(it.rules))),
  ];
  for (const name of only) {
    if (told.some(({ id, pack }) => id === name || pack === name)) continue;
    const isDisabled = disable.some(({ word }) => word === name || name.startsWith(`${word}-`));
    const why = isDisabled
      ? `${name} is disabled in tightlip.toml`
      : `${name} is told only with what it goes with, which is left out`;
    throw new TightlipError('usage', `--rule: ${why}, so nothing would be looked for`);
  }
  if (told.length > 0) return;
  throw new TightlipError(
    'config',
    'no rule is left to look for: shipped-rules = false and disable in tightlip.toml leave none',
  );
}

function changesRules(rules: RuleConfig): boolean {
  const { hasRules, packs, disable, severities, useShipped } = rules;
  return hasRules || packs.length + disable.length + severities.length > 0 || !useShipped;
}

async function userPacks(
  rules: RuleConfig,
  { configDirectory, files }: Pick<Configuration, 'configDirectory' | 'files'>,
): Promise<import('../rules/parse.ts').ParsedPack[]> {
  const { checkPacks, parsePack, parseUserRules } = await import('./user-rules.ts');
  const packs = [];
  for (const { word, where } of rules.packs) {
    const text = await readText(path.resolve(configDirectory, word), word, files).catch((error: unknown) => {
      if (!(error instanceof TightlipError)) throw error;
      throw new TightlipError('config', `${where}: packs: ${error.message}`, { cause: error });
    });
    packs.push(parsePack(text, word));
  }
  if (rules.hasRules) packs.push(parseUserRules(rules.text, rules.file));
  const problems = checkPacks(packs, { shipped: false });
  if (problems.length > 0) throw new TightlipError('rules', problems.join('\n'));
  return packs;
}

function requireKnown({ word, where }: WrittenWord, known: ReadonlySet<string>): void {
  if (known.has(word)) return;
  throw new TightlipError(
    'config',
    `${where}: no rule or pack ${JSON.stringify(word.slice(0, 60))}${didYouMean(word, known)}; "tightlip rules" lists them`,
  );
}
