/** What is kept of packs tells the same as the packs, whatever comes to them; what was damaged tells nothing. */
import { readFileSync, writeFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWorthKeeping, keepPacks, readKeptPacks } from '../../../src/git/pack/kept-packs.ts';
import { isNewReach, keepReach, readKeptReach, type WalkOf } from '../../../src/git/pack/kept-reach.ts';
import { openObjectStore } from '../../../src/git/pack/object-store.ts';
import { packChanges } from '../../../src/git/pack/pack-changes.ts';
import { findReach, type Reach } from '../../../src/git/pack/reach.ts';
import { readGraph } from '../../../src/git/pack/read-graph.ts';
import { namedIds, wholeHistory } from '../../../src/git/reachable.ts';
import { openRepository, type Repository } from '../../../src/git/repository.ts';
import { listAllRefs } from '../../../src/git/work-tree-refs.ts';
import { isolateGit } from '../../support/isolate-git.ts';
import type { TempRepo } from '../../support/temp-repo.ts';
import { randomHistory } from './random-history.ts';

isolateGit();

interface Read {
  readonly repository: Repository;
  readonly walk: WalkOf;
  readonly reach: Reach;
}

async function read(repo: TempRepo, keeps: boolean): Promise<Read> {
  const repository = await openRepository(repo.directory);
  const store = openObjectStore(repository, keeps);
  const named = namedIds(repository, await wholeHistory(repository), await listAllRefs(repository)) as string[];
  const walk = { store, read: await readGraph(repository, store), named };
  const kept = keeps ? readKeptReach(repository, walk) : null;
  const reach = kept?.isSame === true ? kept.reach : await findReach(repository, walk.read, named, kept?.reach);
  return { repository, walk, reach: reach as Reach };
}

async function keepAll({ repository, walk, reach }: Read): Promise<void> {
  if (isWorthKeeping(walk.store, walk.read)) await keepPacks(repository, walk.store, walk.read);
  if (isNewReach(walk, reach)) await keepReach(repository, walk, reach);
}

/** All that is told, by ids and paths. */
async function tell({ repository, walk, reach }: Read): Promise<unknown> {
  const { graph } = walk.read;
  const idsOf = (numbers: Int32Array): string[] => Array.from(numbers, (number) => graph.oid(number));
  const blobs = reach.blobs(() => true).map(({ oid, path }) => ({ oid, path }));
  const wanted = { contents: new Set(blobs.map(({ oid }) => oid)), names: new Set<string>() };
  const changes = await packChanges(repository, walk, { set: { revisions: walk.named }, reach, wanted });
  const groups = changes?.complete(changes.groups);
  const reached = [...reach.reached.keys()]
    .filter((object) => reach.reached[object] === 1)
    .map((object) => graph.oid(object));
  return {
    reached: reached.sort(),
    commits: idsOf(reach.commits),
    order: idsOf(reach.order),
    tags: idsOf(reach.tags),
    blobs,
    groups,
  };
}

async function expectSame(repo: TempRepo): Promise<Read> {
  const plain = await tell(await read(repo, false));
  const first = await read(repo, true);
  expect(await tell(first)).toEqual(plain);
  await keepAll(first);
  const second = await read(repo, true);
  expect(await tell(second)).toEqual(plain);
  return second;
}

describe('what is kept of packs', () => {
  it.each([31, 32, 33])('tells what they hold, with what came later (seed %i)', async (seed) => {
    const repo = randomHistory(seed, 100);
    repo.git('repack', '-adfq');
    const { walk, reach } = await expectSame(repo);
    expect([walk.store.knownGraph?.isClosed, reach.isKept]).toEqual([true, true]);
    // A branch is gone, and loose commits come.
    repo.git('checkout', '-q', '-f', 'b1');
    repo.git('branch', '-q', '-D', 'b2');
    await expectSame(repo);
    repo.commit({ late: 'late' });
    expect((await expectSame(repo)).reach.isKept).toBe(false);
    // A small pack, which is read in each run; then many.
    repo.git('repack', '-q', '-d');
    const small = await expectSame(repo);
    expect(small.walk.store.knownGraph?.places.length).toBeLessThan(small.walk.store.table.count);
    for (let i = 0; i < 30; i++) repo.commit({ [`many/${i}/a`]: `many ${i}`, late: `later ${i}` });
    repo.git('repack', '-q', '-d');
    const many = await expectSame(repo);
    expect(many.walk.store.knownGraph?.places.length).toBe(many.walk.store.table.count);
    repo.git('gc', '-q', '--prune=now');
    await expectSame(repo);
  });

  it.each([41, 42, 43])('tells of a walk what it met, when refs moved (seed %i)', async (seed) => {
    const repo = randomHistory(seed, 60);
    repo.git('repack', '-adfq');
    repo.git('checkout', '-q', '-f', 'b1');
    await expectSame(repo);
    // A tag comes and goes, and what it names stays.
    repo.git('tag', '-m', 'kept', 'kept', 'b1');
    repo.git('repack', '-adfq');
    await expectSame(repo);
    repo.git('tag', '-d', 'kept');
    await expectSame(repo);
    // Blobs that were there, at other paths, in a commit that is walked first.
    const held = [...repo.git('ls-tree', '-r', 'HEAD').matchAll(/^100644 blob (\w+)/gm)].map(
      ([, oid]) => oid as string,
    );
    const [first, last] = [held[0] as string, held.at(-1) as string].map((oid) => repo.git('cat-file', 'blob', oid));
    repo.commit({ 'aa/first': first!, 'zz/last': last! });
    await expectSame(repo);
    // And with another blob that a ref names itself.
    repo.git('update-ref', 'refs/tags/blob', held.at(-1) as string);
    await expectSame(repo);
    repo.git('reset', '-q', '--hard', 'HEAD~2');
    await expectSame(repo);
  });

  it('leaves out what refers to objects that are in no pack', async () => {
    const repo = randomHistory(34, 30);
    repo.git('repack', '-adfq');
    repo.git('checkout', '-q', '-f', 'b1');
    repo.commit({ loose: 'stays loose' });
    const parent = repo.git('rev-parse', 'HEAD').trim();
    repo.commit({ loose: 'stays loose', packed: 'alone' });
    const pack = repo.git('rev-parse', 'HEAD', 'HEAD^{tree}', 'HEAD:packed');
    repo.git('update-ref', 'refs/heads/loose', parent);
    const { execFileSync } = await import('node:child_process');
    execFileSync('git', ['pack-objects', '-q', '.git/objects/pack/pack'], { cwd: repo.directory, input: pack });
    repo.git('prune-packed');
    const { walk } = await expectSame(repo);
    expect(walk.store.knownGraph?.isClosed).toBe(false);
  });

  it('is nothing once a byte of it is another', async () => {
    const repo = randomHistory(35, 20);
    repo.git('repack', '-adfq');
    await expectSame(repo);
    const file = repo.path('.git', 'tightlip', 'packs-2.cache');
    const whole = readFileSync(file);
    const repository = await openRepository(repo.directory);
    expect(readKeptPacks(repository)).not.toBeNull();
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), fc.nat(3), (at, change, kind) => {
        const damaged = Buffer.from(whole);
        damaged[at]! ^= change;
        const cases = [damaged, whole.subarray(0, at), Buffer.concat([whole, whole.subarray(0, at + 1)]), damaged];
        writeFileSync(file, cases[kind]!);
        expect(readKeptPacks(repository)).toBeNull();
      }),
      { numRuns: 200 },
    );
    await expectSame(repo);
  });
});
