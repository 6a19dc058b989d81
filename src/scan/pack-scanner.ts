/** Chunks of the packs, each whole delta families: rebuilt, scanned, and what they hold told. Runs in the main thread or in a worker. */
import { SHORTEST_COPY } from '../engine/copied-runs.ts';
import { VersionKernel } from '../engine/kernel/version-kernel.ts';
import { KernelVersionScanner } from '../engine/kernel-versions.ts';
import { createGitKernel } from '../git/kernel/create-kernel.ts';
import { SCRATCH_BYTES } from '../git/kernel/kernel.ts';
import { KernelMemory } from '../git/kernel/memory.ts';
import { chunkCount, type WalkPlan } from '../git/pack/forest.ts';
import { BLOB, TAG } from '../git/pack/headers.ts';
import type { PackTable } from '../git/pack/pack-table.ts';
import { partOfPlan } from '../git/pack/part-of-plan.ts';
import { type WalkedObject, Walker } from '../git/pack/walk.ts';
import { prepareRuleSet } from '../rules/regex.ts';
import { WHOLE_FILE_BYTES } from '../sources/open-file.ts';
import { BlobScanner, type FoundBlob } from './blob-scanner.ts';
import { type ScanContext, type ScanTask, createContext } from './context.ts';
import { MATCHES, NumberWriter, UNKNOWN, readMatches, writeFound, writeMatches } from './known-blobs.ts';
import type { AskedMatches, RecalledMatches } from './scan-content.ts';
import type { ItemResult } from './scan-item.ts';
import { TextScanner } from './text-scanner.ts';

/** Packed objects. Shared memory and plain data, so that it crosses threads. */
export interface PackedObjects {
  readonly table: PackTable;
  /** Blobs, commits and tags. Their chunks are numbered through, those of the first plan first. */
  readonly plans: readonly WalkPlan[];
  /** By node what is known of it, see `BlobMemory.kinds`; null: nothing of any. */
  readonly known: Uint8Array | null;
}

/** Whether an object need not be read, but for the sake of those that derive from it. */
export function isSettled({ table, known }: PackedObjects, node: number): boolean {
  const kind = known === null ? UNKNOWN : known[node];
  // Texts with matches are few, and told in full.
  return kind !== UNKNOWN && (kind !== MATCHES || table.kinds[node] === BLOB);
}

/** The plan, and the chunk of it, that has a number. */
export function chunkNumbered(plans: readonly WalkPlan[], number: number): readonly [plan: WalkPlan, chunk: number] {
  let chunk = number;
  for (const plan of plans) {
    if (chunk < chunkCount(plan)) return [plan, chunk];
    chunk -= chunkCount(plan);
  }
  throw new RangeError(`there is no chunk ${number}`);
}

/** Whether something of a chunk has to be read. */
export function hasUnsettled(packs: PackedObjects, piece: number): boolean {
  const [plan, chunk] = chunkNumbered(packs.plans, piece);
  for (let place = plan.chunkStarts[chunk]!; place < plan.chunkStarts[chunk + 1]!; place++) {
    if (!isSettled(packs, plan.nodes[place]!)) return true;
  }
  return false;
}

/** What a chunk gave. Objects of it that are in none of the lists could not be rebuilt, or are for the plain path. */
export interface ChunkResult {
  /**
   * Objects that have something to tell in full: skips, matches in what is no plain text. Paths are not known here: a skip's is empty.
   */
  readonly told: readonly (readonly [node: number, result: ItemResult])[];
  /** Two numbers each: an object that was read and has no match at all, not even a dismissed one, and its bytes. */
  readonly silent: Int32Array;
  /**
   * Blobs with matches: node, bytes, length of what follows, and that: see {@link writeFound} and {@link writeMatches}. Of commits and tags,
   * which are told in full, only the values.
   */
  readonly found: Uint8Array;
  /** By number in there: value keys. */
  readonly keys: readonly string[];
}

/** Blobs of a chunk whose matches are asked for, with what {@link ChunkResult.found} told of each. */
export interface RecallOrder {
  readonly piece: number;
  readonly wanted: readonly (readonly [node: number, told: Uint8Array, asked: AskedMatches])[];
}

/** What was asked of blobs; those that could not be rebuilt are missing. */
export type Recalled = readonly (readonly [node: number, matches: RecalledMatches])[];

/** Scans chunks; kept for the life of a thread. */
export interface PackScanner {
  /** @param piece - Number of a chunk. */
  scan(piece: number): Promise<ChunkResult>;
  /** Quick where the same scanner has scanned the chunk: it remembers what anchors led to. */
  recall(order: RecallOrder): Promise<Recalled>;
  close(): void;
}

const MIB = 1 << 20;
/** A chain of large versions that needs more is left to the plain path, which holds one at a time. */
const MOST_STACK_BYTES = 256 * MIB;

/** A scanner for the thread that calls. */
export function createPackScanner(task: ScanTask, packs: PackedObjects): PackScanner {
  return preparePackScanner(task)(packs);
}

/** As far as it can be made before it is known what is scanned. */
export function preparePackScanner(task: ScanTask): (packs: PackedObjects) => PackScanner {
  const context = createContext(task);
  const ready = prepareRuleSet(task.rules);
  const memory = new KernelMemory();
  const versions = createVersionKernel(context, memory);
  const scratch = versions?.end ?? 0;
  const kernel = createGitKernel(memory, scratch);
  const fast = versions === null ? null : new KernelVersionScanner(context.ruleSet, versions);
  const blobs = new BlobScanner(context, kernel, fast);
  const texts = new TextScanner(context, memory, fast);
  const options = {
    firstAddress: scratch + SCRATCH_BYTES,
    mostObjectBytes: WHOLE_FILE_BYTES,
    mostStackBytes: MOST_STACK_BYTES,
    shortestCopy: SHORTEST_COPY,
  };
  return (packs) => scannerOf(packs, new Walker(packs.table, kernel, options), { context, ready, fast, blobs, texts });
}

/** What a scanner works with. */
interface Tools extends Scanners {
  readonly context: ScanContext;
  readonly ready: Promise<void>;
  readonly fast: KernelVersionScanner | null;
}

function scannerOf(packs: PackedObjects, walker: Walker, { context, ready, fast, blobs, texts }: Tools): PackScanner {
  return {
    async scan(piece) {
      await ready;
      const scan = new ChunkScan(packs, { blobs, texts });
      context.probe?.rest();
      fast?.rest();
      for (const object of walker.walk(...scan.toRead(piece))) {
        context.probe?.lap('read');
        const waiting = scan.take(object);
        if (waiting !== null) await waiting;
        context.probe?.lap('scan');
      }
      return scan.result();
    },
    async recall({ piece, wanted }) {
      await ready;
      const orders = new Map(wanted.map(([node, told, asked]) => [node, { told, asked }]));
      const results: [number, RecalledMatches][] = [];
      const [plan, chunk] = chunkNumbered(packs.plans, piece);
      for (const object of walker.walk(
        partOfPlan(plan, chunk, (node) => orders.has(node)),
        0,
      )) {
        const { node, depth, bytes } = object;
        const order = orders.get(node);
        const matches = order === undefined ? null : readMatches(order.told, bytes.length, context.ruleSet.literals);
        if (order === undefined || matches === null) blobs.forget(depth);
        else results.push([node, blobs.recall(object, matches, order.asked)]);
      }
      return results;
    },
    close: () => walker.close(),
  };
}

/** Null where WebAssembly is switched off, or does not do for these rules. */
function createVersionKernel({ ruleSet, seeds }: ScanContext, memory: KernelMemory): VersionKernel | null {
  if (process.env['TIGHTLIP_NO_WASM'] === '1') return null;
  try {
    return new VersionKernel(ruleSet, memory, seeds);
  } catch {
    return null;
  }
}

/** Who scans what a chunk holds. */
interface Scanners {
  readonly blobs: BlobScanner;
  readonly texts: TextScanner;
}

/** Scans what is not known, and reads nothing where nothing has to be read. */
class ChunkScan {
  readonly #packs: PackedObjects;
  readonly #blobs: BlobScanner;
  readonly #texts: TextScanner;
  readonly #told: [number, ItemResult][] = [];
  readonly #silent: number[] = [];
  readonly #found = new NumberWriter();
  readonly #numbers = new NumberWriter();
  readonly #keys = new Map<string, number>();
  readonly #numberOf = (key: string): number => {
    let number = this.#keys.get(key);
    if (number === undefined) this.#keys.set(key, (number = this.#keys.size));
    return number;
  };

  constructor(packs: PackedObjects, { blobs, texts }: Scanners) {
    this.#packs = packs;
    this.#blobs = blobs;
    this.#texts = texts;
  }

  /** The chunk, or the part of it that has to be read. */
  toRead(piece: number): [WalkPlan, number] {
    const { plans, known } = this.#packs;
    const [plan, chunk] = chunkNumbered(plans, piece);
    return known === null ? [plan, chunk] : [partOfPlan(plan, chunk, (node) => !isSettled(this.#packs, node)), 0];
  }

  /** Takes an object; a promise where it has to be waited for. */
  take(object: WalkedObject): Promise<void> | null {
    const { node, depth } = object;
    if (isSettled(this.#packs, node)) {
      // It is rebuilt for the sake of others alone.
      this.#blobs.forget(depth);
      return null;
    }
    const kind = this.#packs.table.kinds[node];
    const hasMatches = this.#packs.known?.[node] === MATCHES;
    const answer =
      kind === BLOB
        ? this.#blobs.scan(object)
        : this.#texts.scan(object, kind === TAG ? 'tag' : 'commit-message', hasMatches);
    if (answer instanceof Promise) return answer.then((result) => this.#tell(node, result));
    if ('version' in answer) this.#tellFound(node, answer);
    else {
      this.#tell(node, answer);
      if (kind !== BLOB && answer.sealed.length > 0) this.#tellValues(node, answer);
    }
    return null;
  }

  result(): ChunkResult {
    const silent = Int32Array.from(this.#silent);
    return { told: this.#told, silent, found: this.#found.bytes(), keys: [...this.#keys.keys()] };
  }

  #tell(node: number, result: ItemResult): void {
    const { sealed, skips, keys, bytesRead } = result;
    if (sealed.length + skips.length + keys.length === 0) this.#silent.push(node, bytesRead);
    else this.#told.push([node, result]);
  }

  #tellFound(node: number, found: FoundBlob): void {
    if (found.keys.length === 0) {
      this.#silent.push(node, found.bytesRead);
      return;
    }
    writeFound(found, this.#numberOf, this.#numbers);
    writeMatches(found.version, found.clusters, this.#numbers);
    this.#pushFound(node, found.bytesRead);
  }

  #tellValues(node: number, { sealed, bytesRead }: ItemResult): void {
    const keys = [...new Set(sealed.map(({ valueKey }) => valueKey))];
    writeFound({ matches: [], keys }, this.#numberOf, this.#numbers);
    this.#pushFound(node, bytesRead);
  }

  #pushFound(node: number, bytes: number): void {
    this.#found.pushAll(node, bytes, this.#numbers.length);
    this.#found.pushBytes(this.#numbers.take());
  }
}
