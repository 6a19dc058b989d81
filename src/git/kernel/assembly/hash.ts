// A seeded 64-bit hash of a stretch: a key for what was found in the same bytes before. Two lanes of 64 bits that mix each word differently.

const FIRST: u64 = 0x9e3779b97f4a7c15;
const SECOND: u64 = 0xc2b2ae3d27d4eb4f;

/** Hashes the `length` bytes at `at`; writes eight bytes to `out`. */
export function hash(at: usize, length: usize, seedA: u32, seedB: u32, out: usize): void {
  let a: u64 = (<u64>seedA << 32) | <u64>seedB;
  let b: u64 = a ^ (<u64>length * SECOND);
  const end = at + length;
  let p = at;
  for (; p + 8 <= end; p += 8) {
    const word = load<u64>(p);
    a = (a ^ word) * FIRST;
    a ^= a >> 32;
    b = rotl<u64>((b + word) * SECOND, 29);
  }
  let tail: u64 = 0;
  for (let shift: u64 = 0; p < end; p++, shift += 8) tail |= <u64>load<u8>(p) << shift;
  a = (a ^ tail) * FIRST;
  b = rotl<u64>((b + tail) * SECOND, 29);
  a ^= a >> 29;
  let mixed = (a ^ b) * FIRST;
  mixed ^= mixed >> 32;
  mixed = (mixed + b) * SECOND;
  store<u64>(out, mixed ^ (mixed >> 31));
}
