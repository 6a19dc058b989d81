/**
 * Blobs scanned as they are rebuilt, by delta: a version inherits what its base held, and only new bytes and seams are looked at
 * (engine/rescan.ts). The results equal those of a scan of each blob by itself.
 */
import type { EditOps } from '../bytes/edit.ts';
import { hasByteOrderMark, hasOddity, hasUtf8Mark, toText } from '../bytes/encoding.ts';
import { mayHoldKeys } from '../bytes/key-file.ts';
import type { Origin } from '../bytes/origin.ts';
import { matchDocument } from '../engine/document-rules.ts';
import { Sign } from '../engine/documents/signs.ts';
import type { KernelVersionScanner, PlacedDocument } from '../engine/kernel-versions.ts';
import type { Match, RawMatch } from '../engine/match.ts';
import { type KnownMatches, VersionScanner } from '../engine/rescan.ts';
import { resolve } from '../engine/resolve.ts';
import type { RuleSet } from '../engine/rule-set.ts';
import { ScannedVersion } from '../engine/scanned-version.ts';
import { BINARY_REASON, describeDocument, isLfsPointer } from '../sources/document.ts';
import { formatLimit } from '../sources/limit.ts';
import type { GitKernel } from '../git/kernel/kernel.ts';
import type { WalkedObject } from '../git/pack/walk.ts';
import type { ScanContext } from './context.ts';
import type { FoundMatches } from './known-blobs.ts';
import { ClusterMemo } from './cluster-memo.ts';
import { unmarked } from './marked-text.ts';
import { type Clusters, partFor, type ToldMatches } from './match-clusters.ts';
import { type AskedMatches, keyDocument, recallDocument, type RecalledMatches } from './scan-content.ts';
import { type ItemResult, scanOpened } from './scan-item.ts';

const LF = 0x0a;

/** Where a blob lies is not known here. */
const ORIGIN: Origin = { kind: 'blob', path: null };

/** A blob that is plain text: what was found, and the scan that tells where. */
export interface FoundBlob extends FoundMatches {
  readonly version: ScannedVersion;
  /** What each match follows from; null: that is not known. */
  readonly clusters: Clusters | null;
  readonly bytesRead: number;
}

/** Keeps, per depth, the scan of the version that the next one may derive from. */
export class BlobScanner {
  readonly #context: ScanContext;
  readonly #plain: VersionScanner;
  /** Null: the plain one scans. */
  readonly #fast: KernelVersionScanner | null;
  readonly #versions: ScannedVersion[] = [];
  /** By depth: whether the version there is one to inherit from. */
  readonly #isScanned: boolean[] = [];
  /** By depth: whether it was scanned without the byte order mark before it. */
  readonly #isMarked: boolean[] = [];
  readonly #kernel: GitKernel;
  readonly #clusters: ClusterMemo;

  /**
   * @param kernel - In whose memory the blobs are.
   * @param fast - Scans them there; null: nothing does.
   */
  constructor(context: ScanContext, kernel: GitKernel, fast: KernelVersionScanner | null) {
    this.#context = context;
    this.#kernel = kernel;
    this.#clusters = new ClusterMemo(context);
    this.#plain = new VersionScanner(context.ruleSet);
    this.#fast = fast;
  }

  /** What is found in a blob: plain text as it stands, or another content that it makes sense to scan, sealed. */
  scan(blob: WalkedObject): Promise<ItemResult> | ItemResult | FoundBlob {
    const { bytes, depth, edit } = blob;
    const limit = this.#context.source.maxFileSizeBytes;
    const hasMark = hasUtf8Mark(bytes);
    const isKin = this.#isScanned[depth - 1] === true && this.#isMarked[depth - 1] === hasMark;
    const base = edit !== null && isKin ? this.#versions[depth - 1]! : null;
    this.#isScanned[depth] = false;
    this.#isMarked[depth] = hasMark;
    if (limit !== null && bytes.length > limit) return skipped(`larger than ${formatLimit(limit)}`);
    const isClean = !this.#isOdd(blob, base?.isClean === true);
    const text = isClean ? bytes : toText(bytes);
    if (text === null && !mayHoldKeys(bytes)) return skipped(BINARY_REASON);
    const isPlain = isClean ? hasMark || !hasByteOrderMark(bytes) : text === bytes;
    const version = (this.#versions[depth] ??= new ScannedVersion());
    const document = hasMark && isPlain ? unmarked(blob) : blob;
    if (!isPlain || isLfsPointer(document.bytes) || !this.#scanVersion(base, document, version)) {
      return scanOpened(describeDocument(blob.bytes, ORIGIN), this.#context);
    }
    if (document !== blob) keepClaims(document, blob);
    version.isClean = isClean;
    this.#isScanned[depth] = true;
    const ofDocument = matchDocumentOf(version, document.bytes, this.#context.ruleSet);
    const bytesRead = document.bytes.length;
    if (ofDocument.length + version.encoded.length === 0) {
      return { version, ...this.#clusters.find(version, document.bytes), bytesRead };
    }
    const matches = resolveAll(version, ofDocument, this.#context.ruleSet);
    return { version, clusters: null, ...keyDocument(matches, document.bytes, this.#context), bytesRead };
  }

  #isOdd(blob: WalkedObject, isBaseClean: boolean): boolean {
    if (this.#fast !== null) return this.#fast.isOdd(blob, isBaseClean);
    const { bytes, edit } = blob;
    return edit === null || !isBaseClean ? hasOddity(bytes) : !areInsertsClean(bytes, edit);
  }

  /** False where there is not enough memory. */
  #scanVersion(base: ScannedVersion | null, document: PlacedDocument, version: ScannedVersion): boolean {
    const { bytes, edit } = document;
    if (this.#fast !== null) return this.#fast.scan(edit === null ? null : base, document, version);
    if (base === null || edit === null) this.#plain.scan(bytes, version);
    else this.#plain.rescan(base, edit, bytes, version);
    return true;
  }

  /** What is asked of the matches of a blob of which an earlier scan tells where they stand. */
  recall(blob: WalkedObject, told: ToldMatches, asked: AskedMatches): RecalledMatches {
    const part = asked === null ? null : partFor(told, asked);
    if (asked === null || part === null) return this.#recall(blob, told.matches, asked);
    const { numbers } = part;
    const own = asked.map((number) => numbers.indexOf(number));
    const { sealed, keys, count } = this.#recall(blob, part.matches, own);
    if (count !== numbers.length) return this.#recall(blob, told.matches, asked);
    return { sealed: new Map(Array.from(sealed, ([i, match]) => [numbers[i] as number, match])), keys, count };
  }

  #recall(blob: WalkedObject, known: KnownMatches, asked: AskedMatches): RecalledMatches {
    this.forget(blob.depth);
    const version = (this.#versions[blob.depth] ??= new ScannedVersion());
    const document = hasUtf8Mark(blob.bytes) ? unmarked(blob) : blob;
    if (this.#fast?.recall(document, known, version) !== true) this.#plain.recall(document.bytes, known, version);
    const { bytes, address } = document;
    return recallDocument(matchesOf(version, bytes, this.#context.ruleSet), bytes, asked, {
      context: this.#context,
      known: {
        mayHoldMarks: ((version.wordSigns | version.headSigns) & Sign.Mark) !== 0,
        countLines: (start, end) => this.#kernel.countByte(address + start, end - start, LF),
      },
    });
  }

  /** Nothing can be inherited from the blob at a depth. */
  forget(depth: number): void {
    this.#isScanned[depth] = false;
  }
}

/** What a scan of a part of a blob's memory means for the blob: the memory may have grown, too. */
function keepClaims({ bytes, claimedBytes }: PlacedDocument, blob: WalkedObject): void {
  const { address, bytes: whole } = blob;
  if (bytes.buffer !== whole.buffer) blob.bytes = new Uint8Array(bytes.buffer, address, whole.length);
  blob.claimedBytes = claimedBytes;
}

/** The matches of a version that was scanned. */
export function matchesOf(version: ScannedVersion, bytes: Uint8Array, ruleSet: RuleSet): Match[] {
  return resolveAll(version, matchDocumentOf(version, bytes, ruleSet), ruleSet);
}

function matchDocumentOf(version: ScannedVersion, bytes: Uint8Array, ruleSet: RuleSet): readonly RawMatch[] {
  return matchDocument(bytes, ruleSet, version.wordSigns | version.headSigns);
}

function resolveAll(version: ScannedVersion, ofDocument: readonly RawMatch[], ruleSet: RuleSet): Match[] {
  const raw = version.isEmpty ? ofDocument : [...version.raw(), ...ofDocument];
  return raw.length === 0 ? [] : resolve(raw, ruleSet);
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
