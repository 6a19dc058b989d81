/**
 * String literals between delimiters that languages have beside plain quotes: raw strings (`R"(v)"`, `r#"v"#`), Perl's and Ruby's
 * `q{v}` and `%q(v)`, long brackets (`[[v]]`), Erlang's binaries (`<<"v">>`), Tcl's braces, dollar quotes, quotes that are doubled, and texts of one line in a block or a
 * here-document.
 */
import type { Span } from '../../bytes/span.ts';
import { LONGEST_VALUE, holds, quoteAt } from './assignment-quote.ts';
import {
  at,
  code,
  isBlank,
  isEol,
  isLetter,
  isQuote,
  isWord,
  lineEnd,
  lineStart,
  shortText,
  skipBlanks,
  skipSpace,
} from './assignment-text.ts';

/** A literal: its text, and the first byte after its delimiter. */
export interface Delimited extends Span {
  readonly after: number;
}

const DOUBLE = 0x22;
const SINGLE = 0x27;
/** Bytes that open one of the literals, letters of a prefix included. */
const OPENERS = new Set([...'rRqQbcuUL%~[{$<@#"\''].map(code));
const PAIRS: Readonly<Record<string, string>> = { '{': '}', '(': ')', '[': ']', '<': '>' };
/** What else Perl, Ruby and Elixir take as a delimiter, the same at both ends. */
const SAME = '/|!~';
const LONGEST_TAG = 16;
/** `u8R`. */
const LONGEST_PREFIX = 3;

/** The literal whose delimiter begins at `index`, or null. A plain quote begins none. */
export function delimitedAt(bytes: Uint8Array, index: number, end: number): Delimited | null {
  const byte = at(bytes, index);
  if (!OPENERS.has(byte)) return null;
  if (byte === code('<')) return binary(bytes, index, end) ?? hereDocument(bytes, index, end);
  if (byte === code('@')) return hereString(bytes, index, end);
  if (byte === DOUBLE || byte === SINGLE) return block(bytes, index, end) ?? doubledQuotes(bytes, index, end);
  if (byte === code('[') || byte === code('$')) return tagged(bytes, index, end);
  if (byte === code('{')) return tagged(bytes, index, end) ?? braced(bytes, index, end);
  if (!isPrefix(bytes, index, end)) return null;
  return hashed(bytes, index, end) ?? rawQuoted(bytes, index, end) ?? sigil(bytes, index, end);
}

/** Whether what begins here may be letters before a delimiter, and no word: nearly every word begins with one of them. */
function isPrefix(bytes: Uint8Array, index: number, end: number): boolean {
  let i = index;
  while (i < end && i - index <= LONGEST_PREFIX && isWord(bytes[i]!)) i++;
  return i - index <= LONGEST_PREFIX && i < end && !isBlank(bytes[i]!) && !isEol(bytes[i]!);
}

/** What `opener` opens, up to `closer` on the same line. */
function upTo(bytes: Uint8Array, start: number, end: number, closer: string): Delimited | null {
  const first = code(closer);
  const limit = Math.min(end - closer.length + 1, start + LONGEST_VALUE);
  for (let i = start; i < limit && !isEol(bytes[i] as number); i++) {
    if (bytes[i] === first && shortText(bytes, i, i + closer.length) === closer)
      return { start, end: i, after: i + closer.length };
  }
  return null;
}

function textAt(bytes: Uint8Array, index: number, end: number): string {
  return shortText(bytes, index, Math.min(end, index + LONGEST_TAG + 8));
}

/** `r#"v"#` of Rust and `#"v"#` of Swift. */
function hashed(bytes: Uint8Array, index: number, end: number): Delimited | null {
  const found = /^(?:b?r|cr)?(#{1,4})"/.exec(textAt(bytes, index, end));
  return found === null ? null : upTo(bytes, index + found[0].length, end, `"${found[1]!}`);
}

/** `[[v]]` and `[=[v]=]` of Lua, `{|v|}` and `{id|v|id}` of OCaml, `[r|v|]` of Haskell, `$$v$$` and `$tag$v$tag$` of PostgreSQL, `$/v/$` of Groovy. */
function tagged(bytes: Uint8Array, index: number, end: number): Delimited | null {
  const text = textAt(bytes, index, end);
  const tag =
    /^\[(=*)\[(?![ ["'])/.exec(text) ?? /^(\{)([a-z_]{0,12})\|/.exec(text) ?? /^(\$)([a-z_]{0,12}\$|\/)/.exec(text);
  // Behind a colon double brackets are a link of a wiki.
  if (tag?.[0] === '[[' && at(bytes, beforeBlanks(bytes, index)) === code(':')) return null;
  if (tag !== null) return bare(bytes, upTo(bytes, index + tag[0].length, end, closerOf(tag)));
  const quasi = /^\[[a-z]{1,6}\|/.exec(text);
  return quasi === null ? null : bare(bytes, upTo(bytes, index + quasi[0].length, end, '|]'));
}

function beforeBlanks(bytes: Uint8Array, index: number): number {
  let i = index - 1;
  while (i >= 0 && isBlank(bytes[i] as number)) i--;
  return i;
}

function closerOf(tag: RegExpExecArray): string {
  if (tag[1] === '{') return `|${tag[2]!}}`;
  if (tag[1] === '$') return tag[2] === '/' ? '/$' : tag[0];
  return `]${tag[1]!}]`;
}

/** Only what holds neither blanks nor quotes: else brackets mean something else. */
function bare(bytes: Uint8Array, found: Delimited | null): Delimited | null {
  if (found === null || found.end === found.start) return null;
  for (let i = found.start; i < found.end; i++) {
    if (isBlank(bytes[i] as number) || isQuote(bytes[i] as number)) return null;
  }
  return found;
}

/** `q{v}` and `qq(v)` of Perl, `%q(v)`, `%Q[v]` and `%(v)` of Ruby, `~s|v|` of Elixir. */
function sigil(bytes: Uint8Array, index: number, end: number): Delimited | null {
  const mark = /^(?:qq?|%[qQ]?|~[sS])(?=[^A-Za-z0-9_ \t\r\n=])/.exec(textAt(bytes, index, end))?.[0];
  if (mark === undefined) return null;
  const open = index + mark.length;
  const opener = String.fromCharCode(at(bytes, open));
  // `%{x}` stands for a value; `%(x)s` does, too, and ends in a letter.
  if (mark === '%' && opener !== '(') return null;
  const isQuoted = opener === '"' && mark.startsWith('~');
  const closer = PAIRS[opener] ?? (SAME.includes(opener) || isQuoted ? opener : null);
  const found = closer === null ? null : bare(bytes, upTo(bytes, open + 1, end, closer));
  return found !== null && !isWord(at(bytes, found.after)) ? found : null;
}

/** The words of `%w[v w]` or `qw(v w)`, all on one line; null when no such list begins at `index`. */
export function listAt(bytes: Uint8Array, index: number, end: number): Delimited | null {
  if (!OPENERS.has(at(bytes, index))) return null;
  const found = /^(?:%[wW]|~w|qw ?)([({[<|/!])/.exec(textAt(bytes, index, end));
  return found === null ? null : upTo(bytes, index + found[0].length, end, PAIRS[found[1]!] ?? found[1]!);
}

/** `R"tag(v)tag"` of C++, `q"(v)"` of D, and `r"(v)"`, `r'--[v]--'` of R. */
function rawQuoted(bytes: Uint8Array, index: number, end: number): Delimited | null {
  const text = textAt(bytes, index, end);
  const found = /^(?:(?:u8|[uUL])?R|q)"([A-Za-z0-9_-]{0,16})\(/.exec(text);
  if (found !== null) return upTo(bytes, index + found[0].length, end, `)${found[1]!}"`);
  const raw = /^[rR](["'])(-{0,8})([({[])/.exec(text);
  if (raw === null) return null;
  const inside = upTo(bytes, index + raw[0].length, end, `${PAIRS[raw[3]!]!}${raw[2]!}${raw[1]!}`);
  // Such a string of Python is a regex, most often.
  return inside !== null && isRegex(bytes, inside) ? null : bare(bytes, inside);
}

function isRegex(bytes: Uint8Array, { start, end }: Span): boolean {
  return [...'\\|?('].some((sign) => holds(bytes, start, end, code(sign)));
}

const SETS = /(?:^|[;{])[ \t]*(?:set|variable)[ \t]+[A-Za-z0-9_:().-]{1,48}[ \t]+$/;
const LONGEST_SET = 80;

/** `{v}` of Tcl, behind `set name`: elsewhere braces mean something else. */
function braced(bytes: Uint8Array, index: number, end: number): Delimited | null {
  if (at(bytes, index) !== code('{') || !isBlank(at(bytes, index - 1))) return null;
  const start = lineStart(bytes, index, Math.max(0, index - LONGEST_SET));
  return SETS.test(shortText(bytes, start, index)) ? bare(bytes, upTo(bytes, index + 1, end, '}')) : null;
}

/** Three and more quotes, where the text between them has one line: `"""` and the line below it, or four quotes. */
function block(bytes: Uint8Array, index: number, end: number): Delimited | null {
  const mark = at(bytes, index);
  let start = index;
  while (start < end && bytes[start] === mark) start++;
  const length = start - index;
  if (length < 3 || length > 5) return null;
  const closer = String.fromCharCode(mark).repeat(length);
  const line = at(bytes, start) === code('\\') ? start + 1 : start;
  if (!isEol(at(bytes, line))) return length === 3 ? null : upTo(bytes, start, end, closer);
  return oneLine(bytes, line, end, closer);
}

/** The only line between `index`, which is at a line's end, and a line that begins with `closer`, or the end of the line that ends with it. */
function oneLine(bytes: Uint8Array, index: number, end: number, closer: string): Delimited | null {
  const start = skipSpace(bytes, index, end, 1);
  const stop = lineEnd(bytes, start, end);
  const inLine = closer === '' ? null : upTo(bytes, start, stop, closer);
  if (inLine !== null && /^["']+$/.test(closer)) return inLine.end > start ? inLine : null;
  const close = skipSpace(bytes, stop, end, 1);
  if (stop === start || stop - start > LONGEST_VALUE || shortText(bytes, close, close + closer.length) !== closer)
    return null;
  let last = stop;
  while (last > start && isBlank(bytes[last - 1] as number)) last--;
  return { start, end: last, after: close + closer.length };
}

/** `''v''` of Nix, and a string inside a string of SQL or of CSV, whose quotes are doubled: only where it is plainly one. */
function doubledQuotes(bytes: Uint8Array, index: number, end: number): Delimited | null {
  const mark = at(bytes, index);
  if (at(bytes, index + 1) !== mark || at(bytes, index + 2) === mark) return null;
  // A text of Nix on a line of its own.
  if (mark === SINGLE && isEol(at(bytes, index + 2))) {
    const text = oneLine(bytes, index + 2, end, "''");
    // `a=''` above `b=''`: two values that are empty.
    return text !== null && '=:(,'.includes(lastSign(bytes, text)) ? null : text;
  }
  if (!isWord(at(bytes, index + 2))) return null;
  const found = bare(bytes, upTo(bytes, index + 2, end, String.fromCharCode(mark, mark)));
  return found === null || holds(bytes, found.start, found.end, code(',')) ? null : found;
}

function lastSign(bytes: Uint8Array, { start, end }: Span): string {
  let last = end - 1;
  while (last > start && isBlank(at(bytes, last))) last--;
  return String.fromCharCode(at(bytes, last));
}

/** `<<"v">>` and `<<"v"/utf8>>` of Erlang. */
function binary(bytes: Uint8Array, index: number, end: number): Delimited | null {
  if (shortText(bytes, index, Math.min(end, index + 3)) !== '<<"') return null;
  const found = upTo(bytes, index + 3, end, '"');
  const closer = found === null ? null : /^(?:\/utf8)?>>/.exec(textAt(bytes, found.after, end));
  return found === null || !closer ? null : { ...found, after: found.after + closer[0].length };
}

/** `<<EOF`, `<<-'EOF'`, `<<~EOF` and `<<<EOT` with one line of text; empty when it has more. */
function hereDocument(bytes: Uint8Array, index: number, end: number): Delimited | null {
  const found = /^<<<?[-~]?(["']?)([A-Za-z_]{2,16})\1/.exec(textAt(bytes, index, end));
  if (found === null) return null;
  const rest = index + found[0].length;
  // Calls may follow, which work on the text.
  const stop = lineEnd(bytes, rest, Math.min(end, rest + LONGEST_VALUE));
  if (isLetter(at(bytes, rest)) || (isBlank(at(bytes, rest)) && isWord(at(bytes, skipBlanks(bytes, rest, end)))))
    return null;
  const text = oneLine(bytes, stop, end, found[2]!);
  return text !== null && !isWord(at(bytes, text.after)) ? text : { start: rest, end: rest, after: rest };
}

/** `@'` and `@"` of PowerShell at the end of a line, with one line of text. */
function hereString(bytes: Uint8Array, index: number, end: number): Delimited | null {
  const mark = at(bytes, index + 1);
  if ((mark !== DOUBLE && mark !== SINGLE) || !isEol(at(bytes, index + 2))) return null;
  return oneLine(bytes, index + 2, end, `${String.fromCharCode(mark)}@`);
}

/** Whether a quoted literal, perhaps with prefix letters, begins here. */
export function literalAt(bytes: Uint8Array, index: number, end: number): boolean {
  let i = index;
  while (i < end && i - index < 2 && (isLetter(bytes[i] as number) || bytes[i] === code('@'))) i++;
  return (
    quoteAt(bytes, i, end) !== null || quoteAt(bytes, index, end) !== null || delimitedAt(bytes, index, end) !== null
  );
}
