/** What V8 compiled is kept beside the program: it changes how fast a run starts and nothing else. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { CLI, cliEnvironment, secretLine } from '../support/run-cli.ts';
import { makeRepo, makeTempDirectory, removeTempDirectories } from '../support/temp-repo.ts';

let installed = '';
let work = '';
beforeEach(() => {
  installed = makeTempDirectory();
  for (const name of shipped()) cpSync(path.join(path.dirname(CLI), name), path.join(installed, name));
  work = makeTempDirectory();
  writeFileSync(path.join(work, 'app.env'), secretLine('one'));
});
afterAll(removeTempDirectories);

function shipped(): string[] {
  const names = readdirSync(path.dirname(CLI)).filter((name) => /^(?:program|rules)/.test(name));
  return ['cli.js', 'package.json', ...names].toSorted();
}

const folder = (): string => path.join(installed, '.compile-cache');

function kept(): string[] {
  return existsSync(folder()) ? readdirSync(folder()).toSorted() : [];
}

function sizeOfKept(): number {
  return kept().reduce((sum, name) => sum + statSync(path.join(folder(), name)).size, 0);
}

function run(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const words = [path.join(installed, 'cli.js'), ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, {
    cwd: work,
    env: cliEnvironment(),
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('compiled code', () => {
  test('is kept for each scanning command and for the rest, and changes no answer', () => {
    const first = [run('files'), run('rules'), run('app.env')];
    expect(first.map(({ status }) => status)).toEqual([1, 0, 1]);
    const names = kept();
    expect(new Set(names.map((name) => name.split('-')[0]))).toEqual(new Set(['files', 'other']));
    expect([run('files'), run('rules'), run('app.env')]).toEqual(first);
    expect(kept()).toEqual(names);
  });

  test('is kept once of a history, though threads scan with other settings', () => {
    const repo = makeRepo();
    repo.commit({ 'app.env': secretLine('one') });
    const history = (): ReturnType<typeof run> => run('history', repo.directory);
    const first = history();
    expect(first.status).toBe(1);
    const times = (): number[] => kept().map((name) => statSync(path.join(folder(), name)).mtimeMs);
    const then = times();
    expect(history()).toEqual(first);
    expect(times()).toEqual(then);
  });

  test('is all that a run needed, though V8 forgets on the way what has not run for a while', () => {
    run('files');
    const all = sizeOfKept();
    rmSync(folder(), { recursive: true });
    // As after a long run.
    const forgetful = ['--gc-global', '--gc-interval=100', '--stress-flush-code'];
    const words = [...forgetful, path.join(installed, 'cli.js'), 'files'];
    expect(spawnSync(process.execPath, words, { cwd: work, env: cliEnvironment() }).status).toBe(1);
    expect(sizeOfKept()).toBeGreaterThan(0.95 * all);
  });

  test('is made anew when V8 does not take it', () => {
    const first = run('files');
    const file = path.join(folder(), kept()[0]!);
    const whole = readFileSync(file).length;
    truncateSync(file, whole >> 1);
    expect(run('files')).toEqual(first);
    expect(readFileSync(file).length).toBeGreaterThan(whole >> 1);
    writeFileSync(file, '');
    expect(run('files')).toEqual(first);
    expect(readFileSync(file).length).toBeGreaterThan(whole >> 1);
  });

  test('is made anew by whichever run V8 does not take it from', () => {
    run('files');
    const found = path.join(folder(), kept()[0]!);
    expect(found).toMatch(/-found$/);
    writeFileSync(found, 'of another processor');
    rmSync(path.join(work, 'app.env'));
    expect(run('files').status).toBe(0);
    const clean = kept();
    expect(clean).not.toContain(path.basename(found));
    const then = clean.map((name) => statSync(path.join(folder(), name)).mtimeMs);
    expect(run('files').status).toBe(0);
    expect(kept().map((name) => statSync(path.join(folder(), name)).mtimeMs)).toEqual(then);
  });

  test('is not exchanged by a run that V8 is set otherwise for', () => {
    run('files');
    const ordinary = new Map(kept().map((name) => [name, statSync(path.join(folder(), name)).mtimeMs]));
    const environments = [
      { NODE_OPTIONS: '--max-old-space-size=2000' },
      { NODE_OPTIONS: '--max-old-space-size=3000' },
      {},
    ];
    for (const more of environments) {
      const args = [path.join(installed, 'cli.js'), 'files'];
      const words = 'NODE_OPTIONS' in more ? args : ['--stack-size=900', ...args];
      expect(spawnSync(process.execPath, words, { cwd: work, env: { ...cliEnvironment(), ...more } }).status).toBe(1);
    }
    for (const [name, time] of ordinary) expect(statSync(path.join(folder(), name)).mtimeMs).toBe(time);
    expect(kept()).toHaveLength(2 * ordinary.size);
  });

  test('is done without where nothing may be written, and nothing is left behind', () => {
    writeFileSync(folder(), 'in the way');
    expect(run('files').status).toBe(1);
    expect(readdirSync(installed).toSorted()).toEqual(['.compile-cache', ...shipped()]);
  });

  test('is not of another build', () => {
    run('files');
    const { length } = kept();
    const file = path.join(installed, 'cli.js');
    const entry = readFileSync(file, 'utf8');
    chmodSync(file, 0o644);
    writeFileSync(file, entry.replace(/-[0-9a-f]{16}-/, '-0123456789abcdef-'));
    run('files');
    expect(kept()).toHaveLength(2 * length);
  });
});
