/** Redaction of short texts such as paths and messages. */
import { fromUtf8, utf8 } from '../bytes/latin1.ts';
import { type RuleSet, compileRuleSet } from '../engine/rule-set.ts';
import { scanDocument } from '../engine/scan-document.ts';
import { shippedRules } from '../rules/shipped.ts';
import { type HiddenSpan, hide } from './mask.ts';
import { isAtLeast, labelOf, tierOf } from './tier-of.ts';

let shipped: RuleSet | null = null;

/**
 * A text that a person may see (a path, ref, author, subject or message), its secrets hidden. The engine run over the
 * string.
 *
 * @param ruleSet - The run's rules; the shipped ones by default.
 */
export function redactText(text: string, ruleSet?: RuleSet): string {
  const rules = ruleSet ?? (shipped ??= compileRuleSet(shippedRules));
  const bytes = fromUtf8(text);
  const spans: HiddenSpan[] = [];
  for (const match of scanDocument(bytes, rules)) {
    if (!isAtLeast(tierOf(match, rules), 'likely')) continue;
    const label = labelOf(match, rules);
    for (const { secretStart, secretEnd } of [match, ...match.parts]) {
      spans.push({ start: secretStart, end: secretEnd, label, continues: false });
    }
  }
  return spans.length === 0 ? text : utf8(Buffer.concat(hide(bytes, spans, new Map())));
}
