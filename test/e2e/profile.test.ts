import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runCli, secretLine } from '../support/run-cli.ts';
import { makeTempDirectory, removeTempDirectories } from '../support/temp-repo.ts';

afterAll(removeTempDirectories);

/** Windows and matches by rule, as the table on stderr tells them: all that does not depend on the clock. */
function countsOf(stderr: string): Map<string, readonly [windows: number, matches: number]> {
  const rows = stderr.matchAll(/^ {2}([a-z][a-z0-9-]+) +[\d.]+ +([\d,]+) +([\d,]+) +[\d.]+$/gm);
  return new Map([...rows].map(([, id, windows, matches]) => [id!, [Number(windows), Number(matches)]] as const));
}

test('tells what each rule cost, the same counts on any number of threads, and nothing of it on stdout', async () => {
  const cwd = makeTempDirectory();
  for (let i = 0; i < 150; i++) writeFileSync(path.join(cwd, `${i}.env`), secretLine(String(i % 3)));
  const run = (...args: string[]) => runCli(['files', '--rule', 'alpaca', '--format', 'json', ...args], { cwd });
  const plain = await run('-q');
  const one = await run('-j', '1', '--profile');
  const two = await run('-j', '2', '--profile');
  expect(plain.stderr).toBe('');
  expect([one.stdout, two.stdout]).toEqual([plain.stdout, plain.stdout]);
  for (const step of ['start', 'prepare', 'scan', 'read', 'kernel', 'rules', 'rest', 'report', 'memory']) {
    expect(one.stderr).toMatch(new RegExp(`^ +${step} +\\d`, 'm'));
  }
  const counts = countsOf(one.stderr);
  expect(counts.get('alpaca-secret-key')?.[1]).toBe(150);
  expect(countsOf(two.stderr)).toEqual(counts);
});
