/** What the shipped rules tell of a text. */
import { fromUtf8, latin1 } from '../../../src/bytes/latin1.ts';
import { compileRuleSet } from '../../../src/engine/rule-set.ts';
import { scanDocument } from '../../../src/engine/scan-document.ts';
import { judge } from '../../../src/findings/judge.ts';
import { shippedRules } from '../../../src/rules/shipped.ts';

const ruleSet = compileRuleSet(shippedRules);

/** Secrets that are told by default, each once. */
export function toldByDefault(text: string): string[] {
  return secretsIn(text, null, ['proven', 'likely']);
}

/** Secrets of any tier, each once. */
export function toldAtAll(text: string, path: string | null = null): string[] {
  return secretsIn(text, path, ['proven', 'likely', 'review']);
}

function secretsIn(text: string, path: string | null, tiers: readonly string[]): string[] {
  const bytes = fromUtf8(text);
  const found = scanDocument(bytes, ruleSet).filter((match) => {
    const tier = judge(ruleSet.ruleAt(match.rule), match.evidence, path, 0);
    return tier !== null && tiers.includes(tier);
  });
  return [...new Set(found.map(({ secretStart, secretEnd }) => latin1(bytes, secretStart, secretEnd)))];
}
