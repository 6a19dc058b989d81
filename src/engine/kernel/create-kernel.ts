/** Which kernel runs: the scalar one until there is enough to scan, then WebAssembly where it works. */
import type { AnchorBuffer, Kernel } from './kernel.ts';
import { TRIGRAM, createScalarKernel } from './scalar.ts';
import { createWasmKernel } from './wasm-kernel.ts';
import { isSwitchedOff } from './wasm-module.ts';

/** Bytes that the scalar kernel scans in less time than it takes to compile the other and to build its tables. */
const WORTH_IT_BYTES = 64 * 1024;
/** Below this many bytes a call costs more than it saves. */
const SHORTEST_BYTES = 48;

/**
 * A kernel for these literals; a literal's id is its index. Nothing is built before it is asked for the first time.
 *
 * @param literals - Lower-case bytes, at least 3 each.
 * @param plain - Keep to the scalar kernel: the off-switch.
 * @throws {RangeError} If a literal is shorter: it would be no prefilter.
 */
export function createKernel(literals: readonly Uint8Array[], plain: boolean = isSwitchedOff()): Kernel {
  for (const [id, literal] of literals.entries()) {
    if (literal.length < TRIGRAM) throw new RangeError(`literal ${id} is shorter than ${TRIGRAM} bytes`);
  }
  return new SwitchingKernel(literals, plain);
}

class SwitchingKernel implements Kernel {
  readonly longestBytes: number;
  readonly #literals: readonly Uint8Array[];
  #scalar: Kernel | null = null;
  #fast: Kernel | null = null;
  /** Bytes asked for so far; -Infinity where WebAssembly is switched off or failed. */
  #seen: number;

  constructor(literals: readonly Uint8Array[], plain: boolean) {
    this.#literals = literals;
    this.#seen = plain ? -Infinity : 0;
    this.longestBytes = literals.reduce((most, literal) => Math.max(most, literal.length), 0);
  }

  find(haystack: Uint8Array, floor: number, from: number, to: number, out: AnchorBuffer): void {
    const length = to - floor;
    this.#seen += length;
    if (length >= SHORTEST_BYTES && this.#seen >= WORTH_IT_BYTES) {
      const before = out.count;
      try {
        this.#fast ??= createWasmKernel(this.#literals);
        this.#fast.find(haystack, floor, from, to, out);
        return;
      } catch {
        // No WebAssembly, no SIMD, no memory: the scalar kernel finds the same.
        out.count = before;
        this.#fast = null;
        this.#seen = -Infinity;
      }
    }
    this.#scalar ??= createScalarKernel(this.#literals);
    this.#scalar.find(haystack, floor, from, to, out);
  }
}
