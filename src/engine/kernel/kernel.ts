/** The prefilter's whole interface: bytes in, anchors out. Two implementations with equal results: WebAssembly, and scalar TypeScript, which is the oracle. */

/** Anchors as pairs `[literalId, endOffset]`, in no promised order (or runs as `[start, end]`). Grows as needed; reused between calls. */
export interface AnchorBuffer {
  /** `2 * count` numbers are valid. */
  pairs: Int32Array;
  count: number;
}

export interface Kernel {
  /**
   * Appends every occurrence of every literal that lies in `[floor, to)` and ends after `from`.
   * No false negatives, no false positives; ASCII letters match either case. Linear in `to - floor`, whatever the number of literals.
   *
   * @param haystack - Raw bytes, not retained.
   * @param floor - First byte that an occurrence may use; `from - longestBytes + 1` (or 0) catches what crosses `from`.
   */
  find(haystack: Uint8Array, floor: number, from: number, to: number, out: AnchorBuffer): void;
  /** Length of the longest literal in bytes. */
  readonly longestBytes: number;
}

/** An empty buffer. */
export function createAnchorBuffer(): AnchorBuffer {
  return { pairs: new Int32Array(1024), count: 0 };
}

/** Appends one pair. */
export function pushPair(buffer: AnchorBuffer, first: number, second: number): void {
  if (2 * buffer.count === buffer.pairs.length) {
    const grown = new Int32Array(buffer.pairs.length * 2);
    grown.set(buffer.pairs);
    buffer.pairs = grown;
  }
  buffer.pairs[2 * buffer.count] = first;
  buffer.pairs[2 * buffer.count + 1] = second;
  buffer.count++;
}

/** Appends the pairs that stand in `words[start..end)`. */
export function appendPairs(buffer: AnchorBuffer, words: Int32Array, start: number, end: number): void {
  if (start === end) return;
  const length = 2 * buffer.count + end - start;
  if (length > buffer.pairs.length) {
    const grown = new Int32Array(Math.max(length, buffer.pairs.length * 2));
    grown.set(buffer.pairs);
    buffer.pairs = grown;
  }
  buffer.pairs.set(words.subarray(start, end), 2 * buffer.count);
  buffer.count = length / 2;
}
