/** Which kernel runs: the scalar one until there is enough to scan, then WebAssembly where it works. */
import { FastPath } from './fast-path.ts';
import type { AnchorBuffer, Kernel } from './kernel.ts';
import { TRIGRAM, createScalarKernel } from './scalar.ts';
import { createWasmKernel } from './wasm-kernel.ts';

/** Measured: a shorter haystack takes the scalar kernel no longer. */
const SHORTEST_BYTES = 48;

/**
 * A kernel for these literals; a literal's id is its index. Nothing is built before it is asked for the first time.
 *
 * @param literals - Lower-case bytes, at least 3 each.
 * @param plain - Keep to the scalar kernel: the off-switch.
 * @throws {RangeError} If a literal is shorter: it would be no prefilter.
 */
export function createKernel(literals: readonly Uint8Array[], plain?: boolean): Kernel {
  for (const [id, literal] of literals.entries()) {
    if (literal.length < TRIGRAM) throw new RangeError(`literal ${id} is shorter than ${TRIGRAM} bytes`);
  }
  return new SwitchingKernel(literals, plain);
}

class SwitchingKernel implements Kernel {
  readonly longestBytes: number;
  readonly #literals: readonly Uint8Array[];
  readonly #fast: FastPath<Kernel>;
  #scalar: Kernel | null = null;

  constructor(literals: readonly Uint8Array[], plain: boolean | undefined) {
    this.#literals = literals;
    this.longestBytes = literals.reduce((most, literal) => Math.max(most, literal.length), 0);
    this.#fast = new FastPath(() => createWasmKernel(literals), SHORTEST_BYTES, plain);
  }

  find(haystack: Uint8Array, floor: number, from: number, to: number, out: AnchorBuffer): void {
    const fast = this.#fast.take(to - floor);
    const before = out.count;
    if (fast !== null) {
      try {
        fast.find(haystack, floor, from, to, out);
        return;
      } catch {
        out.count = before;
        this.#fast.giveUp();
      }
    }
    this.#scalar ??= createScalarKernel(this.#literals);
    this.#scalar.find(haystack, floor, from, to, out);
  }
}
