/**
 * Reads the trees of a chunk with a few calls of the kernel, which rebuilds them, takes them apart and tells what is new in each. The same is
 * done one by one by `Walker` and `TreeScripts`: where there is no such kernel, and where a chunk asks for more memory than is ordinary.
 */
import { crc32 } from 'node:zlib';
import { TightlipError } from '../../errors.ts';
import { SCRATCH_BYTES, SLACK_BYTES, type GitKernel, type TreeKernel } from '../kernel/kernel.ts';
import type { ChildFinder } from './child-finder.ts';
import { type LoadedEntries, loadEntries, PackReader } from './entry-reader.ts';
import type { WalkPlan } from './forest.ts';
import { ABSENT, type ObjectGraph } from './object-graph.ts';
import { entryEnd, packOf, type PackTable } from './pack-table.ts';
import { isFileMode, isTreeMode } from './tree-cursor.ts';
import { emptyScript, NO_TAG } from './tree-links.ts';
import type { Turns } from './turns.ts';
import { BEST_RATIO } from './walk.ts';

const MIB = 1 << 20;
const FIRST_ADDRESS = SCRATCH_BYTES;
const MOST_LOADED_BYTES = 16 * MIB;
/** A longer delta is for others. */
const LONGEST_DELTA = MIB;
const TELL_BYTES = MIB;
const FIRST_STACK_BYTES = MIB;
const MOST_STACK_BYTES = 64 * MIB;
/** Jobs of one call: short, so that others have their turn. */
const JOBS_A_CALL = 256;

// As assembly/trees.ts has them; words but for the frame.
const JOB = 6;
const IS_REFUSED = 1;
const IS_KNOWN = 2;
const FRAME_BYTES = 28;
const TOLD = 9;
const READ = 0;

const align = (address: number): number => (address + 15) & ~15;

/** Where everything of a chunk is in memory. */
interface Layout {
  readonly jobs: number;
  readonly tell: number;
  readonly stack: number;
}

/** Close it in a `finally`. */
export class TreeBatches {
  /** Nodes that could not be read. */
  readonly refused: number[] = [];
  readonly #table: PackTable;
  readonly #kernel: GitKernel;
  readonly #trees: TreeKernel;
  readonly #graph: ObjectGraph;
  readonly #children: ChildFinder;
  readonly #reader: PackReader;
  readonly #script = emptyScript();

  private constructor(
    table: PackTable,
    kernel: GitKernel,
    trees: TreeKernel,
    graph: ObjectGraph,
    children: ChildFinder,
  ) {
    this.#table = table;
    this.#kernel = kernel;
    this.#trees = trees;
    this.#graph = graph;
    this.#children = children;
    this.#reader = new PackReader(table);
  }

  /** Null where there is no such kernel. */
  static create(table: PackTable, kernel: GitKernel, graph: ObjectGraph, children: ChildFinder): TreeBatches | null {
    return kernel.trees === null ? null : new TreeBatches(table, kernel, kernel.trees, graph, children);
  }

  close(): void {
    this.#reader.close();
  }

  /** Reads a chunk into the graph; false where somebody else is to read what is left of it. */
  async read(plan: WalkPlan, chunk: number, turns: Turns): Promise<boolean> {
    const from = plan.chunkStarts[chunk]!;
    const to = plan.chunkStarts[chunk + 1]!;
    const nodes = plan.nodes.subarray(from, to);
    const { memory } = this.#kernel;
    const place = { at: FIRST_ADDRESS, mostBytes: MOST_LOADED_BYTES };
    const loaded = loadEntries(this.#reader, this.#table, nodes, memory, place);
    const layout = loaded === null ? null : this.#prepare(nodes, plan.depths.subarray(from, to), loaded);
    if (layout === null) return false;
    for (let job = 0; job < nodes.length;) {
      const end = memory.bytes.length - SLACK_BYTES;
      const most = Math.min(nodes.length, job + JOBS_A_CALL);
      const next = this.#trees.read(layout.jobs, job, most, layout.tell, TELL_BYTES, end);
      this.#take(layout.tell, this.#trees.toldTo());
      if (next >= 0) job = next;
      else if (next <= TOO_LARGE || !this.#growStack(layout)) return false;
      else job = -1 - next;
      if (turns.isLong()) await turns.give();
    }
    if (this.#trees.inOrder() === 0) this.#graph.isInOrder = false;
    return true;
  }

  #growStack({ stack }: Layout): boolean {
    const { memory } = this.#kernel;
    const size = memory.bytes.length - stack;
    return size < MOST_STACK_BYTES && memory.ensure(stack + 2 * size);
  }

  /** Puts the jobs into memory. Null where one asks for too much. */
  #prepare(nodes: Int32Array, depths: Uint16Array, { addresses, end }: LoadedEntries): Layout | null {
    const table = this.#table;
    const { memory } = this.#kernel;
    const jobs = align(end + SLACK_BYTES);
    if (!memory.ensure(jobs + 4 * JOB * nodes.length)) return null;
    const { bytes, words } = memory;
    let deepest = 0;
    let longest = 0;
    let pack = table.packs[0]!;
    for (let i = 0; i < nodes.length; i++) {
      const node = nodes[i]!;
      if (node < pack.first || node >= pack.first + pack.count) pack = table.packs[packOf(table, node)]!;
      const address = addresses[i]!;
      const length = entryEnd(table, pack, node) - table.offsets[node]!;
      const header = table.headerBytes[node]!;
      const size = table.sizes[node]!;
      const isSound =
        address !== 0 &&
        size <= (length - header) * BEST_RATIO &&
        crc32(bytes.subarray(address, address + length)) === table.crcs[node];
      if (isSound && size > LONGEST_DELTA) return null;
      if (isSound) longest = Math.max(longest, size);
      deepest = Math.max(deepest, depths[i]!);
      const job = (jobs >> 2) + JOB * i;
      words[job] = address + header;
      words[job + 1] = length - header;
      words[job + 2] = size;
      words[job + 3] = depths[i]!;
      words[job + 4] = (isSound ? 0 : IS_REFUSED) | (this.#graph.start(node) === -1 ? 0 : IS_KNOWN);
      words[job + 5] = node;
    }
    const frames = align(jobs + 4 * JOB * nodes.length);
    const tell = align(frames + FRAME_BYTES * (deepest + 1));
    const deltas = align(tell + TELL_BYTES);
    const stack = align(deltas + longest + SLACK_BYTES);
    if (!memory.ensure(stack + FIRST_STACK_BYTES)) return null;
    this.#trees.begin(frames, deltas, stack, this.#graph.trees.length);
    return { jobs, tell, stack };
  }

  /** Takes what was told of trees. */
  #take(from: number, to: number): void {
    const { words } = this.#kernel.memory;
    for (let at = from; at < to;) {
      if (words[(at >> 2) + 1] === READ) at = this.#takeTree(at);
      else {
        this.refused.push(words[at >> 2]!);
        at += 4 * TOLD;
      }
    }
    if (this.#children.isFull) this.#children.settle();
  }

  /** Takes what was told of one at an address; gives where that ends. */
  #takeTree(from: number): number {
    const { words } = this.#kernel.memory;
    const { trees } = this.#graph;
    const script = this.#script;
    const told = from >> 2;
    const linkCount = words[told + 4]!;
    const placeCount = words[told + 7]!;
    const linksAt = words[told + 8]!;
    if (linksAt !== trees.nextLinksAt)
      throw new TightlipError('internal', 'links of trees are not where they should be');
    script.base = words[told + 2]!;
    script.entries = words[told + 3]!;
    script.links.length = 0;
    let at = this.#takeLinks(told + TOLD, linkCount);
    at = script.splices.take(words, at, 3 * words[told + 5]!);
    at = script.removed.take(words, at, words[told + 6]!);
    if (placeCount > 0) this.#takeWhole(at, placeCount);
    trees.add(words[told]!, script);
    return 4 * (at + placeCount);
  }

  /** Takes new links at a word; gives where they end. */
  #takeLinks(from: number, count: number): number {
    const { words, bytes } = this.#kernel.memory;
    const { links } = this.#script;
    links.reserve(2 * count);
    const { values } = links;
    let at = from;
    for (let i = 0; i < count; i++) {
      const mode = words[at]!;
      const length = words[at + 1]!;
      const isTree = isTreeMode(mode);
      const isHere = isTree || isFileMode(mode);
      const name = 4 * (at + 7);
      values[2 * i] = isHere ? this.#children.addWords(words, at + 2, isTree) : ABSENT;
      values[2 * i + 1] = isHere ? this.#graph.tagFor(bytes, name, name + length, isTree) : NO_TAG;
      at += 7 + ((length + 3) >> 2);
    }
    links.length = 2 * count;
    return at;
  }

  /** Makes all links of a tree new ones, of which it is told where they are. */
  #takeWhole(from: number, count: number): void {
    const { words } = this.#kernel.memory;
    const { nextLinksAt, values } = this.#graph.trees;
    const { links } = this.#script;
    const own = links.values.slice(0, links.length);
    links.length = 0;
    links.reserve(2 * count);
    for (let i = 0; i < count; i++) {
      const place = words[from + i]!;
      const [list, link] = place >= nextLinksAt ? [own, place - nextLinksAt] : [values, place];
      links.push(list[link]!);
      links.push(list[link + 1]!);
    }
  }
}

/** Answers below it are of jobs of which there is never room to tell. */
const TOO_LARGE = -0x40000000;
