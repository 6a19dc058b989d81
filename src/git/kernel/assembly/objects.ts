// Trees and commits as git stores them. Both readers write i32 values to `out` and return how many records, or -2 for what git refuses too.

const CORRUPT: i32 = -2;

const GITLINK: u32 = 0o160000;
const TREE: u32 = 0o040000;
const FORMAT: u32 = 0o170000;

/**
 * Reads a tree. Each entry is eight i32: mode, address of the name, address of the NUL behind it, and the 20 bytes of the id.
 * With `bloom` not 0, an entry that is neither a tree nor perhaps one of the wanted ids is left out: the filter is a bit array of
 * `bloomMask + 1` bits (a power of two), asked with the id's first and second four bytes.
 * `out` needs room for `length / 24 + 1` entries.
 */
export function readTree(tree: usize, length: usize, out: usize, bloom: usize, bloomMask: u32): i32 {
  const end = tree + length;
  let p = tree;
  let to = out;
  while (p < end) {
    let mode: u32 = 0;
    const start = p;
    for (; p < end; p++) {
      const digit = <u32>load<u8>(p) - 48;
      if (digit > 7) break;
      mode = (mode << 3) | digit;
    }
    if (p == start || p - start > 10 || p >= end || load<u8>(p) != 32) return CORRUPT;
    const name = ++p;
    while (p < end && load<u8>(p) != 0) p++;
    if (p == name || p + 21 > end) return CORRUPT;
    const format = mode & FORMAT;
    if (bloom == 0 || format == TREE || (format != GITLINK && asked(bloom, bloomMask, p + 1))) {
      store<u32>(to, mode);
      store<u32>(to, <u32>name, 4);
      store<u32>(to, <u32>p, 8);
      store<u64>(to, load<u64>(p + 1), 12);
      store<u64>(to, load<u64>(p + 9), 20);
      store<u32>(to, load<u32>(p + 17), 28);
      to += 32;
    }
    p += 21;
  }
  return <i32>((to - out) / 32);
}

function asked(bloom: usize, mask: u32, id: usize): bool {
  const first = load<u32>(id) & mask;
  if (!((load<u8>(bloom + (first >> 3)) >> <u8>(first & 7)) & 1)) return false;
  const second = load<u32>(id, 4) & mask;
  return ((load<u8>(bloom + (second >> 3)) >> <u8>(second & 7)) & 1) == 1;
}

// Forty hex digits at `from` as 20 bytes at `to`; false if they are none.
function readHex(from: usize, to: usize): bool {
  for (let i: usize = 0; i < 20; i++) {
    const high = digitOf(load<u8>(from + 2 * i));
    const low = digitOf(load<u8>(from + 2 * i + 1));
    if ((high | low) > 15) return false;
    store<u8>(to + i, <u8>((high << 4) | low));
  }
  return true;
}

function digitOf(byte: u32): u32 {
  if (byte - 48 < 10) return byte - 48;
  const letter = byte | 32;
  return letter - 97 < 6 ? letter - 87 : 255;
}

// "parent " and "tree ", little-endian.
const TREE_WORD: u32 = 0x65657274;
const PARENT_WORD: u32 = 0x65726170;

/**
 * Reads a commit's links: the ids of its tree and then of its parents, 20 bytes each, to `out`, which needs room for `length / 48 + 1`.
 * Returns how many ids, at least 1. The headers that follow are left to the caller: they begin at 46 + 48 * parents.
 */
export function readCommit(commit: usize, length: usize, out: usize): i32 {
  if (length < 46 || load<u32>(commit) != TREE_WORD || load<u8>(commit + 4) != 32 || load<u8>(commit + 45) != 10) return CORRUPT;
  if (!readHex(commit + 5, out)) return CORRUPT;
  const end = commit + length;
  let p = commit + 46;
  let count: i32 = 1;
  while (p + 48 <= end && load<u32>(p) == PARENT_WORD && load<u8>(p + 4) == 110 && load<u8>(p + 5) == 116 && load<u8>(p + 6) == 32) {
    if (load<u8>(p + 47) != 10 || !readHex(p + 7, out + <usize>count * 20)) return CORRUPT;
    count++;
    p += 48;
  }
  return count;
}
