/** Equal input gives byte-identical output, on one thread or eight (house 5.6). The built program, since threads need its worker file. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chunkCount } from '../../src/git/pack/forest.ts';
import { openPacks } from '../../src/git/pack/open-packs.ts';
import { PackThreads } from '../../src/scan/pack-threads.ts';
import { SpareWorker } from '../../src/scan/share-work.ts';
import { isolateGit } from '../support/isolate-git.ts';
import { secretLine } from '../support/run-cli.ts';
import { scanTask } from '../support/scan-task.ts';
import { makeRepo } from '../support/temp-repo.ts';

isolateGit();

const FILES = 300;
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tightlip-threads-'));
  for (let i = 0; i < FILES; i++) {
    mkdirSync(path.join(folder, `d${i % 7}`), { recursive: true });
    writeFileSync(path.join(folder, `d${i % 7}`, `f${i}.env`), i % 3 === 0 ? secretLine(`thread ${i}`) : 'MODE=live\n');
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function scanOn(
  threads: number,
  cwd: string = folder,
  command: readonly string[] = ['files', '.'],
): { stdout: string; status: number | null } {
  const args = [path.resolve('dist/cli.js'), ...command, '--format', 'jsonl', '--quiet', '-j', String(threads)];
  const { stdout, status } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' });
  return { stdout, status };
}

/** Text that nothing makes shorter, with a secret. */
function fill(seed: number, lines: number): string {
  const words = Array.from({ length: lines }, (_, line) =>
    createHash('sha512').update(`${seed} ${line}`).digest('hex'),
  );
  return `${words.map((word) => word.replaceAll(/(.{7})/g, '$1 ')).join('\n')}\n${secretLine(`history ${seed % 5}`)}`;
}

describe('threads', () => {
  it('change nothing in the output', () => {
    const one = scanOn(1);
    expect(one.status).toBe(1);
    expect(one.stdout.trim().split('\n')).toHaveLength(FILES / 3);
    expect(scanOn(2)).toEqual(one);
    expect(scanOn(8)).toEqual(one);
  });

  it('change nothing in what a history tells, whichever of them reads which pack', () => {
    const repo = makeRepo();
    for (let commit = 0; commit < 4; commit++) {
      const files = Array.from({ length: 30 }, (_, file) => {
        const seed = 30 * commit + file;
        return [`f${seed}.txt`, fill(seed, 40 + 90 * (seed % 11))] as const;
      });
      repo.commit(Object.fromEntries(files));
    }
    repo.git('gc', '-q');
    const one = scanOn(1, repo.directory, ['history']);
    expect(one.status).toBe(1);
    expect(one.stdout.trim().split('\n').length).toBeGreaterThan(4);
    expect(scanOn(2, repo.directory, ['history'])).toEqual(one);
    expect(scanOn(3, repo.directory, ['history'])).toEqual(one);
    const { forest } = openPacks([repo.path('.git/objects')]);
    expect(chunkCount(forest.blobs)).toBeGreaterThan(5);
  });

  it('a worker that was begun before the packs were known tells the same', async () => {
    const repo = makeRepo();
    const files = Array.from({ length: 40 }, (_, file) => [`f${file}.txt`, fill(file, 300)] as const);
    repo.commit(Object.fromEntries(files));
    repo.git('gc', '-q');
    const { table, forest } = openPacks([repo.path('.git/objects')]);
    const packs = { table, plans: [forest.blobs, forest.commits, forest.tags], known: null };
    const pieces = Array.from({ length: packs.plans.reduce((sum, plan) => sum + chunkCount(plan), 0) }, (_, i) => i);
    const told: number[][] = [];
    for (const isBegun of [false, true]) {
      const spare = new SpareWorker();
      if (isBegun) spare.begin(scanTask, undefined);
      expect(spare.isThere).toBe(isBegun);
      const threads = new PackThreads(packs, { task: scanTask, jobs: isBegun ? 2 : 1 }, spare);
      const values: number[] = [];
      await threads.scan(pieces, ({ keys, silent, found }) => values.push(keys.length, ...silent, ...found));
      // It stays for what is asked later.
      expect(threads.readsBeside).toBe(isBegun);
      threads.close();
      told.push(values);
    }
    expect(told[0]!.length).toBeGreaterThan(200);
    expect(told[1]).toEqual(told[0]);
  });

  it('a history of many objects tells the same with a worker begun early, and ends where there is nothing to scan', () => {
    const repo = makeRepo();
    const files = Array.from({ length: 17_000 }, (_, file) => {
      const text = file % 1000 === 0 ? secretLine(`early ${file}`) : `MODE=${file}\n`;
      return `M 100644 inline d${file % 90}/f${file}\ndata ${text.length}\n${text}\n`;
    });
    const head = 'commit refs/heads/main\ncommitter A <a@example.com> 1700000000 +0000\ndata 3\nall\n';
    const input = `${head}${files.join('')}\n`;
    execFileSync('git', ['fast-import', '--quiet', '--force'], { cwd: repo.directory, input });
    const one = scanOn(1, repo.directory, ['history']);
    expect(one.stdout.trim().split('\n')).toHaveLength(17);
    expect(scanOn(2, repo.directory, ['history'])).toEqual(one);
    expect(scanOn(2, repo.directory, ['history', '--branch', 'nope'])).toEqual({ stdout: '', status: 2 });
  });
});
