// What stands round a name: whether anything may be tied to it there, and what else it may be part of.
// As ../../matchers/assignment-anchor.ts and its like.

import { BLANK, EOL, IDENT, LABEL_REACH, LEAST_BEFORE, LONGEST_CELL, MOST_BEFORE, QUOTE, UNTIED, WORD, anchorEnd, anchorStart, is, isBar, kinds } from './classes';
import { at, byteAt, size } from './document';

// What may follow a name, and a quote after one, and by which next byte.
const AFTER_NAME: usize = 256;
const AFTER_QUOTE: usize = 512;
const PAIRS: usize = 768;
const NEVER: u8 = 0;
const BY_NEXT: u8 = 2;

// Runs behind an anchor that may end in a value, see ../../matchers/assignment-joined.ts; a dash before `>` is not counted here.
const JOINED_RUN: i32 = 23;
const JOINED_DIGITS: i32 = 2;
const JOINED_REACH: i32 = 220;
// See ../../matchers/assignment-host.ts and assignment-sql.ts.
const QUERY_REACH: i32 = 200;
const LIST_REACH: i32 = 320;

/** Whether a run behind the anchor, or a later one over single blanks, may end in a value. */
export function mayBeJoined(): bool {
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

/** Whether the name is that of a host, behind `://`. */
export function isHost(first: i32): bool {
  return first >= 3 && byteAt(first - 1) == 0x2f && byteAt(first - 2) == 0x2f && byteAt(first - 3) == 0x3a;
}

/** Whether a query may follow a host that ends at an offset. */
export function hasQuery(to: i32): bool {
  const limit = min(size, to + QUERY_REACH);
  for (let i = to; i < limit && !is(i, BLANK | EOL | QUOTE); i++) {
    const byte = load<u8>(at + i);
    if (byte == 0x3f) return true;
    if (byte == 0x3c || byte == 0x3e) return false;
  }
  return false;
}

/** As `mayFollow` of ../../matchers/assignment-anchor.ts. */
export function mayFollow(first: i32, to: i32): bool {
  if (to >= size) return false;
  if (is(to, BLANK)) return true;
  if (is(to, UNTIED)) return false;
  const byte = load<u8>(at + to);
  const next = byteAt(to + 1);
  const kind = load<u8>(kinds + <usize>byte, AFTER_NAME);
  if (kind != NEVER) return kind != BY_NEXT || mayBePair(byte, next);
  if (byte == 0x3a) return next != 0x3a || byteAt(to + 2) == 0x3d || (to + 2 < size && is(to + 2, BLANK));
  const isComma = byte == 0x2c;
  const isEnd = is(to, EOL);
  // A literal may be the next argument.
  if (isComma && (byteAt(first - 1) == 0x7b || (to + 1 < size && is(to + 1, QUOTE)) || (to + 2 < size && is(to + 2, QUOTE)))) return true;
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

// Whether the name may stand in the columns of an INSERT or COPY, or of one that begins on a line before.
function isInserted(first: i32): bool {
  const least = max(max(0, anchorStart - MOST_BEFORE), first - LIST_REACH);
  if (isListed(first, least)) return true;
  let open = first - 1;
  while (open >= least && isInList(open)) open--;
  if (open < least || load<u8>(at + open) != 0x28) return false;
  let i = open - 1;
  while (i > least && is(i, BLANK)) i--;
  while (i > least && !is(i, BLANK) && isInList(i)) i--;
  while (i > least && is(i, BLANK)) i--;
  if (i < 3) return false;
  const word = load<u32>(at + i - 3) | 0x20202020;
  return word == 0x6f746e69 || word == 0x79706f63;
}

function isListed(first: i32, least: i32): bool {
  let i = first - 1;
  while (i >= least && is(i, BLANK | QUOTE)) i--;
  if (i >= least && load<u8>(at + i) == 0x2c) while (i >= least && isInList(i)) i--;
  if (i >= least && load<u8>(at + i) == 0x28) {
    i--;
    while (i >= least && is(i, BLANK)) i--;
  }
  return i >= least && is(i, EOL);
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

/** `key="name"`, `"v" == name`, `.equals(name)`, `${name`, `<name`. */
export function mayPrecede(first: i32): bool {
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

/** Whether a path may lead to the name over `.`, `->`, `::`, or `["a"]`. */
export function isJoined(from: i32): bool {
  if (byteAt(from) == 0x2e) return true;
  const last = byteAt(from - 1);
  const other = byteAt(from - 2);
  if ((last == 0x3e && other == 0x2d) || (last == 0x3a && other == 0x3a)) return true;
  return from > 0 && is(from - 1, QUOTE) && (other == 0x5b || other == 0x5c);
}

/** Whether the name may open a section, see ../../matchers/assignment-section.ts. */
export function opensSection(to: i32): bool {
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

/** Whether words before the name may be part of a label that it ends. */
export function mayBeLabel(to: i32, next: u8): bool {
  if (to == size || next == 0x2c || next == 0x22 || next == 0x7b || is(to, EOL)) return true;
  const limit = min(size, to + LABEL_REACH);
  for (let i = to; i < limit; i++) {
    const byte = load<u8>(at + i);
    if (is(i, EOL)) return false;
    if (byte == 0x3a || byte == 0x3d || isBar(byte) || byte == 0xe2) return true;
    // A quote, a figure or a capital; ` is `.
    if (next == 0x20 && (is(i, QUOTE) || <u32>byte - 0x30 < 10 || <u32>byte - 0x41 < 26)) return true;
    if (i == to && next == 0x20 && (byteAt(to + 1) | 0x20) == 0x69 && (byteAt(to + 2) | 0x20) == 0x73) return true;
  }
  return limit == size;
}
