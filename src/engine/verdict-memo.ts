/**
 * Remembers what anchors led to, by a hash of all that a verdict depends on: the literal, the bytes within reach, where in them the
 * anchor lies, and whether their edges are the document's own (house: locality). Versions of a file that do not derive from
 * each other repeat each other all the same: most windows that are judged were judged before.
 *
 * The hash has 64 bits and seeds of the run. Windows without a match are direct-mapped: a new one takes the place of an old one.
 */
import type { RawMatch } from './match.ts';

/** Hashes stretches of one document. */
export interface WindowHasher {
  /** Hashes `[from, to)` with two numbers and seeds of its own; the result is in {@link a} and {@link b}. */
  hash(from: number, to: number, first: number, second: number): void;
  readonly a: number;
  readonly b: number;
}

const SLOTS = 1 << 18;
const MOST_MATCHES = 1 << 14;
const NO_MATCHES: readonly RawMatch[] = [];

export class VerdictMemo {
  readonly #first = new Int32Array(SLOTS);
  readonly #second = new Int32Array(SLOTS);
  readonly #matches = new Map<number, { readonly b: number; readonly raw: readonly RawMatch[] }>();

  /** The matches of a window with this hash, with offsets relative to its anchor's end; undefined when it is not known. */
  find(a: number, b: number): readonly RawMatch[] | undefined {
    const slot = a & (SLOTS - 1);
    if (this.#first[slot] === a && this.#second[slot] === b) return NO_MATCHES;
    const known = this.#matches.get(keyOf(a, b));
    return known !== undefined && known.b === b ? known.raw : undefined;
  }

  keep(a: number, b: number, raw: readonly RawMatch[]): void {
    if (raw.length > 0) {
      if (this.#matches.size === MOST_MATCHES) this.#matches.clear();
      this.#matches.set(keyOf(a, b), { b, raw });
      return;
    }
    const slot = a & (SLOTS - 1);
    this.#first[slot] = a;
    this.#second[slot] = b;
  }
}

/** All bits of one number, and some of the other: a double holds 53. */
function keyOf(a: number, b: number): number {
  return (a >>> 0) * 2 ** 21 + (b & 0x1fffff);
}

/** A memo, and who hashes the document that is scanned. */
export interface WindowMemo {
  readonly hasher: WindowHasher;
  readonly memo: VerdictMemo;
}
