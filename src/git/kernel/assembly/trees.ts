// Rebuilds the trees of a chunk of a pack one after the other, bases before what derives from them, and tells of each what it does to the
// entries of its base: pack/tree-scripts.ts in the memory where they are rebuilt, with equal results.

import { applyDelta, resultSize } from './delta';
import { inflate } from './inflate';
import { advance, beginEntries, goTo, isBehindNoted, mode, nameEnd, nameStart, nextAt, noteEntry, noteEntryAt } from './tree-entries';

// A job, 24 bytes: where the zlib stream is, its length, the size of what it makes, the depth, flags, the tree's number.
const JOB: usize = 24;
const IS_REFUSED: u32 = 1;
/** It was read before: what derives from it stands for itself. */
const IS_KNOWN: u32 = 2;

// The last tree of a depth, 28 bytes: where it is, its size, where its entries are told (start and place of the link, 8 bytes each, and one
// more start behind the last), how many, the steps to put its links together, its number, where all of it ends. No entries told: ~0.
const FRAME: usize = 28;
const SIZE_AT: usize = 4;
const ENTRIES_AT: usize = 8;
const COUNT_AT: usize = 12;
const STEPS_AT: usize = 16;
const TREE_AT: usize = 20;
const END_AT: usize = 24;
const UNTOLD: u32 = ~0;
const ENTRY: usize = 8;

// What is told of a tree, in words: number, status, base or -1, entries, new links, splices, removed links, places, where its links begin.
// The links follow (mode, length of the name, the id, the name), the splices, what is removed, and the places: where the links of all
// entries are, of one that is kept whole though it derives from another.
const TOLD: usize = 36;
const READ: i32 = 0;
const NO_TREE: i32 = 1;
const REFUSED: i32 = 2;

const MORE_MEMORY: i32 = -1;
const TOO_LARGE: i32 = -2;

const SLACK: usize = 288;
const SHORTEST_ENTRY: u32 = 24;
const SHORTEST_COPY: u32 = 28;
const ID_BYTES: usize = 20;
/** Numbers before the links of a tree in pack/tree-links.ts. */
const LINKS_HEAD: u32 = 4;
const MOST_STEPS_AN_ENTRY: u32 = 64;

// Where everything is.
let frames: usize = 0;
let deltaAt: usize = 0;
let stackAt: usize = 0;
let stackEnd: usize = 0;
let tellAt: usize = 0;
let tellEnd: usize = 0;

/** How long the list of links is. */
let listLength: u32 = 0;
/** Objects deeper than this derive from one that was refused. */
let refusedDepth: u32 = ~0;
let isInOrder: bool = true;

// The tree at hand.
let treeStart: usize = 0;
let treeEnd: usize = 0;
/** How many entries there were when one was noted; ~0: none was. */
let notedCount: u32 = ~0;
let entries: usize = 0;
let count: u32 = 0;
let told: usize = 0;
let links: u32 = 0;
let splices: usize = 0;
let spliceCount: u32 = 0;
let removed: usize = 0;
let removedCount: u32 = 0;

// The base's, and the edit.
let baseEntries: usize = 0;
let baseCount: u32 = 0;
let operation: usize = 0;
let operationsEnd: usize = 0;
let operationStart: u32 = 0;

/**
 * Must be called before the jobs of a chunk.
 *
 * Frames need 28 bytes for each depth, the region of deltas the size of the longest; the stack grows behind it.
 *
 * @param length - Of the list of links, as long as nothing but what is told here is added to it.
 */
export function beginTrees(framesAt: usize, deltas: usize, stack: usize, length: u32): void {
  frames = framesAt;
  deltaAt = deltas;
  stackAt = stack;
  listLength = length;
  refusedDepth = ~0;
  isInOrder = true;
}

/**
 * Does the jobs `[from, to)`, as far as there is room to tell of them in `tellTo[0..tellLength)`; the stack ends at `end`.
 * Returns the number of the job that comes next; -1 - job where the stack is too short for that one, and -0x40000000 - job where
 * there is never room to tell of it.
 */
export function readTrees(jobs: usize, from: u32, to: u32, tellTo: usize, tellLength: usize, end: usize): i32 {
  tellAt = tellTo;
  tellEnd = tellTo + tellLength;
  stackEnd = end;
  for (let job = from; job < to; job++) {
    const at = jobs + <usize>job * JOB;
    if (tellAt + TOLD > tellEnd) return job;
    const status = doJob(at);
    if (status == MORE_MEMORY) return -1 - <i32>job;
    if (status == TOO_LARGE) return tellAt == tellTo ? -0x40000000 - <i32>job : <i32>job;
  }
  return to;
}

/** Where what was told ends. */
export function treesToldTo(): usize {
  return tellAt;
}

/** Whether all entries that were read since `beginTrees` stand in order. */
export function treesInOrder(): bool {
  return isInOrder;
}

function frameOf(depth: u32): usize {
  return frames + <usize>depth * FRAME;
}

function align(address: usize): usize {
  return (address + 15) & ~15;
}

function doJob(job: usize): i32 {
  const depth = load<u32>(job, 12);
  const flags = load<u32>(job, 16);
  const tree = load<u32>(job, 20);
  if (depth > refusedDepth) return tell(tree, REFUSED);
  if (flags & IS_REFUSED) return refuse(tree, depth);
  refusedDepth = ~0;
  const own = frameOf(depth);
  const above = depth == 0 ? 0 : frameOf(depth - 1);
  const to = align((depth == 0 ? stackAt : <usize>load<u32>(above, END_AT)) + SLACK);
  const stored = load<u32>(job, 8);
  let size = stored;
  if (depth > 0) {
    if (inflate(load<u32>(job), load<u32>(job, 4), deltaAt, stored) < 0) return refuse(tree, depth);
    size = resultSize(deltaAt, stored);
    if (size == ~0) return refuse(tree, depth);
  }
  // What is told of a tree is shorter than this.
  const most = 3 * <u64>size + 16 * <u64>(depth == 0 ? 0 : load<u32>(above, SIZE_AT)) / SHORTEST_ENTRY + 256 + TOLD;
  if (<u64>tellAt + most > <u64>tellEnd) return TOO_LARGE;
  const entriesAt = align(to + size + SLACK);
  const mostEntries = <usize>(size / SHORTEST_ENTRY) + 2;
  const ops = entriesAt + ENTRY * mostEntries;
  const splicesAt = ops + 12 * (2 * <usize>(size / SHORTEST_COPY) + 2);
  const removedAt = splicesAt + 12 * mostEntries;
  const last = removedAt + 4 * (depth == 0 ? 1 : <usize>load<u32>(above, SIZE_AT) / SHORTEST_ENTRY + 2) + SLACK;
  if (last > stackEnd || last < to) return MORE_MEMORY;
  let triples: i32 = 0;
  if (depth == 0) {
    if (inflate(load<u32>(job), load<u32>(job, 4), to, size) < 0) return refuse(tree, depth);
  } else {
    triples = applyDelta(load<u32>(above), load<u32>(above, SIZE_AT), deltaAt, stored, to, size, ops, SHORTEST_COPY);
    if (triples < 0) return refuse(tree, depth);
  }
  store<u32>(own, <u32>to);
  store<u32>(own, size, SIZE_AT);
  store<u32>(own, <u32>entriesAt, ENTRIES_AT);
  store<u32>(own, tree, TREE_AT);
  store<u32>(own, UNTOLD, COUNT_AT);
  store<u32>(own, <u32>(to + size), END_AT);
  if (flags & IS_KNOWN) return READ;
  const hasBase = depth > 0 && load<u32>(above, COUNT_AT) != UNTOLD;
  if (!readTree(to, size, entriesAt, splicesAt, removedAt, hasBase ? above : 0, ops, <u32>triples)) return tell(tree, NO_TREE);
  store<u32>(own, count, COUNT_AT);
  store<u32>(entries + ENTRY * <usize>count, size);
  store<u32>(own, <u32>(entries + ENTRY * <usize>(count + 1)), END_AT);
  finish(own, hasBase ? above : 0, tree, splicesAt, removedAt);
  return READ;
}

function refuse(tree: u32, depth: u32): i32 {
  refusedDepth = depth;
  return tell(tree, REFUSED);
}

function tell(tree: u32, status: i32): i32 {
  store<u32>(tellAt, tree);
  store<i32>(tellAt, status, 4);
  memory.fill(tellAt + 8, 0, TOLD - 8);
  tellAt += TOLD;
  return READ;
}

// Tells of the tree at hand, the links of which are told already.
function finish(own: usize, above: usize, tree: u32, splicesAt: usize, removedAt: usize): void {
  const steps = count + (above == 0 ? 0 : load<u32>(above, STEPS_AT));
  const words = 2 * links + 3 * spliceCount + removedCount;
  const isShort = above != 0 && words < 2 * count && steps <= MOST_STEPS_AN_ENTRY * count;
  const isWhole = above != 0 && !isShort;
  store<u32>(own, isShort ? steps : count, STEPS_AT);
  const head = tellAt;
  store<u32>(head, tree);
  store<i32>(head, READ, 4);
  store<i32>(head, isShort ? load<i32>(above, TREE_AT) : -1, 8);
  store<u32>(head, count, 12);
  store<u32>(head, links, 16);
  store<u32>(head, isShort ? spliceCount : 0, 20);
  store<u32>(head, isShort ? removedCount : 0, 24);
  store<u32>(head, isWhole ? count : 0, 28);
  store<u32>(head, listLength + LINKS_HEAD, 32);
  tellAt = told;
  if (isShort) {
    memory.copy(tellAt, splicesAt, 12 * spliceCount);
    tellAt += 12 * <usize>spliceCount;
    memory.copy(tellAt, removedAt, 4 * removedCount);
    tellAt += 4 * <usize>removedCount;
    listLength += LINKS_HEAD + words;
    return;
  }
  if (isWhole) {
    for (let entry: u32 = 0; entry < count; entry++) {
      const link = entries + ENTRY * <usize>entry + 4;
      store<u32>(tellAt, load<u32>(link));
      tellAt += 4;
      store<u32>(link, listLength + LINKS_HEAD + 2 * entry);
    }
  }
  listLength += LINKS_HEAD + 2 * count;
}

// Reads the entries of `at[0..size)`; false when they are none.
function readTree(at: usize, size: u32, entriesAt: usize, splicesAt: usize, removedAt: usize, above: usize, ops: usize, triples: u32): bool {
  treeStart = at;
  treeEnd = at + size;
  beginEntries(at, treeEnd);
  notedCount = ~0;
  entries = entriesAt;
  count = 0;
  told = tellAt + TOLD;
  links = 0;
  splices = splicesAt;
  spliceCount = 0;
  removed = removedAt;
  removedCount = 0;
  if (above == 0) {
    while (nextAt < treeEnd) if (!readEntry()) return false;
    return true;
  }
  baseEntries = load<u32>(above, ENTRIES_AT);
  baseCount = load<u32>(above, COUNT_AT);
  operation = ops;
  operationsEnd = ops + 12 * <usize>triples;
  operationStart = 0;
  let next: u32 = 0;
  let known: u32 = 0;
  while (nextAt < treeEnd) {
    const copied = findCopied(next);
    if (copied == ~0) {
      if (!readEntry()) return false;
      continue;
    }
    if (copied > next || links > known) splice(next, copied);
    known = links;
    next = copyEntries(copied);
    if (next == ~0) return false;
  }
  if (baseCount > next || links > known) splice(next, baseCount);
  return true;
}

function baseStart(entry: u32): u32 {
  return load<u32>(baseEntries + ENTRY * <usize>entry);
}

// The base's entry that is copied whole to where the cursor stands, `from` or one behind it; ~0: there is none.
function findCopied(from: u32): u32 {
  const at = <u32>(nextAt - treeStart);
  while (operation < operationsEnd && operationStart + load<u32>(operation, 8) <= at) {
    operationStart += load<u32>(operation, 8);
    operation += 12;
  }
  if (operation >= operationsEnd || load<u32>(operation) != 1) return ~0;
  const start = load<u32>(operation, 4);
  const entry = find(from, start + at - operationStart);
  return entry != ~0 && baseStart(entry + 1) <= start + load<u32>(operation, 8) ? entry : ~0;
}

// The base's entry that begins at a position, at or behind `from`; ~0: none does. Mostly it is near.
function find(from: u32, position: u32): u32 {
  if (from >= baseCount) return ~0;
  if (baseStart(from) == position) return from;
  let low = from + 1;
  let high = baseCount;
  if (low < high && baseStart(low) == position) return low;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (baseStart(middle) < position) low = middle + 1;
    else high = middle;
  }
  return low < baseCount && baseStart(low) == position ? low : ~0;
}

// Takes all entries that the operation at hand copies, from one on; gives the base's entry behind them, ~0 where there is no entry.
function copyEntries(first: u32): u32 {
  if (count > 0 && !(advance() && checkOrder())) return ~0;
  const start = load<u32>(operation, 4);
  const end = start + load<u32>(operation, 8);
  const shift = operationStart - start;
  let to = entries + ENTRY * <usize>count;
  let entry = first;
  for (; entry < baseCount && baseStart(entry + 1) <= end; entry++) {
    store<u32>(to, baseStart(entry) + shift);
    store<u32>(to, load<u32>(baseEntries + ENTRY * <usize>entry, 4), 4);
    to += ENTRY;
  }
  count += entry - first;
  goTo(treeStart + baseStart(entry) + shift);
  return entry;
}

// Removes the base's entries `[from, to)`; what was read since the last time is in their place.
function splice(from: u32, to: u32): void {
  for (let entry = from; entry < to; entry++) {
    store<u32>(removed, load<u32>(baseEntries + ENTRY * <usize>entry, 4));
    removed += 4;
  }
  removedCount += to - from;
  store<u32>(splices, from);
  store<u32>(splices, removedCount, 4);
  store<u32>(splices, links, 8);
  splices += 12;
  spliceCount++;
}

function readEntry(): bool {
  const start = nextAt;
  if (!advance()) return false;
  if (count > 0 && !checkOrder()) return false;
  const to = entries + ENTRY * <usize>count;
  store<u32>(to, <u32>(start - treeStart));
  store<u32>(to, listLength + LINKS_HEAD + 2 * links, 4);
  count++;
  noteEntry();
  notedCount = count;
  const length = nameEnd - nameStart;
  store<u32>(told, mode);
  store<u32>(told, <u32>length, 4);
  memory.copy(told + 8, nameEnd + 1, ID_BYTES);
  memory.copy(told + 28, nameStart, length);
  told += (28 + length + 3) & ~3;
  links++;
  return true;
}

// Notes when the entry at the cursor does not stand behind the one before it; false where there is no entry before it but something else.
function checkOrder(): bool {
  if (notedCount != count && !noteEntryAt(treeStart + load<u32>(entries + ENTRY * <usize>(count - 1)))) return false;
  if (!isBehindNoted()) isInOrder = false;
  return true;
}
