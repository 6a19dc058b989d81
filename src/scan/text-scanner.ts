/** Commits and annotated tags scanned as text as they are rebuilt from a pack; the results equal those of the plain path (sources/open-blob.ts). */
import { createArena } from '../bytes/arena.ts';
import { hasByteOrderMark, toText } from '../bytes/encoding.ts';
import { SLACK_BYTES } from '../engine/kernel/version-kernel.ts';
import type { KernelVersionScanner, PlacedDocument } from '../engine/kernel-versions.ts';
import { ScannedVersion } from '../engine/scanned-version.ts';
import type { KernelMemory } from '../git/kernel/memory.ts';
import type { WalkedObject } from '../git/pack/walk.ts';
import { describeDocument, isLfsPointer } from '../sources/document.ts';
import { formatLimit } from '../sources/limit.ts';
import { blankHeaders } from '../sources/texts.ts';
import { matchesOf, skipped } from './blob-scanner.ts';
import type { ScanContext } from './context.ts';
import { scanWhole } from './scan-content.ts';
import { type ItemResult, scanOpened } from './scan-item.ts';

/** Scanner for the thread that calls. Its results carry the kind of their origin; which object it is, is added by whoever knows. */
export class TextScanner {
  readonly #context: ScanContext;
  readonly #memory: KernelMemory;
  readonly #fast: KernelVersionScanner | null;
  readonly #version = new ScannedVersion();
  readonly #arena = createArena();

  /**
   * @param memory - Where the objects are.
   * @param fast - Scans there; null: nothing does.
   */
  constructor(context: ScanContext, memory: KernelMemory, fast: KernelVersionScanner | null) {
    this.#context = context;
    this.#memory = memory;
    this.#fast = fast;
  }

  /**
   * @param object - As it lies in the repository; others may derive from it, so it stays as it is.
   * @param hasMatches - Whether it is known to hold any.
   */
  scan(object: WalkedObject, kind: 'commit-message' | 'tag', hasMatches: boolean): Promise<ItemResult> | ItemResult {
    const limit = this.#context.source.maxFileSizeBytes;
    const { address, bytes: given } = object;
    const bytesRead = given.length;
    if (limit !== null && bytesRead > limit) return skipped(`larger than ${formatLimit(limit)}`);
    const origin = { kind, path: null };
    // Nearly all hold nothing.
    const isBare = !hasMatches && this.#fast !== null && this.#isBare(object, this.#fast);
    if (given.buffer !== this.#memory.bytes.buffer) {
      object.bytes = this.#memory.bytes.subarray(address, address + bytesRead);
    }
    if (isBare) return { origin, sealed: [], keys: [], bytesRead, skips: [] };
    const bytes = this.#arena.reserve(bytesRead);
    bytes.set(object.bytes);
    blankHeaders(bytes);
    if (toText(bytes) !== bytes || isLfsPointer(bytes)) {
      return scanOpened(describeDocument(bytes, origin), this.#context);
    }
    return { origin, ...scanWhole({ bytes, origin, baseOffset: 0, last: true }, this.#context), bytesRead, skips: [] };
  }

  /** Whether a copy behind the object is plain text without a match; false also where that cannot be said. */
  #isBare({ address, bytes: { length } }: WalkedObject, fast: KernelVersionScanner): boolean {
    const memory = this.#memory;
    const to = (address + length + SLACK_BYTES + 3) & ~3;
    if (!memory.ensure(to + length + SLACK_BYTES)) return false;
    const bytes = memory.bytes.copyWithin(to, address, address + length).subarray(to, to + length);
    blankHeaders(bytes);
    const document: PlacedDocument = { address: to, bytes, edit: null, claimedBytes: 0 };
    if (fast.isOdd(document, false) || hasByteOrderMark(bytes) || isLfsPointer(bytes)) return false;
    if (!fast.scan(null, document, this.#version)) return false;
    return matchesOf(this.#version, document.bytes, this.#context.ruleSet).length === 0;
  }
}
