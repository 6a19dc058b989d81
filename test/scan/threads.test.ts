/** Equal input gives byte-identical output, on one thread or eight (house 5.6). The built program, since threads need its worker file. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { secretLine } from '../support/run-cli.ts';

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

function scanOn(threads: number): { stdout: string; status: number | null } {
  const args = [path.resolve('dist/cli.js'), 'files', '.', '--format', 'jsonl', '--quiet', '-j', String(threads)];
  const { stdout, status } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  return { stdout, status };
}

describe('threads', () => {
  it('change nothing in the output', () => {
    const one = scanOn(1);
    expect(one.status).toBe(1);
    expect(one.stdout.trim().split('\n')).toHaveLength(FILES / 3);
    expect(scanOn(2)).toEqual(one);
    expect(scanOn(8)).toEqual(one);
  });
});
