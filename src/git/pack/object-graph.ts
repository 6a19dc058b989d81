/** Which commits, trees and tags refer to which objects. */
import type { KernelMemory } from '../kernel/memory.ts';
import { BLOB, COMMIT, TAG, TREE } from './headers.ts';
import { IntList } from './int-list.ts';
import { NameTable, type NamesKept } from './name-table.ts';
import { NodeIds } from './node-ids.ts';
import { findNode, findNodeByWords, findNodes, type PackTable } from './pack-table.ts';
import { Places } from './places.ts';
import type { TreeCursor } from './tree-cursor.ts';
import { NO_TAG, TreeLinks } from './tree-links.ts';

/** In place of an object that is not here, or is not of the kind that whoever refers to it says. */
export const ABSENT = -2;

/** Kinds of object as packs number them. */
export type Kind = typeof COMMIT | typeof TREE | typeof BLOB | typeof TAG;

/** All that is known of the objects of some packs, in flat arrays. */
export interface GraphParts {
  /** By node. */
  readonly places: Int32Array;
  /** Of commits and tags. */
  readonly links: Int32Array;
  readonly trees: Int32Array;
  readonly names: NamesKept;
  /** Whether that is all that there is to know. */
  readonly isClosed: boolean;
}

/** Of nothing. */
export const NO_PARTS: GraphParts = {
  places: new Int32Array(0),
  links: new Int32Array(0),
  trees: new Int32Array(0),
  names: { bytes: new Uint8Array(0), ends: new Uint32Array(0) },
  isClosed: false,
};

/** An object's number: its node in the packs, or above those for what is loose or came from git. */
export class ObjectGraph {
  readonly names: NameTable;
  readonly #table: PackTable;
  readonly #ids: NodeIds;
  readonly #extraIds = new Map<string, number>();
  readonly #extraOids: string[] = [];
  #found = new Int32Array(0);
  readonly #lacking = new Set<number>();
  readonly #extraKinds = new Map<number, Kind>();
  readonly #places: Places;
  /** A commit: how many ids, its tree, its parents, its date. A tag: its object. */
  readonly #links: IntList;
  /** Those of trees. */
  readonly trees: TreeLinks;
  /** Whether the entries of all trees that were read are in order, no name twice: what others change only git can say. */
  isInOrder = true;

  /** @param known - What an earlier run has read in the first packs of the table. */
  constructor(table: PackTable, known: GraphParts = NO_PARTS) {
    this.#table = table;
    this.#ids = NodeIds.of(table);
    this.names = new NameTable(known.names);
    this.#links = new IntList(known.links);
    this.#places = new Places(table.count, known.places);
    this.trees = new TreeLinks(this.#places, known.trees);
  }

  /** What another graph of the same packs is made of; borrowed. */
  parts(): GraphParts {
    return {
      places: this.#places.many,
      links: this.links.subarray(0, this.#links.length),
      trees: this.trees.values.subarray(0, this.trees.length),
      names: this.names.parts(),
      isClosed: false,
    };
  }

  /** The number of an object, made if it has none. */
  enter(oid: string): number {
    const found = this.find(oid);
    if (found !== ABSENT) return found;
    const number = this.#table.count + this.#extraOids.length;
    this.#extraIds.set(oid, number);
    this.#extraOids.push(oid);
    return number;
  }

  /**
   * As `enter`, of a blob that a tree names and nobody has here, as in a partial clone: five words at `words[at..]`. ABSENT where there are
   * too many to number them.
   */
  enterLacking(words: Int32Array, at: number): number {
    const oid = hexOf(words, at);
    const isNew = this.find(oid) === ABSENT;
    if (isNew && this.#lacking.size === MOST_LACKING) return ABSENT;
    const object = this.enter(oid);
    if (isNew) this.#lacking.add(object);
    return object;
  }

  /** Whether an object is a blob that only trees tell of. */
  isLacking(object: number): boolean {
    return this.#lacking.has(object);
  }

  /** Tells the kind of an object that the packs do not tell. */
  setKind(object: number, kind: Kind): void {
    this.#extraKinds.set(object, kind);
  }

  /** 1 commit, 2 tree, 3 blob, 4 tag; 0: not known. */
  kindOf(object: number): number {
    const packed = object >= 0 && object < this.#table.count ? this.#table.kinds[object]! : 0;
    return packed === 0 ? (this.#extraKinds.get(object) ?? 0) : packed;
  }

  /** The number of an object, or ABSENT. */
  find(oid: string): number {
    const node = this.#ids.node(oid);
    return node === -1 ? (this.#extraIds.get(oid) ?? ABSENT) : node;
  }

  /** As `find`, of the id at `bytes[at..at+20)`. */
  findId(bytes: Uint8Array, at: number): number {
    const node = findNode(this.#table, bytes, at);
    if (node !== -1 || this.#extraIds.size === 0) return node === -1 ? ABSENT : node;
    return this.#extraIds.get(Buffer.from(bytes.buffer, bytes.byteOffset + at, 20).toString('hex')) ?? ABSENT;
  }

  /** As `find`, of many ids, five words each. Borrowed until it is asked for again. */
  findAll(ids: Int32Array, count: number): Int32Array {
    if (this.#found.length < count) this.#found = new Int32Array(2 * count);
    const found = this.#found;
    findNodes(this.#table, ids, count, found);
    for (let i = 0; i < count; i++) if (found[i] === -1) found[i] = this.#findExtra(ids, 5 * i);
    return found;
  }

  #findExtra(words: Int32Array, at: number): number {
    if (this.#extraIds.size === 0) return ABSENT;
    return this.#extraIds.get(hexOf(words, at)) ?? ABSENT;
  }

  /** As `find`, of the id that stands in memory as five words from `at` on. */
  #findAt(memory: KernelMemory, at: number): number {
    const node = findNodeByWords(this.#table, memory.words, at);
    return node === -1 ? this.#findExtra(memory.words, at) : node;
  }

  /** Object id of a number. */
  oid(object: number): string {
    return object < this.#table.count ? this.#ids.oid(object) : this.#extraOids[object - this.#table.count]!;
  }

  /** Numbers are below this. */
  get size(): number {
    return this.#table.count + this.#extraOids.length;
  }

  /** Where the links of a commit or tag begin in `links`; of what was not read, of a tree too, -1. */
  start(object: number): number {
    return this.#places.get(object);
  }

  /** The links of commits and tags; read anew after anything was added. */
  get links(): Int32Array {
    return this.#links.values;
  }

  /** All that a commit or tag refers to. */
  linksOf(object: number): Int32Array {
    const start = this.start(object);
    if (this.kindOf(object) === TAG) return this.links.subarray(start, start + 1);
    return this.links.subarray(start + 1, start + 1 + this.links[start]!);
  }

  /** A commit's tree, or ABSENT. */
  treeOf(commit: number): number {
    return this.links[this.start(commit) + 1]!;
  }

  /** A commit's parents; ABSENT for one that is not here. */
  parentsOf(commit: number): Int32Array {
    const start = this.start(commit);
    return this.links.subarray(start + 2, start + 1 + this.links[start]!);
  }

  /** The committer's clock, in seconds. */
  dateOf(commit: number): number {
    const start = this.start(commit);
    return this.links[start + 1 + this.links[start]!]! >>> 0;
  }

  /** The file at a path of a tree; ABSENT where there is none. */
  blobAt(root: number, names: readonly number[]): number {
    let object = root;
    for (let depth = 0; depth < names.length; depth++) {
      if (this.start(object) === -1) return ABSENT;
      const asked = 2 * names[depth]! + (depth === names.length - 1 ? 1 : 0);
      object = this.trees.find(object, asked) ?? ABSENT;
    }
    return object;
  }

  /** Takes the ids that the kernel read of a commit. */
  addCommit(object: number, memory: KernelMemory, read: ReadIds): void {
    this.#places.set(object, this.#links.length);
    this.#links.push(read.count);
    for (let i = 0; i < read.count; i++) this.#links.push(this.#findAt(memory, (read.out >> 2) + 5 * i));
    this.#links.push(read.date);
  }

  /** Takes what a tag says that it names. */
  addTag(object: number, oid: string): void {
    this.#places.set(object, this.#links.length);
    this.#links.push(this.find(oid));
  }

  /** The tag of an entry's link; NO_TAG for a submodule. */
  tagOf(entry: TreeCursor): number {
    if (entry.isSubmodule) return NO_TAG;
    return this.tagFor(entry.bytes, entry.nameStart, entry.nameEnd, entry.isTree);
  }

  /** The tag of a link to a folder or file with the name `bytes[start..end)`. */
  tagFor(bytes: Uint8Array, start: number, end: number, isTree: boolean): number {
    return 2 * this.names.intern(bytes, start, end) + (isTree ? 0 : 1);
  }
}

/** Blobs that are not here and are numbered. */
const MOST_LACKING = 1 << 18;

function hexOf(words: Int32Array, at: number): string {
  return Buffer.from(words.buffer, words.byteOffset + 4 * at, 20).toString('hex');
}

/** Ids that the kernel wrote to `out`, of a commit of this date. */
interface ReadIds {
  readonly out: number;
  readonly count: number;
  readonly date: number;
}
