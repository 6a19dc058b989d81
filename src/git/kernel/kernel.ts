/**
 * What git's storage needs done to bytes, in one memory: inflate, apply a delta, read a commit's links.
 * Two implementations with equal results: WebAssembly, and `node:zlib` with plain TypeScript, which is the oracle.
 */
import type { KernelMemory } from './memory.ts';

/** Results below 0 say what is wrong with the bytes. Beside these two: -1 header, -3 truncated, -5 checksum. */
export const CORRUPT = -2;
export const WRONG_SIZE = -4;

/** Bytes behind every region of `inflate` and `applyDelta` that must exist and that the kernel may overwrite behind what it writes. */
export const SLACK_BYTES = 288;

/** Bytes at the scratch address that belong to the kernel. */
export const SCRATCH_BYTES = 32768;

/** Arguments of {@link GitKernel.applyDelta}; addresses and lengths in bytes. One object is reused by the caller. */
export interface DeltaCall {
  base: number;
  baseSize: number;
  delta: number;
  deltaSize: number;
  /** Where the result goes, exactly `size` bytes. */
  to: number;
  size: number;
  /** Where the edit operations go, a multiple of 4; 0: not wanted. Room for {@link mostEditOps} triples. */
  ops: number;
  /** Copied runs under this many bytes count as inserted. */
  shortest: number;
}

/** Reads many trees in one call; see assembly/trees.ts, which says what jobs are and what is told. Addresses and lengths in bytes. */
export interface TreeKernel {
  /** To be called before the jobs of a chunk. */
  begin(frames: number, deltas: number, stack: number, listLength: number): void;
  /** Does jobs; returns which comes next, or below 0 that there is not enough memory for one. */
  read(jobs: number, from: number, to: number, tellTo: number, tellLength: number, end: number): number;
  /** Where what was told ends. */
  toldTo(): number;
  /** Whether all entries since `begin` stand in order: 1. */
  inOrder(): number;
}

export interface GitKernel {
  readonly name: 'wasm' | 'plain';
  readonly memory: KernelMemory;
  /**
   * Inflates the zlib stream that starts at `input` and ends within `length` bytes, to exactly `size` bytes at `to`; its checksum is compared.
   * Returns 0 or more, or a negative error; of a stream that is longer the first bytes may be at `to` then. The regions are
   * {@link SLACK_BYTES} apart.
   */
  inflate(input: number, length: number, to: number, size: number): number;
  /** Applies a git delta. Returns the number of edit triples written (0 when not wanted), or a negative error. */
  applyDelta(call: DeltaCall): number;
  /** Reads the tree's and the parents' ids of a commit, 20 bytes each, to `out` (room for `length / 48 + 1`). Returns how many, or a negative error. */
  readCommit(commit: number, length: number, out: number): number;
  /** Occurrences of `byte` in the `length` bytes at `at`. */
  countByte(at: number, length: number, byte: number): number;
  /** Null: trees are read one by one. */
  readonly trees: TreeKernel | null;
}

/** Most triples that a result of `size` bytes can have. */
export function mostEditOps(size: number, shortest: number): number {
  return 2 * Math.floor(size / Math.max(1, shortest)) + 2;
}
