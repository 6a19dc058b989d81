/** Values that stand without quotes, and literals behind wrappers, fallbacks and string concatenation. */
import { fromLatin1, latin1 } from '../../bytes/latin1.ts';
import type { ValueEncoding } from '../match.ts';
import { delimitedAt } from './assignment-delimited.ts';
import { LONGEST_VALUE, holds, quoteAt, readQuoted, type Quoted } from './assignment-quote.ts';
import {
  at,
  code,
  isBlank,
  isDigit,
  isEol,
  isIdent,
  isInvisible,
  isLetter,
  isSpaceOrEnd,
  isWord,
  lineEnd,
  skipBlanks,
  skipSpace,
  startsWith,
} from './assignment-text.ts';

/** A value of an assignment. */
export interface Literal {
  readonly start: number;
  readonly end: number;
  /** First byte after it, closing quote included. */
  readonly after: number;
  readonly encoding: ValueEncoding;
  /** Decoded, when it is joined from several literals. */
  readonly value?: Uint8Array;
  /** It stands without quotes. */
  readonly bare: boolean;
  /** Bytes written as a list of numbers. */
  readonly numbers?: boolean;
  /** Its name runs into it, with nothing between that assigns. */
  readonly joined?: boolean;
  /** It stands in a string of the program (`"a;password=v"`), an address or a command line, where unquoted is no expression. */
  readonly inString?: boolean;
  /** More words follow on its line: prose, or code. */
  readonly trailing: boolean;
}

/** How an unquoted value is delimited. */
export interface BareContext {
  /** Name stands in a query string or form body: `&` ends the value, percent escapes are undone. */
  readonly query: boolean;
  /** The name is a flag of a command: other arguments may follow. */
  readonly flag: boolean;
  /** Quote that is open where the name stands, 0 when none is: it ends the value. */
  readonly openQuote: number;
  /** Start of the fallback in `${NAME:-…}`: `}` ends the value. */
  readonly braced: boolean;
}

/** A value that stands by itself. */
export const ALONE: BareContext = { query: false, flag: false, openQuote: 0, braced: false };

const BACKSLASH = 0x5c;
/** `abcd efgh ijkl mnop`. */
const GROUPED_BYTES = 19;
const closers: Readonly<Record<number, number>> = { 0x29: 0x28, 0x5d: 0x5b, 0x7d: 0x7b };

/** Whether `&word=` begins here: the next field of a form. */
function nextField(bytes: Uint8Array, index: number, end: number): boolean {
  if (at(bytes, index) !== code('&')) return false;
  let i = index + 1;
  if (startsWith(bytes, i, end, 'amp;')) i += 4;
  const from = i;
  while (i < end && isIdent(bytes[i] as number)) i++;
  return i > from && at(bytes, i) === code('=');
}

/** Whether `word=`, or `word: ` of a header, begins here. */
function startsField(bytes: Uint8Array, index: number, end: number): boolean {
  let i = index;
  while (i < end && isIdent(bytes[i] as number)) i++;
  if (i === index) return false;
  return at(bytes, i) === code('=') || (at(bytes, i) === code(':') && isBlank(at(bytes, i + 1)));
}

/** Whether `,word=` or `,word:` or nothing follows the comma. */
function endsAtComma(bytes: Uint8Array, index: number, end: number): boolean {
  const next = at(bytes, index + 1);
  if (index + 1 >= end || isSpaceOrEnd(next) || quoteAt(bytes, index + 1, end) !== null) return true;
  let i = index + 1;
  while (i < end && isIdent(bytes[i] as number)) i++;
  return i > index + 1 && (at(bytes, i) === code('=') || at(bytes, i) === code(':'));
}

const LONGEST_TAG = 80;

/** Whether the `<` at `index` has its `>` on the line. */
function isTag(bytes: Uint8Array, index: number, end: number): boolean {
  const limit = Math.min(end, index + LONGEST_TAG);
  for (let i = index + 1; i < limit && !isEol(bytes[i] as number); i++) if (bytes[i] === code('>')) return true;
  return false;
}

/** Bytes at which an unquoted value may end: all that {@link endsBare} looks at, controls and what is not ASCII. */
const mayEndBare = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte <= 0x20 || byte >= 0x80 || '"`\'\\;)%&,<|}'.includes(String.fromCharCode(byte)) ? 1 : 0,
);

/** Whether the unquoted value ends at this byte, which is one of {@link mayEndBare}. */
function endsBare(bytes: Uint8Array, i: number, end: number, context: BareContext): boolean {
  const byte = bytes[i] as number;
  const next = at(bytes, i + 1);
  if (isBlank(byte) || isEol(byte) || byte === 0) return true;
  if (byte === context.openQuote) return true;
  if (byte === 0x22 || byte === 0x60) return true;
  if (byte === 0x27) return context.openQuote !== 0 || !isWord(next);
  if (byte === BACKSLASH && startsWith(bytes, i, end, String.raw`\u0026`)) return context.query;
  if (byte === BACKSLASH) return 'nrt"\'\\'.includes(String.fromCharCode(Math.max(next, 0))) || isEol(next);
  if (byte === code(';') || (byte === code(')') && context.query)) return true;
  if (byte === code('%') && startsWith(bytes, i, end, '%26')) return context.query;
  if (byte === code('&')) return context.query || nextField(bytes, i, end) || startsWith(bytes, i, end, '&quot;');
  if (byte === code(',')) return endsAtComma(bytes, i, end);
  if (byte === code('<')) return next === code('/') || (isLetter(next) && isTag(bytes, i, end));
  if (byte === code('|')) return next === code('|') || isSpaceOrEnd(next) || startsField(bytes, i + 1, end);
  if (context.braced && byte === code('}')) return true;
  return isInvisible(bytes, i, end);
}

/** Cuts `)`, `]` and `}` that were opened before the value, and punctuation of a sentence: `(token: x).` */
function trimBare(bytes: Uint8Array, start: number, end: number): number {
  let stop = end;
  while (stop > start) {
    const byte = bytes[stop - 1] as number;
    const opener = closers[byte];
    if (opener !== undefined) {
      if (holds(bytes, start, stop, opener)) break;
    } else if (byte === code('.')) {
      const before = closers[at(bytes, stop - 2)];
      if (before === undefined || stop - 2 <= start || holds(bytes, start, stop, before)) break;
    } else if (byte !== code(',') && !(byte === code(':') && stop - start > 1)) break;
    stop--;
  }
  return stop;
}

/** Template syntax whose blanks belong to the value: `{{ x }}`, `${{ x }}`, `<% x %>`, `<your key>`, `$(x y)`. */
const templates: readonly (readonly [string, string])[] = [
  ['${{', '}}'],
  ['{{', '}}'],
  ['<%', '%>'],
  ['{%', '%}'],
  ['#{', '}'],
  ['${', '}'],
  ['$(', ')'],
  ['$[', ']'],
  ['[[', ']]'],
  ['((', '))'],
  ['<', '>'],
  ['[', ']'],
];

function templateEnd(bytes: Uint8Array, start: number, end: number): number {
  const limit = Math.min(end, start + 120);
  for (const [open, close] of templates) {
    if (!startsWith(bytes, start, end, open)) continue;
    for (let i = start + open.length; i < limit && !isEol(bytes[i] as number); i++) {
      if (startsWith(bytes, i, limit, close)) return i + close.length;
    }
  }
  return start;
}

/** What follows a value on its line makes it prose or code: not a comment, not the next assignment, not punctuation. */
function hasTrailing(bytes: Uint8Array, after: number, end: number): boolean {
  if (!isBlank(at(bytes, after))) return false;
  const i = skipBlanks(bytes, after, end);
  const byte = at(bytes, i);
  if (i >= end || isEol(byte) || !isWord(byte)) {
    return byte === code('(') || byte === code('+') || byte === code('?') || byte === code('%');
  }
  let word = i;
  while (word < end && isIdent(bytes[word] as number)) word++;
  const sign = at(bytes, skipBlanks(bytes, word, end));
  return sign !== code('=') && sign !== code(':');
}

/** Whether `name=` begins here behind a sign that has nothing after it, as in `token= cert= key=`: the next field. */
function isAfterEmpty(bytes: Uint8Array, start: number, end: number): boolean {
  let sign = start;
  while (isBlank(at(bytes, sign - 1))) sign--;
  if (sign === start || at(bytes, sign - 1) !== code('=') || !isIdent(at(bytes, sign - 2))) return false;
  let i = start;
  while (i < end && isIdent(bytes[i] as number)) i++;
  if (at(bytes, i) !== code('=') || at(bytes, i + 1) === code('=')) return false;
  // Base64 ends so, too.
  return !isSpaceOrEnd(at(bytes, i + 1)) || /^(?:[a-z_]+|[A-Z_]+)$/.test(latin1(bytes, start, i));
}

/** Whether a value is itself given one, as the last but one in `host = password = use_ssl = None`. */
function isAssignedNext(bytes: Uint8Array, start: number, stop: number, end: number): boolean {
  if (!isBlank(at(bytes, start - 1)) || !isBlank(at(bytes, stop))) return false;
  const sign = skipBlanks(bytes, stop, end);
  if (at(bytes, sign) !== code('=') || !isBlank(at(bytes, sign + 1))) return false;
  return /^[a-z_]{1,40}$/.test(latin1(bytes, start, Math.min(stop, start + 41)));
}

/** The unquoted value at `start`; null when none begins there or it is longer than {@link LONGEST_VALUE}. */
export function readBare(bytes: Uint8Array, start: number, end: number, context: BareContext): Literal | null {
  if (isAfterEmpty(bytes, start, end)) return null;
  const limit = Math.min(end, start + LONGEST_VALUE + 1);
  const from = templateEnd(bytes, start, end);
  let i = from;
  while (i < limit && (mayEndBare[bytes[i]!] === 0 || !endsBare(bytes, i, end, context))) i++;
  if (i - start === 4) i = groupedEnd(bytes, start, end) ?? i;
  if (i - start > LONGEST_VALUE) return null;
  const stop = from > start ? Math.max(from, trimBare(bytes, from, i)) : trimBare(bytes, start, i);
  if (stop <= start || isAssignedNext(bytes, start, i, end)) return null;
  // The first field of a form has no `?` or `&` before it, but the next field's after it.
  const query = context.query || nextField(bytes, i, end);
  const encoding = query && holds(bytes, start, stop, code('%')) ? 'percent' : 'plain';
  const inString = context.openQuote !== 0 || context.query || context.flag;
  // The last parameter of a request line is followed by ` HTTP/1.1`.
  const trailing = !context.query && !context.flag && hasTrailing(bytes, i, end);
  return { start, end: stop, after: i, encoding, bare: true, inString, trailing };
}

/**
 * A word of letters of both cases and digits with a bracket that nothing closes, alone on the rest of its line: a generated password,
 * where it is rare. Null for anything else.
 */
export function readUnclosed(bytes: Uint8Array, start: number, end: number): Literal | null {
  const limit = Math.min(end, start + LONGEST_UNCLOSED);
  let kinds = 0;
  let i = start;
  for (; i < limit && !isSpaceOrEnd(bytes[i] as number); i++) {
    const byte = bytes[i] as number;
    if (')]}>"\'`,;'.includes(String.fromCharCode(byte))) return null;
    if (isDigit(byte)) kinds |= 1;
    else if (isLetter(byte)) kinds |= byte < 0x61 ? 2 : 4;
    else if (isOpener(byte)) kinds |= 8;
  }
  const stop = skipBlanks(bytes, i, end);
  if (kinds !== 15 || i - start < SHORTEST_UNCLOSED || i === start + LONGEST_UNCLOSED) return null;
  if (stop < end && !isEol(bytes[stop] as number)) return null;
  return { start, end: i, after: i, encoding: 'plain', bare: true, trailing: false };
}

/** Whether the byte is one of `( [ { <`. */
export function isOpener(byte: number): boolean {
  return byte === code('(') || byte === code('[') || byte === code('{') || byte === code('<');
}

const SHORTEST_UNCLOSED = 10;
const LONGEST_UNCLOSED = 64;

/** End of four groups of letters that nothing else follows but a closing quote; null for other words. */
function groupedEnd(bytes: Uint8Array, start: number, end: number): number | null {
  const stop = start + GROUPED_BYTES;
  if (!isGrouped(bytes, start, stop)) return null;
  return stop === end || isEol(at(bytes, stop)) || quoteAt(bytes, stop, end) !== null ? stop : null;
}

/** Letters that may stand before an opening quote. */
function isPrefix(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start > 3) return false;
  if (startsWith(bytes, start, end, 'raw')) return true;
  for (let i = start; i < end; i++)
    if (!'bBrRfFuULNEcs@$'.includes(String.fromCharCode(bytes[i] as number))) return false;
  return true;
}

function skipPrefix(bytes: Uint8Array, index: number, end: number): number {
  let i = index;
  while (i < end && i - index < 3 && (isLetter(bytes[i] as number) || bytes[i] === 0x40 || bytes[i] === 0x24)) i++;
  if (quoteAt(bytes, i, end) !== null && isPrefix(bytes, index, i)) return i;
  return index;
}

/** Undoes what a quoted literal needs undone. */
function quotedEncoding(quoted: Quoted): ValueEncoding {
  if (quoted.quote.kind === 'percent') return 'percent';
  return quoted.escaped && quoted.quote.mark === 0x22 ? 'json' : 'plain';
}

/** Operator that joins string literals: `+`, `.`, `..`, `&`, or only blanks and line ends. Offset after it, or -1. */
function joinAt(bytes: Uint8Array, after: number, end: number): number {
  let i = skipSpace(bytes, after, end, 1);
  const byte = at(bytes, i);
  const joined = byte === code('+') || byte === code('.') || byte === code('&');
  if (joined) i++;
  if (joined && at(bytes, i) === code('.')) i++;
  if (!joined && i === after) return -1;
  i = skipSpace(bytes, i, end, 1);
  // `& _` of Visual Basic.
  if (at(bytes, i) === code('_') && isEol(at(bytes, i + 1))) i = skipSpace(bytes, i + 1, end, 1);
  return skipPrefix(bytes, i, end);
}

/**
 * The string literal at `index`, with its prefix letters and what an operator concatenates to it: the span then covers
 * all of the literals and `value` holds them joined. Literals side by side without an operator are words of a shell, unless
 * they stand in parentheses.
 *
 * @param enclosed - Whether they do.
 */
export function readString(bytes: Uint8Array, index: number, end: number, enclosed = false): Literal | null {
  const open = skipPrefix(bytes, index, end);
  const delimited = delimitedAt(bytes, index, end) ?? (open > index ? delimitedAt(bytes, open, end) : null);
  if (delimited !== null) return { ...delimited, encoding: 'plain', bare: false, trailing: false };
  // A literal of reStructuredText stands in two backticks.
  const isDouble = bytes[open] === 0x60 && at(bytes, open + 1) === 0x60 && at(bytes, open + 2) !== 0x60;
  const first = readQuoted(bytes, isDouble ? open + 1 : open, end);
  if (first === null || first.end - first.start > LONGEST_VALUE) return null;
  // A shell's command substitution, or a sentence of Markdown.
  if (
    first.quote.mark === 0x60 &&
    holds(bytes, first.start, first.end, 0x20) &&
    !isGrouped(bytes, first.start, first.end)
  )
    return null;
  const single: Literal = {
    start: first.start,
    end: first.end,
    after: first.after,
    encoding: quotedEncoding(first),
    bare: false,
    trailing: false,
  };
  if (first.end === first.start) return single;
  if (holds(bytes, first.start, first.end, 0x0a) && first.quote.kind === 'ascii' && first.quote.mark !== 0x60) {
    return overLines(bytes, single);
  }
  const parts: Quoted[] = [first];
  for (let last = first; parts.length < 8;) {
    const next = joinAt(bytes, last.after, end);
    if (next < 0 || quoteAt(bytes, next, end)?.mark !== first.quote.mark) break;
    const more = readQuoted(bytes, next, end);
    if (more === null || !(enclosed || reallyJoined(bytes, last.after, next))) break;
    parts.push(more);
    last = more;
  }
  return parts.length === 1 ? single : joinParts(bytes, parts);
}

/** A literal that a backslash continues on the next line, as its parts without what lies between; null when they are text. */
function overLines(bytes: Uint8Array, literal: Literal): Literal | null {
  const text = latin1(bytes, literal.start, literal.end).replace(/\\\r?\n[ \t]*/g, '');
  return /\s/.test(text) ? null : { ...literal, encoding: 'given', value: fromLatin1(text) };
}

/** Four groups of four letters, as Google shows an app password. */
export function isGrouped(bytes: Uint8Array, start: number, end: number): boolean {
  return (
    end - start === GROUPED_BYTES && end <= bytes.length && /^[a-z]{4}(?: [a-z]{4}){3}$/.test(latin1(bytes, start, end))
  );
}

function reallyJoined(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const byte = bytes[i] as number;
    if (byte === code('+') || byte === code('.') || byte === code('&')) return true;
  }
  return false;
}

export function joinParts(bytes: Uint8Array, parts: readonly Quoted[]): Literal {
  const first = parts[0] as Quoted;
  const last = parts[parts.length - 1] as Quoted;
  const text = parts.map((part) => latin1(bytes, part.start, part.end)).join('');
  return {
    start: first.start,
    end: last.end,
    after: last.after,
    encoding: 'given',
    value: fromLatin1(text),
    bare: false,
    trailing: false,
  };
}

/** Value of a YAML block scalar whose header (`|`, `>-` …) begins at `index`; null when it is none. One line of text. */
export function readBlockScalar(bytes: Uint8Array, index: number, end: number): Literal | null {
  let i = index;
  if (bytes[i] !== code('|') && bytes[i] !== code('>')) return null;
  i++;
  while (i < end && '+-0123456789'.includes(String.fromCharCode(bytes[i] as number))) i++;
  i = skipBlanks(bytes, i, end);
  if (at(bytes, i) === code('#') && isBlank(at(bytes, i - 1))) i = lineEnd(bytes, i, end);
  if (!isEol(at(bytes, i))) return null;
  const start = skipSpace(bytes, i, end, 2);
  const stop = lineEnd(bytes, start, end);
  const last = trimEnd(bytes, start, stop);
  if (last === start || start === i || last - start > LONGEST_VALUE) return null;
  return { start, end: last, after: stop, encoding: 'plain', bare: true, trailing: holds(bytes, start, last, 0x20) };
}

/** End of `bytes[start..end)` without the blanks at its end. */
export function trimEnd(bytes: Uint8Array, start: number, end: number): number {
  let stop = end;
  while (stop > start && isBlank(bytes[stop - 1] as number)) stop--;
  return stop;
}
