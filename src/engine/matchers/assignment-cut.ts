/** Values whose opening quote is never closed, because the line was cut: by a limit of the logger, a full disk, a crash. */
import { quoteAt } from './assignment-quote.ts';
import { at, isDigit, isEol, isLetter } from './assignment-text.ts';
import type { Literal } from './assignment-value.ts';

/** Shorter ones are words of a text that goes on in the next line. */
const SHORTEST = 12;
const BACKTICK = 0x60;
/** What ends a value, or makes it code: quotes, brackets, escapes, the end of a statement. */
const NEVER = new Set([...'"\'`\\(){}[]<>;,$'].map((each) => each.charCodeAt(0)));

/**
 * The value behind a quote that opens at `index`, where nothing but it is left of the line: one word with a digit and a letter. Null
 * for anything else. To be asked once no closing quote was found.
 */
export function readCut(bytes: Uint8Array, index: number, end: number): Literal | null {
  const quote = quoteAt(bytes, index, end);
  if (quote === null || quote.kind !== 'ascii' || quote.mark === BACKTICK) return null;
  const start = index + quote.length;
  let i = start;
  let hasDigit = false;
  let hasLetter = false;
  for (; i < end && isOfWord(bytes[i]!); i++) {
    hasDigit ||= isDigit(bytes[i]!);
    hasLetter ||= isLetter(bytes[i]!);
  }
  if (i - start < SHORTEST || !hasDigit || !hasLetter || (i < end && !isEol(at(bytes, i)))) return null;
  return { start, end: i, after: i, encoding: 'plain', bare: false, trailing: false };
}

function isOfWord(byte: number): boolean {
  return byte > 0x20 && byte < 0x7f && !NEVER.has(byte);
}
