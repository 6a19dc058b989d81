/** Chunks of the packs, each whole delta families: rebuilt, scanned, and what they hold told. Runs in the main thread or in a worker. */
import { createGitKernel } from '../git/kernel/create-kernel.ts';
import { KernelMemory } from '../git/kernel/memory.ts';
import type { WalkPlan } from '../git/pack/forest.ts';
import type { PackTable } from '../git/pack/pack-table.ts';
import { type WalkedObject, Walker } from '../git/pack/walk.ts';
import { prepareRegexes } from '../rules/regex.ts';
import { WHOLE_FILE_BYTES } from '../sources/open-file.ts';
import { BlobScanner } from './blob-scanner.ts';
import { type ScanTask, createContext } from './context.ts';
import type { ThreadProbe } from './probe.ts';
import type { ItemResult } from './scan-item.ts';

/** Packed blobs. Shared memory and plain data, so that it crosses threads. */
export interface PackedBlobs {
  readonly table: PackTable;
  readonly plan: WalkPlan;
}

/** What a chunk gave. Blobs of it that are in none of the lists could not be rebuilt, or are for the plain path. */
export interface ChunkResult {
  /** Blobs that have something to tell: matches or skips. Paths are not known here: a skip's is empty. */
  readonly told: readonly (readonly [node: number, result: ItemResult])[];
  /** Three numbers each: a blob that was read and tells nothing, its bytes, and 1 where it has no match at all, not even a dismissed one. */
  readonly silent: Int32Array;
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
  const ready = prepareRegexes(task.rules.rules);
  const kernel = createGitKernel(new KernelMemory());
  const limits = { mostObjectBytes: WHOLE_FILE_BYTES, mostStackBytes: MOST_STACK_BYTES };
  const blobs = new BlobScanner(context, kernel);
  const walker = new Walker(packs.table, kernel, limits);
  return {
    async scan(chunk) {
      await ready;
      return scanChunk(walker.walk(packs.plan, chunk), blobs, context.probe);
    },
    close: () => walker.close(),
  };
}

async function scanChunk(
  objects: Iterable<WalkedObject>,
  blobs: BlobScanner,
  probe: ThreadProbe | null,
): Promise<ChunkResult> {
  const told: [number, ItemResult][] = [];
  const silent: number[] = [];
  probe?.rest();
  for (const object of objects) {
    probe?.lap('read');
    const { node } = object;
    const answer = blobs.scan(object);
    const result = answer instanceof Promise ? await answer : answer;
    probe?.lap('scan');
    if (result.sealed.length + result.skips.length > 0) told.push([node, result]);
    else silent.push(node, result.bytesRead, blobs.isBare ? 1 : 0);
  }
  return { told, silent: Int32Array.from(silent) };
}
