/** Blobs of a history, scanned in the packs where they lie as far as they can be read there, the others through git. */
import { availableParallelism } from 'node:os';
import { BLOB } from '../git/pack/headers.ts';
import type { ObjectStore } from '../git/pack/object-store.ts';
import { findNode } from '../git/pack/pack-table.ts';
import type { WorkItem } from '../sources/source.ts';
import { type ChunkResult, type PackScanner, type PackedBlobs, createPackScanner } from './pack-scanner.ts';
import { type RunOptions, runItems, threadsFor } from './run-items.ts';
import type { ItemResult } from './scan-item.ts';
import { shareWork } from './share-work.ts';

/** A blob to scan. */
export type BlobItem = Extract<WorkItem, { kind: 'blob' }>;

/** Who is told of the scan. */
export interface BlobListener {
  /** Of each item that has something to tell (matches, skips), in the order of the items, at the end. */
  result(result: ItemResult, item: BlobItem): void;
  /** Of items that were read and hold nothing. */
  silent(items: number, bytes: number): void;
  /** Of how many items are done. */
  progress(done: number): void;
}

/** Scans blobs; what was not reached when the signal is aborted is not told. */
export async function scanPackedBlobs(
  items: readonly BlobItem[],
  store: ObjectStore,
  options: RunOptions,
  listener: BlobListener,
): Promise<void> {
  const scan = new HistoryScan(items, listener);
  await scanChunks(items, store, options, (result) => scan.takeChunk(result));
  if (!options.signal?.aborted) {
    const left = scan.left();
    let told = 0;
    await runItems(
      left.map((number) => items[number] as BlobItem),
      options,
      (result) => scan.take(left[told++] as number, result),
    );
  }
  scan.tellInOrder();
}

/** What is known of each item so far. */
class HistoryScan {
  readonly #items: readonly BlobItem[];
  readonly #listener: BlobListener;
  readonly #isDone: Uint8Array;
  readonly #told: [number, ItemResult][] = [];
  #done = 0;

  constructor(items: readonly BlobItem[], listener: BlobListener) {
    this.#items = items;
    this.#listener = listener;
    this.#isDone = new Uint8Array(items.length);
  }

  takeChunk({ told, silent, silentBytes }: ChunkResult): void {
    for (const [number, result] of told) {
      this.#isDone[number] = 1;
      this.#told.push([number, atPath(result, this.#items[number] as BlobItem)]);
    }
    for (const number of silent) this.#isDone[number] = 1;
    this.#listener.silent(silent.length, silentBytes);
    this.#advance(told.length + silent.length);
  }

  take(number: number, result: ItemResult): void {
    if (result.sealed.length + result.skips.length > 0) this.#told.push([number, result]);
    else this.#listener.silent(1, result.bytesRead);
    this.#advance(1);
  }

  /** Numbers of the items that the packs did not give. */
  left(): number[] {
    const left: number[] = [];
    for (let number = 0; number < this.#items.length; number++) if (this.#isDone[number] === 0) left.push(number);
    return left;
  }

  tellInOrder(): void {
    this.#told.sort(([a], [b]) => a - b);
    for (const [number, result] of this.#told) this.#listener.result(result, this.#items[number] as BlobItem);
  }

  #advance(count: number): void {
    this.#done += count;
    this.#listener.progress(this.#done);
  }
}

/** A result as the plain path gives it: with the item's path and id. */
function atPath(result: ItemResult, { path, oid, originKind }: BlobItem): ItemResult {
  const skips = result.skips.map((skip) => ({ ...skip, path: path ?? oid }));
  return { ...result, skips, origin: result.origin === null ? null : { kind: originKind, path, oid } };
}

async function scanChunks(
  items: readonly BlobItem[],
  store: ObjectStore,
  { task, jobs, signal }: RunOptions,
  onChunk: (result: ChunkResult) => void,
): Promise<void> {
  const plan = store.forest.blobs;
  const packs: PackedBlobs = { table: store.table, plan, itemOf: findItems(items, store) };
  let scanner: PackScanner | null = null;
  try {
    await shareWork<number, ChunkResult>({
      pieces: Array.from({ length: plan.chunkStarts.length - 1 }, (_, chunk) => chunk),
      threads: threadsFor(items, jobs, availableParallelism()),
      setup: { task, packs },
      signal,
      async here(chunk) {
        scanner ??= createPackScanner(task, packs);
        // Lets a signal and a progress line have their turn.
        await new Promise((resume) => setImmediate(resume));
        return scanner.scan(chunk);
      },
      // Its items go the plain way, which holds one at a time.
      tooLarge: () => Promise.resolve({ told: [], silent: new Int32Array(0), silentBytes: 0 }),
      tell: onChunk,
    });
  } finally {
    (scanner as PackScanner | null)?.close();
  }
}

function findItems(items: readonly BlobItem[], { table }: ObjectStore): Int32Array {
  const itemOf = new Int32Array(new SharedArrayBuffer(4 * table.count)).fill(-1);
  for (const [number, { oid }] of items.entries()) {
    const node = findNode(table, Buffer.from(oid, 'hex'));
    if (node !== -1 && table.kinds[node] === BLOB) itemOf[node] = number;
  }
  return itemOf;
}
