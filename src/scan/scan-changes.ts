/**
 * Staged files, a range, a history: every new blob is scanned once, then, only for blobs with a match, the old content
 * beside each change is read and `introduced` decides which change brought the secret in.
 */
import { availableParallelism } from 'node:os';
import type { FoundMatch } from '../findings/finding.ts';
import { mayBeFinding } from '../findings/judge.ts';
import type { ChangeGroup } from '../git/changes.ts';
import { compileRuleSet } from '../engine/rule-set.ts';
import { BLOB } from '../git/pack/headers.ts';
import { countPacked, openObjectStore } from '../git/pack/object-store.ts';
import { treeContent } from '../git/refs.ts';
import { listTips } from '../git/tips.ts';
import { rememberRepository } from '../sources/open-blob.ts';
import { type ChangePlan, type OnObjects, type PackReading, planChanges } from '../sources/plan-changes.ts';
import type { SourceRequest, WorkItem } from '../sources/source.ts';
import type { BlobItem } from './blob-item.ts';
import { ContentKeys, type Matches } from './content-keys.ts';
import { judgeGroups } from './judge-groups.ts';
import type { JudgedGroup } from './kept-changes.ts';
import type { KeptRun } from './kept-run.ts';
import type { FoundMatches } from './known-blobs.ts';
import { orSkip } from './or-skip.ts';
import { Placements } from './placements.ts';
import { runItems } from './run-items.ts';
import type { ItemResult } from './scan-item.ts';
import type { Run } from './scan.ts';
import type { PackScan } from './scan-packs.ts';
import { SpareWorker } from './share-work.ts';
import { placeNames } from './place-names.ts';
import { hasPlainNames, type NameMatches, scanAsked, scanPlanNames } from './scan-names.ts';
import { isSealed, Sealing } from './sealing.ts';
import { placeTexts, scanRefs, scanTexts } from './scan-texts.ts';

type ChangeSource = Extract<SourceRequest, { kind: 'staged' | 'range' | 'history' }>;

/** Scans what a source of changes introduces. */
export async function scanChanges(source: ChangeSource, run: Run): Promise<void> {
  const kept = source.kind === 'history' && keepsAnything(source, run) ? await openKept(source, run) : null;
  if (await kept?.tell(run)) return;
  const planning = planWithPacks(source, run, kept);
  // Once git runs there is time to spare.
  await Promise.race([planning, new Promise(setImmediate)]);
  compileRuleSet(run.task.rules);
  const planned = await planning;
  try {
    await scanPlan(source, planned, { run, kept });
  } finally {
    planned.packs?.close();
  }
}

/** A plan, and what was scanned while it was made. */
interface Planned {
  readonly plan: ChangePlan;
  readonly packs: PackScan | null;
  readonly early: EarlyNames | null;
}

/** Names that this thread scans while others scan what lies in the packs. */
interface EarlyNames {
  readonly refs: Promise<ItemResult[]>;
  readonly files: Promise<NameMatches>;
}

/** Whether anything is kept: a limit of size makes other results, and so neither uses what is kept nor keeps anything. */
function keepsAnything(
  { engine }: Extract<ChangeSource, { kind: 'history' }>,
  { request: { settings } }: Run,
): boolean {
  return settings.cache && engine === 'packs' && settings.maxFileSizeBytes === null;
}

async function openKept(source: Extract<ChangeSource, { kind: 'history' }>, run: Run): Promise<KeptRun> {
  return (await import('./kept-run.ts')).KeptRun.open(source, run);
}

/** A run, and what is kept of what a run tells; null: nothing is. */
interface Keeping {
  readonly run: Run;
  readonly kept: KeptRun | null;
}

async function scanPlan(source: ChangeSource, { plan, packs, early }: Planned, { run, kept }: Keeping): Promise<void> {
  rememberRepository(plan.directory, plan.repository);
  for (const skip of plan.skips) run.receipt.skip(skip);
  for (const note of plan.notes) run.receipt.note(note);
  if (plan.commits !== null) run.receipt.commits(plan.commits);
  // What was not scanned early is scanned in this thread while workers scan blobs.
  const refs = packs === null ? [] : plan.texts.filter(({ kind }) => kind === 'ref');
  const [matches, objectTexts, refTexts, names] = await Promise.all([
    scanBlobs(plan, packs, run),
    scanTexts(plan, packs, run),
    early?.refs ?? scanRefs(refs, run),
    early?.files ?? scanPlanNames(plan, run),
  ]);
  const texts = [...objectTexts, ...refTexts];
  // Git lists while this thread judges; who waits for it hears of it.
  if (source.kind === 'history' && matches.size > 0) listTips(plan.repository).catch(() => {});
  const placements = new Placements();
  const sealing = packs === null ? null : new Sealing(matches, packs, plan.directory);
  const all: ChangeGroup[] = [];
  let isWhole = true;
  const known = names.size > 0 || plan.reached === null ? null : (packs?.knownChanges(matches.keys()) ?? null);
  if (matches.size + names.size > 0) {
    const wanted = { contents: new Set(matches.keys()), names: new Set(names.keys()) };
    const reading = gather(plan.groups(wanted, known), all);
    const lookUp = { directory: plan.directory, what: 'what some commits change' };
    isWhole = source.kind === 'history' ? await orSkip(reading, false, lookUp, run) : await reading;
  }
  // What blobs hold is compared with it; mostly it stood in the same place before.
  const beside = [...texts.flatMap(({ sealed }) => sealed), ...[...names.values()].flat()];
  await packs?.number(
    beside.map(({ valueKey }) => valueKey),
    () => [...new Set(all.flatMap(({ changes }) => changes.flatMap(({ before }) => before)))].filter(Boolean),
  );
  if (matches.size + names.size > 0) {
    const keys = new ContentKeys({ plan, matches, packs, run });
    const onLikely = (likely: readonly JudgedGroup[]): void => sealing?.begin(firstPlaces(likely, matches, run));
    const groups = await judgeGroups(all, { plan, matches, names, keys, known, onLikely });
    if (known !== null && plan.reached !== null && isWhole && !keys.isIncomplete) {
      packs?.addChanges({ reached: plan.reached, wanted: matches.keys(), groups });
    }
    await placeIntroduced({ source, plan, groups, matches, names, keys, run }, placements);
  }
  placeTexts(texts, placements);
  // Written while this thread goes on.
  const keeping = keepAll(plan, packs, { run, kept });
  const sealed = sealing === null ? Promise.resolve() : placements.seal(sealing, run);
  if (source.kind !== 'history') await placements.tell(run, plan.repository, sealed);
  else await placements.tellWithSpread(run, plan.repository, sealed);
  if (packs !== null && (await keeping)) {
    await kept?.keep({ plan, packs, matches, texts: objectTexts, placements }, run);
  }
}

/**
 * Keeps for later runs what this one knows; of a repository in which a file may be called by a secret no names.
 *
 * @returns Whether it may be kept what files are called.
 */
async function keepAll(plan: ChangePlan, packs: PackScan | null, { run, kept }: Keeping): Promise<boolean> {
  const { keep = null, loose = null } = plan;
  const isToldKept = kept !== null && loose !== null;
  if (packs === null || (keep === null && !packs.hasNews && !isToldKept)) return false;
  const { all } = await plan.names();
  const isPlain = await hasPlainNames(all, run);
  await Promise.all([packs.hasNews && packs.keep(isPlain), isPlain && keep?.()]);
  return isPlain;
}

/** True when all were read; what was read before it fails is there. */
async function gather(groups: AsyncIterable<ChangeGroup>, into: ChangeGroup[]): Promise<true> {
  for await (const group of groups) into.push(group);
  return true;
}

/** The plan, and the scan of the packs, which is over when the plan is made. */
async function planWithPacks(source: ChangeSource, run: Run, kept: KeptRun | null): Promise<Planned> {
  const { settings, signal } = run.request;
  const failure = new AbortController();
  const stopped = AbortSignal.any(signal === undefined ? [failure.signal] : [failure.signal, signal]);
  const spare = new SpareWorker();
  let packs: PackScan | null = null;
  let early: EarlyNames | null = null;
  const onOpen: PackReading['onOpen'] = (repository) => {
    // A run that may know all from an earlier one has perhaps nothing for it to do.
    const isWanted =
      kept === null && repository.objectFormat === 'sha1' && (settings.jobs || availableParallelism()) > 1;
    if (isWanted && countPacked(repository) >= MANY_OBJECTS) spare.begin(run.task, stopped);
  };
  const onNames: PackReading['onNames'] = (refs, names) => {
    early = { refs: scanRefs(refs, run), files: scanAsked(names, run) };
    // Who waits for them hears of it.
    for (const scan of Object.values(early)) scan.catch(() => {});
  };
  const onObjects: OnObjects = async (objects, repository, reading) => {
    // Nobody but a history tells of packs.
    const [{ PackScan }, { BlobMemory }] = [await import('./scan-packs.ts'), await import('./blob-memory.ts')];
    // The plan may have failed meanwhile, and nobody would close a scan.
    failure.signal.throwIfAborted();
    const memory =
      kept !== null ? new BlobMemory(repository, objects, { rules: run.task.rules, exclude: settings.exclude }) : null;
    const options = { task: run.task, jobs: settings.jobs, signal: stopped, memory, asked: null, spare };
    packs = new PackScan(objects, { ...options, first: reading }, (done, total) => run.progress(done, total));
    return packs.askable();
  };
  try {
    const reading = { onOpen, onObjects, onNames, keeps: settings.cache, opened: kept?.opened ?? null };
    const plan = await planChanges(source, { ...run.task.source, signal }, reading);
    return { plan, packs: packs ?? (await scanManyInPacks(source, plan, run)), early };
  } catch (error) {
    failure.abort();
    (packs as PackScan | null)?.close();
    throw error;
  } finally {
    // Else it is the scan's.
    if ((packs as PackScan | null) === null) void spare.close();
  }
}

/** With fewer objects in the packs a history is scanned before another thread has begun. */
const MANY_OBJECTS = 16_000;

/** What the commits of a range or since a date bring in, which git lists, scanned in the packs where that is sooner; null: it is not. */
async function scanManyInPacks(source: ChangeSource, plan: ChangePlan, run: Run): Promise<PackScan | null> {
  const { repository } = plan;
  if (source.kind === 'staged' || source.engine === 'plain' || repository.objectFormat !== 'sha1') return null;
  const blobs = plan.items.filter(isBlob);
  if (blobs.length < MANY_BLOBS || blobs.length < countPacked(repository) / OBJECTS_A_BLOB) return null;
  const asked = new Set([...blobs, ...plan.texts.filter(isBlob)].map(({ oid }) => oid));
  const { settings, signal } = run.request;
  const { PackScan } = await import('./scan-packs.ts');
  const options = { task: run.task, jobs: settings.jobs, signal, memory: null, asked };
  const packs = new PackScan(openObjectStore(repository), options, (done, total) => run.progress(done, total));
  try {
    await packs.askable();
  } catch (error) {
    packs.close();
    throw error;
  }
  return packs;
}

/** Fewer are read one by one before the packs are opened. */
export const MANY_BLOBS = 256;
/** To read the headers of so many objects takes as long as to read a blob through git and scan it whole. */
const OBJECTS_A_BLOB = 1500;

async function scanBlobs({ items, reached }: ChangePlan, packs: PackScan | null, run: Run): Promise<Matches> {
  const matches = new Map<string, FoundMatches>();
  const { settings, signal } = run.request;
  const take = (result: ItemResult, item: WorkItem): void => {
    for (const skip of result.skips) run.receipt.skip(skip);
    if (result.origin === null) return;
    run.receipt.read(1, result.bytesRead);
    if (result.sealed.length > 0 && item.kind === 'blob')
      matches.set(item.oid, { matches: result.sealed, keys: result.keys });
  };
  const found = (blob: FoundMatches, bytes: number, item: BlobItem): void => {
    run.receipt.read(1, bytes);
    matches.set(item.oid, blob);
  };
  if (packs !== null) {
    const silent = (count: number, bytes: number): void => run.receipt.read(count, bytes);
    await packs.finish(BLOB, { items: items.filter(isBlob), reached }, { result: take, found, silent });
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

interface Attribution {
  readonly source: ChangeSource;
  readonly plan: ChangePlan;
  readonly groups: readonly JudgedGroup[];
  readonly matches: Matches;
  readonly names: NameMatches;
  readonly keys: ContentKeys;
  readonly run: Run;
}

/** Places each match where a change first introduced it; of a history also what no change explains. */
async function placeIntroduced(attribution: Attribution, placements: Placements): Promise<void> {
  const { source, plan, matches, keys, groups, run } = attribution;
  const isHistory = source.kind === 'history';
  const head = isHistory ? await contentAtHead(plan, run) : null;
  const atHead = head === null ? null : keysAtHead(head, keys);
  const explained = new Set<string>();
  for (const { group } of groups) {
    for (const change of group.changes) explained.add(change.oid);
    tellWriters(group, attribution, placements);
  }
  for (const { group, path, oid, match } of firstPlaces(groups, matches, run)) {
    placements.add({
      match,
      origin: { kind: source.kind === 'staged' ? 'index' : 'blob', path, oid },
      introduced: group.commit === null ? null : { commit: group.commit, author: group.author, date: group.date },
      atHead: atHead === null ? null : (atHead.get(path)?.has(match.valueKey) ?? false),
    });
  }
  if (isHistory) placeUnexplained(attribution, explained, placements);
  const { names } = attribution;
  if (names.size === 0) return;
  placeNames({ plan, groups: groups.map(({ group }) => group), names, head }, placements);
}

/** Who wrote content with a match, whether it was new there or not. */
function tellWriters(group: ChangeGroup, { plan, matches }: Attribution, placements: Placements): void {
  if (group.commit === null) return;
  for (const { path, oid } of group.changes) {
    if (plan.excluded(path)) continue;
    for (const match of matches.get(oid)?.matches ?? []) placements.writtenBy(match, group.commit);
  }
}

/** A match that a change brings in, and where. */
interface FirstPlace {
  readonly group: ChangeGroup;
  readonly path: string;
  readonly oid: string;
  readonly match: FoundMatch;
}

/** Whether a match may become a finding, which is known of those too whose bytes are gone. */
function isTellable(match: FoundMatch, run: Run): boolean {
  return isSealed(match) ? mayBeFinding(run.ruleOf(match), match.evidence) : match.isNothing !== true;
}

/**
 * A finding is told where it came first: once more in the same content is one more place, in a later version old news. What was
 * none there is one yet where it comes again.
 */
function* firstPlaces(groups: readonly JudgedGroup[], matches: Matches, run: Run): Generator<FirstPlace> {
  const firstAt = new Map<string, string>();
  for (const { group, outcome } of groups) {
    for (let i = 0; i < outcome.length; i += 2) {
      const { path, oid } = group.changes[outcome[i]!]!;
      const match = matches.get(oid)?.matches[outcome[i + 1]!];
      if (match === undefined || !isTellable(match, run)) continue;
      const { rule, composite, valueKey } = match;
      const finding = `${rule}/${composite}/${valueKey}/${path}`;
      const first = firstAt.get(finding);
      if (first === undefined) firstAt.set(finding, oid);
      if (first === undefined || first === oid) yield { group, path, oid, match };
    }
  }
}

/** Blobs that no commit changes in: reached by a tag, or at a shallow boundary. */
function placeUnexplained({ matches, run }: Attribution, explained: ReadonlySet<string>, placements: Placements): void {
  for (const [oid, found] of matches) {
    if (explained.has(oid)) continue;
    for (const match of found.matches) {
      if (!isTellable(match, run)) continue;
      placements.add({ match, origin: { kind: 'blob', path: null, oid }, introduced: null, atHead: null });
    }
  }
}

/** Content of the paths at HEAD. */
async function contentAtHead({ repository, directory }: ChangePlan, run: Run): Promise<ReadonlyMap<string, string>> {
  if (repository.head === null) return new Map();
  return orSkip(treeContent(repository), new Map<string, string>(), { directory, what: 'what is at HEAD' }, run);
}

/** Path to value keys of the blobs at HEAD that have a match. */
function keysAtHead(head: ReadonlyMap<string, string>, keys: ContentKeys): Map<string, ReadonlySet<string>> {
  const atHead = new Map<string, ReadonlySet<string>>();
  for (const [path, oid] of head) {
    const values = keys.new(oid);
    if (values) atHead.set(path, values);
  }
  return atHead;
}
