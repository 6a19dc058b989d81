/** Messages of commits and tags, and names of refs: scanned as text and placed where they were read. */
import { fromUtf8 } from '../bytes/latin1.ts';
import type { Origin } from '../bytes/origin.ts';
import { textsToScan } from '../engine/short-texts.ts';
import { COMMIT, TAG } from '../git/pack/headers.ts';
import { prepareRuleSet } from '../rules/regex.ts';
import type { ChangePlan } from '../sources/plan-changes.ts';
import type { WorkItem } from '../sources/source.ts';
import { failedItem } from './batch.ts';
import type { BlobItem } from './blob-item.ts';
import { createContext, type ScanContext } from './context.ts';
import type { Placements } from './placements.ts';
import { runItems } from './run-items.ts';
import { NOTHING, scanWhole } from './scan-content.ts';
import type { ItemResult } from './scan-item.ts';
import type { Run } from './scan.ts';
import type { PackScan } from './scan-packs.ts';

/** What the receipt calls them, by the kind of their origin. */
const UNITS: Readonly<Record<string, string>> = { 'commit-message': 'messages', tag: 'tags', ref: 'refs' };

/** Scans what a plan has beside contents, names of refs aside where there are packs; gives the results with a match, in the order of the plan. */
export async function scanTexts(
  { texts, reached }: ChangePlan,
  packs: PackScan | null,
  run: Run,
): Promise<ItemResult[]> {
  if (packs === null) return scanEachText(texts, run);
  const { found, take } = collector(run);
  for (const [origin, kind] of [
    ['commit-message', COMMIT],
    ['tag', TAG],
  ] as const) {
    const items = texts.filter((text): text is BlobItem => text.kind === 'blob' && text.originKind === origin);
    const silent = (count: number, bytes: number): void => run.receipt.readAlso(unitOf(origin), count, bytes);
    await packs.finish(kind, { items, reached }, { result: take, found: never, silent });
  }
  return found;
}

/** Scans texts through git; gives the results with a match, in their order. */
async function scanEachText(texts: readonly WorkItem[], run: Run): Promise<ItemResult[]> {
  const { settings, signal } = run.request;
  const { found, take } = collector(run);
  await runItems(texts, { task: run.task, jobs: settings.jobs, signal }, take);
  return found;
}

/** Scans names of refs in this thread: there are thousands of a few bytes, and none has to be waited for. As {@link scanEachText}. */
export async function scanRefs(refs: readonly WorkItem[], run: Run): Promise<ItemResult[]> {
  const { found, take } = collector(run);
  if (refs.length === 0) return found;
  await prepareRuleSet(run.task.rules);
  const context = createContext(run.task);
  const names = refs.map(({ path }) => fromUtf8(path ?? ''));
  const isAsked = textsToScan(names, context.ruleSet);
  for (const [i, item] of refs.entries()) {
    if (run.request.signal?.aborted) break;
    take(scanRef(item, names[i]!, isAsked[i] === 1 ? context : null));
  }
  return found;
}

/** @param context - Null: the name is known to hold nothing. */
function scanRef(item: WorkItem, bytes: Uint8Array, context: ScanContext | null): ItemResult {
  const origin: Origin = { kind: 'ref', path: item.path };
  try {
    const { sealed, keys } =
      context === null ? NOTHING : scanWhole({ bytes, origin, baseOffset: 0, last: true }, context);
    return { origin, sealed, keys, bytesRead: bytes.length, skips: [] };
  } catch (error) {
    return failedItem(item, `an error of Tightlip itself: ${String(error)}`);
  }
}

/** Tells the receipt of results, and gathers those with a match. */
function collector(run: Run): { readonly found: ItemResult[]; readonly take: (result: ItemResult) => void } {
  const found: ItemResult[] = [];
  return {
    found,
    take(result) {
      for (const skip of result.skips) run.receipt.skip(skip);
      if (result.origin === null) return;
      run.receipt.readAlso(unitOf(result.origin.kind), 1, result.bytesRead);
      if (result.sealed.length > 0) found.push(result);
    },
  };
}

/** Texts are told in full. */
function never(): never {
  throw new TypeError('a text was scanned as a blob');
}

function unitOf(kind: string): string {
  return UNITS[kind] ?? 'texts';
}

/** Places what was found in texts where it was read. */
export function placeTexts(found: readonly ItemResult[], placements: Placements): void {
  for (const { origin, sealed } of found) {
    if (origin === null) continue;
    const oid = origin.oid ?? '';
    const introduced = origin.kind === 'commit-message' ? { commit: oid, author: '', date: '' } : null;
    for (const match of sealed) {
      placements.add({ match, origin, introduced, atHead: null });
      if (introduced !== null) placements.writtenBy(match, oid);
      if (origin.kind === 'tag') placements.taggedIn(match, oid);
      else if (introduced === null && origin.path !== null) placements.namedBy(match, origin.path);
    }
  }
}
