import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { CLI, cliEnvironment, makeSecret, runCli, secretLine } from '../support/run-cli.ts';
import { makeTempDirectory, removeTempDirectories } from '../support/temp-repo.ts';

afterAll(removeTempDirectories);

describe('the process', () => {
  test.each([
    ['rules --format json', 3],
    ['files --format jsonl', 1],
  ])('ends in peace when the reader of %s goes away', (args, expected) => {
    const folder = makeTempDirectory();
    // More than a pipe holds, so that some of it is written when nobody reads any more.
    const lines = Array.from({ length: 600 }, (_, index) => secretLine(String(index)));
    writeFileSync(path.join(folder, 'many.env'), lines.join(''));
    const env = cliEnvironment({ CLI, NODE: process.execPath });
    const line = `("$NODE" "$CLI" ${args} -q; echo "code $?" >&2) | head -c 1`.replace(
      ' -q',
      args.startsWith('rules') ? '' : ' -q',
    );
    const { stdout, stderr } = spawnSync('sh', ['-c', line], { cwd: folder, env, encoding: 'utf8' });
    expect({ stdout, stderr }).toEqual({ stdout: '{', stderr: `code ${expected}\n` });
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s ends redact with %d, and nothing that was read is lost', async (signal, expected) => {
    const child = spawn(process.execPath, [CLI, 'redact'], { cwd: makeTempDirectory(), env: cliEnvironment() });
    let stdout = '';
    const closed = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)));
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (bytes: Buffer) => {
        stdout += bytes.toString();
        resolve();
      });
      child.stdin.write('first\n');
    });
    child.kill(signal);
    await setTimeout(300);
    child.stdin.end(`second ${secretLine('two')}`);
    expect(await closed).toBe(expected);
    expect(stdout).toMatch(/^first\nsecond ALPACA_SECRET_KEY=\[REDACTED/);
    expect(stdout).not.toContain(makeSecret('two'));
  });

  test('never ends as 1 when it cannot even start', () => {
    const env = cliEnvironment({ CLI, NODE: process.execPath });
    const run = (line: string, cwd: string) => spawnSync('sh', ['-c', line], { cwd, env, encoding: 'utf8' });
    const gone = run('mkdir gone && cd gone && rmdir ../gone && "$NODE" "$CLI" files', makeTempDirectory());
    expect(gone).toMatchObject({ status: 3, stdout: '' });
    const damaged = makeTempDirectory();
    copyFileSync(CLI, path.join(damaged, 'cli.cjs'));
    const broken = run('"$NODE" cli.cjs files', damaged);
    expect(broken).toMatchObject({ status: 3, stdout: '' });
    expect(broken.stderr).toBe(gone.stderr);
  });

  test('redacts what it says of itself', async () => {
    const value = makeSecret('three');
    const args = ['files', `ALPACA_SECRET_KEY=${value}`, '--debug'];
    const { code, stdout, stderr } = await runCli(args, { cwd: makeTempDirectory() });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('no such file or directory');
    expect(stderr).not.toContain(value);
  });

  test('shows no terminal escape that a file name holds', async () => {
    const { stderr } = await runCli(['files', 'a\u001b[2Jb'], { cwd: makeTempDirectory() });
    expect(stderr).toContain(String.raw`a\x1b[2Jb`);
    expect(stderr).not.toContain('\u001b');
  });
});
