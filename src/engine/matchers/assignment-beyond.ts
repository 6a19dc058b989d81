/** Values that a line end or a bracket parts from the sign after their name. */
import type { Span } from '../../bytes/span.ts';
import { computedAt } from './assignment-computed.ts';
import { opensKey } from './assignment-numbers.ts';
import { quoteAt } from './assignment-quote.ts';
import {
  afterEol,
  at,
  code,
  isBlank,
  isDigit,
  isEol,
  isIdent,
  isLetter,
  isQuote,
  isSpaceOrEnd,
  isWord,
  lineStart,
  skipBlanks,
  skipSpace,
  startsWith,
} from './assignment-text.ts';

const BACKSLASH = code('\\');
const LONGEST_BRACKET = 24;
const MOST_ATTRIBUTES = 2;

/** End of the word at `index` when it has what a password has and a word of a sentence or an expression has not; -1 otherwise. */
export function tellingWordEnd(bytes: Uint8Array, index: number, end: number): number {
  let stop = index;
  let telling = false;
  for (; stop < end && !isSpaceOrEnd(bytes[stop] as number); stop++) {
    const byte = bytes[stop] as number;
    telling = telling || isDigit(byte) || '!#%^*+='.includes(String.fromCharCode(byte));
    if ('({[&|'.includes(String.fromCharCode(byte))) return -1;
  }
  return telling && !isAssigned(bytes, index, stop) ? stop : -1;
}

/** Whether a word is itself a name with its sign and value: `acme TOKEN=v`. The padding of base64 follows no name. */
function isAssigned(bytes: Uint8Array, start: number, stop: number): boolean {
  let i = start;
  while (i < stop && (isLetter(bytes[i] as number) || bytes[i] === code('_'))) i++;
  if (i === start || i + 1 >= stop) return false;
  return (bytes[i] === code('=') || bytes[i] === code(':')) && bytes[i + 1] !== code('=');
}

/**
 * A plain word alone on the line below `name:` or `name =` and further in, as YAML and INI wrap a value; the offset of the word, or -1.
 *
 * @param index - Where the line of the name ends.
 */
export function wordBelow(bytes: Uint8Array, name: Span, index: number, end: number): number {
  const start = lineStart(bytes, name.start, 0);
  let first = skipBlanks(bytes, start, end);
  if (at(bytes, first) === code('-') && isBlank(at(bytes, first + 1))) first = skipBlanks(bytes, first + 1, end);
  const next = lineBelow(bytes, index, end);
  if (first !== name.start || next < 0) return -1;
  const word = skipBlanks(bytes, next, end);
  if (word - next <= name.start - start || '-#&*!>'.includes(String.fromCharCode(at(bytes, word)))) return -1;
  const stop = tellingWordEnd(bytes, word, end);
  return stop < 0 || bytes[stop - 1] === code(':') || !isEndOfLine(bytes, stop, end) ? -1 : word;
}

/** The word on the line after `name=\`, as a shell goes on; its offset, or -1. `index` is that of the backslash. */
export function wordContinued(bytes: Uint8Array, index: number, end: number): number {
  if (at(bytes, index) !== BACKSLASH || !isEol(at(bytes, index + 1))) return -1;
  const word = skipBlanks(bytes, lineBelow(bytes, index + 1, end), end);
  const stop = tellingWordEnd(bytes, word, end);
  if (stop < 0) return -1;
  const after = skipBlanks(bytes, stop, end);
  return isEndOfLine(bytes, stop, end) || (at(bytes, after) === BACKSLASH && isEol(at(bytes, after + 1))) ? word : -1;
}

/** Whether `- --name` ends its line here, perhaps in a quote: an item of a list of arguments in YAML. */
export function isListedFlag(bytes: Uint8Array, nameStart: number, floor: number): boolean {
  let i = nameStart;
  while (i > floor && bytes[i - 1] === code('-')) i--;
  if (nameStart - i !== 2) return false;
  if (i > floor && isQuote(bytes[i - 1]!)) i--;
  if (i - 2 < floor || bytes[i - 1] !== 0x20 || bytes[i - 2] !== code('-')) return false;
  for (i -= 3; i >= floor && !isEol(bytes[i]!); i--) if (!isBlank(bytes[i]!)) return false;
  return true;
}

/** The value of a flag in such a list, the next item, or on the line to which a shell goes on: its offset, or -1. `index` is where the line of the flag ends. */
export function listedValue(bytes: Uint8Array, nameStart: number, index: number, end: number): number {
  if (at(bytes, index) === BACKSLASH)
    return at(bytes, nameStart - 1) === code('-') ? wordContinued(bytes, index, end) : -1;
  if (!isListedFlag(bytes, nameStart, 0)) return -1;
  const next = lineBelow(bytes, index, end);
  const item = next < 0 ? -1 : skipBlanks(bytes, next, end);
  if (item < 0 || at(bytes, item) !== code('-') || at(bytes, item + 1) !== 0x20) return -1;
  const value = skipBlanks(bytes, item + 1, end);
  if (at(bytes, value) === code('-')) return -1;
  if (quoteAt(bytes, value, end) !== null) return value;
  const stop = tellingWordEnd(bytes, value, end);
  return stop >= 0 && isEndOfLine(bytes, stop, end) ? value : -1;
}

/** First byte of the line below when the one at `index` ends there, -1 otherwise. */
export function lineBelow(bytes: Uint8Array, index: number, end: number): number {
  return index < end && isEol(at(bytes, index)) ? afterEol(bytes, index) : -1;
}

function isEndOfLine(bytes: Uint8Array, index: number, end: number): boolean {
  const i = skipBlanks(bytes, index, end);
  return i >= end || isEol(at(bytes, i));
}

/** `name[20] = "v"`, `name[] PROGMEM = "v"` and `name[16] = {0x9f, …}` of C, from the bracket: the offset of the literal or list, or -1. */
export function arrayValueAt(bytes: Uint8Array, open: number, end: number): number {
  if (at(bytes, open) !== code('[')) return -1;
  let i = open + 1;
  while (i < end && i - open < LONGEST_BRACKET && (isIdent(bytes[i] as number) || isBlank(bytes[i] as number))) i++;
  if (at(bytes, i) !== code(']')) return -1;
  i = skipBlanks(bytes, i + 1, end);
  for (let words = 0; words < MOST_ATTRIBUTES && isIdent(at(bytes, i)); words++) {
    while (i < end && isIdent(bytes[i] as number)) i++;
    i = skipBlanks(bytes, i, end);
  }
  if (at(bytes, i) !== code('=') || at(bytes, i + 1) === code('=')) return -1;
  i = skipBlanks(bytes, i + 1, end);
  return quoteAt(bytes, i, end) === null && !opensKey(bytes, i, end) ? -1 : i;
}

/** Whether a name is a key in a hash of Perl, `$ENV{NAME}` or `$x->{name}`: the brace after it then closes it. */
export function isHashKey(bytes: Uint8Array, nameStart: number): boolean {
  let i = nameStart;
  if (quoteAt(bytes, i - 1, i) !== null) i--;
  if (at(bytes, i - 1) !== code('{')) return false;
  i--;
  if (at(bytes, i - 1) === code('>') && at(bytes, i - 2) === code('-')) return true;
  const word = i;
  while (word - i < LONGEST_BRACKET && isWord(at(bytes, i - 1))) i--;
  return i < word && at(bytes, i - 1) === code('$');
}

/** Where a value begins behind what a sign may have after it: the stars that end bold text, a brace round one literal, a function that returns it. */
export function valueBehind(bytes: Uint8Array, index: number, end: number): number {
  const byte = at(bytes, index);
  if (byte === code('*') && at(bytes, index + 1) === code('*') && isBlank(at(bytes, index + 2)))
    return skipBlanks(bytes, index + 2, end);
  const marked = Math.max(literalContinued(bytes, index, end), defaultAt(bytes, index, end));
  return Math.max(index, marked, bracedLiteralAt(bytes, index, end), computedAt(bytes, index, end));
}

/** `lib.mkDefault "v"` of Nix, `*"v" | string` of CUE: the offset of the literal, or -1. */
function defaultAt(bytes: Uint8Array, index: number, end: number): number {
  const byte = at(bytes, index);
  if (byte === code('*') && at(bytes, index + 1) === 0x22) {
    let i = index + 2;
    while (i < end && bytes[i] !== 0x22 && !isEol(bytes[i] as number)) i++;
    return startsWith(bytes, i, end, '" |') ? index + 1 : -1;
  }
  if (byte !== code('l') && byte !== code('m')) return -1;
  const made = MAKES.find((each) => startsWith(bytes, index, end, each));
  return made !== undefined && at(bytes, index + made.length) === 0x22 ? index + made.length : -1;
}

const MAKES = ['lib.mkdefault ', 'lib.mkforce ', 'mkdefault ', 'mkforce '];

/** What makes a line of Visual Basic, PowerShell, Fortran and MATLAB go on in the next. */
const CONTINUES = ['_', '`', '&', '...'];

/** The literal on the next line when the one at `index` ends with a sign that makes it go on: its offset, or -1. */
function literalContinued(bytes: Uint8Array, index: number, end: number): number {
  const byte = at(bytes, index);
  const sign = CONTINUES.find((each) => code(each) === byte);
  if (sign === undefined) return -1;
  const next = lineBelow(bytes, index + sign.length, end);
  if (next < 0 || !startsWith(bytes, index, end, sign)) return -1;
  const value = skipBlanks(bytes, next, end);
  return quoteAt(bytes, value, end) === null ? -1 : value;
}

/** `{"v"}`, perhaps with the literal on the next line: its offset, or -1. */
export function bracedLiteralAt(bytes: Uint8Array, open: number, end: number): number {
  if (at(bytes, open) !== code('{')) return -1;
  const value = skipSpace(bytes, open + 1, end, 1);
  const mark = at(bytes, value);
  if (mark !== 0x22 && mark !== 0x27 && mark !== 0x60) return -1;
  let i = value + 1;
  while (i < end && bytes[i] !== mark && !isEol(bytes[i] as number)) i++;
  return at(bytes, i) === mark && at(bytes, skipSpace(bytes, i + 1, end, 1)) === code('}') ? value : -1;
}

/** Skips a comment that stands between a sign and its value on one line. */
export function skipComment(bytes: Uint8Array, index: number, end: number): number {
  if (at(bytes, index) !== code('/') || at(bytes, index + 1) !== code('*')) return index;
  const limit = Math.min(end, index + LONGEST_COMMENT);
  for (let i = index + 2; i < limit && !isEol(bytes[i] as number); i++) {
    if (bytes[i] === code('*') && at(bytes, i + 1) === code('/')) return skipBlanks(bytes, i + 2, end);
  }
  return index;
}

const LONGEST_COMMENT = 80;

/** Skips `string(14) ` of a dump by PHP. */
export function skipDumpedType(bytes: Uint8Array, index: number, end: number): number {
  if (!startsWith(bytes, index, end, 'string(')) return index;
  let i = index + 7;
  while (i < end && isDigit(bytes[i] as number)) i++;
  return at(bytes, i) === code(')') ? skipBlanks(bytes, i + 1, end) : index;
}
