/** Workers of the built program that really die: what they had half told counts for nothing and is done again. */
import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CLI, cliEnvironment, type Ended, runCli, secretLine } from '../support/run-cli.ts';
import { makeTempDirectory, removeTempDirectories } from '../support/temp-repo.ts';

let folder: string;
let expected: Ended;
beforeAll(async () => {
  folder = makeTempDirectory();
  for (let i = 0; i < 200; i++) {
    writeFileSync(path.join(folder, `file${i}.env`), i % 50 === 7 ? secretLine(`file ${i}`) : `text ${i}\n`);
  }
  expected = await runCli(['files', '-j', '1', '--format', 'jsonl'], { cwd: folder });
  expect(expected.stdout.trim().split('\n')).toHaveLength(4);
});
afterAll(removeTempDirectories);

/** Loaded into every thread before its own code: `death` happens in a worker that opens `file107.env`. */
function preload(death: string, always = false): { env: Record<string, string>; died: string } {
  const own = makeTempDirectory();
  const died = path.join(own, 'died');
  const file = path.join(own, 'preload.cjs');
  const code = `const fs = require('node:fs');
const { isMainThread } = require('node:worker_threads');
const { openSync } = fs;
if (!isMainThread) {
  fs.openSync = (name, ...rest) => {
    if (String(name).endsWith('file107.env') && (${always} || !fs.existsSync(${JSON.stringify(died)}))) {
      fs.writeFileSync(${JSON.stringify(died)}, '');
      ${death}
    }
    return openSync(name, ...rest);
  };
  require('node:module').syncBuiltinESMExports();
}`;
  writeFileSync(file, code);
  return { env: { NODE_OPTIONS: `--max-old-space-size=128 --require=${file}` }, died };
}

const OUT_OF_MEMORY = 'const kept = []; for (;;) kept.push(new Array(1 << 16).fill(kept.length + 0.5));';

describe('a worker that dies', () => {
  test.each([
    ['ends itself', 'process.exit(0);'],
    ['crashes', "setImmediate(() => { throw new Error('crash'); });"],
    ['is out of memory', OUT_OF_MEMORY],
  ])('%s: the findings are the same', async (_, death) => {
    const { env, died } = preload(death);
    const ended = await runCli(['files', '-j', '2', '--format', 'jsonl'], { cwd: folder, env });
    expect(existsSync(died)).toBe(true);
    expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code: 1, stdout: expected.stdout });
  });

  test('of memory, each time: that file is not read, all others are', async () => {
    const { env, died } = preload(OUT_OF_MEMORY, true);
    const ended = await runCli(['files', '-j', '2', '--format', 'json'], { cwd: folder, env });
    expect(existsSync(died)).toBe(true);
    const { findings, receipt } = JSON.parse(ended.stdout);
    expect(findings).toHaveLength(3);
    expect(receipt).toMatchObject({ complete: false, itemsRead: 199 });
    expect(receipt.skips).toEqual([
      { path: 'file107.env', kind: 'failure', reason: 'needs more memory than there is: not scanned' },
    ]);
  });

  test('standard input is read beside other logs, whatever the threads', async () => {
    const own = makeTempDirectory();
    writeFileSync(path.join(own, 'a.log'), secretLine('a'));
    writeFileSync(path.join(own, 'b.log.gz'), gzipSync(secretLine('b')));
    const child = spawn(process.execPath, [CLI, 'logs', 'a.log', '-', 'b.log.gz', '-j', '3', '--format', 'json'], {
      cwd: own,
      env: cliEnvironment(),
    });
    let stdout = '';
    child.stdout.on('data', (bytes: Buffer) => (stdout += bytes.toString()));
    const closed = new Promise((resolve) => child.on('close', resolve));
    child.stdin.end(secretLine('piped'));
    expect(await closed).toBe(1);
    expect(JSON.parse(stdout).findings).toHaveLength(3);
    expect(JSON.parse(stdout).receipt.itemsRead).toBe(3);
  });
});
