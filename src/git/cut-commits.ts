/** Where a shallow clone ends. */
import { createArena } from '../bytes/arena.ts';
import { readPlainly } from './pack/object-store.ts';
import { type Repository, shallowBoundary } from './repository.ts';

/** The first of a commit's parents stands right behind its tree. */
const HAS_PARENT = /^tree [0-9a-f]+\nparent /;
const HEAD_BYTES = 128;

/** Those of some commits whose parents a shallow clone has cut off. A first commit may be listed at its edge, too: git counts the depth alone. */
export async function cutCommits(repository: Repository, commits: readonly string[]): Promise<string[]> {
  const boundary = shallowBoundary(repository);
  const edge = boundary.size === 0 ? [] : commits.filter((oid) => boundary.has(oid));
  if (edge.length === 0) return [];
  const cut: string[] = [];
  for await (const commit of readPlainly(repository, edge, 'commit', createArena())) {
    if (commit.type === 'missing') continue;
    const head = Buffer.from(commit.bytes.subarray(0, HEAD_BYTES)).toString('latin1');
    if (HAS_PARENT.test(head)) cut.push(commit.oid);
  }
  return cut;
}
