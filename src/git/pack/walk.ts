/**
 * Rebuilds every object of a work item, depth-first through its delta families, and says how each derives from the one before it.
 * What cannot be rebuilt here is refused with a reason, together with all that derives from it; git is asked for those.
 */
import { crc32 } from 'node:zlib';
import type { EditOps } from '../../bytes/edit.ts';
import { SLACK_BYTES, mostEditOps, type DeltaCall, type GitKernel } from '../kernel/kernel.ts';
import { readDeltaSize } from '../kernel/plain-kernel.ts';
import { PackReader, loadEntries, type LoadedEntries } from './entry-reader.ts';
import type { WalkPlan } from './forest.ts';
import { entryEnd, oidOf, packOf, type PackTable } from './pack-table.ts';

/** A rebuilt object. The walker reuses the one it yields: all of it is borrowed, valid until the next is asked for. */
export interface WalkedObject {
  /** Its number in the table. */
  node: number;
  /**
   * 0: stored whole. Else it derives from the object that was yielded last with depth less one: whoever keeps something
   * for inheritance keeps one per depth.
   */
  depth: number;
  /** Its content, in kernel memory at `address`. */
  bytes: Uint8Array;
  address: number;
  /** How it derives from that object, in kernel memory; null at depth 0. */
  edit: EditOps | null;
  /** For whoever it is yielded to: so many bytes of kernel memory behind it are to stay as they are as long as it does. */
  claimedBytes: number;
}

/** Why an object was not rebuilt here. */
export type RefusalReason =
  /** Its bytes are not what they should be: inflating, checksum, sizes or delta. */
  | 'damaged'
  /** It needs more memory than the walker may use. */
  | 'too large'
  /** Its file is gone, shorter than it was, or may not be read. */
  | 'gone'
  /** Its base was refused. */
  | 'base refused';

export interface Refusal {
  readonly oid: string;
  readonly reason: RefusalReason;
}

export interface WalkerOptions {
  /** First address of the kernel's memory that the walker may use. */
  readonly firstAddress: number;
  /** Objects of more bytes are refused. */
  readonly mostObjectBytes: number;
  /** Memory for one family's rebuilt objects on the way down. */
  readonly mostStackBytes: number;
  /** Copied runs under so many bytes count as inserted in `edit`. */
  readonly shortestCopy: number;
  /** Compare each entry with its CRC too, which also covers its header, as the stream's own checksum does not (measured: 4 % of the walk). */
  readonly checkCrc: boolean;
  /** Give `edit`. */
  readonly wantEdits: boolean;
}

const MIB = 1 << 20;

export const WALKER_DEFAULTS: WalkerOptions = {
  firstAddress: 65536,
  mostObjectBytes: 256 * MIB,
  mostStackBytes: 768 * MIB,
  shortestCopy: 64,
  checkCrc: true,
  wantEdits: true,
};

/** Entries of a chunk are loaded together up to this much, else one at a time. */
const MOST_LOADED_BYTES = 16 * MIB;
/** No deflate stream makes more than this of one byte. */
export const BEST_RATIO = 1032;

/** Where a rebuilt object that others may derive from lies. */
interface Frame {
  at: number;
  size: number;
  claimedBytes: number;
}

const align = (address: number): number => (address + 15) & ~15;

/** Walks the work items of a plan, one after the other; made once a thread. Close it in a `finally`. */
export class Walker {
  readonly #table: PackTable;
  readonly #kernel: GitKernel;
  readonly #options: WalkerOptions;
  readonly #reader: PackReader;
  readonly #frames: Frame[] = [];
  readonly #call: DeltaCall = { base: 0, baseSize: 0, delta: 0, deltaSize: 0, to: 0, size: 0, ops: 0, shortest: 0 };
  readonly #object: WalkedObject = {
    node: 0,
    depth: 0,
    bytes: new Uint8Array(0),
    address: 0,
    edit: null,
    claimedBytes: 0,
  };
  #refusals: Refusal[] = [];
  /** The entry at hand: its address, and the regions for deltas and for rebuilt objects. */
  #entryAt = 0;
  #deltaAt = 0;
  #stackAt = 0;

  constructor(table: PackTable, kernel: GitKernel, options: Partial<WalkerOptions> = {}) {
    this.#table = table;
    this.#kernel = kernel;
    this.#options = { ...WALKER_DEFAULTS, ...options };
    this.#reader = new PackReader(table);
  }

  /** What was refused since it was last asked. */
  takeRefusals(): Refusal[] {
    const refusals = this.#refusals;
    this.#refusals = [];
    return refusals;
  }

  close(): void {
    this.#reader.close();
  }

  /** Rebuilds the objects of one work item, bases before what derives from them. */
  *walk(plan: WalkPlan, chunk: number): Generator<WalkedObject, void, void> {
    const from = plan.chunkStarts[chunk]!;
    const nodes = plan.nodes.subarray(from, plan.chunkStarts[chunk + 1]!);
    const { memory } = this.#kernel;
    const entriesAt = this.#options.firstAddress;
    const loaded = loadEntries(this.#reader, this.#table, nodes, memory, {
      at: entriesAt,
      mostBytes: MOST_LOADED_BYTES,
    });
    this.#placeRegions(nodes, loaded);
    let refusedDepth = Infinity;
    for (let i = 0; i < nodes.length; i++) {
      const node = nodes[i]!;
      const depth = plan.depths[from + i]!;
      if (depth > refusedDepth) {
        this.#refuse(node, 'base refused');
        continue;
      }
      const reason = this.#findEntry(node, loaded === null ? -1 : loaded.addresses[i]!) ?? this.#rebuild(node, depth);
      refusedDepth = reason === null ? Infinity : depth;
      if (reason === null) {
        yield this.#object;
        this.#frames[depth]!.claimedBytes = this.#object.claimedBytes;
      } else this.#refuse(node, reason);
    }
  }

  /**
   * Rebuilds one object through its bases; null when any of them is refused. Borrowed like what `walk` yields; `edit` is null.
   * Not to be called while a `walk` of the same walker is under way: they use the same memory.
   */
  read(node: number): WalkedObject | null {
    if (this.#table.kinds[node] === 0) return null;
    const chain = [node];
    while (this.#table.bases[chain.at(-1)!]! >= 0) chain.push(this.#table.bases[chain.at(-1)!]!);
    chain.reverse();
    this.#placeRegions(Int32Array.from(chain), null);
    for (const [depth, link] of chain.entries()) {
      if ((this.#findEntry(link, -1) ?? this.#rebuild(link, depth)) !== null) return null;
    }
    this.#object.edit = null;
    return this.#object;
  }

  #refuse(node: number, reason: RefusalReason): void {
    this.#refusals.push({ oid: oidOf(this.#table, node), reason });
  }

  /** Entries first, then room for the longest delta, then the rebuilt objects. */
  #placeRegions(nodes: Int32Array, loaded: LoadedEntries | null): void {
    const { sizes, bases } = this.#table;
    let longestEntry = 0;
    let longestDelta = 0;
    for (const node of nodes) {
      if (bases[node]! >= 0 && sizes[node]! <= this.#options.mostObjectBytes)
        longestDelta = Math.max(longestDelta, sizes[node]!);
      if (loaded === null) longestEntry = Math.max(longestEntry, this.#entryLength(node));
    }
    const entries = Math.min(longestEntry, this.#mostEntryBytes());
    this.#deltaAt = align((loaded?.end ?? this.#options.firstAddress + entries) + SLACK_BYTES);
    this.#stackAt = align(this.#deltaAt + longestDelta + SLACK_BYTES);
  }

  /** Deflate never adds more than five bytes in 16 KiB and a few at the ends. */
  #mostEntryBytes(): number {
    return this.#options.mostObjectBytes + (this.#options.mostObjectBytes >> 10) + 1024;
  }

  #entryLength(node: number): number {
    return entryEnd(this.#table, this.#table.packs[packOf(this.#table, node)]!, node) - this.#table.offsets[node]!;
  }

  /** Makes the entry available at `#entryAt`, reading it if it is not loaded (-1). */
  #findEntry(node: number, loadedAt: number): RefusalReason | null {
    const length = this.#entryLength(node);
    const { memory } = this.#kernel;
    if (loadedAt === 0) return 'gone';
    this.#entryAt = loadedAt;
    if (loadedAt === -1) {
      if (length > this.#mostEntryBytes()) return 'too large';
      this.#entryAt = this.#options.firstAddress;
      if (!memory.ensure(this.#entryAt + length)) return 'too large';
      const pack = packOf(this.#table, node);
      if (!this.#reader.read(pack, this.#table.offsets[node]!, length, memory, this.#entryAt)) return 'gone';
    }
    if (!this.#options.checkCrc) return null;
    const entry = memory.bytes.subarray(this.#entryAt, this.#entryAt + length);
    return crc32(entry) === this.#table.crcs[node] ? null : 'damaged';
  }

  #rebuild(node: number, depth: number): RefusalReason | null {
    const above = depth === 0 ? undefined : this.#frames[depth - 1];
    const to = above === undefined ? this.#stackAt : align(above.at + above.size + above.claimedBytes + SLACK_BYTES);
    const size = above === undefined ? this.#inflateTo(node, to) : this.#applyTo(node, above, to);
    if (typeof size === 'string') return size;
    const frame = (this.#frames[depth] ??= { at: 0, size: 0, claimedBytes: 0 });
    frame.at = to;
    frame.size = size;
    frame.claimedBytes = 0;
    this.#object.node = node;
    this.#object.depth = depth;
    this.#object.address = to;
    this.#object.claimedBytes = 0;
    this.#object.bytes = this.#kernel.memory.bytes.subarray(to, to + size);
    return null;
  }

  /** Whether the stack may grow to this address. */
  #fits(size: number, end: number): boolean {
    const { mostObjectBytes, mostStackBytes } = this.#options;
    if (size > mostObjectBytes || end - this.#stackAt > mostStackBytes) return false;
    return this.#kernel.memory.ensure(end + SLACK_BYTES);
  }

  /** Inflates what the node stores, whole object or delta; its size. */
  #inflateTo(node: number, to: number): number | RefusalReason {
    const size = this.#table.sizes[node]!;
    const header = this.#table.headerBytes[node]!;
    const length = this.#entryLength(node) - header;
    if (size > length * BEST_RATIO) return size > this.#options.mostObjectBytes ? 'too large' : 'damaged';
    if (!this.#fits(size, to + size)) return 'too large';
    this.#object.edit = null;
    return this.#kernel.inflate(this.#entryAt + header, length, to, size) < 0 ? 'damaged' : size;
  }

  /** Applies the node's delta to the object of the frame; the result's size. */
  #applyTo(node: number, base: Frame, to: number): number | RefusalReason {
    const deltaSize = this.#inflateTo(node, this.#deltaAt);
    if (typeof deltaSize === 'string') return deltaSize;
    const { memory } = this.#kernel;
    const deltaEnd = this.#deltaAt + deltaSize;
    const { next } = readDeltaSize(memory.bytes, this.#deltaAt, deltaEnd);
    const size = readDeltaSize(memory.bytes, next, deltaEnd).value;
    if (size < 0) return 'damaged';
    const { shortestCopy, wantEdits } = this.#options;
    const ops = wantEdits ? align(to + size + SLACK_BYTES) : 0;
    const end = wantEdits ? ops + 12 * mostEditOps(size, shortestCopy) : to + size;
    if (!this.#fits(size, end)) return 'too large';
    const call = this.#call;
    call.base = base.at;
    call.baseSize = base.size;
    call.delta = this.#deltaAt;
    call.deltaSize = deltaSize;
    call.to = to;
    call.size = size;
    call.ops = ops;
    call.shortest = shortestCopy;
    const triples = this.#kernel.applyDelta(call);
    if (triples < 0) return 'damaged';
    this.#object.edit = wantEdits ? memory.words.subarray(ops >> 2, (ops >> 2) + 3 * triples) : null;
    return size;
  }
}
