/** Redaction for callers: a stream to a stream, and short texts such as paths and messages. */
import { fromUtf8, utf8 } from '../bytes/latin1.ts';
import { type RuleSet, compileRuleSet } from '../engine/rule-set.ts';
import { scanDocument } from '../engine/scan-document.ts';
import { shippedRules } from '../rules/shipped.gen.ts';
import { type HiddenSpan, hide } from './mask.ts';
import { isAtLeast, labelOf, tierOf } from './tier-of.ts';
import { type RedactOptions, type RedactSummary, createRedactor } from './redactor.ts';

/** Takes output; settles when more may come. Rejects when the reader is gone. */
export type WriteBytes = (bytes: Uint8Array) => Promise<void>;

/**
 * Redacts a stream: what a line decides is written when the line ends, before more is read.
 *
 * @returns What was hidden, for the receipt.
 * @throws What `input` or `write` throws; all that was decided before was written.
 */
export async function redactStream(
  input: AsyncIterable<Uint8Array>,
  write: WriteBytes,
  options: RedactOptions,
): Promise<RedactSummary> {
  const redactor = createRedactor(options);
  for await (const chunk of input) await writeAll(redactor.push(chunk), write);
  await writeAll(redactor.end(), write);
  return redactor.summary;
}

async function writeAll(pieces: readonly Uint8Array[], write: WriteBytes): Promise<void> {
  if (pieces.length > 0) await write(pieces.length === 1 ? (pieces[0] as Uint8Array) : Buffer.concat(pieces));
}

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
