/** A whole history: every blob, commit and tag that refs, HEADs and stash reach, and the names of the refs. */
import path from 'node:path';
import { type ChangeGroup, isWanted, type Wanted } from '../git/changes.ts';
import { commitChanges } from '../git/commit-changes.ts';
import { type ObjectStore, openObjectStore } from '../git/pack/object-store.ts';
import { isWorthKeeping, keepPacks } from '../git/pack/kept-packs.ts';
import { isNewReach, keepReach, metLoose, readKeptReach, type WalkOf } from '../git/pack/kept-reach.ts';
import { packChanges, type PackedChanges, type ReadObjects } from '../git/pack/pack-changes.ts';
import { reachedNames } from '../git/pack/tree-names.ts';
import { GraphGap } from '../git/pack/find-changes.ts';
import { commitBehind, findReach, type Reach } from '../git/pack/reach.ts';
import { readGraph } from '../git/pack/read-graph.ts';
import { type HistoryScope, type ResolvedScope, resolveScope, WHOLE_HISTORY } from '../git/history-scope.ts';
import { namedIds, type ReachableBlob } from '../git/reachable.ts';
import { brokenRefs, type Ref } from '../git/refs.ts';
import { listNames, rememberPeeler } from '../git/tips.ts';
import { namesInTrees } from '../git/tree-names.ts';
import { type CommitSet, listCommits } from '../git/rev-list.ts';
import { listAllRefs } from '../git/work-tree-refs.ts';
import { openRepository, shallowBoundary, type Repository } from '../git/repository.ts';
import type { AllObjects } from '../git/all-objects.ts';
import { BlobPlan, submoduleNotes } from './blob-plan.ts';
import {
  cutHistory,
  type DamagedRefs,
  damagedRefs,
  lostLenders,
  missingObjects,
  reachedOrAll,
  submodulesOf,
  unheldCommits,
} from './damaged-history.ts';
import { orStopped } from './or-stopped.ts';
import type { ChangeContext, ChangePlan, PlanNames } from './plan-changes.ts';
import type { SourceRequest, WorkItem } from './source.ts';
import { commitTexts, refTexts, tagTexts } from './texts.ts';

type HistoryRequest = Extract<SourceRequest, { readonly kind: 'history' }>;

/** A repository that is open, and what of it is asked for. */
interface Asked {
  /** As the user named it. */
  readonly named: string;
  readonly directory: string;
  readonly repository: Repository;
  readonly scope: HistoryScope;
  readonly resolved: ResolvedScope;
  /** Whether what earlier runs have kept may be used. */
  readonly keeps: boolean;
}

/** What a plan has of its own, beside what all plans of a history share. */
type Part = Pick<ChangePlan, 'items' | 'texts' | 'names' | 'reached' | 'skips' | 'notes'> & {
  readonly commits: number;
  /** What was found in the packs; null: nothing was. */
  readonly reach: Reach | null;
};

/** A repository whose history is asked for; git lists what is named there. */
export interface OpenedHistory {
  /** As the user named it. */
  readonly named: string;
  readonly directory: string;
  readonly repository: Repository;
  readonly scope: HistoryScope;
  readonly resolving: Promise<ResolvedScope>;
}

/** Opens the repository that is named by any directory in it, relative to the working directory. */
export async function openHistory(
  { repository: named, scope = WHOLE_HISTORY }: HistoryRequest,
  workingDirectory: string,
): Promise<OpenedHistory> {
  const directory = path.resolve(workingDirectory, named);
  const repository = await openRepository(directory);
  // Git lists while this thread reads; whoever waits for it hears of it.
  const resolving = resolveScope(repository, scope);
  for (const asked of [resolving, refsOf(repository, scope)]) asked.catch(() => {});
  return { named, directory, repository, scope, resolving };
}

/** All that what a history tells follows from, beside rules and settings: while it is the same and its objects are there, so is that. */
export interface HistoryState {
  readonly text: string;
  /** Names of refs and the like, in an order that follows from the text. */
  readonly names: readonly string[];
}

/** The state of an opened history. */
export async function stateOf({ repository, scope, resolving }: OpenedHistory): Promise<HistoryState> {
  const { set, notes } = await resolving;
  const named = await listNames(repository);
  const ids = named.map(({ name, oid }) => `${oid} ${name}`);
  const broken = await brokenRefs(repository);
  const text = JSON.stringify([
    scope,
    set,
    notes,
    repository.head,
    [...shallowBoundary(repository)].sort(),
    ids,
    broken,
  ]);
  return { text, names: named.map(({ name }) => name) };
}

/**
 * Plans the blobs of a repository, and its commits, tags and names of refs. Of a whole history excluded paths are left out when
 * matches are attributed, since one blob may stand at many paths.
 */
export async function planHistory(request: HistoryRequest, context: ChangeContext): Promise<ChangePlan> {
  const { named, scope, directory, repository, resolving } =
    context.opened ?? (await openHistory(request, context.options.workingDirectory));
  const submodules = submodulesOf(repository);
  // What a few commits bring in is read sooner through git.
  const isInPacks = request.engine === 'packs' && scope.sinceSeconds === null;
  if (isInPacks) context.onOpen?.(repository);
  const objects = isInPacks ? openObjectStore(repository, context.keeps) : null;
  const reading = objects === null ? null : readObjects(repository, objects);
  // Whoever waits for them hears of it.
  const ended = Promise.resolve(reading).catch(() => {});
  const scan = objects === null ? null : context.onObjects(objects, repository, ended);
  scan?.catch(() => {});
  const resolved = await resolving;
  const asked = { named, directory, repository, scope, resolved, keeps: context.keeps };
  const read = await reading;
  const found = read === null ? null : await findInPacks(asked, read);
  let damaged: DamagedRefs | null = null;
  if (found !== null) {
    damaged = await damagedRefs(asked);
    context.onNames?.([...refTexts(found.refs), ...damaged.texts], namesIn(found));
  }
  const isAsked = await scan;
  const packed = found === null || isAsked === null ? null : await planFromPacks(asked, found, isAsked);
  const part = packed ?? (await orStopped(planThroughGit(asked, context), context.options.signal));
  const { set } = resolved;
  damaged ??= await damagedRefs(asked);
  const skips = [...part.skips, ...damaged.skips, ...(await unheldCommits(asked, part.commits))];
  return {
    ...part,
    texts: [...part.texts, ...damaged.texts],
    skips,
    repository,
    directory,
    notes: [
      ...historyNotes(part.commits, scope),
      ...(scope.sinceSeconds === null && context.options.exclude.length > 0 ? [EXCLUDED_PATHS] : []),
      ...resolved.notes,
      ...part.notes,
      ...(packed !== null && skips.length > 0 ? lostLenders(repository) : []),
      ...submoduleNotes(await submodules),
    ],
    excluded: context.excluded,
    ...changesOf({ repository, objects: read, set, reach: part.reach }),
    keep: read === null || !context.keeps ? null : keeperOf(repository, read, found),
    loose: packed === null || found === null ? null : metLoose(found, found.reach),
  };
}

/** Keeps for later runs what is worth it; null: nothing is. */
function keeperOf(repository: Repository, read: ReadObjects, found: FoundInPacks | null): ChangePlan['keep'] {
  const keepers: (() => Promise<void>)[] = [];
  // What is kept does not tell of trees out of order.
  const { isInOrder } = read.read.graph;
  if (isInOrder && isWorthKeeping(read.store, read.read))
    keepers.push(() => keepPacks(repository, read.store, read.read));
  if (found !== null && isNewReach(found, found.reach)) keepers.push(() => keepReach(repository, found, found.reach));
  return keepers.length === 0 ? null : async () => void (await Promise.all(keepers.map((keeper) => keeper())));
}

/** Where changes are read from. */
interface ChangeSource {
  readonly repository: Repository;
  readonly objects: ReadObjects | null;
  readonly set: CommitSet;
  readonly reach: Reach | null;
}

/** Commits and trees, while others scan; null where they are of a kind that git alone reads. */
async function readObjects(repository: Repository, store: ObjectStore): Promise<ReadObjects | null> {
  return repository.objectFormat === 'sha1' ? { store, read: await readGraph(repository, store) } : null;
}

/** From the packs where they tell all, else from git. */
function changesOf(source: ChangeSource): Pick<ChangePlan, 'groups' | 'complete'> {
  const { repository, objects, set, reach } = source;
  let packed: PackedChanges | null = null;
  const plainly = (wanted: Wanted): AsyncGenerator<ChangeGroup> =>
    commitChanges(repository, set, { wanted: (oid, at) => isWanted(wanted, oid, at) });
  return {
    async *groups(wanted, known = null) {
      packed = objects === null ? null : await packChanges(repository, objects, { set, reach, wanted, known });
      yield* packed?.groups ?? plainly(wanted);
    },
    async complete(groups) {
      try {
        return packed === null ? groups : packed.complete(groups);
      } catch (error) {
        if (!(error instanceof GraphGap)) throw error;
      }
      const contents = new Set(groups.flatMap(({ changes }) => changes.map(({ oid }) => oid)));
      const whole = new Map<string | null, ChangeGroup>();
      for await (const group of plainly({ contents, names: new Set() })) whole.set(group.commit, group);
      return groups.map((group) => ({ ...group, ...whole.get(group.commit), changes: group.changes }));
    },
  };
}

/** What the commits reach, and the refs. */
interface FoundInPacks extends WalkOf {
  readonly refs: readonly Ref[];
  readonly reach: Reach;
}

/** Looks for it in the packs, while others scan; null where git has to be asked. */
async function findInPacks(
  { repository, scope, resolved, keeps }: Asked,
  read: ReadObjects,
): Promise<FoundInPacks | null> {
  if (resolved.all !== null) return null;
  const refs = await refsOf(repository, scope);
  const named = namedIds(repository, resolved.set, refs);
  if (named === null) return null;
  const kept = keeps ? readKeptReach(repository, { ...read, named }) : null;
  const reach = kept?.isSame === true ? kept.reach : await findReach(repository, read.read, named, kept?.reach);
  if (reach === null) return null;
  rememberPeeler(repository, (oid) => commitBehind(read.read.graph, oid));
  return { ...read, refs, reach, named };
}

/** Names of files and folders, which the graph keeps once each. */
function namesIn({ read: { graph }, reach }: FoundInPacks): PlanNames {
  return { all: graph.names.texts(), reached: (names) => reachedNames(graph, reach.reached, names) };
}

/** Plans what of it may have something to tell. */
async function planFromPacks(
  { named, directory, repository, resolved }: Asked,
  found: FoundInPacks,
  isAskedNode: (node: number) => boolean,
): Promise<Part> {
  const { store, read, refs, reach } = found;
  const isLacking = (object: number): boolean => read.graph.isLacking(object);
  const isAsked = (object: number): boolean => (object >= store.table.count ? !isLacking(object) : isAskedNode(object));
  const lacking = reach.walked.blobs.filter(isLacking).length;
  const idsOf = (numbers: Int32Array): string[] =>
    Array.from(numbers.filter(isAsked), (object) => read.graph.oid(object));
  return {
    items: reach.blobs(isAsked).map((blob) => new PackedItem(directory, blob)),
    texts: [
      ...commitTexts(directory, idsOf(reach.commits)),
      ...tagTexts(directory, idsOf(reach.tags), [...refs, ...resolved.tags]),
      ...refTexts(refs),
    ],
    names: () => Promise.resolve(namesIn(found)),
    reached: reach.reached,
    skips: [
      ...(await missingObjects(repository, named, lacking)),
      ...(await cutHistory(repository, named, () => Array.from(reach.commits, (commit) => read.graph.oid(commit)))),
    ],
    commits: reach.commits.length,
    notes: [],
    reach,
  };
}

function planThroughGit(asked: Asked, context: ChangeContext): Promise<Part> {
  return asked.scope.sinceSeconds === null ? planAll(asked) : planSince(asked, context);
}

/** Every blob that the commits reach; on request also those that nothing reaches. */
async function planAll({ named, directory, repository, scope, resolved }: Asked): Promise<Part> {
  const { blobs, commits, trees, tags, missing, why } = await reachedOrAll(named, repository, resolved.set);
  const refs = await refsOf(repository, scope);
  const left = leftOver(blobs, resolved.all);
  return {
    items: [...blobs, ...left].map((blob) => blobItem(directory, blob)),
    texts: [
      ...commitTexts(directory, [...new Set([...commits, ...(resolved.all?.commits ?? [])])]),
      ...tagTexts(directory, [...new Set([...tags, ...(resolved.all?.tags ?? [])])], [...refs, ...resolved.tags]),
      ...refTexts(refs),
    ],
    names: async () => ({
      all: await namesInTrees(repository, [...new Set([...trees, ...(resolved.all?.trees ?? [])])]),
    }),
    reached: null,
    reach: null,
    skips: [
      ...(await missingObjects(repository, named, missing.length)),
      ...(await cutHistory(repository, named, () => commits)),
      ...why,
    ],
    commits: commits.length,
    notes: left.length === 0 ? [] : [leftOverNote(left.length)],
  };
}

/** What commits since a date bring in; annotated tags and names of refs whatever their age. */
async function planSince(
  { named: asked, directory, repository, scope, resolved }: Asked,
  context: ChangeContext,
): Promise<Part> {
  const plan = new BlobPlan(directory, 'blob', context.excluded);
  for await (const group of commitChanges(repository, resolved.set)) plan.add(group);
  const commits = await listCommits(repository, resolved.set);
  const refs = await refsOf(repository, scope);
  const named = [...refs, ...resolved.tags];
  const tags = named.filter(({ type }) => type === 'tag').map(({ oid }) => oid);
  return {
    items: plan.items,
    texts: [...commitTexts(directory, commits), ...tagTexts(directory, [...new Set(tags)], named), ...refTexts(refs)],
    names: () => Promise.resolve({ all: plan.names }),
    reached: null,
    reach: null,
    skips: [...plan.skips, ...(await cutHistory(repository, asked, () => commits))],
    commits: commits.length,
    notes: [],
  };
}

/** All refs; none where only some branches are asked for. */
async function refsOf(repository: Repository, scope: HistoryScope): Promise<readonly Ref[]> {
  return scope.branches.length > 0 ? [] : listAllRefs(repository);
}

function leftOverNote(count: number): string {
  const what =
    count === 1
      ? '1 blob that no commit and no tag refers to was'
      : `${count} blobs that no commit and no tag refers to were`;
  return `${what} read as well`;
}

function leftOver(blobs: readonly ReachableBlob[], all: AllObjects | null): ReachableBlob[] {
  if (all === null) return [];
  const known = new Set(blobs.map(({ oid }) => oid));
  return all.blobs.filter(({ oid }) => !known.has(oid));
}

function blobItem(repository: string, { oid, path, sizeBytes }: ReachableBlob): WorkItem {
  return { kind: 'blob', repository, oid, path: path === '' ? null : path, originKind: 'blob', sizeBytes };
}

/** The same of a blob whose path is looked for when it is asked for, as the packs give it: no plain data. */
class PackedItem {
  readonly kind = 'blob';
  readonly originKind = 'blob';
  readonly repository: string;
  readonly oid: string;
  readonly sizeBytes: number;
  readonly #blob: ReachableBlob;

  constructor(repository: string, blob: ReachableBlob) {
    this.repository = repository;
    this.oid = blob.oid;
    this.sizeBytes = blob.sizeBytes;
    this.#blob = blob;
  }

  get path(): string | null {
    return this.#blob.path || null;
  }
}

/** Of a whole history it is known of matches alone where they stand: what is left out cannot be listed. */
const EXCLUDED_PATHS = 'what stands at excluded paths was left out (--exclude, or exclude in tightlip.toml)';

function historyNotes(commits: number, { sinceSeconds }: HistoryScope): string[] {
  if (commits > 0) return [];
  return [sinceSeconds === null ? 'the repository has no commits' : 'no commit is that young'];
}
