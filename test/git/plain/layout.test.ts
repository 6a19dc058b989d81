/** What is read without git must be what git says, and git is asked wherever something is out of the ordinary. */
import { appendFileSync, chownSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPlainLayout } from '../../../src/git/plain/layout.ts';
import { readLayout } from '../../../src/git/repository.ts';
import type { GitContext } from '../../../src/git/run.ts';
import { gitEnvironment } from '../../../src/git/environment.ts';
import { isolateGit } from '../../support/isolate-git.ts';
import { makeRepo, makeTempDirectory, TempRepo } from '../../support/temp-repo.ts';

isolateGit();

function contextAt(directory: string, more: Readonly<Record<string, string>> = {}): GitContext {
  return { directory, environment: gitEnvironment({ ...process.env, ...more }) };
}

function committed(...flags: string[]): TempRepo {
  const repo = makeRepo(...flags);
  repo.commit({ 'a.txt': 'a', 'd/e/f.txt': 'f' });
  return repo;
}

function appendConfig(repo: TempRepo, text: string): void {
  appendFileSync(repo.path('.git', 'config'), text);
}

describe('the layout of an ordinary repository', () => {
  it.each<[what: string, prepare: (repo: TempRepo) => string | void]>([
    ['from its top', () => {}],
    ['from below', (repo) => repo.path('d', 'e')],
    ['with a detached HEAD', (repo) => void repo.git('checkout', '-q', '--detach')],
    ['with packed refs', (repo) => void repo.git('pack-refs', '--all')],
    [
      'with settings of all kinds',
      (repo) => {
        repo.git('config', 'branch.main.merge', 'refs/heads/main');
        repo.git('config', 'url.git@host.invalid:.insteadOf', 'https://host.invalid/');
        repo.git('config', 'alias.x', '!f() { echo "a # b"; }; f');
        repo.git('config', 'user.name', ' Ann "A" Author ');
        appendConfig(repo, '# a comment\n  ; another\n\n[pull]\n\trebase\n');
      },
    ],
    ['with a branch in a folder', (repo) => void repo.git('checkout', '-q', '-b', 'feature/one')],
    [
      'with a branch moved since it was packed',
      (repo) => {
        repo.git('pack-refs', '--all');
        repo.commit({ b: '2' });
      },
    ],
    ['before the first commit of a branch', (repo) => void repo.git('checkout', '-q', '--orphan', 'new/one')],
    [
      'before the first commit of all',
      () => {
        const fresh = makeRepo();
        expect(readdirSync(fresh.path('.git'))).not.toContain('packed-refs');
        return fresh.directory;
      },
    ],
    [
      'with remotes, another branch and tags',
      (repo) => {
        repo.git('remote', 'add', 'origin', '/nowhere');
        repo.git('tag', '-a', 'v1', '-m', 'x');
        repo.git('branch', 'other');
      },
    ],
    [
      'with a folder in it that once was a repository',
      (repo) => {
        repo.write({ 'd/objects/x': '', 'd/refs/x': '' });
        return repo.path('d');
      },
    ],
  ])('is what git says %s', async (_, prepare) => {
    const repo = committed();
    const context = contextAt(prepare(repo) ?? repo.directory);
    const plain = readPlainLayout(context);
    expect(plain).not.toBeNull();
    expect(plain).toEqual(await readLayout(context));
  });

  it.each<
    [what: string, prepare: (repo: TempRepo) => string | void, environment?: (repo: TempRepo) => Record<string, string>]
  >([
    [
      'where the branch would stand where a folder is',
      (repo) => {
        repo.git('branch', 'new/one');
        repo.git('symbolic-ref', 'HEAD', 'refs/heads/new');
      },
    ],
    [
      'before the first commit of a branch of an odd name',
      (repo) => void repo.git('checkout', '-q', '--orphan', 'a.b'),
    ],
    ['inside .git', (repo) => repo.path('.git')],
    ['deep inside .git', (repo) => repo.path('.git', 'refs', 'heads')],
    [
      'in a linked work tree',
      (repo) => {
        repo.git('worktree', 'add', '-q', repo.path('linked'));
        return repo.path('linked');
      },
    ],
    [
      'where work trees have settings of their own',
      (repo) => void repo.git('config', 'extensions.worktreeConfig', 'true'),
    ],
    ['where the work tree is elsewhere', (repo) => void repo.git('config', 'core.worktree', '../..')],
    ['where it says that it is bare', (repo) => void repo.git('config', 'core.bare', 'true')],
    ['where it says so without a value', (repo) => void repo.write({ '.git/config': '[core]\n\tbare\n' })],
    ['where a section is not closed', (repo) => appendConfig(repo, '[core\n')],
    ['where a line is no setting', (repo) => appendConfig(repo, 'what = is\n!\n')],
    ['where a quote is not closed', (repo) => appendConfig(repo, '[user]\n\tname = "Ann\n')],
    ['where a value goes on', (repo) => appendConfig(repo, '[user]\n\tname = Ann\\\n\tAuthor\n')],
    ['where settings stand before a section', (repo) => void repo.write({ '.git/config': 'a = b\n[core]\n' })],
    ['where settings are included', (repo) => void repo.git('config', 'include.path', 'more')],
    ['in a bare repository', (repo) => repo.clone('--bare').directory],
    ['in a shallow one', (repo) => repo.clone('--depth=1').directory],
    [
      'in a bare one inside a work tree',
      (repo) => {
        repo.git('init', '-q', '--bare', repo.path('inner'));
        return repo.path('inner');
      },
    ],
    [
      'below an empty .git, which git passes over',
      (repo) => {
        mkdirSync(repo.path('d', '.git'));
        return repo.path('d');
      },
    ],
    [
      'below a .git with a HEAD that names nothing, which git passes over',
      (repo) => {
        repo.write({ 'd/.git/HEAD': 'nonsense\n', 'd/.git/config': '', 'd/.git/objects/x': '', 'd/.git/refs/x': '' });
        return repo.path('d');
      },
    ],
    [
      'where .git is a file',
      (repo) => {
        repo.write({ 'd/.git': `gitdir: ${repo.path('.git')}\n` });
        return repo.path('d');
      },
    ],
    [
      'where .git is a link',
      (repo) => {
        symlinkSync(repo.path('.git'), repo.path('d', '.git'));
        return repo.path('d');
      },
    ],
    [
      'from a folder reached through a link',
      (repo) => {
        symlinkSync(repo.path('d'), repo.path('link'));
        return repo.path('link', 'e');
      },
    ],
    [
      'where HEAD is a link',
      (repo) => {
        rmSync(repo.path('.git', 'HEAD'));
        symlinkSync('refs/heads/main', repo.path('.git', 'HEAD'));
      },
    ],
    [
      'where the branch is another name of one',
      (repo) => {
        repo.git('symbolic-ref', 'refs/heads/alias', 'refs/heads/main');
        repo.git('symbolic-ref', 'HEAD', 'refs/heads/alias');
      },
    ],
    ['of a format to come', (repo) => void repo.git('config', 'core.repositoryFormatVersion', '2')],
    ['where the environment names a repository', () => {}, (repo) => ({ GIT_DIR: repo.path('.git') })],
    ['where the environment names a work tree', () => {}, (repo) => ({ GIT_WORK_TREE: repo.path('d') })],
    [
      'where the environment ends the search',
      (repo) => repo.path('d'),
      (repo) => ({ GIT_CEILING_DIRECTORIES: repo.directory }),
    ],
  ])('is left to git %s', (_, prepare, environment) => {
    const repo = committed();
    expect(readPlainLayout(contextAt(prepare(repo) ?? repo.directory, environment?.(repo)))).toBeNull();
  });

  it.skipIf(process.geteuid?.() !== 0).each(['.', '.git'])('is left to git where another user owns %s', (name) => {
    const repo = committed();
    chownSync(repo.path(name), 12_345, 12_345);
    expect(readPlainLayout(contextAt(repo.directory))).toBeNull();
  });

  it('is left to git with SHA-256, and where there is no repository', () => {
    expect(readPlainLayout(contextAt(committed('--object-format=sha256').directory))).toBeNull();
    const nowhere = makeTempDirectory();
    expect(readPlainLayout(contextAt(nowhere))).toBeNull();
    expect(readPlainLayout(contextAt(path.join(nowhere, 'gone')))).toBeNull();
  });
});
