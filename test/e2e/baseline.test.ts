import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Ended, runCli, secretLine } from '../support/run-cli.ts';
import { makeRepo, removeTempDirectories, type TempRepo } from '../support/temp-repo.ts';

let repo: TempRepo;
beforeAll(() => {
  repo = makeRepo();
  repo.commit({ 'a.txt': 'a\n' });
  repo.write({ 'app.env': secretLine('one'), 'sub/b.txt': 'b\n' }).stage();
});
afterAll(removeTempDirectories);

const run = (...args: string[]): Promise<Ended> => runCli(args, { cwd: repo.path('sub') });

test('takes in a finding by the fingerprint that a report printed, and lets it go when it is gone', async () => {
  const stopped = await run('staged');
  expect(stopped.code).toBe(1);
  const fingerprint = /baseline add (v1:[0-9a-f]+)/.exec(stopped.stdout)![1]!;

  const added = await run('baseline', 'add', fingerprint, '--reason', 'a test key');
  expect(added).toMatchObject({ code: 0, stderr: '' });
  expect(existsSync(repo.path('.tightlip-baseline.json'))).toBe(true);
  expect(await run('staged')).toMatchObject({ code: 0, stdout: '' });
  expect((await run('baseline')).stdout).toMatch(/alpaca-secret-key {2}app\.env\n +a test key/);
  expect((await run('staged', '--show-suppressed')).stdout).toContain('suppressed by the baseline: a test key');

  expect((await run('baseline', 'prune')).stdout).toContain('nothing to change; 1 finding accepted');
  repo.git('reset', '-q');
  repo.remove('app.env');
  expect((await run('baseline', 'prune')).stdout).toContain('1 dropped; 0 findings accepted');
});

test('takes in everything there is, with a reason', async () => {
  repo.write({ 'app.env': secretLine('one') });
  expect((await run('baseline', 'create', '--reason', 'before')).stdout).toContain('1 added; 1 finding accepted');
  expect((await runCli(['files'], { cwd: repo.directory })).code).toBe(0);
});

test('keeps an entry that history still needs', async () => {
  repo.commit();
  repo.commit({ 'app.env': 'gone\n' });
  expect((await run('baseline', 'prune')).stdout).toContain('nothing to change; 1 finding accepted');
});

test('refuses a fingerprint that nothing has', async () => {
  const { code, stderr } = await run('baseline', 'add', 'v1:00000000', '--reason', 'x');
  expect(code).toBe(2);
  expect(stderr).toContain('no finding v1:00000000 in the index or the working tree');
});
