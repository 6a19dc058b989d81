/** From an anchor to assignments: name, separator and values, or one of the forms that are written the other way round. */
import { latin1 } from '../../bytes/latin1.ts';
import type { Span } from '../../bytes/span.ts';
import { isListedFlag } from './assignment-beyond.ts';
import { isInTemplate } from './assignment-default.ts';
import { isQuotedTag } from './assignment-element.ts';
import { type HostParameter, hostParameter } from './assignment-host.ts';
import { isNextField, isPassedOn } from './assignment-list.ts';
import { readLiterals } from './assignment-literals.ts';
import { labelBefore, NAME_REACH, normalName, type NameSpan } from './assignment-name.ts';
import {
  headerCell,
  isShown,
  readColumn,
  readCompared,
  readDefaultBefore,
  readDefaultLater,
  readPair,
  readRow,
} from './assignment-pairs.ts';
import { isNumbered, readInserted } from './assignment-rows.ts';
import { mayBeInserted } from './assignment-sql.ts';
import { readTable, tableHead } from './assignment-table.ts';
import { readSeparator, type Form, type Separator } from './assignment-separator.ts';
import {
  at,
  code,
  isBlank,
  isEol,
  isLetter,
  isNameOfThing,
  isQuote,
  isWord,
  lineStart,
  shortText,
  skipBlanks,
  skipSpace,
  startsWith,
} from './assignment-text.ts';
import { readString, type Literal } from './assignment-value.ts';

/** A name as rules ask for it. Offsets are into the bytes that were parsed. */
export interface Named {
  /** First and one past the last byte of the name. */
  readonly start: number;
  readonly end: number;
  /** Normal form of the name; of a label of several words without the name itself: {@link label}. */
  readonly name: string;
  readonly label: string;
}

/** A name and the values tied to it. */
export interface Assignment extends Named {
  readonly literals: readonly Literal[];
  /** First byte that has a say in what the values are, where it lies before the name; else that of the name. */
  readonly from: number;
  /** The name is that of a section and one in it. */
  readonly inSection: boolean;
}

/** An assignment. All are made here, field by field: of objects of one shape V8 reads fast. */
export function assigned(
  { start, end, name, label }: Named,
  literals: readonly Literal[],
  from: number = start,
  inSection = false,
): Assignment {
  return { start, end, name, label, literals, from, inSection };
}

function named(bytes: Uint8Array, name: NameSpan, labelled: boolean, call = false): Named {
  const { start, end } = name;
  return {
    start,
    end,
    name: normalName(bytes, name.pathStart, end, call),
    label: labelled ? labelAt(bytes, name) : '',
  };
}

function labelAt(bytes: Uint8Array, name: NameSpan): string {
  const start = labelBefore(bytes, name, 0);
  return start < 0 ? '' : normalName(bytes, start, name.end, false);
}

/** Whether a name may be the first part of an ARN, a URL, a time or a group and its artifact (`io.x:y`), where `:` separates nothing. */
function isPartOfPath(bytes: Uint8Array, name: Span, form: Form, spaced: boolean): boolean {
  if (form !== 'colon' || spaced) return false;
  const before = at(bytes, name.start - 1);
  // `/password:v` is a flag on Windows.
  if (before === code('/') && isBlank(at(bytes, name.start - 2))) return false;
  return before === code(':') || before === code('/') || at(bytes, name.end + 1) === code('/') || isGroup(bytes, name);
}

/** Whether the name is a dotted one that does not begin its line. */
function isGroup(bytes: Uint8Array, name: Span): boolean {
  if (skipBlanks(bytes, lineStart(bytes, name.start, 0), name.start) === name.start) return false;
  return shortText(bytes, name.start, name.end).includes('.');
}

const COMPARISONS = /(?:^|[.>:])(?:equals|equalsIgnoreCase|compareTo|contentEquals|eq|isEqual|isEqualTo)$/;
const BEGINNINGS = /[.>:](?:init|initialize|Init|Initialize|configure|Configure|setup|Setup)$/;

/** Whether a call is named by the anchor (`setPassword(`), compares with it, or begins its work (`acme.init(`); `password.encode(` does none. */
function isNamedCall(bytes: Uint8Array, name: Span, anchorStart: number): boolean {
  let method = name.end;
  while (method > name.start && isWord(at(bytes, method - 1))) method--;
  // `client.Secrets("namespace").Get(`
  if (startsWith(bytes, method, name.end, 'secrets') && '.)'.includes(String.fromCharCode(at(bytes, method - 1))))
    return false;
  if (anchorStart >= method) return true;
  const text = shortText(bytes, name.start, name.end);
  return COMPARISONS.test(text) || BEGINNINGS.test(text);
}

/** Whether a quoted name is the first of a pair, `("x", "v")`, or a flag among arguments; not a word in a list. */
function opensPair(bytes: Uint8Array, start: number): boolean {
  let i = start;
  if (at(bytes, i - 1) === code('-')) return true;
  while (i > 0 && !isQuote(at(bytes, i - 1)) && start - i < 4) i--;
  while (isQuote(at(bytes, i - 1)) || at(bytes, i - 1) === code('\\')) i--;
  // `b"x"`, `u"x"`.
  if (isLetter(at(bytes, i - 1)) && !isWord(at(bytes, i - 2))) i--;
  while (isBlank(at(bytes, i - 1)) || isEol(at(bytes, i - 1))) i--;
  const before = at(bytes, i - 1);
  if (before === code('(')) return !isLookup(bytes, i - 1);
  if (before === code('[')) return true;
  // `[]string{"a", "b"}` of Go is a list.
  if (before === code('{')) return !startsWith(bytes, i - 8, i, ']string{');
  // Headers as a list of names and values by turns.
  if (before === code(',') && startsWith(bytes, start, bytes.length, 'x-')) return true;
  if (before === code(',') && isNumbered(bytes, i - 1)) return true;
  return declaresField(bytes, i, before) || followsVerb(bytes, i);
}

/** Whether `lookup(` of Ansible ends before `open`: its first argument names what looks the second one up. */
function isLookup(bytes: Uint8Array, open: number): boolean {
  let i = open;
  while (i > 0 && open - i < LONGEST_VERB && isWord(bytes[i - 1] as number)) i--;
  return /^(?:lookup|query|q)$/.test(shortText(bytes, i, open));
}

/** Whether brackets hold more than a name and its value: `["x", "y", "z"]` and `["x", "name-of-y"]` are lists of things of one kind. */
function goesOnAsList(bytes: Uint8Array, start: number, value: number): boolean {
  const open = at(bytes, skipBack(bytes, start));
  // `in ("x", "y")` is a list as well, `f("x", "y")` a call.
  const isTuple = open === code('(') && isBlank(at(bytes, skipBack(bytes, start) - 1));
  if (open !== code('[') && open !== code('{') && !isTuple) return false;
  const literal = readString(bytes, value, bytes.length);
  if (literal === null) return false;
  if (isNextField(bytes, start, literal)) return true;
  if (open !== code('[')) return false;
  if (isNameOfThing(bytes, literal)) return true;
  const next = skipSpace(bytes, literal.after, bytes.length, 1);
  return at(bytes, next) === code(',') && at(bytes, skipSpace(bytes, next + 1, bytes.length, 1)) !== code(']');
}

/** The first byte before a quoted name that is no blank. */
function skipBack(bytes: Uint8Array, start: number): number {
  let i = start - 1;
  while (isQuote(at(bytes, i)) || at(bytes, i) === code('\\') || isBlank(at(bytes, i)) || isEol(at(bytes, i))) i--;
  return i;
}

/** `property "x", "v"` of a build and its like: a call without parentheses begins the line. */
function followsVerb(bytes: Uint8Array, index: number): boolean {
  const start = skipBlanks(bytes, lineStart(bytes, index, 0), index);
  return VERBS.test(shortText(bytes, start, Math.min(index, start + LONGEST_VERB)));
}

const VERBS =
  /^(?:property|systemproperty|environment|setenv|putenv|env|set|put|store|define|setproperty|option)$|^[\w.]{1,24}\.(?:setRequestHeader|addHeader|setHeader|addParameter|setProperty)$/i;
const LONGEST_VERB = 42;

/** Calls whose second argument is the name of the third: of an attribute, or of what is looked up and has a default. */
const SETTERS =
  /(?:(?:^|[^\w.])(?:setattr|object\.__setattr__|getattr|get)\([\w.:]{1,32}|\w\.set\(["'][\w.-]{1,32}["']|setpref\(['"][\w.-]{1,32}['"]|StringVar\(&[\w.]{1,32}|\bMap\.of\((?:"[^"]{0,24}", ?"[^"]{0,24}", ?){0,2}"[^"]{0,24}", ?"[^"]{0,24}"), ?$/;
const LONGEST_SETTER = 56;

/** `buildConfigField "String", "NAME", "v"` of Android builds, `setattr(x, "name", "v")`: the name is the second of three. */
function declaresField(bytes: Uint8Array, index: number, before: number): boolean {
  if (before !== code(',')) return false;
  const start = skipBlanks(bytes, lineStart(bytes, index, 0), index);
  if (SETTERS.test(latin1(bytes, Math.max(start, index - LONGEST_SETTER), index))) return true;
  return startsWith(bytes, start, index, 'buildconfigfield') || startsWith(bytes, start, index, 'resvalue');
}

/** Whether the bracket before a name closes where its value would begin: `[Password:]`. */
function isClosedAt(bytes: Uint8Array, nameStart: number, value: number): boolean {
  const open = BRACKETS.indexOf(String.fromCharCode(at(bytes, nameStart - 1)));
  return open >= 0 && open % 2 === 0 && at(bytes, value) === BRACKETS.charCodeAt(open + 1);
}

const BRACKETS = '[](){}';

/** Whether `eq .x "v"` of a template compares the name at `start`, or `or .x "v"` takes the value in its place. */
function isComparedIn(bytes: Uint8Array, start: number): boolean {
  let i = start;
  while (i > 0 && start - i < NAME_REACH && !isBlank(bytes[i - 1] as number)) i--;
  return ['eq ', 'ne ', 'or '].some((word) => startsWith(bytes, i - 3, i, word));
}

/** Whether the sign of a variable stands before a name and the path that leads to it. */
function isVariable(bytes: Uint8Array, start: number): boolean {
  let i = start;
  while (i > 0 && start - i < NAME_REACH && (isWord(bytes[i - 1] as number) || bytes[i - 1] === code('.'))) i--;
  return at(bytes, i) === code('$') || at(bytes, i - 1) === code('$');
}

/** Whether a shell tells the word at `start` to the program behind a bar: `echo password | htpasswd`. */
function isPiped(bytes: Uint8Array, start: number): boolean {
  return ECHOES.test(shortText(bytes, Math.max(0, start - LONGEST_ECHO), start));
}

const ECHOES = /(?:^|[^a-z])(?:echo|printf)(?: -[a-z]{1,2})? ["']?$/;
const LONGEST_ECHO = 16;

/** `pass:[x]` and `pass:q[x]` of AsciiDoc, which let text through as it is. */
function isMacro(bytes: Uint8Array, name: Span, { form, value, quoted, spaced }: Separator): boolean {
  if (form !== 'colon' || quoted || spaced || shortText(bytes, name.start, name.end) !== 'pass') return false;
  let i = value;
  while (i < value + LONGEST_MACRO && isLetter(at(bytes, i))) i++;
  return at(bytes, i) === code('[');
}

const LONGEST_MACRO = 3;

/** @param paired - The name is an attribute's value: only the text of that element can be its value. */
function separatorAfter(bytes: Uint8Array, name: Span, anchorStart: number, paired: boolean): Separator | null {
  const separator = readSeparator(bytes, name, bytes.length);
  if (paired && separator?.form !== 'element') return null;
  if (separator?.form === 'element' && separator.quoted && isShown(bytes, name.start)) return null;
  if (separator?.form === 'element' && isQuotedTag(bytes, name)) return null;
  if (separator === null) return null;
  // In quotes a name is whole: `"db.password":"v"`.
  if (!separator.quoted && isPartOfPath(bytes, name, separator.form, separator.spaced)) return null;
  if (separator.form === 'call' && !isNamedCall(bytes, name, anchorStart)) return null;
  if (isClosedAt(bytes, name.start, separator.value) || isMacro(bytes, name, separator)) return null;
  if (isPassedOn(bytes, name, separator.form, separator.value)) return null;
  // `printf .Values.dbPassword` and `$login.password | b64enc` of a template: the arguments of a call, a filter.
  if (separator.form === 'space' && isInTemplate(bytes, name.start) && !isComparedIn(bytes, name.start)) return null;
  if (separator.form === 'cell' && (isVariable(bytes, name.start) || isPiped(bytes, name.start))) return null;
  if (separator.form !== 'comma') return separator;
  return opensPair(bytes, name.start) && !goesOnAsList(bytes, name.start, separator.value) ? separator : null;
}

/** The name that a separator follows, with the words that make it a label. */
function namedBefore(bytes: Uint8Array, name: NameSpan, { form, nameEnd, spaced }: Separator): Named {
  // In `using db_password=v` and `<Client acmeKey="v">` a whole name stands by itself: the word before it is no part of it.
  const whole = form === 'equals' && !spaced && /_|[a-z][A-Z]/.test(shortText(bytes, name.start, name.end));
  // Blanks stand in no encoded form: `name%3Dv`.
  const isEncoded = at(bytes, nameEnd) === code('%');
  const labelled =
    !whole && !isEncoded && (form === 'colon' || form === 'equals' || form === 'cell' || form === 'note');
  return named(bytes, { start: name.start, end: nameEnd, pathStart: name.pathStart }, labelled, form === 'call');
}

/** See {@link Candidate.other}. */
function otherAt(bytes: Uint8Array, name: NameSpan): Assignment | null {
  const end = bytes.length;
  const other = readCompared(bytes, name.start) ?? readDefaultBefore(bytes, name) ?? readDefaultLater(bytes, name, end);
  if (other !== null) return assigned(named(bytes, name, false), [other]);
  const inserted = readInserted(bytes, name, end);
  if (inserted !== null) return assigned(named(bytes, name, false), inserted);
  const row = readRow(bytes, name, end);
  if (row !== null) return assigned(named(bytes, name, false), [row]);
  const table = readTable(bytes, name, end);
  if (table !== null) {
    return assigned(named(bytes, { ...name, end: table.nameEnd }, true), table.cells, table.from);
  }
  const column = readColumn(bytes, name, end);
  return column === null ? null : assigned(named(bytes, { ...name, end: column.nameEnd }, true), [column.cell]);
}

/**
 * What may be assigned to one name: the name is known at once, values are read when a rule wants the name.
 */
export interface Candidate {
  /** Exactly the bytes that may be read. */
  readonly bytes: Uint8Array;
  readonly span: NameSpan;
  /** See {@link readPair}. */
  readonly pair: Literal | null | undefined;
  readonly separator: Separator | null;
  /** The name by its pair or its separator; null when it has neither. */
  readonly named: Named | null;
  /** By the forms in which nothing ties a value to the end of the name; undefined: not read yet. */
  other: Assignment | null | undefined;
  /** Undefined: not read yet. */
  assignment: Assignment | null | undefined;
}

/** The candidate at a name. */
export function candidateOf(bytes: Uint8Array, span: NameSpan, anchorStart: number = span.end): Candidate {
  const parameter = hostParameter(bytes, span.start, span.end, bytes.length);
  if (parameter !== null) return candidateInAddress(bytes, span, parameter);
  const pair = readPair(bytes, span, bytes.length);
  const separator = pair ? null : separatorAfter(bytes, span, anchorStart, pair === null);
  let name: Named | null = null;
  if (pair) name = named(bytes, span, false);
  else if (separator !== null) name = namedBefore(bytes, span, separator);
  return {
    bytes,
    span,
    pair,
    separator,
    named: name,
    other: pair === undefined ? undefined : null,
    assignment: undefined,
  };
}

/** The candidate whose name is a host with the parameter that follows. */
function candidateInAddress(bytes: Uint8Array, host: NameSpan, { span, value, kind }: HostParameter): Candidate {
  const separator: Separator = { form: 'equals', value, nameEnd: span.end, quoted: false, spaced: false };
  const name = `${normalName(bytes, host.start, host.end, false)}_${kind}`;
  const named: Named = { start: span.start, end: span.end, name, label: '' };
  return { bytes, span, pair: undefined, separator, named, other: null, assignment: undefined };
}

/** The candidate of a name that runs into its value. */
export function joinedCandidate(bytes: Uint8Array, joined: Assignment): Candidate {
  const span = { start: joined.start, end: joined.end, pathStart: joined.start };
  return { bytes, span, pair: undefined, separator: null, named: joined, other: null, assignment: joined };
}

/** What may close a name before its sign. */
const CLOSERS = '"\'`])*!';
const MOST_CLOSERS = 24;
/**
 * What leads to a value that may stand on another line, though no sign ties it to the name: a call, a block, a list, a table, a default;
 * what stands for another character may be anything.
 */
const LEADS_ON = '(,<{|?&%\\\u001b';

/**
 * Whether nothing is tied to a name, as in most sentences and lists, and nothing beyond its line has a say in that.
 *
 * @param bytes - As for {@link candidateOf}.
 */
export function isUntied(bytes: Uint8Array, span: NameSpan, anchorStart: number): boolean {
  const end = bytes.length;
  let next = span.end;
  let hasBlank = false;
  const limit = Math.min(end, next + MOST_CLOSERS);
  for (; next < limit; next++) {
    if (isBlank(bytes[next]!)) hasBlank = true;
    else if (!CLOSERS.includes(String.fromCharCode(bytes[next]!))) break;
  }
  if (next < end && isEol(bytes[next]!) && isListedFlag(bytes, span.start, 0)) return false;
  if (next === limit || LEADS_ON.includes(String.fromCharCode(bytes[next]!))) return false;
  if (bytes[next]! >= 0x80 || startsWith(bytes, next, end, 'or ')) return false;
  // A login may stand on the line before the first word of one, a row of cells on the line below or behind a list of columns.
  const isFirst = skipBlanks(bytes, lineStart(bytes, span.start, 0), end) === span.start;
  if ((isFirst && hasBlank) || headerCell(bytes, span, end) !== null || mayBeInserted(bytes, span.start, 0))
    return false;
  if (tableHead(bytes, span, end) !== null) return false;
  const candidate = candidateOf(bytes, span, anchorStart);
  return candidate.named === null && candidate.pair === undefined && readOther(candidate) === null;
}

/** What is assigned by the forms in which nothing ties a value to the end of the name; read once. */
export function readOther(candidate: Candidate): Assignment | null {
  if (candidate.other === undefined) candidate.other = otherAt(candidate.bytes, candidate.span);
  return candidate.other;
}

/**
 * The assignment at a candidate, or null when no value is tied to its name; read once. Values are dearer than names, so nothing is
 * read where the name is not wanted, unless one of the other forms may give another name.
 *
 * @param isWanted - Whether a rule wants {@link Candidate.named}.
 */
export function readAssignment(candidate: Candidate, isWanted: (name: Named) => boolean): Assignment | null {
  const { named: name } = candidate;
  if ((name === null || !isWanted(name)) && readOther(candidate) === null) return null;
  if (candidate.assignment === undefined) candidate.assignment = assignmentAt(candidate);
  return candidate.assignment;
}

function assignmentAt(candidate: Candidate): Assignment | null {
  const { bytes, span, pair, separator, named: name } = candidate;
  if (name !== null) {
    const literals = separator === null ? [pair as Literal] : readLiterals(bytes, span.start, separator, bytes.length);
    const values = isInTemplate(bytes, name.start) ? literals.filter(({ bare }) => !bare) : literals;
    if (values.length > 0) return assigned(name, values);
  }
  return readOther(candidate);
}
