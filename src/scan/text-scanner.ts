/** Commits and annotated tags scanned as text as they are rebuilt from a pack; the results equal those of the plain path (sources/open-blob.ts). */
import { createArena } from '../bytes/arena.ts';
import { toText } from '../bytes/encoding.ts';
import { describeDocument, isLfsPointer } from '../sources/document.ts';
import { formatLimit } from '../sources/limit.ts';
import { blankHeaders } from '../sources/texts.ts';
import { skipped } from './blob-scanner.ts';
import type { ScanContext } from './context.ts';
import { scanWhole } from './scan-content.ts';
import { type ItemResult, scanOpened } from './scan-item.ts';

/** Scanner for the thread that calls. Its results carry the kind of their origin; which object it is, is added by whoever knows. */
export class TextScanner {
  readonly #context: ScanContext;
  readonly #arena = createArena();

  constructor(context: ScanContext) {
    this.#context = context;
  }

  /** @param object - As it lies in the repository; others may derive from it, so it stays as it is. */
  scan(object: Uint8Array, kind: 'commit-message' | 'tag'): Promise<ItemResult> | ItemResult {
    const limit = this.#context.source.maxFileSizeBytes;
    if (limit !== null && object.length > limit) return skipped(`larger than ${formatLimit(limit)}`);
    const bytes = this.#arena.reserve(object.length);
    bytes.set(object);
    blankHeaders(bytes);
    const origin = { kind, path: null };
    if (toText(bytes) !== bytes || isLfsPointer(bytes)) {
      return scanOpened(describeDocument(bytes, origin), this.#context);
    }
    return { origin, ...scanWhole(bytes, origin, this.#context), bytesRead: bytes.length, skips: [] };
  }
}
