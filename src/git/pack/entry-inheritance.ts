/**
 * What is known of a tree's entries, handed on to the trees that derive from it: an entry that a delta copies whole needs no
 * looking up again. One list a depth, as the walk yields bases before what derives from them.
 */
import type { EditOps } from '../../bytes/edit.ts';

/** Entries in the order of their position; three numbers each: where the entry begins in the tree, object, tag. */
interface Known {
  values: Int32Array;
  count: number;
}

const WIDTH = 3;

export class EntryInheritance {
  readonly #known: Known[] = [];
  #own: Known = { values: new Int32Array(0), count: 0 };
  #base: Known | undefined;
  #edit: EditOps = new Int32Array(0);
  /** The operation at hand, and where in the result it begins. */
  #operation = 0;
  #operationStart = 0;
  #cursor = 0;

  /** Begins a tree of the walk; its entries are then asked for and kept in ascending order. */
  begin(depth: number, edit: EditOps | null): void {
    this.#base = edit === null ? undefined : this.#known[depth - 1];
    this.#edit = edit ?? this.#edit;
    this.#operation = 0;
    this.#operationStart = 0;
    this.#cursor = 0;
    this.#own = this.#known[depth] ??= { values: new Int32Array(64 * WIDTH), count: 0 };
    this.#own.count = 0;
  }

  /**
   * Where in `values` the base's entry is that is copied to `[start, end)` of this tree, or -1.
   */
  find(start: number, end: number): number {
    if (this.#base === undefined) return -1;
    const edit = this.#edit;
    while (this.#operation < edit.length && this.#operationStart + edit[this.#operation + 2]! <= start) {
      this.#operationStart += edit[this.#operation + 2]!;
      this.#operation += WIDTH;
    }
    const inside = this.#operation < edit.length && edit[this.#operation] === 1;
    if (!inside || end > this.#operationStart + edit[this.#operation + 2]!) return -1;
    return this.#seek(this.#base, edit[this.#operation + 1]! + start - this.#operationStart);
  }

  /** The base's entries. */
  get values(): Int32Array {
    return this.#base!.values;
  }

  keep(start: number, object: number, tag: number): void {
    const own = this.#own;
    if (WIDTH * own.count === own.values.length) {
      const larger = new Int32Array(2 * own.values.length);
      larger.set(own.values);
      own.values = larger;
    }
    const at = WIDTH * own.count++;
    own.values[at] = start;
    own.values[at + 1] = object;
    own.values[at + 2] = tag;
  }

  /** Mostly the entry behind the one found last. */
  #seek(base: Known, position: number): number {
    const { values, count } = base;
    if (this.#cursor < count && values[WIDTH * this.#cursor] === position) return WIDTH * this.#cursor++;
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (values[WIDTH * middle]! < position) low = middle + 1;
      else high = middle;
    }
    this.#cursor = low + 1;
    return low < count && values[WIDTH * low] === position ? WIDTH * low : -1;
  }
}
