const counts = new Uint32Array(256);

/**
 * Shannon entropy of `bytes[start..end)` in bits per byte, 0..8; 0 for an empty range.
 * Sum of -p*log2(p) over the byte values that occur.
 */
export function entropyBitsPerByte(bytes: Uint8Array, start = 0, end: number = bytes.length): number {
  const length = end - start;
  if (length <= 0) return 0;
  counts.fill(0);
  for (let i = start; i < end; i++) counts[bytes[i] as number]!++;
  let bits = 0;
  for (let value = 0; value < 256; value++) {
    const count = counts[value] as number;
    if (count > 0) bits -= (count / length) * Math.log2(count / length);
  }
  return bits;
}
