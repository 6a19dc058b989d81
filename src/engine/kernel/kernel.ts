/** The prefilter's whole interface: bytes in, anchors out. The scalar twin is the oracle of every faster one. */

/** Anchors in ascending order of their end: pairs `[literalId, endOffset]`. Grows as needed; reused between calls. */
export interface AnchorBuffer {
  /** `2 * count` numbers are valid. */
  pairs: Int32Array;
  count: number;
}

export interface Kernel {
  /**
   * Appends every occurrence of every literal that ends in `(from, to]` and starts at or after `floor`.
   * No false negatives, no false positives; ASCII letters match either case. Linear in `to - from`, whatever the number of literals.
   *
   * @param haystack - Raw bytes, not retained.
   * @param floor - First byte that an occurrence may use, `<= from`; pass `from - longest + 1` (or 0) to catch what crosses `from`.
   */
  find(haystack: Uint8Array, floor: number, from: number, to: number, out: AnchorBuffer): void;
  /** Length of the longest literal in bytes. */
  readonly longestBytes: number;
}
