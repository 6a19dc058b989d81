/** Messages of commits and tags, and names of refs: scanned as text and placed where they were read. */
import type { Origin } from '../bytes/origin.ts';
import { COMMIT, TAG } from '../git/pack/headers.ts';
import type { ChangePlan } from '../sources/plan-changes.ts';
import type { WorkItem } from '../sources/source.ts';
import type { BlobItem } from './blob-item.ts';
import type { Placements } from './placements.ts';
import { runItems } from './run-items.ts';
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

/** Scans texts in this thread, or through git; gives the results with a match, in their order. */
export async function scanEachText(texts: readonly WorkItem[], run: Run): Promise<ItemResult[]> {
  const { settings, signal } = run.request;
  const { found, take } = collector(run);
  await runItems(texts, { task: run.task, jobs: settings.jobs, signal }, take);
  return found;
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
    const commit = origin.oid ?? '';
    const introduced = origin.kind === 'commit-message' ? { commit, author: '', date: '' } : null;
    for (const match of sealed) {
      placements.add({ match, origin, introduced, atHead: null });
      if (introduced !== null) placements.writtenBy(match, commit);
      const ref = refOf(origin);
      if (ref !== null) placements.namedBy(match, ref);
    }
  }
}

/** The ref that holds a text itself. */
function refOf({ kind, path }: Origin): string | null {
  if (path === null) return null;
  return kind === 'tag' ? `refs/tags/${path}` : path;
}
