/** What a history reaches, found in the packs, is what git says, in git's order and at git's paths. */
import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openObjectStore } from '../../../src/git/pack/object-store.ts';
import { findReach } from '../../../src/git/pack/reach.ts';
import { readGraph } from '../../../src/git/pack/read-graph.ts';
import { namedIds, reachableBlobs, wholeHistory } from '../../../src/git/reachable.ts';
import { openRepository } from '../../../src/git/repository.ts';
import { listAllRefs } from '../../../src/git/work-tree-refs.ts';
import { isolateGit } from '../../support/isolate-git.ts';
import { makeRepo, type TempRepo } from '../../support/temp-repo.ts';
import { gitInput } from './pack-support.ts';
import { randomHistory } from './random-history.ts';

isolateGit();

interface Told {
  readonly commits: readonly string[];
  readonly tags: readonly string[];
  /** Each with its path. */
  readonly blobs: readonly string[];
  readonly missing: number;
}

async function plainly(repo: TempRepo): Promise<Told> {
  const repository = await openRepository(repo.directory);
  const { commits, tags, blobs, missing } = await reachableBlobs(repository, await wholeHistory(repository));
  return { commits, tags, blobs: blobs.map(({ oid, path }) => `${oid} ${path}`), missing: missing.length };
}

/** Asked for all blobs, or for none: then the marks alone tell. Null: git has to be asked. */
async function packed(repo: TempRepo, asked: boolean): Promise<(Told & { readonly marked: Set<string> }) | null> {
  const repository = await openRepository(repo.directory);
  const named = namedIds(repository, await wholeHistory(repository), await listAllRefs(repository));
  const store = openObjectStore(repository);
  const read = await readGraph(repository, store);
  const reach = await findReach(repository, read, named as string[]);
  if (reach === null) return null;
  const marked = new Set<string>();
  for (const [node, mark] of reach.reached.entries()) if (mark === 1) marked.add(read.graph.oid(node));
  const idsOf = (numbers: Int32Array): string[] => Array.from(numbers, (object) => read.graph.oid(object));
  const isLacking = (object: number): boolean => read.graph.isLacking(object);
  const isAsked = (object: number): boolean => !isLacking(object) && (object >= store.table.count || asked);
  const blobs = reach.blobs(isAsked).map(({ oid, path }) => `${oid} ${path}`);
  const missing = reach.walked.blobs.filter(isLacking).length;
  return { commits: idsOf(reach.commits), tags: idsOf(reach.tags), blobs, missing, marked };
}

async function expectEqual(repo: TempRepo): Promise<Told> {
  const plain = await plainly(repo);
  const all = await packed(repo, true);
  expect({ ...all, marked: null }).toEqual({ ...plain, marked: null });
  const none = await packed(repo, false);
  expect(none?.commits).toEqual(plain.commits);
  const ids = plain.blobs.map((blob) => blob.slice(0, 40));
  const told = new Set([...(none?.marked ?? []), ...(none?.blobs ?? []).map((blob) => blob.slice(0, 40))]);
  expect(ids.filter((id) => !told.has(id))).toEqual([]);
  const everything = repo.git('cat-file', '--batch-all-objects', '--batch-check=%(objecttype) %(objectname)');
  const known = new Set([...ids, ...plain.commits, ...plain.tags]);
  const strays = everything.split('\n').map((line) => line.split(' ') as [string, string]);
  expect(strays.filter(([type, oid]) => type !== 'tree' && !known.has(oid) && told.has(oid))).toEqual([]);
  return plain;
}

function tagAll(repo: TempRepo): void {
  repo.git('tag', '-a', 'outer', '-m', 'of a commit', 'b1');
  repo.git('tag', '-a', 'nested', '-m', 'of a tag', 'outer');
  repo.git('tag', '-a', 'folder', '-m', 'of a tree', 'b2^{tree}');
  repo.git('tag', 'content', gitInput(repo, 'named by a tag alone', 'hash-object', '-w', '--stdin').toString().trim());
}

describe('findReach equals git rev-list --objects', () => {
  it.each([11, 12, 13, 14, 15])('on histories of forks and merges (seed %i), loose, packed, and both', async (seed) => {
    const repo = randomHistory(seed, 40);
    tagAll(repo);
    const { tags } = await expectEqual(repo);
    expect(tags).toHaveLength(3);
    repo.git('repack', '-adfq');
    await expectEqual(repo);
    repo.git('checkout', '-q', '-f', 'b1');
    repo.commit({ last: 'loose', 'other/line\nbreak': 'path' });
    await expectEqual(repo);
  });

  it.each([21, 22, 23])('beside objects that nothing reaches any more (seed %i)', async (seed) => {
    const repo = randomHistory(seed, 40);
    repo.git('checkout', '-q', '-f', '-b', 'stray', 'b2');
    repo.commit({ stray: 'only here', 'more/stray': 'and here' });
    const strays = ['stray', 'more/stray'].map((name) => repo.oid(name));
    repo.git('checkout', '-q', '-f', 'b1');
    repo.git('repack', '-adfq');
    repo.git('branch', '-qD', 'stray', 'b2');
    const { blobs } = await expectEqual(repo);
    expect(blobs.some((blob) => strays.includes(blob.slice(0, 40)))).toBe(false);
    expect(strays.map((oid) => repo.git('cat-file', '-t', oid))).toEqual(['blob', 'blob']);
  });

  it('with submodules, stash entries, a shallow edge, and without commits', async () => {
    const repo = makeRepo();
    const first = repo.commit({ a: 'one', 'sub/x': 'two' });
    const tree = `160000 commit ${first}\tmodule\n100644 blob ${repo.oid('a')}\tz\n`;
    const id = gitInput(repo, tree, 'mktree').toString().trim();
    repo.git('update-ref', 'refs/heads/module', repo.git('commit-tree', id, '-m', 'module'));
    for (const text of ['2', '3']) {
      repo.write({ a: text });
      repo.git('stash', '-q');
    }
    await expectEqual(repo);
    repo.git('gc', '-q');
    await expectEqual(repo);
    await expectEqual(randomHistory(16, 12).clone('--depth=2', '--no-single-branch'));
    await expectEqual(makeRepo());
  });

  it.each([17, 18])('where blobs are missing, in a partial clone and by damage (seed %i)', async (seed) => {
    const repo = randomHistory(seed, 40);
    repo.git('config', 'uploadpack.allowFilter', 'true');
    const { missing } = await expectEqual(repo.clone('--filter=blob:none', '--no-checkout', '--mirror'));
    expect(missing).toBeGreaterThan(3);
    expect((await expectEqual(repo.clone('--filter=blob:limit=2', '--no-checkout'))).missing).toBeGreaterThan(0);
    repo.commit({ 'gone/a': 'one', 'gone/b': 'two', 'gone/c': 'two' });
    for (const name of ['gone/a', 'gone/b']) {
      const oid = repo.oid(name);
      rmSync(repo.path('.git/objects', oid.slice(0, 2), oid.slice(2)));
    }
    expect((await expectEqual(repo)).missing).toBe(2);
  });

  it('leaves to git what misses trees, and trees whose entries are not what they say', async () => {
    const repo = makeRepo();
    repo.commit({ a: 'one', 'd/b': 'two' });
    const blob = repo.oid('a');
    const whole = await packed(repo, false);
    expect(whole).not.toBeNull();
    // A blob called a folder: whoever believed it would look for nothing in it.
    const entry = Buffer.concat([Buffer.from('40000 folder\0'), Buffer.from(blob, 'hex')]);
    const tree = gitInput(repo, entry, 'hash-object', '-t', 'tree', '--literally', '-w', '--stdin').toString().trim();
    const commit = repo.git('commit-tree', tree, '-m', 'odd');
    repo.git('update-ref', 'refs/heads/odd', commit);
    expect(await packed(repo, false)).toBeNull();
    repo.git('update-ref', '-d', 'refs/heads/odd');
    expect(await packed(repo, false)).not.toBeNull();
    const folder = repo.oid('d');
    rmSync(repo.path('.git/objects', folder.slice(0, 2), folder.slice(2)));
    expect(await packed(repo, false)).toBeNull();
  });
});
