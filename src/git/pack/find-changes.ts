/**
 * In which commits a wanted blob arrives at a path: a walk over the graph alone. A subtree without a wanted blob is never entered, and one that
 * a parent has as well brings nothing new.
 */
import { TREE } from './headers.ts';
import { ABSENT, isFileTag, type ObjectGraph } from './object-graph.ts';

/** Deeper trees are left to git. */
const DEEPEST_PATH = 2000;
/** More places than this are left to git: a few small trees can name billions of paths. */
const MOST_PLACES = 1 << 18;
/** The same of pairs of trees that are compared; a history of a million commits needs a few million. */
const MOST_STEPS = 1 << 25;

/** A path as the numbers of its names, and the wanted blob there. */
export interface Arrival {
  readonly names: readonly number[];
  readonly blob: number;
}

/** What the graph cannot answer. */
export class GraphGap extends Error {
  override readonly name = 'GraphGap';
}

const UNKNOWN = 0;
const OPEN = 1;
const BARREN = 2;
const BEARING = 3;
/** Of a blob. */
const WANTED = 4;

export class ChangeFinder {
  readonly #graph: ObjectGraph;
  /** By number: whether a tree holds a wanted blob, itself or below, and which blobs those are. */
  readonly #state: Uint8Array;
  /** Pairs of tag and object, sorted by tag, of trees that hold one: only what leads to it. */
  readonly #entries = new Map<number, Int32Array>();
  #places = 0;
  #steps = 0;

  constructor(graph: ObjectGraph, wanted: Iterable<number>) {
    this.#graph = graph;
    this.#state = new Uint8Array(graph.size);
    for (const blob of wanted) if (blob >= 0) this.#state[blob] = WANTED;
  }

  /**
   * The paths at which a commit has a wanted blob that none of its parents has there.
   *
   * @param parents - Their trees.
   * @throws GraphGap when a tree is not here, or the trees are too deep or name too many paths.
   */
  arrivals(tree: number, parents: readonly number[]): Arrival[] {
    const found: Arrival[] = [];
    if (!parents.includes(tree)) this.#compare(tree, parents, [], found);
    return found;
  }

  #compare(tree: number, parents: readonly number[], names: readonly number[], found: Arrival[]): void {
    if (!this.#bears(tree)) return;
    if (names.length > DEEPEST_PATH) throw new GraphGap('a path is too long');
    if (++this.#steps > MOST_STEPS) throw new GraphGap('too many places');
    const entries = this.#entriesOf(tree);
    const sides = parents.map((parent) => (this.#isBearingTree(parent) ? this.#entriesOf(parent) : null));
    const at = sides.map(() => 0);
    for (let i = 0; i < entries.length; i += 2) {
      const tag = entries[i]!;
      const child = entries[i + 1]!;
      let same = false;
      for (let side = 0; side < sides.length; side++) if (advance(sides[side]!, at, side, tag) === child) same = true;
      if (same) continue;
      const path = [...names, tag >> 1];
      if (isFileTag(tag)) {
        if (++this.#places > MOST_PLACES) throw new GraphGap('too many places');
        found.push({ names: path, blob: child });
      } else {
        const before = sides.map((side, number) => advance(side, at, number, tag));
        this.#compare(child, before, path, found);
      }
    }
  }

  /** Where a parent has nothing that leads to a wanted blob, it has no tree to compare with. */
  #isBearingTree(object: number): boolean {
    return object !== ABSENT && this.#bears(object);
  }

  #entriesOf(tree: number): Int32Array {
    let entries = this.#entries.get(tree);
    if (entries === undefined) {
      entries = this.#readEntries(tree);
      this.#entries.set(tree, entries);
    }
    return entries;
  }

  #readEntries(tree: number): Int32Array {
    const { links } = this.#graph;
    const start = this.#graph.start(tree);
    let end = start;
    while (links[end] !== -1) end += 2;
    const objects = this.#graph.size;
    const keys = new Float64Array((end - start) / 2);
    let count = 0;
    for (let at = start; at < end; at += 2) {
      const child = links[at]!;
      if (this.#state[child] !== (isFileTag(links[at + 1]!) ? WANTED : BEARING)) continue;
      // Tag and object as one double, so that they sort as numbers.
      keys[count++] = links[at + 1]! * objects + child;
    }
    const sorted = keys.subarray(0, count).sort();
    const entries = new Int32Array(2 * count);
    for (let i = 0; i < count; i++) {
      entries[2 * i] = Math.floor(sorted[i]! / objects);
      entries[2 * i + 1] = sorted[i]! % objects;
    }
    return entries;
  }

  /** Whether a tree leads to a wanted blob; settles all trees below it too, without recursion. */
  #bears(root: number): boolean {
    if (this.#state[root]! >= BARREN) return this.#state[root] === BEARING;
    const { links } = this.#graph;
    const open: { readonly tree: number; at: number; bears: boolean }[] = [this.#enter(root)];
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const child = links[top.at]!;
      if (child === -1) {
        this.#state[top.tree] = top.bears ? BEARING : BARREN;
        open.pop();
        const above = open.at(-1);
        if (above !== undefined && top.bears) above.bears = true;
        continue;
      }
      const isFile = isFileTag(links[top.at + 1]!);
      top.at += 2;
      if (child === ABSENT && !isFile) throw new GraphGap('a tree is missing');
      if (this.#state[child] === (isFile ? WANTED : BEARING)) top.bears = true;
      else if (!isFile && this.#state[child] === UNKNOWN) open.push(this.#enter(child));
    }
    return this.#state[root] === BEARING;
  }

  #enter(tree: number): { tree: number; at: number; bears: boolean } {
    const at = this.#graph.kindOf(tree) === TREE ? this.#graph.start(tree) : -1;
    if (at === -1) throw new GraphGap('a tree is missing');
    this.#state[tree] = OPEN;
    return { tree, at, bears: false };
  }
}

/** The object of a tag in a sorted side, or ABSENT; tags are asked for in ascending order. */
function advance(side: Int32Array | null, at: number[], number: number, tag: number): number {
  if (side === null) return ABSENT;
  let i = at[number]!;
  while (i < side.length && side[i]! < tag) i += 2;
  at[number] = i;
  return i < side.length && side[i] === tag ? side[i + 1]! : ABSENT;
}
