import { rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ChangeGroup } from '../../../src/git/changes.ts';
import { commitChanges } from '../../../src/git/commit-changes.ts';
import { plainChanges } from '../../../src/git/plain/commit-diff.ts';
import { openRepository } from '../../../src/git/repository.ts';
import { listWithParents } from '../../../src/git/rev-list.ts';
import { isolateGit } from '../../support/isolate-git.ts';
import { makeRepo, type TempRepo } from '../../support/temp-repo.ts';
import { randomHistory } from '../pack/random-history.ts';

isolateGit();

/** As they are told without git: without people and dates, removals in any order. */
function bare({ commit, changes, removals }: ChangeGroup): unknown {
  return { commit, changes, removals: removals.map(({ path, oid }) => `${path} ${oid}`).sort() };
}

async function bothWays(repo: TempRepo, ...revisions: string[]): Promise<{ plain: unknown; byGit: unknown[] }> {
  const repository = await openRepository(repo.directory);
  const commits = await listWithParents(repository, { revisions });
  const plain = plainChanges(repository, commits);
  const groups: ChangeGroup[] = [];
  const gitlinks = new Set<string>();
  const options = { onGitlink: (path: string) => gitlinks.add(path) };
  const oids = commits.map(({ oid }) => oid);
  for await (const group of commitChanges(repository, oids, options)) groups.push(group);
  return {
    plain: plain && [...plain.groups.map(bare), [...plain.gitlinks].sort()],
    byGit: [...groups.map(bare), [...gitlinks].sort()],
  };
}

describe('changes of a few commits without git', () => {
  it.each([1, 2, 3, 4, 5, 6])('are those that git tells, of forks and merges (seed %i)', async (seed) => {
    const repo = randomHistory(seed, 40);
    if (seed % 2 === 0) repo.git('gc', '-q');
    const { plain, byGit } = await bothWays(repo, '--all');
    expect(byGit.length).toBeGreaterThan(10);
    expect(plain).toEqual(byGit);
  });

  it('with submodules, links, modes, and names that are no UTF-8', async () => {
    const repo = makeRepo();
    repo.commit({ a: '1', 'd/e': '2', m: 'mode' });
    repo.write({ b: '1' }).link('l', 'a').stage();
    repo.git('update-index', '--add', '--cacheinfo', `160000,${repo.head()},sub`);
    repo.git('update-index', '--chmod=+x', 'm');
    repo.git('commit', '-q', '-m', 'one');
    repo.git('rm', '-q', '--cached', 'sub');
    repo.git('update-index', '--add', '--cacheinfo', `160000,${repo.head()},a`);
    repo.git('commit', '-q', '-m', 'two');
    writeFileSync(Buffer.concat([Buffer.from(`${repo.directory}/`), Buffer.from([0xff, 0x61])]), 'odd');
    repo.commit();
    const { plain, byGit } = await bothWays(repo, 'HEAD');
    expect(byGit.at(-1)).toEqual(['a', 'sub']);
    expect(plain).toEqual(byGit);
  });

  it('are left to git where an object is missing, of SHA-256, and of many commits', async () => {
    const repo = randomHistory(7, 12);
    const tree = repo.git('rev-parse', 'b1^{tree}');
    rmSync(repo.path('.git/objects', tree.slice(0, 2), tree.slice(2)));
    const repository = await openRepository(repo.directory);
    expect(plainChanges(repository, await listWithParents(repository, { revisions: ['--all'] }))).toBeNull();
    const other = makeRepo('--object-format=sha256');
    other.commit({ a: '1' });
    expect((await bothWays(other, 'HEAD')).plain).toBeNull();
    expect((await bothWays(randomHistory(8, 200), '--all')).plain).toBeNull();
  });
});
