/** Every object that a repository holds, whether anything refers to it or not. */
import type { ReachableBlob } from './reachable.ts';
import type { Repository } from './repository.ts';
import { runGit } from './run.ts';

/** By type. */
export interface AllObjects {
  readonly blobs: readonly ReachableBlob[];
  readonly commits: readonly string[];
  readonly trees: readonly string[];
  readonly tags: readonly string[];
}

/** Lists the objects of all packs, loose ones and borrowed ones, ordered by id; nothing is fetched. */
export async function listAllObjects(repository: Repository): Promise<AllObjects> {
  const format = '--batch-check=%(objecttype) %(objectname) %(objectsize)';
  const { stdout } = await runGit(repository.context, ['cat-file', '--batch-all-objects', '--buffer', format]);
  const blobs: ReachableBlob[] = [];
  const commits: string[] = [];
  const trees: string[] = [];
  const tags: string[] = [];
  for (const line of stdout.toString('latin1').split('\n')) {
    const [type, oid, size] = line.split(' ') as [string, string, string];
    if (type === 'blob') blobs.push({ oid, sizeBytes: Number(size), path: '' });
    else if (type === 'commit') commits.push(oid);
    else if (type === 'tree') trees.push(oid);
    else if (type === 'tag') tags.push(oid);
  }
  return { blobs, commits, trees, tags };
}
