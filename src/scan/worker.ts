/** What a worker thread does: takes pieces of work, answers with plain results. The same code as the main thread runs, see batch.ts and pack-scanner.ts. */
import type { MessagePort } from 'node:worker_threads';
import type { RuleSetData } from '../rules/rule.ts';
import type { WorkItem } from '../sources/source.ts';
import type { ScanTask } from './context.ts';
import type { PackedObjects, RecallOrder } from './pack-scanner.ts';

/** What a worker is started with. Its pieces are numbers of the packs' chunks, and what is asked of some again; without packs, batches of work items. */
export interface WorkerSetup {
  readonly task: ScanTask;
  readonly packs: PackedObjects | null;
}

/** The same as it crosses over: the shipped rules, which each thread reads for itself, as null. */
export type SentSetup = Omit<WorkerSetup, 'task'> & {
  readonly task: Omit<ScanTask, 'rules'> & { readonly rules: RuleSetData | null };
};

/** Main thread to worker: do this piece; or stop reading and answer with what there is. */
export type Order = { readonly kind: 'do'; readonly piece: unknown } | { readonly kind: 'stop' };

/** Does what the main thread orders; tells it once, with null, that all it needs is loaded. */
export function serve(setup: SentSetup, port: MessagePort): void {
  const interruption = new AbortController();
  const answerer = createAnswerer(setup, interruption.signal);
  void answerer.then(() => port.postMessage(null));
  /** One piece after the other: the thread has one memory that is read into. */
  let last: Promise<unknown> = answerer;
  port.on('message', (order: Order) => {
    if (order.kind === 'stop') interruption.abort();
    // What is thrown here ends the thread: the main thread then does the piece again.
    else last = last.then(async () => port.postMessage(await (await answerer)(order.piece)));
  });
}

async function createAnswerer(
  { task: sent, packs }: SentSetup,
  signal: AbortSignal,
): Promise<(piece: unknown) => Promise<unknown>> {
  const task = { ...sent, rules: sent.rules ?? (await import('../rules/shipped.ts')).shippedRules };
  if (packs === null) {
    const scanner = (await import('./batch.ts')).createBatchScanner(task, signal);
    return (piece) => scanner.scan(piece as readonly WorkItem[]);
  }
  const scanner = (await import('./pack-scanner.ts')).createPackScanner(task, packs);
  return (piece) => (typeof piece === 'number' ? scanner.scan(piece) : scanner.recall(piece as RecallOrder));
}
