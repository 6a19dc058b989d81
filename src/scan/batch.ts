/** A batch of work items scanned by one thread, and the two things asked of it. */
import { type Arena, createArena } from '../bytes/arena.ts';
import { prepareRegexes } from '../rules/regex.ts';
import { openItems } from '../sources/open.ts';
import type { WorkItem } from '../sources/source.ts';
import { type ScanContext, type ScanTask, createContext } from './context.ts';
import { keysOfWhole } from './scan-content.ts';
import { type ItemResult, scanOpened } from './scan-item.ts';

/** Scans batches; kept for the life of a thread. */
export interface BatchScanner {
  /** One result an item, in the order of the items. */
  scan(items: readonly WorkItem[]): Promise<ItemResult[]>;
  /** Value keys of each item's content; an item that cannot be read has none and a failure. */
  keys(items: readonly WorkItem[]): Promise<{ keys: string[]; result: ItemResult }[]>;
}

/** A scanner for the thread that calls. */
export function createBatchScanner(task: ScanTask): BatchScanner {
  const context = createContext(task);
  const arena = createArena();
  const ready = prepareRegexes(task.rules.rules);
  return {
    scan: (items) => ready.then(() => scanBatch(items, arena, context)),
    keys: (items) => ready.then(() => keysOfBatch(items, arena, context)),
  };
}

async function scanBatch(items: readonly WorkItem[], arena: Arena, context: ScanContext): Promise<ItemResult[]> {
  const results: ItemResult[] = [];
  for await (const opened of openItems(items, arena, context.source)) results.push(await scanOpened(opened, context));
  return results;
}

async function keysOfBatch(
  items: readonly WorkItem[],
  arena: Arena,
  context: ScanContext,
): Promise<{ keys: string[]; result: ItemResult }[]> {
  const all: { keys: string[]; result: ItemResult }[] = [];
  for await (const opened of openItems(items, arena, context.source)) {
    const keys: string[] = [];
    let bytesRead = 0;
    const skips = [];
    for await (const piece of opened) {
      if ('skip' in piece) {
        skips.push(piece.skip);
        continue;
      }
      bytesRead += piece.fragment.bytes.length;
      keys.push(...keysOfWhole(piece.fragment.bytes, context));
    }
    all.push({ keys, result: { origin: null, sealed: [], keys: [], bytesRead, skips } });
  }
  return all;
}
