/** A secret that joins another in one encoded run is new, whoever scans: both have the place of the run. */
import { afterAll, expect, test } from 'vitest';
import { createRandom } from '../../src/rules/generators/random.ts';
import { makeToken } from '../../src/rules/generators/tokens.ts';
import { runCli } from '../support/run-cli.ts';
import { TempRepo, makeTempDirectory, removeTempDirectories } from '../support/temp-repo.ts';

afterAll(removeTempDirectories);

const [first, second] = ['first', 'second'].map((seed) => makeToken('github', createRandom(seed)));
const base64 = (text: string): string => `${Buffer.from(text).toString('base64')}\n`;
const manifest = (config: object): string =>
  `apiVersion: v1\nkind: Secret\nmetadata:\n  name: x\ndata:\n  c.json: ${base64(JSON.stringify(config))}`;

test.each([
  ['in base64', base64(`a: ${first}\n`), base64(`a: ${first}\nb: ${second}\n`)],
  [
    'in a file of a Secret',
    manifest({ password: 'Kd93lsPq0x7v' }),
    manifest({ password: 'Kd93lsPq0x7v', other: { password: 'Zm27wqLf5c1b' } }),
  ],
])('%s', async (_, before, after) => {
  const repo = new TempRepo(makeTempDirectory());
  repo.git('init', '-q', '-b', 'main');
  repo.commit({ 'config.yaml': before }, 'one');
  repo.write({ 'config.yaml': after });
  repo.git('add', '-A');
  const count = async (...words: string[]): Promise<number> => {
    const { stdout } = await runCli([...words, '--format', 'jsonl', '--quiet'], { cwd: repo.directory });
    return new Set(stdout.match(/"fingerprint":"[^"]*"/g)).size;
  };
  expect(await count('staged')).toBe(1);
  repo.git('commit', '-qm', 'two');
  expect(await count('range', 'HEAD~1..HEAD')).toBe(1);
  for (const engine of ['packs', 'plain']) expect(await count('history', '--engine', engine)).toBe(2);
  repo.git('gc', '-q');
  expect(await count('history', '--cache')).toBe(2);
  expect(await count('history', '--cache')).toBe(2);
});
