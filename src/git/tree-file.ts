/** One file of a commit's tree. */
import { TightlipError } from '../errors.ts';
import { isObjectId, type Repository } from './repository.ts';
import { runGit } from './run.ts';

/** What stands at a path in a tree. */
export interface TreeEntry {
  readonly oid: string;
  readonly kind: 'file' | 'link' | 'submodule' | 'directory';
}

const KINDS: Readonly<Record<string, TreeEntry['kind']>> = { '12': 'link', '16': 'submodule', '04': 'directory' };

/**
 * The entry at a path; null where there is none.
 *
 * @param path - From the top, `/` separated.
 */
export async function treeEntry(repository: Repository, commit: string, path: string): Promise<TreeEntry | null> {
  if (!isObjectId(commit)) throw new TightlipError('internal', 'treeEntry needs a full object id');
  const { stdout } = await runGit(repository.context, ['ls-tree', '-z', '--full-tree', commit, '--', path]);
  const entry = /^(\d+) \w+ ([0-9a-f]+)\t([^\0]*)/.exec(stdout.toString('utf8'));
  if (entry?.[3] !== path) return null;
  return { oid: entry[2] as string, kind: KINDS[(entry[1] as string).slice(0, 2)] ?? 'file' };
}

/**
 * The content of a blob.
 *
 * @throws TightlipError `git` when it is not in this clone.
 */
export async function readBlob(repository: Repository, oid: string): Promise<Uint8Array> {
  return (await runGit(repository.context, ['cat-file', 'blob', oid])).stdout;
}
