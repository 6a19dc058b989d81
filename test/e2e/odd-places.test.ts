/** Places where nobody means to run it, and inputs that are none: one sentence and a code that is not 0, never a silent green. */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createRandom } from '../../src/rules/generators/random.ts';
import { makeToken } from '../../src/rules/generators/tokens.ts';
import { CLI, cliEnvironment, runCli, secretLine } from '../support/run-cli.ts';
import { makeRepo, makeTempDirectory, removeTempDirectories } from '../support/temp-repo.ts';

afterAll(removeTempDirectories);

function inShell(line: string, cwd = makeTempDirectory()): { status: number | null; stdout: string; stderr: string } {
  const env = cliEnvironment({ CLI, NODE: process.execPath });
  const { status, stdout, stderr } = spawnSync('sh', ['-c', line], { cwd, env, encoding: 'utf8' });
  return { status, stdout, stderr };
}

describe('odd places', () => {
  test.each(['redact', 'logs -', 'logs'])('%s does not take a directory for an input that is empty', (words) => {
    const { status, stdout, stderr } = inShell(`"$NODE" "$CLI" ${words} < .`);
    expect(status).toBe(3);
    expect(stdout + stderr).toContain('a directory, which cannot be read');
  });

  test.runIf(existsSync('/dev/full')).each(['--version', '--help', 'rules', 'completion bash'])(
    '%s does not end as 1 where the disk is full',
    (words) => {
      const { status, stderr } = inShell(`"$NODE" "$CLI" ${words} > /dev/full`);
      expect(status).toBe(3);
      expect(stderr).toBe('tightlip: the output could not be written: ENOSPC\n');
    },
  );

  test.each(['--version', 'staged', 'redact'])('on a Node that is too old %s says so', async (word) => {
    const cwd = makeTempDirectory();
    writeFileSync(path.join(cwd, 'old.cjs'), 'delete process.getBuiltinModule;\n');
    const env = { NODE_OPTIONS: '--require ./old.cjs' };
    expect(await runCli([word], { cwd, env })).toEqual({
      code: 2,
      stdout: '',
      stderr: `tightlip: needs Node 20.19 or newer, and this is ${process.versions.node}: install a newer one\n`,
    });
  });

  test.runIf(process.platform === 'linux').each(['staged', 'history', 'range HEAD~1..HEAD'])(
    '%s names a folder whose name is not UTF-8, where git cannot be started',
    (words) => {
      const make = `d=$(printf 'x\\377y') && mkdir "$d" && cd "$d" && git init -q`;
      const { status, stderr } = inShell(`${make} && "$NODE" "$CLI" ${words}`);
      expect([status, stderr]).toEqual([2, expect.stringContaining('a name in this path is not UTF-8')]);
    },
  );

  test('--version ends in peace when nobody reads it', () => {
    expect(inShell('("$NODE" "$CLI" --version; echo "code $?" >&2) | true').stderr).toMatch(/^code [03]\n$/);
  });

  test.skipIf(process.platform === 'win32').each([
    ['closed', 'closed'],
    ['files closed', 'closed'],
    ['files closed/a', 'closed/a'],
    ['logs closed/a', 'closed/a'],
    ['files "clo*/*" open', 'closed'],
    ['logs "**/*"', 'closed'],
  ])('%s names what nobody may read, and reads the rest', async (words, unread) => {
    const cwd = makeTempDirectory();
    for (const name of ['closed', 'open']) {
      mkdirSync(path.join(cwd, name));
      writeFileSync(path.join(cwd, name, 'a'), 'text\n');
    }
    chmodSync(path.join(cwd, 'closed'), 0);
    chmodSync(cwd, 0o755);
    // To root nothing is closed.
    const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
    const env = cliEnvironment({ CLI, NODE: process.execPath });
    const { status, stdout, stderr } = spawnSync('sh', ['-c', `"$NODE" "$CLI" ${words}`], {
      cwd,
      env,
      encoding: 'utf8',
      ...nobody,
    });
    chmodSync(path.join(cwd, 'closed'), 0o700);
    expect({ status, stderr }).toEqual({ status: 3, stderr: '' });
    expect(stdout).toContain(`not read: ${unread}: cannot be read: permission denied\n`);
  });

  test('files says who reads standard input', async () => {
    const cwd = makeTempDirectory();
    expect(await runCli(['files', '-'], { cwd })).toMatchObject({ code: 2, stderr: expect.stringContaining('logs -') });
    writeFileSync(path.join(cwd, '-'), secretLine('dash'));
    expect(await runCli(['files', '-'], { cwd })).toMatchObject({ code: 1 });
  });

  test('staged does not call a bare repository clean', async () => {
    const repo = makeRepo();
    repo.commit({ a: secretLine('bare') });
    const bare = repo.clone('--bare');
    const said = await runCli(['staged'], { cwd: bare.directory });
    expect(said).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('bare repository') });
    expect((await runCli(['history'], { cwd: bare.directory })).code).toBe(1);
  });

  test('without git what needs it is one sentence, and files are read all the same', async () => {
    const repo = makeRepo();
    repo.commit({ a: secretLine('no git') });
    const env = { PATH: makeTempDirectory() };
    for (const words of [['history'], ['range', 'HEAD~1..HEAD']]) {
      expect(await runCli(words, { cwd: repo.directory, env })).toEqual({
        code: 2,
        stdout: '',
        stderr: expect.stringMatching(
          /^tightlip: git was not found: install git [\d.]+ or newer and put it in PATH\n$/,
        ),
      });
    }
    const inside = await runCli(['files', '--format', 'json'], { cwd: repo.directory, env });
    expect(inside.code).toBe(1);
    expect(inside.stdout).toContain('git was not found; .gitignore files were read without git');
    const outside = makeTempDirectory();
    writeFileSync(path.join(outside, 'a'), secretLine('no git'));
    const said = await runCli(['files', '--format', 'json'], { cwd: outside, env });
    expect(said.code).toBe(1);
    expect(said.stdout).not.toContain('git was not found');
  });

  test('a .git that git does not read is named', async () => {
    const repo = makeRepo();
    repo.commit({ 'd/a': '1' });
    repo.write({ '.git/HEAD': 'nonsense\n' });
    for (const cwd of [repo.directory, repo.path('d')]) {
      const { code, stderr } = await runCli(['history'], { cwd });
      expect(code).toBe(2);
      expect(stderr).toContain(`${repo.path('.git')} is there, but git does not take it for a repository`);
    }
    rmSync(repo.path('.git'), { recursive: true });
    expect((await runCli(['history'], { cwd: repo.directory })).stderr).toContain('is not in a git repository');
  });

  test('a mark of UTF-16 does not hide what bytes say', async () => {
    const repo = makeRepo();
    mkdirSync(repo.path('d'));
    writeFileSync(
      repo.path('d', 'a.env'),
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(`\n${secretLine('x')}`)]),
    );
    repo.stage();
    for (const words of [['files'], ['staged']])
      expect((await runCli(words, { cwd: repo.directory })).code, words.join(' ')).toBe(1);
    repo.commit();
    repo.git('gc', '-q');
    for (const words of [['history'], ['history', '--engine', 'plain']])
      expect((await runCli(words, { cwd: repo.directory })).code, words.join(' ')).toBe(1);
  });

  test.runIf(process.platform === 'linux')(
    'a name that is no UTF-8 is read, and is one path in every command',
    async () => {
      const repo = makeRepo();
      const folder = Buffer.concat([Buffer.from(repo.path('d')), Buffer.from([0xe9])]);
      mkdirSync(folder);
      writeFileSync(Buffer.concat([folder, Buffer.from('/a'), Buffer.from([0xff, 0x2e, 0x65])]), secretLine('x'));
      const shown = 'd\ufffd/a\ufffd.e';
      const outside = await runCli(['files', '--no-ignore', '--format', 'jsonl'], { cwd: repo.directory });
      expect(JSON.parse(outside.stdout)).toMatchObject({ path: shown });
      for (const words of [['files'], ['files', shown], ['logs', '.'], ['staged']]) {
        if (words[0] === 'staged') repo.stage();
        const { code, stdout } = await runCli([...words, '--format', 'jsonl'], { cwd: repo.directory });
        expect(code, words.join(' ')).toBe(1);
        expect(stdout.split('\n').some((line) => line !== '' && JSON.parse(line).path === shown)).toBe(true);
      }
    },
  );

  test('a program is read for tokens with a checksum alone, and a picture is not', async () => {
    const cwd = makeTempDirectory();
    const token = makeToken('github', createRandom('program'));
    const body = Buffer.concat([
      Buffer.alloc(300),
      Buffer.from(`\0T=${token}\0${secretLine('x')}\0`),
      randomBytes(4096),
    ]);
    writeFileSync(path.join(cwd, 'app'), Buffer.concat([Buffer.from('\x7fELF'), body]));
    writeFileSync(path.join(cwd, 'a.png'), Buffer.concat([Buffer.from('\x89PNG', 'latin1'), body]));
    const { code, stdout, stderr } = await runCli(['files', '--format', 'jsonl', '--min-tier', 'review'], { cwd });
    expect(code).toBe(1);
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([expect.objectContaining({ path: 'app', rule: 'github-personal-token', tier: 'proven' })]);
    expect(stderr).toContain('read for tokens with a checksum alone');
  });
});
