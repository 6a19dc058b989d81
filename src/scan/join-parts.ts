/** Results of work items told in order, those of a log's parts as one. */
import { moveLines } from '../findings/move-lines.ts';
import { STOPPED } from '../sources/byte-reader.ts';
import type { WorkItem } from '../sources/source.ts';
import { foldRepeats } from './fold-repeats.ts';
import type { ItemResult } from './scan-item.ts';

/** Puts parts together. */
export interface PartJoiner {
  /** Takes the next result, in the order of the items. */
  take(result: ItemResult, item: WorkItem): void;
  /** No more results come: the run was stopped. */
  stop(): void;
  /** Logs whose parts do not give the whole: to be scanned in one piece. What follows them was not told yet. */
  readonly again: readonly WorkItem[];
  /** Takes the results of {@link again}, in their order. */
  takeAgain(result: ItemResult): void;
}

/**
 * A joiner.
 *
 * @param items - The items before logs were cut.
 */
export function createPartJoiner(
  items: readonly WorkItem[],
  onResult: (result: ItemResult, item: WorkItem) => void,
): PartJoiner {
  const results: (ItemResult | null)[] = [];
  const again: number[] = [];
  let told = 0;
  let retold = 0;
  let parts: ItemResult[] = [];
  const tell = (): void => {
    for (let ready = results[told]; ready; ready = results[told]) onResult(ready, items[told++] as WorkItem);
  };
  const join = (whole: ItemResult | null): void => {
    if (whole === null) again.push(results.length);
    results.push(whole);
    parts = [];
    tell();
  };
  return {
    take(result, item) {
      if (item.kind !== 'log' || item.share === undefined) return join(result);
      parts.push(result);
      if (item.share.index === item.share.of - 1) join(joinParts(parts));
    },
    stop() {
      if (parts.length > 0) join(joinParts(parts));
      for (; told < results.length; told++) {
        const result = results[told];
        if (result) onResult(result, items[told] as WorkItem);
      }
    },
    get again() {
      return again.map((index) => items[index] as WorkItem);
    },
    takeAgain(result) {
      results[again[retold++] as number] = result;
      tell();
    },
  };
}

/** The result of a log from those of its parts, or null when one of them says that it is none without the others. */
function joinParts(parts: readonly ItemResult[]): ItemResult | null {
  const folded = foldRepeats();
  let lines = 0;
  let bytesRead = 0;
  for (const { origin, sealed, skips, partLines, ...part } of parts) {
    const isStopped = skips.some(({ reason }) => reason === STOPPED);
    if (!isStopped && (skips.length > 0 || typeof partLines !== 'number')) return null;
    const before = lines;
    folded.add(sealed.map((match) => moveLines(match, before)));
    bytesRead += part.bytesRead;
    // The lines of what follows are not known.
    if (isStopped) return { origin, sealed: folded.all(), keys: [], bytesRead, skips };
    lines += partLines ?? 0;
  }
  return { origin: parts[0]?.origin ?? null, sealed: folded.all(), keys: [], bytesRead, skips: [] };
}
