/** Which kernel runs: WebAssembly where it works, before its tables are worth making the scalar one. */
import { fromLatin1 } from '../../bytes/latin1.ts';
import { FastPath, WORTH_IT_BYTES, type Worth } from './fast-path.ts';
import type { AnchorBuffer, Kernel } from './kernel.ts';
import { TRIGRAM, createScalarKernel } from './scalar.ts';
import { createTabledKernel, createWasmKernel } from './wasm-kernel.ts';
import { type Tables, fileLiterals, unpackTables } from './wasm-tables.ts';

/** Measured: a shorter haystack takes the scalar kernel no longer. */
const TO_BE_MADE: Worth = { shortestBytes: 48, seenBytes: WORTH_IT_BYTES };
/** With tables at hand it begins sooner than the scalar kernel, which has to make its own. */
const MADE: Worth = { shortestBytes: 0, seenBytes: 0 };

/** Gives the tables of the WebAssembly kernel as {@link packTables} made them of the same literals; may throw. */
export type ReadTables = () => Uint8Array;

/** Literals of which the build has made tables: those of the shipped rules. */
export interface KnownLiterals {
  readonly readTables: ReadTables;
  readonly longestBytes: number;
}

/**
 * A kernel for these literals; a literal's id is its index. Nothing is built before it is asked for the first time.
 *
 * @param literals - In lower case, a code unit a byte, at least 3 bytes each.
 * @param known - What the build has made of them.
 * @param plain - Keep to the scalar kernel: the off-switch.
 * @throws {RangeError} If a literal is shorter: it would be no prefilter.
 */
export function createKernel(literals: readonly string[], known: KnownLiterals | null = null, plain?: boolean): Kernel {
  const longestBytes = known?.longestBytes ?? longestOf(literals);
  return new SwitchingKernel({ literals, longestBytes }, plain, known?.readTables ?? null);
}

function longestOf(literals: readonly string[]): number {
  let longest = 0;
  for (const [id, { length }] of literals.entries()) {
    if (length < TRIGRAM) throw new RangeError(`literal ${id} is shorter than ${TRIGRAM} bytes`);
    longest = Math.max(longest, length);
  }
  return longest;
}

class SwitchingKernel implements Kernel {
  readonly longestBytes: number;
  readonly #literals: readonly string[];
  readonly #fast: FastPath<Kernel>;
  #scalar: Kernel | null = null;

  constructor(
    { literals, longestBytes }: { readonly literals: readonly string[]; readonly longestBytes: number },
    plain: boolean | undefined,
    readTables: ReadTables | null,
  ) {
    this.#literals = literals;
    this.longestBytes = longestBytes;
    const make = (): Kernel =>
      readTables === null
        ? createWasmKernel(bytesOf(literals))
        : createTabledKernel(readTables(), { count: literals.length, longestBytes });
    this.#fast = new FastPath(make, readTables === null ? TO_BE_MADE : MADE, plain);
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
    this.#scalar ??= createScalarKernel(bytesOf(this.#literals));
    this.#scalar.find(haystack, floor, from, to, out);
  }
}

/** The tables of the WebAssembly kernel for these literals: those that the build made, or made now. */
export function tablesOf(literals: readonly string[], readTables: ReadTables | null): Tables {
  return readTables === null ? fileLiterals(bytesOf(literals)) : unpackTables(readTables(), literals.length);
}

/** Literals as bytes. Views of one buffer: a buffer each costs ten times as much. */
export function bytesOf(literals: readonly string[]): Uint8Array[] {
  const all = fromLatin1(literals.join(''));
  let end = all.byteOffset;
  return literals.map(({ length }) => new Uint8Array(all.buffer, (end += length) - length, length));
}
