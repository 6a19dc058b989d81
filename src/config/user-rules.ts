/** What only a configuration file or `--rule` needs: TOML, packs and their checks. Loaded then and not before. */
export { parseConfig } from './parse.ts';
export { checkPacks } from '../rules/check.ts';
export { parsePack, parseUserRules } from '../rules/parse.ts';
export { buildRuleSet, mergePacks } from '../rules/rule-set.ts';
