/** Blobs, commits and tags of a history, scanned in the packs where they lie as far as they can be read there, the others through git. */
import { chunkCount } from '../git/pack/forest.ts';
import type { ObjectStore } from '../git/pack/object-store.ts';
import { BLOB } from '../git/pack/headers.ts';
import { NodeIds } from '../git/pack/node-ids.ts';
import type { SealedMatch } from '../findings/finding.ts';
import type { Skip } from '../sources/source.ts';
import { BINARY_REASON } from '../sources/document.ts';
import { type BlobItem, plainItem } from './blob-item.ts';
import type { BlobMemory } from './blob-memory.ts';
import { skipped } from './blob-scanner.ts';
import { FoundBlobs } from './found-blobs.ts';
import type { KeptChanges, LookedAt } from './kept-changes.ts';
import { BARE, BINARY, type FoundMatches, MATCHES, UNKNOWN } from './known-blobs.ts';
import { type ChunkResult, type PackedObjects, hasUnsettled } from './pack-scanner.ts';
import { MOST_OPEN, PackThreads, piecesOf } from './pack-threads.ts';
import { type RunOptions, runItems } from './run-items.ts';
import type { ItemResult } from './scan-item.ts';
import type { SpareWorker } from './share-work.ts';

/** What is asked for. */
export interface AskedObjects {
  readonly items: readonly BlobItem[];
  /** By node: 1 for what is asked for beside the items where it holds nothing; null: there are items for all. */
  readonly reached: Uint8Array | null;
}

/** A blob of which some matches are told, by their numbers in what was found. */
export interface AskedBlob {
  readonly item: BlobItem;
  readonly numbers: readonly number[];
}

/** These matches, by their numbers, or why the blob could not be read. */
export interface SealedBlob {
  readonly sealed: ReadonlyMap<number, SealedMatch>;
  readonly skips: readonly Skip[];
}

/** Who is told of the scan. */
export interface BlobListener {
  /** Of each item that has something to tell (matches, skips), in the order of the items, at the end. */
  result(result: ItemResult, item: BlobItem): void;
  /** The same of blobs with matches that {@link PackScan.seal} seals where that is needed. */
  found(found: FoundMatches, bytes: number, item: BlobItem): void;
  /** Of items that were read and hold nothing. */
  silent(items: number, bytes: number): void;
}

/** How packs are scanned. */
export interface PackScanOptions extends RunOptions {
  /** What is known of earlier runs, and kept for later ones; null: neither. */
  readonly memory: BlobMemory | null;
  /** Ids of the only objects that are scanned; null: all are. */
  readonly asked: ReadonlySet<string> | null;
  /** What this thread does before it scans beside others. */
  readonly first?: Promise<unknown>;
  /** Where a worker may have been begun. */
  readonly spare?: SpareWorker;
}

/**
 * The scan of blobs, commits and tags in the packs, mostly of all. It begins before anybody knows which of them the history reaches: nearly
 * all. What reaches them is looked for afterwards, when only few have something to tell.
 */
export class PackScan {
  readonly #store: ObjectStore;
  readonly #ids: NodeIds;
  readonly #options: PackScanOptions;
  readonly #progress: (done: number, total: number) => void;
  readonly #ended: Promise<void>;
  readonly #told = new Map<number, ItemResult>();
  readonly #found: FoundBlobs;
  readonly #threads: PackThreads;
  /** By node: bytes of an object that was read and has nothing to tell, -1: not known. */
  readonly #silentBytes: Int32Array;
  /** Value keys of what is no plain text and whose matches are all dismissed. */
  readonly #dismissed = new Map<number, readonly string[]>();
  readonly #memory: BlobMemory | null;
  /** Of objects that were read whole: what is told of others is compared with them. */
  readonly #otherKeys: string[] = [];
  #done = 0;
  #total: number;

  /** @param onProgress - Told how many blobs are done, of how many as far as is known. */
  constructor(store: ObjectStore, options: PackScanOptions, onProgress: (done: number, total: number) => void) {
    this.#store = store;
    this.#ids = NodeIds.of(store.table);
    this.#options = options;
    this.#progress = onProgress;
    this.#silentBytes = new Int32Array(store.table.count).fill(-1);
    this.#total = options.asked?.size ?? store.forest.blobs.nodes.length;
    this.#memory = options.memory;
    this.#found = new FoundBlobs(store, options.memory, (orders, isBeside) => this.#threads.recall(orders, isBeside));
    const { blobs, commits, tags } = store.forest;
    const known = options.asked === null ? (options.memory?.kinds ?? null) : this.#onlyAsked(options.asked);
    const packs = { table: store.table, plans: [blobs, commits, tags], known };
    const pieces = this.#settle(packs);
    this.#threads = new PackThreads(packs, options, options.spare);
    const take = (result: ChunkResult, isOfBlobs: boolean): void => this.#takeChunk(result, isOfBlobs);
    this.#ended = this.#threads.scan(pieces, take, options.first);
    // Who waits for it hears of it.
    this.#ended.catch(() => {});
  }

  /** Value keys of all matches of a blob; null: not known. Valid until values are numbered or linked. */
  keysOf(oid: string): ReadonlySet<string> | null {
    const node = this.#ids.node(oid);
    const found = this.#found.keySetOf(node);
    if (found !== null) return found;
    const dismissed = this.#dismissed.get(node);
    if (dismissed !== undefined) return new Set(dismissed);
    const isRead = (this.#silentBytes[node] ?? -1) !== -1 || isBinary(this.#told.get(node));
    return isRead ? NO_KEYS : null;
  }

  /**
   * Ends when all is scanned, or the run was stopped: which objects may have something to tell, by node. Those that were not read
   * are among them, unless the run was stopped.
   */
  async askable(): Promise<(node: number) => boolean> {
    await this.#ended;
    if (this.#options.signal?.aborted) return (node) => this.#told.has(node) || this.#found.isTelling(node);
    return (node) => this.#silentBytes[node] === -1;
  }

  /**
   * Tells of objects of one kind that are asked for, once all are scanned; what the packs did not give is read through git.
   *
   * @param asked - One by one; and by node, of what holds nothing.
   */
  async finish(kind: number, { items, reached }: AskedObjects, listener: BlobListener): Promise<void> {
    const isOfBlobs = kind === BLOB;
    if (isOfBlobs && reached === null) this.#total = items.length;
    await this.#ended;
    if (reached !== null) this.#tellSilent(kind, reached, listener);
    const told = new Map<number, ItemResult>();
    const found = new Map<number, number>();
    const left: number[] = [];
    for (const [number, item] of items.entries()) {
      const node = this.#ids.node(item.oid);
      const result = this.#told.get(node);
      const bytes = this.#silentBytes[node] ?? -1;
      if (result !== undefined) told.set(number, atPath(result, item));
      else if (bytes >= 0) listener.silent(1, bytes);
      else if (this.#found.isTelling(node)) found.set(number, node);
      else left.push(number);
    }
    if (isOfBlobs) this.#done = Math.max(0, this.#total - left.length);
    if (!this.#options.signal?.aborted) {
      let next = 0;
      const leftItems = left.map((number) => plainItem(items[number] as BlobItem));
      await runItems(leftItems, this.#options, (result) => {
        const number = left[next++] as number;
        this.#addKeys(result);
        if (result.sealed.length + result.skips.length > 0) told.set(number, result);
        else listener.silent(1, result.bytesRead);
        if (isOfBlobs) this.#advance(1);
      });
    }
    for (const number of [...told.keys(), ...found.keys()].sort((a, b) => a - b)) {
      const item = items[number] as BlobItem;
      const node = found.get(number);
      if (node === undefined) listener.result(told.get(number) as ItemResult, item);
      else listener.found(this.#found.matchesOf(node) as FoundMatches, this.#found.bytesOf(node), item);
    }
  }

  /** All that is scanned here. */
  get store(): ObjectStore {
    return this.#store;
  }

  /** The number of an object in the packs, or -1. */
  nodeOf(oid: string): number {
    return this.#ids.node(oid);
  }

  /** What was told of a blob, see `RecallOrder`; null: nothing was. */
  toldOf(node: number): Uint8Array | null {
    return this.#found.toldOf(node);
  }

  /** What earlier runs tell of commits, as far as it holds for these blobs with matches; null: nothing. */
  knownChanges(wanted: Iterable<string>): KeptChanges | null {
    const changes = this.#memory?.changes ?? null;
    changes?.expect(Array.from(wanted, (oid) => this.#ids.node(oid)));
    return changes;
  }

  /** Takes for later runs what this one has found out of commits. */
  addChanges(found: LookedAt): void {
    this.#memory?.addChanges(found);
  }

  /** Whether this run knows something that is to be kept for later ones. */
  get hasNews(): boolean {
    return this.#memory?.hasNews ?? false;
  }

  /**
   * Keeps for later runs what is known now.
   *
   * @param withPaths - Whether it may be kept what files are called.
   */
  async keep(withPaths: boolean): Promise<void> {
    const memory = this.#memory;
    await memory?.save(this.#found.valueCount, withPaths ? memory.changes : null);
  }

  /** Closes the packs. */
  close(): void {
    this.#threads.close();
  }

  /**
   * Tells all values apart, once everything was told; before that no value key is asked for.
   *
   * @param keys - Of what was found elsewhere and is compared with blobs.
   * @param near - Gives ids of blobs that probably hold the same as those that are new; asked where an earlier run has kept something.
   */
  number(keys: readonly string[], near: () => readonly string[]): Promise<void> {
    return this.#found.number([...this.#otherKeys, ...keys], () => near().map((oid) => this.#ids.node(oid)));
  }

  /** See {@link FoundBlobs.link}; keys that were told before may be others then. */
  link(keys: readonly string[]): Promise<void> {
    return this.#found.link(keys);
  }

  /** Whether blobs are read again beside this thread. */
  get readsBeside(): boolean {
    return this.#threads.readsBeside;
  }

  /** This thread takes part in what is read again beside it. */
  join(): void {
    this.#threads.join();
  }

  /**
   * The matches of blobs that were found, as they are told: these are read again, since next to none of all that are found is told.
   *
   * @param isBeside - Whether this thread has something else to do until it joins.
   */
  async seal(asked: readonly AskedBlob[], isBeside: boolean): Promise<Map<string, SealedBlob>> {
    const nodes = asked.map(({ item }) => this.#ids.node(item.oid));
    const results = await this.#found.recall(new Map(asked.map(({ numbers }, i) => [nodes[i]!, numbers])), isBeside);
    const sealed = new Map<string, SealedBlob>();
    const left: BlobItem[] = [];
    for (const [i, { item }] of asked.entries()) {
      const result = results.get(nodes[i]!);
      if (result !== undefined) sealed.set(item.oid, { sealed: result.sealed, skips: [] });
      else left.push(item);
    }
    // The pack may be gone.
    await runItems(left, this.#options, (result, item) => {
      sealed.set((item as BlobItem).oid, { sealed: new Map(result.sealed.entries()), skips: result.skips });
    });
    return sealed;
  }

  #tellSilent(kind: number, reached: Uint8Array, listener: BlobListener): void {
    const { kinds } = this.#store.table;
    let count = 0;
    let bytes = 0;
    for (let node = 0; node < kinds.length; node++) {
      if (kinds[node] !== kind || reached[node] !== 1 || this.#silentBytes[node] === -1) continue;
      count++;
      bytes += this.#silentBytes[node]!;
    }
    if (count > 0) listener.silent(count, bytes);
  }

  /** What is asked for is open, as if all else were known. */
  #onlyAsked(asked: ReadonlySet<string>): Uint8Array {
    const kinds = new Uint8Array(this.#store.table.count).fill(BARE);
    for (const oid of asked) {
      const node = this.#ids.node(oid);
      if (node !== -1) kinds[node] = UNKNOWN;
    }
    return kinds;
  }

  /** Takes what earlier runs tell without reading it; gives the chunks of which something has to be read. */
  #settle(packs: PackedObjects): number[] {
    if (this.#memory !== null) this.#takeKept(this.#memory);
    const open = this.#memory?.open ?? null;
    if (open !== null && open.length <= MOST_OPEN) return piecesOf(packs.plans, open);
    const count = packs.plans.reduce((sum, plan) => sum + chunkCount(plan), 0);
    return Array.from({ length: count }, (_, piece) => piece).filter((piece) => hasUnsettled(packs, piece));
  }

  #takeKept({ kinds, sizes }: BlobMemory): void {
    for (let node = 0; node < kinds.length; node++) {
      const kind = kinds[node];
      if (kind === BINARY) this.#told.set(node, skipped(BINARY_REASON));
      else if (kind === BARE) this.#silentBytes[node] = sizes[node]!;
      else if (kind === MATCHES && this.#store.table.kinds[node] === BLOB) {
        this.#found.addKept(node);
        if (!this.#found.isTelling(node)) this.#silentBytes[node] = sizes[node]!;
      }
    }
  }

  #takeChunk({ told, silent, found, keys }: ChunkResult, isOfBlobs: boolean): void {
    for (const [node, result] of told) {
      this.#addKeys(result);
      if (result.sealed.length + result.skips.length > 0) this.#told.set(node, result);
      else {
        this.#silentBytes[node] = result.bytesRead;
        this.#dismissed.set(node, result.keys);
      }
      if (isBinary(result)) this.#memory?.add(node, BINARY, 0, null);
    }
    for (let i = 0; i < silent.length; i += 2) {
      this.#silentBytes[silent[i]!] = silent[i + 1]!;
      this.#memory?.add(silent[i]!, BARE, silent[i + 1]!, null);
    }
    const blobs = this.#found.take(found, keys);
    for (const node of blobs) if (!this.#found.isTelling(node)) this.#silentBytes[node] = this.#found.bytesOf(node);
    if (isOfBlobs) this.#advance(told.length + silent.length / 2 + blobs.length);
  }

  #addKeys({ keys, sealed }: ItemResult): void {
    for (const key of keys) this.#otherKeys.push(key);
    for (const { valueKey } of sealed) this.#otherKeys.push(valueKey);
  }

  #advance(count: number): void {
    this.#done += count;
    this.#progress(Math.min(this.#done, this.#total), this.#total);
  }
}

const NO_KEYS: ReadonlySet<string> = new Set();

function isBinary(result: ItemResult | undefined): boolean {
  return result?.skips[0]?.reason === BINARY_REASON;
}

/** A result as the plain path gives it: with the item's path and id. */
function atPath(result: ItemResult, { path, oid, originKind }: BlobItem): ItemResult {
  const skips = result.skips.map((skip) => ({ ...skip, path: path ?? oid }));
  return { ...result, skips, origin: result.origin === null ? null : { kind: originKind, path, oid } };
}
