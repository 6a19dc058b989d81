/**
 * In which commits a wanted blob arrives at a path: a walk over the graph alone, by what trees hold of such blobs. Where a parent holds the same,
 * nothing is new.
 */
import { BARREN, type ContentClasses } from './content-classes.ts';
import { isFileTag } from './tree-links.ts';

/** Deeper trees are left to git. */
const DEEPEST_PATH = 2000;
/** More places than this are left to git: a few small trees can name billions of paths. */
const MOST_PLACES = 1 << 18;
/** The same of classes that are compared; a history of a million commits needs a few million. */
const MOST_STEPS = 1 << 25;

/** A path as the numbers of its names, and the wanted blob there. */
export interface Arrival {
  readonly names: readonly number[];
  readonly blob: number;
  /** The wanted blob that each parent has there; -1: it has another file there, or nothing. */
  readonly before: readonly number[];
}

/** What the graph cannot answer. */
export class GraphGap extends Error {
  override readonly name = 'GraphGap';
}

export class ChangeFinder {
  readonly #classes: ContentClasses;
  #places = 0;
  #steps = 0;
  /** From the root to the folder at hand. */
  readonly #names: number[] = [];

  /** @param classes - Of the wanted blobs. */
  constructor(classes: ContentClasses) {
    this.#classes = classes;
  }

  /** Whether two trees hold the same of the wanted blobs. */
  isSame(tree: number, other: number): boolean {
    return this.#classes.of(tree) === this.#classes.of(other);
  }

  /**
   * The paths at which a commit has a wanted blob that none of its parents has there.
   *
   * @param parents - Their trees.
   * @throws GraphGap when the trees are too deep or name too many paths.
   */
  arrivals(tree: number, parents: readonly number[]): Arrival[] {
    const found: Arrival[] = [];
    const before = parents.map((parent) => this.#classes.of(parent));
    this.#names.length = 0;
    this.#compare(this.#classes.of(tree), before, found);
    return found;
  }

  /** @param before - The classes of what the parents have in the same place. */
  #compare(after: number, before: readonly number[], found: Arrival[]): void {
    const classes = this.#classes;
    if (after === BARREN || before.includes(after)) return;
    if (this.#names.length > DEEPEST_PATH) throw new GraphGap('a path is too long');
    if (++this.#steps > MOST_STEPS) throw new GraphGap('too many places');
    const sides = before.map((side): Side => ({ entries: classes.entriesOf(side), at: 0 }));
    for (const entry of classes.entriesOf(after)) {
      if (sides.some((side) => seek(side, classes, entry) === entry)) continue;
      const tag = classes.tagOf(entry);
      const value = classes.valueOf(entry);
      const others = sides.map((side) => seek(side, classes, entry));
      this.#names.push(tag >> 1);
      if (isFileTag(tag)) {
        if (++this.#places > MOST_PLACES) throw new GraphGap('too many places');
        const there = others.map((other) => (other === NOTHING ? -1 : classes.valueOf(other)));
        found.push({ names: [...this.#names], blob: value, before: there });
      } else {
        const below = others.map((other) => (other === NOTHING ? BARREN : classes.valueOf(other)));
        this.#compare(value, below, found);
      }
      this.#names.pop();
    }
  }
}

/** What a parent has, and how far it was read. */
interface Side {
  readonly entries: readonly number[];
  at: number;
}

/** What a side has with the tag of an entry, or NOTHING; tags are asked for in ascending order. */
function seek(side: Side, classes: ContentClasses, entry: number): number {
  const { entries } = side;
  if (entries[side.at] === entry) return entry;
  const lowest = entry - classes.valueOf(entry);
  while (side.at < entries.length && entries[side.at]! < lowest) side.at++;
  const there = entries[side.at] ?? NOTHING;
  return there >= lowest && classes.tagOf(there) === classes.tagOf(entry) ? there : NOTHING;
}

/** In place of an entry. */
const NOTHING = -1;
