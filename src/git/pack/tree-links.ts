/**
 * What the entries of trees refer to. A tree that derives from another is kept as what it does to that one's entries, as packs keep it: a few
 * words where all of its links would be hundreds.
 */
import { IntList } from './int-list.ts';
import type { Places } from './places.ts';

/** What a tree's link is called: the number of its name, twice, and one more for what is no folder. */
export function isFileTag(tag: number): boolean {
  return (tag & 1) === 1;
}

/** In place of the tag of a submodule, whose objects are elsewhere. */
export const NO_TAG = -1;

/** In a link this and what is below stands for an object that was not looked up yet: number 0 and the next. */
export const FIRST_UNSETTLED = -3;

/** What a tree does to the entries of its base, from the first to the last. */
export interface TreeScript {
  /** The number of the tree that it derives from; -1: it stands for itself, and all its links are new. */
  base: number;
  /** How many entries it has. */
  entries: number;
  /** The links that are inserted: object and tag. */
  readonly links: IntList;
  /**
   * Where something is removed or inserted, three numbers each: the base's entry at which that is; how many of the base's entries were removed
   * up to here, this time included; and how many links were inserted.
   */
  readonly splices: IntList;
  /** Where in `values` the links are that are removed. */
  readonly removed: IntList;
}

/** Of a tree without entries, to be filled. */
export function emptyScript(): TreeScript {
  return { base: -1, entries: 0, links: new IntList(), splices: new IntList(), removed: new IntList() };
}

const SPLICE = 3;
/** Base, count of entries, of new links, of splices; the new links, the splices and what is removed follow. */
const HEAD = 4;

/** By number. */
export interface WalkedTrees {
  /** 1: it was walked. */
  readonly done: Uint8Array;
  /** A tree that derives from this one and was walked; -1: none is known. */
  readonly heirs: Int32Array;
}

type IsAsked = (object: number, tag: number) => boolean;

export class TreeLinks {
  readonly #places: Places;
  readonly #list: IntList;
  /** Links up to here refer to objects. */
  #settled: number;
  readonly #chain: number[] = [];
  /** Entries on the way down a chain: the position of each, and where its link is. */
  #entries = new IntList();
  #derived = new IntList();
  readonly #collected = new IntList();

  /** @param known - Records that are there already. */
  constructor(places: Places, known: Int32Array) {
    this.#places = places;
    this.#list = new IntList(known);
    this.#settled = known.length;
  }

  /** How much of `values` is used. */
  get length(): number {
    return this.#list.length;
  }

  /** All records; read anew after anything was added. */
  get values(): Int32Array {
    return this.#list.values;
  }

  /** Where in `values` the links of the tree that comes next are going to be. */
  get nextLinksAt(): number {
    return this.#list.length + HEAD;
  }

  /** Takes a tree. */
  add(tree: number, { base, entries, links, splices, removed }: TreeScript): void {
    const list = this.#list;
    this.#places.set(tree, list.length);
    list.push(base);
    list.push(entries);
    list.push(links.length / 2);
    list.push(splices.length / SPLICE);
    list.append(links);
    list.append(splices);
    list.append(removed);
  }

  /** Puts objects in place of those numbers that stand for them in the links that were added since the last time. */
  settle(objects: Int32Array): void {
    const { values, length } = this.#list;
    // Nothing else in a record is that low.
    for (let i = this.#settled; i < length; i++) {
      if (values[i]! <= FIRST_UNSETTLED) values[i] = objects[FIRST_UNSETTLED - values[i]!]!;
    }
    this.#settled = length;
  }

  /** The tree from which one that was read inherits; -1: none. */
  baseOf(tree: number): number {
    return this.values[this.#places.get(tree)]!;
  }

  /** Where in `values` the new links of a tree begin: object and tag each. */
  newLinksAt(tree: number): number {
    return this.#places.get(tree) + HEAD;
  }

  /** How many new links it has. */
  newLinksOf(tree: number): number {
    return this.values[this.#places.get(tree) + 2]!;
  }

  /** Where in `values` it tells what is removed: where the link of each is. */
  removedAt(tree: number): number {
    const at = this.#places.get(tree);
    return at + HEAD + 2 * this.values[at + 2]! + SPLICE * this.values[at + 3]!;
  }

  /** How many links of its base are removed. */
  removedOf(tree: number): number {
    return this.values[this.#places.get(tree) + 3] === 0 ? 0 : this.values[this.removedAt(tree) - 2]!;
  }

  /** Those links of a tree that are asked for, object and tag each, in the order of its entries. */
  collect(tree: number, isAsked: IsAsked): Int32Array {
    const into = this.#collected;
    into.length = 0;
    this.placesOf(tree, isAsked, { into, walked: null });
    const { values } = this;
    const links = new Int32Array(2 * into.length);
    for (let i = 0; i < into.length; i++) {
      links[2 * i] = values[into.values[i]!]!;
      links[2 * i + 1] = values[into.values[i]! + 1]!;
    }
    return links;
  }

  /** What a tree's first link with a tag refers to; undefined: it has none. */
  find(tree: number, tag: number): number | undefined {
    const into = this.#collected;
    into.length = 0;
    this.placesOf(tree, (_, other) => other === tag, { into, walked: null });
    return into.length === 0 ? undefined : this.values[into.values[0]!];
  }

  /**
   * Where in `values` those links of a tree are that are asked for, in the order of its entries.
   *
   * @param walked - Trees of which nothing is asked any more, nor of what a tree shares with them.
   */
  placesOf(tree: number, isAsked: IsAsked, { into, walked }: { into: IntList; walked: WalkedTrees | null }): void {
    const { values } = this;
    const chain = this.#chain;
    chain.length = 0;
    this.#entries.length = 0;
    for (let above = tree; ;) {
      const at = this.#places.get(above);
      if (walked !== null && walked.done[above] === 1) break;
      if (walked !== null && walked.heirs[above] !== -1) {
        this.#keepRemoved(walked.heirs[above]!, isAsked);
        break;
      }
      if (values[at] === -1) {
        this.#keepWhole(at, isAsked);
        break;
      }
      chain.push(at);
      above = values[at]!;
    }
    for (let link = chain.pop(); link !== undefined; link = chain.pop()) this.#derive(link, isAsked);
    const { length, values: entries } = this.#entries;
    for (let i = 1; i < length; i += 2) into.push(entries[i]!);
  }

  /** Entries of a base that are not in what derives from it. */
  #keepRemoved(heir: number, isAsked: IsAsked): void {
    const { values } = this;
    const links = this.newLinksAt(heir);
    let place = this.removedAt(heir);
    let removed = 0;
    for (let splice = links + 2 * this.newLinksOf(heir); splice < this.removedAt(heir); splice += SPLICE) {
      for (let position = values[splice]!; removed < values[splice + 1]!; removed++) {
        this.#keep(this.#entries, position++, values[place++]!, isAsked);
      }
    }
  }

  #keepWhole(at: number, isAsked: IsAsked): void {
    const { values } = this;
    const count = values[at + 1]!;
    const entries = this.#entries;
    entries.reserve(2 * count);
    const { values: kept } = entries;
    let length = 0;
    for (let i = 0; i < count; i++) {
      const link = at + HEAD + 2 * i;
      if (!isAsked(values[link]!, values[link + 1]!)) continue;
      kept[length++] = i;
      kept[length++] = link;
    }
    entries.length = length;
  }

  #keep(list: IntList, position: number, link: number, isAsked: IsAsked): void {
    if (!isAsked(this.values[link]!, this.values[link + 1]!)) return;
    list.push(position);
    list.push(link);
  }

  /** Makes of a base's entries those of what derives from it. */
  #derive(at: number, isAsked: IsAsked): void {
    const { values } = this;
    const { length, values: base } = this.#entries;
    const links = at + HEAD;
    const splices = links + 2 * values[at + 2]!;
    const end = splices + SPLICE * values[at + 3]!;
    const list = this.#derived;
    list.length = 0;
    list.reserve(length + 2 * values[at + 2]!);
    const { values: derived } = list;
    let count = 0;
    let removed = 0;
    let inserted = 0;
    let i = 0;
    for (let splice = splices; ; splice += SPLICE) {
      const from = splice === end ? Infinity : values[splice]!;
      for (; i < length && base[i]! < from; i += 2) {
        derived[count++] = base[i]! - removed + inserted;
        derived[count++] = base[i + 1]!;
      }
      if (splice === end) break;
      const to = from + values[splice + 1]! - removed;
      while (i < length && base[i]! < to) i += 2;
      for (; inserted < values[splice + 2]!; inserted++) {
        const link = links + 2 * inserted;
        if (!isAsked(values[link]!, values[link + 1]!)) continue;
        derived[count++] = from - removed + inserted;
        derived[count++] = link;
      }
      removed = values[splice + 1]!;
    }
    list.length = count;
    this.#derived = this.#entries;
    this.#entries = list;
  }
}
