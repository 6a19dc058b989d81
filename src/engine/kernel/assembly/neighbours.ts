// What stands next to a literal, told by the kinds of bytes, see ../../neighbours.ts.

import { at, size } from './document';

// What may stand next to it, u16 each, see ../../../rules/neighbour-layout.ts.
const TOLD_BEFORE: usize = 0;
const TOLD_BEHIND: usize = 2;
const CASED: usize = 4;
const SMALL: usize = 6;
const KINDS_BEFORE: usize = 8;
const KINDS_BEHIND: usize = 24;
/** Bytes before a literal that are looked at, at most. */
export const MOST_BEFORE: i32 = 8;

let kinds: usize = 0;

/** Says where the kinds of bytes are, 256 x u16. */
export function prepareNeighbours(kindsAt: usize): void {
  kinds = kindsAt;
}

/** Whether what stands next to a literal, and its case, are as one of its rules wants them. Bytes outside of the version may be any. */
export function mayStand(row: usize, start: i32, end: i32): bool {
  const behind = min(<i32>load<u16>(row, TOLD_BEHIND), size - end);
  for (let i = 0; i < behind; i++) {
    if ((load<u16>(row + (<usize>i << 1), KINDS_BEHIND) & kindOf(end + i)) == 0) return false;
  }
  const before = min(<i32>load<u16>(row, TOLD_BEFORE), start);
  for (let i = 0; i < before; i++) {
    if ((load<u16>(row + (<usize>i << 1), KINDS_BEFORE) & kindOf(start - 1 - i)) == 0) return false;
  }
  const small = <u32>i8x16.bitmask(i8x16.shl(v128.load(at + start), 2));
  return ((small ^ <u32>load<u16>(row, SMALL)) & <u32>load<u16>(row, CASED)) == 0;
}

function kindOf(offset: i32): u16 {
  return load<u16>(kinds + (<usize>load<u8>(at + offset) << 1));
}
