/** Names: where one begins and ends round an anchor, and its normal form. */
import type { Span } from '../../bytes/span.ts';
import {
  at,
  code,
  isBlank,
  isDigit,
  isEol,
  isQuote,
  isIdent,
  isLetter,
  isWord,
  lineStart,
  shortText,
  startsWith,
} from './assignment-text.ts';
import { NameMemo } from './name-memo.ts';

/** Bytes that are looked at on either side of an anchor for the rest of its name. */
export const NAME_REACH = 48;

const DOT = code('.');
const DASH = code('-');
const COLON = code(':');

/** Left end of a run of name bytes that ends at `index`. */
function runStart(bytes: Uint8Array, index: number, floor: number): number {
  let i = index;
  while (i > floor && isIdent(bytes[i - 1] as number)) i--;
  return i;
}

/** Steps left over `->`, `::`, `["a"]` and `.` that join a path to what stands before it; -1 when nothing does. */
function joinedBefore(bytes: Uint8Array, start: number, floor: number): number {
  let i = start;
  if (at(bytes, i - 1) === code('>') && at(bytes, i - 2) === DASH) i -= 2;
  else if (at(bytes, i - 1) === code(':') && at(bytes, i - 2) === code(':')) i -= 2;
  else {
    const quoted = isQuote(at(bytes, i - 1));
    if (quoted) i--;
    if (at(bytes, i - 1) === code('\\')) i--;
    if (quoted && at(bytes, i - 1) === code('[')) i--;
    else if (at(bytes, start) !== DOT) return -1;
    else i = start;
    if (at(bytes, i - 1) === code(']')) i--;
    if (isQuote(at(bytes, i - 1))) i--;
    if (at(bytes, i - 1) === code('\\')) i--;
  }
  return i > floor && isWord(at(bytes, i - 1)) ? i : -1;
}

/** Start of the path that a name which begins at `start` ends; `start` itself when there is none. */
export function pathBefore(bytes: Uint8Array, start: number, floor: number): number {
  let path = start;
  for (let hop = joinedBefore(bytes, path, floor); hop >= 0; hop = joinedBefore(bytes, path, floor)) {
    path = runStart(bytes, hop, floor);
  }
  return path;
}

/** A name's bytes: the last identifier, and the whole path that leads to it. */
export interface NameSpan extends Span {
  /** Start of the path (`config["alpaca"].` before `secret`), equal to `start` when there is none. */
  readonly pathStart: number;
}

/**
 * The name that holds the anchor, or null when it runs on for more than {@link NAME_REACH} bytes. Dashes and dots at
 * its ends are left out.
 */
export function nameAround(bytes: Uint8Array, floor: number, end: number, anchor: Span): NameSpan | null {
  const least = Math.max(floor, anchor.start - NAME_REACH);
  const most = Math.min(end, anchor.end + NAME_REACH);
  let start = runStart(bytes, anchor.start, least);
  let stop = anchor.end;
  while (stop < most && isIdent(bytes[stop] as number)) {
    if (bytes[stop] === DASH && bytes[stop + 1] === code('>')) break;
    stop++;
  }
  if ((start === least && least > floor) || (stop === most && most < end)) return null;
  // A word may end a sentence; `--name` is a flag.
  while (stop > anchor.end && !isWord(bytes[stop - 1] as number)) stop--;
  start = afterCode(bytes, start, anchor.start);
  const pathStart = pathBefore(bytes, start, least);
  while (start < anchor.start && !isWord(bytes[start] as number)) start++;
  return { start, end: stop, pathStart: Math.min(start, pathStart) };
}

/** Where the name begins behind the code of a sign before it, as in `%26name` and `\u0022name`: the code's digits are none of its letters. */
export function afterCode(bytes: Uint8Array, start: number, anchorStart: number): number {
  if (at(bytes, start - 1) === code('\\')) return afterEscape(bytes, start, anchorStart);
  const isCode = at(bytes, start - 1) === code('%') && isDigit(at(bytes, start)) && isHexDigit(at(bytes, start + 1));
  if (!isCode || start + 2 > anchorStart) return start;
  // A percent sign that is itself encoded.
  const isTwice = startsWith(bytes, start, start + 2, '25') && start + 4 <= anchorStart;
  return isTwice && isDigit(at(bytes, start + 2)) && isHexDigit(at(bytes, start + 3)) ? start + 4 : start + 2;
}

/** Behind the code of a sign that follows a backslash: `u0022`, `x22`, `042`. */
function afterEscape(bytes: Uint8Array, start: number, anchorStart: number): number {
  if (start + 5 <= anchorStart && isSignCode(bytes, start)) return start + 5;
  if (start + 3 > anchorStart) return start;
  const isHex = at(bytes, start) === code('x') && isDigit(at(bytes, start + 1)) && isHexDigit(at(bytes, start + 2));
  const isOctal = at(bytes, start) === code('0') && isDigit(at(bytes, start + 1)) && isDigit(at(bytes, start + 2));
  return isHex || isOctal ? start + 3 : start;
}

/** Whether `u` and the code of a sign of ASCII begin here. */
function isSignCode(bytes: Uint8Array, index: number): boolean {
  return (
    startsWith(bytes, index, index + 5, 'u00') && isDigit(at(bytes, index + 3)) && isHexDigit(at(bytes, index + 4))
  );
}

function isHexDigit(byte: number): boolean {
  return isDigit(byte) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66);
}

const CARRIERS = new Set(
  'process env environ environment os getenv system import meta this self cls window global globals globalthis config settings'.split(
    ' ',
  ),
);
const DECLARATIONS = new Set(
  'const let var export static final string str char val auto local declare readonly define set setx env arg byte'.split(
    ' ',
  ),
);
const VISIBILITY = new Set(['public', 'private', 'protected', 'internal']);
const VERBS_FIRST = new Set(['set', 'with', 'add']);
const VERBS_LAST = new Set([
  'equals',
  'equal',
  'equalsignorecase',
  'is',
  'to',
  'be',
  'get',
  'compare',
  'str',
  'string',
  'init',
  'initialize',
  'configure',
  'setup',
]);

/** What stands in small letters after an abbreviation in capitals is a word by itself: `APIkey`. */
const AFTER_CAPITALS = /^(?:key|token|secret|password|passwd|pass|access|private|auth)s?(?![a-z])/;

/** Words in lower case: splits at every non-alphanumeric byte and at the humps of camelCase; digits stay with their word. */
export function nameWords(text: string): string[] {
  const words: string[] = [];
  let start = 0;
  let before = OTHER;
  for (let i = 0; i <= text.length; i++) {
    const kind = kindAt(text, i);
    // Between two small letters no word ends.
    if (kind !== LOWER || before !== LOWER) {
      if (kind === OTHER || isHump(text, i, kind, before)) {
        if (i > start) words.push(text.slice(start, i).toLowerCase());
        start = kind === OTHER ? i + 1 : i;
      }
      before = kind;
    }
  }
  return words;
}

/** Whether a word begins at `index` without a byte that parts it from the one before. */
function isHump(text: string, index: number, kind: number, before: number): boolean {
  if (kind === LOWER) {
    const isAbbreviation = before === UPPER && kindAt(text, index - 2) === UPPER;
    return isAbbreviation && AFTER_CAPITALS.test(text.slice(index, index + LONGEST_AFTER));
  }
  if (kind !== UPPER) return false;
  if (before === LOWER || before === NUMBER) return true;
  if (before !== UPPER || kindAt(text, index + 1) !== LOWER) return false;
  return !AFTER_CAPITALS.test(text.slice(index + 1, index + 1 + LONGEST_AFTER));
}

const LONGEST_AFTER = 12;
const OTHER = 0;
const LOWER = 1;
const UPPER = 2;
const NUMBER = 3;

function kindAt(text: string, index: number): number {
  const unit = index < 0 ? 0 : text.charCodeAt(index);
  if (unit >= 0x61 && unit <= 0x7a) return LOWER;
  if (unit >= 0x41 && unit <= 0x5a) return UPPER;
  return unit >= 0x30 && unit <= 0x39 ? NUMBER : OTHER;
}

/**
 * The normal form that rules' `names` are matched against: `alpacaSecretKey`, `process.env.ALPACA_SECRET_KEY` and
 * `-Dalpaca.secret.key` are all `alpaca_secret_key`. A verb of a setter or comparison is left out when `call`.
 */
export function normalizeName(text: string, call = false): string {
  if (!call && SIMPLE_NAME.test(text)) return nameWords(text).join('_');
  const path = (/^-D[a-z]/.test(text) ? text.slice(2) : text).split(/[^A-Za-z0-9_-]+/).filter((part) => part !== '');
  while (path.length > 1 && CARRIERS.has((path[0] as string).toLowerCase())) path.shift();
  const words = nameWords(path.join(' '));
  let from = 0;
  let to = words.length;
  if (!call) return words.join('_');
  if (to - from > 1 && VERBS_FIRST.has(words[from] as string)) from++;
  while (to - from > 1 && VERBS_LAST.has(words[to - 1] as string)) to--;
  return words.slice(from, to).join('_');
}

/** A name without a path. */
const SIMPLE_NAME = /^[A-Za-z0-9_]*$/;

const normalNames = new NameMemo((bytes, start, end, call) => normalizeName(shortText(bytes, start, end), call));

/** {@link normalizeName} of `bytes[start..end)`. Nothing is made for a name met before. */
export function normalName(bytes: Uint8Array, start: number, end: number, call: boolean): string {
  return normalNames.get(bytes, start, end, call);
}

/**
 * Start of a label of several words (`Alpaca API secret key:`) that ends with the name, or -1 when only the name itself
 * stands there. Goes back over words and single blanks on the same line.
 */
export function labelBefore(bytes: Uint8Array, name: Span, floor: number): number {
  const start = wordsBefore(bytes, name.start, floor);
  return start < 0 || isDeclaration(bytes, start, name) ? -1 : start;
}

/** As {@link labelBefore}, whatever the words are. */
export function wordsBefore(bytes: Uint8Array, nameStart: number, floor: number): number {
  let start = nameStart;
  if (start < 2 || !isBlank(bytes[start - 1] as number) || !isWord(bytes[start - 2] as number)) return -1;
  const least = Math.max(lineStart(bytes, start, Math.max(floor, start - NAME_REACH)), start - NAME_REACH);
  while (start > least + 1 && isBlank(bytes[start - 1] as number) && isWord(bytes[start - 2] as number)) {
    let word = start - 1;
    while (word > least && (isWord(bytes[word - 1] as number) || bytes[word - 1] === DASH)) word--;
    if (!isLetter(bytes[word] as number)) break;
    start = word;
  }
  if (start === nameStart || (start === least && least > floor && !isEol(at(bytes, start - 1)))) return -1;
  // `[zip openAt:path password:@"v"]`: the word before the name is an argument.
  return at(bytes, start - 1) === COLON ? -1 : start;
}

/**
 * Words after which a password is one that somebody gave: `login with password=v` of a log and, in SQL, `CREATE LOGIN ann WITH PASSWORD = 'v'`.
 * In one name (`login_with_password`) they say that there is one.
 */
const GIVEN = new Set(['with', 'using', 'invalid', 'incorrect']);
const PASSWORD = /^(?:pass|pwd)/i;

/** Whether the words before the name belong to a language (`public static final String`) rather than to a label. */
function isDeclaration(bytes: Uint8Array, start: number, name: Span): boolean {
  const words = shortText(bytes, start, name.start)
    .toLowerCase()
    .trim()
    .split(/[ \t]+/);
  const own = shortText(bytes, name.start, name.end);
  if (GIVEN.has(words.at(-1) as string) && PASSWORD.test(own)) return true;
  const compound = nameWords(own).length > 1;
  return words.some((word) => DECLARATIONS.has(word) || (compound && VISIBILITY.has(word)));
}
