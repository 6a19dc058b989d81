/** Large logs in shares, so that one log keeps all threads busy. Where exactly each is cut is for the threads to find, see log-cuts.ts. */
import { mayHoldPartial } from '../engine/decode/partial-record.ts';
import { readRange } from '../sources/byte-reader.ts';
import { sniffLog } from '../sources/log-content.ts';
import type { LogItem, WorkItem } from '../sources/source.ts';

/** How long things are. */
export interface Lengths {
  /** A share is at most so long. */
  readonly shareBytes: number;
  /** A log up to this length is not cut. */
  readonly wholeBytes: number;
}

const LENGTHS: Lengths = { shareBytes: 64 << 20, wholeBytes: 32 << 20 };
/** Looked at, at the start of each share. */
const SAMPLE_BYTES = 32 << 10;

type Divisible = LogItem & { readonly absolutePath: string };

/** Whether a log is worth cutting. */
export function isDivisible(item: WorkItem, wholeBytes: number = LENGTHS.wholeBytes): item is Divisible {
  return item.kind === 'log' && item.absolutePath !== null && item.sizeBytes > wholeBytes;
}

/**
 * The items with large logs cut into shares, in the same order.
 *
 * @param lengths - For tests.
 */
export async function splitLogs(
  items: readonly WorkItem[],
  threads: number,
  lengths: Lengths = LENGTHS,
): Promise<WorkItem[]> {
  if (threads < 2) return [...items];
  const all: WorkItem[] = [];
  // Where there are many, threads end at about the same time without.
  const leastBytes = items.reduce((sum, item) => sum + Math.max(0, item.sizeBytes), 0) / (2 * threads);
  for (const item of items) {
    const of = Math.ceil(item.sizeBytes / (threads * lengths.shareBytes)) * threads;
    const isLong = isDivisible(item, Math.max(leastBytes, lengths.wholeBytes));
    if (!isLong || !(await isCuttable(item, of))) all.push(item);
    else all.push(...Array.from({ length: of }, (_, index) => ({ ...item, share: { index, of } })));
  }
  return all;
}

/**
 * Whether a log is plain text, and seems to have no records that go on over lines: how these are joined depends on all that
 * came before, so it would be scanned once more in one piece.
 */
async function isCuttable({ absolutePath, sizeBytes }: Divisible, of: number): Promise<boolean> {
  try {
    for (let index = 0; index < of; index++) {
      const from = shareStart(sizeBytes, index, of);
      const sample = await readRange(absolutePath, from, Math.min(sizeBytes, from + SAMPLE_BYTES));
      if ((index === 0 && sniffLog(sample).kind !== 'text') || mayHoldPartial(sample)) return false;
    }
    return true;
  } catch {
    return false;
  }
}

/** Where a share begins, about. */
export function shareStart(sizeBytes: number, index: number, of: number): number {
  return Math.floor((sizeBytes / of) * index);
}
