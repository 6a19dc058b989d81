/** Blobs that are read in fragments: what was there before is not introduced again. */
import { afterAll, expect, test } from 'vitest';
import { runCli, secretLine } from '../support/run-cli.ts';
import { makeRepo, removeTempDirectories } from '../support/temp-repo.ts';

afterAll(removeTempDirectories);

const FRAGMENT = 4 << 20;

/** 33 MiB with a secret cut by the end of a fragment, wherever that is. */
function large(): Buffer {
  const bytes = Buffer.alloc(33 << 20, `${'text '.repeat(15)}\n`);
  for (let end = FRAGMENT; end < bytes.length; end += FRAGMENT) {
    bytes.write(`\n${secretLine(`at ${end}`)}`, end - 30);
  }
  return bytes;
}

test('a large file is introduced with all its secrets once, and only what is new after that', async () => {
  const repo = makeRepo();
  repo.commit({ 'readme.txt': 'hello\n' });
  repo.commit({ 'large.txt': large() });
  const first = await runCli(['range', 'HEAD~1..HEAD', '--format', 'jsonl'], { cwd: repo.directory });
  expect(first.stdout.trim().split('\n')).toHaveLength(8);
  repo.write({ 'large.txt': Buffer.concat([Buffer.from('one more line\n'), large()]) }).stage();
  expect(await runCli(['staged'], { cwd: repo.directory })).toMatchObject({ code: 0, stdout: '' });
  repo.write({ 'large.txt': Buffer.concat([large(), Buffer.from(secretLine('new'))]) }).stage();
  const { code, stdout } = await runCli(['staged', '--format', 'jsonl'], { cwd: repo.directory });
  expect(code).toBe(1);
  expect(stdout.trim().split('\n')).toHaveLength(1);
}, 120_000);
