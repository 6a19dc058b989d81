/** What a worker thread does: takes pieces of work, answers with plain results. The same code as the main thread runs, see batch.ts and pack-scanner.ts. */
import type { MessagePort } from 'node:worker_threads';
import type { RuleSetData } from '../rules/rule.ts';
import type { WorkItem } from '../sources/source.ts';
import type { ScanTask } from './context.ts';
import type { PackedObjects, RecallOrder } from './pack-scanner.ts';

/**
 * What a worker is started with. Its pieces are numbers of the packs' chunks, and what is asked of some again; without packs, batches of
 * work items. Packs that are not known yet (`later`) are sent before the first piece.
 */
export interface WorkerSetup {
  readonly task: ScanTask;
  readonly packs: PackedObjects | 'later' | null;
}

/** The same as it crosses over: the shipped rules, which each thread reads for itself, as null. */
export type SentSetup = Omit<WorkerSetup, 'task'> & {
  readonly task: Omit<ScanTask, 'rules'> & { readonly rules: RuleSetData | null };
};

/** Main thread to worker: these are the packs; do this piece; or stop reading and answer with what there is. */
export type Order =
  | { readonly kind: 'packs'; readonly packs: PackedObjects }
  | { readonly kind: 'do'; readonly piece: unknown }
  | { readonly kind: 'stop' };

type Answerer = (piece: unknown) => Promise<unknown>;

/** Does what the main thread orders; tells it once, with null, that all it needs is loaded. */
export function serve({ task, packs }: SentSetup, port: MessagePort): void {
  const interruption = new AbortController();
  const loading = load(task, packs === null, interruption.signal);
  void loading.then(() => port.postMessage(null));
  let answerer = packs === 'later' ? null : loading.then((answererFor) => answererFor(packs));
  /** One piece after the other: the thread has one memory that is read into. */
  let last: Promise<unknown> = loading;
  port.on('message', (order: Order) => {
    if (order.kind === 'stop') interruption.abort();
    else if (order.kind === 'packs') answerer = loading.then((answererFor) => answererFor(order.packs));
    // What is thrown here ends the thread: the main thread then does the piece again.
    else last = last.then(async () => port.postMessage(await (await answerer!)(order.piece)));
  });
}

/** Loads what it takes, and makes of it what can be made before the packs are known. */
async function load(
  sent: SentSetup['task'],
  isOfItems: boolean,
  signal: AbortSignal,
): Promise<(packs: PackedObjects | null) => Answerer> {
  const task = { ...sent, rules: sent.rules ?? (await import('../rules/shipped.ts')).shippedRules };
  if (isOfItems) {
    const scanner = (await import('./batch.ts')).createBatchScanner(task, signal);
    return () => (piece) => scanner.scan(piece as readonly WorkItem[]);
  }
  const scannerFor = (await import('./pack-scanner.ts')).preparePackScanner(task);
  return (packs) => {
    const scanner = scannerFor(packs!);
    return (piece) => (typeof piece === 'number' ? scanner.scan(piece) : scanner.recall(piece as RecallOrder));
  };
}
