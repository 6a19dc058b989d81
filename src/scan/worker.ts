/** A worker thread: takes pieces of work, answers with plain results. The same code as the main thread runs, see batch.ts and pack-scanner.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import type { WorkItem } from '../sources/source.ts';
import { createBatchScanner } from './batch.ts';
import type { ScanTask } from './context.ts';
import { type PackedObjects, type RecallOrder, createPackScanner } from './pack-scanner.ts';

/** What a worker is started with. Its pieces are numbers of the packs' chunks, and what is asked of some again; without packs, batches of work items. */
export interface WorkerSetup {
  readonly task: ScanTask;
  readonly packs: PackedObjects | null;
}

/** Main thread to worker: do this piece; or stop reading and answer with what there is. */
export type Order = { readonly kind: 'do'; readonly piece: unknown } | { readonly kind: 'stop' };

const { task, packs } = workerData as WorkerSetup;
const interruption = new AbortController();

function createAnswerer(): (piece: unknown) => Promise<unknown> {
  if (packs === null) {
    const scanner = createBatchScanner(task, interruption.signal);
    return (piece) => scanner.scan(piece as readonly WorkItem[]);
  }
  const scanner = createPackScanner(task, packs);
  return (piece) => (typeof piece === 'number' ? scanner.scan(piece) : scanner.recall(piece as RecallOrder));
}

const answer = createAnswerer();

/** One piece after the other: the thread has one memory that is read into. */
let last = Promise.resolve();

parentPort?.on('message', (order: Order) => {
  if (order.kind === 'stop') interruption.abort();
  // What is thrown here ends the thread: the main thread then does the piece again.
  else last = last.then(() => answer(order.piece)).then((value) => parentPort?.postMessage(value));
});
