/** The threads that scan packs, this one among them, and what work there is for them. */
import { availableParallelism } from 'node:os';
import { chunkCount, type WalkPlan } from '../git/pack/forest.ts';
import {
  type ChunkResult,
  type PackScanner,
  type PackedObjects,
  type RecallOrder,
  type Recalled,
  chunkNumbered,
  createPackScanner,
  isSettled,
} from './pack-scanner.ts';
import { setForFewItems, setForHistory, setForThreads } from './compiler-settings.ts';
import { type RunOptions, threadsFor } from './run-items.ts';
import { SpareWorker, shareWork } from './share-work.ts';

/** The threads that scan packs, this one among them, and read again what was scanned. Close it, and nothing is asked of it any more. */
export class PackThreads {
  readonly #packs: PackedObjects;
  readonly #options: RunOptions;
  readonly #spare: SpareWorker;
  readonly #closing = new AbortController();
  #join = (): void => {};
  readonly #joining = new Promise<void>((resolve) => (this.#join = resolve));
  /** What sets the compilers back; null: all is over. */
  #resets: (() => void)[] | null = [];
  #here: PackScanner | null = null;

  /** @param spare - Where one may be that was begun before the packs were known. */
  constructor(packs: PackedObjects, options: RunOptions, spare = new SpareWorker()) {
    this.#packs = packs;
    this.#options = options;
    this.#spare = spare;
    spare.send(packs);
  }

  /**
   * Scans chunks, by their numbers.
   *
   * @param first - What this thread does before it scans beside others.
   */
  async scan(
    pieces: readonly number[],
    onChunk: (result: ChunkResult, isOfBlobs: boolean) => void,
    first: Promise<unknown> = Promise.resolve(),
  ): Promise<void> {
    const { task, jobs, signal } = this.#options;
    const packs = this.#packs;
    const [blobs] = packs.plans as [WalkPlan];
    const size = sizeOf(packs, pieces);
    const threads = threadsFor(
      size,
      jobs,
      size.bytes < ONE_THREAD_BYTES && !this.#spare.isThere ? 1 : availableParallelism(),
    );
    // What is kept of compiled code counts only under the settings under which a thread began.
    if (threads === 1) this.#tune(setForHistory);
    await shareWork<number, ChunkResult>({
      pieces,
      threads,
      setup: { task, packs },
      signal,
      first,
      here: async (piece) => {
        // Lets a signal and a progress line have their turn.
        await new Promise((resume) => setImmediate(resume));
        return this.#scanner().scan(piece);
      },
      // Its objects go the plain way, which holds one at a time.
      tooLarge: () => Promise.resolve({ told: [], silent: new Int32Array(0), found: new Uint8Array(0), keys: [] }),
      tell: (result, piece) => onChunk(result, piece < chunkCount(blobs)),
      onLoaded: () => this.#tune(setForHistory, setForThreads),
      spare: this.#spare,
      // Versions of one file stand together.
      fromBothEnds: true,
    });
  }

  /** Whether another thread reads again now. */
  get readsBeside(): boolean {
    return this.#spare.isThere;
  }

  /**
   * Reads blobs again, where another thread has scanned in that one too; also when the run was stopped.
   *
   * @param isBeside - Whether this thread has something else to do until it calls {@link PackThreads.join}.
   */
  async recall(orders: readonly RecallOrder[], isBeside: boolean): Promise<Recalled> {
    // Of few blobs, where nothing was scanned.
    if (!this.#spare.isThere) this.#tune(setForFewItems);
    const recalled: Recalled[] = [];
    await shareWork<RecallOrder, Recalled>({
      pieces: orders,
      threads: this.#spare.isThere ? 2 : 1,
      isBeside,
      signal: this.#closing.signal,
      first: isBeside ? this.#joining : Promise.resolve(),
      setup: { task: this.#options.task, packs: this.#packs },
      here: (order) => this.#scanner().recall(order),
      tooLarge: () => Promise.resolve([]),
      tell: (result) => recalled.push(result),
      spare: this.#spare,
      fromBothEnds: true,
    });
    return recalled.flat();
  }

  /** This thread takes part in what is read beside it. */
  join(): void {
    this.#join();
  }

  #scanner(): PackScanner {
    return (this.#here ??= createPackScanner(this.#options.task, this.#packs));
  }

  /** Sets the compilers, once. */
  #tune(...settings: readonly (() => () => void)[]): void {
    if (this.#resets?.length === 0) this.#resets = settings.map((set) => set());
  }

  close(): void {
    this.#here?.close();
    this.#here = null;
    void this.#spare.close();
    this.#closing.abort();
    this.#join();
    for (const reset of this.#resets ?? []) reset();
    this.#resets = null;
  }
}

/** Below this, more threads take no less time and half as much processor time again: each warms up its own compiler (measured). */
const ONE_THREAD_BYTES = 16 << 20;

/** More than so many objects are looked for all at once. */
export const MOST_OPEN = 256;

/** The chunks that hold these objects, in ascending order. */
export function piecesOf(plans: readonly WalkPlan[], nodes: readonly number[]): number[] {
  const pieces = new Set<number>();
  for (const node of nodes) {
    let first = 0;
    for (const plan of plans) {
      const place = plan.nodes.indexOf(node);
      if (place !== -1) pieces.add(first + plan.chunkStarts.findLastIndex((start) => start <= place));
      first += chunkCount(plan);
    }
  }
  return [...pieces].sort((a, b) => a - b);
}

/** How much is to be done. */
function sizeOf(packs: PackedObjects, pieces: readonly number[]): { items: number; bytes: number } {
  let items = 0;
  let bytes = 0;
  for (const piece of pieces) {
    const [plan, chunk] = chunkNumbered(packs.plans, piece);
    for (let place = plan.chunkStarts[chunk]!; place < plan.chunkStarts[chunk + 1]!; place++) {
      const node = plan.nodes[place]!;
      if (isSettled(packs, node)) continue;
      items++;
      bytes += packs.table.sizes[node]!;
    }
  }
  return { items, bytes };
}
