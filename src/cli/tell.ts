/** Tells a failure on stderr, with nothing in it that could be a secret or move a terminal's cursor. */
import { TightlipError } from '../errors.ts';
import { escapeText } from '../findings/escape.ts';
import type { OutputStream } from './io.ts';
import { INTERNAL, PREFIX } from './messages.ts';
import { isReaderGone, writeAll } from './output.ts';

/**
 * Writes the sentence of an error; nothing when the error is that nobody reads what we write.
 *
 * @param withStack - `--debug`.
 */
export async function tellError(error: unknown, withStack: boolean, stderr: OutputStream): Promise<void> {
  if (isReaderGone(error)) return;
  const text = await safeText(error, withStack);
  await writeAll(stderr, `${text}\n`).catch(() => false);
}

async function safeText(error: unknown, withStack: boolean): Promise<string> {
  const isOurs = error instanceof TightlipError && error.code !== 'internal';
  const sentence = `${PREFIX}${isOurs ? error.message : INTERNAL}`;
  const stack = withStack && error instanceof Error ? (error.stack ?? '') : '';
  try {
    const { redactText } = await import('../scan/redact-text.ts');
    const told = redactText(sentence);
    // Of a pack all problems are told, one a line; a line break in any other sentence is a name's, and would begin a line of its own making.
    const shown = isOurs && error.code !== 'rules' ? escapeText(told) : escapeLines(told);
    return stack === '' ? shown : `${shown}\n${escapeLines(redactText(stack))}`;
  } catch {
    // Without the redactor only what is known to be harmless is told.
    return `${PREFIX}${INTERNAL}`;
  }
}

/** What a GitHub runner would take for a command of ours at the beginning of a line. */
const COMMAND = /^(\s*):(?=:)/;

function escapeLines(text: string): string {
  return text
    .split('\n')
    .map((line) => escapeText(line).replace(COMMAND, '$1\\x3a'))
    .join('\n');
}
