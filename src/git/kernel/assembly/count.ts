// How often a byte occurs: line ends, so that positions in large files cost little.

/** Blocks whose counts fit one byte a lane. */
const MOST_BLOCKS: usize = 255;

/** Occurrences of `byte` in the `length` bytes at `at`. */
export function countByte(at: usize, length: usize, byte: u32): u32 {
  const end = at + length;
  const wanted = i8x16.splat(<i8>byte);
  let count: u32 = 0;
  let p = at;
  while (end - p >= 16) {
    const blocks = min<usize>((end - p) >> 4, MOST_BLOCKS);
    const stop = p + (blocks << 4);
    let lanes = i8x16.splat(0);
    // Equal bytes are all ones, which is -1.
    for (; p < stop; p += 16) lanes = i8x16.sub(lanes, i8x16.eq(v128.load(p), wanted));
    const sums = i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(lanes));
    count += i32x4.extract_lane(sums, 0) + i32x4.extract_lane(sums, 1) + i32x4.extract_lane(sums, 2) + i32x4.extract_lane(sums, 3);
  }
  for (; p < end; p++) if (<u32>load<u8>(p) == byte) count++;
  return count;
}
