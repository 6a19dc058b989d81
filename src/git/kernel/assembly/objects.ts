// Commits as git stores them.

const CORRUPT: i32 = -2;

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
