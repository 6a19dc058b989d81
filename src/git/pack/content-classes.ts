/**
 * Tells trees apart by what they hold of some wanted blobs, and where: two of one class hold the same at the same paths. Of all the trees of a
 * history few differ in that, and whoever looks for those blobs looks at each class once.
 *
 * What a tree holds follows from what its base holds and from its new links, so that what it inherits is not looked at either.
 */
import { BLOB } from './headers.ts';
import type { ObjectGraph } from './object-graph.ts';
import { isFileTag } from './tree-links.ts';

/** Of a tree that was not looked at. */
const UNKNOWN = 0;
/** One on the way down. */
const OPEN = -1;
/** One whose base, or what is below that, waits for itself: trees may derive from those that contain them. */
const DEFERRED = -2;
/** The class of trees that hold nothing. */
export const BARREN = 1;
/** Of a blob. */
const WANTED = 2;

/** A tree on the way down; made anew for each. */
class OpenTree {
  tree = -1;
  /** The one of which it inherits what is not told of it here; -1: all is. */
  base = -1;
  /** Objects and tags, from `start` to `end`, and how far they were read. */
  links: Int32Array = new Int32Array(0);
  start = 0;
  end = 0;
  at = 0;
}

/** Of trees that are marked as reached, so that everything is here. */
export class ContentClasses {
  readonly #graph: ObjectGraph;
  readonly #reached: Uint8Array;
  /** By number. */
  readonly #classes: Int32Array;
  /** By class, what its trees hold in ascending order: tag times `#factor`, and blob or class. */
  readonly #entries: (readonly number[])[] = [[], []];
  readonly #factor: number;
  /** From the tree that was asked for to the one at hand. */
  readonly #open: OpenTree[] = [];
  #depth = 0;
  /** Entries of the tree at hand that its base has not, and the other way round. */
  readonly #gained: number[] = [];
  readonly #lost: number[] = [];
  readonly #byHash = new Map<number, number>();
  /** By class, the one before it of the same hash. */
  readonly #before: number[] = [UNKNOWN, UNKNOWN];
  /** Differs from run to run, so that no repository can be made to give all classes one hash. */
  readonly #seed = Math.floor(Math.random() * 2 ** 32) | 0;

  /** @param reached - By number: 1 for all objects whose trees may be asked for. */
  constructor(graph: ObjectGraph, reached: Uint8Array, wanted: Iterable<number>) {
    this.#graph = graph;
    this.#reached = reached;
    this.#classes = new Int32Array(graph.size);
    // No class has a higher number, as there are no more of them than trees.
    this.#factor = graph.size + 2;
    for (const blob of wanted) {
      const kind = graph.kindOf(blob);
      if (blob >= 0 && (kind === BLOB || kind === 0)) this.#classes[blob] = WANTED;
    }
  }

  /** Whether an object is wanted, or holds what is: then it lies in a tree of which the class was asked for. */
  leads(object: number): boolean {
    return object >= 0 && this.#classes[object]! > BARREN;
  }

  /** The class of a tree. */
  of(tree: number): number {
    if (this.#classes[tree]! <= 0) this.#settle(tree, true);
    if (this.#classes[tree]! <= 0) this.#settle(tree, false);
    return this.#classes[tree]!;
  }

  /** What trees of a class hold, in ascending order: numbers that are equal where tag and content are. */
  entriesOf(contentClass: number): readonly number[] {
    return this.#entries[contentClass]!;
  }

  /** The tag of an entry's link. */
  tagOf(entry: number): number {
    return Math.floor(entry / this.#factor);
  }

  /** The blob of a file's entry; the class of a folder's. */
  valueOf(entry: number): number {
    return entry - this.#factor * this.tagOf(entry);
  }

  /**
   * Finds the classes of a tree and of what it needs.
   *
   * @param waits - Whether bases come first. Where that goes in circles, trees are deferred; without waiting nothing does.
   */
  #settle(root: number, waits: boolean): void {
    this.#enter(root, waits);
    while (this.#depth > 0) {
      const top = this.#open[this.#depth - 1]!;
      const child = this.#nextUnknown(top, waits);
      if (child !== -1) this.#enter(child, waits);
      else {
        this.#depth--;
        this.#classes[top.tree] = this.#classOf(top, waits);
      }
    }
  }

  /** Opens a tree, and bases that come before it. */
  #enter(tree: number, waits: boolean): void {
    for (let next = tree; next !== -1; next = this.#enterOne(next, waits));
  }

  /** Gives the base that comes first; -1: none. */
  #enterOne(tree: number, waits: boolean): number {
    const { trees } = this.#graph;
    const top = (this.#open[this.#depth++] ??= new OpenTree());
    const base = trees.baseOf(tree);
    const inherits = base !== -1 && (this.#classes[base]! > 0 || (waits && this.#reached[base] === 1));
    this.#classes[tree] = OPEN;
    top.tree = tree;
    top.base = inherits ? base : -1;
    if (base === -1 || inherits) {
      top.links = trees.values;
      top.start = trees.newLinksAt(tree);
      top.end = top.start + 2 * trees.newLinksOf(tree);
    } else {
      top.links = trees.collect(tree, (object) => object >= 0);
      top.start = 0;
      top.end = top.links.length;
    }
    top.at = top.start;
    return inherits && this.#classes[base] === UNKNOWN ? base : -1;
  }

  /** The next folder that has to be looked at before a tree; -1: there is none. */
  #nextUnknown(top: OpenTree, waits: boolean): number {
    const { links, end } = top;
    while (top.at < end) {
      const child = links[top.at]!;
      const isFolder = child >= 0 && !isFileTag(links[top.at + 1]!);
      top.at += 2;
      if (isFolder && (this.#classes[child] === UNKNOWN || (!waits && this.#classes[child] === DEFERRED))) return child;
    }
    return -1;
  }

  #classOf({ base, tree, links, start, end }: OpenTree, waits: boolean): number {
    if (base !== -1 && this.#classes[base]! <= 0) return DEFERRED;
    this.#gained.length = 0;
    this.#lost.length = 0;
    for (let at = start; at < end; at += 2) {
      const object = links[at]!;
      // A tree that holds itself has no such entry.
      if (waits && object >= 0 && this.#classes[object]! <= 0 && !isFileTag(links[at + 1]!)) return DEFERRED;
      this.#addEntry(object, links[at + 1]!, this.#gained);
    }
    if (base !== -1) this.#addLost(tree);
    return this.#change(base === -1 ? BARREN : this.#classes[base]!);
  }

  #addLost(tree: number): void {
    const { trees } = this.#graph;
    const { values } = trees;
    const from = trees.removedAt(tree);
    for (let i = from + trees.removedOf(tree) - 1; i >= from; i--) {
      this.#addEntry(values[values[i]!]!, values[values[i]! + 1]!, this.#lost);
    }
  }

  #addEntry(object: number, tag: number, entries: number[]): void {
    if (!this.leads(object)) return;
    entries.push(tag * this.#factor + (isFileTag(tag) ? object : this.#classes[object]!));
  }

  /** The class of what holds more than a base, and less. */
  #change(base: number): number {
    const gained = sorted(this.#gained);
    const lost = sorted(this.#lost);
    if (gained.length === lost.length && gained.every((entry, i) => entry === lost[i])) return base;
    return this.#intern(combine(this.#entries[base]!, gained, lost));
  }

  /** The class with these entries, made if there is none. */
  #intern(entries: readonly number[]): number {
    if (entries.length === 0) return BARREN;
    let hash = this.#seed;
    for (const entry of entries) {
      hash = Math.imul(hash ^ entry, 0x01000193);
      hash = Math.imul(hash ^ (entry / 2 ** 32), 0x01000193);
      hash ^= hash >>> 15;
    }
    const last = this.#byHash.get(hash) ?? UNKNOWN;
    for (let known = last; known !== UNKNOWN; known = this.#before[known]!) {
      const others = this.#entries[known]!;
      if (others.length === entries.length && others.every((entry, i) => entry === entries[i])) return known;
    }
    const added = this.#entries.push(entries) - 1;
    this.#before.push(last);
    this.#byHash.set(hash, added);
    return added;
  }
}

/** The same list: most have no entry, or one. */
function sorted(entries: number[]): number[] {
  return entries.length < 2 ? entries : entries.sort((a, b) => a - b);
}

/** Entries with those that are gained, and without those that are lost; all in order. */
function combine(entries: readonly number[], gained: readonly number[], lost: readonly number[]): number[] {
  const combined: number[] = [];
  let nextGained = 0;
  let nextLost = 0;
  for (let i = 0; i < entries.length || nextGained < gained.length;) {
    const isGained = i === entries.length || gained[nextGained]! < entries[i]!;
    const entry = isGained ? gained[nextGained++]! : entries[i++]!;
    while (nextLost < lost.length && lost[nextLost]! < entry) nextLost++;
    if (lost[nextLost] === entry) nextLost++;
    else combined.push(entry);
  }
  return combined;
}
