/** Redaction of short texts such as paths and messages. */
import { fromUtf8, utf8 } from '../bytes/latin1.ts';
import { compileRuleSet } from '../engine/rule-set.ts';
import { scanDocument } from '../engine/scan-document.ts';
import type { RuleSetData } from '../rules/rule.ts';
import { shippedRules } from '../rules/shipped.ts';
import { type HiddenSpan, hide } from './mask.ts';
import { isAtLeast, labelOf, tierOf } from './tier-of.ts';

/**
 * A text that a person may see (a path, ref, author, subject or message), its secrets hidden. The engine run over the
 * string.
 *
 * @param data - The run's rules; the shipped ones by default.
 * @throws TightlipError 'internal' when a rule is not linear-safe and neither a scan nor a redaction of a stream with these rules went before.
 */
export function redactText(text: string, data: RuleSetData = shippedRules): string {
  const rules = compileRuleSet(data);
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
