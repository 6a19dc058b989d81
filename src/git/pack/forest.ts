/** Delta families: each object that is stored whole, with everything that derives from it, in depth-first order. */
import { BLOB, COMMIT, NO_BASE, TAG, TREE } from './headers.ts';
import { entryEnd, isDuplicate, packOf, type PackTable } from './pack-table.ts';

/**
 * All objects of one kind, in whole families one behind the other. An entry of depth 0 begins a family; the base of an entry of depth
 * d is the nearest one before it of depth d - 1. Shared memory, cut into chunks of whole families, which are the work items.
 */
export interface WalkPlan {
  readonly nodes: Int32Array;
  readonly depths: Uint16Array;
  /** Chunk i is the entries `[chunkStarts[i], chunkStarts[i + 1])`; one more than there are chunks. */
  readonly chunkStarts: Uint32Array;
}

export interface Forest {
  readonly commits: WalkPlan;
  readonly trees: WalkPlan;
  readonly blobs: WalkPlan;
  readonly tags: WalkPlan;
  /** Nodes that cannot be read here, and no duplicates: a base is missing, the bases form a circle, or a header makes no sense. */
  readonly unread: readonly number[];
}

/** Compressed bytes of a chunk, about: small enough to share out evenly, large enough to read well. */
const CHUNK_BYTES = 512 << 10;
/** Git itself goes no deeper than 4095. */
const DEEPEST = 65535;

interface Order {
  readonly nodes: Int32Array;
  readonly depths: Uint16Array;
  count: number;
}

/** Appends a family in depth-first order and gives each member the kind of its root. The way back up is `bases`. */
function addFamily(table: PackTable, root: number, links: Links, order: Order): void {
  const { kinds, bases } = table;
  const kind = kinds[root]!;
  let node = root;
  let depth = 0;
  for (;;) {
    kinds[node] = kind;
    order.nodes[order.count] = node;
    order.depths[order.count++] = depth;
    const child = depth < DEEPEST ? links.firstChild[node]! : -1;
    if (child !== -1) {
      node = child;
      depth++;
      continue;
    }
    while (node !== root && links.nextSibling[node] === -1) {
      node = bases[node]!;
      depth--;
    }
    if (node === root) return;
    node = links.nextSibling[node]!;
  }
}

interface Links {
  readonly firstChild: Int32Array;
  readonly nextSibling: Int32Array;
}

function linkChildren(table: PackTable): Links {
  const firstChild = new Int32Array(table.count).fill(-1);
  const nextSibling = new Int32Array(table.count).fill(-1);
  // Backwards, so that siblings come out in the order they lie on disk.
  for (let node = table.count - 1; node >= 0; node--) {
    const base = table.bases[node]!;
    if (base < 0 || table.kinds[node] === 0 || isDuplicate(table, node)) continue;
    nextSibling[node] = firstChild[base]!;
    firstChild[base] = node;
  }
  return { firstChild, nextSibling };
}

/** The plan of one kind in the making. */
class PlanMaker {
  readonly nodes: Int32Array;
  readonly depths: Uint16Array;
  readonly #starts: number[] = [];
  #count = 0;
  /** Of the chunk at hand. */
  #bytes = CHUNK_BYTES;

  constructor(count: number) {
    this.nodes = new Int32Array(new SharedArrayBuffer(4 * count));
    this.depths = new Uint16Array(new SharedArrayBuffer(2 * count));
  }

  add(node: number, depth: number, bytes: number): void {
    if (depth === 0 && this.#bytes >= CHUNK_BYTES) {
      this.#starts.push(this.#count);
      this.#bytes = 0;
    }
    this.#bytes += bytes;
    this.nodes[this.#count] = node;
    this.depths[this.#count++] = depth;
  }

  finish(): WalkPlan {
    this.#starts.push(this.#count);
    const chunkStarts = new Uint32Array(new SharedArrayBuffer(4 * this.#starts.length));
    chunkStarts.set(this.#starts);
    return { nodes: this.nodes, depths: this.depths, chunkStarts };
  }
}

/** The members of each kind, in order, cut into chunks. */
function plansOf(table: PackTable, { nodes, depths, count }: Order): WalkPlan[] {
  const counts = [0, 0, 0, 0, 0];
  for (let i = 0; i < count; i++) counts[table.kinds[nodes[i]!]!]!++;
  const makers = counts.map((each) => new PlanMaker(each));
  let pack = table.packs[0];
  for (let i = 0; i < count; i++) {
    const node = nodes[i]!;
    if (pack === undefined || node < pack.first || node >= pack.first + pack.count)
      pack = table.packs[packOf(table, node)]!;
    makers[table.kinds[node]!]!.add(node, depths[i]!, entryEnd(table, pack, node) - table.offsets[node]!);
  }
  return makers.map((maker) => maker.finish());
}

/** Objects under so many bytes are of one class. */
const SMALL_BYTES = 8 << 10;
/** Classes for each doubling of a size. */
const CLASSES = 4;

function sizeClass(bytes: number): number {
  return bytes < SMALL_BYTES ? 0 : 1 + Math.floor(CLASSES * Math.log2(bytes / SMALL_BYTES));
}

/**
 * What the families grow from, blobs by the class of their size: families of one file, of which there may be many, mostly come together
 * so, and who scans them meets the same text again. Within a class in the order in which they are stored.
 */
function rootsOf(table: PackTable): number[] {
  const { kinds, bases, sizes } = table;
  const roots: number[] = [];
  const classes: number[][] = [];
  for (let node = 0; node < table.count; node++) {
    if (bases[node] !== NO_BASE || kinds[node] === 0 || isDuplicate(table, node)) continue;
    if (kinds[node] === BLOB) (classes[sizeClass(sizes[node]!)] ??= []).push(node);
    else roots.push(node);
  }
  return roots.concat(...classes.filter((nodes) => nodes !== undefined));
}

/** Links deltas to their bases, once all headers are read. Resolves every node's kind in the table, 0 for those that cannot be read here. */
export function linkForest(table: PackTable): Forest {
  const links = linkChildren(table);
  const order: Order = { nodes: new Int32Array(table.count), depths: new Uint16Array(table.count), count: 0 };
  for (const root of rootsOf(table)) addFamily(table, root, links, order);
  const unread: number[] = [];
  for (let node = 0; node < table.count; node++) {
    const kind = table.kinds[node]!;
    if (kind >= COMMIT && kind <= TAG) continue;
    table.kinds[node] = 0;
    if (!isDuplicate(table, node)) unread.push(node);
  }
  const plans = plansOf(table, order);
  return { commits: plans[COMMIT]!, trees: plans[TREE]!, blobs: plans[BLOB]!, tags: plans[TAG]!, unread };
}

/** How many work items a plan has. */
export function chunkCount(plan: WalkPlan): number {
  return plan.chunkStarts.length - 1;
}
