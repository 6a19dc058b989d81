/** What stands between a name and its value: one step of the parser, from the name's end to the value's first byte. */
import { latin1 } from '../../bytes/latin1.ts';
import type { Span } from '../../bytes/span.ts';
import {
  arrayValueAt,
  bracedLiteralAt,
  isHashKey,
  listedValue,
  skipComment,
  skipDumpedType,
  tellingWordEnd,
  valueBehind,
  wordBelow,
  wordContinued,
} from './assignment-beyond.ts';
import { argumentAfter, filledWith, isInPair, mappedTo, valueBeside } from './assignment-argument.ts';
import { afterCommand, afterLogin } from './assignment-command.ts';
import {
  callWithDefault,
  fallbackAt,
  filterDefault,
  isDefault,
  isInTemplate,
  makesOfLiteral,
} from './assignment-default.ts';
import { computedAt, otherwiseAt, typedBlockAt } from './assignment-computed.ts';
import { literalAt } from './assignment-delimited.ts';
import { attributesEnd, elementText, namedElementText, opensTag, siblingText } from './assignment-element.ts';
import { returnedAt } from './assignment-function.ts';
import { isLoneRandom, isSymbol, isVerb, labelEnd, readNote } from './assignment-note.ts';
import { opensNumbers } from './assignment-numbers.ts';
import { quoteAt } from './assignment-quote.ts';
import { grantedAt } from './assignment-sql.ts';
import { isBar, readTable } from './assignment-table.ts';
import {
  at,
  code,
  isBlank,
  isEol,
  isIdent,
  isLetter,
  isWord,
  lineStart,
  shortText,
  skipBlanks,
  skipSpace,
  startsWith,
} from './assignment-text.ts';
import { afterAccessors, skipType, tupleAt, typedLiteral } from './assignment-typed.ts';

/** How a value is tied to its name, and with it what may count as one. */
export type Form =
  | 'equals' // = := ::= ?= .= => ==
  | 'colon' // : and YAML
  | 'fallback' // ${X:-v}, X || "v", X ?? "v", X or "v"
  | 'comma' // ("X", "v")
  | 'call' // setX("v")
  | 'element' // <x>v</x>
  | 'cell' // | x | v |
  | 'space' // X v, --x v
  | 'note'; // X key is v.

/** Where a value begins. */
export interface Separator {
  readonly form: Form;
  /** First byte of the value, blanks skipped. */
  readonly value: number;
  /** End of the name, past words that a label adds to it (`API key id:`). */
  readonly nameEnd: number;
  /** The name itself stood in quotes. */
  readonly quoted: boolean;
  /** The separator had a blank after it, or began a new line. */
  readonly spaced: boolean;
}

const EQUALS = code('=');
const COLON = code(':');
const BACKSLASH = code('\\');

/** What may follow the brace of a key in a hash, see `PAIRS` of assignment-anchor.ts. */
function isAssignedTo(byte: number): boolean {
  return byte === 0x20 || byte === EQUALS;
}

/** Whether the quoted name is what a condition gives where it holds: a question mark stands before its quote. */
function isChosen(bytes: Uint8Array, nameStart: number): boolean {
  if (quoteAt(bytes, nameStart - 1, nameStart) === null) return false;
  let i = nameStart - 2;
  while (isBlank(at(bytes, i))) i--;
  return at(bytes, i) === code('?');
}

/** What closes a name: quotes, brackets, Markdown stars, `?` and `!` of TypeScript. */
function closeName(bytes: Uint8Array, name: Span, end: number): { at: number; quoted: boolean; closed: boolean } {
  let i = name.end;
  let quoted = false;
  let closed = false;
  for (let steps = 0; steps < 6 && i < end; steps++) {
    const byte = bytes[i] as number;
    const quote = quoteAt(bytes, i, end);
    if (quote !== null && (quote.kind !== 'triple' || quoted)) {
      i += quote.length;
      quoted = true;
      // `["name":protected]` of an object that PHP dumps.
      if (startsWith(bytes, i, end, ':protected]')) i += 10;
    } else if (byte === code(']') || (byte === code(')') && steps > 0)) {
      i++;
      closed = true;
    } else if (byte === code('}') && isAssignedTo(at(bytes, i + 1)) && isHashKey(bytes, name.start)) {
      i++;
      closed = true;
    } else if (byte === code('*') && at(bytes, i + 1) === code('*')) i += 2;
    else if (byte === code('*') && at(bytes, i + 1) === COLON) i++;
    else if ((byte === code('?') || byte === code('!')) && at(bytes, i + 1) === COLON) i++;
    else break;
  }
  return { at: i, quoted, closed };
}

/** `\u003d` is how writers of JSON that is to stand in a page write it. */
const SIGNS = String.raw`::= === !== == => := ?= += .= != ||= ??= <- %3d %253d \x3d \u003d =`.split(' ');
const SIGN_STARTS = [...new Set(SIGNS.map(code))];

/** Operators made of `=`: the offset after it, or -1. */
function equalsAt(bytes: Uint8Array, index: number, end: number): number {
  if (!SIGN_STARTS.includes(at(bytes, index))) return -1;
  for (const sign of SIGNS) {
    if (!startsWith(bytes, index, end, sign)) continue;
    // `=~ m/x/` matches a regex; `=~word` is a value.
    const matches = sign === '=' && at(bytes, index + 1) === code('~');
    return matches && !(isWord(at(bytes, index + 2)) && isWord(at(bytes, index + 3))) ? -1 : index + sign.length;
  }
  return -1;
}

function made(form: Form, value: number, nameEnd: number, quoted: boolean, spaced: boolean): Separator {
  return { form, value, nameEnd, quoted, spaced };
}

/** Length of the code of a colon in an address, once or twice encoded; 0 when none begins here. */
function codedColon(bytes: Uint8Array, index: number, end: number): number {
  if (at(bytes, index) !== code('%')) return 0;
  if (startsWith(bytes, index, end, '%3a')) return 3;
  return startsWith(bytes, index, end, '%253a') ? 5 : 0;
}

/** Offset of the value after a sign, over at most two line ends when a literal, or nothing but a random word, stands there. */
function valueAfter(bytes: Uint8Array, index: number, end: number): number {
  const here = skipComment(bytes, skipBlanks(bytes, index, end), end);
  if (here < end && !isEol(at(bytes, here)) && at(bytes, here) !== BACKSLASH)
    return valueBehind(bytes, skipDumpedType(bytes, here, end), end);
  const next = skipDumpedType(bytes, skipSpace(bytes, here, end, 2), end);
  if (literalAt(bytes, next, end)) return next;
  return next > here && isLoneRandom(bytes, next, end) && !isNextName(bytes, index, next, end) ? next : here;
}

/** Whether `NAME=` on the line at `next` is the next name without a value, behind the sign that ends at `sign`: no further in than the line of that one. */
function isNextName(bytes: Uint8Array, sign: number, next: number, end: number): boolean {
  if (at(bytes, sign - 1) !== EQUALS) return false;
  let i = next;
  while (i < end && isIdent(bytes[i] as number)) i++;
  if (at(bytes, i) !== EQUALS || at(bytes, i + 1) === EQUALS) return false;
  const start = lineStart(bytes, sign, 0);
  return next - lineStart(bytes, next, 0) <= skipBlanks(bytes, start, end) - start;
}

function bracedBefore(bytes: Uint8Array, nameStart: number): boolean {
  return at(bytes, nameStart - 1) === code('{') && at(bytes, nameStart - 2) === code('$');
}

/** `:-v`, `:=v`, `-v`, `:v` inside `${NAME…}`; what `:+` gives is no value of the name, but stands where it has one. */
function bracedFallback(bytes: Uint8Array, index: number, nameEnd: number): Separator | null {
  let i = index;
  if (at(bytes, i) === COLON) i++;
  if (at(bytes, i) === code('+')) return null;
  if (at(bytes, i) === code('-') || at(bytes, i) === EQUALS) i++;
  return i === index || at(bytes, i) === code('}') ? null : made('fallback', i, nameEnd, false, false);
}

/** `… 'password'" :icon="…"` of Vue: behind a blank the colon begins the next attribute of an element. */
function isBound(bytes: Uint8Array, colon: number, end: number): boolean {
  if (at(bytes, colon - 1) !== 0x20 || at(bytes, colon - 2) !== 0x22) return false;
  let i = colon + 1;
  while (i < end && isIdent(bytes[i] as number)) i++;
  return i > colon + 1 && at(bytes, i) === EQUALS && at(bytes, i + 1) === 0x22;
}

/** A sign right after the name or after blanks. */
function signAt(bytes: Uint8Array, i: number, end: number, nameEnd: number, quoted: boolean): Separator | null {
  const byte = at(bytes, i);
  const equals = equalsAt(bytes, i, end);
  if (equals >= 0) {
    const value = valueAfter(bytes, equals, end);
    return made('equals', value, nameEnd, quoted, value > equals);
  }
  const fallback = fallbackAt(bytes, i, end);
  if (fallback >= 0) return made('fallback', fallback, nameEnd, quoted, true);
  // `(name . "v")` of Lisp.
  const isDotted = byte === code('.') && isBlank(at(bytes, i + 1)) && i > nameEnd && literalAt(bytes, i + 2, end);
  if (isDotted && isInPair(bytes, nameEnd)) return made('equals', i + 2, nameEnd, quoted, true);
  const mapped = quoted ? mappedTo(bytes, i, end) : -1;
  if (mapped >= 0) return made('equals', mapped, nameEnd, quoted, true);
  if (byte === COLON && at(bytes, i + 1) !== COLON) {
    if (quoted && isBound(bytes, i, end)) return null;
    const from = skipBlanks(bytes, i + 1, end);
    const mayBeType = isLetter(at(bytes, from)) || '&*['.includes(String.fromCharCode(Math.max(at(bytes, from), 0)));
    if (!quoted && mayBeType) {
      const block = typedBlockAt(bytes, from, end);
      if (block >= 0) return made('equals', block, nameEnd, false, true);
      const typed = skipType(bytes, from, end);
      const value = typed < 0 ? -1 : valueAfter(bytes, typed, end);
      const isGiven = (): boolean =>
        literalAt(bytes, value, end) || opensNumbers(bytes, value, end) || callWithDefault(bytes, value, end);
      if (value >= 0 && isGiven()) return made('equals', value, nameEnd, quoted, true);
    }
    const value = valueAfter(bytes, i + 1, end);
    return made('colon', value, nameEnd, quoted, value > i + 1);
  }
  const coded = quoted ? codedColon(bytes, i, end) : 0;
  if (coded > 0) return made('colon', skipBlanks(bytes, i + coded, end), nameEnd, quoted, false);
  // `name:: v` and `- name :: v` of documents.
  if (byte === COLON && !quoted && isBlank(at(bytes, i + 2))) {
    const value = skipBlanks(bytes, i + 2, end);
    return isEol(at(bytes, value)) ? null : made('note', value, nameEnd, false, true);
  }
  if (byte === code(',')) {
    const argument = quoted ? -1 : argumentAfter(bytes, i, nameEnd, end);
    if (argument >= 0) return made('equals', argument, nameEnd, false, true);
    const filled = filledWith(bytes, i, end);
    if (filled >= 0) return made('equals', filled, nameEnd, quoted, true);
  }

  if (byte === code(',') && quoted) {
    const value = skipSpace(bytes, i + 1, end, 1);
    return literalAt(bytes, value, end) || isDefault(bytes, value, end) || makesOfLiteral(bytes, value, end)
      ? made('comma', value, nameEnd, quoted, true)
      : null;
  }
  if (byte === code('|') && isInTemplate(bytes, nameEnd)) {
    const value = filterDefault(bytes, i + 1, end);
    return value < 0 ? null : made('fallback', value, nameEnd, quoted, true);
  }
  // `│`, as programs draw tables.
  if (byte === 0xe2 && at(bytes, i + 1) === 0x94 && at(bytes, i + 2) === 0x82)
    return made('cell', skipBlanks(bytes, i + 3, end), nameEnd, quoted, true);
  if (byte === code('|') && isCell(bytes, i, nameEnd, end) && !(quoted && !isInRow(bytes, nameEnd, end)))
    return made('cell', skipBlanks(bytes, i + (at(bytes, i + 1) === code('|') ? 2 : 1), end), nameEnd, quoted, true);
  return null;
}

/** Whether the bar at `index` parts the cells of a table; one among words without blanks parts the branches of a regex. */
function isCell(bytes: Uint8Array, index: number, nameEnd: number, end: number): boolean {
  if (isBlank(at(bytes, index - 1)) || isBlank(at(bytes, index + 1))) return true;
  return isInRow(bytes, nameEnd, end);
}

/** Whether the line begins with a bar; behind quotes that stand elsewhere a bar leads to the next command of a shell. */
function isInRow(bytes: Uint8Array, nameEnd: number, end: number): boolean {
  return at(bytes, skipBlanks(bytes, lineStart(bytes, nameEnd, 0), end)) === code('|');
}

/** What a tool that manages secrets has done with one. */
const DONE = /^["'`]? (?:created|configured|deleted|unchanged|patched|labell?ed|annotated|replaced)\b/;
const LONGEST_OBJECT = 64;

/** Whether `"acme-db" created` begins at `index`: the name of an object, and what was done with it. */
function isToldOf(bytes: Uint8Array, index: number, end: number): boolean {
  let i = index + 1;
  while (i < end && i - index < LONGEST_OBJECT && (isIdent(bytes[i] as number) || bytes[i] === code('/'))) i++;
  return DONE.test(latin1(bytes, i, Math.min(end, i + 14)));
}

/** A value that only a blank parts from its name. */
function spaceForm(bytes: Uint8Array, name: Span, i: number, end: number): boolean {
  const flag = at(bytes, name.start - 1) === code('-');
  // `!secret "x"` of YAML is the name of what stands elsewhere; behind a variable comes the next argument.
  if (at(bytes, name.start - 1) === code('!')) return false;
  // `set $name "v";` of nginx.
  if (at(bytes, name.start - 1) === code('$'))
    return startsWith(bytes, name.start - 5, end, 'set ') && literalAt(bytes, i, end);
  // `x: &password v` of YAML, an anchor.
  if (at(bytes, name.start - 1) === code('&')) return /[:-] $/.test(shortText(bytes, name.start - 3, name.start - 1));
  if (literalAt(bytes, i, end)) return !isVerb(bytes, name, i) && !isToldOf(bytes, i, end);
  if (at(bytes, i) === code('-') && flag) return false;
  // `-pass pass:v` of openssl: the word before the colon is the name.
  if (flag) return at(bytes, i) !== code('=') && !startsWith(bytes, i, end, 'pass:');
  const start = lineStart(bytes, name.start, 0);
  const isFirst = skipBlanks(bytes, start, end) === name.start;
  if (afterCommand(bytes, name.start, 0) || afterLogin(bytes, name.start, isFirst ? 0 : start)) return true;
  // A line of its own with two words: properties, redis.conf, .netrc.
  if (!isFirst) return false;
  const stop = tellingWordEnd(bytes, i, end);
  return stop >= 0 && (stop >= end || isEol(at(bytes, skipBlanks(bytes, stop, end))));
}

/** The same separator, or with the value that stands on the line below. */
function overLineEnd(bytes: Uint8Array, name: Span, sign: Separator, end: number): Separator {
  if (sign.form !== 'equals' && (sign.form !== 'colon' || sign.quoted)) return sign;
  const continued = wordContinued(bytes, sign.value, end);
  const value = continued < 0 ? wordBelow(bytes, name, sign.value, end) : continued;
  return value < 0 ? sign : { ...sign, value, spaced: true };
}

const IN_SENTENCE = /(?:^|[^a-z])(?:is|are|be|was|were|been|being|uniquely) $/;

/** `IDENTIFIED BY 'v'`, `IDENTIFIED WITH sha256_password BY 'v'`; "the password by" is a sentence's. */
function mayGrant(bytes: Uint8Array, name: Span): boolean {
  if (IN_SENTENCE.test(shortText(bytes, Math.max(0, name.start - 10), name.start))) return false;
  return startsWith(bytes, name.start, name.end, 'identified') || shortText(bytes, name.start, name.end).includes('_');
}

/** A block that gives what is missing, `fetch("NAME") { "v" }` of Ruby, or `$ENV{NAME} // "v"` of Perl: the offset of the literal, or -1. */
function insteadOf(bytes: Uint8Array, closed: number, index: number, end: number): number {
  const isDefined = at(bytes, closed - 1) === code('}') && startsWith(bytes, index, end, '// ');
  if (isDefined) return literalAt(bytes, index + 3, end) ? index + 3 : -1;
  return bracedLiteralAt(bytes, index, end);
}

/** The separator of a label with more words (`API key id:`), or of a note. */
function readLabelled(bytes: Uint8Array, name: Span, end: number): Separator | null {
  const label = labelEnd(bytes, name.end, end);
  const noted = readNote(bytes, name, end);
  // A sign behind the first byte of a value that follows a label is a part of it.
  const isInValue = noted !== null && label !== null && noted.nameEnd > name.end && label.sign > noted.value;
  if (label !== null && isSymbol(bytes, name, label.sign)) return null;
  if (label !== null && !isInValue) return signAt(bytes, label.sign, end, label.nameEnd, false);
  return noted && made('note', noted.value, noted.nameEnd, false, true);
}

/** The separator after a name. Null when none that carries a value is there. */
export function readSeparator(bytes: Uint8Array, name: Span, end: number): Separator | null {
  if (bracedBefore(bytes, name.start)) {
    const found = bracedFallback(bytes, name.end, name.end);
    if (found !== null || at(bytes, name.end) === code('}') || startsWith(bytes, name.end, end, ':+')) return found;
  }
  const tuple = tupleAt(bytes, name, end);
  if (tuple >= 0) return made('equals', tuple, name.end, false, true);
  const initializer = Math.max(bracedLiteralAt(bytes, name.end, end), arrayValueAt(bytes, name.end, end));
  if (initializer >= 0) return made('equals', initializer, name.end, false, true);
  const closing = closeName(bytes, name, end);
  const returned = at(bytes, name.end) === code('(') ? returnedAt(bytes, name.end, end) : -1;
  const literal = returned < 0 ? -1 : skipBlanks(bytes, returned, end);
  if (literal >= 0 && literalAt(bytes, literal, end)) return made('equals', literal, name.end, false, true);
  if (at(bytes, name.end) === code('('))
    return made('call', skipSpace(bytes, name.end + 1, end, 1), name.end, false, false);
  if (at(bytes, closing.at) === code('>') && (closing.quoted || opensTag(bytes, name.start))) {
    return made('element', elementText(bytes, closing.at + 1, end), name.end, closing.quoted, false);
  }
  const text = closing.quoted ? namedElementText(bytes, name.start, closing.at, end) : -1;
  if (text >= 0) return made('element', text, name.end, true, false);
  const tagEnd = opensTag(bytes, name.start) ? attributesEnd(bytes, name.end, end) : -1;
  if (tagEnd >= 0) return made('element', skipSpace(bytes, tagEnd + 1, end, 1), name.end, false, false);
  // `<td>NAME </td><td>v`
  const tag = at(bytes, name.end) === 0x20 ? name.end + 1 : name.end;
  if (startsWith(bytes, tag, end, '</')) {
    const sibling = siblingText(bytes, tag, end);
    return sibling < 0 ? null : made('element', sibling, name.end, true, false);
  }
  const otherwise = closing.quoted && closing.closed ? otherwiseAt(bytes, closing.at, end) : -1;
  if (otherwise >= 0) return made('fallback', otherwise, name.end, true, true);
  const i = skipBlanks(bytes, closing.at, end);
  // The cell beside a name in the head of a table is another name.
  if ((isBar(at(bytes, i)) || i > closing.at + 1) && readTable(bytes, name, end) !== null) return null;
  if (isSymbol(bytes, name, i)) return null;
  const sign = signAt(bytes, i, end, name.end, closing.quoted);
  // `["a", "x"], ["b"]`: the comma after a bracket goes on with the list.
  if (sign?.form === 'comma' && closing.closed) return null;
  // `ok ? 'PASS' : 'FAIL'`
  if (sign?.form === 'colon' && closing.quoted && isChosen(bytes, name.start)) return null;
  // One of 'password' or 'file' is a sentence.
  if (sign?.form === 'fallback' && closing.quoted && !closing.closed && at(bytes, i) === code('o')) return null;
  if (sign !== null) return overLineEnd(bytes, name, sign, end);
  const listed = listedValue(bytes, name.start, i, end);
  if (listed >= 0) return made('space', listed, name.end, false, true);
  const instead = closing.closed ? insteadOf(bytes, closing.at, i, end) : -1;
  if (instead >= 0 && (closing.quoted || at(bytes, i) === code('/')))
    return made('fallback', instead, name.end, true, true);
  const beside = closing.closed ? -1 : valueBeside(bytes, name.start, i, end);
  if (beside >= 0) return made('equals', beside, name.end, closing.quoted, true);
  if (closing.closed || closing.quoted || i === closing.at) return null;
  // `password by lazy { "v" }` of Kotlin.
  const lazy = startsWith(bytes, i, end, 'by lazy') ? computedAt(bytes, i, end) : -1;
  if (lazy >= 0) return made('equals', lazy, name.end, false, true);
  const typed = Math.max(typedLiteral(bytes, i, end), afterAccessors(bytes, i, end));
  // `<token type="x">` is an element with an attribute.
  if (typed >= 0 && !opensTag(bytes, name.start)) return made('equals', typed, name.end, false, true);
  // A word that is a value itself, in `PASSWORD=mypassword image:tag`, is no name of what follows.
  if (at(bytes, name.start - 1) === EQUALS) return null;
  // What is "identified by `v`" in a sentence is a thing.
  const isGrant = startsWith(bytes, i, end, 'by ') && at(bytes, i + 3) !== code('`') && mayGrant(bytes, name);
  if (isGrant && (literalAt(bytes, i + 3, end) || tellingWordEnd(bytes, i + 3, end) >= 0))
    return made('space', i + 3, name.end, false, true);
  const granted = grantedAt(bytes, i, end);
  if (granted >= 0) return made('equals', granted, name.end, false, true);
  if (spaceForm(bytes, name, i, end)) return made('space', i, name.end, false, true);
  return readLabelled(bytes, name, end);
}
