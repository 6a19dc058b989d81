/** What the pack reader makes of a repository, beside what git says of it. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createGitKernel } from '../../../src/git/kernel/create-kernel.ts';
import { KernelMemory } from '../../../src/git/kernel/memory.ts';
import type { WalkPlan } from '../../../src/git/pack/forest.ts';
import { readLoose } from '../../../src/git/pack/loose.ts';
import { openObjectStore, type ObjectStore } from '../../../src/git/pack/object-store.ts';
import { oidOf } from '../../../src/git/pack/pack-table.ts';
import { Walker, type Refusal, type WalkerOptions } from '../../../src/git/pack/walk.ts';
import type { ReadObjects } from '../../../src/git/pack/pack-changes.ts';
import { readGraph } from '../../../src/git/pack/read-graph.ts';
import { openRepository, type Repository } from '../../../src/git/repository.ts';
import type { TempRepo } from '../../support/temp-repo.ts';

export interface Rebuilt {
  readonly store: ObjectStore;
  /** Type, size and own checksum by id. */
  readonly objects: Map<string, string>;
  readonly refusals: Refusal[];
  /** Objects whose edit said how they derive from another. */
  readonly edited: number;
  readonly memoryBytes: number;
}

export function sha1(type: string, bytes: Uint8Array): string {
  return createHash('sha1').update(`${type} ${bytes.length}\0`).update(bytes).digest('hex');
}

/** The bytes that an edit makes of a base. */
function replay(base: Uint8Array, bytes: Uint8Array, edit: Int32Array): Buffer {
  const parts: Uint8Array[] = [];
  for (let i = 0; i < edit.length; i += 3) {
    const [isCopy, start, length] = [edit[i]!, edit[i + 1]!, edit[i + 2]!];
    parts.push((isCopy === 1 ? base : bytes).subarray(start, start + length));
  }
  return Buffer.concat(parts);
}

type RebuildOptions = Partial<WalkerOptions> & { readonly plain?: boolean };

/** Everything that a repository's store reads. */
export async function rebuildAll(directory: string, options: RebuildOptions = {}): Promise<Rebuilt> {
  return rebuildStore(openObjectStore(await openRepository(directory)), options);
}

/** Everything that the store reads, each object's id computed anew; throws where an edit does not make its object. */
export function rebuildStore(store: ObjectStore, { plain = false, ...options }: RebuildOptions = {}): Rebuilt {
  const objects = new Map<string, string>();
  const kernel = createGitKernel(new KernelMemory(), 0, plain);
  const walker = new Walker(store.table, kernel, options);
  const refusals: Refusal[] = [];
  let edited = 0;
  const walkPlan = (plan: WalkPlan, type: string): void => {
    const bases: Buffer[] = [];
    for (let chunk = 0; chunk + 1 < plan.chunkStarts.length; chunk++) {
      for (const { node, depth, bytes, edit } of walker.walk(plan, chunk)) {
        const oid = oidOf(store.table, node);
        if (objects.has(oid)) throw new Error(`${oid} was given twice`);
        objects.set(oid, `${type} ${bytes.length} ${sha1(type, bytes)}`);
        bases[depth] = Buffer.from(bytes);
        if (edit === null) continue;
        edited++;
        if (!replay(bases[depth - 1]!, bytes, edit).equals(bytes)) throw new Error(`the edit of ${oid} is wrong`);
      }
    }
  };
  try {
    walkPlan(store.forest.commits, 'commit');
    walkPlan(store.forest.trees, 'tree');
    walkPlan(store.forest.blobs, 'blob');
    walkPlan(store.forest.tags, 'tag');
  } finally {
    walker.close();
  }
  refusals.push(...walker.takeRefusals());
  for (const loose of store.loose) {
    const read = readLoose(loose, 1 << 28);
    if ('reason' in read) refusals.push(read);
    else objects.set(read.oid, `${read.type} ${read.bytes.length} ${sha1(read.type, read.bytes)}`);
  }
  return { store, objects, refusals, edited, memoryBytes: kernel.memory.bytes.length };
}

/** The same of all objects as git lists them. */
export function listByGit(repo: TempRepo): Map<string, string> {
  const format = '--batch-check=%(objectname) %(objecttype) %(objectsize)';
  const lines = repo.git('cat-file', '--batch-all-objects', format).split('\n');
  return new Map(
    lines.filter(Boolean).map((line) => {
      const [oid, type, size] = line.split(' ') as [string, string, string];
      return [oid, `${type} ${size} ${oid}`];
    }),
  );
}

/** Runs git with bytes on its standard input. */
export function gitInput(repo: TempRepo, input: string | Uint8Array, ...args: string[]): Buffer {
  return execFileSync('git', args, { cwd: repo.directory, input, maxBuffer: 1 << 28 });
}

/** The packs of a repository with all commits and trees read. */
export async function readObjects(repository: Repository): Promise<ReadObjects> {
  const store = openObjectStore(repository);
  return { store, read: await readGraph(repository, store) };
}
