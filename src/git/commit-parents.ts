/** Which commit has which parents, as numbers: children before parents. */
import type { Repository } from './repository.ts';
import { runRevList } from './rev-list.ts';

/** Commits by number. Plain loops walk it. */
export interface CommitParents {
  readonly size: number;
  /** The number of a commit; undefined where it is not among them. */
  readonly numberOf: (oid: string) => number | undefined;
  /** Where in `parents` those of each commit begin; one more than there are commits. */
  readonly starts: Uint32Array;
  readonly parents: Uint32Array;
}

/**
 * Makes the table from commits in an order of their own.
 *
 * @param rows - The positions of each commit's parents in the same order; parents that are not among them are left out before.
 */
function tableOfParents(rows: readonly (readonly number[])[], numberOf: CommitParents['numberOf']): CommitParents {
  const starts = new Uint32Array(rows.length + 1);
  for (const [number, row] of rows.entries()) starts[number + 1] = starts[number]! + row.length;
  return { size: rows.length, numberOf, starts, parents: Uint32Array.from(rows.flat()) };
}

/** What was read once in a run is not read again. */
const known = new WeakMap<Repository, () => CommitParents>();

/** Keeps what somebody has read in another way, made when it is asked for. */
export function rememberParents(repository: Repository, make: () => CommitParents): void {
  let made: CommitParents | null = null;
  known.set(repository, () => (made ??= make()));
}

/** All commits that these reach, themselves among them; from git where they are not known yet. */
export async function readParents(repository: Repository, commits: readonly string[]): Promise<CommitParents> {
  const there = known.get(repository)?.();
  if (there !== undefined && commits.every((commit) => there.numberOf(commit) !== undefined)) return there;
  const lines = await runRevList(repository, ['--topo-order', '--parents'], { revisions: commits });
  const ids = lines.map((line) => line.split(' '));
  const numbers = new Map(ids.map(([commit], number) => [commit as string, number]));
  const rows = ids.map(([, ...parents]) => parents.flatMap((parent) => numbers.get(parent) ?? []));
  return tableOfParents(rows, (oid) => numbers.get(oid));
}
