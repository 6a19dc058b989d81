/** Sets of commits, and git's lists of them. */
import { walking } from './commit-graph-file.ts';
import type { Repository } from './repository.ts';
import { type GitProcess, runGit, startGit } from './run.ts';

/** Which commits: those that the revisions reach. */
export interface CommitSet {
  /** `--all` and the like, object ids, and ids with `^` before them for what is left out. As many as there are: they do not become words of a command line. */
  readonly revisions: readonly string[];
  /** Of those only commits made at this second (of the Unix epoch, the committer's clock) or later, wherever they stand among older ones. */
  readonly sinceSeconds?: number;
}

/** What to call git with, and what to write to it. */
interface RevListCall {
  readonly args: readonly string[];
  readonly input: string;
}

function callFor(flags: readonly string[], { revisions }: CommitSet): RevListCall {
  const isOption = (revision: string): boolean => revision.startsWith('--');
  const named = revisions.filter((revision) => !isOption(revision));
  return {
    args: ['rev-list', ...flags, ...revisions.filter(isOption), '--stdin'],
    input: named.map((revision) => `${revision}\n`).join(''),
  };
}

/** Starts `git rev-list` on the revisions of a set; their dates are the caller's affair. */
export function startRevList(repository: Repository, flags: readonly string[], set: CommitSet): GitProcess {
  const { args, input } = callFor(flags, set);
  const list = startGit(walking(repository), args);
  list.stdin.end(input);
  return list;
}

/** As {@link startRevList}: all that it prints, line by line. */
export async function runRevList(repository: Repository, flags: readonly string[], set: CommitSet): Promise<string[]> {
  const { args, input } = callFor(flags, set);
  const { stdout } = await runGit(walking(repository), args, { input });
  return stdout.toString('latin1').split('\n').filter(Boolean);
}

/** The commits of a set, parents first. */
export async function listCommits(repository: Repository, set: CommitSet): Promise<string[]> {
  const lines = await runRevList(repository, ['--topo-order', '--reverse', '--timestamp'], set);
  const since = set.sinceSeconds ?? Number.NEGATIVE_INFINITY;
  return lines.filter((line) => Number.parseInt(line, 10) >= since).map((line) => line.slice(line.indexOf(' ') + 1));
}

/** A commit and its parents, those beyond the edge of a shallow clone left out. */
export interface ListedCommit {
  readonly oid: string;
  readonly parents: readonly string[];
}

/** The commits of a set with their parents, parents first. */
export async function listWithParents(repository: Repository, set: CommitSet): Promise<ListedCommit[]> {
  const lines = await runRevList(repository, ['--topo-order', '--reverse', '--parents'], set);
  return lines.map((line) => {
    const [oid, ...parents] = line.split(' ') as [string, ...string[]];
    return { oid, parents };
  });
}
