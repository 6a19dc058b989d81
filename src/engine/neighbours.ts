/** What may stand next to a literal where one of its rules matches, as the build tells of the shipped rules. Most occurrences of short literals end here. */
import { CASED_BYTES, KIND_OF, ROW, ROW_WORDS } from '../rules/neighbour-layout.ts';

/** The bit by which a small letter differs from a capital. */
const SMALL = 0x20;

/** The table of a rule set. */
export class Neighbours {
  /** As it was built, see rules/neighbour-layout.ts. */
  readonly words: Uint16Array;
  readonly #rows: number;

  /** @param packed - Null: everything may stand anywhere. */
  constructor(packed: Uint8Array | null) {
    this.words = packed === null ? new Uint16Array(1) : new Uint16Array(new Uint8Array(packed).buffer);
    this.#rows = 1 + this.words[0]!;
  }

  /** Whether nothing is told of a literal. */
  isOpen(literal: number): boolean {
    return literal >= this.words[0]! || this.words[1 + literal] === 0;
  }

  /** Where the row of a literal of which something is told begins in the words. */
  rowOf(literal: number): number {
    return this.#rows + ROW_WORDS * this.words[1 + literal]!;
  }

  /** Whether a rule may match at an occurrence of a literal, by what stands next to it. Bytes that are not at hand may be any. */
  mayMatch(bytes: Uint8Array, literal: number, start: number, end: number): boolean {
    if (this.isOpen(literal)) return true;
    const { words } = this;
    const row = this.rowOf(literal);
    const behind = Math.min(words[row + ROW.behind]!, bytes.length - end);
    for (let i = 0; i < behind; i++) {
      if ((words[row + ROW.kindsBehind + i]! & KIND_OF[bytes[end + i]!]!) === 0) return false;
    }
    const before = Math.min(words[row + ROW.before]!, start);
    for (let i = 0; i < before; i++) {
      if ((words[row + ROW.kindsBefore + i]! & KIND_OF[bytes[start - 1 - i]!]!) === 0) return false;
    }
    return this.#isCaseRight(bytes, row, start, end);
  }

  #isCaseRight(bytes: Uint8Array, row: number, start: number, end: number): boolean {
    const cased = this.words[row + ROW.cased]!;
    const small = this.words[row + ROW.small]!;
    for (let i = 0; i < CASED_BYTES && start + i < end; i++) {
      if ((cased >> i) & 1 && ((bytes[start + i]! & SMALL) !== 0) !== (((small >> i) & 1) !== 0)) return false;
    }
    return true;
  }
}
