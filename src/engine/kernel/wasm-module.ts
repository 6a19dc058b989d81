/** The WebAssembly module of assembly/, compiled once a thread. */
import { fromBase64 } from '../../bytes/latin1.ts';
import { wasmBase64 } from './wasm.gen.ts';

/** Where a call of the module leaves the address behind its last result, as an index of 32-bit words. See assembly/layout.ts. */
export const WRITTEN_WORD = 0;
/** Where `findRuns` leaves the length of the run that is still open. */
export const OPEN_WORD = 1;
/** As {@link WRITTEN_WORD}, of the codes that `findRuns` found. */
export const CODES_WORD = 2;
/** The first address that is the host's. */
export const FREE = 64;

/** An instance with a memory of its own, which never grows: the views stay valid. */
export interface Machine {
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
  readonly findAnchors: (...numbers: number[]) => number;
  readonly findRuns: (...numbers: number[]) => void;
}

/** See assembly/versions.ts. */
export interface VersionMachine {
  readonly prepare: (...numbers: number[]) => void;
  readonly prepareNames: (...numbers: number[]) => void;
  readonly scanVersion: (...numbers: number[]) => number;
  readonly judgeAnchors: (...numbers: number[]) => number;
  readonly areInsertsOdd: (address: number, ops: number, count: number) => number;
  readonly isOdd: (address: number, lengthBytes: number) => number;
  /** Of the bytes at `[at, end)`; never 0. */
  readonly hash: (at: number, end: number, seed: bigint) => bigint;
}

let module: WebAssembly.Module | null = null;

/**
 * Makes an instance.
 *
 * @param lengthBytes - Size of its memory.
 * @throws {Error} Of whatever kind, where there is no WebAssembly, no SIMD or no memory: the caller does without.
 */
export function createMachine(lengthBytes: number): Machine {
  const pages = Math.ceil(lengthBytes / 65536);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const { findAnchors, findRuns } = instantiate(memory) as Pick<Machine, 'findAnchors' | 'findRuns'>;
  return { bytes: new Uint8Array(memory.buffer), words: new Int32Array(memory.buffer), findAnchors, findRuns };
}

/**
 * Makes an instance that works in a memory which others use too.
 *
 * @throws {Error} As {@link createMachine}.
 */
export function createVersionMachine(memory: WebAssembly.Memory): VersionMachine {
  return instantiate(memory) as unknown as VersionMachine;
}

function instantiate(memory: WebAssembly.Memory): object {
  module ??= new WebAssembly.Module(fromBase64(wasmBase64));
  return new WebAssembly.Instance(module, { env: { memory } }).exports;
}
