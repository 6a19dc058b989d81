/**
 * Staged files, a range, a history: every new blob is scanned once, then, only for blobs with a match, the old content
 * beside each change is read and `introduced` decides which change brought the secret in.
 */
import type { ChangeGroup } from '../git/changes.ts';
import { compileRuleSet } from '../engine/rule-set.ts';
import { BLOB } from '../git/pack/headers.ts';
import { treeContent } from '../git/refs.ts';
import type { SealedMatch } from '../findings/finding.ts';
import { introduced, oldContent } from '../findings/introduced.ts';
import { rememberRepository } from '../sources/open-blob.ts';
import { type ChangePlan, type OnObjects, planChanges } from '../sources/plan-changes.ts';
import type { SourceRequest, WorkItem } from '../sources/source.ts';
import { createBatchScanner } from './batch.ts';
import { Placements } from './placements.ts';
import { runItems } from './run-items.ts';
import type { ItemResult } from './scan-item.ts';
import type { Run } from './scan.ts';
import type { BlobItem, PackScan } from './scan-packs.ts';
import { placeTexts, scanTexts } from './scan-texts.ts';

type ChangeSource = Extract<SourceRequest, { kind: 'staged' | 'range' | 'history' }>;

/** What scanning found, by object id: only blobs with a match that may become a finding. */
type Matches = ReadonlyMap<string, ItemResult>;

/** Scans what a source of changes introduces. */
export async function scanChanges(source: ChangeSource, run: Run): Promise<void> {
  const planning = planWithPacks(source, run);
  // Once git runs there is time to spare.
  await Promise.race([planning, new Promise(setImmediate)]);
  compileRuleSet(run.task.rules);
  const { plan, packs } = await planning;
  rememberRepository(plan.directory, plan.repository);
  for (const skip of plan.skips) run.receipt.skip(skip);
  for (const note of plan.notes) run.receipt.note(note);
  if (plan.commits !== null) run.receipt.commits(plan.commits);
  // Names of refs, and all texts where there are no packs, are scanned in this thread while workers scan blobs.
  const [matches, texts] = await Promise.all([scanBlobs(plan, packs, run), scanTexts(plan, packs, run)]);
  const placements = new Placements();
  if (matches.size > 0) {
    const groups: ChangeGroup[] = [];
    for await (const group of plan.groups(new Set(matches.keys()))) groups.push(group);
    const oldKeys = await readOldKeys({ plan, groups, matches }, packs, run);
    await placeIntroduced({ source, plan, groups, matches, oldKeys }, placements);
  }
  await placeTexts(texts, plan.repository, placements);
  if (source.kind === 'history') await placements.tellWithSpread(run, plan.repository);
  else placements.tell(run);
}

/** The plan, and the scan of the packs, which is over when the plan is made. */
async function planWithPacks(source: ChangeSource, run: Run): Promise<{ plan: ChangePlan; packs: PackScan | null }> {
  const { settings, signal } = run.request;
  const failure = new AbortController();
  let packs: PackScan | null = null;
  const onObjects: OnObjects = async (objects, repository) => {
    // Nobody but a history tells of packs.
    const [{ PackScan }, { BlobMemory }] = [await import('./scan-packs.ts'), await import('./known-blobs.ts')];
    // A limit of size makes other results; so it neither uses what is kept nor keeps anything.
    const isKept = settings.cache && settings.maxFileSizeBytes === null;
    const memory = isKept ? new BlobMemory(repository, objects.table, run.task.rules) : null;
    const signals = signal === undefined ? [failure.signal] : [failure.signal, signal];
    const options = { task: run.task, jobs: settings.jobs, signal: AbortSignal.any(signals), memory };
    packs = new PackScan(objects, options, (done, total) => run.progress(done, total));
    return packs.askable();
  };
  try {
    return { plan: await planChanges(source, { ...run.task.source, signal }, onObjects), packs };
  } catch (error) {
    failure.abort();
    throw error;
  }
}

async function scanBlobs({ items, reached }: ChangePlan, packs: PackScan | null, run: Run): Promise<Matches> {
  const matches = new Map<string, ItemResult>();
  const { settings, signal } = run.request;
  const take = (result: ItemResult, item: WorkItem): void => {
    for (const skip of result.skips) run.receipt.skip(skip);
    if (result.origin === null) return;
    run.receipt.read(1, result.bytesRead);
    if (result.sealed.length > 0 && item.kind === 'blob') matches.set(item.oid, result);
  };
  if (packs !== null) {
    const silent = (count: number, bytes: number): void => run.receipt.read(count, bytes);
    await packs.finish(BLOB, { items: items.filter(isBlob), reached }, { result: take, silent });
    return matches;
  }
  let done = 0;
  await runItems(items, { task: run.task, jobs: settings.jobs, signal }, (result, item) => {
    run.progress(++done, items.length);
    take(result, item);
  });
  return matches;
}

function isBlob(item: WorkItem): item is BlobItem {
  return item.kind === 'blob';
}

interface Changed {
  readonly plan: ChangePlan;
  readonly groups: readonly ChangeGroup[];
  readonly matches: Matches;
}

/** Value keys of all that stood at the changed paths before, and at the paths that the same changes removed. */
async function readOldKeys(
  changed: Changed,
  packs: PackScan | null,
  run: Run,
): Promise<Map<string, ReadonlySet<string>>> {
  const { plan, groups, matches } = changed;
  const oids = new Set<string>();
  for (const group of groups) {
    for (const oid of oldContent(group, (blob) => matches.has(blob), plan.excluded)) {
      if (!matches.get(oid)?.keys.length && packs?.isBare(oid) !== true) oids.add(oid);
    }
  }
  const repository = plan.directory;
  const items = [...oids].map((oid): WorkItem => ({
    kind: 'blob',
    repository,
    oid,
    path: null,
    originKind: 'blob',
    sizeBytes: -1,
  }));
  const keys = new Map<string, ReadonlySet<string>>();
  const found = await createBatchScanner(run.task).keys(items);
  for (const [i, oid] of [...oids].entries()) {
    keys.set(oid, new Set(found[i]?.keys));
    for (const skip of found[i]?.result.skips ?? []) if (skip.kind === 'failure') run.receipt.skip(skip);
  }
  return keys;
}

interface Attribution extends Changed {
  readonly source: ChangeSource;
  readonly oldKeys: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Places each match where a change first introduced it; of a history also what no change explains. */
async function placeIntroduced(attribution: Attribution, placements: Placements): Promise<void> {
  const { source, plan, groups, matches, oldKeys } = attribution;
  const newKeys = new Map([...matches].map(([oid, { sealed, keys }]) => [oid, keysOfResult(sealed, keys)]));
  const none: ReadonlySet<string> = new Set();
  const keysOf = (oid: string): ReadonlySet<string> => oldKeys.get(oid) ?? newKeys.get(oid) ?? none;
  const atHead = source.kind === 'history' ? await keysAtHead(plan, newKeys) : null;
  const firstAt = new Map<string, string>();
  const explained = new Set<string>();
  for (const group of groups) {
    for (const change of group.changes) explained.add(change.oid);
    tellWriters(group, attribution, placements);
    for (const { path, oid, valueKey } of introduced(group, keysOf, plan.excluded)) {
      for (const match of matches.get(oid)?.sealed ?? []) {
        if (
          match.valueKey !== valueKey ||
          !isFirst(firstAt, `${match.rule}/${match.composite}/${valueKey}/${path}`, oid)
        )
          continue;
        placements.add({
          match,
          origin: { kind: source.kind === 'staged' ? 'index' : 'blob', path, oid },
          introduced: group.commit === null ? null : { commit: group.commit, author: group.author, date: group.date },
          atHead: atHead === null ? null : (atHead.get(path)?.has(valueKey) ?? false),
        });
      }
    }
  }
  if (source.kind === 'history') placeUnexplained(matches, explained, placements);
}

/** Who wrote content with a match, whether it was new there or not. */
function tellWriters(group: ChangeGroup, { plan, matches }: Attribution, placements: Placements): void {
  if (group.commit === null) return;
  for (const { path, oid } of group.changes) {
    if (plan.excluded(path)) continue;
    for (const match of matches.get(oid)?.sealed ?? []) placements.writtenBy(match, group.commit);
  }
}

/** A finding is told where it came first: once more in the same content is one more place, in a later version old news. */
function isFirst(firstAt: Map<string, string>, finding: string, oid: string): boolean {
  const first = firstAt.get(finding);
  if (first === undefined) firstAt.set(finding, oid);
  return first === undefined || first === oid;
}

/** Blobs that no commit changes in: reached by a tag, or at a shallow boundary. */
function placeUnexplained(matches: Matches, explained: ReadonlySet<string>, placements: Placements): void {
  for (const [oid, { sealed }] of matches) {
    if (explained.has(oid)) continue;
    for (const match of sealed) {
      placements.add({ match, origin: { kind: 'blob', path: null, oid }, introduced: null, atHead: null });
    }
  }
}

/** Path to value keys of the blobs in HEAD's tree that have a match. */
async function keysAtHead(
  plan: ChangePlan,
  keys: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<Map<string, ReadonlySet<string>>> {
  const atHead = new Map<string, ReadonlySet<string>>();
  if (plan.repository.head === null) return atHead;
  for (const [path, oid] of await treeContent(plan.repository)) {
    const values = keys.get(oid);
    if (values) atHead.set(path, values);
  }
  return atHead;
}

/** All value keys of a blob where they are known, else those of the matches that may become findings (a blob that was streamed). */
function keysOfResult(sealed: readonly SealedMatch[], keys: readonly string[]): ReadonlySet<string> {
  return new Set(keys.length > 0 ? keys : sealed.map((match) => match.valueKey));
}
