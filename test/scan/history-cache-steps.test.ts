/**
 * `history --cache` beside a run without it, after random steps of a repository's life. A few in the suite; `npm run soak:cache` takes
 * a hundred (TIGHTLIP_SOAK_LIVES).
 */
import { appendFileSync, existsSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { isolateGit } from '../support/isolate-git.ts';
import { makeSecret, runCli, secretLine } from '../support/run-cli.ts';
import { makeRepo, type TempRepo } from '../support/temp-repo.ts';

isolateGit();

const lives = Number(process.env['TIGHTLIP_SOAK_LIVES'] ?? 2);

const number = fc.nat(5);
const file = fc.constantFrom('a.txt', 'b/c.py', 'b/d.env');
const text = fc.oneof(
  number.map((seed) => secretLine(`life ${seed}`)),
  number.map((seed) => `password = "${makeSecret(`word ${seed}`).slice(0, 14)}"\n`),
  fc.constantFrom('nothing\n', 'if (a) {\n', 'x = 1\n'),
);
const branch = number.map((n) => `side${n % 3}`);

/** One thing that happens to a repository. What git refuses, does not happen. */
type Step = (repo: TempRepo) => void;

const commit = (...flags: string[]): Step => {
  return (repo) => repo.tryGit('commit', '-q', '--allow-empty', '-m', 'step', ...flags);
};
const git = (...args: string[]): Step => {
  return (repo) => repo.tryGit(...args);
};

const step: fc.Arbitrary<readonly Step[]> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(file, text).map(([name, line]) => [(repo: TempRepo) => grow(repo, name, line), commit()]),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(file, text)
      .map(([name, line]) => [(repo: TempRepo) => grow(repo, name, line), commit('--amend')]),
  },
  { weight: 1, arbitrary: file.map((name) => [git('rm', '-q', name), commit()]) },
  { weight: 1, arbitrary: file.map((name) => [git('mv', name, 'moved.txt'), commit()]) },
  { weight: 2, arbitrary: branch.map((name) => [git('branch', name)]) },
  { weight: 2, arbitrary: branch.map((name) => [git('checkout', '-q', '-f', name)]) },
  { weight: 2, arbitrary: branch.map((name) => [git('merge', '-q', '-X', 'ours', name), git('merge', '--abort')]) },
  { weight: 1, arbitrary: branch.map((name) => [git('branch', '-D', name)]) },
  { weight: 1, arbitrary: fc.tuple(number, text).map(([n, line]) => [git('tag', '-f', '-a', '-m', line, `mark${n}`)]) },
  { weight: 1, arbitrary: number.map((n) => [git('tag', `plain${n}`)]) },
  { weight: 1, arbitrary: number.map((n) => [git('tag', '-d', `plain${n}`), git('tag', '-d', `mark${n}`)]) },
  { weight: 1, arbitrary: text.map((line) => [git('notes', 'add', '-f', '-m', line)]) },
  { weight: 1, arbitrary: fc.constant([git('reset', '-q', '--hard', 'HEAD~1')]) },
  {
    weight: 1,
    arbitrary: fc.constant([git('reflog', 'expire', '--expire=now', '--all'), git('gc', '-q', '--prune=now')]),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(['-d'], ['-a', '-d'], ['-A', '-d']).map((flags) => [git('repack', '-q', ...flags)]),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      [git('pack-refs', '--all')],
      [git('commit-graph', 'write', '--reachable')],
      [git('prune')],
    ),
  },
);

function grow(repo: TempRepo, name: string, line: string): void {
  if (existsSync(repo.path(name))) appendFileSync(repo.path(name), line);
  else repo.write({ [name]: line });
  repo.tryGit('add', '-A');
}

async function tell(repo: TempRepo, flags: readonly string[]): Promise<unknown> {
  const args = ['history', '.', '--format', 'jsonl', '--min-tier', 'review', ...flags];
  const { stdout, stderr, code } = await runCli(args, { cwd: repo.directory });
  return { stdout, stderr, code };
}

const life = fc.array(
  fc.record({
    steps: fc.array(step, { minLength: 1, maxLength: 3 }),
    flags: fc.constantFrom([], [], [], ['--unreachable'], ['--since', '2023-11-15']),
  }),
  { minLength: 5, maxLength: 8 },
);

it('tells the same with what is kept, whatever happened in between', { timeout: lives * 60_000 }, async () => {
  let told = 0;
  await fc.assert(
    fc.asyncProperty(life, async (moments) => {
      const repo = makeRepo();
      grow(repo, 'a.txt', secretLine('first'));
      commit()(repo);
      for (const { steps, flags } of moments) {
        for (const each of steps.flat()) each(repo);
        const plain = await tell(repo, flags);
        expect(await tell(repo, ['--cache', ...flags])).toEqual(plain);
        expect(await tell(repo, ['--cache', ...flags])).toEqual(plain);
        told++;
      }
    }),
    { numRuns: lives, endOnFailure: true },
  );
  expect(told).toBeGreaterThanOrEqual(5 * lives);
});
