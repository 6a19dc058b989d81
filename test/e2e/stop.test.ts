/** Ctrl-C, SIGTERM and a terminal that is closed: what was found until then is told, and that it is not all. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { CLI, cliEnvironment, makeSecret, secretLine } from '../support/run-cli.ts';
import { makeRepo, makeTempDirectory, removeTempDirectories } from '../support/temp-repo.ts';

afterAll(removeTempDirectories);

interface Running {
  readonly child: ChildProcess;
  /** The code as a shell tells it. */
  readonly ended: Promise<{ code: number | null; stdout: string; stderr: string }>;
}

/** Runs in a process group of its own, so that a test may do as a terminal does. */
function start(args: readonly string[], cwd: string, preload = '', more: Record<string, string> = {}): Running {
  const env = cliEnvironment({ ...(preload === '' ? {} : { NODE_OPTIONS: `--require=${preload}` }), ...more });
  const child = spawn(process.execPath, [CLI, ...args], { cwd, env, detached: true });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (bytes: Buffer) => (stdout += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (stderr += bytes.toString()));
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    child.on('close', (code, signal) => resolve({ code: signal === 'SIGHUP' ? 129 : code, stdout, stderr }));
  });
  return { child, ended };
}

/** Waits for what the program does, however slow the machine. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(10);
}

/**
 * A preloaded file that makes the program wait a while where `hook` calls `pause()`, which leaves the file `reached`
 * behind: the run is then surely in the middle when the signal comes.
 */
function preload(folder: string, hook: string): { file: string; reached: string } {
  const reached = path.join(folder, 'reached');
  const file = path.join(folder, 'preload.cjs');
  const pause = `const pause = () => {
    if (fs.existsSync(reached)) return;
    fs.writeFileSync(reached, '');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 800);
  };`;
  writeFileSync(file, `const fs = require('node:fs');\nconst reached = ${JSON.stringify(reached)};\n${pause}\n${hook}`);
  return { file, reached };
}

/** At the file `stop-here`, half of the way. */
const PAUSE_AT_FILE = `const { openSync } = fs;
fs.openSync = (file, ...rest) => {
  if (String(file).endsWith('stop-here.txt')) pause();
  return openSync(file, ...rest);
};
require('node:module').syncBuiltinESMExports();`;

/** Once it listens to signals. */
const LISTENS = `process.on('newListener', (name) => {
  if (name === 'SIGTERM') setImmediate(() => fs.writeFileSync(reached, ''));
});`;

const REPORTS = [
  '--format',
  'json',
  '--report',
  'sarif=out.sarif',
  '--report',
  'jsonl=out.jsonl',
  '--report',
  'text=out.txt',
];

function expectPartial(folder: string, stdout: string, exitCode: number): void {
  const report = JSON.parse(stdout);
  expect(report).toMatchObject({ exitCode, receipt: { complete: false, stopped: true } });
  expect(report.findings.length).toBeGreaterThan(0);
  const { invocations, results } = JSON.parse(readFileSync(path.join(folder, 'out.sarif'), 'utf8')).runs[0];
  expect(invocations[0]).toMatchObject({ executionSuccessful: false, exitCode });
  expect(results.length).toBeGreaterThan(0);
  for (const line of readFileSync(path.join(folder, 'out.jsonl'), 'utf8').trim().split('\n')) JSON.parse(line);
  const text = readFileSync(path.join(folder, 'out.txt'), 'utf8');
  expect(text).toMatch(/^tightlip: stopped; /);
  expect(text).toContain('not read: stopped before everything was read');
  expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
}

describe.skipIf(process.platform === 'win32')('a run that is stopped', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('%s ends logs of a pipe in which nothing comes, with what came before', async (signal, code) => {
    const folder = makeTempDirectory();
    const { child, ended } = start(['logs', '-', ...REPORTS], folder);
    // More than a pipe holds, so that the program has read the first part when this returns.
    const text = `${secretLine('pipe')}${`${'x'.repeat(99)}\n`.repeat(20_000)}`;
    await new Promise((resolve) => child.stdin?.write(text, resolve));
    // Never closed: only the signal ends it, and one is enough.
    child.kill(signal);
    // When a terminal is closed, kernel and shell tell each.
    if (signal === 'SIGHUP') child.kill(signal);
    const { code: ending, stdout } = await ended;
    expect(ending).toBe(code);
    expectPartial(folder, stdout, code);
    child.stdin?.destroy();
  });

  test('SIGINT ends logs of a pipe that gave nothing at all', async () => {
    const { file, reached } = preload(makeTempDirectory(), LISTENS);
    const { child, ended } = start(['logs', '-'], makeTempDirectory(), file);
    await until(() => existsSync(reached));
    child.kill('SIGINT');
    const { code, stdout } = await ended;
    expect(code).toBe(130);
    expect(stdout).toContain('stopped; nothing found so far');
    child.stdin?.destroy();
  });

  test.each([['1'], ['2']])('SIGINT ends files on %s threads', async (jobs) => {
    const folder = makeTempDirectory();
    writeFileSync(path.join(folder, 'a-first.env'), secretLine('first'));
    for (let i = 0; i < 300; i++) writeFileSync(path.join(folder, `b${i}.txt`), 'x\n'.repeat(60_000));
    writeFileSync(path.join(folder, 'c-stop-here.txt'), 'here\n');
    for (let i = 0; i < 300; i++) writeFileSync(path.join(folder, `d${i}.txt`), 'x\n'.repeat(60_000));
    writeFileSync(path.join(folder, 'z-last.env'), secretLine('last'));
    const { file, reached } = preload(makeTempDirectory(), PAUSE_AT_FILE);
    const { child, ended } = start(['files', '-j', jobs, ...REPORTS], folder, file);
    await until(() => existsSync(reached));
    child.kill('SIGINT');
    const { code, stdout, stderr } = await ended;
    expect({ code, stderr }).toMatchObject({ code: 130 });
    expectPartial(folder, stdout, 130);
    expect(JSON.parse(stdout).receipt.itemsRead).toBeLessThan(602);
    expect(stdout).toContain('a-first.env');
  });

  test.each([['history'], ['range']])('SIGINT to the whole group ends %s', async (command) => {
    const repo = makeRepo();
    repo.commit({ 'readme.txt': 'hello\n' });
    repo.commit({ 'a.env': secretLine('first') });
    for (let round = 0; round < 4; round++) {
      const files = Array.from({ length: 400 }, (_, i) => [`d${i}.txt`, `${round} ${i}\n${'text\n'.repeat(2000)}`]);
      repo.commit(Object.fromEntries(files));
    }
    const hook = `const { ChildProcess } = require('node:child_process');
      const { spawn } = ChildProcess.prototype;
      ChildProcess.prototype.spawn = function (options) {
        const result = spawn.call(this, options);
        if (options.args.includes('cat-file')) setTimeout(pause, 20);
        return result;
      };`;
    const { file, reached } = preload(makeTempDirectory(), hook);
    const args = command === 'range' ? ['range', 'HEAD~5..HEAD'] : ['history'];
    const { child, ended } = start([...args, '-j', '1', ...REPORTS], repo.directory, file);
    await until(() => existsSync(reached));
    process.kill(-(child.pid as number), 'SIGINT');
    const { code, stdout, stderr } = await ended;
    expect({ code, stderr }).toMatchObject({ code: 130 });
    expect(JSON.parse(stdout)).toMatchObject({ exitCode: 130, receipt: { complete: false, stopped: true } });
    const { invocations } = JSON.parse(readFileSync(repo.path('out.sarif'), 'utf8')).runs[0];
    expect(invocations[0]).toMatchObject({ executionSuccessful: false, exitCode: 130 });
    expect(stdout).not.toContain(makeSecret('first'));
  });

  test('SIGINT to the program alone ends a plain history while git still lists what there is', async () => {
    const repo = makeRepo();
    repo.commit({ 'a.env': secretLine('first') });
    const folder = makeTempDirectory();
    const listing = path.join(folder, 'listing');
    const real = execFileSync('which', ['git'], { encoding: 'utf8' }).trim();
    const script = `#!/bin/sh\ncase " $* " in *" rev-list "*) echo $$ > '${listing}'; exec sleep 3600;; esac\nexec '${real}' "$@"\n`;
    writeFileSync(path.join(folder, 'git'), script, { mode: 0o755 });
    const args = ['history', '--engine', 'plain'];
    const { child, ended } = start(args, repo.directory, '', { PATH: `${folder}:${process.env['PATH'] ?? ''}` });
    try {
      await until(() => existsSync(listing) && readFileSync(listing, 'utf8') !== '');
      child.kill('SIGINT');
      const { code, stdout } = await ended;
      expect(code).toBe(130);
      expect(stdout).toContain('stopped; nothing found so far');
    } finally {
      process.kill(-(child.pid as number), 'SIGKILL');
    }
  });

  test('SIGINT lets redact read to the end what its writer says while it ends', async () => {
    const { child, ended } = start(['redact'], makeTempDirectory());
    let seen = '';
    child.stdout?.on('data', (bytes: Buffer) => (seen += bytes.toString()));
    child.stdin?.write(secretLine('before'));
    await until(() => seen.includes('\n'));
    child.kill('SIGINT');
    await sleep(100);
    child.stdin?.end(`${secretLine('after')}bye\n`);
    const { code, stdout, stderr } = await ended;
    expect(code).toBe(130);
    expect(stdout).toMatch(/^.*REDACTED.*\n.*REDACTED.*\nbye\n$/);
    expect(stderr).toMatch(/^tightlip: 2 secrets blacked out .* read \d+ bytes\n$/);
  });

  test('SIGINT ends redact of a file at once', async () => {
    const folder = makeTempDirectory();
    const large = path.join(folder, 'large.log');
    writeFileSync(large, 'text\n'.repeat(20_000_000));
    const command = `exec '${process.execPath}' '${CLI}' redact < '${large}'`;
    const child = spawn('sh', ['-c', command], { env: cliEnvironment({}) });
    let bytes = 0;
    let stderr = '';
    const isEnded = new Promise<number | null>((resolve) => child.on('close', resolve));
    child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
    child.stdout.on('data', (text: Buffer) => {
      if (bytes === 0) child.kill('SIGINT');
      bytes += text.length;
    });
    expect(await isEnded).toBe(130);
    expect(stderr).toContain('stopped, the input went on');
    expect(bytes).toBeLessThan(100_000_000);
  });

  test('leaves report files as they were when it is told twice', async () => {
    const folder = makeTempDirectory();
    writeFileSync(path.join(folder, 'out.sarif'), 'before');
    const { file, reached } = preload(makeTempDirectory(), LISTENS);
    const { child, ended } = start(['logs', '-', '--report', 'sarif=out.sarif'], folder, file);
    child.stdin?.write('text\n');
    await until(() => existsSync(reached));
    child.kill('SIGINT');
    child.kill('SIGTERM');
    expect((await ended).code).toBeGreaterThanOrEqual(130);
    const after = readFileSync(path.join(folder, 'out.sarif'), 'utf8');
    if (after !== 'before') JSON.parse(after);
    expect(readdirSync(folder)).toEqual(['out.sarif']);
    child.stdin?.destroy();
  });
});
