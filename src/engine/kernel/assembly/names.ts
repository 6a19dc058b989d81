// Whether an anchor is part of a name to which nothing can be assigned, or which no rule of its literal wants, told from the few bytes round it.
// As ../../matchers/assignment-gate.ts, whose no it never goes beyond; what needs more than the name itself it leaves to the host.

import { hash } from './hash';

// See NAME_TABLES of ../../matchers/assignment-anchor.ts: what may follow a name, and a quote after one, and by which next byte.
const WORD: u8 = 1;
const IDENT: u8 = 2;
const BLANK: u8 = 16;
const EOL: u8 = 32;
const QUOTE: u8 = 64;
const UNTIED: u8 = 128;
const AFTER_NAME: usize = 256;
const AFTER_QUOTE: usize = 512;
const PAIRS: usize = 768;
const NEVER: u8 = 0;
const BY_NEXT: u8 = 2;

// See ../../matchers/assignment-name.ts and assignment-gate.ts.
const NAME_REACH: i32 = 48;
const LABEL_REACH: i32 = 96;
// Bytes before an anchor that every gate reads, and those that it reads at most; bytes after one that every gate reads.
const LEAST_BEFORE: i32 = 56;
const MOST_BEFORE: i32 = 320;
const LEAST_AFTER: i32 = NAME_REACH + LABEL_REACH;
const LONGEST_CELL: i32 = 32;
// Runs behind an anchor that may end in a value, see ../../matchers/assignment-joined.ts; a dash before `>` is not counted here.
const JOINED_RUN: i32 = 23;
const JOINED_DIGITS: i32 = 2;
const JOINED_REACH: i32 = 220;
// See ../../matchers/assignment-host.ts and assignment-sql.ts.
const QUERY_REACH: i32 = 200;
const LIST_REACH: i32 = 320;

/** What is said of a name. */
export const NO: i32 = 0;
export const MAYBE: i32 = 1;
export const UNKNOWN: i32 = 2;

/** What a name may be beside a name: a call's, or that of a section. */
const CALL: u32 = 1;
const SECTION: u32 = 2;

/** Names that are told of one anchor at most, and the bytes of one: where it begins and ends, its slot, what it is beside a name, its key. */
const MOST_NAMES: i32 = 12;
export const NAME_BYTES: usize = 24;

let kinds: usize = 0;
let slots: usize = 0;
let mask: u64 = 0;

/** The names of the anchor asked about last that are not known, and how many there are. */
export let unknown: usize = 0;
export let unknownCount: i32 = 0;

/** Says where the tables of bytes are, the slots for names, 8 bytes each, a power of two of them, and room for the names of one anchor. */
export function prepareNames(kindsAt: usize, slotsAt: usize, slotCount: u32, unknownAt: usize): void {
  kinds = kindsAt;
  slots = slotsAt;
  mask = slotCount - 1;
  unknown = unknownAt;
}

let at: usize = 0;
let size: i32 = 0;
let seed: u64 = 0;
// The anchor's own bytes.
let anchorStart: i32 = 0;
let anchorEnd: i32 = 0;

function is(offset: i32, kind: u8): bool {
  return (load<u8>(kinds + <usize>load<u8>(at + offset)) & kind) != 0;
}

function byteAt(offset: i32): u8 {
  return offset >= 0 && offset < size ? load<u8>(at + offset) : 0;
}

/**
 * What is known of the names round the anchor `[start, end)` of a document of `length` bytes at `address`. A slot holds a name's key with
 * its lowest bit clear where no rule wants it. UNKNOWN: no rule wants those that are known, and of the others nothing is known.
 */
export function askName(address: usize, length: i32, start: i32, end: i32, own: u64): i32 {
  at = address;
  size = length;
  seed = own;
  anchorStart = start;
  anchorEnd = end;
  unknownCount = 0;
  const least = max(0, start - NAME_REACH);
  const most = min(size, end + NAME_REACH);
  let from = start;
  let to = end;
  while (from > least && is(from - 1, IDENT)) from--;
  while (to < most && is(to, IDENT) && !(load<u8>(at + to) == 0x2d && byteAt(to + 1) == 0x3e)) to++;
  if (mayBeJoined()) return MAYBE;
  if ((from == least && least > 0) || (to == most && most < size)) return NO;
  while (to > end && !is(to - 1, WORD)) to--;
  let first = from;
  while (first < start && !is(first, WORD)) first++;
  // Digits may be those of a sign's code: `%26name`, `\u0022name`.
  if (byteAt(from - 1) == 0x25 || (byteAt(from - 1) == 0x5c && byteAt(from) == 0x75)) return MAYBE;
  if (isHost(first) && hasQuery(to)) return MAYBE;
  if (!mayFollow(first, to) && !mayPrecede(first)) return NO;
  if (isJoined(from)) return MAYBE;
  return askNames(from, first, to);
}

// The name itself, or the label that it ends, with and without words behind.
function askNames(from: i32, first: i32, to: i32): i32 {
  const next = byteAt(to);
  const isCall = next == 0x28;
  if (!learn(from, to, isCall ? CALL : opensSection(to) ? SECTION : 0)) return MAYBE;
  if (!isCall) {
    const label = mayBeLabel(to, next) ? wordsBefore(first) : -1;
    if (label >= 0) {
      // How far a gate reads before a long name is its own.
      if (first - NAME_REACH <= anchorStart - LEAST_BEFORE || !learn(label, to, 0)) return MAYBE;
    }
    if (next == 0x20 && !learnLonger(from, label, to)) return MAYBE;
  }
  return unknownCount == 0 ? NO : UNKNOWN;
}

// Notes a name of which nothing is known. False where a rule may want it, or there are too many.
function learn(start: i32, stop: i32, beside: u32): bool {
  const key = hash(at + start, at + stop, seed + beside) & ~1;
  const slot = slots + <usize>((key >> 20) & mask) * 8;
  const known = load<u64>(slot);
  if ((known & ~1) == key) return known == key;
  if (unknownCount == MOST_NAMES) return false;
  const room = unknown + <usize>unknownCount * NAME_BYTES;
  unknownCount++;
  store<i32>(room, start);
  store<i32>(room, stop, 4);
  store<u32>(room, <u32>slot, 8);
  store<u32>(room, beside, 12);
  store<u64>(room, key, 16);
  return true;
}

// As `isLongerWanted` of ../../matchers/assignment-longer.ts.
function learnLonger(from: i32, label: i32, to: i32): bool {
  const limit = min(size, to + LABEL_REACH);
  for (let i = to; i < limit && load<u8>(at + i) == 0x20;) {
    const word = skipSpaces(i, limit);
    i = word;
    while (i < limit && is(i, IDENT)) i++;
    if (i == word) return true;
    if (!endsLabel(i, to)) continue;
    if (!learn(from, i, 0) || (label >= 0 && !learn(label, i, 0))) return false;
  }
  return true;
}

function skipSpaces(index: i32, limit: i32): i32 {
  let i = index;
  while (i < limit && load<u8>(at + i) == 0x20) i++;
  return i;
}

// Whether a label may end with a word.
function endsLabel(stop: i32, to: i32): bool {
  const limit = min(size, anchorEnd + LEAST_AFTER);
  const i = skipSpaces(stop, limit);
  if (i >= limit) return true;
  const next = load<u8>(at + i);
  if (next == 0x3a || next == 0x3d || next == 0x2a) return true;
  if (next == 0x2c || isBar(next) || is(i, EOL)) return i - to <= LONGEST_CELL;
  return i > stop && endsNote(stop);
}

// Whether a word ends as the words of notes do: key, pat, token, secret, password, access, private.
function endsNote(stop: i32): bool {
  const last = (<u32>byteAt(stop - 3) << 16) | (<u32>byteAt(stop - 2) << 8) | <u32>byteAt(stop - 1) | 0x202020;
  return (
    last == 0x6b6579 || last == 0x706174 || last == 0x6b656e || last == 0x726574 || last == 0x6f7264 || last == 0x657373 || last == 0x617465
  );
}

// Whether a run behind the anchor, or a later one over single blanks, may end in a value.
function mayBeJoined(): bool {
  const limit = min(size, anchorEnd + JOINED_REACH);
  for (let from = anchorEnd, runs = 0; runs < 3; runs++) {
    let digits = 0;
    let stop = from;
    for (; stop < limit && is(stop, IDENT); stop++) {
      if (<u32>load<u8>(at + stop) - 0x30 < 10) digits++;
      if (digits >= JOINED_DIGITS && stop - from >= JOINED_RUN) return true;
    }
    if (byteAt(stop) != 0x20 || (<u32>byteAt(stop + 1) | 0x20) - 0x61 > 25) return false;
    from = stop + 1;
  }
  return false;
}

// As `wordsBefore` of ../../matchers/assignment-name.ts.
function wordsBefore(first: i32): i32 {
  let start = first;
  if (start < 2 || !is(start - 1, BLANK) || !is(start - 2, WORD)) return -1;
  const floor = max(0, anchorStart - MOST_BEFORE);
  let least = max(floor, start - NAME_REACH);
  let line = start;
  while (line > least && !is(line - 1, EOL)) line--;
  least = line;
  while (start > least + 1 && is(start - 1, BLANK) && is(start - 2, WORD)) {
    let word = start - 1;
    while (word > least && (is(word - 1, WORD) || load<u8>(at + word - 1) == 0x2d)) word--;
    if ((<u32>load<u8>(at + word) | 0x20) - 0x61 > 25) break;
    start = word;
  }
  if (start == first || (start == least && least > floor && !is(start - 1, EOL))) return -1;
  return byteAt(start - 1) == 0x3a ? -1 : start;
}

function isHost(first: i32): bool {
  return first >= 3 && byteAt(first - 1) == 0x2f && byteAt(first - 2) == 0x2f && byteAt(first - 3) == 0x3a;
}

function hasQuery(to: i32): bool {
  const limit = min(size, to + QUERY_REACH);
  for (let i = to; i < limit && !is(i, BLANK | EOL | QUOTE); i++) {
    const byte = load<u8>(at + i);
    if (byte == 0x3f) return true;
    if (byte == 0x3c || byte == 0x3e) return false;
  }
  return false;
}

// As `mayFollow` of ../../matchers/assignment-anchor.ts.
function mayFollow(first: i32, to: i32): bool {
  if (to >= size) return false;
  if (is(to, BLANK)) return true;
  if (is(to, UNTIED)) return false;
  const byte = load<u8>(at + to);
  const next = byteAt(to + 1);
  const kind = load<u8>(kinds + <usize>byte, AFTER_NAME);
  if (kind != NEVER) return kind != BY_NEXT || mayBePair(byte, next);
  if (byte == 0x3a) return next != 0x3a || byteAt(to + 2) == 0x3d;
  const isComma = byte == 0x2c;
  const isEnd = is(to, EOL);
  if (isComma && byteAt(first - 1) == 0x7b) return true;
  // `- --name` may have its value in the next item of its list.
  if (isEnd && byteAt(first - 1) == 0x2d && byteAt(first - 2) == 0x2d) return true;
  if (isInserted(first) || (isEnd && isBehindGap(first))) return true;
  if (isComma || isEnd) return isInRow(first, isEnd);
  return is(to, QUOTE) && mayFollowQuote(to + 1);
}

function mayBePair(byte: u8, next: u8): bool {
  return load<u8>(kinds + ((<usize>byte << 8) | <usize>next), PAIRS) != 0;
}

function mayFollowQuote(i: i32): bool {
  if (i >= size) return false;
  const next = load<u8>(at + i);
  if (next == 0x7d) return mayBePair(next, byteAt(i + 1));
  if (load<u8>(kinds + <usize>next, AFTER_QUOTE) == NEVER) return false;
  if (next != 0x29) return true;
  if (i + 1 >= size || is(i + 1, EOL)) return false;
  const third = load<u8>(at + i + 1);
  return third != 0x2c && third != 0x3b && third != 0x7d;
}

// Whether the name may stand in the columns of an INSERT.
function isInserted(first: i32): bool {
  const least = max(max(0, anchorStart - MOST_BEFORE), first - LIST_REACH);
  let open = first - 1;
  while (open >= least && isInList(open)) open--;
  if (open < least || load<u8>(at + open) != 0x28) return false;
  let i = open - 1;
  while (i > least && is(i, BLANK)) i--;
  while (i > least && !is(i, BLANK) && isInList(i)) i--;
  while (i > least && is(i, BLANK)) i--;
  return i >= 3 && (load<u32>(at + i - 3) | 0x20202020) == 0x6f746e69;
}

function isInList(i: i32): bool {
  const byte = load<u8>(at + i);
  return is(i, WORD | QUOTE | BLANK) || byte == 0x2c || byte == 0x5b || byte == 0x5d || byte == 0x2e;
}

// Whether the words that end with the name stand behind a gap of a table.
function isBehindGap(first: i32): bool {
  const floor = max(0, anchorStart - MOST_BEFORE);
  const least = max(floor, first - LONGEST_CELL);
  let i = first;
  while (i > least && (is(i - 1, WORD | QUOTE) || load<u8>(at + i - 1) == 0x2a || isSingleBlank(i - 1, least))) i--;
  if (i == floor || is(i - 1, EOL)) return false;
  if (isBar(load<u8>(at + i - 1))) return true;
  if (!is(i - 1, BLANK)) return false;
  let before = i - 1;
  while (before >= floor && is(before, BLANK)) before--;
  if (before < floor || is(before, EOL)) return false;
  return isBar(load<u8>(at + before)) || before < i - 2;
}

function isSingleBlank(i: i32, least: i32): bool {
  return load<u8>(at + i) == 0x20 && i > least && is(i - 1, WORD);
}

// Whether all before the name on its line may be cells of a row, and (`many`) whether there are any; how far a gate looks is its own.
function isInRow(first: i32, many: bool): bool {
  const floor = max(0, anchorStart - MOST_BEFORE);
  let cells = !many;
  for (let i = first - 1; i >= floor && !is(i, EOL); i--) {
    const byte = load<u8>(at + i);
    if (byte == 0x2c) cells = true;
    else if (!is(i, WORD) && byte != 0x20 && byte != 0x22 && byte != 0x2d) return cells && i < anchorStart - LEAST_BEFORE;
  }
  return cells;
}

function isBar(byte: u8): bool {
  return byte == 0x7c || byte == 0x21 || byte == 0x5e;
}

// `key="name"`, `"v" == name`, `.equals(name)`, `${name`, `<name`.
function mayPrecede(first: i32): bool {
  let i = first - 1;
  const byte = byteAt(i);
  if (byte == 0x3c) return true;
  if (byte == 0x7b) return byteAt(i - 1) == 0x24;
  if (i >= 0 && is(i, QUOTE)) i--;
  while (i >= 0 && (is(i, BLANK) || byteAt(i) == 0x5c || byteAt(i) == 0x24)) i--;
  const sign = byteAt(i);
  if (sign == 0x3d || sign == 0x3a) return true;
  const letter = byteAt(i - 1) | 0x20;
  return sign == 0x28 && (letter == 0x73 || letter == 0x65);
}

// Whether a path may lead to the name over `.`, `->`, `::`, or `["a"]`.
function isJoined(from: i32): bool {
  if (byteAt(from) == 0x2e) return true;
  const last = byteAt(from - 1);
  const other = byteAt(from - 2);
  if ((last == 0x3e && other == 0x2d) || (last == 0x3a && other == 0x3a)) return true;
  return from > 0 && is(from - 1, QUOTE) && (other == 0x5b || other == 0x5c);
}

// Whether the name may open a section, see ../../matchers/assignment-section.ts.
function opensSection(to: i32): bool {
  let i = to;
  if (i < size && is(i, QUOTE)) i++;
  const isTable = byteAt(i) == 0x5d;
  if (isTable) i++;
  while (i < size && is(i, BLANK)) i++;
  if (i >= size) return false;
  if (mayBeUnseen(i)) return true;
  if (isTable) return is(i, EOL);
  const sign = byteAt(i);
  if (sign == 0x7b) return true;
  if (sign != 0x3a && sign != 0x3d) return false;
  i++;
  if (byteAt(i) == 0x3e) i++;
  while (i < size && is(i, BLANK)) i++;
  if (i >= size) return false;
  const opener = byteAt(i);
  return opener == 0x7b || opener == 0x5b || (sign == 0x3a && is(i, EOL)) || mayBeUnseen(i);
}

// Whether a colour code or an invisible character may begin here, which count as blanks.
function mayBeUnseen(i: i32): bool {
  const byte = load<u8>(at + i);
  return byte == 0x5c || byte == 0x1b || byte >= 0x80;
}

function mayBeLabel(to: i32, next: u8): bool {
  if (to == size || next == 0x2c || next == 0x22 || is(to, EOL)) return true;
  const limit = min(size, to + LABEL_REACH);
  for (let i = to; i < limit; i++) {
    const byte = load<u8>(at + i);
    if (is(i, EOL)) return false;
    if (byte == 0x3a || byte == 0x3d || byte == 0x7c || byte == 0x21 || byte == 0x5e) return true;
    // A quote, a figure or a capital; ` is `.
    if (next == 0x20 && (is(i, QUOTE) || <u32>byte - 0x30 < 10 || <u32>byte - 0x41 < 26)) return true;
    if (i == to && next == 0x20 && (byteAt(to + 1) | 0x20) == 0x69 && (byteAt(to + 2) | 0x20) == 0x73) return true;
  }
  return limit == size;
}
