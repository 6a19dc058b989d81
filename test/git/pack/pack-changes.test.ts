import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type ChangeGroup, isWanted } from '../../../src/git/changes.ts';
import { readCommitHeaders } from '../../../src/git/commit-headers.ts';
import { commitChanges } from '../../../src/git/commit-changes.ts';
import { packChanges } from '../../../src/git/pack/pack-changes.ts';
import { reachedNames } from '../../../src/git/pack/tree-names.ts';
import { reachableBlobs, wholeHistory } from '../../../src/git/reachable.ts';
import { namesInTrees } from '../../../src/git/tree-names.ts';
import { openRepository } from '../../../src/git/repository.ts';
import { isolateGit } from '../../support/isolate-git.ts';
import { makeRepo, type TempRepo } from '../../support/temp-repo.ts';
import { gitInput, readObjects } from './pack-support.ts';
import { randomHistory } from './random-history.ts';

isolateGit();

function blobsOf(repo: TempRepo): string[] {
  const lines = repo.git('cat-file', '--batch-all-objects', '--batch-check=%(objecttype) %(objectname)').split('\n');
  return lines.filter((line) => line.startsWith('blob ')).map((line) => line.slice('blob '.length));
}

async function bothWays(
  repo: TempRepo,
  contents: readonly string[],
  names: readonly string[] = [],
): Promise<[ChangeGroup[] | null, ChangeGroup[]]> {
  const repository = await openRepository(repo.directory);
  const set = await wholeHistory(repository);
  const plain: ChangeGroup[] = [];
  const wanted = { contents: new Set(contents), names: new Set(names) };
  const isAsked = (oid: string, path: string): boolean => isWanted(wanted, oid, path);
  for await (const group of commitChanges(repository, set, { wanted: isAsked })) plain.push(group);
  const packed = await packChanges(repository, await readObjects(repository), { set, wanted, reach: null });
  if (packed === null) return [null, plain];
  const headers = await readCommitHeaders(
    repository,
    packed.groups.map(({ commit }) => commit as string),
  );
  return [packed.complete(packed.groups).map((group) => ({ ...group, ...headers.get(group.commit as string) })), plain];
}

async function expectEqual(repo: TempRepo, wanted = blobsOf(repo)): Promise<ChangeGroup[]> {
  const [packed, plain] = await bothWays(repo, wanted);
  expect(packed).toEqual(plain);
  return plain;
}

describe('names in trees', () => {
  it.each([5, 7])('are those that git tells, and lead to the same changes (seed %i)', async (seed) => {
    const repo = randomHistory(seed, 40);
    repo.git('gc', '-q');
    const repository = await openRepository(repo.directory);
    const { graph } = (await readObjects(repository)).read;
    const reached = new Uint8Array(graph.size);
    for (const line of repo.git('rev-list', '--all', '--objects').split('\n'))
      reached[graph.find(line.slice(0, 40))] = 1;
    const { trees } = await reachableBlobs(repository, await wholeHistory(repository));
    const names = [...reachedNames(graph, reached, new Set(graph.names.texts()))];
    expect(names.sort()).toEqual([...(await namesInTrees(repository, trees))].sort());
    for (const asked of [['a'], ['a-b', 'e'], ['\u00f6'], ['nowhere']]) {
      const [packed, plain] = await bothWays(repo, [], asked);
      expect(packed).toEqual(plain);
      expect(plain.length > 0).toBe(asked[0] !== 'nowhere');
    }
  });
});

describe('packChanges equals commitChanges', () => {
  it.each([1, 2, 3, 4])('on histories of forks and merges (seed %i), loose, packed, and both', async (seed) => {
    const repo = randomHistory(seed, 40);
    const all = blobsOf(repo);
    const loose = await expectEqual(repo, all);
    expect(loose.length).toBeGreaterThan(10);
    expect(loose.some(({ removals }) => removals.length > 0)).toBe(true);
    repo.git('repack', '-adfq');
    await expectEqual(repo, all);
    repo.git('checkout', '-q', '-f', 'b1');
    repo.commit({ last: 'loose' });
    await expectEqual(repo, [...all, repo.oid('last')]);
    for (const [number, blob] of all.entries()) if (number % 4 === 0) await expectEqual(repo, [blob]);
    expect(await expectEqual(repo, ['ab'.repeat(20)])).toEqual([]);
    expect(await expectEqual(repo, [])).toEqual([]);
  });

  it('with submodules, odd modes, authors in another encoding and names that are no UTF-8', async () => {
    const repo = makeRepo();
    const first = repo.commit({ a: 'one', 'sub/x': 'two', gone: 'three' });
    const blob = repo.oid('a');
    const entries = [
      `100664 blob ${blob}\tgroup-writable`,
      `160000 commit ${first}\tsub`,
      `100644 blob ${blob}\t"\\303\\050name"`,
      `120000 blob ${blob}\tlink`,
    ];
    const tree = gitInput(repo, `${entries.join('\n')}\n`, 'mktree')
      .toString()
      .trim();
    const text = Buffer.from(
      `tree ${tree}\nparent ${first}\nauthor J\u00fcrgen <j@example.invalid> 1700000000 -0330\n` +
        `committer C <c@example.invalid> 1700000500 +0000\nencoding ISO-8859-1\n\nmessage\n`,
      'latin1',
    );
    const commit = gitInput(repo, text, 'hash-object', '-t', 'commit', '-w', '--stdin').toString().trim();
    repo.git('update-ref', 'refs/heads/odd', commit);
    const groups = await expectEqual(repo);
    expect(groups.at(-1)?.author).toBe('J\u00fcrgen');
    repo.git('repack', '-adq');
    await expectEqual(repo);
  });

  it('in a shallow clone, with a stash, and without commits', async () => {
    const origin = randomHistory(5, 12);
    await expectEqual(origin.clone('--depth=2', '--no-single-branch'));
    const repo = makeRepo();
    repo.commit({ a: '1' });
    for (const text of ['2', '3']) {
      repo.write({ a: text });
      repo.git('stash', '-q');
    }
    await expectEqual(repo);
    await expectEqual(makeRepo());
  });

  it('leaves to git what misses objects', async () => {
    const repo = randomHistory(6, 12);
    const tree = repo.git('rev-parse', 'b1^{tree}');
    rmSync(repo.path('.git/objects', tree.slice(0, 2), tree.slice(2)));
    const repository = await openRepository(repo.directory);
    const set = await wholeHistory(repository);
    const wanted = { contents: new Set(blobsOf(repo)), names: new Set<string>() };
    expect(await packChanges(repository, await readObjects(repository), { set, wanted, reach: null })).toBeNull();
  });

  it('leaves to git a few trees that name billions of paths', async () => {
    const repo = makeRepo();
    let entry = `100644 blob ${gitInput(repo, 'x', 'hash-object', '-w', '--stdin').toString().trim()}`;
    const blob = entry.slice(-40);
    for (let level = 0; level < 10; level++) {
      const input = Array.from({ length: 10 }, (_, i) => `${entry}\tn${i}\n`).join('');
      entry = `040000 tree ${gitInput(repo, input, 'mktree').toString().trim()}`;
    }
    const commit = repo.git('commit-tree', entry.slice(-40), '-m', 'bomb');
    repo.git('update-ref', 'refs/heads/main', commit);
    const repository = await openRepository(repo.directory);
    const set = await wholeHistory(repository);
    const asked = { set, wanted: { contents: new Set([blob]), names: new Set<string>() }, reach: null };
    expect(await packChanges(repository, await readObjects(repository), asked)).toBeNull();
  });

  it('leaves SHA-256 to git', async () => {
    const repo = makeRepo('--object-format=sha256');
    repo.commit({ a: 'one' });
    const [packed] = await bothWays(repo, blobsOf(repo));
    expect(packed).toBeNull();
  });
});
