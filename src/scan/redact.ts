/** Redaction for callers: a stream to a stream. */
import { type Encoding, SNIFF_BYTES, sniffEncoding } from '../bytes/encoding.ts';
import { latin1 } from '../bytes/latin1.ts';
import { compileRuleSet } from '../engine/rule-set.ts';
import { prepareRuleSet } from '../rules/regex.ts';
import type { RuleSetData } from '../rules/rule.ts';
import { shippedRules } from '../rules/shipped.ts';
import { sniffLog } from '../sources/log-content.ts';
import { type RedactOptions, type RedactSummary, type Redactor, createRedactor } from './redactor.ts';
import { createWideRedactor } from './wide-redactor.ts';

/** Takes output; settles when more may come. Rejects when the reader is gone. */
export type WriteBytes = (bytes: Uint8Array) => Promise<void>;

/** What is to be hidden in a stream. */
export interface StreamOptions extends Omit<RedactOptions, 'ruleSet'> {
  /** The shipped ones by default. */
  readonly rules?: RuleSetData;
}

/** What was hidden in a stream. */
export interface StreamSummary extends RedactSummary {
  /** What the input is, when it is nothing that secrets can be seen in (`compressed with gzip, not read`); null: it is text, or may be. */
  readonly unread: string | null;
}

/**
 * Redacts a stream: what a line decides is written when the line ends, before more is read.
 *
 * @returns What was hidden, for the receipt.
 * @throws What `input` or `write` throws; all that was decided before was written.
 */
export async function redactStream(
  input: AsyncIterable<Uint8Array>,
  write: WriteBytes,
  { rules = shippedRules, ...others }: StreamOptions = {},
): Promise<StreamSummary> {
  await prepareRuleSet(rules);
  const options = { ...others, ruleSet: compileRuleSet(rules) };
  let redactor: Redactor | null = null;
  let head: Uint8Array = new Uint8Array(0);
  for await (const chunk of input) {
    if (redactor === null) {
      head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
      if (mayGoOn(head)) continue;
      redactor = redactorFor(head, options);
      await writeAll(redactor.push(head), write);
    } else await writeAll(redactor.push(chunk), write);
  }
  if (redactor === null) {
    redactor = redactorFor(head, options);
    await writeAll(redactor.push(head), write);
  }
  await writeAll(redactor.end(), write);
  return { ...redactor.summary, unread: whyUnread(head) };
}

/** Binary content goes through: a token in it is seen like any other. In what is packed none is. */
function whyUnread(head: Uint8Array): string | null {
  const content = sniffLog(head.subarray(0, SNIFF_BYTES));
  if (content.kind === 'gzip' || content.kind === 'zstd') return `compressed with ${content.kind}, not read`;
  return content.kind === 'unread' && !content.reason.startsWith('binary') ? content.reason : null;
}

/** UTF-16 that no mark announces is told by so many bytes: of fewer a single NUL would make it. */
const GUESSED_BYTES = 64;

/** Whether more bytes may make a byte order mark, or another one, of so few, or no UTF-16 of what looks like it. */
function mayGoOn(head: Uint8Array): boolean {
  return mayBeMark(head) || (head.length < GUESSED_BYTES && isGuessed(sniffEncoding(head)));
}

function isGuessed(encoding: Encoding): boolean {
  return encoding.kind === 'utf-16' && encoding.bomBytes === 0;
}

function mayBeMark(head: Uint8Array): boolean {
  const little = [0xff, 0xfe, 0, 0];
  const isLittle = head.subarray(0, 4).every((byte, index) => byte === little[index]);
  const isBig = head[0] === 0 && (head.length === 1 || head[1] === 0);
  return head.length < 2 || (isLittle && head.length < 8) || (isBig && head.length < 4);
}

/** Plain text at the front: a guess at UTF-16 that no byte order mark supports is then wrong. */
const WORD = /[\x21-\x7e]{6}/;

function redactorFor(head: Uint8Array, options: RedactOptions): Redactor {
  const sniffed = head.subarray(0, SNIFF_BYTES);
  const encoding = sniffEncoding(sniffed);
  if (encoding.kind === 'text' || encoding.kind === 'binary') return createRedactor(options);
  if (encoding.bomBytes === 0 && WORD.test(latin1(sniffed))) return createRedactor(options);
  return createWideRedactor(encoding, options);
}

async function writeAll(pieces: readonly Uint8Array[], write: WriteBytes): Promise<void> {
  if (pieces.length > 0) await write(pieces.length === 1 ? (pieces[0] as Uint8Array) : Buffer.concat(pieces));
}
