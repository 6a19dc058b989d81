/** From an anchor to assignments: name, separator and values, or one of the forms that are written the other way round. */
import type { Span } from '../../bytes/span.ts';
import { readLiterals } from './assignment-literals.ts';
import { labelBefore, nameAround, normalizeName, type NameSpan } from './assignment-name.ts';
import { readColumn, readCompared, readDefaultLater, readPair, readRow } from './assignment-pairs.ts';
import { readSeparator, type Form } from './assignment-separator.ts';
import { at, code, isBlank, isEol, isWord, shortText } from './assignment-text.ts';
import type { Literal } from './assignment-value.ts';

/** A name and the values tied to it. Offsets are into the bytes that were parsed. */
export interface Assignment {
  /** First and one past the last byte of the name. */
  readonly start: number;
  readonly end: number;
  /** Normal form of the name; of a label of several words without the name itself: {@link label}. */
  readonly name: string;
  readonly label: string;
  /** The name as it stands. */
  readonly text: string;
  readonly literals: readonly Literal[];
}

function made(
  bytes: Uint8Array,
  name: NameSpan,
  literals: readonly Literal[],
  labelled: boolean,
  call = false,
): Assignment {
  const label = labelled ? labelBefore(bytes, name, 0) : '';
  return {
    start: name.start,
    end: name.end,
    name: normalizeName(shortText(bytes, name.pathStart, name.end), call),
    label: label === '' ? '' : normalizeName(label),
    text: shortText(bytes, name.start, name.end),
    literals,
  };
}

/** Whether a name may be the first part of an ARN, a URL or a time, where `:` separates nothing. */
function isPartOfPath(bytes: Uint8Array, name: Span, form: Form, spaced: boolean): boolean {
  if (form !== 'colon' || spaced) return false;
  const before = at(bytes, name.start - 1);
  return before === code(':') || before === code('/') || at(bytes, name.end + 1) === code('/');
}

/** A name, and where in it the anchor begins: its start where that does not matter. */
interface Named extends NameSpan {
  readonly anchorStart: number;
}

const COMPARISONS = /(?:^|[.>:])(?:equals|equalsIgnoreCase|compareTo|contentEquals|eq|isEqual|isEqualTo)$/;

/** Whether a call is named by the anchor (`setPassword(`), or compares with it; `password.encode(` does neither. */
function isNamedCall(bytes: Uint8Array, name: Named): boolean {
  let method = name.end;
  while (method > name.start && isWord(at(bytes, method - 1))) method--;
  return name.anchorStart >= method || COMPARISONS.test(shortText(bytes, name.start, name.end));
}

/** Whether a quoted name is the first of a pair, `("x", "v")`, or a flag among arguments; not a word in a list. */
function opensPair(bytes: Uint8Array, start: number): boolean {
  let i = start;
  if (at(bytes, i - 1) === code('-')) return true;
  while (i > 0 && !isQuote(at(bytes, i - 1)) && start - i < 4) i--;
  while (isQuote(at(bytes, i - 1)) || at(bytes, i - 1) === code('\\')) i--;
  while (isBlank(at(bytes, i - 1)) || isEol(at(bytes, i - 1))) i--;
  const before = at(bytes, i - 1);
  return before === code('(') || before === code('[') || before === code('{');
}

function isQuote(byte: number): boolean {
  return byte === 0x22 || byte === 0x27 || byte === 0x60;
}

/** @param paired - The name is an attribute's value: only the text of that element can be its value. */
function readForward(bytes: Uint8Array, name: Named, end: number, paired: boolean): Assignment | null {
  const separator = readSeparator(bytes, { start: name.start, end: name.end, floor: 0 }, end);
  if (paired && separator?.form !== 'element') return null;
  if (separator === null || isPartOfPath(bytes, name, separator.form, separator.spaced)) return null;
  if (separator.form === 'call' && !isNamedCall(bytes, name)) return null;
  if (separator.form === 'comma' && !opensPair(bytes, name.start)) return null;
  const literals = readLiterals(bytes, name.start, separator, end);
  if (literals.length === 0) return null;
  const whole: NameSpan = { start: name.start, end: separator.nameEnd, pathStart: name.pathStart };
  const labelled = separator.form === 'colon' || separator.form === 'equals' || separator.form === 'cell';
  return made(bytes, whole, literals, labelled, separator.form === 'call');
}

/**
 * The assignments whose name holds the anchor; none or one, rarely two.
 *
 * @param bytes - Exactly the bytes that may be read.
 */
export function parseAt(bytes: Uint8Array, anchor: Span): Assignment[] {
  const name = nameAround(bytes, 0, bytes.length, anchor);
  if (name === null) return [];
  return parseName(bytes, name, anchor.start);
}

/** As {@link parseAt}, of a name that was found already. */
export function parseName(bytes: Uint8Array, name: NameSpan, anchorStart: number = name.end): Assignment[] {
  const end = bytes.length;
  const pair = readPair(bytes, name, end);
  if (pair) return [made(bytes, name, [pair], false)];
  const forward = readForward(bytes, { ...name, anchorStart }, end, pair === null);
  if (forward !== null) return [forward];
  if (pair === null) return [];
  const other = readCompared(bytes, name.start) ?? readDefaultLater(bytes, name, end) ?? readRow(bytes, name, end);
  if (other !== null) return [made(bytes, name, [other], false)];
  const column = readColumn(bytes, name, end);
  return column === null ? [] : [made(bytes, { ...name, end: column.nameEnd }, [column.cell], true)];
}
