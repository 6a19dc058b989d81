/** Pieces of work shared out to threads, told in their order; in this thread where there is but one. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { WorkerSetup } from './worker.ts';

/** What threads do. */
export interface SharedWork<Piece, Answer> {
  readonly pieces: readonly Piece[];
  readonly threads: number;
  /** What a worker is started with; the pieces are what it takes. */
  readonly setup: WorkerSetup;
  readonly signal?: AbortSignal | undefined;
  /** The same piece done in this thread: where there is no worker, and for what a dying one left half done. */
  here(piece: Piece): Promise<Answer>;
  /** Told of each answer, in the order of the pieces. */
  tell(answer: Answer, piece: Piece): void;
}

/**
 * Does all pieces. Stops early when the signal is aborted; pieces not done are then not told.
 *
 * @throws What `here` throws.
 */
export async function shareWork<Piece, Answer>(work: SharedWork<Piece, Answer>): Promise<void> {
  const { pieces, signal } = work;
  const inOrder = createOrderedTeller(work);
  let next = 0;
  const take = (): number => (signal?.aborted ? pieces.length : next++);
  const file = work.threads < 2 ? null : workerFile();
  const threads = file === null ? 0 : Math.min(work.threads, pieces.length);
  await Promise.all(
    Array.from({ length: threads }, async () => {
      const worker = new Worker(file as string, { workerData: work.setup });
      try {
        for (let id = take(); id < pieces.length; id = take()) {
          const answer = await ask<Answer>(worker, pieces[id]);
          inOrder(id, answer === null ? await work.here(pieces[id] as Piece) : answer.value);
          if (answer === null) break;
        }
      } finally {
        await worker.terminate();
      }
    }),
  );
  for (let id = take(); id < pieces.length; id = take()) inOrder(id, await work.here(pieces[id] as Piece));
}

/** The built worker beside this file's bundle, or null where there is none (the Action's single file): then one thread does it all. */
function workerFile(): string | null {
  for (const place of ['./scan-worker.js', '../scan-worker.js', '../../dist/scan-worker.js']) {
    const file = fileURLToPath(new URL(place, import.meta.url));
    if (existsSync(file)) return file;
  }
  return null;
}

/** Asks a worker for a piece; null when the worker died, its half-told piece then counts for nothing. */
function ask<Answer>(worker: Worker, piece: unknown): Promise<{ readonly value: Answer } | null> {
  return new Promise((resolve) => {
    const done = (answer: { readonly value: Answer } | null): void => {
      worker.off('message', onMessage);
      worker.off('error', onDeath);
      worker.off('exit', onDeath);
      resolve(answer);
    };
    const onMessage = (value: Answer): void => done({ value });
    const onDeath = (): void => done(null);
    worker.on('message', onMessage);
    worker.on('error', onDeath);
    worker.on('exit', onDeath);
    worker.postMessage(piece);
  });
}

function createOrderedTeller<Piece, Answer>(work: SharedWork<Piece, Answer>): (id: number, answer: Answer) => void {
  const waiting = new Map<number, { readonly answer: Answer }>();
  let told = 0;
  return (id, answer) => {
    waiting.set(id, { answer });
    for (let ready = waiting.get(told); ready; ready = waiting.get(told)) {
      waiting.delete(told);
      work.tell(ready.answer, work.pieces[told] as Piece);
      told++;
    }
  };
}
