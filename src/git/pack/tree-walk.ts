/**
 * Meets all that trees lead to in git's order, and keeps where. Of a tree only those entries are looked at that it does not share with one that
 * was walked before: the tree that it derives from, one that derives from it, or their relatives.
 */
import { GraphGap } from './find-changes.ts';
import { BLOB, TREE } from './headers.ts';
import { IntList } from './int-list.ts';
import type { ObjectGraph } from './object-graph.ts';
import { isFileTag, NO_TAG, type WalkedTrees } from './tree-links.ts';

/** A tree on the way down. */
interface OpenTree {
  tree: number;
  /** Where its links are, and how many were followed. */
  readonly links: IntList;
  at: number;
}

/** What trees lead to. */
export interface Walked {
  /** By number: 1 for all that was met. */
  readonly met: Uint8Array;
  /** In the order in which they were met. */
  readonly blobs: Int32Array;
  /** By number, the tree in which something was met, plus one, and the tag that it has there; 0: in none. */
  readonly holders: Int32Array;
  readonly tags: Int32Array;
}

/** The names that lead to where something was met, from the top. */
export function namesOf({ holders, tags }: Walked, object: number): number[] {
  const names: number[] = [];
  for (let at = object; holders[at] !== 0; at = holders[at]! - 1) names.push(tags[at]! >> 1);
  return names.reverse();
}

export class TreeWalk {
  /** By number: 1 for all that was met. */
  readonly met: Uint8Array;
  readonly #blobs = new IntList();
  readonly #graph: ObjectGraph;
  readonly #walked: WalkedTrees;
  /** By number, the tree in which something was met, plus one, and the tag that it has there; 0: in none. */
  readonly #holders: Int32Array;
  readonly #tags: Int32Array;
  readonly #open: OpenTree[] = [];
  #depth = 0;

  /** @param met - Where marks are set of what is met: 1. */
  constructor(graph: ObjectGraph, met: Uint8Array) {
    this.met = met;
    this.#graph = graph;
    this.#walked = { done: new Uint8Array(graph.size), heirs: new Int32Array(graph.size).fill(-1) };
    this.#holders = new Int32Array(graph.size);
    this.#tags = new Int32Array(graph.size);
  }

  /**
   * Meets a tree or blob, and all that is below.
   *
   * @throws GraphGap when anything is missing.
   */
  walk(root: number): void {
    if (this.#graph.kindOf(root) === BLOB) this.#meetBlob(root);
    else this.#enter(root);
    while (this.#depth > 0) {
      const top = this.#open[this.#depth - 1]!;
      if (top.at === top.links.length) this.#leave(top.tree);
      else this.#follow(top.tree, top.links.values[top.at++]!);
    }
  }

  /** Takes over the trees and blobs that an earlier walk met and this one did not. */
  adopt({ met, blobs, holders, tags }: Walked): void {
    for (const blob of blobs) if (this.met[blob] !== 1) this.#blobs.push(blob);
    for (let object = 0; object < met.length; object++) {
      if (met[object] !== 1 || this.met[object] === 1) continue;
      // A tag may be named no more.
      const kind = this.#graph.kindOf(object);
      if (kind !== TREE && kind !== BLOB) continue;
      this.met[object] = 1;
      this.#holders[object] = holders[object]!;
      this.#tags[object] = tags[object]!;
    }
  }

  /** What was met up to now; borrowed. */
  walked(): Walked {
    const { values, length } = this.#blobs;
    return { met: this.met, blobs: values.subarray(0, length), holders: this.#holders, tags: this.#tags };
  }

  #follow(holder: number, place: number): void {
    const { values } = this.#graph.trees;
    const object = values[place]!;
    const tag = values[place + 1]!;
    if (this.met[object] === 1) return;
    if (isFileTag(tag)) this.#meetBlob(object);
    else this.#enter(object);
    this.#holders[object] = holder + 1;
    this.#tags[object] = tag;
  }

  #meetBlob(blob: number): void {
    const kind = blob < 0 ? TREE : this.#graph.kindOf(blob);
    if (kind !== BLOB && kind !== 0) throw new GraphGap('a blob is missing');
    if (this.met[blob] === 1) return;
    this.met[blob] = 1;
    this.#blobs.push(blob);
  }

  #enter(tree: number): void {
    if (this.#graph.kindOf(tree) !== TREE || this.#graph.start(tree) === -1) throw new GraphGap('a tree is missing');
    if (this.met[tree] === 1) return;
    this.met[tree] = 1;
    const top = (this.#open[this.#depth++] ??= { tree, links: new IntList(), at: 0 });
    top.tree = tree;
    top.at = 0;
    top.links.length = 0;
    this.#graph.trees.placesOf(tree, this.#isUnmet, { into: top.links, walked: this.#walked });
  }

  readonly #isUnmet = (object: number, tag: number): boolean =>
    tag !== NO_TAG && (object < 0 || this.met[object] !== 1);

  #leave(tree: number): void {
    this.#depth--;
    this.#walked.done[tree] = 1;
    const base = this.#graph.trees.baseOf(tree);
    if (base !== -1) this.#walked.heirs[base] = tree;
  }
}
