/** Chunks of the packs, each whole delta families: rebuilt, scanned, and what they hold told. Runs in the main thread or in a worker. */
import { SHORTEST_COPY, VersionKernel } from '../engine/kernel/version-kernel.ts';
import { createGitKernel } from '../git/kernel/create-kernel.ts';
import { SCRATCH_BYTES } from '../git/kernel/kernel.ts';
import { KernelMemory } from '../git/kernel/memory.ts';
import { chunkCount, type WalkPlan } from '../git/pack/forest.ts';
import { BLOB, TAG } from '../git/pack/headers.ts';
import type { PackTable } from '../git/pack/pack-table.ts';
import { partOfPlan } from '../git/pack/part-of-plan.ts';
import { type WalkedObject, Walker } from '../git/pack/walk.ts';
import { prepareRuleSet } from '../rules/regex.ts';
import { BINARY_REASON } from '../sources/document.ts';
import { WHOLE_FILE_BYTES } from '../sources/open-file.ts';
import { BlobScanner } from './blob-scanner.ts';
import { type ScanContext, type ScanTask, createContext } from './context.ts';
import {
  BARE,
  BINARY,
  DISMISSED,
  type KnownBlobs,
  MATCHES,
  NumberWriter,
  UNKNOWN,
  readMatches,
  writeMatches,
} from './known-blobs.ts';
import type { ItemResult } from './scan-item.ts';
import { TextScanner } from './text-scanner.ts';

/** Packed objects. Shared memory and plain data, so that it crosses threads. */
export interface PackedObjects {
  readonly table: PackTable;
  /** Blobs, commits and tags. Their chunks are numbered through, those of the first plan first. */
  readonly plans: readonly WalkPlan[];
  /** What earlier runs tell of them; null: nothing is to be kept either. Of what holds nothing the main thread knows: it is not told again. */
  readonly known: KnownBlobs | null;
}

/** Whether earlier runs tell all that there is to tell of an object, so that it need not be read. */
export function isSettled({ kinds }: KnownBlobs, node: number): boolean {
  const kind = kinds[node];
  return kind !== UNKNOWN && kind !== MATCHES;
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

/** What a chunk gave. Objects of it that are in none of the lists could not be rebuilt, or are for the plain path. */
export interface ChunkResult {
  /** Objects that have something to tell: matches or skips. Paths are not known here: a skip's is empty. */
  readonly told: readonly (readonly [node: number, result: ItemResult])[];
  /** Three numbers each: an object that was read and tells nothing, its bytes, and 1 where it has no match at all, not even a dismissed one. */
  readonly silent: Int32Array;
  /** Value keys of those of them whose matches are all dismissed. */
  readonly dismissed: readonly (readonly [node: number, keys: readonly string[]])[];
  /** What was found out anew, see {@link BlobMemory.take}. */
  readonly news: Uint8Array;
}

/** Scans chunks; kept for the life of a thread. */
export interface PackScanner {
  /** @param piece - Number of a chunk. */
  scan(piece: number): Promise<ChunkResult>;
  close(): void;
}

const MIB = 1 << 20;
/** A chain of large versions that needs more is left to the plain path, which holds one at a time. */
const MOST_STACK_BYTES = 256 * MIB;

/** A scanner for the thread that calls. */
export function createPackScanner(task: ScanTask, packs: PackedObjects): PackScanner {
  const context = createContext(task);
  const ready = prepareRuleSet(task.rules);
  const memory = new KernelMemory();
  const versions = createVersionKernel(context, memory);
  const scratch = versions?.end ?? 0;
  const kernel = createGitKernel(memory, scratch);
  const blobs = new BlobScanner(context, kernel, versions);
  const texts = new TextScanner(context);
  const walker = new Walker(packs.table, kernel, {
    firstAddress: scratch + SCRATCH_BYTES,
    mostObjectBytes: WHOLE_FILE_BYTES,
    mostStackBytes: MOST_STACK_BYTES,
    shortestCopy: SHORTEST_COPY,
  });
  return {
    async scan(piece) {
      await ready;
      const scan = new ChunkScan(packs, { blobs, texts }, context.ruleSet.literals);
      context.probe?.rest();
      blobs.rest();
      for (const object of walker.walk(...scan.toRead(piece))) {
        context.probe?.lap('read');
        const waiting = scan.take(object);
        if (waiting !== null) await waiting;
        context.probe?.lap('scan');
      }
      return scan.result();
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

/** Scans what is not known, recalls what is, and reads nothing where nothing has to be read. */
class ChunkScan {
  readonly #packs: PackedObjects;
  readonly #blobs: BlobScanner;
  readonly #texts: TextScanner;
  readonly #told: [number, ItemResult][] = [];
  readonly #silent: number[] = [];
  readonly #dismissed: [number, readonly string[]][] = [];
  readonly #news = new NumberWriter();
  readonly #literals: readonly string[];

  constructor(packs: PackedObjects, { blobs, texts }: Scanners, literals: readonly string[]) {
    this.#packs = packs;
    this.#literals = literals;
    this.#blobs = blobs;
    this.#texts = texts;
  }

  /** The chunk, or the part of it that has to be read. */
  toRead(piece: number): [WalkPlan, number] {
    const { plans, known } = this.#packs;
    const [plan, chunk] = chunkNumbered(plans, piece);
    return known === null ? [plan, chunk] : [partOfPlan(plan, chunk, (node) => !isSettled(known, node)), 0];
  }

  /** Takes an object; a promise where it has to be waited for. */
  take(object: WalkedObject): Promise<void> | null {
    const { known, table } = this.#packs;
    if (known !== null && this.#recall(object, known)) return null;
    const kind = table.kinds[object.node];
    const answer =
      kind === BLOB
        ? this.#blobs.scan(object)
        : this.#texts.scan(object.bytes, kind === TAG ? 'tag' : 'commit-message');
    if (answer instanceof Promise) return answer.then((result) => this.#takeScanned(object, result));
    this.#takeScanned(object, answer);
    return null;
  }

  #takeScanned(object: WalkedObject, result: ItemResult): void {
    this.#add(object.node, result);
    if (this.#packs.known === null) return;
    if (this.#packs.table.kinds[object.node] === BLOB) this.#note(object, result);
    else if (isSilent(result)) this.#news.pushAll(object.node, BARE, result.bytesRead, 0);
  }

  /** Whether an earlier run tells what the blob holds. */
  #recall(object: WalkedObject, known: KnownBlobs): boolean {
    const { node, depth, bytes } = object;
    const kind = known.kinds[node];
    if (kind === MATCHES) {
      const matches = readMatches(known, node, bytes.length, this.#literals);
      if (matches !== null) this.#add(node, this.#blobs.recall(object, matches));
      return matches !== null;
    }
    if (kind === UNKNOWN) return false;
    // It is rebuilt for the sake of others alone.
    this.#blobs.forget(depth);
    return true;
  }

  result(): ChunkResult {
    const silent = Int32Array.from(this.#silent);
    return { told: this.#told, silent, dismissed: this.#dismissed, news: this.#news.bytes() };
  }

  #add(node: number, result: ItemResult): void {
    if (!isSilent(result)) this.#told.push([node, result]);
    else {
      this.#silent.push(node, result.bytesRead, this.#blobs.isBare ? 1 : 0);
      if (result.keys.length > 0) this.#dismissed.push([node, result.keys]);
    }
  }

  /** Notes what was found for later runs. What tells something and is neither plain text nor binary is scanned each time. */
  #note({ node, depth, bytes }: WalkedObject, result: ItemResult): void {
    const version = this.#blobs.versionAt(depth);
    if (isSilent(result)) this.#news.pushAll(node, this.#blobs.isBare ? BARE : DISMISSED, result.bytesRead, 0);
    else if (result.origin === null && result.skips[0]?.reason === BINARY_REASON) {
      this.#news.pushAll(node, BINARY, bytes.length, 0);
    } else if (version !== null) {
      const matches = new NumberWriter();
      writeMatches(version, matches);
      this.#news.pushAll(node, MATCHES, bytes.length, matches.length);
      this.#news.pushBytes(matches.bytes());
    }
  }
}

function isSilent({ sealed, skips }: ItemResult): boolean {
  return sealed.length + skips.length === 0;
}
