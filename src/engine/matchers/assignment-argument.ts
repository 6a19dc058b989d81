/** Values that calls, pairs and maps give to the name before them. */
import { latin1 } from '../../bytes/latin1.ts';
import { literalAt } from './assignment-delimited.ts';
import { quoteAt, readQuoted } from './assignment-quote.ts';
import {
  at,
  code,
  isBlank,
  isEol,
  isIdent,
  isQuote,
  lineStart,
  shortText,
  skipBlanks,
  startsWith,
} from './assignment-text.ts';

/**
 * Calls and forms whose argument behind a name is what it gets: `define(X, "v")`, `strcpy(x.name, "v")`, `coalesce(var.x, "v")`,
 * `config :app, :x, "v"`, `set :x, "v"`, `set_env(app, x, "v")`.
 */
const GIVES =
  /(?:(?:^|[^\w])(?:define|str(?:n|l)?cpy(?:_s)?|coalesce|ifnull|nvl|config)\([\w.>&?:-]{0,64}|[^\w]set_env\(\w{1,32}, ?\w{0,64}|^[ \t]{0,8}(?:config :\w{1,32}, |set ):\w{0,32})$/i;
const GIVES_REACH = 96;

/** The literal behind the comma after a name that such a call gives it to: its offset, or -1. */
export function argumentAfter(bytes: Uint8Array, comma: number, nameEnd: number, end: number): number {
  const value = skipBlanks(bytes, comma + 1, end);
  if (quoteAt(bytes, value, end) === null) return -1;
  const start = lineStart(bytes, nameEnd, Math.max(0, nameEnd - GIVES_REACH));
  return GIVES.test(shortText(bytes, start, nameEnd)) ? value : -1;
}

/** Whether a bracket opens right before the name that ends here. */
export function isInPair(bytes: Uint8Array, nameEnd: number): boolean {
  // `conf('name') . "v"` of PHP joins what a call gives with a text.
  if (isQuote(at(bytes, nameEnd)) && at(bytes, nameEnd + 1) === code(')')) return false;
  let i = nameEnd;
  while (isIdent(at(bytes, i - 1)) || isQuote(at(bytes, i - 1))) i--;
  return at(bytes, i - 1) === code('(');
}

/** `"name" to "v"` and `"name" -> "v"` of a map in Kotlin and Scala: the offset of the literal, or -1. */
export function mappedTo(bytes: Uint8Array, index: number, end: number): number {
  if (!startsWith(bytes, index, end, 'to ') && !startsWith(bytes, index, end, '-> ')) return -1;
  const value = skipBlanks(bytes, index + 3, end);
  return at(bytes, value) === 0x22 ? value : -1;
}

/** `, with: "v"` of a form that a test fills in: the offset of the literal, or -1. */
export function filledWith(bytes: Uint8Array, comma: number, end: number): number {
  const word = skipBlanks(bytes, comma + 1, end);
  if (!startsWith(bytes, word, end, 'with:')) return -1;
  const value = skipBlanks(bytes, word + 5, end);
  return literalAt(bytes, value, end) ? value : -1;
}

/** What `#define NAME` has in brackets, or gives to a macro that makes a text of it. */
const MACRO = /^(?:[A-Za-z_]\w{0,23})?\([ \t]{0,4}(?=L?["'])/;
const LONGEST_MACRO = 32;
const DEFINE = '#define ';

/** `#define NAME ("v")`, `#define NAME QStringLiteral("v")`, `#define NAME _T("v")`: the offset of the literal, or -1. */
function macroValue(bytes: Uint8Array, nameStart: number, index: number, end: number): number {
  if (!startsWith(bytes, nameStart - DEFINE.length, nameStart, DEFINE)) return -1;
  const macro = MACRO.exec(latin1(bytes, index, Math.min(end, index + LONGEST_MACRO)));
  return macro === null ? -1 : index + macro[0].length;
}

/** `{"name" "v"}` of Clojure and `"name"  "v"` on a line of its own, as in files of Valve: the offset of the literal, or -1. */
function quotedBeside(bytes: Uint8Array, nameStart: number, value: number, end: number): number {
  if (at(bytes, value) !== 0x22 || at(bytes, nameStart - 1) !== 0x22 || !isBlank(at(bytes, value - 1))) return -1;
  const open = nameStart - 1;
  let i = open;
  while (isBlank(at(bytes, i - 1))) i--;
  const isBraced = at(bytes, i - 1) === code('{');
  if (!isBraced && i > 0 && !isEol(at(bytes, i - 1))) return -1;
  const literal = readQuoted(bytes, value, end);
  if (literal === null || literal.end === literal.start) return -1;
  const next = at(bytes, skipBlanks(bytes, literal.after, end));
  return (isBraced && (next === code('}') || next === 0x22)) || isEol(next) || literal.after === end ? value : -1;
}

/** A value that stands beside its name with no sign between them: of a macro, or in quotes as the name is; the offset of the literal, or -1. */
export function valueBeside(bytes: Uint8Array, nameStart: number, index: number, end: number): number {
  const before = at(bytes, nameStart - 1);
  if (before === 0x22) return quotedBeside(bytes, nameStart, index, end);
  return before === 0x20 ? macroValue(bytes, nameStart, index, end) : -1;
}
