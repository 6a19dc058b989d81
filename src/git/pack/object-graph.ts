/**
 * Which commits, trees and wanted blobs refer to which: all commits and trees of a store are read once, and of each tree only
 * the subtrees and the wanted blobs are kept.
 */
import { createArena } from '../../bytes/arena.ts';
import { createGitKernel } from '../kernel/create-kernel.ts';
import { SCRATCH_BYTES, TREE_ENTRY_WORDS, type Bloom, type GitKernel } from '../kernel/kernel.ts';
import { KernelMemory } from '../kernel/memory.ts';
import type { Repository } from '../repository.ts';
import { EntryInheritance } from './entry-inheritance.ts';
import { chunkCount, type WalkPlan } from './forest.ts';
import { readLoose } from './loose.ts';
import { NameTable } from './name-table.ts';
import { listUnread, readPlainly, type ObjectStore } from './object-store.ts';
import { findNode, findNodeByWords, oidOf, type PackTable } from './pack-table.ts';
import { Walker } from './walk.ts';

/** In place of an object that is not here. */
export const ABSENT = -2;

const BLOOM_AT = SCRATCH_BYTES;
const BLOOM_BITS = 1 << 19;
const FIRST_ADDRESS = BLOOM_AT + BLOOM_BITS / 8;
/** A name of one byte, the NUL and the id, with a mode before it. */
const SHORTEST_ENTRY_BYTES = 28;
const MOST_LOOSE_BYTES = 1 << 28;

const align = (address: number): number => (address + 15) & ~15;

/** 32-bit integers that grow. */
class IntList {
  values = new Int32Array(1 << 16);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) {
      const larger = new Int32Array(2 * this.length);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.length++] = value;
  }
}

/** A commit's or tree's number: its node in the packs, or above those for what is loose or came from git. */
export class ObjectGraph {
  readonly names = new NameTable();
  readonly #table: PackTable;
  readonly #extraIds = new Map<string, number>();
  readonly #extraOids: string[] = [];
  /** Where an object's links begin; -1: none known. */
  readonly #starts: Int32Array;
  readonly #extraStarts = new Map<number, number>();
  /** A commit: how many ids, its tree, its parents. A tree: pairs of object and name, closed by -1. */
  readonly #links = new IntList();
  readonly #wanted = new Set<number>();

  constructor(table: PackTable, wanted: Iterable<string>) {
    this.#table = table;
    this.#starts = new Int32Array(table.count).fill(-1);
    for (const oid of wanted) this.#wanted.add(this.enter(oid));
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

  isWanted(object: number): boolean {
    return this.#wanted.has(object);
  }

  get wantedOids(): string[] {
    return [...this.#wanted].map((object) => this.oid(object));
  }

  /** Where the links of a commit or tree begin in `links`, or -1 when it was not read. */
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

  #begin(object: number): void {
    if (object < this.#table.count) this.#starts[object] = this.#links.length;
    else this.#extraStarts.set(object, this.#links.length);
  }

  /** Takes the ids that the kernel read of a commit. */
  addCommit(object: number, memory: KernelMemory, out: number, count: number): void {
    this.#begin(object);
    this.#links.push(count);
    for (let i = 0; i < count; i++) this.#links.push(this.#findAt(memory, (out >> 2) + 5 * i));
  }

  /** Takes the entries that the kernel read of a tree; blobs that are not wanted after all are dropped. */
  addTree(object: number, memory: KernelMemory, read: ReadTree): void {
    const { bytes, words } = memory;
    const { address, out, count, inheritance } = read;
    this.#begin(object);
    for (let word = out >> 2; word < (out >> 2) + TREE_ENTRY_WORDS * count; word += TREE_ENTRY_WORDS) {
      const start = words[word + 1]!;
      const end = words[word + 2]!;
      const known = inheritance.find(start - address, end + 21 - address);
      const child = known === -1 ? this.#findAt(memory, word + 3) : inheritance.values[known + 1]!;
      if ((words[word]! & 0o170000) !== 0o040000 && !this.#wanted.has(child)) continue;
      const name = known === -1 ? this.names.intern(bytes, start, end) : inheritance.values[known + 2]!;
      inheritance.keep(start - address, child, name);
      this.#links.push(child);
      this.#links.push(name);
    }
    this.#links.push(-1);
  }
}

/** A tree at `address` whose entries the kernel wrote to `out`. */
interface ReadTree {
  readonly address: number;
  readonly out: number;
  readonly count: number;
  readonly inheritance: EntryInheritance;
}

/** The graph, and whether something could not be read by anybody. */
export interface ReadGraph {
  readonly graph: ObjectGraph;
  /** Ids of objects that neither this reader nor git can read. */
  readonly missing: readonly string[];
  /** Content of the trees that are not in the packs, or could not be read from them. */
  readonly otherTrees: ReadonlyMap<number, Uint8Array>;
}

/** An object in kernel memory, and where free memory begins behind it. */
interface Place {
  readonly address: number;
  readonly length: number;
  readonly end: number;
}

/** Fills a graph, object by object. */
class GraphReader {
  readonly graph: ObjectGraph;
  readonly refused: string[] = [];
  readonly otherTrees = new Map<number, Uint8Array>();
  readonly #kernel: GitKernel;
  readonly #bloom: Bloom = { at: BLOOM_AT, mask: BLOOM_BITS - 1 };
  readonly #table: PackTable;
  readonly #inheritance = new EntryInheritance();

  constructor(table: PackTable, wanted: Iterable<string>) {
    this.graph = new ObjectGraph(table, wanted);
    this.#table = table;
    this.#kernel = createGitKernel(new KernelMemory());
    this.#fillBloom();
  }

  #fillBloom(): void {
    const { memory } = this.#kernel;
    if (!memory.ensure(FIRST_ADDRESS)) throw new RangeError('no memory for a Bloom filter');
    memory.bytes.fill(0, BLOOM_AT, FIRST_ADDRESS);
    for (const oid of this.graph.wantedOids) {
      const id = Buffer.from(oid, 'hex');
      for (const at of [0, 4]) {
        const bit = (id.readUInt32LE(at) & this.#bloom.mask) >>> 0;
        memory.bytes[BLOOM_AT + (bit >> 3)]! |= 1 << (bit & 7);
      }
    }
  }

  walk(plan: WalkPlan, type: 'commit' | 'tree'): void {
    const options = { firstAddress: FIRST_ADDRESS, shortestCopy: SHORTEST_ENTRY_BYTES, wantEdits: type === 'tree' };
    const walker = new Walker(this.#table, this.#kernel, options);
    try {
      for (let chunk = 0; chunk < chunkCount(plan); chunk++) {
        for (const { node, depth, address, bytes, edit } of walker.walk(plan, chunk)) {
          this.#inheritance.begin(depth, edit);
          // The edit lies in front of what is written next.
          const end = edit === null ? address + bytes.length : edit.byteOffset + edit.byteLength;
          this.#take(node, type, { address, length: bytes.length, end });
        }
      }
    } finally {
      walker.close();
    }
    for (const { oid } of walker.takeRefusals()) this.refused.push(oid);
  }

  /** An object that came from elsewhere. */
  add(oid: string, type: 'commit' | 'tree', content: Uint8Array): void {
    if (!this.#kernel.memory.ensure(FIRST_ADDRESS + content.length + 16)) this.refused.push(oid);
    else {
      const object = this.graph.enter(oid);
      this.#kernel.memory.bytes.set(content, FIRST_ADDRESS);
      this.#inheritance.begin(0, null);
      const place = { address: FIRST_ADDRESS, length: content.length, end: FIRST_ADDRESS + content.length };
      this.#take(object, type, place);
      if (type === 'tree') this.otherTrees.set(object, Uint8Array.from(content));
    }
  }

  #take(object: number, type: 'commit' | 'tree', { address, length, end }: Place): void {
    const { memory } = this.#kernel;
    const out = align(end + 16);
    const room = type === 'tree' ? TREE_ENTRY_WORDS * 4 * (length / 24 + 1) : 20 * (length / 48 + 1);
    let count = -1;
    if (memory.ensure(Math.ceil(out + room))) {
      if (type === 'tree') count = this.#kernel.readTree(address, length, out, this.#bloom);
      else count = this.#kernel.readCommit(address, length, out);
    }
    if (count < 0) this.refused.push(this.graph.oid(object));
    else if (type === 'tree')
      this.graph.addTree(object, memory, { address, out, count, inheritance: this.#inheritance });
    else this.graph.addCommit(object, memory, out, count);
  }
}

/** Reads all commits and trees of a store, those that it cannot read from git. */
export async function readGraph(
  repository: Repository,
  store: ObjectStore,
  wanted: Iterable<string>,
): Promise<ReadGraph> {
  const reader = new GraphReader(store.table, wanted);
  const loose = [];
  // Numbers first: links may point to what is read later.
  for (const place of store.loose) {
    const object = readLoose(place, MOST_LOOSE_BYTES);
    if ('reason' in object) reader.refused.push(place.oid);
    else if (object.type === 'commit' || object.type === 'tree') {
      reader.graph.enter(object.oid);
      loose.push({ ...object, type: object.type });
    }
  }
  const unread = await listUnread(repository, store);
  for (const oid of unread) reader.graph.enter(oid);
  reader.walk(store.forest.trees, 'tree');
  reader.walk(store.forest.commits, 'commit');
  for (const { oid, type, bytes } of loose) reader.add(oid, type, bytes);
  const missing = await readRefused(repository, reader, unread);
  return { graph: reader.graph, missing, otherTrees: reader.otherTrees };
}

/** Asks git for what could not be read here; gives what it has not either. */
async function readRefused(repository: Repository, reader: GraphReader, unread: readonly string[]): Promise<string[]> {
  const oids = [...new Set([...unread, ...reader.refused.splice(0)])];
  const missing = new Set<string>();
  for (const type of ['tree', 'commit'] as const) {
    for await (const object of readPlainly(repository, oids, type, createArena())) {
      if (object.type === 'missing') missing.add(object.oid);
      else reader.add(object.oid, type, object.bytes);
    }
  }
  return [...missing, ...reader.refused];
}
