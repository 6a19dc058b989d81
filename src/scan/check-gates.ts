/**
 * Keywords that a rule makes dear for all others. Where every rule of a keyword has a gate, most of its occurrences are turned away before
 * anything is tried; one rule without a gate (a pattern, mostly) has all of them tried at each.
 */
import { hasGate } from '../engine/gates.ts';
import type { ParsedPack } from '../rules/parse.ts';
import type { Rule, RuleSetData } from '../rules/rule.ts';
import { indexedRules, unpackUses } from '../rules/rule-index.ts';

/** What was looked at and stays: a rule without a gate, and its keywords. */
const REVIEWED: ReadonlyMap<string, readonly string[]> = new Map([
  // Seventy-six letters and digits stand before it: what may stand next to a keyword turns away nearly all.
  ['azure-devops-token', ['AZDO']],
  // Its own provider's word, which is a name of another pack too.
  ['atlassian-data-center-token-nearby', ['bitbucket']],
  // Two names of wallets with a blank in them.
  ['private-key-block', ['PRIVATE KEY']],
  // Two rules share these, and the bracket that parts them from other names lies some bytes behind.
  ['crypto-wallet-solana-keypair', ['secretKey', 'secret_key', 'keypair', 'privateKey', 'private_key']],
]);

/**
 * Says which keywords of the packs' rules open what gates hold shut. A provider's own word is rare in texts, so its pack may do with it what
 * it likes.
 *
 * @param data - The whole rule set in which the packs will run.
 * @returns One `FILE:LINE: sentence` a problem; empty when all is well.
 */
export function checkOpenKeywords(packs: readonly ParsedPack[], data: RuleSetData): string[] {
  const { literals, uses } = indexedRules(data).index;
  return literals.flatMap((literal, index) => {
    const rules = unpackUses(uses.at(index)!).map(({ rule }) => data.rules[rule]!);
    const gated = rules.filter(hasGate);
    if (gated.length === 0 || isOwnWord(literal, rules)) return [];
    return rules.flatMap((rule) => (hasGate(rule) ? [] : opened(packs, rule, literal, gated)));
  });
}

/** Whether a literal is the word of the provider whose rule has no gate: with the pack's name in it, or what stands nearby and no other pack's. */
function isOwnWord(literal: string, rules: readonly Rule[]): boolean {
  const { pack } = rules.find((rule) => !hasGate(rule)) ?? rules[0]!;
  if (plain(literal).includes(plain(pack))) return true;
  return rules.every((rule) => rule.pack === pack) && rules.some((rule) => rule.scope === 'nearby');
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function opened(packs: readonly ParsedPack[], rule: Rule, literal: string, gated: readonly Rule[]): string[] {
  const at = rule.keywords.findIndex((keyword) => keyword.toLowerCase() === literal);
  const keyword = rule.keywords[at] ?? literal;
  if (REVIEWED.get(rule.id)?.includes(keyword)) return [];
  const pack = packs.find((each) => each.rules.some(({ id }) => id === rule.id));
  const path = pack?.examples.find(({ id }) => id === rule.id)?.path;
  if (pack === undefined || path === undefined) return [];
  const others = gated.length === 1 ? ', too, which has a gate' : ` and ${gated.length - 1} more, which have a gate`;
  const sentence =
    `keyword "${keyword}" is one of "${gated[0]!.id}"${others}; this rule has none, so all of them would be tried wherever the keyword ` +
    `stands: take a longer keyword, with what stands next to it in the pattern, as in "${keyword}=" or "\\"${keyword}\\""`;
  return [`${pack.file}:${pack.locate([...path, 'keywords', ...(at < 0 ? [] : [at])])}: "${rule.id}": ${sentence}`];
}
