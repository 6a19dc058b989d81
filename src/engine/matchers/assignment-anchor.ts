/**
 * The first and cheapest step of the gate of an assignment: whether one can stand at an anchor at all, told from the bytes right
 * before and after the name. Many anchors are words of paths and of code that nothing is assigned to, so nothing is copied or made here. Says no only where the parser finds nothing; `test/engine/matchers/assignment-anchor.test.ts` holds it to that.
 */
import { eachByte } from '../../bytes/byte-table.ts';
import { isListedFlag } from './assignment-beyond.ts';
import { isHost, queryAfter } from './assignment-host.ts';
import { NAME_REACH, afterCode } from './assignment-name.ts';
import { endsColumn, mayBeInserted } from './assignment-sql.ts';
import { GAP, gapBefore } from './assignment-table.ts';
import { classes, code, isBlank, isEol, isIdent, isQuote, isWord } from './assignment-text.ts';
import type { Window } from './matcher.ts';

const COMMA = code(',');
const BACKSLASH = code('\\');
const DASH = code('-');
const EQUALS = code('=');
const COLON = code(':');
const DOUBLE = code('"');

/** After a name: this byte may lead to a value whatever follows. */
const ALWAYS = 1;
/** After a name: it may when {@link PAIRS} knows it with its next byte. */
const BY_NEXT = 2;

const afterName = new Uint8Array(256);
/** By byte, the bytes that may follow it in what ends a name or ties it to a value. */
const PAIRS: Readonly<Record<string, string>> = {
  '?': ':=?',
  '!': ':=',
  '*': '*:',
  '+': '=',
  '.': '=',
  '<': '/-',
  '}': ' =',
  '[': ']0123456789',
  '&': '#qQaA',
  '%': '235',
  '\\': '"\'`\\uUxX0eE',
};
const pairs = new Uint8Array(1 << 16);

/** After a quote that closes a name: nothing is assigned when one of these follows. */
const afterQuote = new Uint8Array(256).fill(ALWAYS);

function fill(table: Uint8Array, characters: string, value: number): void {
  eachByte(characters, (byte) => (table[byte] = value));
}

fill(afterName, '=(|]{\u001b', ALWAYS);
afterName.fill(ALWAYS, 0x80);
fill(afterName, Object.keys(PAIRS).join(''), BY_NEXT);
for (const [first, seconds] of Object.entries(PAIRS)) {
  for (const second of seconds) pairs[(first.charCodeAt(0) << 8) | second.charCodeAt(0)] = 1;
}
fill(afterQuote, ';}[/#^~@$', 0);

/** Behind a name: nothing is tied to it by what follows. A class beside those of assignment-text.ts. */
const UNTIED = 128;

const nameClasses = classes.map((bits, byte) => {
  const mayTie = afterName[byte] !== 0 || byte === COLON || byte === COMMA || isQuote(byte) || endsColumn(byte);
  return mayTie ? bits : bits | UNTIED;
});

/** What the kernel tells names by: the classes of bytes, what may follow a name, and a quote after one, 256 each; then the pairs. */
export const NAME_TABLES: readonly Uint8Array[] = [nameClasses, afterName, afterQuote, pairs];

/** The name at an anchor, as far as it is known before anything is made. */
export interface AnchorName {
  /** Its first byte, which may be a dash or a dot. */
  start: number;
  stop: number;
}

/**
 * Whether the parser may find an assignment at the window's anchor.
 *
 * @param floor - First byte that it may read; `end`: one past its last.
 * @param into - Receives the name, where the answer is yes.
 */
export function mayBeAssigned(window: Window, floor: number, end: number, into: AnchorName): boolean {
  const { bytes, anchorStart, anchorEnd } = window;
  const least = Math.max(floor, anchorStart - NAME_REACH);
  const most = Math.min(end, anchorEnd + NAME_REACH);
  let start = anchorStart;
  let stop = anchorEnd;
  while (start > least && isIdent(bytes[start - 1] as number)) start--;
  while (stop < most && isIdent(bytes[stop] as number) && !isArrow(bytes, stop, end)) stop++;
  // A name that goes on and on is none.
  if ((start === least && least > floor) || (stop === most && most < end)) return false;
  while (stop > anchorEnd && !isWord(bytes[stop - 1] as number)) stop--;
  start = afterCode(bytes, start, anchorStart);
  into.start = start;
  into.stop = stop;
  while (start < anchorStart && !isWord(bytes[start] as number)) start++;
  return (
    mayFollow(bytes, start, stop, { floor, end }) ||
    mayPrecede(bytes, start, floor) ||
    mayQuery(bytes, start, stop, { floor, end })
  );
}

/** Whether the name is the host of an address with a query. */
export function mayQuery(bytes: Uint8Array, start: number, stop: number, { floor, end }: Limits): boolean {
  return isHost(bytes, start, floor) && queryAfter(bytes, stop, end) >= 0;
}

function isArrow(bytes: Uint8Array, index: number, end: number): boolean {
  return bytes[index] === DASH && index + 1 < end && bytes[index + 1] === code('>');
}

interface Limits {
  readonly floor: number;
  readonly end: number;
}

/** Whether what follows the name can tie a value to it. */
function mayFollow(bytes: Uint8Array, start: number, stop: number, { floor, end }: Limits): boolean {
  if (stop >= end) return false;
  const byte = bytes[stop] as number;
  const next = stop + 1 < end ? (bytes[stop + 1] as number) : 0;
  // A sign, a type, more of a label, or the value itself.
  if (isBlank(byte)) return true;
  const kind = afterName[byte];
  if (kind !== 0) return kind === ALWAYS || pairs[(byte << 8) | next] === 1;
  // `::=` assigns, `name:: v` is a label, `A::b` neither.
  if (byte === COLON) return next !== COLON || bytes[stop + 2] === EQUALS || isBlank(bytes[stop + 2] ?? 0);
  if (
    byte === COMMA &&
    ((start > floor && bytes[start - 1] === code('{')) || isQuote(next) || isQuote(bytes[stop + 2] ?? 0))
  )
    return true;
  if (endsColumn(byte) && mayBeInserted(bytes, start, floor)) return true;
  if (isEol(byte) && gapBefore(bytes, start, floor) === GAP) return true;
  if (isEol(byte) && isListedFlag(bytes, start, floor)) return true;
  if (byte === COMMA || isEol(byte)) return isInRow(bytes, start, floor, isEol(byte));
  return isQuote(byte) && mayFollowQuote(bytes, stop, end);
}

/** Whether what follows the quote after a name can tie a value to it. */
function mayFollowQuote(bytes: Uint8Array, quote: number, end: number): boolean {
  if (quote + 1 >= end) return false;
  const next = bytes[quote + 1] as number;
  if (next === code('}')) return quote + 2 < end && pairs[(next << 8) | (bytes[quote + 2] as number)] === 1;
  if (afterQuote[next] === 0) return false;
  if (next !== code(')')) return true;
  // `f("name")` at the end of its statement.
  const third = quote + 2 < end ? (bytes[quote + 2] as number) : COMMA;
  return third !== COMMA && third !== code(';') && third !== code('}') && !isEol(third);
}

/** Whether all before the name on its line may be cells of a CSV row, and (`many`) whether there are any. */
function isInRow(bytes: Uint8Array, start: number, floor: number, many: boolean): boolean {
  let cells = !many;
  for (let i = start - 1; i >= floor && !isEol(bytes[i] as number); i--) {
    const byte = bytes[i] as number;
    if (byte === COMMA) cells = true;
    else if (!isWord(byte) && byte !== 0x20 && byte !== DOUBLE && byte !== DASH) return false;
  }
  return cells;
}

/** Whether what precedes the name can tie it to a value: `key="name"`, `"v" == name`, `.equals(name)`, `${name`, `<name`. */
function mayPrecede(bytes: Uint8Array, start: number, floor: number): boolean {
  let i = start - 1;
  if (i < floor) return false;
  const byte = bytes[i] as number;
  if (byte === code('<')) return true;
  if (byte === code('{')) return i > floor && bytes[i - 1] === code('$');
  if (isQuote(byte)) i--;
  while (i >= floor && isLoose(bytes[i] as number)) i--;
  if (i < floor) return false;
  const sign = bytes[i] as number;
  if (sign === EQUALS || sign === COLON) return true;
  // `equals(` and `equalsIgnoreCase(`.
  if (sign !== code('(') || i === floor) return false;
  const letter = (bytes[i - 1] as number) | 0x20;
  return letter === code('s') || letter === code('e');
}

/** What may stand between a sign and a name. */
function isLoose(byte: number): boolean {
  return isBlank(byte) || byte === BACKSLASH || byte === code('$');
}
