/** Work items over threads: small jobs in this one, large ones in workers, with equal results in the order of the items. */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { WorkItem } from '../sources/source.ts';
import { type BatchScanner, createBatchScanner } from './batch.ts';
import type { ScanTask } from './context.ts';
import type { ItemResult } from './scan-item.ts';
import type { BatchRequest } from './worker.ts';

/** Items a batch: enough that a message costs little, few enough that threads end together. */
const BATCH_ITEMS = { file: 64, log: 1, blob: 512 } as const;
/** Below this many items, or this many bytes where they are known, a second thread costs more than it gives. */
const SMALL_ITEMS = 600;
const SMALL_BYTES = 24 << 20;
const MOST_THREADS = 8;

/** How items are to be run. */
export interface RunOptions {
  readonly task: ScanTask;
  /** Threads; 0: as the machine and the work suggest. */
  readonly jobs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Told of each result, in the order of the items. */
export type OnResult = (result: ItemResult, item: WorkItem) => void;

/**
 * Runs all items. Stops early when the signal is aborted; items not run are then not told.
 *
 * @throws What a thread threw, when the same batch fails in this thread too.
 */
export async function runItems(items: readonly WorkItem[], options: RunOptions, onResult: OnResult): Promise<void> {
  const worker = workerFile();
  const threads = worker === null ? 1 : threadsFor(items, options.jobs);
  const batches = batchesOf(items);
  if (threads < 2 || worker === null) {
    const scanner = createBatchScanner(options.task);
    for (const batch of batches) {
      if (options.signal?.aborted) return;
      tell(batch, await scanner.scan(batch), onResult);
    }
    return;
  }
  await runInWorkers(batches, { ...options, worker, threads: Math.min(threads, batches.length) }, onResult);
}

function tell(batch: readonly WorkItem[], results: readonly ItemResult[], onResult: OnResult): void {
  for (const [i, result] of results.entries()) onResult(result, batch[i] as WorkItem);
}

function threadsFor(items: readonly WorkItem[], jobs: number): number {
  if (jobs > 0) return jobs;
  const bytes = items.reduce((sum, item) => sum + Math.max(0, item.sizeBytes), 0);
  if (items.length < 2 || (items.length < SMALL_ITEMS && bytes < SMALL_BYTES)) return 1;
  // Blobs come from a git process that keeps a core of its own busy.
  const cores = items[0]?.kind === 'blob' ? availableParallelism() >> 1 : availableParallelism();
  return Math.min(MOST_THREADS, Math.max(1, cores));
}

function batchesOf(items: readonly WorkItem[]): WorkItem[][] {
  const batches: WorkItem[][] = [];
  let current: WorkItem[] = [];
  for (const item of items) {
    const first = current[0];
    if (first && (first.kind !== item.kind || current.length >= BATCH_ITEMS[first.kind])) {
      batches.push(current);
      current = [];
    }
    current.push(item);
  }
  if (current.length > 0) batches.push(current);
  return batches;
}

/** The built worker beside this file's bundle, or null where there is none (the Action's single file): then one thread does it all. */
function workerFile(): string | null {
  for (const place of ['./scan-worker.js', '../scan-worker.js', '../../dist/scan-worker.js']) {
    const file = fileURLToPath(new URL(place, import.meta.url));
    if (existsSync(file)) return file;
  }
  return null;
}

interface PoolOptions extends RunOptions {
  readonly worker: string;
  readonly threads: number;
}

/** Every worker takes the next batch when it is done with one; results are told in order. */
async function runInWorkers(batches: readonly WorkItem[][], options: PoolOptions, onResult: OnResult): Promise<void> {
  const inOrder = createOrderedTeller(batches, onResult);
  let next = 0;
  const takeBatch = (): number => (options.signal?.aborted ? batches.length : next++);
  let fallback: BatchScanner | null = null;
  const runHere = async (id: number): Promise<void> => {
    fallback ??= createBatchScanner(options.task);
    inOrder(id, await fallback.scan(batches[id] as WorkItem[]));
  };
  await Promise.all(
    Array.from({ length: options.threads }, async () => {
      const worker = new Worker(options.worker, { workerData: options.task });
      try {
        for (let id = takeBatch(); id < batches.length; id = takeBatch()) {
          const results = await ask(worker, { id, items: batches[id] as WorkItem[] });
          if (results === null) {
            await runHere(id);
            break;
          }
          inOrder(id, results);
        }
      } finally {
        await worker.terminate();
      }
    }),
  );
  for (let id = takeBatch(); id < batches.length; id = takeBatch()) await runHere(id);
}

/** Asks a worker for a batch; null when the worker died, its half-told batch then counts for nothing. */
function ask(worker: Worker, request: BatchRequest): Promise<ItemResult[] | null> {
  return new Promise((resolve) => {
    const done = (results: ItemResult[] | null): void => {
      worker.off('message', onMessage);
      worker.off('error', onDeath);
      worker.off('exit', onDeath);
      resolve(results);
    };
    const onMessage = (answer: { id: number; results: ItemResult[] }): void => done(answer.results);
    const onDeath = (): void => done(null);
    worker.on('message', onMessage);
    worker.on('error', onDeath);
    worker.on('exit', onDeath);
    worker.postMessage(request);
  });
}

function createOrderedTeller(
  batches: readonly WorkItem[][],
  onResult: OnResult,
): (id: number, results: ItemResult[]) => void {
  const waiting = new Map<number, ItemResult[]>();
  let told = 0;
  return (id, results) => {
    waiting.set(id, results);
    for (let ready = waiting.get(told); ready; ready = waiting.get(told)) {
      waiting.delete(told);
      tell(batches[told] as WorkItem[], ready, onResult);
      told++;
    }
  };
}
