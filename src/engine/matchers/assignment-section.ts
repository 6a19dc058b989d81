/**
 * Sections of configuration: a name alone opens one (`acme:` of YAML, `[acme]`, `"acme": {`, `acme {`), and the plain names in it are names of
 * its: `key` there is `acme_key`.
 */
import type { Span } from '../../bytes/span.ts';
import type { Rule } from '../../rules/rule.ts';
import { judgeName } from './assignment-hits.ts';
import { nameAround, normalName } from './assignment-name.ts';
import { type Assignment, candidateOf, readAssignment, assigned } from './assignment-parse.ts';
import {
  afterEol,
  at,
  code,
  isBlank,
  isEol,
  isIdent,
  isLetter,
  isQuote,
  lineEnd,
  lineStart,
  skipBlanks,
} from './assignment-text.ts';

const COLON = code(':');
const OPEN = code('{');
const CLOSE = code('}');

/** Names that say what they hold, and not whose it is, in normal form. */
const PLAIN_NAMES: ReadonlySet<string> = new Set(
  ['key', 'token', 'secret'].flatMap((last) => [
    last,
    ...['api', 'app', 'access', 'auth', 'client', 'secret', 'private', 'license', 'rest', 'server'].flatMap((first) => [
      `${first}_${last}`,
      first + last,
    ]),
  ]),
);
const LONGEST_PLAIN = 16;

/** Whether an identifier that ends at `stop` ends as plain names do, in y, n or t. */
function endsPlain(bytes: Uint8Array, stop: number): boolean {
  let last = stop - 1;
  while (!isLetter(at(bytes, last)) && last > 0) last--;
  const letter = at(bytes, last) | 0x20;
  return letter === code('y') || letter === code('n') || letter === code('t');
}
/** What begins a reference, whose end may lie beyond what is read. */
const OPENERS: readonly number[] = [...'{$<[(%#&*'].map(code);
/** Names in one section that are parsed at most: hostile text is all names. */
const MOST_TRIES = 8;

/**
 * Whether a section may begin behind a name: the gate of {@link readSection}. Reads nothing beyond the name's line.
 *
 * @param stop - One past the name's last byte.
 */
export function opensSection(bytes: Uint8Array, stop: number, end: number): boolean {
  let i = stop;
  if (isQuote(at(bytes, i)) && i < end) i++;
  const isTable = i < end && bytes[i] === code(']');
  if (isTable) i++;
  i = skipBlanks(bytes, i, end);
  if (i >= end) return false;
  if (isTable) return isEol(bytes[i]!);
  // Right behind a name more braces and signs mean something else.
  if (bytes[i] === OPEN)
    return i > stop || isBlank(at(bytes, i + 1)) || isEol(at(bytes, i + 1)) || at(bytes, i + 1) === code('"');
  if (bytes[i] !== COLON && bytes[i] !== code('=')) return false;
  const isMapping = bytes[i] === COLON;
  i++;
  if (i < end && bytes[i] === code('>')) i++;
  i = skipBlanks(bytes, i, end);
  return i < end && (bytes[i] === OPEN || bytes[i] === code('[') || (isMapping && isEol(bytes[i]!)));
}

/** Whether any of the rules, of those of providers, wants a plain name in a section of the name `bytes[start..stop)`. */
export function isSectionWanted(rules: readonly Rule[], bytes: Uint8Array, start: number, stop: number): boolean {
  const parent = normalName(bytes, start, stop, false);
  return rules.some((rule) => wantedIn(rule, parent).length > 0);
}

const wanted = new WeakMap<Rule, Map<string, readonly string[]>>();
/** Names of sections that are known a rule. */
const MOST_KNOWN = 64;

/** The plain names that a rule wants in a section of a name, in normal form. */
function wantedIn(rule: Rule, parent: string): readonly string[] {
  // In a section the plain name by itself is another anchor's.
  if (rule.class === 'generic') return [];
  let known = wanted.get(rule);
  if (known === undefined) wanted.set(rule, (known = new Map()));
  let names = known.get(parent);
  if (names === undefined) {
    names = [...PLAIN_NAMES].filter((plain) => judgeName(rule, `${parent}_${plain}`));
    if (known.size === MOST_KNOWN) known.clear();
    known.set(parent, names);
  }
  return names;
}

/** Whether a plain name that ends at `stop` may be one of those, by itself or with words behind it. */
function mayBeOneOf(names: readonly string[], bytes: Uint8Array, plain: string, stop: number): boolean {
  if (names.includes(plain)) return true;
  return bytes[stop] === 0x20 && isLetter(at(bytes, stop + 1)) && names.some((name) => name.startsWith(`${plain}_`));
}

/** What is assigned to plain names in the section that a name opens, under the names of both, as far as the rule wants them. */
export function readSection(bytes: Uint8Array, head: Span, rule: Rule): Assignment[] {
  if (!opensSection(bytes, head.end, bytes.length)) return [];
  if (rule.class === 'generic') return [];
  const parent = normalName(bytes, head.start, head.end, false);
  // Told of the few parents that have plain names below them, and of those that are known.
  let names = wanted.get(rule)?.get(parent);
  if (names?.length === 0) return [];
  const below = sectionEnd(bytes, head.start, head.end);
  const stop = below ?? braceEnd(bytes, head.end);
  if (stop === null) return [];
  const found: Assignment[] = [];
  let tries = MOST_TRIES;
  for (let i = head.end + 1; i < stop && tries > 0; i++) {
    if (!isLetter(bytes[i] as number) || isIdent(at(bytes, i - 1))) continue;
    const from = i;
    while (i < stop && isIdent(bytes[i] as number)) i++;
    if (i - from > LONGEST_PLAIN || !endsPlain(bytes, i)) continue;
    const plain = normalName(bytes, from, i, false);
    if (!PLAIN_NAMES.has(plain)) continue;
    tries--;
    names ??= wantedIn(rule, parent);
    if (names.length === 0) return [];
    if (!mayBeOneOf(names, bytes, plain, i)) continue;
    const name = nameAround(bytes, 0, bytes.length, { start: from, end: i });
    if (name === null) continue;
    const child = readAssignment(candidateOf(bytes, { ...name, pathStart: name.start }), () => true);
    if (child === null || !PLAIN_NAMES.has(child.name)) continue;
    // In braces a word without quotes is an expression; the class of a program is in braces, too.
    const literals = child.literals.filter(
      ({ start, bare }) => start < stop && !(bare && (below === null || OPENERS.includes(at(bytes, start)))),
    );
    if (literals.length === 0) continue;
    const { start, end } = child;
    found.push(assigned({ start, end, name: `${parent}_${child.name}`, label: '' }, literals, head.start, true));
  }
  return found;
}

/** End of the section that the line of `[start, stop)` opens: a YAML mapping by its indent, a TOML or INI table by the next `[`. Null when it opens none. */
export function sectionEnd(bytes: Uint8Array, start: number, stop: number): number | null {
  const line = lineStart(bytes, start, 0);
  const first = skipBlanks(bytes, line, bytes.length);
  const eol = lineEnd(bytes, stop, bytes.length);
  const table = at(bytes, first) === code('[');
  const mapping = at(bytes, lastVisible(bytes, line, eol)) === COLON;
  if (!table && !mapping) return null;
  for (
    let next = afterEol(bytes, eol);
    next < bytes.length;
    next = afterEol(bytes, lineEnd(bytes, next, bytes.length))
  ) {
    const text = skipBlanks(bytes, next, bytes.length);
    if (text >= bytes.length || isEol(at(bytes, text))) continue;
    if (table ? at(bytes, text) === code('[') : text - next <= first - line) return next;
  }
  return bytes.length;
}

/** The brace or bracket that closes what opens behind a name, or the end of the bytes; null when none opens. */
function braceEnd(bytes: Uint8Array, index: number): number | null {
  let i = index;
  while (i < bytes.length && !isEol(bytes[i]!) && bytes[i] !== OPEN && bytes[i] !== code('[')) i++;
  if (i >= bytes.length || isEol(bytes[i]!)) return null;
  const [opener, closer] = bytes[i] === OPEN ? [OPEN, CLOSE] : [code('['), code(']')];
  let depth = 0;
  for (; i < bytes.length; i++) {
    if (bytes[i] === opener) depth++;
    else if (bytes[i] === closer && --depth === 0) return i;
  }
  return bytes.length;
}

function lastVisible(bytes: Uint8Array, start: number, stop: number): number {
  let i = stop - 1;
  while (i > start && isBlank(at(bytes, i))) i--;
  return i;
}
