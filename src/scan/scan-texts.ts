/** Messages of commits and tags, and names of refs: scanned as text and placed where they were read. */
import type { Origin } from '../bytes/origin.ts';
import { readCommitHeaders } from '../git/commit-headers.ts';
import type { Repository } from '../git/repository.ts';
import type { ChangePlan } from '../sources/plan-changes.ts';
import type { Placements } from './placements.ts';
import { runItems } from './run-items.ts';
import type { ItemResult } from './scan-item.ts';
import type { Run } from './scan.ts';

/** What the receipt calls them, by the kind of their origin. */
const UNITS: Readonly<Record<string, string>> = { 'commit-message': 'messages', tag: 'tags', ref: 'refs' };

/** Scans what a plan has beside contents; gives the results with a match. */
export async function scanTexts({ texts }: ChangePlan, run: Run): Promise<ItemResult[]> {
  const found: ItemResult[] = [];
  const { settings, signal } = run.request;
  await runItems(texts, { task: run.task, jobs: settings.jobs, signal }, (result) => {
    for (const skip of result.skips) run.receipt.skip(skip);
    if (result.origin === null) return;
    run.receipt.readAlso(UNITS[result.origin.kind] ?? 'texts', 1, result.bytesRead);
    if (result.sealed.length > 0) found.push(result);
  });
  return found;
}

/** Places what was found in texts where it was read. */
export async function placeTexts(
  found: readonly ItemResult[],
  repository: Repository,
  placements: Placements,
): Promise<void> {
  const commits = found.flatMap(({ origin }) => (origin?.kind === 'commit-message' ? [origin.oid as string] : []));
  const headers = await readCommitHeaders(repository, commits);
  for (const { origin, sealed } of found) {
    if (origin === null) continue;
    const commit = origin.oid ?? '';
    const header = headers.get(commit);
    const introduced = header === undefined ? null : { commit, ...header };
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
