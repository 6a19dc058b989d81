/** The hook of this repository, on real commits: .husky/pre-commit as it stands, in a repository of its own. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { CLI, cliEnvironment, makeSecret, secretLine } from '../support/run-cli.ts';
import { makeRepo, removeTempDirectories, TempRepo } from '../support/temp-repo.ts';

let repo: TempRepo;
beforeEach(() => {
  repo = makeRepo();
  repo.write({
    'hooks/.keep': '',
    'package.json': '{ "lint-staged": { "*.none": "true" } }\n',
    '.gitignore': 'dist\nnode_modules\n',
  });
  repo.commit({ 'a.txt': 'a\n', 'b.txt': 'b\n' });
  copyFileSync('.husky/pre-commit', repo.path('hooks/pre-commit'));
  repo.link('dist', path.resolve('dist')).link('node_modules', path.resolve('node_modules'));
  repo.git('config', 'core.hooksPath', 'hooks');
  repo.git('add', 'hooks/pre-commit');
  repo.git('commit', '-q', '--no-verify', '-m', 'hook');
});
afterAll(removeTempDirectories);

function commit(...args: string[]): { status: number | null; said: string } {
  const env = cliEnvironment();
  const run = spawnSync('git', ['commit', '-q', '-m', 'x', ...args], { cwd: repo.directory, env, encoding: 'utf8' });
  return { status: run.status, said: run.stdout + run.stderr };
}

function expectStopped(run: { status: number | null; said: string }, seed: string): void {
  expect(run.status).toBe(1);
  expect(run.said).toContain('1 secret in what you are about to commit');
  expect(run.said).not.toContain(makeSecret(seed));
}

describe('the pre-commit hook', () => {
  test('lets a clean commit through with one line', () => {
    repo.write({ 'a.txt': 'aa\n' }).stage();
    const run = commit();
    expect(run).toMatchObject({ status: 0 });
    expect(run.said).toContain('tightlip: clean · read 1 staged file');
  });

  test('stops add and commit, and the commit does not happen', () => {
    const before = repo.head();
    repo.write({ 'app.env': secretLine('one') }).stage();
    expectStopped(commit(), 'one');
    expect(repo.head()).toBe(before);
  });

  test('sees what commit -a brings in, which is staged nowhere else', () => {
    repo.write({ 'a.txt': secretLine('two') });
    expectStopped(commit('-a'), 'two');
  });

  test('sees what commit PATH brings in, and not what stays behind', () => {
    repo.write({ 'a.txt': secretLine('three'), 'b.txt': 'bb\n' });
    expectStopped(commit('a.txt'), 'three');
    expect(commit('b.txt')).toMatchObject({ status: 0 });
  });

  test('of a merge without conflict stops nothing that the other branch has already', () => {
    copyFileSync('.husky/pre-commit', repo.path('hooks/pre-merge-commit'));
    for (const side of ['one', 'two']) {
      repo.git('checkout', '-q', '-b', side, 'HEAD');
      repo.commit({ [`${side}.env`]: secretLine(side) }, side, '--no-verify');
      repo.git('checkout', '-q', '-');
    }
    repo.commit({ 'b.txt': 'main goes on\n' }, 'main', '--no-verify');
    for (const sides of [['one'], ['two']]) {
      const env = cliEnvironment();
      const run = spawnSync('git', ['merge', '-m', 'm', ...sides], { cwd: repo.directory, env, encoding: 'utf8' });
      expect(run).toMatchObject({ status: 0, stderr: expect.stringContaining('tightlip: clean') });
    }
  });

  test('reads the index, not the working tree', () => {
    repo.write({ 'a.txt': secretLine('four') }).stage();
    repo.write({ 'a.txt': 'harmless again\n' });
    expectStopped(commit(), 'four');
  });

  test('works in a linked work tree', () => {
    const linked = repo.path('linked');
    repo.git('worktree', 'add', '-q', linked);
    const tree = new TempRepo(linked);
    tree.link('dist', path.resolve('dist')).link('node_modules', path.resolve('node_modules'));
    tree.write({ 'app.env': secretLine('six') }).stage();
    const run = spawnSync('git', ['commit', '-q', '-m', 'x'], { cwd: linked, env: cliEnvironment(), encoding: 'utf8' });
    expectStopped({ status: run.status, said: run.stdout + run.stderr }, 'six');
  });

  test('works from a folder below', () => {
    repo.write({ 'sub/a.env': secretLine('five') }).stage();
    const env = cliEnvironment();
    const run = spawnSync('git', ['commit', '-q', '-m', 'x'], { cwd: repo.path('sub'), env, encoding: 'utf8' });
    expectStopped({ status: run.status, said: run.stdout + run.stderr }, 'five');
  });

  test('is closed when the program is not built', () => {
    rmSync(repo.path('dist'));
    repo.write({ 'a.txt': 'aa\n' }).stage();
    const run = commit();
    expect(run.status).toBe(1);
    expect(run.said).toContain('dist/cli.js is missing');
    expect(run.said).toContain('npm run build');
  });
});

test('of a program that a project has installed the hint runs as it stands, which no shell finds by its name', () => {
  repo.write({ 'bin/node_modules/.bin/.keep': '', 'app.env': secretLine('installed') }).stage();
  repo.link('bin/node_modules/.bin/tightlip', CLI);
  const run = (script: string): string =>
    spawnSync(process.execPath, [script, 'staged'], { cwd: repo.directory, env: cliEnvironment(), encoding: 'utf8' })
      .stdout;
  expect(run(repo.path('bin/node_modules/.bin/tightlip'))).toContain('?  npx tightlip baseline add v1:');
  expect(run(CLI)).toContain('?  tightlip baseline add v1:');
});

describe('the other hooks of the README', () => {
  const readme = readFileSync('README.md', 'utf8');

  /** Puts the script that names a hook into a repository, with the built program in place of an installed one. */
  function install(hook: string): void {
    const script = [...readme.matchAll(/^```sh\n(#![^]*?)^```/gm)].find(([block]) =>
      block.includes(`/hooks/${hook}`),
    )![1]!;
    const program = `"${process.execPath}" "${CLI}"`;
    writeFileSync(repo.path(`hooks/${hook}`), script.replaceAll('tightlip ', `${program} `), { mode: 0o755 });
  }

  test('commit-msg stops a message that holds a secret', () => {
    install('commit-msg');
    rmSync(repo.path('hooks/pre-commit'));
    expect(commit('--allow-empty').status).toBe(0);
    const { status, said } = commit('--allow-empty', '-m', secretLine('message'));
    expect(status).toBe(1);
    expect(said).toContain('COMMIT_EDITMSG');
  });

  test('commit-msg lets a commit through that takes a secret out, and shows what it changes', () => {
    repo.write({ 'old.env': secretLine('old') }).stage();
    repo.git('commit', '-q', '--no-verify', '-m', 'old');
    install('commit-msg');
    rmSync(repo.path('hooks/pre-commit'));
    repo.git('rm', '-q', 'old.env');
    repo.write({ 'edit.sh': 'printf "%s\\n" "$SAID" | cat - "$1" >"$1.new" && mv "$1.new" "$1"\n' });
    const verbose = (message: string): number | null => {
      const env = { ...cliEnvironment(), GIT_EDITOR: 'sh edit.sh', SAID: message };
      return spawnSync('git', ['commit', '-q', '-v'], { cwd: repo.directory, env }).status;
    };
    expect(verbose(secretLine('said'))).toBe(1);
    expect(verbose('gone')).toBe(0);
    expect(repo.git('log', '-1', '--format=%s')).toBe('gone');
  });

  test('pre-push stops what was committed past the other, and the message of a tag', () => {
    install('pre-push');
    const bare = repo.clone('--bare');
    repo.git('remote', 'add', 'there', bare.directory);
    const push = (...words: string[]): number | null =>
      spawnSync('git', ['push', '-q', 'there', ...words], { cwd: repo.directory, env: cliEnvironment() }).status;
    repo.git('commit', '-q', '--no-verify', '--allow-empty', '-m', 'clean');
    expect(push('HEAD:refs/heads/topic')).toBe(0);
    repo.git('tag', '-a', 'v1', '-m', secretLine('tag'));
    expect(push('v1')).not.toBe(0);
    repo.write({ 'app.env': secretLine('past') }).stage();
    repo.git('commit', '-q', '--no-verify', '-m', 'past');
    expect(push('HEAD:refs/heads/topic')).not.toBe(0);
    expect(push(':refs/heads/topic')).toBe(0);
    // What the remote's main branch has is no news in a new one.
    repo.git('push', '-q', '--no-verify', 'there', 'HEAD:refs/heads/main');
    repo.git('commit', '-q', '--no-verify', '--allow-empty', '-m', 'clean again');
    expect(push('HEAD:refs/heads/unknown')).not.toBe(0);
    repo.git('symbolic-ref', 'refs/remotes/there/HEAD', 'refs/remotes/there/main');
    expect(push('HEAD:refs/heads/new')).toBe(0);
    repo.write({ 'new.env': secretLine('new') }).stage();
    repo.git('commit', '-q', '--no-verify', '-m', 'news');
    expect(push('HEAD:refs/heads/newer')).not.toBe(0);
  });
});
