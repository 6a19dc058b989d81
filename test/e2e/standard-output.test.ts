import { spawn, spawnSync } from 'node:child_process';
import { closeSync, constants, openSync, readSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { CLI, cliEnvironment, runCli, secretLine } from '../support/run-cli.ts';
import { makeTempDirectory, removeTempDirectories } from '../support/temp-repo.ts';

afterAll(removeTempDirectories);

/** Reads what is there; '' when there is nothing yet. */
function readNow(descriptor: number): Buffer {
  const bytes = Buffer.alloc(65536);
  try {
    return bytes.subarray(0, readSync(descriptor, bytes));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return Buffer.alloc(0);
    throw error;
  }
}

function fill(descriptor: number): number {
  let count = 0;
  try {
    for (;;) count += writeSync(descriptor, Buffer.alloc(4096, '.'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
  }
  return count;
}

const hasScript = (spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout ?? '').includes('util-linux');

describe('stdout', () => {
  test.skipIf(!hasScript).each([
    [0, 80],
    [50, 50],
  ])('on a terminal that says it is %d wide is %d columns wide', (columns, width) => {
    const cwd = makeTempDirectory();
    writeFileSync(path.join(cwd, 'a.env'), secretLine('wide'));
    const env = cliEnvironment({ CLI, NODE: process.execPath, COLUMNS: '', NO_COLOR: '1' });
    const line = `stty cols ${columns}; "$NODE" "$CLI" files`;
    const { stdout } = spawnSync('script', ['-qec', line, '/dev/null'], { cwd, env, encoding: 'utf8', input: '' });
    const lines = stdout.split(/\r?\n/).filter((each) => !each.includes('baseline add'));
    expect(Math.max(...lines.map((each) => each.length))).toBeGreaterThan(width - 20);
    expect(Math.max(...lines.map((each) => each.length))).toBeLessThanOrEqual(width);
  });

  test('keeps the order where what is written outgrows the direct way', async () => {
    const text = Array.from({ length: 4000 }, (_, index) => `line ${index}\n`).join('');
    const { code, stdout } = await runCli(['redact'], { cwd: makeTempDirectory(), input: text });
    expect({ code, isSame: stdout === text }).toEqual({ code: 0, isSame: true });
  });

  // The blocks of `ulimit` are of 512 or 1024 bytes: less than either holds what is written.
  test.skipIf(process.platform === 'win32').each([
    ['redact', 100_000],
    ['redact', 12_000],
    ['files --format jsonl -q', 40_000],
  ])('%s is not done where a file does not take all of %d bytes', (words, sizeBytes) => {
    const cwd = makeTempDirectory();
    const text = secretLine('cut').repeat(Math.ceil(sizeBytes / secretLine('cut').length));
    writeFileSync(path.join(cwd, 'a.env'), text);
    const line = `ulimit -f 8; "$NODE" "$CLI" ${words} < a.env > out; echo $? >&2`;
    const env = cliEnvironment({ CLI, NODE: process.execPath });
    const { stderr } = spawnSync('sh', ['-c', line], { cwd, env, encoding: 'utf8' });
    expect(stderr).toBe('tightlip: the output could not be written: EFBIG\n3\n');
  });

  test.skipIf(process.platform === 'win32').each(['--version', 'rules'])(
    'loses nothing of %s on a full pipe that does not wait',
    async (word) => {
      const fifo = path.join(makeTempDirectory(), 'fifo');
      expect(spawnSync('mkfifo', [fifo]).status).toBe(0);
      const descriptor = openSync(fifo, constants.O_RDWR | constants.O_NONBLOCK);
      const filled = fill(descriptor);
      // Node makes the first three of a child ones that wait.
      const child = spawn('sh', ['-c', `exec "$NODE" "$CLI" ${word} >&3`], {
        cwd: makeTempDirectory(),
        env: cliEnvironment({ CLI, NODE: process.execPath }),
        stdio: ['ignore', 'ignore', 'ignore', descriptor],
      });
      const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
      await setTimeout(500);
      const told: Buffer[] = [];
      let code: number | null | undefined;
      void closed.then((ended) => (code = ended));
      for (let isLast = false; !isLast; await setTimeout(5)) {
        isLast = code !== undefined;
        for (let more = readNow(descriptor); more.length > 0; more = readNow(descriptor)) told.push(more);
      }
      closeSync(descriptor);
      const { stdout } = await runCli([word], { cwd: makeTempDirectory() });
      const text = Buffer.concat(told).subarray(filled).toString();
      expect({ code, text }).toEqual({ code: 0, text: stdout });
    },
  );
});
