// Control characters that text does not hold; ../../../bytes/encoding.ts is the twin.

/** Whether any byte that `count` edit operations at `ops` insert is a control character that text does not hold. */
export function areInsertsOdd(address: usize, ops: usize, count: i32): bool {
  for (const last = ops + <usize>count * 12; ops < last; ops += 12) {
    if (load<i32>(ops) == 0 && isOdd(address + load<i32>(ops, 4), load<i32>(ops, 8))) return true;
  }
  return false;
}

/** As areInsertsOdd, of any stretch; 15 bytes behind it are read. */
export function isOdd(address: usize, length: i32): bool {
  for (; length > 0; length -= 16, address += 16) {
    const bytes = v128.load(address);
    const isControl = v128.or(i8x16.lt_u(bytes, i8x16.splat(0x20)), i8x16.eq(bytes, i8x16.splat(0x7f)));
    // 7 to 13, and ESC.
    const isUsual = v128.or(i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(7)), i8x16.splat(7)), i8x16.eq(bytes, i8x16.splat(0x1b)));
    const odd = <u32>i8x16.bitmask(v128.andnot(isControl, isUsual));
    if ((length < 16 ? odd << (32 - length) : odd) != 0) return true;
  }
  return false;
}
