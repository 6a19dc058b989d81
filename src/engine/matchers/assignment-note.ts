/** Names of several words, and values that only blanks and words part from them, as people write in notes and messages. */
import type { Span } from '../../bytes/span.ts';
import { quoteAt } from './assignment-quote.ts';
import {
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
  shortText,
  startsWith,
} from './assignment-text.ts';

const NOTE_WORD = /^(?:[a-z]{1,8}[_-]?)?(?:key|token|secret|password|access|private)$|^pat$/;
const LONGEST_WORD = 16;

/** Whether a word may end a label in a note: `acme api key 9f…`, `acme ACCESS_TOKEN 9f…`, `acme token - '9f…'`. */
function isNoteWord(word: string): boolean {
  return NOTE_WORD.test(word.toLowerCase());
}

const SHORTEST_NOTE = 16;
const LEAST_HUMPS = 3;
/** Of letters and digits by turns. */
const SHORTEST_CHANGING = 12;

/** Words behind a name that may make it longer in a note, and before a sign. */
export const MOST_NOTE_WORDS = 3;
export const MOST_LABEL_WORDS = 4;

/** Where the value of a note begins, and where its name ends with the words that a label adds to it. */
export interface Noted {
  readonly value: number;
  readonly nameEnd: number;
}

/** Up to three more words of a label and a value that no word is, as people write in notes and messages. */
export function readNote(bytes: Uint8Array, name: Span, end: number): Noted | null {
  const index = name.end;
  const dashed = startsWith(bytes, index, end, ' - ') && quoteAt(bytes, index + 3, end) !== null;
  if (dashed) return { value: index + 3, nameEnd: index };
  const told = afterIs(bytes, index + 1, end);
  if (at(bytes, told) === code('`') && isVerb(bytes, name, told)) return null;
  if (isPass(bytes, name) && TO_PASS.test(shortText(bytes, Math.max(0, name.start - 8), name.start))) return null;
  const isQuoted = told > index + 1 && quoteAt(bytes, told, end) !== null;
  if ((isQuoted || isRandom(bytes, told, end)) && !isScheme(bytes, name.start)) return { value: told, nameEnd: index };
  let i = index;
  for (let words = 0; words < MOST_NOTE_WORDS && at(bytes, i) === 0x20; words++) {
    const from = i + 1;
    i = from;
    while (i < end && (isLetter(bytes[i] as number) || isJoint(bytes[i] as number)) && i - from < LONGEST_WORD) i++;
    if (i === from || isJoint(bytes[from] as number) || at(bytes, i) !== 0x20) return null;
    const value = valueOfNote(bytes, from, i, end);
    if (value >= 0) return { value, nameEnd: i };
  }
  return null;
}

/** Whether the name is the verb of a sentence, "You can pass 'x' to it", as it is before code: "Pass `x` as well". */
export function isVerb(bytes: Uint8Array, name: Span, value: number): boolean {
  if (!isPass(bytes, name)) return false;
  if (at(bytes, value) === code('`')) return true;
  let i = name.start;
  while (isBlank(at(bytes, i - 1))) i--;
  return isLetter(at(bytes, i - 1)) || goesOnInWords(bytes, value);
}

/** Before the verb: "just pass 9f…". */
const TO_PASS = /(?:^|[^a-z])(?:just|please|simply|to|can|must|should|we|you|then|also|not) $/i;

const LONGEST_QUOTED = 64;

/** Whether a sentence goes on behind what is quoted: "For tokens, pass 'x' as the type". */
function goesOnInWords(bytes: Uint8Array, open: number): boolean {
  let i = open + 1;
  while (i - open < LONGEST_QUOTED && at(bytes, i) !== at(bytes, open) && !isEol(at(bytes, i))) i++;
  return /^ (?:as|to|in|into|for|when|if|instead|policy|option|flag|value|argument|parameter)[ .,<\r\n]/.test(
    shortText(bytes, i + 1, Math.min(bytes.length, i + 13)),
  );
}

function isPass(bytes: Uint8Array, { start, end }: Span): boolean {
  return end - start === 4 && startsWith(bytes, start, end, 'pass');
}

/** Whether the colon at `sign` begins a symbol of Ruby: "pass :all to it", "pass either :a or :b". */
export function isSymbol(bytes: Uint8Array, name: Span, sign: number): boolean {
  const isColon = at(bytes, sign) === code(':') && isBlank(at(bytes, sign - 1)) && isLetter(at(bytes, sign + 1));
  return isColon && isPass(bytes, name);
}

/** Where the value begins whose label in a note ends with the word `[start, stop)`, or -1. */
export function valueOfNote(bytes: Uint8Array, start: number, stop: number, end: number): number {
  const word = shortText(bytes, start, stop);
  if (!isNoteWord(word)) return -1;
  const dash = at(bytes, stop + 1) === code('-') && at(bytes, stop + 2) === 0x20;
  const value = dash ? stop + 3 : afterIs(bytes, stop + 1, end);
  return isNoted(bytes, value, end, word.toLowerCase().endsWith('password')) ? value : -1;
}

/** Whether a letter follows a digit here, or a digit a letter. */
function changesAt(bytes: Uint8Array, index: number): boolean {
  const before = at(bytes, index - 1);
  const byte = bytes[index] as number;
  return (isDigit(byte) && isLetter(before)) || (isLetter(byte) && isDigit(before));
}

function isCapital(byte: number): boolean {
  return byte >= 0x41 && byte <= 0x5a;
}

function isJoint(byte: number): boolean {
  return byte === code('_') || byte === code('-');
}

/** After `is `, as in "the key is 9f…"; the offset itself when another word stands there. */
function afterIs(bytes: Uint8Array, index: number, end: number): number {
  return startsWith(bytes, index, end, 'is ') ? index + 3 : index;
}

/** Whether a quoted literal or a run of letters and digits begins here that is too long and too mixed for a word. */
function isNoted(bytes: Uint8Array, index: number, end: number, isPassword: boolean): boolean {
  if (quoteAt(bytes, index, end) !== null) return true;
  let digits = 0;
  let capitals = 0;
  let humps = 0;
  let changes = 0;
  let i = index;
  for (
    ;
    i < end && !isSpaceOrEnd(bytes[i] as number) && !'"\'`,;'.includes(String.fromCharCode(bytes[i] as number));
    i++
  ) {
    if (changesAt(bytes, i)) changes++;
    if (isDigit(bytes[i] as number)) digits++;
    else if (isCapital(bytes[i] as number)) {
      capitals++;
      if (!isCapital(at(bytes, i - 1))) humps++;
    }
  }
  const length = i - index;
  if (length < SHORTEST_NOTE) return !isPassword && length >= SHORTEST_CHANGING && changes >= LEAST_CHANGES;
  // Words joined by their capitals have one capital each.
  const isMixed = humps >= LEAST_HUMPS && capitals > humps && capitals < length;
  return digits >= 2 || isMixed || (length >= SHORTEST_RANDOM && capitals === length);
}

/** Whether the word at `start` begins a value, as the scheme of a header does: `Authorization: Token 9f…`. */
function isScheme(bytes: Uint8Array, start: number): boolean {
  let i = start;
  while (isBlank(at(bytes, i - 1)) || isQuote(at(bytes, i - 1))) i--;
  return ':,='.includes(String.fromCharCode(at(bytes, i - 1)));
}

const SHORTEST_RANDOM = 20;
const LEAST_CHANGES = 3;
/** With a number in it, which may be a year or a size. */
const LEAST_CHANGES_WITH_NUMBER = 6;
const SHORTEST_NUMBER = 4;

/** Whether nothing but a word that no language has stands on the line that begins at `index`, blanks and a mark of code aside. */
export function isLoneRandom(bytes: Uint8Array, index: number, end: number): boolean {
  if (!isRandom(bytes, index, end)) return false;
  let i = index;
  while (i < end && !isSpaceOrEnd(bytes[i] as number)) i++;
  while (i < end && isBlank(bytes[i] as number)) i++;
  return i >= end || isEol(bytes[i] as number);
}

/** Whether a word begins here that is long and changes between letters and digits: no word of a sentence, nor a dotted or slashed name. */
function isRandom(bytes: Uint8Array, index: number, end: number): boolean {
  let changes = 0;
  let digits = 0;
  let number = 0;
  let i = index;
  for (; i < end && (isWord(bytes[i] as number) || '-+='.includes(String.fromCharCode(bytes[i] as number))); i++) {
    const byte = bytes[i] as number;
    if (changesAt(bytes, i)) changes++;
    digits = isDigit(byte) ? digits + 1 : 0;
    number = Math.max(number, digits);
  }
  const least = number >= SHORTEST_NUMBER ? LEAST_CHANGES_WITH_NUMBER : LEAST_CHANGES;
  if (i - index < SHORTEST_RANDOM || changes < least) return false;
  if (i < end && bytes[i] === code('.')) return i + 1 === end || isSpaceOrEnd(bytes[i + 1] as number);
  return i >= end || isSpaceOrEnd(bytes[i] as number) || '"\'`,;)'.includes(String.fromCharCode(bytes[i] as number));
}

/** Up to three more words of a label before `:` or `=`: where the label ends, and its sign. Null when there is none. */
export function labelEnd(bytes: Uint8Array, index: number, end: number): { nameEnd: number; sign: number } | null {
  let i = index;
  for (let words = 0; words < MOST_LABEL_WORDS; words++) {
    if (at(bytes, i) !== 0x20) return null;
    while (at(bytes, i) === 0x20) i++;
    const from = i;
    while (i < end && isIdent(bytes[i] as number) && i - from < 20) i++;
    if (i === from || !isLetter(bytes[from] as number)) return null;
    const strong = at(bytes, i) === code('*') && at(bytes, i + 1) === code('*') ? i + 2 : i;
    let sign = strong;
    while (at(bytes, sign) === 0x20) sign++;
    // In "the secret when provider="x"" the last word by itself has the value.
    if (at(bytes, i) === code('=') && !isNoteWord(shortText(bytes, from, i))) return null;
    if (at(bytes, sign) === code(':') || at(bytes, sign) === code('=')) return { nameEnd: strong, sign };
  }
  return null;
}

/** Whether a word that stands where a type may says what the value is, as in `acme token = "v"`. */
export function isLabelWord(bytes: Uint8Array, index: number, end: number): boolean {
  let i = index;
  while (i < end && i - index < 24 && isIdent(bytes[i] as number)) i++;
  return isNoteWord(shortText(bytes, index, i));
}
