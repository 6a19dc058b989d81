import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeSecret, runCli, secretLine } from '../support/run-cli.ts';
import { makeTempDirectory, removeTempDirectories } from '../support/temp-repo.ts';

let folder: string;
beforeAll(() => {
  folder = makeTempDirectory();
  writeFileSync(path.join(folder, 'clean.txt'), 'nothing here\n');
  mkdirSync(path.join(folder, 'found'));
  writeFileSync(path.join(folder, 'found/app.env'), secretLine('one'));
});
afterAll(removeTempDirectories);

describe('a scan', () => {
  test('that is clean says one line on stderr and nothing on stdout; --quiet says nothing', async () => {
    expect(await runCli(['clean.txt'], { cwd: folder })).toEqual({
      code: 0,
      stdout: '',
      stderr: 'tightlip: clean · read 1 file, 13 B · skipped none\n',
    });
    const quiet = await runCli(['files', 'clean.txt', '--quiet'], { cwd: folder });
    expect(quiet).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test.each(['text', 'sarif', 'json', 'jsonl', 'github'])('that finds something is exit code 1: %s', async (format) => {
    const { code, stdout, stderr } = await runCli(['found', '--format', format], { cwd: folder });
    expect(code).toBe(1);
    expect(stdout).toMatch(/alpaca.secret.key/i);
    expect(stdout + stderr).not.toContain(makeSecret('one'));
  });

  test('writes reports to files whole, for their owner alone', async () => {
    const args = ['found', '--report', 'sarif=out.sarif', '--report=jsonl=out.jsonl', '--quiet'];
    expect((await runCli(args, { cwd: folder })).code).toBe(1);
    expect(JSON.parse(readFileSync(path.join(folder, 'out.sarif'), 'utf8'))).toMatchObject({ version: '2.1.0' });
    expect(JSON.parse(readFileSync(path.join(folder, 'out.jsonl'), 'utf8'))).toMatchObject({ path: 'found/app.env' });
    expect(statSync(path.join(folder, 'out.jsonl')).mode & 0o077).toBe(0);
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test.skipIf(!existsSync('/dev/full'))(
    'that cannot write a report says so, still prints, and is 3 unless something was found',
    async () => {
      const clean = await runCli(['clean.txt', '--report', 'json=/dev/full'], { cwd: folder });
      expect(clean).toMatchObject({ code: 3, stdout: '' });
      expect(clean.stderr).toContain('tightlip: /dev/full could not be written: no space is left');
      const found = await runCli(['found', '--report', 'json=/dev/full'], { cwd: folder });
      expect(found.code).toBe(1);
      expect(found.stdout).toContain('alpaca-secret-key');
    },
  );

  test('names where the id of a pair stands, before its secret or after it', async () => {
    const project = makeTempDirectory();
    const id = `PK${createHash('sha256').update('id').digest('hex').toUpperCase().slice(0, 18)}`;
    const pairs = [`APCA_API_KEY_ID=${id}\n`, secretLine('one').replace('ALPACA_SECRET_KEY', 'APCA_API_SECRET_KEY')];
    writeFileSync(path.join(project, 'a.env'), `# one\n${pairs.join('')}`);
    writeFileSync(path.join(project, 'b.env'), pairs.toReversed().join(''));
    const { stdout } = await runCli(['files', '--format', 'jsonl', '--show-secrets'], { cwd: project });
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(rows.map((row) => [row['path'], row['startLine'], row['part'] ?? row['rule'], row['secret']])).toEqual([
      ['a.env', 3, 'alpaca-key-pair', makeSecret('one')],
      ['a.env', 2, 'alpaca-key-id', id],
      ['b.env', 1, 'alpaca-key-pair', makeSecret('one')],
      ['b.env', 2, 'alpaca-key-id', id],
    ]);
    expect(new Set(rows.map((row) => row['fingerprint'])).size).toBe(1);
    const plain = await runCli(['files', '--format', 'jsonl'], { cwd: project });
    expect(plain.stdout).toContain('"part":"alpaca-key-id"');
    expect(plain.stdout).not.toContain(id);
  });

  test('obeys tightlip.toml, and names the line of a mistake in it', async () => {
    const project = makeTempDirectory();
    writeFileSync(path.join(project, 'app.env'), secretLine('one'));
    writeFileSync(path.join(project, 'tightlip.toml'), '[[exceptions]]\npath = "app.env"\nreason = "a test"\n');
    expect((await runCli(['files'], { cwd: project })).code).toBe(0);
    writeFileSync(path.join(project, 'tightlip.toml'), '\n\nexclud = ["x"]\n');
    expect(await runCli(['files'], { cwd: project })).toEqual({
      code: 2,
      stdout: '',
      stderr: 'tightlip: tightlip.toml:3: unknown key "exclud" (did you mean "exclude"?)\n',
    });
  });

  test('shows values only on request, with a warning, and never in CI', async () => {
    const args = ['found', '--format', 'jsonl', '--show-secrets'];
    const shown = await runCli(args, { cwd: folder });
    expect(JSON.parse(shown.stdout)).toMatchObject({ secret: makeSecret('one') });
    expect(shown.stderr).toContain('warning: --show-secrets');
    for (const name of ['CI', 'GITHUB_ACTIONS']) {
      const refused = await runCli(args, { cwd: folder, env: { [name]: 'true' } });
      expect(refused).toMatchObject({ code: 2, stdout: '' });
      expect(refused.stderr).toContain('--show-secrets is refused in CI');
    }
  });

  test('prints the same whatever the number of threads', async () => {
    const one = await runCli(['files', 'found', 'clean.txt', '--format', 'json', '-j', '1'], { cwd: folder });
    const two = await runCli(['files', 'found', 'clean.txt', '--format', 'json', '-j', '2'], { cwd: folder });
    expect(two.stdout).toBe(one.stdout);
    expect(one.code).toBe(1);
  });

  test('of a pipe reads it without a word', async () => {
    const { code, stdout } = await runCli(['logs'], { cwd: folder, input: `started\n${secretLine('one')}` });
    expect(code).toBe(1);
    expect(stdout).toContain('(standard input):2:19');
  });
});

describe('rules', () => {
  test.each([
    ['tiingo-api-key', 'likely', 'a name'],
    ['generic-password', 'likely', 'a name that anybody uses'],
    ['github-personal-token', 'proven', 'a checksum'],
    ['jwt-token', 'proven', 'a structure'],
  ])('%s is at best %s: %s', async (rule, tier) => {
    const { stdout } = await runCli(['rules', rule], { cwd: folder });
    expect(stdout).toContain(`  at best:   ${tier}\n`);
  });

  test('are listed, explained and checked', async () => {
    const list = await runCli(['rules'], { cwd: folder });
    expect(list.stdout).toMatch(/^alpaca-secret-key +critical +Alpaca secret key$/m);
    const one = await runCli(['rules', 'alpaca-secret-key'], { cwd: folder });
    expect(one.stdout).toContain('keywords:  alpaca, apca');
    const checked = await runCli(['rules', 'check', path.resolve('rules/alpaca.toml')], { cwd: folder });
    expect(checked).toMatchObject({ code: 0, stderr: '' });
    writeFileSync(path.join(folder, 'bad.toml'), '[pack]\nname = "x"\ntitl = "X"\n');
    const bad = await runCli(['rules', 'check', 'bad.toml'], { cwd: folder });
    expect(bad.code).toBe(2);
    expect(bad.stderr).toContain('bad.toml:3: unknown key "titl"');
    const configurations = {
      'tightlip.toml': '[[rules]]\nid = "x"\n',
      'ci.toml': '[[exceptions]]\npath = "x"\nreason = "x"\n',
    };
    for (const [name, text] of Object.entries(configurations)) {
      const own = makeTempDirectory();
      writeFileSync(path.join(own, name), text);
      const said = await runCli(['rules', 'check', name], { cwd: own });
      expect(said).toMatchObject({ code: 2, stdout: '' });
      expect(said.stderr).toBe(
        `tightlip: ${name}: this is a configuration, not a pack: every run checks the rules in it; rules check takes files with [pack]\n`,
      );
    }
  });
});
