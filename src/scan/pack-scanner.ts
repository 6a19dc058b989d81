/** Chunks of the packs, each whole delta families: rebuilt, scanned, and what they hold told. Runs in the main thread or in a worker. */
import { createGitKernel } from '../git/kernel/create-kernel.ts';
import { KernelMemory } from '../git/kernel/memory.ts';
import type { WalkPlan } from '../git/pack/forest.ts';
import type { PackTable } from '../git/pack/pack-table.ts';
import { type WalkedObject, Walker } from '../git/pack/walk.ts';
import { prepareRuleSet } from '../rules/regex.ts';
import { BINARY_REASON } from '../sources/document.ts';
import { WHOLE_FILE_BYTES } from '../sources/open-file.ts';
import { BlobScanner, skipped } from './blob-scanner.ts';
import { type ScanTask, createContext } from './context.ts';
import {
  BARE,
  BINARY,
  type KnownBlobs,
  MATCHES,
  NumberWriter,
  UNKNOWN,
  readMatches,
  writeMatches,
} from './known-blobs.ts';
import type { ItemResult } from './scan-item.ts';

/** Packed blobs. Shared memory and plain data, so that it crosses threads. */
export interface PackedBlobs {
  readonly table: PackTable;
  readonly plan: WalkPlan;
  /** What earlier runs tell of them; null: nothing is to be kept either. */
  readonly known: KnownBlobs | null;
}

/** What a chunk gave. Blobs of it that are in none of the lists could not be rebuilt, or are for the plain path. */
export interface ChunkResult {
  /** Blobs that have something to tell: matches or skips. Paths are not known here: a skip's is empty. */
  readonly told: readonly (readonly [node: number, result: ItemResult])[];
  /** Three numbers each: a blob that was read and tells nothing, its bytes, and 1 where it has no match at all, not even a dismissed one. */
  readonly silent: Int32Array;
  /** What was found out anew, see {@link BlobMemory.take}. */
  readonly news: Uint8Array;
}

/** Scans chunks; kept for the life of a thread. */
export interface PackScanner {
  scan(chunk: number): Promise<ChunkResult>;
  close(): void;
}

const MIB = 1 << 20;
/** A chain of large versions that needs more is left to the plain path, which holds one at a time. */
const MOST_STACK_BYTES = 256 * MIB;

/** A scanner for the thread that calls. */
export function createPackScanner(task: ScanTask, packs: PackedBlobs): PackScanner {
  const context = createContext(task);
  const ready = prepareRuleSet(task.rules);
  const kernel = createGitKernel(new KernelMemory());
  const limits = { mostObjectBytes: WHOLE_FILE_BYTES, mostStackBytes: MOST_STACK_BYTES };
  const blobs = new BlobScanner(context, kernel);
  const walker = new Walker(packs.table, kernel, limits);
  return {
    async scan(chunk) {
      await ready;
      const scan = new ChunkScan(packs, blobs, context.ruleSet.literalBytes);
      if (scan.takeKnown(chunk)) return scan.result();
      context.probe?.rest();
      for (const object of walker.walk(packs.plan, chunk)) {
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

/** Scans what is not known, recalls what is, and reads nothing where nothing has to be read. */
class ChunkScan {
  readonly #packs: PackedBlobs;
  readonly #blobs: BlobScanner;
  readonly #told: [number, ItemResult][] = [];
  readonly #silent: number[] = [];
  readonly #news = new NumberWriter();
  readonly #literals: readonly Uint8Array[];

  constructor(packs: PackedBlobs, blobs: BlobScanner, literals: readonly Uint8Array[]) {
    this.#packs = packs;
    this.#literals = literals;
    this.#blobs = blobs;
  }

  /** Takes a chunk of which all is known without reading it; false when it has to be read. */
  takeKnown(chunk: number): boolean {
    const { plan, known } = this.#packs;
    if (known === null) return false;
    const nodes = plan.nodes.subarray(plan.chunkStarts[chunk], plan.chunkStarts[chunk + 1]);
    if (!nodes.every((node) => known.kinds[node] === BARE || known.kinds[node] === BINARY)) return false;
    for (const node of nodes) this.#takeKnown(node, known);
    return true;
  }

  /** Takes a blob; a promise where it has to be waited for. */
  take(object: WalkedObject): Promise<void> | null {
    const { known } = this.#packs;
    if (known !== null && this.#recall(object, known)) return null;
    const answer = this.#blobs.scan(object);
    if (answer instanceof Promise) return answer.then((result) => this.#takeScanned(object, result));
    this.#takeScanned(object, answer);
    return null;
  }

  #takeScanned(object: WalkedObject, result: ItemResult): void {
    this.#add(object.node, result);
    if (this.#packs.known !== null) this.#note(object, result);
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
    this.#blobs.forget(depth);
    this.#takeKnown(node, known);
    return true;
  }

  result(): ChunkResult {
    return { told: this.#told, silent: Int32Array.from(this.#silent), news: this.#news.bytes() };
  }

  #takeKnown(node: number, { kinds, sizes }: KnownBlobs): void {
    if (kinds[node] === BINARY) this.#told.push([node, skipped(BINARY_REASON)]);
    else this.#silent.push(node, sizes[node]!, 1);
  }

  #add(node: number, result: ItemResult): void {
    if (result.sealed.length + result.skips.length > 0) this.#told.push([node, result]);
    else this.#silent.push(node, result.bytesRead, this.#blobs.isBare ? 1 : 0);
  }

  /** Notes what was found for later runs. What is neither plain text nor binary is scanned each time. */
  #note({ node, depth, bytes }: WalkedObject, result: ItemResult): void {
    const version = this.#blobs.versionAt(depth);
    const isBinary = result.origin === null && result.skips[0]?.reason === BINARY_REASON;
    if (version === null && !isBinary) return;
    const matches = new NumberWriter();
    if (version !== null && !this.#blobs.isBare) writeMatches(version, matches);
    this.#news.push(node);
    if (version === null) this.#news.push(BINARY);
    else this.#news.push(this.#blobs.isBare ? BARE : MATCHES);
    this.#news.push(bytes.length);
    this.#news.push(matches.length);
    this.#news.pushBytes(matches.bytes());
  }
}
