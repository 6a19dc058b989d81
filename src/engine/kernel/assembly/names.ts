// Whether an anchor is part of a name to which nothing can be assigned, or which no rule of its literal wants, told from the few bytes round it.
// As ../../matchers/assignment-gate.ts, whose no it never goes beyond; what needs more than the name itself it leaves to the host.

import { hash } from './hash';

// See NAME_BYTES of ../../matchers/assignment-anchor.ts.
const WORD: u8 = 1;
const IDENT: u8 = 2;
const BLANK: u8 = 16;
const EOL: u8 = 32;
const QUOTE: u8 = 64;
const UNTIED: u8 = 128;

// See ../../matchers/assignment-name.ts and assignment-gate.ts.
const NAME_REACH: i32 = 48;
const LABEL_REACH: i32 = 96;
// A run behind the anchor that may end in a value, see ../../matchers/assignment-joined.ts; a dash before `>` is not counted here.
const JOINED_RUN: i32 = 23;

/** What is said of a name. */
export const NO: i32 = 0;
export const MAYBE: i32 = 1;
export const UNKNOWN: i32 = 2;

let kinds: usize = 0;
let slots: usize = 0;
let mask: u64 = 0;

/** Of the name that was asked about last: where it begins and ends, whether it is a call's, its slot and the key that belongs there. */
export let nameStart: i32 = 0;
export let nameStop: i32 = 0;
export let isCall: bool = false;
export let nameSlot: usize = 0;
export let nameKey: u64 = 0;

/** Says where the kinds of bytes are, 256 x u8, and the slots for names, 8 bytes each, a power of two of them. */
export function prepareNames(kindsAt: usize, slotsAt: usize, slotCount: u32): void {
  kinds = kindsAt;
  slots = slotsAt;
  mask = slotCount - 1;
}

let at: usize = 0;
let size: i32 = 0;

function is(offset: i32, kind: u8): bool {
  return (load<u8>(kinds + <usize>load<u8>(at + offset)) & kind) != 0;
}

function byteAt(offset: i32): u8 {
  return offset >= 0 && offset < size ? load<u8>(at + offset) : 0;
}

/**
 * What is known of the name round the anchor `[start, end)` of a document of `length` bytes at `address`. A slot holds the name's key with
 * its lowest bit clear where no rule wants it; UNKNOWN where it holds another's.
 */
export function askName(address: usize, length: i32, start: i32, end: i32, own: u64): i32 {
  at = address;
  size = length;
  const least = max(0, start - NAME_REACH);
  const most = min(size, end + NAME_REACH);
  let from = start;
  let to = end;
  while (from > least && is(from - 1, IDENT)) from--;
  while (to < most && is(to, IDENT) && !(load<u8>(at + to) == 0x2d && byteAt(to + 1) == 0x3e)) to++;
  if (to - end >= JOINED_RUN) return MAYBE;
  if ((from == least && least > 0) || (to == most && most < size)) return NO;
  while (to > end && !is(to - 1, WORD)) to--;
  let first = from;
  while (first < start && !is(first, WORD)) first++;
  // Digits may be those of a sign's code: `%26name`, `\u0022name`.
  if (isHost(first) || byteAt(from - 1) == 0x25 || (byteAt(from - 1) == 0x5c && byteAt(from) == 0x75)) return MAYBE;
  if ((to == size || is(to, UNTIED)) && !mayPrecede(first)) return NO;
  if (isJoined(from) || mayBeLonger(first, to) || opensSection(to)) return MAYBE;
  nameStart = from;
  nameStop = to;
  isCall = byteAt(to) == 0x28;
  nameKey = hash(at + from, at + to, isCall ? ~own : own) & ~1;
  nameSlot = slots + <usize>((nameKey >> 20) & mask) * 8;
  const known = load<u64>(nameSlot);
  if ((known & ~1) != nameKey) return UNKNOWN;
  return known == nameKey ? NO : MAYBE;
}

function isHost(first: i32): bool {
  return first >= 3 && byteAt(first - 1) == 0x2f && byteAt(first - 2) == 0x2f && byteAt(first - 3) == 0x3a;
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
  if (isTable) return is(i, EOL);
  const sign = byteAt(i);
  if (sign == 0x7b) return true;
  if (sign != 0x3a && sign != 0x3d) return false;
  i++;
  if (byteAt(i) == 0x3e) i++;
  while (i < size && is(i, BLANK)) i++;
  const opener = byteAt(i);
  return i < size && (opener == 0x7b || opener == 0x5b || (sign == 0x3a && is(i, EOL)));
}

// Whether words before or behind the name may be part of it.
function mayBeLonger(first: i32, to: i32): bool {
  const next = byteAt(to);
  if (next == 0x28) return false;
  if (first >= 2 && is(first - 1, BLANK) && is(first - 2, WORD) && mayBeLabel(to, next)) return true;
  if (next != 0x20) return false;
  const limit = min(size, to + LABEL_REACH);
  let word = to;
  while (word < limit && load<u8>(at + word) == 0x20) word++;
  return word == limit || is(word, IDENT);
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
