import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { reachableBlobs, wholeHistory, type Reachable } from '../../src/git/reachable.ts';
import { openRepository } from '../../src/git/repository.ts';
import { isolateGit } from '../support/isolate-git.ts';
import { makeRepo, makeTempDirectory, type TempRepo } from '../support/temp-repo.ts';

isolateGit();

async function reach(repo: TempRepo): Promise<Reachable> {
  const repository = await openRepository(repo.directory);
  return reachableBlobs(repository, await wholeHistory(repository));
}

async function contents(repo: TempRepo): Promise<string[]> {
  return (await reach(repo)).blobs.map(({ oid }) => repo.git('cat-file', 'blob', oid)).sort();
}

describe('reachableBlobs', () => {
  it('finds branches, tags, notes, deleted files and each stash entry', async () => {
    const repo = makeRepo();
    repo.commit({ f: 'first' });
    repo.git('checkout', '-q', '-b', 'dev');
    repo.commit({ d: 'dev' });
    repo.git('checkout', '-q', '-b', 'gone', 'main');
    repo.commit({ t: 'tagged only' });
    repo.git('tag', 'v0');
    repo.git('checkout', '-q', 'main');
    repo.git('branch', '-q', '-D', 'gone');
    for (const text of ['stash one', 'stash two', 'stash three']) {
      repo.write({ f: text }).git('stash', '-q');
    }
    repo.write({ u: 'untracked' }).git('stash', '-q', '-u');
    repo.git('notes', 'add', '-m', 'a note');
    repo.git('tag', 'of-a-blob', repo.git('hash-object', '-w', '--stdin-paths') || repo.oid('f'));
    expect(await contents(repo)).toEqual([
      'a note',
      'dev',
      'first',
      'stash one',
      'stash three',
      'stash two',
      'tagged only',
      'untracked',
    ]);
  });

  it('gives sizes, a path hint and the number of commits, each blob once', async () => {
    const repo = makeRepo();
    repo.commit({ 'd/a b.txt': 'same', copy: 'same', empty: '' });
    repo.commit({ other: '12345' });
    const { blobs, commits, missing } = await reach(repo);
    expect(commits).toHaveLength(2);
    expect(missing).toEqual([]);
    expect(blobs.map(({ sizeBytes }) => sizeBytes).sort()).toEqual([0, 4, 5]);
    expect(blobs.find(({ sizeBytes }) => sizeBytes === 5)?.path).toBe('other');
    expect(blobs.find(({ sizeBytes }) => sizeBytes === 4)?.path).toMatch(/^(?:d\/a b\.txt|copy)$/);
  });

  it('sees both sides of a replaced object and behind a graft', async () => {
    const repo = makeRepo();
    repo.commit({ f: 'original' });
    const second = repo.commit({ f: 'second' });
    const object = repo.oid('f', 'HEAD~1');
    repo.write({ '.git/other': 'replacement' });
    repo.git('replace', object, repo.git('hash-object', '-w', repo.path('.git', 'other')));
    writeFileSync(repo.path('.git', 'info', 'grafts'), `${second}\n`);
    const { blobs } = await reach(repo);
    const texts = blobs.map(({ oid }) => repo.gitWith({ GIT_NO_REPLACE_OBJECTS: '1' }, 'cat-file', 'blob', oid));
    expect(texts.sort()).toEqual(['original', 'replacement', 'second']);
  });

  it('reads detached linked work trees, bare, SHA-256 and alternates', async () => {
    const repo = makeRepo('--object-format=sha256');
    repo.commit({ f: 'first' });
    const linked = `${makeTempDirectory()}/linked`;
    repo.git('worktree', 'add', '-q', '--detach', linked);
    repo.git('-C', linked, 'commit', '-q', '--allow-empty', '-m', 'x');
    repo.git(
      '-C',
      linked,
      'update-index',
      '--add',
      '--cacheinfo',
      `100644,${repo.git('hash-object', '-w', repo.path('f'))},only-there`,
    );
    repo.git('-C', linked, 'commit', '-q', '-m', 'detached');
    expect((await reach(repo)).commits).toHaveLength(3);
    const shared = repo.clone('--bare', '--no-local');
    expect(await contents(shared)).toEqual(['first']);
    const borrowed = makeTempDirectory();
    repo.git('clone', '-q', '--shared', repo.directory, borrowed);
    const opened = await openRepository(borrowed);
    expect((await reachableBlobs(opened, await wholeHistory(opened))).blobs).toHaveLength(1);
  });

  it('is empty for a repository without commits', async () => {
    expect(await reach(makeRepo())).toEqual({ blobs: [], commits: [], trees: [], tags: [], missing: [] });
  });

  it('names what a partial clone lacks, without fetching it', async () => {
    const repo = makeRepo();
    repo.commit({ a: 'one' });
    repo.commit({ a: 'two' });
    repo.git('config', 'uploadpack.allowFilter', 'true');
    const partial = repo.clone('--filter=blob:none', '--no-checkout');
    partial.git('config', 'protocol.file.allow', 'always');
    const { blobs, commits, missing } = await reach(partial);
    expect({ blobs, commits: commits.length }).toEqual({ blobs: [], commits: 2 });
    expect([...missing].sort()).toEqual([repo.oid('a'), repo.oid('a', 'HEAD~1')].sort());
  });
});
