/** Pieces of work shared out to threads, told in their order whatever thread was first. A worker that dies costs time and no answer. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { isShipped } from '../rules/rule-index.ts';
import type { ScanTask } from './context.ts';
import type { PackedObjects } from './pack-scanner.ts';
import type { Order, SentSetup, WorkerSetup } from './worker.ts';

/** What threads do. */
export interface SharedWork<Piece, Answer> {
  readonly pieces: readonly Piece[];
  /** How many threads, this one among them. */
  readonly threads: number;
  /** Whether this thread is busy for a while: where there is a spare worker it has the pieces that this thread does not come to. */
  readonly isBeside?: boolean;
  /** What this thread does before it takes pieces, as long as there is a worker. */
  readonly first?: Promise<unknown>;
  /** What a worker is started with; the pieces are what it takes. */
  readonly setup: WorkerSetup;
  readonly signal?: AbortSignal | undefined;
  /** The same piece done in this thread, which is one of the threads, and does what a dying one left half done. */
  here(piece: Piece): Promise<Answer>;
  /** Whether no other thread can do it. */
  isOnlyHere?(piece: Piece): boolean;
  /**
   * The answer to a piece that was too large for the memory of a worker: what kills this thread ends the run.
   *
   * @param ask - Asks a new worker for a piece; null when that one died of it too.
   */
  tooLarge(piece: Piece, ask: (piece: Piece) => Promise<Answer | null>): Promise<Answer>;
  /** Told of each answer, in an order that does not depend on the threads. */
  tell(answer: Answer, piece: Piece): void;
  /**
   * Whether this thread begins with the last piece and the others with the first, and the answers are told from both ends by turns: where
   * pieces that stand together have much in common. Else all begin with the first, and the answers are told in the order of the pieces.
   */
  readonly fromBothEnds?: boolean;
  /** Told when a worker has loaded what it runs. */
  readonly onLoaded?: () => void;
  /** Where a worker may be, and may stay; without it all begin and end with the work. */
  readonly spare?: SpareWorker;
}

/** A worker between two works of one setup: what it has compiled serves the next. More than one would hold more memory than it saves time. */
export class SpareWorker {
  #worker: Asked | null = null;
  #isClosed = false;

  get isThere(): boolean {
    return this.#worker !== null;
  }

  /** Starts one that scans packs, before it is known which. */
  begin(task: ScanTask, signal: AbortSignal | undefined): void {
    const file = workerFile();
    if (file !== null) this.#worker ??= new Asked(file, { task, packs: 'later' }, signal);
  }

  /** Tells the one that was begun so which packs. */
  send(packs: PackedObjects): void {
    this.#worker?.send({ kind: 'packs', packs });
  }

  take(): Asked | null {
    const worker = this.#worker;
    this.#worker = null;
    return worker;
  }

  async give(worker: Asked): Promise<void> {
    if (this.#worker === null && !this.#isClosed) this.#worker = worker;
    else await worker.end();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.take()?.end();
  }
}

/** What a thread makes of files and logs dies young: more room for it costs memory and gains no time (measured). */
const YOUNG_MIB = 4;
/** What versions of blobs inherit lives longer; a sixth of Node's own room costs no time either (measured). */
const PACKS_YOUNG_MIB = 8;

/** Workers that one lane may lose before this thread does its work. */
const MOST_DEATHS = 3;

/** Pieces a worker is given at once, so that it does not wait while this thread is busy with a piece of its own. */
const AHEAD = 3;
/** The same of packs, whose pieces differ much in length, as long as more than so many are left for each thread. */
const AHEAD_IN_PACKS = 8;
const MANY_LEFT = 16;
/** Of the pieces that are done while this thread is busy: what it leaves to the worker for good. */
const SHARE_BESIDE = 0.7;

/**
 * Does all pieces. Stops early when the signal is aborted: those begun end early, and those not begun are not told.
 *
 * @throws What `here` throws.
 */
export async function shareWork<Piece, Answer>(work: SharedWork<Piece, Answer>): Promise<void> {
  const wanted = work.spare?.isThere && work.isBeside ? 1 : Math.min(work.threads, work.pieces.length) - 1;
  const file = wanted < 1 ? null : workerFile();
  const sharing = new Sharing(work, file ?? '');
  const lanes = Array.from({ length: file === null ? 0 : wanted }, () => sharing.runLane());
  if (lanes.length === 0) return sharing.runAlone();
  lanes.push(sharing.runHere(work.first));
  await Promise.all(lanes);
  // What no lane did: all its workers died.
  await sharing.runHere();
}

/** The built worker beside this file's bundle, or null where there is none (the Action's single file): then one thread does it all. */
export function workerFile(): string | null {
  for (const place of ['./scan-worker.js', '../scan-worker.js', '../../dist/scan-worker.js']) {
    const file = fileURLToPath(new URL(place, import.meta.url));
    if (existsSync(file)) return file;
  }
  return null;
}

class Sharing<Piece, Answer> {
  readonly #work: SharedWork<Piece, Answer>;
  readonly #file: string;
  /** By the number of the piece. */
  readonly #waiting = new Map<number, { readonly answer: Answer }>();
  /** The last piece given to this thread, done or not. */
  #here: Promise<unknown> = Promise.resolve();
  #told = 0;
  /** Pieces `[next, end)` are not taken yet. */
  #next = 0;
  #end: number;

  constructor(work: SharedWork<Piece, Answer>, file: string) {
    this.#work = work;
    this.#file = file;
    this.#end = work.pieces.length;
  }

  /** A worker that takes the next piece when it is done with one, and after its death another one. */
  async runLane(): Promise<void> {
    // Told in one go, it need not wait for this thread; what it was not told is shared.
    const { pieces, threads, isBeside = false, fromBothEnds = false } = this.#work;
    const ahead = isBeside ? Math.max(AHEAD, Math.ceil(pieces.length * SHARE_BESIDE)) : AHEAD;
    const further = fromBothEnds && !isBeside ? AHEAD_IN_PACKS - AHEAD : 0;
    const lane: Lane = { worker: this.#work.spare?.take() ?? null, deaths: 0 };
    this.#greet(lane.worker);
    try {
      await Promise.all([
        ...Array.from({ length: ahead }, () => this.#runWorker(lane, 0)),
        ...Array.from({ length: further }, () => this.#runWorker(lane, threads * MANY_LEFT)),
      ]);
    } finally {
      if (lane.worker !== null) await (this.#work.spare?.give(lane.worker) ?? lane.worker.end());
    }
  }

  /** This thread as the only one. */
  async runAlone(): Promise<void> {
    const { pieces } = this.#work;
    for (let place = 0; place < pieces.length && this.#work.signal?.aborted !== true; place++) {
      const id = this.#at(place);
      this.#tell(id, await this.#doHere(pieces[id] as Piece));
    }
  }

  /**
   * This thread as one of them.
   *
   * @param first - What it does before.
   */
  async runHere(first?: Promise<unknown>): Promise<void> {
    await first;
    const { pieces, fromBothEnds = false } = this.#work;
    for (let id = this.#take(fromBothEnds); id < pieces.length; id = this.#take(fromBothEnds)) {
      this.#tell(id, await this.#doHere(pieces[id] as Piece));
    }
  }

  /** @param leaves - Ends when only so many pieces are left. */
  async #runWorker(lane: Lane, leaves: number): Promise<void> {
    const { pieces } = this.#work;
    while (this.#end - this.#next > leaves) {
      const id = this.#take();
      if (id === pieces.length) return;
      const piece = pieces[id] as Piece;
      if (lane.deaths === MOST_DEATHS || this.#work.isOnlyHere?.(piece)) {
        this.#tell(id, await this.#doHere(piece));
        continue;
      }
      const worker = (lane.worker ??= this.#start());
      const reply: Reply = await worker.ask(piece);
      if ('value' in reply) {
        this.#tell(id, reply.value as Answer);
        continue;
      }
      if (lane.worker === worker) {
        lane.worker = null;
        lane.deaths++;
      }
      this.#tell(id, await this.#again(piece, reply));
    }
  }

  /** One after the other: the thread has one memory that is read into. */
  #doHere(piece: Piece): Promise<Answer> {
    const done = this.#here.then(() => this.#work.here(piece));
    this.#here = done.catch(() => {});
    return done;
  }

  #start(): Asked {
    const worker = new Asked(this.#file, this.#work.setup, this.#work.signal);
    this.#greet(worker);
    return worker;
  }

  #greet(worker: Asked | null): void {
    void worker?.loaded.then(() => this.#work.onLoaded?.());
  }

  /** The number of a piece that nobody has, or how many there are. */
  #take(isLast = false): number {
    if (this.#work.signal?.aborted || this.#next === this.#end) return this.#work.pieces.length;
    return isLast ? --this.#end : this.#next++;
  }

  /** The number of the piece whose answer is told at a place. */
  #at(place: number): number {
    if (this.#work.fromBothEnds !== true) return place;
    return place % 2 === 0 ? place / 2 : this.#work.pieces.length - (place + 1) / 2;
  }

  /** A piece whose worker died, nothing of which counts yet. */
  async #again(piece: Piece, death: Death): Promise<Answer> {
    if (!death.ofMemory) return this.#doHere(piece);
    let worker: Asked | null = null;
    const answer = await this.#work.tooLarge(piece, async (part) => {
      worker ??= this.#start();
      const reply: Reply = await worker.ask(part);
      if ('value' in reply) return reply.value as Answer;
      worker = null;
      return reply.ofMemory ? null : this.#doHere(part);
    });
    await (worker as Asked | null)?.end();
    return answer;
  }

  #tell(id: number, answer: Answer): void {
    this.#waiting.set(id, { answer });
    for (let next = this.#at(this.#told); ; next = this.#at(this.#told)) {
      const ready = this.#waiting.get(next);
      if (ready === undefined) return;
      this.#waiting.delete(next);
      this.#told++;
      this.#work.tell(ready.answer, this.#work.pieces[next] as Piece);
    }
  }
}

/** A worker that lives, and how many died before it. */
interface Lane {
  worker: Asked | null;
  deaths: number;
}

/** How a worker died. */
interface Death {
  readonly ofMemory: boolean;
}

type Reply = { readonly value: unknown } | Death;

/** A worker that answers one question after the other. */
class Asked {
  readonly #thread: Worker;
  readonly #signal: AbortSignal | undefined;
  readonly #stop = (): void => this.send({ kind: 'stop' });
  /** Ends when it has loaded what it runs; never, when it dies before. */
  readonly loaded: Promise<void>;
  #death: Death | null = null;
  /** Who waits for an answer, in the order of the questions. */
  readonly #waiting: ((reply: Reply) => void)[] = [];

  constructor(file: string, setup: WorkerSetup, signal: AbortSignal | undefined) {
    const resourceLimits = { maxYoungGenerationSizeMb: setup.packs === null ? YOUNG_MIB : PACKS_YOUNG_MIB };
    this.#thread = new Worker(file, { argv: process.argv.slice(2, 3), workerData: toSend(setup), resourceLimits });
    this.#signal = signal;
    signal?.addEventListener('abort', this.#stop, { once: true });
    this.loaded = new Promise((resolve) => {
      this.#thread.once('message', () => {
        this.#thread.on('message', (value: unknown) => this.#waiting.shift()?.({ value }));
        resolve();
      });
    });
    this.#thread.on('error', (error: NodeJS.ErrnoException) => {
      this.#die({ ofMemory: error.code === 'ERR_WORKER_OUT_OF_MEMORY' });
    });
    this.#thread.on('exit', () => this.#die({ ofMemory: false }));
  }

  /** Its answer, or how it died; it must not be asked again then. */
  async ask(piece: unknown): Promise<Reply> {
    const reply = await new Promise<Reply>((resolve) => {
      if (this.#death !== null) return resolve(this.#death);
      this.#waiting.push(resolve);
      this.send({ kind: 'do', piece });
    });
    if (!('value' in reply)) await this.end();
    return reply;
  }

  /** An error comes before the exit that follows it, and may come between two questions. The first question was too much for it, no other. */
  #die(death: Death): void {
    this.#death ??= { ofMemory: false };
    for (const [i, reply] of this.#waiting.splice(0).entries()) reply(i === 0 ? death : this.#death);
  }

  /** Ends the thread, whatever it does. */
  async end(): Promise<void> {
    this.#signal?.removeEventListener('abort', this.#stop);
    await this.#thread.terminate();
  }

  send(order: Order): void {
    this.#thread.postMessage(order);
  }
}

function toSend({ task, packs }: WorkerSetup): SentSetup {
  return { task: { ...task, rules: isShipped(task.rules) ? null : task.rules }, packs };
}
