/** A worker thread: takes pieces of work, answers with plain results. The same code as the main thread runs, see batch.ts and pack-scanner.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import type { WorkItem } from '../sources/source.ts';
import { createBatchScanner } from './batch.ts';
import type { ScanTask } from './context.ts';
import { type PackedBlobs, createPackScanner } from './pack-scanner.ts';

/** What a worker is started with. Its pieces are the numbers of the packs' chunks; without packs, batches of work items. */
export interface WorkerSetup {
  readonly task: ScanTask;
  readonly packs: PackedBlobs | null;
}

const { task, packs } = workerData as WorkerSetup;

function createAnswerer(): (piece: unknown) => Promise<unknown> {
  if (packs === null) {
    const scanner = createBatchScanner(task);
    return (piece) => scanner.scan(piece as readonly WorkItem[]);
  }
  const scanner = createPackScanner(task, packs);
  return (piece) => scanner.scan(piece as number);
}

const answer = createAnswerer();

parentPort?.on('message', (piece: unknown) => {
  void answer(piece).then((value) => parentPort?.postMessage(value));
});
