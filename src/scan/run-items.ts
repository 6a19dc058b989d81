/** Work items over threads: small jobs in this one, large ones in workers, with equal results in the order of the items. */
import { availableParallelism } from 'node:os';
import type { WorkItem } from '../sources/source.ts';
import { type BatchScanner, createBatchScanner, failedItem, scanEach } from './batch.ts';
import { setForFewItems } from './compiler-settings.ts';
import type { ScanTask } from './context.ts';
import type { ItemResult } from './scan-item.ts';
import { createPartJoiner } from './join-parts.ts';
import { shareWork } from './share-work.ts';
import { isDivisible, splitLogs } from './split-logs.ts';

/** Items a batch: enough that a message costs little, few enough that threads end together. */
const BATCH_ITEMS = { file: 64, log: 1, blob: 512, ref: 4096 } as const;
/** Below this many items, or this many bytes where they are known, a second thread costs more than it gives. */
const SMALL_ITEMS = 600;
const SMALL_BYTES = 24 << 20;
const MOST_THREADS = 8;
/** A commit of usual size, as far as sizes are known. */
const FEW_ITEMS = 100;
const FEW_BYTES = 1 << 20;

const TOO_LARGE = 'needs more memory than there is: not scanned';

/** Cores that are free for items. Blobs come from a git process that keeps one busy; names of refs are short. */
const CORES = {
  file: availableParallelism,
  log: availableParallelism,
  blob: () => availableParallelism() >> 1,
  ref: () => 1,
} as const;

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
 * Runs all items. Stops early when the signal is aborted: what is being read gives what it gave so far, and items not
 * begun are not told. An item at which the scan itself fails is a failure of that item.
 *
 * @throws TightlipError when no item could be read: the repository is at fault.
 */
export async function runItems(items: readonly WorkItem[], options: RunOptions, onResult: OnResult): Promise<void> {
  const cores = CORES[items[0]?.kind ?? 'file']();
  const size = sizeOf(items);
  const threads = threadsFor(size, options.jobs, cores);
  const resetCompiler = isShort(items, size.bytes) ? setForFewItems() : null;
  try {
    const joiner = createPartJoiner(items, onResult);
    const parts = await splitLogs(items, threads);
    await shareItems(parts, threads, options, (result, item) => joiner.take(result, item));
    if (options.signal?.aborted) joiner.stop();
    await shareItems(joiner.again, threads, options, (result) => joiner.takeAgain(result));
  } finally {
    resetCompiler?.();
  }
}

async function shareItems(
  items: readonly WorkItem[],
  threads: number,
  options: RunOptions,
  onResult: OnResult,
): Promise<void> {
  let scanner: BatchScanner | null = null;
  await shareWork<readonly WorkItem[], ItemResult[]>({
    pieces: batchesOf(items),
    threads,
    setup: { task: options.task, packs: null },
    signal: options.signal,
    here(batch) {
      scanner ??= createBatchScanner(options.task, options.signal);
      return scanEach(batch, scanner);
    },
    isOnlyHere: (batch) => batch.some(isStandardInput),
    async tooLarge(batch, ask) {
      const results: ItemResult[] = [];
      for (const item of batch) results.push(...((await ask([item])) ?? [failedItem(item, TOO_LARGE)]));
      return results;
    },
    tell(results, batch) {
      for (const [i, result] of results.entries()) onResult(result, batch[i] as WorkItem);
    },
  });
}

/** Whether a run is over before anything in it has paid for itself. A log may be a stream without end. */
function isShort(items: readonly WorkItem[], bytes: number): boolean {
  return items.length > 0 && items.length <= FEW_ITEMS && bytes <= FEW_BYTES && items[0]!.kind !== 'log';
}

function sizeOf(items: readonly WorkItem[]): { items: number; bytes: number } {
  // A log that can be cut is as good as many.
  const count = items.length === 1 && items.every(isDivisible) ? 2 : items.length;
  return { items: count, bytes: items.reduce((sum, item) => sum + Math.max(0, item.sizeBytes), 0) };
}

/**
 * How many threads to scan with.
 *
 * @param work - Items, and bytes where they are known.
 * @param jobs - What the user says; 0: nothing.
 * @param cores - Cores that are free for it.
 */
export function threadsFor(work: { items: number; bytes: number }, jobs: number, cores: number): number {
  if (jobs > 0) return jobs;
  if (work.items < 2 || (work.items < SMALL_ITEMS && work.bytes < SMALL_BYTES)) return 1;
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

/** It can be read once, and by the thread that owns it alone. */
function isStandardInput(item: WorkItem): boolean {
  return item.kind === 'log' && item.absolutePath === null;
}
