/** Which commits, trees and tags refer to which objects, in eight bytes a link. */
import { TREE_ENTRY_WORDS } from '../kernel/kernel.ts';
import { KernelMemory } from '../kernel/memory.ts';
import type { EntryInheritance } from './entry-inheritance.ts';
import { BLOB, COMMIT, TAG, TREE } from './headers.ts';
import { NameTable } from './name-table.ts';
import { findNode, findNodeByWords, oidOf, type PackTable } from './pack-table.ts';

/** In place of an object that is not here, or is not of the kind that whoever refers to it says. */
export const ABSENT = -2;

/** What a tree's link is called: the number of its name, twice, and one more for what is no folder. */
export function isFileTag(tag: number): boolean {
  return (tag & 1) === 1;
}

const FORMAT = 0o170000;
const FOLDER = 0o040000;
const SUBMODULE = 0o160000;

/** 32-bit integers that grow where they are: tens of megabytes would be copied each time. */
class IntList {
  readonly #memory = new KernelMemory();
  values = this.#memory.words;
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) this.#grow();
    this.values[this.length++] = value;
  }

  #grow(): void {
    if (!this.#memory.ensure(4 * this.length + 4)) throw new RangeError('no memory for the links of so many objects');
    this.values = this.#memory.words;
  }
}

/** Kinds of object as packs number them. */
export type Kind = typeof COMMIT | typeof TREE | typeof BLOB | typeof TAG;

/** An object's number: its node in the packs, or above those for what is loose or came from git. */
export class ObjectGraph {
  readonly names = new NameTable();
  readonly #table: PackTable;
  readonly #extraIds = new Map<string, number>();
  readonly #extraOids: string[] = [];
  readonly #extraKinds = new Map<number, Kind>();
  /** Where an object's links begin; -1: none known. */
  readonly #starts: Int32Array;
  readonly #extraStarts = new Map<number, number>();
  /** A commit: how many ids, its tree, its parents, its date. A tree: pairs of object and tag, closed by -1. A tag: its object. */
  readonly #links = new IntList();

  constructor(table: PackTable) {
    this.#table = table;
    this.#starts = new Int32Array(table.count).fill(-1);
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
    return this.findId(Buffer.from(oid, 'hex'), 0);
  }

  /** As `find`, of the id at `bytes[at..at+20)`. */
  findId(bytes: Uint8Array, at: number): number {
    const node = findNode(this.#table, bytes, at);
    if (node !== -1 || this.#extraIds.size === 0) return node === -1 ? ABSENT : node;
    return this.#extraIds.get(Buffer.from(bytes.buffer, bytes.byteOffset + at, 20).toString('hex')) ?? ABSENT;
  }

  /** As `find`, of the id that stands in memory as five words from `at` on. */
  #findAt(memory: KernelMemory, at: number): number {
    const node = findNodeByWords(this.#table, memory.words, at);
    if (node !== -1 || this.#extraIds.size === 0) return node === -1 ? ABSENT : node;
    return this.#extraIds.get(Buffer.from(memory.memory.buffer, 4 * at, 20).toString('hex')) ?? ABSENT;
  }

  /** Object id of a number. */
  oid(object: number): string {
    return object < this.#table.count ? oidOf(this.#table, object) : this.#extraOids[object - this.#table.count]!;
  }

  /** Numbers are below this. */
  get size(): number {
    return this.#table.count + this.#extraOids.length;
  }

  /** Where the links of a commit, tree or tag begin in `links`, or -1 when it was not read. */
  start(object: number): number {
    if (object < 0) return -1;
    return object < this.#table.count ? this.#starts[object]! : (this.#extraStarts.get(object) ?? -1);
  }

  /** All links; read anew after anything was added. */
  get links(): Int32Array {
    return this.#links.values;
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
      const tag = 2 * names[depth]! + (depth === names.length - 1 ? 1 : 0);
      let at = this.start(object);
      if (at === -1) return ABSENT;
      while (this.links[at] !== -1 && this.links[at + 1] !== tag) at += 2;
      if (this.links[at] === -1) return ABSENT;
      object = this.links[at]!;
    }
    return object;
  }

  #begin(object: number): void {
    if (object < this.#table.count) this.#starts[object] = this.#links.length;
    else this.#extraStarts.set(object, this.#links.length);
  }

  /** Takes the ids that the kernel read of a commit. */
  addCommit(object: number, memory: KernelMemory, read: ReadIds): void {
    this.#begin(object);
    this.#links.push(read.count);
    for (let i = 0; i < read.count; i++) this.#links.push(this.#findAt(memory, (read.out >> 2) + 5 * i));
    this.#links.push(read.date);
  }

  /** Takes what a tag says that it names. */
  addTag(object: number, oid: string): void {
    this.#begin(object);
    this.#links.push(this.find(oid));
  }

  /** Takes the entries that the kernel read of a tree. */
  addTree(object: number, memory: KernelMemory, read: ReadTree): void {
    const { words } = memory;
    const { address, out, count, inheritance } = read;
    this.#begin(object);
    let start = 0;
    for (let word = out >> 2; word < (out >> 2) + TREE_ENTRY_WORDS * count; word += TREE_ENTRY_WORDS) {
      const end = words[word + 2]! + 21 - address;
      const known = inheritance.find(start, end);
      const child = known === -1 ? this.#childAt(memory, word) : inheritance.values[known + 1]!;
      const tag = known === -1 ? this.#tagAt(memory, word) : inheritance.values[known + 2]!;
      inheritance.keep(start, child, tag);
      start = end;
      if (tag === NO_TAG) continue;
      this.#links.push(child);
      this.#links.push(tag);
    }
    this.#links.push(-1);
  }

  /** The object of an entry; one of another kind than the entry says is none. */
  #childAt(memory: KernelMemory, word: number): number {
    const format = memory.words[word]! & FORMAT;
    if (format === SUBMODULE) return ABSENT;
    const child = this.#findAt(memory, word + 3);
    const kind = this.kindOf(child);
    if (format === FOLDER) return kind === TREE || kind === 0 ? child : ABSENT;
    return kind === BLOB || kind === 0 ? child : ABSENT;
  }

  /** The tag of an entry's link; NO_TAG for a submodule, whose objects are elsewhere. */
  #tagAt({ bytes, words }: KernelMemory, word: number): number {
    const format = words[word]! & FORMAT;
    if (format === SUBMODULE) return NO_TAG;
    return 2 * this.names.intern(bytes, words[word + 1]!, words[word + 2]!) + (format === FOLDER ? 0 : 1);
  }
}

const NO_TAG = -1;

/** Ids that the kernel wrote to `out`, of a commit of this date. */
interface ReadIds {
  readonly out: number;
  readonly count: number;
  readonly date: number;
}

/** A tree at `address` whose entries the kernel wrote to `out`. */
interface ReadTree {
  readonly address: number;
  readonly out: number;
  readonly count: number;
  readonly inheritance: EntryInheritance;
}
