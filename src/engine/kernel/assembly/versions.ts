// Scans a version of a document by its edit: which literals stand where, and what is known of each. The host judges what is not. The scalar
// twin, ../../rescan.ts, tells what has to come out; here every anchor is kept, also those to which a gate says no.

import { findAnchors } from './anchors';
import { at, lineEnd, lineStart, lookAt, size } from './document';
import { forgetStretch, isEncodedNear } from './encoded';
import { hash } from './hash';
import { WRITTEN } from './layout';
import { NAME_BYTES, NO as UNWANTED, UNKNOWN, askName, unknown, unknownCount } from './names';
import { MOST_BEFORE, mayStand, prepareNeighbours } from './neighbours';

// A literal: its length u16, its kind u16, what it is a sign of u32, how far its rules reach before and behind it, two i32, the address of
// what may stand next to it u32, 0: anything.
const KIND: usize = 2;
const SIGN: usize = 4;
const BEFORE: usize = 8;
const AFTER: usize = 12;
const NEIGHBOURS: usize = 16;
const LITERAL_BYTES: usize = 20;
// Kinds: a gate may say no; none does; it calls no rules; a gate may by the name alone.
const GATED: u32 = 0;
const IDLE: u32 = 2;
const NAMED: u32 = 3;

// An anchor: where it ends i32, its literal i32, its verdict i32: above 0 the number of its matches, 0 none, or a gate's no.
const ANCHOR_BYTES: usize = 12;
const NO: i32 = -1;

// What is told to the host, eight i32 from high addresses to low ones: what it is, then
// ASK: the anchor's address; where a gate's no is remembered (0: it is not to be asked) and its key; where a verdict is (0: nowhere) and its key.
// HIT: the address of an anchor with matches. NEAR: a gap's start and end, near which something may stand encoded; below what offset
// the gap before has told. WORD: end and literal of what may be a sign. NAME: literal, start and end of a name of which nothing is known, where
// that belongs and its key, and whether it is a call's.
const TOLD_BYTES: usize = 32;
const ASK: i32 = 0;
const HIT: i32 = 1;
const NEAR: i32 = 2;
const WORD: i32 = 3;
const NAME: i32 = 4;

// See ../../matchers/matcher.ts and ../../documents/signs.ts.
const GATE_BEFORE: i32 = 320;
const GATE_AFTER: i32 = 32;
const GATE_LINE: i32 = 704;
const SIGN_REACH: i32 = 40;

const LONGEST_WINDOW: i32 = 5000;
const VERDICT_BYTES: usize = 16;

let literals: usize = 0;
let longest: i32 = 0;
let mostBefore: i32 = 0;
let mostFrom: i32 = 0;
let lines: usize = 0;
let lineMask: u64 = 0;
let windows: usize = 0;
let windowMask: u64 = 0;
let fresh: usize = 0;
let freshLimit: usize = 0;
let freshRoom: usize = 0;
let seed: u64 = 0;

/**
 * Says where the tables are: the literals, the longest of them, the most bytes that one has before its gram, and from there on; the kinds of bytes, 256 x u16; slots for gates' noes, 8 bytes each, and for verdicts, 16 bytes each, both
 * a power of two of them; room for anchors that are looked at in one go, of which `room` bytes may be written at a time.
 */
export function prepare(literalsAt: usize, longestLiteral: i32, before: i32, from: i32, kindsAt: usize, linesAt: usize, lineSlots: u32, windowsAt: usize, windowSlots: u32, freshAt: usize, freshEnd: usize, room: usize, seedA: u32, seedB: u32): void {
  literals = literalsAt;
  longest = longestLiteral;
  mostBefore = before;
  mostFrom = from;
  prepareNeighbours(kindsAt);
  lines = linesAt;
  lineMask = lineSlots - 1;
  windows = windowsAt;
  windowMask = windowSlots - 1;
  fresh = freshAt;
  freshLimit = freshEnd;
  freshRoom = room;
  seed = (<u64>seedA << 32) | <u64>seedB;
}

// The signs that the version at hand is known to have, the end of its anchors and of what is told, and whether these met.
let signs: u32 = 0;
let list: usize = 0;
let told: usize = 0;
let isFull: bool = false;
// Anchors that were found but have no place yet, by rising end: ends and literals, two i32.
let waiting: usize = 0;

function begin(address: usize, length: i32, knownSigns: u32, room: usize, limit: usize): void {
  lookAt(address, length);
  signs = knownSigns;
  list = room;
  told = limit;
  isFull = false;
  waiting = fresh;
  forgetStretch();
}

function finish(room: usize): i32 {
  store<u32>(WRITTEN, told);
  return isFull ? -1 : <i32>((list - room) / ANCHOR_BYTES);
}

/**
 * Scans the `length` bytes at `address`, which derive from a base by `count` edit operations at `ops` (none: they derive from nothing). Its
 * anchors are `baseCount` at `baseAt`. Anchors are written from `room` up, what is told from `limit` down; WRITTEN says where it ends.
 * Returns how many anchors, or -1 where there is too little room.
 */
export function scanVersion(address: usize, length: i32, ops: usize, count: i32, baseAt: usize, baseCount: i32, baseSize: i32, knownSigns: u32, room: usize, limit: usize): i32 {
  begin(address, length, knownSigns, room, limit);
  const last = ops + <usize>count * 12;
  let to: i32 = 0;
  let gapStart: i32 = 0;
  let nearUntil: i32 = -1;
  let toldBelow: i32 = -1;
  let isWhole = false;
  for (let op = ops; op < last; op += 12) {
    const runSize = load<i32>(op, 8);
    if (load<i32>(op) != 0) {
      const from = load<i32>(op, 4);
      const isFromStart = from == 0 && to == 0;
      if (!isFromStart) nearUntil = lookAcross(gapStart, to, toldBelow);
      gapStart = to + runSize;
      isWhole = from + runSize == baseSize && gapStart == size;
      const nearFrom = isWhole ? i32.MAX_VALUE : nearStart(gapStart);
      const low = isFromStart ? i32.MIN_VALUE : from;
      const high = isWhole ? i32.MAX_VALUE : from + runSize;
      inherit(baseAt, baseCount, from, from + runSize, to - from, low, high, nearUntil, nearFrom);
      toldBelow = isFromStart ? -1 : to;
    }
    to += runSize;
  }
  if (!isWhole) lookAcross(gapStart, size, toldBelow);
  place(i32.MAX_VALUE, i32.MAX_VALUE);
  return finish(room);
}

/** As scanVersion, of anchors that are known: their ends and literals, two i32 each, at `known`. */
export function judgeAnchors(address: usize, length: i32, known: usize, count: i32, room: usize, limit: usize): i32 {
  begin(address, length, 0, room, limit);
  for (let left = count; left > 0; left--, known += 8) judge(load<i32>(known), load<i32>(known, 4), false);
  return finish(room);
}

// Finds the anchors that use a byte of `[gapStart, gapEnd)` or cross it, and says what else depends on it. Returns the offset behind
// which no anchor's no, and no sign, does.
function lookAcross(gapStart: i32, gapEnd: i32, toldBelow: i32): i32 {
  const stop = at + min(size, gapEnd + mostBefore);
  for (let p = at + max(0, gapStart - mostFrom + 1); p < stop;) {
    const found = waiting;
    p = findAnchors(p, stop, at, at + size, at + gapStart, at, waiting, freshLimit, freshRoom);
    sortIn(found, <usize>load<u32>(WRITTEN), gapEnd);
    place(min(<i32>(p - at), gapEnd), i32.MAX_VALUE);
  }
  tellNear(gapStart, gapEnd, toldBelow);
  const least = min(size, gapEnd + longest + MOST_BEFORE);
  return max(least, lineEnd(gapEnd, min(size, gapEnd + GATE_BEFORE + longest)));
}

function nearStart(gapStart: i32): i32 {
  return lineStart(max(0, gapStart - SIGN_REACH), max(0, gapStart - GATE_LINE - longest));
}

// Puts found pairs of literal and end in `[from, to)`, of those that begin before `before`, among the waiting, by end, then literal.
function sortIn(from: usize, to: usize, before: i32): void {
  for (; from < to; from += 8) {
    const literal = load<i32>(from);
    const end = load<i32>(from, 4);
    if (end - lengthOf(literal) >= before) continue;
    let p = waiting;
    for (; p > fresh; p -= 8) {
      const other = load<i32>(p - 8);
      if (other < end || (other == end && load<i32>(p - 4) < literal)) break;
      store<u64>(p, load<u64>(p - 8));
    }
    store<i32>(p, end);
    store<i32>(p, literal, 4);
    waiting += 8;
  }
}

// Judges the waiting that come before an end and a literal.
function place(end: i32, literal: i32): void {
  let p = fresh;
  for (; p < waiting; p += 8) {
    const other = load<i32>(p);
    if (other > end || (other == end && load<i32>(p, 4) > literal)) break;
    tellWord(other, load<i32>(p, 4));
    judge(other, load<i32>(p, 4), true);
  }
  if (p == fresh) return;
  memory.copy(fresh, p, waiting - p);
  waiting -= p - fresh;
}

// Anchors of the base in `[from, to)` stand `shift` further on. No seam lies behind `low` and before `high`, both in the base; those that end up
// to `nearUntil` or behind `nearFrom` in the version are so near to one that a no may have changed.
function inherit(base: usize, count: i32, from: i32, to: i32, shift: i32, low: i32, high: i32, nearUntil: i32, nearFrom: i32): void {
  const end = base + <usize>count * ANCHOR_BYTES;
  for (let p = firstBehind(base, count, from); p < end; p += ANCHOR_BYTES) {
    const old = load<i32>(p);
    if (old > to) return;
    const literal = load<i32>(p, 4);
    const row = rowOf(literal);
    const start = old - <i32>load<u16>(row);
    if (start < from) continue;
    const now = old + shift;
    if (waiting > fresh) place(now, literal);
    const verdict = load<i32>(p, 8);
    const isNear = now <= nearUntil || now > nearFrom;
    if (isNear) tellWord(now, literal);
    const isClear = start - load<i32>(row, BEFORE) > low && old + load<i32>(row, AFTER) < high;
    if (isClear || (verdict == NO && !isNear)) put(now, literal, verdict);
    else judge(now, literal, isNear || verdict == NO);
  }
}

// The first of the base's anchors that ends behind an offset.
function firstBehind(base: usize, count: i32, offset: i32): usize {
  let low: i32 = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (load<i32>(base + <usize>middle * ANCHOR_BYTES) <= offset) low = middle + 1;
    else high = middle;
  }
  return base + <usize>low * ANCHOR_BYTES;
}

// Takes an anchor whose verdict is not known: from what is remembered, else the host is asked.
function judge(end: i32, literal: i32, asksGate: bool): void {
  const row = rowOf(literal);
  const kind = <u32>load<u16>(row, KIND);
  if (kind == IDLE) {
    put(end, literal, NO);
    return;
  }
  const start = end - <i32>load<u16>(row);
  const neighbours = <usize>load<u32>(row, NEIGHBOURS);
  if (neighbours != 0 && !mayStand(neighbours, start, end)) {
    put(end, literal, NO);
    return;
  }
  const own = seed ^ (<u64>literal * 0x9e3779b97f4a7c15);
  let line: usize = 0;
  let lineKey: u64 = 0;
  if (asksGate && kind == NAMED) {
    const said = askName(start, end, own);
    if (said == UNWANTED) {
      put(end, literal, NO);
      return;
    }
    if (said == UNKNOWN) tellNames(literal, end);
  }
  if (asksGate && (kind == GATED || kind == NAMED)) {
    const from = max(0, lineStart(start, max(0, start - GATE_BEFORE)) - 1);
    const to = min(size, max(end + GATE_AFTER, lineEnd(end, min(size, end + GATE_LINE)) + 1));
    lineKey = hash(at + from, at + to, own ^ edgesOf(from, to, start));
    line = lines + <usize>((lineKey >> 20) & lineMask) * 8;
    if (load<u64>(line) == lineKey) {
      put(end, literal, NO);
      return;
    }
  }
  const from = max(0, start - load<i32>(row, BEFORE));
  const to = min(size, end + load<i32>(row, AFTER));
  let slot: usize = 0;
  let key: u64 = 0;
  if (to - from <= LONGEST_WINDOW) {
    key = hash(at + from, at + to, own ^ edgesOf(from, to, start));
    slot = windows + <usize>((key >> 20) & windowMask) * VERDICT_BYTES;
    if (load<u64>(slot) == key) {
      put(end, literal, load<i32>(slot, 8));
      return;
    }
  }
  const anchor = list;
  put(end, literal, NO);
  if (!tell(ASK, <i32>anchor, <i32>line, 0)) return;
  store<u64>(told, lineKey, 12);
  store<u32>(told, <u32>slot, 20);
  store<u64>(told, key, 24);
}

function edgesOf(from: i32, to: i32, start: i32): u64 {
  return (<u64>(start - from) << 2) | (from == 0 ? 1 : 0) | (to == size ? 2 : 0);
}

function put(end: i32, literal: i32, verdict: i32): void {
  if (verdict > 0) tell(HIT, <i32>list, 0, 0);
  if (list + ANCHOR_BYTES > told) isFull = true;
  if (isFull) return;
  store<i32>(list, end);
  store<i32>(list, literal, 4);
  store<i32>(list, verdict, 8);
  list += ANCHOR_BYTES;
}

function tell(what: i32, first: i32, second: i32, third: i32): bool {
  if (isFull || told < list + 2 * TOLD_BYTES) {
    isFull = true;
    return false;
  }
  told -= TOLD_BYTES;
  store<i32>(told, what);
  store<i32>(told, first, 4);
  store<i32>(told, second, 8);
  store<i32>(told, third, 12);
  return true;
}

// Tells the names of an anchor that are not known. When no rule wants any of them, no gate has to be asked.
function tellNames(literal: i32, end: i32): void {
  const last = unknown + <usize>unknownCount * NAME_BYTES;
  for (let p = unknown; p < last; p += NAME_BYTES) {
    if (!tell(NAME, literal, load<i32>(p), load<i32>(p, 4))) return;
    store<u32>(told, load<u32>(p, 8), 16);
    store<u64>(told, load<u64>(p, 16), 20);
    store<u32>(told, (<u32>end << 2) | load<u32>(p, 12), 28);
  }
}

function tellWord(end: i32, literal: i32): void {
  if ((load<u32>(rowOf(literal), SIGN) & ~signs) != 0) tell(WORD, end, literal, 0);
}

// Tells of a gap near which something may stand encoded.
function tellNear(gapStart: i32, gapEnd: i32, toldBelow: i32): void {
  if (isEncodedNear(at, size, gapStart, gapEnd)) tell(NEAR, gapStart, gapEnd, toldBelow);
}

function rowOf(literal: i32): usize {
  return literals + <usize>literal * LITERAL_BYTES;
}

function lengthOf(literal: i32): i32 {
  return <i32>load<u16>(rowOf(literal));
}
