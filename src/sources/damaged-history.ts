/** What is told of a history of which something is lost or damaged, beside all that is still here. */
import { existsSync } from 'node:fs';
import { TightlipError } from '../errors.ts';
import { listAllObjects } from '../git/all-objects.ts';
import { cutCommits } from '../git/cut-commits.ts';
import type { HistoryScope } from '../git/history-scope.ts';
import { directoriesOf } from '../git/pack/open-packs.ts';
import { promisorRemotes } from '../git/partial.ts';
import { type Reachable, reachableBlobs } from '../git/reachable.ts';
import { brokenRefs, gitlinkPaths } from '../git/refs.ts';
import type { Repository } from '../git/repository.ts';
import type { CommitSet } from '../git/rev-list.ts';
import { whyRefsUnlisted } from '../git/work-tree-refs.ts';
import type { Skip, WorkItem } from './source.ts';
import { refTexts } from './texts.ts';

/** Which history. */
interface HistoryOf {
  /** As the user named it. */
  readonly named: string;
  readonly repository: Repository;
  readonly scope: HistoryScope;
}

/** What the commits reach; where git cannot follow them all that there is, and why. */
export async function reachedOrAll(
  named: string,
  repository: Repository,
  set: CommitSet,
): Promise<Reachable & { readonly why: readonly Skip[] }> {
  try {
    return { ...(await reachableBlobs(repository, set)), why: [] };
  } catch (error) {
    if (!(error instanceof TightlipError) || error.code !== 'incomplete') throw error;
    const all = await listAllObjects(repository);
    return {
      ...all,
      missing: [],
      why: [skipOf(named, `${error.message}; what is still here was read, whatever refers to it`)],
    };
  }
}

/** None where HEAD's tree cannot be read, as the plan tells then. */
export async function submodulesOf(repository: Repository): Promise<readonly string[]> {
  try {
    return await gitlinkPaths(repository);
  } catch (error) {
    if (error instanceof TightlipError) return [];
    throw error;
  }
}

/** Where no ref leads to a commit although there are some, the refs were lost. */
export async function unheldCommits({ named, repository, scope }: HistoryOf, reached: number): Promise<Skip[]> {
  if (reached > 0 || scope.branches.length > 0 || scope.sinceSeconds !== null || scope.unreachable) return [];
  const { commits } = await listAllObjects(repository);
  const here = commits.length === 1 ? '1 commit is' : `${commits.length} commits are`;
  const reason = `no ref leads to a commit, but ${here} here: --unreachable reads all that there is`;
  return commits.length === 0 ? [] : [skipOf(named, reason)];
}

/**
 * Where a shallow clone ends among the commits that were read: what lies before was asked for, too.
 *
 * @param read - Ids of the commits that were read.
 */
export async function cutHistory(
  repository: Repository,
  named: string,
  read: () => readonly string[],
): Promise<Skip[]> {
  if (!repository.shallow || (await cutCommits(repository, read())).length === 0) return [];
  const reason =
    'this is a shallow clone: commits before its oldest are not here and were not read, and all files of these count as new: ' +
    'run git fetch --unshallow, or name with --since what is here';
  return [skipOf(named, reason)];
}

/** Objects that were not found, counted. */
export async function missingObjects(repository: Repository, named: string, count: number): Promise<Skip[]> {
  if (count === 0) return [];
  const [remote] = await promisorRemotes(repository);
  const objects = count === 1 ? '1 object is' : `${count} objects are`;
  const reason = remote
    ? `${objects} not in this partial clone and ${count === 1 ? 'was' : 'were'} not read: run git fetch --refetch --no-filter ${remote}`
    : `${objects} missing from the repository: run git fsck`;
  return [skipOf(named, reason)];
}

/** Where a repository borrows objects that are not there any more, which explains what is missing. */
export function lostLenders(repository: Repository): string[] {
  return directoriesOf(repository)
    .filter((directory) => !existsSync(directory))
    .map((directory) => `the repository borrows objects from ${directory}, which is gone: put it back, or clone again`);
}

/** Refs that git passes over. Their names hold what they hold, whatever they led to. */
export interface DamagedRefs {
  readonly skips: readonly Skip[];
  readonly texts: readonly WorkItem[];
}

/** To be asked when the refs were listed. */
export async function damagedRefs({ named, repository, scope: { branches } }: HistoryOf): Promise<DamagedRefs> {
  const why = branches.length > 0 ? null : await whyRefsUnlisted(repository);
  const names = await brokenRefs(repository);
  const reason = 'this ref is damaged, and what it led to was not read: run git fsck';
  return {
    skips: [
      ...(why === null ? [] : [skipOf(named, `${why}; what is still here was read, whatever refers to it`)]),
      ...names.map((name) => skipOf(name, reason)),
    ],
    texts: branches.length > 0 ? [] : refTexts(names.map((name) => ({ name }))),
  };
}

function skipOf(path: string, reason: string): Skip {
  return { path, kind: 'failure', reason };
}
