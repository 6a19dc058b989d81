/**
 * Blobs scanned as they lie in the packs, by delta: a version inherits what its base held, and only new bytes and seams are
 * looked at (engine/rescan.ts). The results equal those of a scan of each blob by itself. Runs in the main thread or in a worker.
 */
import type { EditOps } from '../bytes/edit.ts';
import { hasByteOrderMark, hasOddity, toText } from '../bytes/encoding.ts';
import type { Origin } from '../bytes/origin.ts';
import { matchDocument } from '../engine/document-rules.ts';
import { Sign } from '../engine/documents/signs.ts';
import { VersionScanner } from '../engine/rescan.ts';
import { resolve } from '../engine/resolve.ts';
import { ScannedVersion } from '../engine/scanned-version.ts';
import { createGitKernel } from '../git/kernel/create-kernel.ts';
import { KernelMemory } from '../git/kernel/memory.ts';
import type { WalkPlan } from '../git/pack/forest.ts';
import type { PackTable } from '../git/pack/pack-table.ts';
import { type WalkedObject, Walker } from '../git/pack/walk.ts';
import { prepareRegexes } from '../rules/regex.ts';
import { describeDocument, isLfsPointer } from '../sources/document.ts';
import { formatLimit } from '../sources/limit.ts';
import { WHOLE_FILE_BYTES } from '../sources/open-file.ts';
import { type ScanContext, type ScanTask, createContext } from './context.ts';
import { sealDocument } from './scan-content.ts';
import { type ItemResult, scanOpened } from './scan-item.ts';

/** Packed blobs. Shared memory and plain data, so that it crosses threads. */
export interface PackedBlobs {
  readonly table: PackTable;
  readonly plan: WalkPlan;
}

/** What a chunk gave. Blobs of it that are in none of the lists could not be rebuilt, or are for the plain path. */
export interface ChunkResult {
  /** Blobs that have something to tell: matches or skips. Paths are not known here: a skip's is empty. */
  readonly told: readonly (readonly [node: number, result: ItemResult])[];
  /** Two numbers each: a blob that was read and holds nothing, and its bytes. */
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
  const walker = new Walker(packs.table, kernel, limits);
  return {
    async scan(chunk) {
      await ready;
      return scanChunk(walker.walk(packs.plan, chunk), context);
    },
    close: () => walker.close(),
  };
}

async function scanChunk(objects: Iterable<WalkedObject>, context: ScanContext): Promise<ChunkResult> {
  const blobs = new BlobScanner(context);
  const told: [number, ItemResult][] = [];
  const silent: number[] = [];
  context.probe?.rest();
  for (const object of objects) {
    context.probe?.lap('read');
    const { node } = object;
    const answer = blobs.scan(object);
    const result = answer instanceof Promise ? await answer : answer;
    context.probe?.lap('scan');
    if (result.sealed.length + result.skips.length > 0) told.push([node, result]);
    else silent.push(node, result.bytesRead);
  }
  return { told, silent: Int32Array.from(silent) };
}

/** Where a blob lies is not known here. */
const ORIGIN: Origin = { kind: 'blob', path: null };

/** Keeps, per depth, the scan of the version that the next one may derive from. */
class BlobScanner {
  readonly #context: ScanContext;
  readonly #scanner: VersionScanner;
  readonly #versions: ScannedVersion[] = [];
  /** By depth: whether the version there is one to inherit from. */
  readonly #isScanned: boolean[] = [];

  constructor(context: ScanContext) {
    this.#context = context;
    this.#scanner = new VersionScanner(context.ruleSet);
  }

  /** The result of a blob. */
  scan({ bytes, depth, edit }: WalkedObject): Promise<ItemResult> | ItemResult {
    const limit = this.#context.source.maxFileSizeBytes;
    const base = edit !== null && this.#isScanned[depth - 1] === true ? this.#versions[depth - 1]! : null;
    this.#isScanned[depth] = false;
    if (limit !== null && bytes.length > limit) return skipped(`larger than ${formatLimit(limit)}`);
    const isClean = base?.isClean === true && edit !== null ? areInsertsClean(bytes, edit) : !hasOddity(bytes);
    const isPlain = isClean ? !hasByteOrderMark(bytes) : toText(bytes) === bytes;
    if (!isPlain || isLfsPointer(bytes)) return scanOpened(describeDocument(bytes, ORIGIN), this.#context);
    const version = (this.#versions[depth] ??= new ScannedVersion());
    if (base === null || edit === null) this.#scanner.scan(bytes, version);
    else this.#scanner.rescan(base, edit, bytes, version);
    version.isClean = isClean;
    this.#isScanned[depth] = true;
    return this.#resultOf(version, bytes);
  }

  #resultOf(version: ScannedVersion, bytes: Uint8Array): ItemResult {
    const { ruleSet } = this.#context;
    const signs = version.wordSigns | version.headSigns;
    const found = matchDocument(bytes, ruleSet, signs);
    const raw = version.isEmpty ? found : [...version.raw(), ...found];
    const matches = raw.length === 0 ? [] : resolve(raw, ruleSet);
    const document = sealDocument(matches, bytes, ORIGIN, this.#context, (signs & Sign.Mark) !== 0);
    return { origin: ORIGIN, ...document, bytesRead: bytes.length, skips: [] };
  }
}

/** Whether what an edit inserts holds no byte that text does not hold. */
function areInsertsClean(bytes: Uint8Array, edit: EditOps): boolean {
  for (let i = 0; i < edit.length; i += 3) {
    if (edit[i] === 0 && hasOddity(bytes, edit[i + 1]!, edit[i + 1]! + edit[i + 2]!)) return false;
  }
  return true;
}

function skipped(reason: string): ItemResult {
  return { origin: null, sealed: [], keys: [], bytesRead: 0, skips: [{ path: '', kind: 'skip', reason }] };
}
