/** Which part of a history is asked for, as sets of commits. */
import { TightlipError } from '../errors.ts';
import { listAllObjects, type AllObjects } from './all-objects.ts';
import { wholeHistory } from './reachable.ts';
import type { Ref } from './refs.ts';
import { resolveCommit, resolveObject, type Repository } from './repository.ts';
import { type CommitSet, runRevList } from './rev-list.ts';
import { whyRefsUnlisted } from './work-tree-refs.ts';

/** What of a history is asked for; plain data. */
export interface HistoryScope {
  /** Branches by name; empty: everything that any ref, HEAD, stash entry or note reaches. */
  readonly branches: readonly string[];
  /** Only what commits bring in that were made at this second or later; null: whenever. */
  readonly sinceSeconds: number | null;
  /** What nothing refers to any more as well: all objects there are. */
  readonly unreachable: boolean;
}

export const WHOLE_HISTORY: HistoryScope = { branches: [], sinceSeconds: null, unreachable: false };

/** A scope looked up in a repository. */
export interface ResolvedScope {
  readonly set: CommitSet;
  /** Every object of the repository, where those that nothing refers to are asked for, or where refs are lost; else null. */
  readonly all: AllObjects | null;
  /** Annotated tags that were named in place of branches. */
  readonly tags: readonly Ref[];
  /** Things the reader should know. */
  readonly notes: readonly string[];
}

/**
 * Looks up what a scope names.
 *
 * @throws TightlipError `not-found` for a branch that is not there.
 */
export async function resolveScope(repository: Repository, scope: HistoryScope): Promise<ResolvedScope> {
  const since = scope.sinceSeconds === null ? {} : { sinceSeconds: scope.sinceSeconds };
  if (scope.branches.length > 0) {
    const found = await Promise.all(scope.branches.map((name) => resolveBranch(repository, name)));
    const named = scope.branches.join(', ');
    return {
      set: { revisions: found.map(({ oid }) => oid), ...since },
      all: null,
      tags: found.filter(({ type }) => type === 'tag'),
      notes: [`only what ${named} reaches was read, and no other ref`],
    };
  }
  const whole = await wholeHistory(repository);
  const readsAll = scope.unreachable || (await whyRefsUnlisted(repository)) !== null;
  if (!readsAll) return { set: { ...whole, ...since }, all: null, tags: [], notes: [] };
  const all = await listAllObjects(repository);
  const set = { revisions: [...whole.revisions, ...all.commits, ...all.tags], ...since };
  if (await isWalkable(repository, set)) return { set, all, tags: [], notes: [] };
  const note = 'some commits that nothing refers to are not whole any more: what they held is told without path';
  return { set: { ...whole, ...since }, all, tags: [], notes: [note] };
}

/** Whether git finds what the commits refer to: what nothing refers to is pruned piece by piece. */
async function isWalkable(repository: Repository, set: CommitSet): Promise<boolean> {
  try {
    await runRevList(repository, ['--objects', '--missing=allow-any', '--count'], set);
    return true;
  } catch {
    return false;
  }
}

/** What a name stands for: a commit, or an annotated tag of one, which has a message of its own. */
async function resolveBranch(repository: Repository, name: string): Promise<Ref> {
  const { context } = repository;
  for (const branch of [`refs/heads/${name}`, `refs/remotes/${name}`]) {
    const oid = await resolveCommit(context, branch);
    if (oid !== null) return { name: branch, oid, type: 'commit' };
  }
  const commit = await resolveCommit(context, name);
  const oid = commit === null ? null : await resolveObject(context, name);
  if (commit === null || oid === null) {
    throw new TightlipError('not-found', `no branch is named ${name}: git branch -a lists what there is`);
  }
  return { name: `refs/tags/${name.replace(/^(?:refs\/)?tags\//, '')}`, oid, type: oid === commit ? 'commit' : 'tag' };
}
