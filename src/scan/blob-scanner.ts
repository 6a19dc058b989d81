/**
 * Blobs scanned as they are rebuilt, by delta: a version inherits what its base held, and only new bytes and seams are looked at
 * (engine/rescan.ts). The results equal those of a scan of each blob by itself.
 */
import type { EditOps } from '../bytes/edit.ts';
import { hasByteOrderMark, hasOddity, toText } from '../bytes/encoding.ts';
import type { Origin } from '../bytes/origin.ts';
import { matchDocument } from '../engine/document-rules.ts';
import { Sign } from '../engine/documents/signs.ts';
import { type KnownMatches, VersionScanner } from '../engine/rescan.ts';
import { resolve } from '../engine/resolve.ts';
import { ScannedVersion } from '../engine/scanned-version.ts';
import { VerdictMemo, type WindowHasher } from '../engine/verdict-memo.ts';
import { describeDocument, isLfsPointer } from '../sources/document.ts';
import { formatLimit } from '../sources/limit.ts';
import { type GitKernel, SCRATCH_BYTES } from '../git/kernel/kernel.ts';
import type { WalkedObject } from '../git/pack/walk.ts';
import type { ScanContext } from './context.ts';
import { sealDocument } from './scan-content.ts';
import { type ItemResult, scanOpened } from './scan-item.ts';

const LF = 0x0a;

/** Where the kernel writes a hash: behind its own memory, before what the walker uses. */
const HASH_AT = SCRATCH_BYTES;

/** Hashes stretches of the blob in the kernel's memory. */
class KernelHasher implements WindowHasher {
  readonly #kernel: GitKernel;
  readonly #seeds: readonly [number, number];
  /** Where the blob lies. */
  address = 0;
  a = 0;
  b = 0;

  constructor(kernel: GitKernel, seeds: readonly [number, number]) {
    this.#kernel = kernel;
    this.#seeds = seeds;
  }

  hash(from: number, to: number, first: number, second: number): void {
    const [seedA, seedB] = this.#seeds;
    this.#kernel.hash(this.address + from, to - from, seedA ^ first, seedB ^ second, HASH_AT);
    const { words } = this.#kernel.memory;
    this.a = words[HASH_AT >> 2]!;
    this.b = words[(HASH_AT >> 2) + 1]!;
  }
}

/** Where a blob lies is not known here. */
const ORIGIN: Origin = { kind: 'blob', path: null };

/** Keeps, per depth, the scan of the version that the next one may derive from. */
export class BlobScanner {
  readonly #context: ScanContext;
  readonly #hasher: KernelHasher;
  readonly #scanner: VersionScanner;
  readonly #versions: ScannedVersion[] = [];
  /** By depth: whether the version there is one to inherit from. */
  readonly #isScanned: boolean[] = [];
  readonly #kernel: GitKernel;
  /** Whether the blob scanned last has no match at all, not even a dismissed one. */
  isBare = false;

  /** @param kernel - In whose memory the blobs are. */
  constructor(context: ScanContext, kernel: GitKernel) {
    this.#context = context;
    this.#kernel = kernel;
    this.#hasher = new KernelHasher(kernel, context.seeds);
    this.#scanner = new VersionScanner(context.ruleSet, { hasher: this.#hasher, memo: new VerdictMemo() });
  }

  /** The result of a blob. */
  scan({ bytes, address, depth, edit }: WalkedObject): Promise<ItemResult> | ItemResult {
    const limit = this.#context.source.maxFileSizeBytes;
    const base = edit !== null && this.#isScanned[depth - 1] === true ? this.#versions[depth - 1]! : null;
    this.#isScanned[depth] = false;
    this.isBare = false;
    if (limit !== null && bytes.length > limit) return skipped(`larger than ${formatLimit(limit)}`);
    const isClean = base?.isClean === true && edit !== null ? areInsertsClean(bytes, edit) : !hasOddity(bytes);
    const isPlain = isClean ? !hasByteOrderMark(bytes) : toText(bytes) === bytes;
    if (!isPlain || isLfsPointer(bytes)) return scanOpened(describeDocument(bytes, ORIGIN), this.#context);
    const version = (this.#versions[depth] ??= new ScannedVersion());
    this.#hasher.address = address;
    if (base === null || edit === null) this.#scanner.scan(bytes, version);
    else this.#scanner.rescan(base, edit, bytes, version);
    version.isClean = isClean;
    this.#isScanned[depth] = true;
    return this.#resultOf(version, bytes, address);
  }

  /** The result of a blob of which an earlier run tells where its matches stand. */
  recall({ bytes, address, depth }: WalkedObject, known: KnownMatches): ItemResult {
    this.forget(depth);
    const version = (this.#versions[depth] ??= new ScannedVersion());
    this.#hasher.address = address;
    this.#scanner.recall(bytes, known, version);
    return this.#resultOf(version, bytes, address);
  }

  /** Nothing can be inherited from the blob at a depth. */
  forget(depth: number): void {
    this.#isScanned[depth] = false;
  }

  /** The scan of the blob at a depth, for whoever keeps it; null where it was not scanned as text that stands as it is. */
  versionAt(depth: number): ScannedVersion | null {
    return this.#isScanned[depth] === true ? this.#versions[depth]! : null;
  }

  #resultOf(version: ScannedVersion, bytes: Uint8Array, address: number): ItemResult {
    const { ruleSet } = this.#context;
    const signs = version.wordSigns | version.headSigns;
    const found = matchDocument(bytes, ruleSet, signs);
    const raw = version.isEmpty ? found : [...version.raw(), ...found];
    this.isBare = raw.length === 0;
    if (this.isBare) return { origin: ORIGIN, sealed: [], keys: [], bytesRead: bytes.length, skips: [] };
    const document = sealDocument(resolve(raw, ruleSet), bytes, ORIGIN, this.#context, {
      mayHoldMarks: (signs & Sign.Mark) !== 0,
      countLines: (start, end) => this.#kernel.countByte(address + start, end - start, LF),
    });
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

/** The result of a blob that is passed over; its path is not known here. */
export function skipped(reason: string): ItemResult {
  return { origin: null, sealed: [], keys: [], bytesRead: 0, skips: [{ path: '', kind: 'skip', reason }] };
}
