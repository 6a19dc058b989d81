/** A worker thread: takes batches, answers with plain results. The same code as the main thread runs, see batch.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import type { WorkItem } from '../sources/source.ts';
import { createBatchScanner } from './batch.ts';
import type { ScanTask } from './context.ts';

/** Main thread to worker: scan these. */
export interface BatchRequest {
  readonly id: number;
  readonly items: readonly WorkItem[];
}

const scanner = createBatchScanner(workerData as ScanTask);

parentPort?.on('message', (request: BatchRequest) => {
  void scanner.scan(request.items).then((results) => parentPort?.postMessage({ id: request.id, results }));
});
