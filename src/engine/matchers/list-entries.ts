/** What stands below a name in the plural: entries of a map in braces, in a call or by lines, and pairs or lines of users and passwords. */
import { latin1 } from '../../bytes/latin1.ts';
import { at, code, isDigit, isEol, isIdent, isLetter, isWord, lineStart } from './assignment-text.ts';
import { type Literal, readString } from './assignment-value.ts';
import type { Window } from './matcher.ts';

/** A value and the name by which the list has it. */
export interface Entry {
  readonly name: string;
  readonly literal: Literal;
}

/** A map by user or place, whose fields may hold a secret each; users with their passwords; what is called `key` in the section of an API. */
export type ListKind = 'map' | 'logins' | 'section';

/** Bytes behind a name by which a list is told. */
export const LONGEST_HEAD = 160;
/** `_by_user`, a quote, a type, a sign, and what makes a map or a list, up to the bracket that opens it. */
const MAKER =
  /^(?:_?(?:by|for)_?[a-z]{1,16}|_?map|_?dict|_?list|_?table)?["'`]?\]?[ \t]{0,16}(?::[ \t]{0,2}[a-z[(][\w<>[\](), .|]{1,60}(?= =))?[ \t]{0,16}(?::=|=>|:|=)?[ \t]{0,8}(?:[\r\n][ \t\r\n]{0,24})?(?:map\[string\](?:\[\]){0,2}\w{1,24}(?=\{)|(?:\[\d{0,3}\]){1,2}(?:string|struct ?\{[^{}\n]{0,60}\}|[a-z]\w{0,24})(?=\{)|(?:new )?(?:dict|array|ordereddict|mappingproxytype|frozenset|tuple|list|set|(?:immutable|hash|mutable|linked|linkedhash|tree|concurrent|concurrenthash|readonly)?(?:map|dictionary|list)(?:of|::from|\.of(?:entries)?)?|arrays\.aslist|object\.freeze|vec!|hash|c)(?:<[^{}=\n]{0,60}>)?(?:\(\))?[ \t\r\n]{0,24}|[%@#])?/i;
const OPENED = new RegExp(`${MAKER.source}([{[(])`, 'i');
/** As far as a line tells: the bracket may open on the next. */
const MAY_OPEN = new RegExp(`${MAKER.source}(?:[{[(]|$)`, 'i');
/** `passwords:` alone on its line. */
const MAPPING = /^["']?:[ \t]{0,4}(?:[&!][\w!:.-]{1,24}[ \t]{0,4})?(?:#[^\r\n]{0,80})?\r?\n/;
/** `[passwords]` alone on its line. */
const TABLE = /^\][ \t]{0,8}(?:[#;][^\r\n]{0,80})?\r?\n/;
/** A key of the list, up to its value. */
const INDEXED =
  /^(?:\.(?:put|set|add|insert|store)\(["']([\w.@-]{1,64})["'],[ \t\r\n]{0,24}|\[["':]([\w.@-]{1,64})["']?\][ \t]{0,8}=[ \t]{0,8})(?=["'`])/i;
/** `app.tokens.ann=v` of properties. */
const DOTTED = /^\.([\w-]{1,48})[ \t]{0,4}[:=][ \t]{0,4}([^\s"'#;(){}]{8,100})(?=[ \t]{0,8}(?:[\r\n]|$))/;
/** Text over several lines, or in quotes. */
const TEXT =
  /^["']?[ \t]{0,8}(?:=>|:=|:|=)[ \t]{0,8}(?:[rbu]?("""|'''|["'`])|\|[-+]?\r?\n|<<-?~?["']?[A-Z]{2,8}["']?\r?\n)/;

/** The entries of the list whose name is the window's anchor; none where no list begins behind it. */
export function entriesBelow(window: Window, kind: ListKind): Entry[] {
  const { bytes } = window;
  const anchorEnd = nameEnd(window);
  const end = Math.min(window.end, bytes.length);
  const head = latin1(bytes, anchorEnd, Math.min(end, anchorEnd + LONGEST_HEAD));
  const line = lineStart(bytes, window.anchorStart, window.start);
  const before = latin1(bytes, line, window.anchorStart);
  // The line begins further before.
  if (before.length === window.anchorStart - window.start && !window.startsHaystack) return [];
  if (IN_PATH.test(before)) return [];
  const table = BEFORE_TABLE.test(before) ? TABLE.exec(head) : null;
  if (table !== null) return linesBelow(bytes, anchorEnd + table[0].length, { end, indent: -1, kind });
  const mapping = BEFORE_MAPPING.test(before) ? MAPPING.exec(head) : null;
  if (mapping !== null) {
    const indent = before.length - before.trimStart().length;
    return linesBelow(bytes, anchorEnd + mapping[0].length, { end, indent, kind });
  }
  const indexed = INDEXED.exec(head);
  if (indexed !== null) return oneOf(bytes, anchorEnd + indexed[0].length, end, indexed.slice(1).join(''));
  const dotted = BEFORE_DOTTED.test(before) ? DOTTED.exec(head) : null;
  if (dotted !== null) return [lineEntry(dotted, anchorEnd)];
  const opened = OPENED.exec(head);
  if (opened !== null) return entriesIn(bytes, anchorEnd + opened[0].length, end, kind);
  const text = kind === 'logins' ? TEXT.exec(head) : null;
  return text === null ? [] : usersIn(bytes, anchorEnd + text[0].length, end, text[1] ?? '');
}

/** What may stand before a name that a list has, from the line's start. */
const BEFORE_TABLE = /^[ \t]{0,8}\[{1,2}["'\w. -]{0,60}$/;
const BEFORE_MAPPING = /^[ \t]{0,64}(?:- )?["']?[\w.-]{0,48}$/;
const BEFORE_DOTTED = /^[ \t]{0,24}[\w.-]{0,64}$/;
/** `node_modules/js-tokens` */
const IN_PATH = /\/[\w.-]{0,48}$/;

/**
 * Whether a list of the kind may begin behind a name, as far as its line tells.
 *
 * @param before - The line up to the name; null: it begins further before.
 * @param behind - The line behind the name, or its first bytes.
 */
export function mayBeginList(before: string | null, behind: string, kind: ListKind): boolean {
  const head = behind.slice(0, LONGEST_HEAD);
  if (before !== null && IN_PATH.test(before)) return false;
  if (MAY_OPEN.test(head)) return true;
  // Where a form goes on with the next line, as it may.
  const text = `${head}\n"`;
  const isBehind = (form: RegExp): boolean => before === null || form.test(before);
  return (
    INDEXED.test(text) ||
    (MAPPING.test(text) && isBehind(BEFORE_MAPPING)) ||
    (TABLE.test(text) && isBehind(BEFORE_TABLE)) ||
    (DOTTED.test(text) && isBehind(BEFORE_DOTTED)) ||
    (kind === 'logins' && TEXT.test(text))
  );
}

/** End of the name, without the signs behind it that a keyword may have. */
export function nameEnd({ bytes, anchorStart, anchorEnd }: Window): number {
  let i = anchorEnd;
  while (i > anchorStart && !isWord(bytes[i - 1] as number)) i--;
  return i;
}

/** The literal that one key of the list gets: `tokens.put("ann", "v")`, `passwords["ann"] = "v"`. */
function oneOf(bytes: Uint8Array, start: number, end: number, name: string): Entry[] {
  const literal = readString(bytes, start, end);
  return literal === null ? [] : [{ name, literal }];
}

function lineEntry([all, name = '', value = '']: RegExpExecArray, offset: number): Entry {
  return entry(name, offset + all.length - value.length, value, true);
}

function isOpener(byte: number): boolean {
  return byte === code('{') || byte === code('[') || byte === code('(');
}

function isCloser(byte: number): boolean {
  return byte === code('}') || byte === code(']') || byte === code(')');
}

/** Without an entry in so many bytes the list holds other things. */
const BARREN = 512;

/** What was read of a list in brackets: the last word or literal, and the sign behind it. */
interface State {
  /** By depth, how many literals stand there. */
  readonly counts: number[];
  /** The list is what a call makes of its arguments. */
  readonly isCall: boolean;
  key: string;
  sign: string;
  /** The key is the first in its bracket. */
  isFirst: boolean;
}

/** Entries in the brackets that opened before `start`. Linear: every byte is looked at once, but for those of literals. */
function entriesIn(bytes: Uint8Array, start: number, end: number, kind: ListKind): Entry[] {
  const entries: Entry[] = [];
  const state: State = { counts: [0], isCall: at(bytes, start - 1) === code('('), key: '', sign: '', isFirst: false };
  let readTo = start;
  for (let i = start; i < end && state.counts.length > 0;) {
    if (i - readTo > BARREN) break;
    const byte = bytes[i] as number;
    if (byte === 0x20 || byte === 0x09 || isEol(byte)) i++;
    else if (isLetter(byte) || isDigit(byte) || byte === code('_') || byte === code('$')) {
      const stop = literalOrWord(bytes, i, end);
      if (typeof stop === 'number') {
        readWord(state, latin1(bytes, i, stop));
        i = stop;
      } else {
        readTo = readLiteral(state, bytes, stop, entries, kind) ? stop.after : readTo;
        i = stop.after;
      }
    } else if (byte === code('#') || (byte === code('/') && at(bytes, i + 1) === code('/'))) {
      while (i < end && !isEol(bytes[i] as number)) i++;
    } else {
      const literal =
        byte === 0x22 || byte === 0x27 || byte === 0x60 || byte === code('@') ? readString(bytes, i, end) : null;
      if (literal === null) {
        // A quote that nothing closes, or text.
        if (byte === 0x22 || byte === 0x60) break;
        readSign(state, byte);
        i++;
      } else {
        if (readLiteral(state, bytes, literal, entries, kind)) readTo = literal.after;
        i = Math.max(i + 1, literal.after);
      }
    }
  }
  return entries;
}

/** The end of the word at `index`, or the literal that begins with its letters (`r"v"`). */
function literalOrWord(bytes: Uint8Array, index: number, end: number): number | Literal {
  let i = index;
  while (i < end && (isIdent(bytes[i] as number) || bytes[i] === code('!'))) i++;
  if (i - index > 3 || (at(bytes, i) !== 0x22 && at(bytes, i) !== 0x27)) return i;
  return readString(bytes, index, end) ?? i;
}

function readWord(state: State, word: string): void {
  if (word === 'to' && state.key !== '') {
    state.sign = 'to';
    return;
  }
  // `:ann "v"`
  state.sign = state.sign === ':' && state.key === '' ? ':name' : '';
  state.key = word;
  state.isFirst = false;
}

function readSign(state: State, byte: number): void {
  const sign = String.fromCharCode(byte);
  if (isOpener(byte)) {
    state.counts.push(0);
    state.key = '';
    state.sign = '';
  } else if (isCloser(byte)) {
    state.counts.pop();
    // `["name"] = "v"`
    if (byte !== code(']')) state.key = '';
    state.sign = '';
  } else state.sign = sign === '>' ? state.sign + sign : sign;
}

/** What the field of an entry is called that holds its secret. */
const HOLDER = /^(?:key|value|secret|token|password|pass)$/i;
const TYING: ReadonlySet<string> = new Set([':', '=', '=>', '->', 'to', ':name']);

/** Takes a literal in: as a value, when a sign ties it to a key, else as what may be a key. Whether it is a value. */
function readLiteral(state: State, bytes: Uint8Array, literal: Literal, entries: Entry[], kind: ListKind): boolean {
  const depth = state.counts.length;
  const count = state.counts[depth - 1] as number;
  state.counts[depth - 1] = count + 1;
  const { key, sign } = state;
  const isTied = TYING.has(sign) && key !== '' && (depth === 1 || (depth <= 3 && kind === 'map' && HOLDER.test(key)));
  const isSecond =
    sign === ',' && state.isFirst && key !== '' && count === 1 && depth <= 4 && (kind === 'logins' || depth > 1);
  const isByTurns =
    state.isCall && sign === ',' && key !== '' && depth === 1 && count % 2 === 1 && closesPair(bytes, literal.after);
  if (isTied || isSecond || (isByTurns && kind === 'map')) {
    entries.push({ name: key, literal });
    state.key = '';
    return true;
  }
  const text = latin1(bytes, literal.start, Math.min(literal.end, literal.start + LONGEST_LOGIN));
  if (kind === 'logins') {
    const login = LOGIN.exec(text);
    const users = USERS.test(text) ? usersIn(bytes, literal.start, literal.end, '') : [];
    if (users.length > 0) {
      entries.push(...users);
      return true;
    }
    if (login !== null && text.length < LONGEST_LOGIN) entries.push(loginOf(login, literal.start, false));
  }
  state.key = KEY.test(text) ? text : '';
  state.sign = '';
  state.isFirst = count === 0;
  return false;
}

const KEY = /^[\w.@+ -]{1,64}$/;
const LONGEST_LOGIN = 160;
/** `user:password`. */
const LOGIN = /^([A-Za-z][\w.@+-]{1,63}):([^\s:"',;/]{8,64})$/;
const USERS = /^[A-Za-z][\w.@+-]{1,63}:[^\s:"',;/]{8,64}[,;\s]/;

/** Whether a comma or a bracket follows a value. */
function closesPair(bytes: Uint8Array, index: number): boolean {
  let i = index;
  while (at(bytes, i) === 0x20 || at(bytes, i) === 0x09 || isEol(at(bytes, i))) i++;
  return at(bytes, i) === code(',') || isCloser(at(bytes, i));
}

function loginOf(found: RegExpExecArray, offset: number, bare: boolean): Entry {
  const [all, user = '', value = ''] = found;
  const { name, literal } = entry(user, offset + found.index + all.length - value.length, value, bare);
  return { name, literal: { ...literal, inString: true } };
}

const USER_IN_TEXT = /(?:^|[\s,;])([A-Za-z][\w.@+-]{1,63}):([^\s:"',;/]{8,64})(?=[\s,;"'`]|$)/g;
const LONGEST_TEXT = 2048;

/** Users and passwords of a text that `quote` ends: by lines, or with commas between. */
function usersIn(bytes: Uint8Array, start: number, end: number, quote: string): Entry[] {
  const text = latin1(bytes, start, Math.min(end, start + LONGEST_TEXT));
  const close = quote === '' ? -1 : text.indexOf(quote);
  if (quote !== '' && close < 0) return [];
  const own = close < 0 ? text : text.slice(0, close);
  const body = quote === '' ? (/^(?:[^\r\n]{0,200}:[^\r\n]{0,200}(?:\r?\n|$)){1,64}/.exec(own)?.[0] ?? '') : own;
  return [...body.matchAll(USER_IN_TEXT)].map((found) => loginOf(found, start, false));
}

/** How lines are read. */
interface Below {
  readonly end: number;
  /** Of the name above; a line no further in ends the map. */
  readonly indent: number;
  readonly kind: ListKind;
}

const LONGEST_LINE = 600;
const NAMED_LINE =
  /^([ \t]*)(?:- )?["']?([A-Za-z_][\w.@/+ -]{0,63}?)["']?[ \t]{0,8}(?:[:=][ \t]{1,24}|=)(?:[&!][\w!-]{1,24}[ \t]{1,8})?(?:"([^"\\]{1,400})"|'([^']{1,400})'|([^\s"'#]\S{0,400}))(?:[ \t]+[#;].*|[ \t]*)$/;
const LISTED_LINE = /^([ \t]*)-[ \t]{1,4}(["']?)([A-Za-z][\w.@+-]{1,63}):([^\s:"',;/]{8,64})\2[ \t]*(?:#.*)?$/;

/** Entries by lines: of a mapping in YAML those as far in as the first, of a table those up to the next. */
function linesBelow(bytes: Uint8Array, start: number, { end, indent, kind }: Below): Entry[] {
  const entries: Entry[] = [];
  const isTable = indent < 0;
  let inner = -1;
  let barren = 0;
  for (let at0 = start; at0 < end && barren < BARREN;) {
    const stop = lineStop(bytes, at0, end);
    const line = latin1(bytes, at0, Math.min(stop, at0 + LONGEST_LINE));
    const own = line.length - line.trimStart().length;
    const isText = line.trim() !== '' && !/^[ \t]*[#;]/.test(line);
    if (isText && (isTable ? /^[ \t]*\[/.test(line) : own <= indent && !isListed(line, own, indent))) break;
    if (isText && inner < 0) inner = own;
    barren += line.length + 1;
    const entry = isText && (isTable || own >= inner) ? entryOf(line, at0, kind) : null;
    if (entry !== null && (isTable || own === inner || (kind === 'map' && HOLDER.test(entry.name)))) {
      entries.push(entry);
      barren = 0;
    }
    at0 = stop + 1;
  }
  return entries;
}

/** `- x` may stand right below its name. */
function isListed(line: string, own: number, indent: number): boolean {
  return own === indent && /^[ \t]*- /.test(line);
}

function lineStop(bytes: Uint8Array, index: number, end: number): number {
  let i = index;
  while (i < end && bytes[i] !== 0x0a) i++;
  return i;
}

function entryOf(text: string, offset: number, kind: ListKind): Entry | null {
  const line = text.replace(/\r$/, '');
  const listed = kind === 'logins' ? LISTED_LINE.exec(line) : null;
  if (listed !== null) {
    const start = offset + line.indexOf(`:${listed[4] as string}`) + 1;
    return entry(listed[3] as string, start, listed[4] as string, false);
  }
  const found = NAMED_LINE.exec(line);
  if (found === null) return null;
  const value = found[3] ?? found[4] ?? found[5] ?? '';
  const start = offset + line.indexOf(value, line.search(/[:=]/) + 1);
  return entry(found[2] as string, start, value, found[5] !== undefined);
}

/** An entry whose value stands as it is. */
export function entry(name: string, start: number, value: string, bare: boolean): Entry {
  const end = start + value.length;
  return { name, literal: { start, end, after: end, encoding: 'plain', bare, trailing: false } };
}
