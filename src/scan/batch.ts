/** A batch of work items scanned by one thread, and the two things asked of it. */
import { type Arena, createArena } from '../bytes/arena.ts';
import { prepareRuleSet } from '../rules/regex.ts';
import { openItems } from '../sources/open.ts';
import { readFailure } from '../sources/byte-reader.ts';
import type { LogItem, WorkItem } from '../sources/source.ts';
import { TightlipError } from '../errors.ts';
import { type ScanContext, type ScanTask, createContext } from './context.ts';
import { partOf } from './log-cuts.ts';
import { type StreamScan, createStreamKeys, keysOfWhole } from './scan-content.ts';
import { type ItemResult, scanOpened, turn } from './scan-item.ts';

/** Files are read without waiting; after so many bytes whatever waits for this thread, a signal above all, has its turn. */
const BYTES_A_TURN = 4 << 20;

/** Scans batches; kept for the life of a thread. */
export interface BatchScanner {
  /** One result an item, in the order of the items. */
  scan(items: readonly WorkItem[]): Promise<ItemResult[]>;
  /** Value keys of each item's content; an item that cannot be read has none and a failure. */
  keys(items: readonly WorkItem[]): Promise<{ keys: string[]; result: ItemResult }[]>;
}

/**
 * A scanner for the thread that calls.
 *
 * @param signal - Ends the reading of a batch: it then has results of its first items only.
 */
export function createBatchScanner(task: ScanTask, signal?: AbortSignal): BatchScanner {
  const context = createContext(task, { ...task.source, signal });
  const arena = createArena();
  const ready = prepareRuleSet(task.rules);
  return {
    scan: (items) => ready.then(() => scanBatch(items, arena, context)),
    keys: (items) => ready.then(() => keysOfBatch(items, arena, context)),
  };
}

async function scanBatch(items: readonly WorkItem[], arena: Arena, context: ScanContext): Promise<ItemResult[]> {
  const shared = items[0];
  if (shared?.kind === 'log' && shared.share !== undefined && shared.part === undefined) {
    return scanShare(shared, arena, context);
  }
  const results: ItemResult[] = [];
  const { signal } = context.source;
  let unseenBytes = 0;
  context.probe?.rest();
  for await (const opened of openItems(items, arena, context.source)) {
    const result = await scanOpened(opened, context);
    results.push(result);
    unseenBytes += result.bytesRead;
    if (unseenBytes > BYTES_A_TURN) {
      unseenBytes = 0;
      await turn();
    }
    if (signal?.aborted) break;
  }
  return results;
}

/** A share of a log, which is a batch of its own. */
async function scanShare(item: LogItem, arena: Arena, context: ScanContext): Promise<ItemResult[]> {
  try {
    const part = await partOf(item, context.ruleSet);
    if (part !== null) return await scanBatch([{ ...item, part }], arena, context);
    return [{ origin: null, sealed: [], keys: [], bytesRead: 0, skips: [], partLines: 0 }];
  } catch (error) {
    return [failedItem(item, readFailure(error).reason)];
  }
}

/** An item at which something failed that has nothing to do with the others. `reason` is a clause for people. */
export function failedItem(item: WorkItem, reason: string): ItemResult {
  const named = item.path ?? (item.kind === 'blob' ? item.oid : 'standard input');
  return { origin: null, sealed: [], keys: [], bytesRead: 0, skips: [{ path: named, kind: 'failure', reason }] };
}

/**
 * Results of a batch; where the scan itself fails, the items one by one, so that one does not take the rest with it.
 *
 * @throws TightlipError when the fault is the repository's.
 */
export async function scanEach(items: readonly WorkItem[], scanner: BatchScanner): Promise<ItemResult[]> {
  try {
    return await scanner.scan(items);
  } catch (error) {
    if (error instanceof TightlipError) throw error;
    const item = items[0] as WorkItem;
    if (items.length === 1) return [failedItem(item, `an error of Tightlip itself: ${String(error)}`)];
  }
  const results: ItemResult[] = [];
  for (const item of items) results.push(...(await scanEach([item], scanner)));
  return results;
}

async function keysOfBatch(
  items: readonly WorkItem[],
  arena: Arena,
  context: ScanContext,
): Promise<{ keys: string[]; result: ItemResult }[]> {
  const all: { keys: string[]; result: ItemResult }[] = [];
  for await (const opened of openItems(items, arena, context.source)) {
    let keys: string[] = [];
    let bytesRead = 0;
    let stream: StreamScan<string> | null = null;
    const skips = [];
    for await (const piece of opened) {
      if ('skip' in piece) {
        skips.push(piece.skip);
        continue;
      }
      const { fragment } = piece;
      bytesRead += fragment.bytes.length;
      if (fragment.last && fragment.baseOffset === 0) keys = keysOfWhole(fragment.bytes, context);
      else (stream ??= createStreamKeys(context)).feed(fragment);
    }
    if (stream !== null) keys = stream.end();
    all.push({ keys, result: { origin: null, sealed: [], keys: [], bytesRead, skips } });
  }
  return all;
}
