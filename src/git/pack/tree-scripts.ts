/**
 * Reads the trees of a walk. Of one that derives from another only those entries are looked at that its delta does not copy whole. What is known
 * of each tree is kept by its depth, as the walk yields bases before what derives from them.
 */
import type { EditOps } from '../../bytes/edit.ts';
import type { ChildFinder } from './child-finder.ts';
import { GraphGap } from './find-changes.ts';
import { IntList } from './int-list.ts';
import type { ObjectGraph } from './object-graph.ts';
import { TreeCursor } from './tree-cursor.ts';
import { emptyScript, type TreeScript } from './tree-links.ts';

/**
 * To put together a tree's links takes at most so many steps for each, over all the trees that it derives from. One that would need more, as at the
 * end of a long chain, or far smaller than its base, is kept whole.
 */
const MOST_STEPS_AN_ENTRY = 64;
const OP = 3;

/** A tree on the way down. */
interface Known {
  tree: number;
  /** Where its entries begin, and where the last one ends; empty when it was no tree. */
  readonly starts: IntList;
  /** Where the link of each entry is. */
  readonly links: IntList;
  /** Steps to put its links together. */
  steps: number;
}

export class TreeScripts {
  readonly #graph: ObjectGraph;
  readonly #children: ChildFinder;
  readonly #known: Known[] = [];
  readonly #cursor = new TreeCursor();
  /** At the entry before, where that is the one that was read last. */
  readonly #before = new TreeCursor();
  /** How many entries there were when it was read. */
  #readAt = -1;
  readonly #script: TreeScript = emptyScript();
  readonly #whole = new IntList();
  /** The operation of the edit at hand, and where in the result it begins. */
  #operation = 0;
  #operationStart = 0;

  /** @param children - To be settled when all trees are read: only then do they refer to anything. */
  constructor(graph: ObjectGraph, children: ChildFinder) {
    this.#graph = graph;
    this.#children = children;
  }

  /** Passes over a tree: what derives from it stands for itself. */
  forget(depth: number): void {
    const own = this.#known[depth];
    if (own !== undefined) own.starts.length = 0;
  }

  /**
   * Takes a tree's links into the graph; false when it is no tree.
   *
   * @param edit - How it derives from the tree that was read last with depth less one; null: it stands for itself.
   */
  read(tree: number, bytes: Uint8Array, depth: number, edit: EditOps | null): boolean {
    const above = edit === null ? undefined : this.#known[depth - 1];
    const base = above === undefined || above.starts.length === 0 ? null : above;
    const own = (this.#known[depth] ??= { tree, starts: new IntList(), links: new IntList(), steps: 0 });
    own.tree = tree;
    own.starts.length = 0;
    own.links.length = 0;
    const { links, splices, removed } = this.#script;
    links.length = 0;
    splices.length = 0;
    removed.length = 0;
    this.#cursor.begin(bytes);
    this.#before.begin(bytes);
    this.#readAt = -1;
    try {
      if (edit === null || base === null) while (this.#readEntry(own));
      else this.#readDerived(base, own, edit);
    } catch (error) {
      if (!(error instanceof GraphGap)) throw error;
      own.starts.length = 0;
      return false;
    }
    own.starts.push(bytes.length);
    this.#add(own, base);
    if (this.#children.isFull) this.#children.settle();
    return true;
  }

  #add(own: Known, base: Known | null): void {
    const script = this.#script;
    const entries = own.links.length;
    const words = script.links.length + script.splices.length + script.removed.length;
    const steps = entries + (base?.steps ?? 0);
    const isShort = base !== null && words < 2 * entries && steps <= MOST_STEPS_AN_ENTRY * entries;
    own.steps = isShort ? steps : entries;
    script.base = isShort ? base.tree : -1;
    script.entries = entries;
    if (base !== null && !isShort) this.#makeWhole(own);
    this.#graph.trees.add(own.tree, script);
  }

  /** Makes all links of a tree new ones. */
  #makeWhole(own: Known): void {
    const { links, splices, removed } = this.#script;
    const { nextLinksAt: at, values } = this.#graph.trees;
    const whole = this.#whole;
    whole.length = 0;
    for (let entry = 0; entry < own.links.length; entry++) {
      const place = own.links.values[entry]!;
      const isNew = place >= at;
      whole.push(isNew ? links.values[place - at]! : values[place]!);
      whole.push(isNew ? links.values[place - at + 1]! : values[place + 1]!);
      own.links.values[entry] = at + 2 * entry;
    }
    links.length = 0;
    links.append(whole);
    splices.length = 0;
    removed.length = 0;
  }

  #readDerived(base: Known, own: Known, edit: EditOps): void {
    const cursor = this.#cursor;
    const { length } = cursor.bytes;
    this.#operation = 0;
    this.#operationStart = 0;
    let next = 0;
    let told = 0;
    while (cursor.next < length) {
      const copied = this.#findCopied(base.starts, next, edit);
      if (copied === -1) {
        this.#readEntry(own);
        continue;
      }
      if (copied > next || this.#script.links.length > told) this.#splice(base, next, copied);
      told = this.#script.links.length;
      next = this.#copy(base, own, copied, edit);
    }
    const end = base.links.length;
    if (end > next || this.#script.links.length > told) this.#splice(base, next, end);
  }

  /** The base's entry that is copied whole to where the cursor stands, `from` or one behind it; -1: there is none. */
  #findCopied(base: IntList, from: number, edit: EditOps): number {
    const at = this.#cursor.next;
    while (this.#operation < edit.length && this.#operationStart + edit[this.#operation + 2]! <= at) {
      this.#operationStart += edit[this.#operation + 2]!;
      this.#operation += OP;
    }
    if (this.#operation >= edit.length || edit[this.#operation] !== 1) return -1;
    const start = edit[this.#operation + 1]!;
    const entry = find(base, from, start + at - this.#operationStart);
    return entry !== -1 && base.values[entry + 1]! <= start + edit[this.#operation + 2]! ? entry : -1;
  }

  /** Takes all entries that the operation at hand copies, from one on; gives the base's entry behind them. */
  #copy(base: Known, own: Known, first: number, edit: EditOps): number {
    if (own.starts.length > 0 && this.#cursor.advance()) this.#checkOrder(own.starts);
    const { values, length } = base.starts;
    const start = edit[this.#operation + 1]!;
    const end = start + edit[this.#operation + 2]!;
    const shift = this.#operationStart - start;
    const most = base.links.length - first;
    own.starts.reserve(most);
    own.links.reserve(most);
    const { values: starts, length: from } = own.starts;
    const { values: links } = own.links;
    const { values: baseLinks } = base.links;
    let entry = first;
    for (let to = from; entry + 1 < length && values[entry + 1]! <= end; entry++, to++) {
      starts[to] = values[entry]! + shift;
      links[to] = baseLinks[entry]!;
    }
    own.starts.length = from + entry - first;
    own.links.length = own.starts.length;
    this.#cursor.next = values[entry]! + shift;
    return entry;
  }

  /** Removes the base's entries `[from, to)`; what was read since the last time is in their place. */
  #splice(base: Known, from: number, to: number): void {
    const { links, splices, removed } = this.#script;
    for (let entry = from; entry < to; entry++) removed.push(base.links.values[entry]!);
    splices.push(from);
    splices.push(removed.length);
    splices.push(links.length / 2);
  }

  /** @throws GraphGap when there is no entry here but something else. */
  #readEntry(own: Known): boolean {
    const cursor = this.#cursor;
    const start = cursor.next;
    if (!cursor.advance()) return false;
    if (own.starts.length > 0) this.#checkOrder(own.starts);
    const { links } = this.#script;
    own.starts.push(start);
    this.#before.standAt(cursor);
    this.#readAt = own.starts.length;
    own.links.push(this.#graph.trees.nextLinksAt + links.length);
    links.push(this.#children.add(cursor));
    links.push(this.#graph.tagOf(cursor));
    return true;
  }

  /** Notes when the entry at hand does not stand behind the one before it. */
  #checkOrder({ values, length }: IntList): void {
    const before = this.#before;
    if (this.#readAt !== length) {
      before.next = values[length - 1]!;
      before.advance();
    }
    if (before.compare(this.#cursor) >= 0) this.#graph.isInOrder = false;
  }
}

/** Of a list of entries' starts the number of the one at a position, at or behind `from`; -1: none begins there. Mostly it is near. */
function find({ values, length }: IntList, from: number, position: number): number {
  if (values[from] === position) return from < length - 1 ? from : -1;
  let low = from + 1;
  let high = length - 1;
  if (low < high && values[low] === position) return low;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! < position) low = middle + 1;
    else high = middle;
  }
  return low < length - 1 && values[low] === position ? low : -1;
}
