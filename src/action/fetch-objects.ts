/** Completes a partial clone, as actions/checkout makes one for a sparse checkout: the files of a range, or everything. */
import { commitChanges } from '../git/commit-changes.ts';
import { TightlipError } from '../errors.ts';
import { localObjects, promisorRemotes } from '../git/partial.ts';
import { openRepository, type Repository } from '../git/repository.ts';
import type { CommitSet } from '../git/rev-list.ts';
import { fetch } from './remote.ts';

/** Objects that are named to one fetch. */
const BATCH_OBJECTS = 1000;

/**
 * Fetches what the changes of some commits are judged by and is not here: new content, and what stood in its place. Does nothing in a
 * whole clone. What the remote does not give is missing afterwards as it was before: the scan says so.
 */
export async function fetchChanged(directory: string, commits: CommitSet): Promise<void> {
  const repository = await openRepository(directory);
  if ((await localObjects(repository)) === null) return;
  const changed = await changedObjects(repository, commits);
  if (changed === null) await refetch(directory);
  else await fetchObjects(repository, changed);
}

/** Fetches those of some objects that a partial clone has not. */
export async function fetchObjects(repository: Repository, oids: Iterable<string>): Promise<void> {
  const here = await localObjects(repository);
  if (here === null) return;
  const missing = [...oids].filter((oid) => !here.has(oid));
  for (let i = 0; i < missing.length; i += BATCH_OBJECTS) {
    // What is named comes whatever the filter says; the files of a commit would not.
    const flags = ['--filter=blob:none', '--no-write-fetch-head', 'origin'];
    await fetch(repository.context.directory, [...flags, ...missing.slice(i, i + BATCH_OBJECTS)]);
  }
}

/** Fetches all that a partial clone left out. Does nothing in a whole one. */
export async function refetch(directory: string): Promise<void> {
  const remotes = await promisorRemotes(await openRepository(directory));
  for (const remote of remotes) await fetch(directory, ['--refetch', '--no-filter', remote]);
}

/** Ids of contents before and after each change; null where trees are missing too. */
async function changedObjects(repository: Repository, commits: CommitSet): Promise<ReadonlySet<string> | null> {
  const oids = new Set<string>();
  try {
    for await (const { changes, removals } of commitChanges(repository, commits)) {
      for (const { oid, before } of changes) for (const each of [oid, ...before]) oids.add(each);
      for (const { oid } of removals) oids.add(oid);
    }
  } catch (error) {
    if (error instanceof TightlipError) return null;
    throw error;
  }
  oids.delete('');
  return oids;
}
