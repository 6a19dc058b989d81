/** Whole trees, for the few commits that matter: which paths a commit removes. */
import type { Removal } from '../changes.ts';
import { GraphGap } from './find-changes.ts';
import { ABSENT, type ObjectGraph } from './object-graph.ts';
import type { ReadGraph } from './read-graph.ts';
import type { ObjectStore } from './object-store.ts';
import { TreeCursor } from './tree-cursor.ts';
import { isFileTag, NO_TAG } from './tree-links.ts';
import { TreeShelf } from './tree-shelf.ts';

const DEEPEST_PATH = 2000;
/** Pairs of trees that are compared for one commit and parent. */
const MOST_STEPS = 1 << 20;
/** Trees that are read together. */
const MOST_TOGETHER = 1 << 14;

/** A commit's tree, and those of its parents. */
export interface TreeChange {
  readonly tree: number;
  readonly parents: readonly number[];
}

/** Paths that are told are one code unit a byte. Close it in a `finally`. */
export class TreeReader {
  readonly #graph: ObjectGraph;
  readonly #shelf: TreeShelf;
  #steps = 0;

  constructor(store: ObjectStore, read: ReadGraph) {
    this.#graph = read.graph;
    this.#shelf = new TreeShelf(store, read);
  }

  close(): void {
    this.#shelf.close();
  }

  /** Reads together what these changes are going to be asked for: that only saves time. */
  prepare(changes: readonly TreeChange[]): void {
    const trees = new Set<number>();
    for (const { tree, parents } of changes) {
      for (const parent of parents) addPair(this.#graph, tree, parent, trees);
    }
    this.#shelf.prepare(trees);
  }

  /** Files of `before` whose path is no file and no submodule in `after`, in git's order. */
  removed(after: number, before: number): Removal[] {
    const found: Removal[] = [];
    this.#steps = 0;
    if (after !== before) this.#compare(after, before, '', found, 0);
    return found;
  }

  /** @param after - ABSENT: nothing. */
  #compare(after: number, before: number, prefix: string, found: Removal[], depth: number): void {
    if (depth > DEEPEST_PATH) throw new GraphGap('a path is too long');
    if (++this.#steps > MOST_STEPS) throw new GraphGap('too many paths');
    const now = new SortedCursor(after === ABSENT ? NO_BYTES : this.#shelf.bytesOf(after));
    const was = new SortedCursor(this.#shelf.bytesOf(before));
    while (was.there) {
      const isSame = now.seek(was.cursor);
      const { cursor } = was;
      if (cursor.isTree && !(isSame && cursor.hasIdOf(now.cursor))) {
        const below = isSame ? this.#graph.findId(now.cursor.bytes, now.cursor.idAt) : ABSENT;
        const tree = this.#graph.findId(cursor.bytes, cursor.idAt);
        this.#compare(below, tree, `${prefix}${cursor.name}/`, found, depth + 1);
      } else if (cursor.isFile && !isSame) found.push({ path: prefix + cursor.name, oid: cursor.oid });
      was.advance();
    }
    // To its end, so that one that is out of order is noticed.
    while (now.there) now.advance();
  }
}

const NO_BYTES = new Uint8Array(0);

/** Goes through a tree that is in git's order, as it must be. */
class SortedCursor {
  cursor = new TreeCursor();
  #before = new TreeCursor();
  there: boolean;

  constructor(bytes: Uint8Array) {
    this.cursor.begin(bytes);
    this.#before.begin(bytes);
    this.there = this.cursor.advance();
  }

  /** @throws GraphGap when the tree is not in order: nobody but git can say what such a one means. */
  advance(): void {
    this.there = this.cursor.advance();
    this.#before.advance();
    if (this.there && this.#before.compare(this.cursor) >= 0) throw new GraphGap('a tree is not in order');
  }

  /** Goes on to where an entry of another tree should stand; whether it stands there. Ask in ascending order. */
  seek(entry: TreeCursor): boolean {
    while (this.there) {
      const order = this.cursor.compare(entry);
      if (order >= 0) return order === 0;
      this.advance();
    }
    return false;
  }
}

/** Whether a change may remove a path: by the graph alone, which does not tell what submodules are called. Most changes remove nothing. */
export function mayRemove(graph: ObjectGraph, { tree, parents }: TreeChange): boolean {
  const search = { graph, steps: 0 };
  return parents.some((parent) => mayLack(search, tree, parent, 0));
}

interface GraphSearch {
  readonly graph: ObjectGraph;
  steps: number;
}

/** Whether the one tree may have no file where the other has one. */
function mayLack(search: GraphSearch, after: number, before: number, depth: number): boolean {
  const { graph } = search;
  if (after === before) return false;
  if (++search.steps > MOST_STEPS || depth > DEEPEST_PATH || after < 0 || before < 0) return true;
  if (graph.start(after) === -1 || graph.start(before) === -1) return true;
  const there = new Map<number, number>();
  const links = graph.trees.collect(after, () => true);
  for (let i = 0; i < links.length; i += 2) there.set(links[i + 1]!, links[i]!);
  const old = graph.trees.collect(before, (_, tag) => tag !== NO_TAG);
  for (let i = 0; i < old.length; i += 2) {
    const now = there.get(old[i + 1]!);
    if (now === undefined || (!isFileTag(old[i + 1]!) && mayLack(search, now, old[i]!, depth + 1))) return true;
  }
  return false;
}

/** The trees that a comparison of two meets. */
function addPair(graph: ObjectGraph, after: number, before: number, trees: Set<number>): void {
  if (after === before || before < 0 || trees.size > MOST_TOGETHER) return;
  trees.add(before);
  if (after >= 0) trees.add(after);
  const below = subtreesOf(graph, after);
  for (const [name, subtree] of subtreesOf(graph, before)) addPair(graph, below.get(name) ?? ABSENT, subtree, trees);
}

/** By name. */
function subtreesOf(graph: ObjectGraph, tree: number): Map<number, number> {
  const subtrees = new Map<number, number>();
  if (graph.start(tree) === -1) return subtrees;
  const links = graph.trees.collect(tree, (_, tag) => tag !== NO_TAG && !isFileTag(tag));
  for (let i = 0; i < links.length; i += 2) subtrees.set(links[i + 1]! >> 1, links[i]!);
  return subtrees;
}
