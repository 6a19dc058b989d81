import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readProvenance, refsContaining, treeContent, withoutCredentials } from '../../src/git/refs.ts';
import { promisorRemotes } from '../../src/git/partial.ts';
import { openRepository, type Repository, resolveCommit, shallowBoundary } from '../../src/git/repository.ts';
import { runGit } from '../../src/git/run.ts';
import { isolateGit } from '../support/isolate-git.ts';
import { makeRepo, makeTempDirectory } from '../support/temp-repo.ts';

isolateGit();

describe('openRepository', () => {
  it('starts no git for an ordinary one, and asks it where HEAD names a commit that is not there', async () => {
    const repo = makeRepo();
    const head = repo.commit({ a: '1' });
    const searched = process.env['PATH'];
    const openWithoutGit = (): Promise<Repository> => {
      process.env['PATH'] = '';
      return openRepository(repo.directory).finally(() => (process.env['PATH'] = searched));
    };
    const loose = await openWithoutGit();
    expect(loose).toMatchObject({ top: repo.directory, head, bare: false, shallow: false });
    repo.git('gc', '-q');
    expect(await openWithoutGit()).toEqual(loose);
    repo.write({ '.git/HEAD': `${'1'.repeat(40)}\n` });
    await expect(openWithoutGit()).rejects.toMatchObject({ code: 'git' });
    expect((await openRepository(repo.directory)).head).toBeNull();
  });

  it('knows a repository without a commit', async () => {
    const repo = makeRepo();
    const opened = await openRepository(repo.directory);
    expect(opened).toMatchObject({ top: repo.directory, bare: false, shallow: false, head: null, mergeHeads: [] });
    expect(opened.gitDirectory).toBe(repo.path('.git'));
    expect(opened.objectFormat).toBe('sha1');
  });

  it('finds the top from a subdirectory and reads HEAD', async () => {
    const repo = makeRepo();
    const commit = repo.commit({ 'a/b/c.txt': 'x' });
    const opened = await openRepository(repo.path('a', 'b'));
    expect(opened.top).toBe(repo.directory);
    expect(opened.context.directory).toBe(repo.directory);
    expect(opened.head).toBe(commit);
  });

  it('opens bare, shallow, SHA-256 and linked work trees', async () => {
    const repo = makeRepo();
    repo.commit({ a: '1' });
    const tip = repo.commit({ a: '2' });
    const bare = await openRepository(repo.clone('--bare').directory);
    expect(bare).toMatchObject({ bare: true, top: null, head: tip });
    const shallow = await openRepository(repo.clone('--depth=1').directory);
    expect(shallow.shallow).toBe(true);
    expect([...shallowBoundary(shallow)]).toEqual([tip]);
    const linked = path.join(makeTempDirectory(), 'linked');
    repo.git('worktree', 'add', '-q', linked);
    const worktree = await openRepository(linked);
    expect(worktree).toMatchObject({ top: linked, commonDirectory: repo.path('.git'), head: tip });
    expect(worktree.gitDirectory).not.toBe(worktree.commonDirectory);
    const wide = makeRepo('--object-format=sha256');
    const commit = wide.commit({ a: '1' });
    expect(commit).toHaveLength(64);
    expect(await openRepository(wide.directory)).toMatchObject({ objectFormat: 'sha256', head: commit });
  });

  it('copes with a line break and a blank in its own path', async () => {
    const odd = path.join(makeTempDirectory(), 'a b\nc');
    mkdirSync(odd);
    const repo = makeRepo();
    repo.commit({ a: '1' });
    repo.git('clone', '-q', repo.directory, odd);
    expect((await openRepository(odd)).top).toBe(odd);
  });

  it('names the merge that is being committed', async () => {
    const repo = makeRepo();
    repo.commit({ a: 'base' });
    repo.git('checkout', '-q', '-b', 'side');
    const side = repo.commit({ a: 'side' });
    repo.git('checkout', '-q', 'main');
    repo.commit({ a: 'main' });
    repo.tryGit('merge', '-q', 'side');
    expect((await openRepository(repo.directory)).mergeHeads).toEqual([side]);
  });

  it('says what to do where there is no repository, no directory, or another owner', async () => {
    await expect(openRepository(makeTempDirectory())).rejects.toMatchObject({ code: 'no-repository' });
    await expect(openRepository(path.join(makeTempDirectory(), 'gone'))).rejects.toMatchObject({ code: 'not-found' });
    const repo = makeRepo();
    process.env['GIT_TEST_ASSUME_DIFFERENT_OWNER'] = '1';
    try {
      await expect(openRepository(repo.directory)).rejects.toMatchObject({
        code: 'git',
        message: expect.stringContaining('safe.directory'),
      });
    } finally {
      delete process.env['GIT_TEST_ASSUME_DIFFERENT_OWNER'];
    }
  });

  it('says that git is missing', async () => {
    const { PATH } = process.env;
    process.env['PATH'] = makeTempDirectory();
    try {
      await expect(openRepository(makeTempDirectory())).rejects.toMatchObject({
        code: 'git',
        message: expect.stringContaining('install git'),
      });
    } finally {
      process.env['PATH'] = PATH;
    }
  });

  it("drops a hook's variables for another repository", async () => {
    const hook = makeRepo();
    hook.commit({ a: '1' });
    const other = makeRepo();
    const commit = other.commit({ b: '2' });
    process.env['GIT_DIR'] = hook.path('.git');
    process.env['GIT_INDEX_FILE'] = hook.path('.git', 'index');
    try {
      const opened = await openRepository(other.directory);
      expect(opened.head).toBe(commit);
      const { stdout } = await runGit(opened.context, ['ls-files', '-z']);
      expect(stdout.toString()).toBe('b\0');
    } finally {
      delete process.env['GIT_DIR'];
      delete process.env['GIT_INDEX_FILE'];
    }
  });
});

describe('what refs and settings say', () => {
  it('resolves revisions, and never takes one for an option', async () => {
    const repo = makeRepo();
    const commit = repo.commit({ a: '1' });
    repo.git('tag', '-a', '-m', 'tag', 'v1');
    const { context } = await openRepository(repo.directory);
    expect(await resolveCommit(context, 'v1')).toBe(commit);
    expect(await resolveCommit(context, 'nope')).toBeNull();
    expect(await resolveCommit(context, '--all')).toBeNull();
    expect(await resolveCommit(context, '1'.repeat(40))).toBeNull();
  });

  it('tells provenance without credentials', async () => {
    const repo = makeRepo();
    expect(await readProvenance(await openRepository(repo.directory))).toBeNull();
    const revision = repo.commit({ a: '1' });
    repo.git('remote', 'add', 'origin', 'https://user:pass@host.example/x/y.git?token=1');
    expect(await readProvenance(await openRepository(repo.directory))).toEqual({
      url: 'https://host.example/x/y.git',
      revision,
      branch: 'main',
    });
    repo.git('checkout', '-q', '--detach');
    expect((await readProvenance(await openRepository(repo.directory)))?.branch).toBe('');
  });

  it.each([
    ['git@github.com:o/r.git', 'github.com:o/r.git'],
    ['ssh://git@host:22/o/r', 'ssh://host:22/o/r'],
    ['https://host/o/r@v1', 'https://host/o/r@v1'],
    ['https://a:b@c@host/o', 'https://host/o'],
    ['/srv/git/a@b:c', '/srv/git/a@b:c'],
    ['../x', '../x'],
  ])('drops the user of %s', (url, expected) => {
    expect(withoutCredentials(url)).toBe(expected);
  });

  it('lists the content of HEAD and the refs that hold a commit', async () => {
    const repo = makeRepo();
    const first = repo.commit({ 'd/a b\n.txt': '1', 'ü.txt': '2' });
    repo.git('tag', 'v1');
    repo.commit({ c: '3' });
    const opened = await openRepository(repo.directory);
    expect([...(await treeContent(opened)).keys()]).toEqual(['c', 'd/a b\n.txt', 'ü.txt']);
    expect(await refsContaining(opened, first)).toEqual(['refs/heads/main', 'refs/tags/v1']);
  });

  it('knows the promisor of a partial clone', async () => {
    const repo = makeRepo();
    repo.commit({ a: '1' });
    repo.git('config', 'uploadpack.allowFilter', 'true');
    const partial = repo.clone('--filter=blob:none', '--no-checkout');
    expect(await promisorRemotes(await openRepository(partial.directory))).toContain('origin');
    expect(await promisorRemotes(await openRepository(repo.directory))).toEqual([]);
  });
});
