// The entries of a tree object one by one, and whether they stand in git's order: pack/tree-cursor.ts in the kernel's memory.

const ID_BYTES: usize = 20;
const FORMAT: u32 = 0o170000;
const TREE: u32 = 0o040000;

/** The entry at hand: where its name is, and where the next one begins. */
export let mode: u32 = 0;
export let nameStart: usize = 0;
export let nameEnd: usize = 0;
export let nextAt: usize = 0;

let treeEnd: usize = 0;
let notedMode: u32 = 0;
let notedStart: usize = 0;
let notedEnd: usize = 0;

/** Stands before the first entry of a tree. */
export function beginEntries(start: usize, end: usize): void {
  nextAt = start;
  treeEnd = end;
}

/** Stands before the entry at an address. */
export function goTo(at: usize): void {
  nextAt = at;
}

/** Goes to the next entry; false where there is none but something else. */
export function advance(): bool {
  let at = nextAt;
  const start = at;
  mode = 0;
  for (; at < treeEnd; at++) {
    const digit = <u32>load<u8>(at) - 0x30;
    if (digit > 7) break;
    mode = mode * 8 + digit;
  }
  if (at == start || at - start > 10 || at >= treeEnd || load<u8>(at) != 0x20) return false;
  nameStart = ++at;
  while (at < treeEnd && load<u8>(at) != 0) at++;
  nameEnd = at;
  nextAt = at + 1 + ID_BYTES;
  return at > nameStart && nextAt <= treeEnd;
}

/** Notes the entry at hand, with which others are compared. */
export function noteEntry(): void {
  notedMode = mode;
  notedStart = nameStart;
  notedEnd = nameEnd;
}

/** Notes the entry at an address, and stays; false where there is none but something else. */
export function noteEntryAt(at: usize): bool {
  const ownMode = mode;
  const ownStart = nameStart;
  const ownEnd = nameEnd;
  const ownNext = nextAt;
  nextAt = at;
  const isEntry = advance();
  noteEntry();
  mode = ownMode;
  nameStart = ownStart;
  nameEnd = ownEnd;
  nextAt = ownNext;
  return isEntry;
}

/** Whether the entry at hand stands behind the noted one. Git sorts a folder as if its name ended with a slash. */
export function isBehindNoted(): bool {
  const length = nameEnd - nameStart;
  const notedLength = notedEnd - notedStart;
  const most = min(length, notedLength);
  for (let i: usize = 0; i < most; i++) {
    const difference = <i32>load<u8>(nameStart + i) - <i32>load<u8>(notedStart + i);
    if (difference != 0) return difference > 0;
  }
  const own = byteAt(nameStart, nameEnd, mode, most);
  const noted = byteAt(notedStart, notedEnd, notedMode, most);
  return own == noted ? length > notedLength : own > noted;
}

function byteAt(start: usize, end: usize, entryMode: u32, index: usize): u32 {
  if (start + index < end) return load<u8>(start + index);
  return (entryMode & FORMAT) == TREE ? 0x2f : 0;
}
