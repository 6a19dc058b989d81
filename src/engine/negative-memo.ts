/**
 * Remembers windows in which an anchor led to nothing. Versions of a file repeat each other, so a history meets the same
 * anchor in the same bytes again and again; a match is a function of these bytes (house: locality), and so is its absence.
 *
 * Keyed by a seeded 64-bit hash of the literal, the window's bytes and whether its edges are the document's own. Direct-mapped:
 * a new window takes the place of an old one. Two different windows meet with probability 2^-64 each, whatever an author writes.
 */
import type { RuleSet } from './rule-set.ts';

const SLOTS = 1 << 17;
/** Longer windows are tried each time: few literals have them, and hashing them costs as much as trying. */
const LONGEST_WINDOW_BYTES = 2048;

export class NegativeMemo {
  readonly #ruleSet: RuleSet;
  readonly #first = new Int32Array(SLOTS);
  readonly #second = new Int32Array(SLOTS);
  readonly #seeds: readonly [number, number];
  #slot = 0;
  #a = 0;
  #b = 0;

  /** @param seeds - Two random 32-bit numbers of the run. */
  constructor(ruleSet: RuleSet, seeds: readonly [number, number]) {
    this.#ruleSet = ruleSet;
    this.#seeds = seeds;
  }

  /** Whether this window of a whole document is known to hold no match. Asked right before {@link remember}. */
  knows(bytes: Uint8Array, literal: number, end: number): boolean {
    const { literals, reachBefore, reachAfter } = this.#ruleSet;
    const anchorStart = end - literals[literal]!.length;
    const from = Math.max(0, anchorStart - (reachBefore[literal] as number));
    const to = Math.min(bytes.length, end + (reachAfter[literal] as number));
    if (to - from > LONGEST_WINDOW_BYTES) {
      this.#slot = -1;
      return false;
    }
    // Where the anchor lies in the window tells whether the edges are the document's: windows are cut only there.
    let a = this.#seeds[0] ^ Math.imul(literal + 1, 0x9e3779b1) ^ (anchorStart - from);
    let b = this.#seeds[1] ^ Math.imul(to - from, 0x85ebca6b) ^ (from === 0 ? 1 : 0) ^ (to === bytes.length ? 2 : 0);
    for (let i = from; i < to; i++) {
      const byte = bytes[i] as number;
      a = Math.imul(a ^ byte, 0x01000193);
      b = Math.imul(b + byte, 0x5bd1e995) ^ (b >>> 13);
    }
    this.#a = a;
    this.#b = b | 1;
    this.#slot = (a ^ (a >>> 15)) & (SLOTS - 1);
    return this.#first[this.#slot] === this.#a && this.#second[this.#slot] === this.#b;
  }

  /** The window just asked for held nothing. */
  remember(): void {
    if (this.#slot < 0) return;
    this.#first[this.#slot] = this.#a;
    this.#second[this.#slot] = this.#b;
  }
}
