/** Reads all commits, trees and tags of a store into a graph, each once; those that cannot be read here from git. */
import { createArena } from '../../bytes/arena.ts';
import { createGitKernel } from '../kernel/create-kernel.ts';
import { SCRATCH_BYTES, type GitKernel } from '../kernel/kernel.ts';
import { KernelMemory } from '../kernel/memory.ts';
import type { Repository } from '../repository.ts';
import { commitDate } from './commit-date.ts';
import { chunkCount, type WalkPlan } from './forest.ts';
import { BLOB, COMMIT, TAG, TREE } from './headers.ts';
import { readLoose, type ObjectType } from './loose.ts';
import { type Kind, ObjectGraph } from './object-graph.ts';
import { ChildFinder } from './child-finder.ts';
import { partOfPlan } from './part-of-plan.ts';
import { listUnread, readPlainly, type ObjectStore } from './object-store.ts';
import type { PackTable } from './pack-table.ts';
import { Turns } from './turns.ts';
import { TreeBatches } from './tree-batches.ts';
import { TreeScripts } from './tree-scripts.ts';
import { Walker } from './walk.ts';

const FIRST_ADDRESS = SCRATCH_BYTES;
/** A name of one byte, the NUL and the id, with a mode before it. */
const SHORTEST_ENTRY_BYTES = 28;
const MOST_LOOSE_BYTES = 1 << 28;

const align = (address: number): number => (address + 15) & ~15;

/** The graph, and whether something could not be read by anybody. */
export interface ReadGraph {
  readonly graph: ObjectGraph;
  /** Ids of objects that neither this reader nor git can read. */
  readonly missing: readonly string[];
  /** Content of the trees that are not in the packs, or could not be read from them. */
  readonly otherTrees: ReadonlyMap<number, Uint8Array>;
  /** Whether all that the packs hold was read from them. */
  readonly isWhole: boolean;
}

/** What is read of one type at a time. */
type LinkType = 'commit' | 'tree' | 'tag';

const KINDS: Readonly<Record<ObjectType, Kind>> = { commit: COMMIT, tree: TREE, blob: BLOB, tag: TAG };

/** Fills a graph, object by object. */
class GraphReader {
  readonly graph: ObjectGraph;
  readonly refused: string[] = [];
  readonly otherTrees = new Map<number, Uint8Array>();
  #kernelMade: GitKernel | null = null;
  readonly #table: PackTable;
  readonly #children: ChildFinder;
  readonly #trees: TreeScripts;
  /** Whether an earlier run has read all that the packs hold, or some of it. */
  readonly #knowsAll: boolean;
  readonly #knowsSome: boolean;

  constructor({ table, knownGraph }: ObjectStore, graph: ObjectGraph) {
    this.graph = graph;
    this.#knowsSome = knownGraph !== null;
    this.#knowsAll = knownGraph?.isClosed === true && knownGraph.places.length === table.count;
    this.#table = table;
    this.#children = new ChildFinder(graph);
    this.#trees = new TreeScripts(graph, this.#children);
  }

  /** Mostly there is nothing to read when an earlier run has kept what it read. */
  get #kernel(): GitKernel {
    return (this.#kernelMade ??= createGitKernel(new KernelMemory()));
  }

  /** Reads what is not known yet. */
  async walk(plan: WalkPlan, type: LinkType): Promise<void> {
    const isNew = (node: number): boolean => this.graph.start(node) === -1;
    if (this.#knowsAll) return;
    if (!this.#knowsSome) return this.#walk(plan, type);
    for (let chunk = 0; chunk < chunkCount(plan); chunk++) {
      const part = partOfPlan(plan, chunk, isNew);
      if (part.nodes.length > 0) await this.#walk(part, type);
    }
  }

  async #walk(plan: WalkPlan, type: LinkType): Promise<void> {
    const options = { firstAddress: FIRST_ADDRESS, shortestCopy: SHORTEST_ENTRY_BYTES, wantEdits: type === 'tree' };
    const walker = new Walker(this.#table, this.#kernel, options);
    const turns = new Turns();
    const batches = type === 'tree' ? TreeBatches.create(this.#table, this.#kernel, this.graph, this.#children) : null;
    try {
      for (let chunk = 0; chunk < chunkCount(plan); chunk++) {
        if (batches !== null && (await batches.read(plan, chunk, turns))) continue;
        for (const { node, depth, bytes, edit } of walker.walk(plan, chunk)) {
          if (this.graph.start(node) !== -1) this.#trees.forget(depth);
          else if (type === 'tree') this.#settle(node, this.#trees.read(node, bytes, depth, edit));
          else this.#settle(node, this.#take(node, type, bytes));
          if (turns.isDue()) await turns.give();
        }
      }
    } finally {
      walker.close();
      batches?.close();
    }
    for (const { oid } of walker.takeRefusals()) this.refused.push(oid);
    for (const node of batches?.refused ?? []) this.refused.push(this.graph.oid(node));
  }

  /** An object that came from elsewhere. */
  add(oid: string, type: LinkType, content: Uint8Array): void {
    const object = this.graph.enter(oid);
    this.graph.setKind(object, KINDS[type]);
    if (type === 'tree') {
      this.otherTrees.set(object, Uint8Array.from(content));
      this.#settle(object, this.#trees.read(object, content, 0, null));
    } else if (this.#kernel.memory.ensure(FIRST_ADDRESS + content.length + 16)) {
      this.#kernel.memory.bytes.set(content, FIRST_ADDRESS);
      const { bytes } = this.#kernel.memory;
      this.#settle(object, this.#take(object, type, bytes.subarray(FIRST_ADDRESS, FIRST_ADDRESS + content.length)));
    } else this.refused.push(oid);
  }

  /** To be called behind the last object. */
  finish(): void {
    this.#children.settle();
  }

  #settle(object: number, isTaken: boolean): void {
    if (!isTaken) this.refused.push(this.graph.oid(object));
  }

  /** @param bytes - In the kernel's memory, with free memory behind them. */
  #take(object: number, type: 'commit' | 'tag', bytes: Uint8Array): boolean {
    return type === 'commit' ? this.#takeCommit(object, bytes) : this.#takeTag(object, bytes);
  }

  #takeCommit(object: number, { byteOffset: address, length }: Uint8Array): boolean {
    const { memory } = this.#kernel;
    const out = align(address + length + 16);
    if (!memory.ensure(Math.ceil(out + 20 * (length / 48 + 1)))) return false;
    const count = this.#kernel.readCommit(address, length, out);
    if (count < 0) return false;
    const date = commitDate(memory.bytes.subarray(address, address + length), 46 + 48 * (count - 1));
    this.graph.addCommit(object, memory, { out, count, date });
    return true;
  }

  #takeTag(object: number, bytes: Uint8Array): boolean {
    const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 48)).toString('latin1');
    const oid = /^object ([0-9a-f]{40})\n/.exec(head)?.[1];
    if (oid !== undefined) this.graph.addTag(object, oid);
    return oid !== undefined;
  }
}

/** Reads all commits, trees and tags of a store, those that it cannot read from git. Others have their turns meanwhile. */
export async function readGraph(repository: Repository, store: ObjectStore): Promise<ReadGraph> {
  const graph = new ObjectGraph(store.table, store.knownGraph ?? undefined);
  const reader = new GraphReader(store, graph);
  const loose: { readonly oid: string; readonly type: LinkType; readonly bytes: Uint8Array }[] = [];
  // Numbers first: links may point to what is read later.
  for (const place of store.loose) {
    const object = readLoose(place, MOST_LOOSE_BYTES);
    const number = graph.enter(place.oid);
    if ('reason' in object) reader.refused.push(place.oid);
    else {
      graph.setKind(number, KINDS[object.type]);
      if (object.type !== 'blob') loose.push({ ...object, type: object.type });
    }
  }
  const unread = await listUnread(repository, store);
  for (const oid of unread) graph.enter(oid);
  await reader.walk(store.forest.trees, 'tree');
  await reader.walk(store.forest.commits, 'commit');
  await reader.walk(store.forest.tags, 'tag');
  for (const { oid, type, bytes } of loose) reader.add(oid, type, bytes);
  const isWhole = reader.refused.length + unread.length === 0;
  const missing = await readRefused(repository, reader, unread);
  reader.finish();
  return { graph, missing, otherTrees: reader.otherTrees, isWhole };
}

/** Asks git for what could not be read here; gives what it has not either. */
async function readRefused(repository: Repository, reader: GraphReader, unread: readonly string[]): Promise<string[]> {
  const oids = [...new Set([...unread, ...reader.refused.splice(0)])];
  const missing = new Set<string>();
  for (const type of ['tree', 'commit', 'tag'] as const) {
    for await (const object of readPlainly(repository, oids, type, createArena())) {
      if (object.type === 'missing') missing.add(object.oid);
      else reader.add(object.oid, type, object.bytes);
    }
  }
  return [...missing, ...reader.refused];
}
