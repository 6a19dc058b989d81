// Whether an anchor is part of a name to which nothing can be assigned, or which no rule of its literal wants, told from the few bytes round it.
// As ../../matchers/assignment-gate.ts, whose no it never goes beyond; what needs more than the name itself it leaves to the host.

import { BLANK, EOL, IDENT, LABEL_REACH, LEAST_AFTER, LEAST_BEFORE, LONGEST_CELL, MOST_BEFORE, NAME_REACH, WORD, anchorEnd, anchorStart, askAbout, is, isBar, prepareClasses, skipSpaces } from './classes';
import { at, byteAt, lineStart, size } from './document';
import { hash } from './hash';
import { hasQuery, isHost, isJoined, mayBeJoined, mayBeLabel, mayFollow, mayPrecede, opensSection } from './ties';

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

let slots: usize = 0;
let mask: u64 = 0;

/** The names of the anchor asked about last that are not known, and how many there are. */
export let unknown: usize = 0;
export let unknownCount: i32 = 0;

/** Says where the tables of bytes are, the slots for names, 8 bytes each, a power of two of them, and room for the names of one anchor. */
export function prepareNames(kindsAt: usize, slotsAt: usize, slotCount: u32, unknownAt: usize): void {
  prepareClasses(kindsAt);
  slots = slotsAt;
  mask = slotCount - 1;
  unknown = unknownAt;
}

// The literal's own, so that each has names of its own.
let seed: u64 = 0;

/**
 * What is known of the names round the anchor `[start, end)` of the document. A slot holds a name's key with
 * its lowest bit clear where no rule wants it. UNKNOWN: no rule wants those that are known, and of the others nothing is known.
 */
export function askName(start: i32, end: i32, own: u64): i32 {
  seed = own;
  askAbout(start, end);
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
  // Digits may be those of a sign's code: `%26name`, `\u0022name`, `\x22name`, `\042name`.
  if (byteAt(from - 1) == 0x25 || (byteAt(from - 1) == 0x5c && isCode(byteAt(from)))) return MAYBE;
  if (isHost(first) && hasQuery(to)) return MAYBE;
  if (!mayFollow(first, to) && !mayPrecede(first)) return NO;
  if (isJoined(from)) return MAYBE;
  return askNames(from, first, to);
}

function isCode(byte: u8): bool {
  return byte == 0x75 || byte == 0x78 || byte == 0x30;
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

// As `wordsBefore` of ../../matchers/assignment-name.ts.
function wordsBefore(first: i32): i32 {
  let start = first;
  if (start < 2 || !is(start - 1, BLANK) || !is(start - 2, WORD)) return -1;
  const floor = max(0, anchorStart - MOST_BEFORE);
  const least = lineStart(start, max(floor, start - NAME_REACH));
  while (start > least + 1 && is(start - 1, BLANK) && is(start - 2, WORD)) {
    let word = start - 1;
    while (word > least && (is(word - 1, WORD) || load<u8>(at + word - 1) == 0x2d)) word--;
    if ((<u32>load<u8>(at + word) | 0x20) - 0x61 > 25) break;
    start = word;
  }
  if (start == first || (start == least && least > floor && !is(start - 1, EOL))) return -1;
  return byteAt(start - 1) == 0x3a ? -1 : start;
}
