import { execFileSync } from 'node:child_process';
import { copyFileSync, renameSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { openStaged, type StagedChanges } from '../../src/git/staged-changes.ts';
import { isolateGit } from '../support/isolate-git.ts';
import { makeRepo, type TempRepo } from '../support/temp-repo.ts';

isolateGit();
const cwd = process.cwd();
afterEach(() => {
  process.chdir(cwd);
  delete process.env['GIT_INDEX_FILE'];
});

async function staged(repo: TempRepo): Promise<StagedChanges> {
  return (await openStaged(repo.directory)).staged;
}

/** `path new<before,before` with contents in place of ids, for reading. */
function told({ group }: StagedChanges, repo: TempRepo): string[] {
  const text = (oid: string): string => (oid === '' ? '-' : repo.git('cat-file', 'blob', oid));
  return group.changes.map(({ path, oid, before }) => `${path} ${text(oid)}<${before.map(text).join(',')}`);
}

describe('stagedChanges', () => {
  it('reads the index, not the work tree', async () => {
    const repo = makeRepo();
    repo.commit({ a: 'old', b: 'old' });
    repo.write({ a: 'staged' }).stage().write({ a: 'later', b: 'not staged', c: 'untracked' });
    expect(told(await staged(repo), repo)).toEqual(['a staged<old']);
  });

  it('starts no git where nothing is out of the ordinary, from below as well', async () => {
    const repo = makeRepo();
    repo.commit({ a: 'old', 'd/b': 'old', 'e/f': 'same' });
    repo.git('gc', '-q');
    repo.write({ 'd/b': 'new', 'd/c': 'new' }).stage();
    const [expected, from] = [['d/b new<old', 'd/c new<-'], repo.path('d')];
    const searched = process.env['PATH'];
    process.env['PATH'] = '';
    const changes = await openStaged(from).finally(() => (process.env['PATH'] = searched));
    expect(told(changes.staged, repo)).toEqual(expected);
  });

  it('works before the first commit, in both object formats', async () => {
    for (const format of ['sha1', 'sha256']) {
      const repo = makeRepo(`--object-format=${format}`);
      repo.write({ 'd/a': 'one' }).stage();
      expect(told(await staged(repo), repo)).toEqual(['d/a one<-']);
    }
  });

  it('tells removals and renames as plain removal and addition, whatever diff.renames says', async () => {
    const repo = makeRepo();
    repo.commit({ a: 'same\n'.repeat(20), z: 'gone' });
    repo.git('config', 'diff.renames', 'copies');
    repo.git('mv', 'a', 'b');
    repo.git('rm', '-q', 'z');
    const changes = await staged(repo);
    expect(changes.group.changes.map(({ path }) => path)).toEqual(['b']);
    expect(changes.group.removals.map(({ path }) => path).sort()).toEqual(['a', 'z']);
  });

  it('keeps names with blanks, tabs, line breaks, quotes and other scripts', async () => {
    const names = ['a b', 'tab\there', 'line\nbreak', 'qu"ote', 'ключ.env', ':colon', '-dash', '日本/語'];
    const repo = makeRepo();
    repo.git('config', 'core.quotePath', 'true');
    repo.write(Object.fromEntries(names.map((name) => [name, name]))).stage();
    expect((await staged(repo)).group.changes.map(({ path }) => path).sort()).toEqual(names.sort());
  });

  it('leaves out what only changed its mode, and tells type changes', async () => {
    const repo = makeRepo();
    repo.write({ 'run.sh': 'x', 'd/real': '1' }).link('link', 'd/real');
    repo.commit();
    repo.git('update-index', '--chmod=+x', 'run.sh');
    expect(told(await staged(repo), repo)).toEqual([]);
    repo.remove('link').write({ link: 'content' }).git('add', 'link');
    expect(told(await staged(repo), repo)).toEqual(['link content<d/real']);
  });

  it('gives a symbolic link its target as content', async () => {
    const repo = makeRepo();
    repo.link('link', 'https://user:pass@host/x').stage();
    const { group } = await staged(repo);
    expect(group.changes[0]).toMatchObject({ path: 'link' });
    expect(told(await staged(repo), repo)).toEqual(['link https://user:pass@host/x<-']);
  });

  it('does not read what is only intended to be added', async () => {
    const repo = makeRepo();
    repo.commit({ a: '1' });
    repo.write({ planned: 'content' }).git('add', '-N', 'planned');
    const text = told(await staged(repo), repo);
    expect(text.filter((each) => each !== 'planned <-')).toEqual([]);
  });

  it('names conflicts and submodules apart', async () => {
    const repo = makeRepo();
    repo.commit({ 'a b': 'base' });
    repo.git('checkout', '-q', '-b', 'side');
    repo.commit({ 'a b': 'side' });
    repo.git('checkout', '-q', 'main');
    repo.commit({ 'a b': 'main' });
    repo.tryGit('merge', '-q', 'side');
    expect(await staged(repo)).toMatchObject({ unmerged: ['a b'], group: { changes: [] } });

    const outer = makeRepo();
    outer.commit({ x: '1' });
    outer.git(
      '-c',
      'protocol.file.allow=always',
      'submodule',
      '--quiet',
      'add',
      `file://${repo.directory}`,
      'vendor/lib',
    );
    outer.git('config', 'diff.ignoreSubmodules', 'all');
    const changes = await staged(outer);
    expect(changes.gitlinks).toEqual(['vendor/lib']);
    expect(changes.group.changes.map(({ path }) => path)).toEqual(['.gitmodules']);
  });

  it('compares a merge with every head that is merged', async () => {
    const repo = makeRepo();
    repo.commit({ both: 'base', 'only main': 'base', moved: 'base', 'side file': 'base' });
    repo.git('checkout', '-q', '-b', 'side');
    repo.commit({ both: 'side', 'side file': 'side', 'new in side': 'side' });
    repo.git('checkout', '-q', 'main');
    repo.commit({ both: 'main', 'only main': 'main' });
    repo.tryGit('merge', '-q', '--no-commit', 'side');
    repo.write({ both: 'resolved', evil: 'added while merging' }).remove('moved').stage();
    const changes = await staged(repo);
    expect(told(changes, repo)).toEqual(['both resolved<main,side', 'evil added while merging<-,-']);
    expect(changes.group.removals.map(({ path }) => path)).toEqual(['moved']);
  });

  it('compares an amended commit with the one that it replaces', async () => {
    const repo = makeRepo();
    repo.commit({ a: '1' });
    repo.commit({ a: '2' });
    repo.write({ b: 'new' }).stage();
    expect(told(await staged(repo), repo)).toEqual(['b new<-']);
  });

  it("reads the index that a hook's GIT_INDEX_FILE names, also when it is relative", async () => {
    const repo = makeRepo();
    repo.commit({ one: '1', two: '2', 'd/x': '' });
    repo.git('read-tree', 'HEAD', '--index-output=.git/next-index.lock');
    repo.write({ two: 'two new' });
    repo.gitWith({ GIT_INDEX_FILE: '.git/next-index.lock' }, 'add', 'two');
    repo.write({ one: 'one new' }).git('add', 'one');
    process.chdir(repo.directory);
    process.env['GIT_INDEX_FILE'] = '.git/next-index.lock';
    expect(told(await staged(repo), repo)).toEqual(['two two new<2']);
    process.chdir(repo.path('d'));
    process.env['GIT_INDEX_FILE'] = repo.path('.git', 'next-index.lock');
    expect(told((await openStaged('.')).staged, repo)).toEqual(['two two new<2']);
  });

  it.each([
    ['commit -a', ['commit', '-q', '-a', '-m', 'x'], ['one one new<1', 'two two new<2']],
    ['commit -- path', ['commit', '-q', '-m', 'x', '--', 'two'], ['two two new<2']],
    ['commit in a subdirectory', ['-C', 'd', 'commit', '-q', '-m', 'x'], ['one one new<1']],
  ])('sees from inside a hook what %s commits', (_, command, expected) => {
    const repo = makeRepo();
    repo.commit({ one: '1', two: '2', 'd/x': '' });
    repo.write({ one: 'one new', two: 'two new' }).git('add', 'one');
    // The hook's environment is written down, and git's own answer in it is what the scanner must see as well.
    repo.write({
      '.git/hooks/pre-commit':
        '#!/bin/sh\nenv -0 > .git/hook-env\npwd > .git/hook-cwd\ncp "$GIT_INDEX_FILE" .git/hook-index\nexit 1\n',
    });
    execFileSync('chmod', ['+x', repo.path('.git', 'hooks', 'pre-commit')]);
    repo.tryGit(...command);
    const environment = execFileSync('cat', [repo.path('.git', 'hook-env')], { encoding: 'utf8' });
    const indexFile = environment
      .split('\0')
      .find((each) => each.startsWith('GIT_INDEX_FILE='))
      ?.slice('GIT_INDEX_FILE='.length);
    copyFileSync(repo.path('.git', 'hook-index'), repo.path('.git', 'kept-index'));
    if (indexFile && !indexFile.endsWith('/index') && indexFile !== '.git/index') {
      renameSync(repo.path('.git', 'kept-index'), indexFile);
    }
    process.chdir(repo.directory);
    process.env['GIT_INDEX_FILE'] = indexFile ?? '';
    return staged(repo).then((changes) => expect(told(changes, repo)).toEqual(expected));
  });

  it('reads a linked work tree and a submodule from inside', async () => {
    const repo = makeRepo();
    repo.commit({ a: '1' });
    repo.git('worktree', 'add', '-q', '../linked-of-test', '-b', 'linked');
    const linked = repo.path('..', 'linked-of-test');
    try {
      execFileSync('sh', ['-c', 'echo new > b && git add b'], { cwd: linked });
      const { staged } = await openStaged(linked);
      expect(staged.group.changes.map(({ path }) => path)).toEqual(['b']);
    } finally {
      execFileSync('rm', ['-rf', linked]);
    }
  });
});
