// A hash of a stretch: a key for what was found in the same bytes before. Each word goes into two lanes of 64 bits that mix it differently; long
// stretches into two pairs of lanes by turns, since a lane has to wait for each of its own products.

const FIRST: u64 = 0x9e3779b97f4a7c15;
const SECOND: u64 = 0xc2b2ae3d27d4eb4f;

/** Hashes `[at, end)`; never 0. */
export function hash(at: usize, end: usize, seed: u64): u64 {
  let a = seed;
  let b = seed ^ (<u64>(end - at) * SECOND);
  if (at + 32 <= end) {
    let c = a + SECOND;
    let d = b + FIRST;
    for (; at + 16 <= end; at += 16) {
      const word = load<u64>(at);
      const next = load<u64>(at, 8);
      a = (a ^ word) * FIRST;
      c = (c ^ next) * FIRST;
      b = rotl<u64>((b + word) * SECOND, 29);
      d = rotl<u64>((d + next) * SECOND, 29);
      a ^= a >> 32;
      c ^= c >> 32;
    }
    a = (a ^ c) * SECOND;
    a ^= a >> 32;
    b = rotl<u64>((b + d) * FIRST, 29);
  }
  for (; at + 8 <= end; at += 8) {
    const word = load<u64>(at);
    a = (a ^ word) * FIRST;
    a ^= a >> 32;
    b = rotl<u64>((b + word) * SECOND, 29);
  }
  let tail: u64 = 0;
  for (let shift: u64 = 0; at < end; at++, shift += 8) tail |= <u64>load<u8>(at) << shift;
  a = (a ^ tail) * FIRST;
  b = rotl<u64>((b + tail) * SECOND, 29);
  a ^= a >> 29;
  let mixed = (a ^ b) * FIRST;
  mixed ^= mixed >> 32;
  mixed = (mixed + b) * SECOND;
  return mixed ^ (mixed >> 31) | 1;
}
