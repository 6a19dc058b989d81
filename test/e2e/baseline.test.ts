import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CLI, type Ended, runCli, secretLine } from '../support/run-cli.ts';
import { makeRepo, makeTempDirectory, removeTempDirectories, TempRepo } from '../support/temp-repo.ts';

let repo: TempRepo;
beforeAll(() => {
  repo = makeRepo();
  repo.commit({ 'a.txt': 'a\n' });
  repo.write({ 'app.env': secretLine('one'), 'sub/b.txt': 'b\n' }).stage();
});
afterAll(removeTempDirectories);

/** Reports wrap at 80 columns. */
const inOneLine = (text: string): string => text.replaceAll(/\s+/g, ' ');

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

test('takes in, counts, gives back and drops what only history holds', async () => {
  const other = makeRepo();
  other.commit({ 'old.env': secretLine('old'), 'older.env': secretLine('older') });
  other.commit({ 'old.env': 'gone\n', 'older.env': 'gone\n' });
  const at = (...args: string[]): Promise<Ended> => runCli(args, { cwd: other.directory });
  const found = await at('history');
  expect(found.code).toBe(1);
  const [first] = [...found.stdout.matchAll(/baseline add (v1:[0-9a-f]+)/g)].map((match) => match[1]!);
  expect((await at('baseline', 'add', first!, '--reason', 'revoked')).stdout).toContain('1 added; 1 finding accepted');
  expect(inOneLine((await at('history')).stdout)).toContain('1 suppressed (1 by the baseline)');
  expect((await at('baseline', 'remove', first!)).stdout).toContain('1 dropped; 0 findings accepted');
  expect(await at('baseline', 'remove', first!)).toMatchObject({ code: 2, stdout: '' });

  expect((await at('baseline', 'create', '--reason', 'x')).stdout).toContain('nothing to change; 0 findings accepted');
  const created = await at('baseline', 'create', '--history', '--reason', 'revoked in May');
  expect(created.stdout).toContain('2 added; 2 findings accepted');
  const clean = await at('history');
  expect(clean).toMatchObject({ code: 0, stdout: '' });
  expect(inOneLine(clean.stderr)).toContain('2 suppressed (2 by the baseline)');
  // One note, not one an entry: history is where they are needed.
  expect(inOneLine((await at('files')).stderr).match(/matched nothing here/g)).toHaveLength(1);
  expect((await at('baseline', 'prune')).stdout).toContain('nothing to change; 2 findings accepted');

  other.git('checkout', '-q', '--orphan', 'fresh');
  other.commit();
  other.git('branch', '-q', '-D', 'main');
  expect((await at('baseline', 'prune')).stdout).toContain('2 dropped; 0 findings accepted');
});

test('prune drops nothing that this run could not see', async () => {
  const other = makeRepo();
  other.commit({ 'old.env': secretLine('old'), 'new.env': secretLine('new') });
  other.commit({ 'old.env': 'gone\n' });
  const at = (cwd: string, args: string[], env: Record<string, string> = {}): Promise<Ended> =>
    runCli(['baseline', ...args], { cwd, env });
  await at(other.directory, ['create', '--history', '--reason', 'x']);
  const key = { TIGHTLIP_FINGERPRINT_KEY: 'a key that is long enough' };
  for (const [args, env] of [
    [['prune', '--rule', 'polygon'], {}],
    [['prune', '--exclude', '*.env'], {}],
    [['prune'], key],
  ] as const) {
    expect((await at(other.directory, [...args], env)).stdout).toContain('nothing to change; 2 findings accepted');
  }
  other.commit();
  const shallow = other.clone('--depth=1');
  const { code, stderr } = await at(shallow.directory, ['prune']);
  expect(code).toBe(3);
  expect(stderr).toContain('in a shallow clone nobody knows what history still holds');
});

test('takes in whatever a report tells to take in, and prune keeps it while the file is there', async () => {
  const repo = makeRepo();
  repo.write({ '.gitignore': '*.log\nignored/\n' }).commit();
  repo.commit({ 'gone.env': secretLine('unreachable') });
  repo.git('reset', '-q', '--hard', 'HEAD~1');
  repo.remove('.git/ORIG_HEAD');
  repo.write({ 'app.log': secretLine('log'), 'ignored/x.env': secretLine('ignored') });
  const at = (...args: string[]): Promise<Ended> => runCli(args, { cwd: repo.directory });
  for (const words of [
    ['files', 'app.log'],
    ['files', 'ignored'],
    ['files', '--no-ignore'],
    ['history', '--unreachable'],
  ]) {
    for (let found = await at(...words); found.code !== 0; found = await at(...words)) {
      const [, fingerprint = ''] = /tightlip baseline add (\S+)/.exec(found.stdout) ?? [];
      expect([words, await at('baseline', 'add', fingerprint, '--reason', 'told so')]).toMatchObject([
        words,
        { code: 0 },
      ]);
    }
  }
  // What nothing refers to is gone for everybody else.
  expect((await at('baseline', 'prune')).stdout).toContain('1 dropped; 2 findings accepted');
  repo.remove('app.log');
  expect((await at('baseline', 'prune')).stdout).toContain('1 dropped; 1 finding accepted');
});

test('is told to be run in the repository that is named from outside', async () => {
  const folder = makeTempDirectory();
  const inside = new TempRepo(path.join(folder, "it's a repo"));
  mkdirSync(inside.directory);
  inside.git('init', '-q');
  inside.commit({ 'x.env': secretLine('outside') });
  for (const words of [['history', inside.directory], [inside.directory]]) {
    const { stdout } = await runCli(words, { cwd: folder });
    const [, command = ''] = /Not a secret\? +(cd .* && +tightlip baseline add \S+) /.exec(inOneLine(stdout)) ?? [];
    const script = `${command.replace('tightlip', `'${process.execPath}' '${CLI}'`)} --reason known`;
    expect(spawnSync('sh', ['-c', script], { cwd: folder }).status).toBe(0);
    expect(await runCli(words, { cwd: folder })).toMatchObject({ code: 0 });
    inside.remove('.tightlip-baseline.json');
  }
});

test('is no way out for what lies beside the repository: its value is', async () => {
  const folder = makeTempDirectory();
  const beside = new TempRepo(folder).write({ 'beside/x.env': secretLine('beside') });
  const repo = new TempRepo(beside.path('repo'));
  mkdirSync(repo.directory);
  repo.git('init', '-q');
  const at = (...args: string[]): Promise<Ended> => runCli(args, { cwd: repo.directory });
  const { stdout } = await at('files', '../beside');
  expect(stdout).not.toContain('baseline add');
  const [, fingerprint = ''] = /fingerprint = "(\S+)"/.exec(stdout) ?? [];
  repo.write({ 'tightlip.toml': `[[exceptions]]\nfingerprint = "${fingerprint}"\nreason = "known"\n` });
  expect(await at('files', '../beside')).toMatchObject({ code: 0 });
});

test('takes no reason that holds a secret, and shows none of one that somebody wrote', async () => {
  const other = makeRepo();
  other.commit({ 'a.env': secretLine('accepted') });
  const at = (...args: string[]): Promise<Ended> => runCli(args, { cwd: other.directory });
  const reason = secretLine('in the reason').trim();
  expect(await at('baseline', 'create', '--reason', reason)).toMatchObject({ code: 2, stdout: '' });
  await at('baseline', 'create', '--reason', 'before');
  const file = other.path('.tightlip-baseline.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace('"before"', JSON.stringify(reason)));
  const listed = await at('baseline');
  expect(listed.stdout).toContain('[REDACTED:alpaca-secret-key]');
  expect(listed.stdout).not.toContain(reason);
});

test('refuses a fingerprint that nothing has', async () => {
  const { code, stderr } = await run('baseline', 'add', 'v1:00000000', '--reason', 'x');
  expect(code).toBe(2);
  expect(stderr).toContain('no finding v1:00000000 in the index, the working tree or the history');
});
