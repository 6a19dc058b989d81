/** A function that a credential is named by and that does nothing but return it. */
import { at, code, isBlank, isEol, isQuote, isWord, skipBlanks, skipSpace, startsWith } from './assignment-text.ts';

const LONGEST_PARAMETERS = 64;
const LONGEST_TYPE = 48;

/** `() string { return "v" }`, `(): return "v"`, `() => "v"`, `() -> String { "v" }`: where what is returned begins, or -1. */
export function returnedAt(bytes: Uint8Array, open: number, end: number): number {
  let i = open + 1;
  const limit = Math.min(end, open + LONGEST_PARAMETERS);
  while (i < limit && bytes[i] !== code(')')) {
    if ('({;"\'`'.includes(String.fromCharCode(bytes[i] as number)) || isEol(bytes[i] as number)) return -1;
    i++;
  }
  if (at(bytes, i) !== code(')')) return -1;
  const body = bodyAfter(bytes, i + 1, end);
  if (body < 0 || at(bytes, body - 1) === code('>')) return body;
  const word = skipSpace(bytes, body, end, 2);
  // Rust and Swift return the last expression, behind the type that an arrow leads to.
  if (isQuote(at(bytes, word)) && hasArrow(bytes, i + 1, body)) return word;
  return startsWith(bytes, word, end, 'return') && isBlank(at(bytes, word + 6)) ? skipBlanks(bytes, word + 7, end) : -1;
}

function hasArrow(bytes: Uint8Array, start: number, end: number): boolean {
  const arrow = skipBlanks(bytes, start, end);
  return at(bytes, arrow) === code('-') && at(bytes, arrow + 1) === code('>');
}

/** After the brace, the colon at the end of its line or the arrow that begins a function's body, over its type; -1 when none does. */
function bodyAfter(bytes: Uint8Array, index: number, end: number): number {
  const limit = Math.min(end, index + LONGEST_TYPE);
  for (let i = index; i < limit; i++) {
    const byte = bytes[i] as number;
    if (byte === code('{')) return i + 1;
    if (byte === code(':') && isEol(at(bytes, skipBlanks(bytes, i + 1, end)))) return i + 1;
    if (byte === code('=') && at(bytes, i + 1) === code('>')) return i + 2;
    if (!isWord(byte) && !' :<>[]?|.*&-'.includes(String.fromCharCode(byte))) return -1;
  }
  return -1;
}
