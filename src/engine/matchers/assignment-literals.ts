/** The values after a separator: up to three literals, behind wrappers, lists, lookups and fallbacks. */
import { readCut } from './assignment-cut.ts';
import { startsCommand } from './assignment-command.ts';
import {
  fallbackAt,
  isField,
  lineFallback,
  readBraced,
  skipDefault,
  templateDefault,
  wholeBraced,
} from './assignment-default.ts';
import { withoutBraces } from './assignment-element.ts';
import { isOfFlag, isOfSentence, isOfValidator, joinedBy } from './assignment-list.ts';
import { itemsBelow } from './assignment-items.ts';
import { readNumbers, typedListAt } from './assignment-numbers.ts';
import { valueOfKeyAt } from './assignment-pairs.ts';
import { quoteAt } from './assignment-quote.ts';
import { readOfSeveral, wordList } from './assignment-several.ts';
import type { Separator } from './assignment-separator.ts';
import { isClauseNext, isStatement } from './assignment-sql.ts';
import { skipTag } from './assignment-tag.ts';
import {
  at,
  code,
  isBlank,
  isEol,
  isIdent,
  isLetter,
  isQuote,
  isSpaceOrEnd,
  isWord,
  lineEnd,
  lineStart,
  skipBlanks,
  skipSpace,
  startsWith,
  shortText,
} from './assignment-text.ts';
import {
  isOpener,
  readBare,
  readBlockScalar,
  readString,
  readUnclosed,
  trimEnd,
  type BareContext,
  type Literal,
} from './assignment-value.ts';

/** Literals after one name that are looked at. */
const MOST_LITERALS = 3;
const CALLEE_REACH = 56;
/** Attributes of a variable that are looked through for its value. */
const MOST_ATTRIBUTES = 5;

/** The quote that is open at `index`, counted from its line's start; 0 when none is. */
export function openQuoteAt(bytes: Uint8Array, index: number): number {
  let open = 0;
  for (let i = lineStart(bytes, index, 0); i < index; i++) {
    const byte = bytes[i] as number;
    if (byte === code('\\')) i++;
    else if (byte === 0x22 || byte === 0x27 || byte === 0x60) {
      const apostrophe = byte === 0x27 && isWord(at(bytes, i - 1)) && isWord(at(bytes, i + 1));
      if (open === byte) open = 0;
      else if (open === 0 && !apostrophe) open = byte;
    }
  }
  return open;
}

/** What of the surroundings decides where an unquoted value ends. */
export function bareContext(bytes: Uint8Array, nameStart: number, separator: Separator): BareContext {
  const before = at(bytes, nameStart - 1);
  return {
    query:
      separator.form === 'equals' &&
      ('?&#'.includes(String.fromCharCode(before)) ||
        startsWith(bytes, nameStart - 5, nameStart, '&amp;') ||
        startsWith(bytes, nameStart - 6, nameStart, String.raw`\u0026`) ||
        startsWith(bytes, separator.nameEnd, separator.nameEnd + 3, '%3d')),
    flag: before === code('-') || (before === code('/') && isBlank(at(bytes, nameStart - 2))),
    openQuote: separator.quoted ? 0 : openQuoteAt(bytes, nameStart),
    braced: separator.form === 'fallback',
  };
}

/** A quote right after the separator that closes the string in which the name stands: `"password=" + value`. */
function closesOuter(bytes: Uint8Array, index: number, context: BareContext): boolean {
  if (context.openQuote === 0 || bytes[index] !== context.openQuote) return false;
  const next = at(bytes, index + 1);
  return isSpaceOrEnd(next) || '+),;.}]:%'.includes(String.fromCharCode(next));
}

/** Words in a function's name that make its first argument a name or a text rather than a value. */
const LOOKUP =
  /(?:^|[^a-z])(?:env|environ|get|fetch|read|load|config|lookup|vault|find|input|prompt|query|select|using|params?|require|import|translate|gettext|resolve|option|arg|property|setting|field|column|test|match|contains|(?:starts|ends)_?with|includes|next|format|label|describe|print|printf|error|message|exception|warn|log|getenv|getpass|getpw(?:nam|uid|ent)|ask|open|t|tr|i18n|ref|var|has|is|compile|to_string|digest|split|join|replace)(?![a-z])/i;

function humps(text: string): string {
  return text.replace(/([a-z0-9])([A-Z])/g, '$1_$2');
}

/** Where an expression `a.b(` that begins at `index` opens its arguments: the byte after `(`, or -1. */
function calleeEnd(bytes: Uint8Array, index: number, end: number): number {
  const limit = Math.min(end, index + CALLEE_REACH);
  for (let i = index; i < limit; i++) {
    const byte = bytes[i] as number;
    if (byte === code('(')) return i + 1;
    if (isIdent(byte) || ':[]&<>*!'.includes(String.fromCharCode(byte))) continue;
    const word = shortText(bytes, index, i);
    if (byte === 0x20 && (word === 'new' || word === 'await' || word === 'not')) continue;
    return -1;
  }
  return -1;
}

/** Literal behind up to three wrapping calls; null when the expression is no such thing. `undefined`: a lookup. */
function readWrapped(bytes: Uint8Array, index: number, end: number, typed = false): Literal | null | undefined {
  let i = index;
  let lookup = false;
  for (let depth = 0; depth < 3; depth++) {
    const open = calleeEnd(bytes, i, end);
    if (open < 0) break;
    const callee = shortText(bytes, i, open - 1);
    lookup = lookup || (LOOKUP.test(humps(callee)) && !(typed && isField(callee)));
    i = skipSpace(bytes, open, end, 1);
    const value = skipDefault(bytes, i, end);
    const literal = readString(bytes, value, end);
    if (literal !== null && value > i) return literal;
    if (literal !== null) return lookup ? readLookupDefault(bytes, literal.after, end) : literal;
  }
  return i === index ? null : undefined;
}

/** The default of a lookup: `getenv("X", "v")`, `get("X", default="v")`, `getenv("X") or "v"`. */
function readLookupDefault(bytes: Uint8Array, after: number, end: number): Literal | undefined {
  let i = skipSpace(bytes, after, end, 1);
  if (at(bytes, i) === code(',')) {
    i = skipDefault(bytes, skipSpace(bytes, i + 1, end, 1), end);
    return readString(bytes, i, end) ?? undefined;
  }
  while (at(bytes, i) === code(')') || at(bytes, i) === code(']')) i++;
  const fallback = fallbackAt(bytes, skipBlanks(bytes, i, end), end);
  return fallback < 0 ? undefined : (readString(bytes, fallback, end) ?? undefined);
}

/** String literals of a list or of a call's arguments, from `index` on; other arguments are stepped over. */
function readList(
  bytes: Uint8Array,
  index: number,
  end: number,
  context: BareContext & { readonly enclosed?: boolean },
): Literal[] {
  const found: Literal[] = [];
  let i = index;
  for (let argument = 0; argument < MOST_LITERALS; argument++) {
    i = skipSpace(bytes, i, end, 2);
    if (closesOuter(bytes, i, context)) break;
    const literal = readString(bytes, i, end, context.enclosed) ?? readWrapped(bytes, i, end) ?? null;
    if (literal !== null) {
      // `array('type' => 'string')`: a key of what is in the list.
      if (literal.end === literal.start || startsWith(bytes, skipBlanks(bytes, literal.after, end), end, '=>')) break;
      found.push(literal);
      i = literal.after;
    } else while (i < end && isIdent(bytes[i] as number)) i++;
    i = skipSpace(bytes, i, end, 2);
    if (at(bytes, i) !== code(',')) break;
    i++;
  }
  return found;
}

/** Text of an XML element up to its closing tag. */
function readElement(bytes: Uint8Array, index: number, end: number): Literal | null {
  let start = index;
  if (startsWith(bytes, start, end, '<![cdata[')) start += 9;
  let stop = start;
  while (stop < end && bytes[stop] !== code('<') && !isEol(bytes[stop] as number) && stop - start < 601) stop++;
  const close = skipSpace(bytes, stop, end, 1);
  if (at(bytes, close) !== code('<') || at(bytes, close + 1) !== code('/')) return null;
  if (start > index && at(bytes, stop - 2) === code(']')) stop -= 3;
  const last = trimEnd(bytes, start, stop);
  if (last <= start) return null;
  return { ...withoutBraces(bytes, start, last), after: stop, encoding: 'plain', bare: false, trailing: false };
}

/** `NAME:` with `value: v` below it, behind what else is said of it, and `{"value": "v"}`: the value of a variable that has attributes. */
function readInner(bytes: Uint8Array, index: number, end: number): Literal | null {
  const braced = at(bytes, index) === code('{');
  let i = skipSpace(bytes, braced ? index + 1 : index, end, 1);
  if (!braced && !isBlank(at(bytes, i - 1))) return null;
  let described = true;
  for (let entry = 0; entry < MOST_ATTRIBUTES; entry++) {
    const key = i + (quoteAt(bytes, i, end)?.length ?? 0);
    if (!isLetter(at(bytes, key))) return null;
    // Behind any other attribute only what says that it is the default: a parameter of a template has words before it.
    const value = described || startsWith(bytes, key, end, 'default') ? valueOfKeyAt(bytes, key, end) : null;
    if (value !== null) return value;
    described = described && DESCRIBES.some((word) => startsWith(bytes, key, end, word));
    i = nextEntry(bytes, i, end);
    if (i < 0) return null;
  }
  return null;
}

/** Attributes that say of a variable what it is. */
const DESCRIBES = ['type', 'description', 'sensitive', 'secret', 'masked', 'protected', 'expand'];

/** The entry behind a comma of this line, or on the next line as far in; -1 when there is none. */
function nextEntry(bytes: Uint8Array, entry: number, end: number): number {
  const stop = lineEnd(bytes, entry, end);
  for (let i = entry; i < stop && bytes[i] !== code('}'); i++) {
    const string = isQuote(bytes[i] as number) ? readString(bytes, i, end) : null;
    if (string !== null) i = string.after - 1;
    const next = bytes[i] === code(',') ? skipBlanks(bytes, i + 1, end) : stop;
    if (next < stop) return next;
  }
  const next = skipSpace(bytes, stop, end, 1);
  return next - lineStart(bytes, next, 0) === entry - lineStart(bytes, entry, 0) ? next : -1;
}

/** Whether the sign stands right behind a plain name, as in a shell. */
function isUnspaced({ form, spaced, quoted }: Separator): boolean {
  return form === 'equals' && !spaced && !quoted;
}

function single(literal: Literal | null): Literal[] {
  return literal !== null && literal.end > literal.start ? [literal] : [];
}

/** The value of `name = …` or `name: …`. */
function readAssigned(bytes: Uint8Array, separator: Separator, end: number, context: BareContext): Literal[] {
  let i = separator.value;
  if (separator.form === 'colon') {
    i = skipTag(bytes, i, end);
    if (i < 0) return [];
    const block = readBlockScalar(bytes, i, end);
    if (block !== null) return [block];
  }
  // Below a name in the singular stand names of others, mostly.
  if (
    separator.form === 'colon' &&
    i < end &&
    isEol(at(bytes, i)) &&
    startsWith(bytes, separator.nameEnd - 1, end, 's')
  ) {
    const items = itemsBelow(bytes, i, end, MOST_LITERALS);
    if (items.length > 0) return items;
  }
  if (i < end && (isEol(at(bytes, i)) || at(bytes, i) === code('{'))) {
    const inner = readInner(bytes, i, end);
    if (inner !== null) return [inner];
  }
  if (i >= end || isEol(at(bytes, i)) || closesOuter(bytes, i, context)) return [];
  const byte = at(bytes, i);
  if (isOpener(byte) || calleeEnd(bytes, i, end) >= 0) {
    const unclosed = readUnclosed(bytes, i, end);
    if (unclosed !== null) return [unclosed];
  }
  const words = wordList(bytes, i, end);
  if (words !== null) return words.slice(0, MOST_LITERALS);
  const string = readString(bytes, i, end);
  const inTemplate =
    string === null
      ? null
      : (templateDefault(bytes, string.start, string.end) ?? wholeBraced(bytes, string.start, string.end));
  if (inTemplate !== null) return single(inTemplate);
  if (string !== null && string.end === string.start) return single(joinedBy(bytes, string.after, end));
  if (string !== null) return [...single(string), ...changedTo(bytes, string.after, end)];
  if (quoteAt(bytes, i, end) !== null) return single(readCut(bytes, i, end));
  const numbers = readNumbers(bytes, i, end);
  if (numbers !== null) return [numbers];
  const typed = typedListAt(bytes, i, end);
  if (typed >= 0 || byte === code('[') || byte === code('(')) {
    const enclosed = byte === code('(');
    const list = readList(bytes, typed >= 0 ? typed : i + 1, end, { ...context, enclosed });
    if (list.length > 0 || byte === code('(')) return isOfValidator(bytes, list) ? [] : list;
    if (byte === code('[') && !separator.spaced) return single(readBracketed(bytes, i, end));
  }
  if (byte === code('{') && at(bytes, i + 1) !== code('{')) return [];
  const braced = readBraced(bytes, i, end);
  if (braced !== null) return single(braced);
  const isTyped = separator.form === 'equals' && at(bytes, skipBlanks(bytes, separator.nameEnd, end)) === code(':');
  const wrapped = readWrapped(bytes, i, end, isTyped);
  if (wrapped) return single(wrapped);
  const fallback = lineFallback(bytes, i, end);
  if (fallback !== null) return single(fallback);
  if (wrapped === undefined) return [];
  return readPlain(bytes, i, end, separator, context);
}

/** `name:[v]` as Go prints the values of a header: the only word between the brackets. */
function readBracketed(bytes: Uint8Array, open: number, end: number): Literal | null {
  let i = open + 1;
  while (i < end && (isIdent(bytes[i] as number) || '+/=~'.includes(String.fromCharCode(bytes[i] as number)))) i++;
  if (i === open + 1 || at(bytes, i) !== code(']')) return null;
  return { start: open + 1, end: i, after: i, encoding: 'plain', bare: true, trailing: false };
}

/** `"v" -> "w"`: what a plan of changes makes of it. */
function changedTo(bytes: Uint8Array, after: number, end: number): Literal[] {
  return startsWith(bytes, after, end, ' -> ') ? single(readString(bytes, after + 4, end)) : [];
}

/** An unquoted value, when its separator can carry one. */
function readPlain(
  bytes: Uint8Array,
  index: number,
  end: number,
  separator: Separator,
  context: BareContext,
): Literal[] {
  if (separator.quoted && context.openQuote === 0 && separator.form === 'colon' && isLetter(at(bytes, index))) {
    // `"password": password` is code, in JSON and in every language that looks like it.
    return [];
  }
  const bare = readBare(bytes, index, end, context);
  // `process.env["X"]`, `f("x"`: an expression that goes on with a string.
  if (bare !== null && '[('.includes(String.fromCharCode(at(bytes, bare.end - 1))))
    return single(readUnclosed(bytes, index, end));
  const isCommand = bare !== null && bare.trailing && isUnspaced(separator) && startsCommand(bytes, separator.nameEnd);
  return single(isCommand ? { ...bare, trailing: false } : bare);
}

/** `'"v"'` and `"\"v\""`: the quotes of the program that is written belong to it, not to the value. */
function withoutInnerQuotes(bytes: Uint8Array, literal: Literal): Literal {
  const { start, end } = literal;
  if (literal.value !== undefined) return literal;
  const escaped = at(bytes, start) === code('\\') ? 1 : 0;
  const length = escaped + 1;
  if (end - start < 2 * length || at(bytes, start + escaped) !== 0x22 || at(bytes, end - 1) !== 0x22) return literal;
  if (escaped === 1 && at(bytes, end - 2) !== code('\\')) return literal;
  return { ...literal, start: start + length, end: end - length };
}

/** The full stop of the sentence is no part of the value that ends it. */
function withoutStop(bytes: Uint8Array, literal: Literal | null): Literal | null {
  if (literal === null || literal.value !== undefined) return literal;
  if (at(bytes, literal.end - 1) !== code('.') || at(bytes, literal.end - 2) === code('.')) return literal;
  return { ...literal, end: literal.end - 1 };
}

/** An unquoted value behind a blank; in `IDENTIFIED BY v USING …` the words that follow are the statement's. */
function readWord(bytes: Uint8Array, index: number, end: number, context: BareContext): Literal | null {
  const bare = readBare(bytes, index, end, context);
  const start = index - 'identified by '.length;
  const isIdentified = startsWith(bytes, start, index, 'identified by ');
  if (isIdentified && !isStatement(bytes, start)) return null;
  if (bare === null || (context.flag ? isOfFlag(bytes, bare) : isOfSentence(bytes, bare))) return null;
  return bare.trailing === true && isIdentified && isClauseNext(bytes, bare.end, end)
    ? { ...bare, trailing: false }
    : bare;
}

/** Whether a value is the first word of the text in its cell: what a table of settings says of each. */
function isWordOfText(bytes: Uint8Array, { start, end }: Literal): boolean {
  for (let i = start; i < end; i++) {
    if (!isLetter(bytes[i] as number) && !"'(),-.:".includes(String.fromCharCode(bytes[i] as number))) return false;
  }
  return true;
}

/** All values that the separator ties to its name, at most three, in reading order. */
export function readLiterals(bytes: Uint8Array, nameStart: number, separator: Separator, end: number): Literal[] {
  const context = bareContext(bytes, nameStart, separator);
  const i = separator.value;
  switch (separator.form) {
    case 'call':
      return readList(bytes, i, end, context);
    case 'comma':
      return readList(bytes, skipDefault(bytes, i, end), end, context)
        .slice(0, 1)
        .map((literal) => withoutInnerQuotes(bytes, literal));
    case 'element':
      return single(readElement(bytes, i, end));
    case 'cell': {
      const cell = readString(bytes, i, end) ?? readBare(bytes, i, end, context);
      return single(cell?.trailing === true && isWordOfText(bytes, cell) ? null : cell);
    }
    case 'fallback':
      return single(readString(bytes, i, end) ?? readBare(bytes, i, end, context));
    case 'note':
      return single(readString(bytes, i, end) ?? withoutStop(bytes, readBare(bytes, i, end, context)));
    case 'space':
      if (closesOuter(bytes, i, context)) return [];
      return single(readString(bytes, i, end) ?? readBraced(bytes, i, end) ?? readWord(bytes, i, end, context));
    default:
      return readOfSeveral(bytes, nameStart, separator, end) ?? readAssigned(bytes, separator, end, context);
  }
}
