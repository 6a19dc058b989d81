// Adler-32 (RFC 1950, 8.2), sixteen bytes at a time.

const MODULUS: u32 = 65521;
/** Most bytes, a multiple of 16, after which the sums still fit 32 bits. */
const RUN: usize = 5552;

function addLanes(v: v128): u32 {
  return i32x4.extract_lane(v, 0) + i32x4.extract_lane(v, 1) + i32x4.extract_lane(v, 2) + i32x4.extract_lane(v, 3);
}

export function adler32(at: usize, length: usize): u32 {
  let a: u32 = 1;
  let b: u32 = 0;
  const weightsLow = i16x8(16, 15, 14, 13, 12, 11, 10, 9);
  const weightsHigh = i16x8(8, 7, 6, 5, 4, 3, 2, 1);
  const end = at + length;
  while (at + 16 <= end) {
    const whole = (end - at) & ~15;
    const run = whole < RUN ? whole : RUN;
    const stop = at + run;
    let sum = i32x4.splat(0);
    let weighted = i32x4.splat(0);
    let before = i32x4.splat(0);
    while (at < stop) {
      const bytes = v128.load(at);
      before = i32x4.add(before, sum);
      sum = i32x4.add(sum, i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(bytes)));
      weighted = i32x4.add(weighted, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(bytes), weightsLow));
      weighted = i32x4.add(weighted, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(bytes), weightsHigh));
      at += 16;
    }
    b = (b + a * <u32>run + (addLanes(before) << 4) + addLanes(weighted)) % MODULUS;
    a = (a + addLanes(sum)) % MODULUS;
  }
  for (; at < end; at++) {
    a += load<u8>(at);
    b += a;
  }
  return ((b % MODULUS) << 16) | (a % MODULUS);
}
