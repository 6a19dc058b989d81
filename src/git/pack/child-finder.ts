/** Finds the objects of tree entries, many at a time: one by one, reading trees were mostly waiting for memory. */
import { BLOB, TREE } from './headers.ts';
import { IntList } from './int-list.ts';
import { ABSENT, type ObjectGraph } from './object-graph.ts';
import type { TreeCursor } from './tree-cursor.ts';
import { FIRST_UNSETTLED } from './tree-links.ts';

const ENOUGH = 4096;
const ID_WORDS = 5;

export class ChildFinder {
  readonly #graph: ObjectGraph;
  /** Five words each. */
  readonly #ids = new IntList();
  readonly #kinds = new IntList();

  constructor(graph: ObjectGraph) {
    this.#graph = graph;
  }

  /** Takes an entry; gives what stands for its object until `settle`. */
  add({ bytes, idAt, isSubmodule, isTree }: TreeCursor): number {
    if (isSubmodule) return ABSENT;
    const ids = this.#ids;
    ids.reserve(ID_WORDS);
    const { values, length } = ids;
    for (let word = 0, at = idAt; word < ID_WORDS; word++, at += 4) {
      values[length + word] = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    }
    ids.length = length + ID_WORDS;
    this.#kinds.push(isTree ? TREE : BLOB);
    return FIRST_UNSETTLED - (this.#kinds.length - 1);
  }

  /** As `add`, of the id that stands as five words at `words[at..]`. */
  addWords(words: Int32Array, at: number, isTree: boolean): number {
    const ids = this.#ids;
    ids.reserve(ID_WORDS);
    const { values, length } = ids;
    for (let word = 0; word < ID_WORDS; word++) values[length + word] = words[at + word]!;
    ids.length = length + ID_WORDS;
    this.#kinds.push(isTree ? TREE : BLOB);
    return FIRST_UNSETTLED - (this.#kinds.length - 1);
  }

  /** Whether to `settle`: not while a tree is only half read. */
  get isFull(): boolean {
    return this.#kinds.length >= ENOUGH;
  }

  /** Puts what was found into the trees. An object of another kind than its entry says is none; a blob that is not here gets a number. */
  settle(): void {
    const { length, values } = this.#kinds;
    const found = this.#graph.findAll(this.#ids.values, length);
    for (let i = 0; i < length; i++) {
      if (found[i] === ABSENT && values[i] === BLOB)
        found[i] = this.#graph.enterLacking(this.#ids.values, ID_WORDS * i);
      const kind = this.#graph.kindOf(found[i]!);
      if (kind !== values[i] && kind !== 0) found[i] = ABSENT;
    }
    this.#graph.trees.settle(found);
    this.#ids.length = 0;
    this.#kinds.length = 0;
  }
}
