/** A whole history: every blob, commit and tag that refs, HEADs and stash reach, and the names of the refs. */
import path from 'node:path';
import type { ChangeGroup } from '../git/changes.ts';
import { type CommitSet, commitChanges } from '../git/commit-changes.ts';
import { type ObjectStore, openObjectStore } from '../git/pack/object-store.ts';
import { packChanges } from '../git/pack/pack-changes.ts';
import { promisorRemotes } from '../git/partial.ts';
import { reachableBlobs, wholeHistory } from '../git/reachable.ts';
import { gitlinkPaths, listRefs } from '../git/refs.ts';
import { openRepository, shallowBoundary, type Repository } from '../git/repository.ts';
import { submoduleNotes } from './blob-plan.ts';
import type { ChangeContext, ChangePlan } from './plan-changes.ts';
import type { Skip, SourceRequest, WorkItem } from './source.ts';
import { commitTexts, refTexts, tagTexts } from './texts.ts';

type HistoryRequest = Extract<SourceRequest, { readonly kind: 'history' }>;

/**
 * Plans all blobs of a repository. Excluded paths are left out when matches are attributed, since one blob may stand at many paths.
 *
 * The repository is named by any directory in it, relative to the working directory.
 */
export async function planHistory(
  { repository: named, engine }: HistoryRequest,
  context: ChangeContext,
): Promise<ChangePlan> {
  const directory = path.resolve(context.options.workingDirectory, named);
  const repository = await openRepository(directory);
  const objects = engine === 'packs' ? openObjectStore(repository) : null;
  if (objects !== null) context.onObjects(objects);
  const set = await wholeHistory(repository);
  const { blobs, commits, tags, missing } = await reachableBlobs(repository, set);
  const refs = await listRefs(repository);
  const items = blobs.map((blob): WorkItem => ({
    kind: 'blob',
    repository: directory,
    oid: blob.oid,
    path: blob.path === '' ? null : blob.path,
    originKind: 'blob',
    sizeBytes: blob.sizeBytes,
  }));
  return {
    repository,
    directory,
    items,
    skips: missing.length === 0 ? [] : [await missingObjects(repository, named, missing.length)],
    commits: commits.length,
    texts: [...commitTexts(directory, commits), ...tagTexts(directory, tags, refs), ...refTexts(refs)],
    notes: [...historyNotes(repository, commits.length), ...submoduleNotes(await gitlinkPaths(repository))],
    excluded: context.excluded,
    groups: (wanted) => changesIn(repository, objects, set, wanted),
  };
}

/** From the packs where they tell all, else from git. */
async function* changesIn(
  repository: Repository,
  objects: ObjectStore | null,
  set: CommitSet,
  wanted: ReadonlySet<string>,
): AsyncGenerator<ChangeGroup> {
  const found = objects === null ? null : await packChanges(repository, objects, set, wanted);
  yield* found ?? commitChanges(repository, set, { wanted: (oid) => wanted.has(oid) });
}

async function missingObjects(repository: Repository, named: string, count: number): Promise<Skip> {
  const [remote] = await promisorRemotes(repository);
  const objects = count === 1 ? '1 object is' : `${count} objects are`;
  const reason = remote
    ? `${objects} not in this partial clone and ${count === 1 ? 'was' : 'were'} not read: run git fetch --refetch --no-filter ${remote}`
    : `${objects} missing from the repository: run git fsck`;
  return { path: named, kind: 'failure', reason };
}

function historyNotes(repository: Repository, commits: number): string[] {
  if (commits === 0) return ['the repository has no commits'];
  const edge = shallowBoundary(repository).size;
  if (edge === 0) return [];
  return [
    'this is a shallow clone: earlier commits are not here, and all files of its oldest commits count as new ' +
      '(git fetch --unshallow brings the rest)',
  ];
}
