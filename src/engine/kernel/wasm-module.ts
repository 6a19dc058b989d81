/** The WebAssembly module of assembly/, compiled once a thread. */
import { fromBase64 } from '../../bytes/latin1.ts';
import { wasmBase64 } from './wasm.gen.ts';

/** Where a call of the module leaves the address behind its last result, as an index of 32-bit words. See assembly/layout.ts. */
export const WRITTEN_WORD = 0;
/** The first address that is the host's. */
export const FREE = 64;

/** An instance with a memory of its own, which never grows: the views stay valid. */
export interface Machine {
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
  readonly findAnchors: (...numbers: number[]) => number;
}

let module: WebAssembly.Module | null = null;

/**
 * Makes an instance.
 *
 * @param lengthBytes - Size of its memory.
 * @throws {Error} Of whatever kind, where there is no WebAssembly, no SIMD or no memory: the caller does without.
 */
export function createMachine(lengthBytes: number): Machine {
  module ??= new WebAssembly.Module(fromBase64(wasmBase64));
  const pages = Math.ceil(lengthBytes / 65536);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const { findAnchors } = exports as Pick<Machine, 'findAnchors'>;
  return { bytes: new Uint8Array(memory.buffer), words: new Int32Array(memory.buffer), findAnchors };
}

/** Whether the WebAssembly kernels are switched off: the environment variable `TIGHTLIP_NO_WASM=1`, as for the kernel of git/. */
export function isSwitchedOff(): boolean {
  return process.env['TIGHTLIP_NO_WASM'] === '1';
}
