/** Which refs lead to a commit: against git's own answer, on random histories with many refs. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { packChanges } from '../../src/git/pack/pack-changes.ts';
import { commitBehind } from '../../src/git/pack/reach.ts';
import { openRepository, type Repository } from '../../src/git/repository.ts';
import { listTips, rememberPeeler, tipsContaining } from '../../src/git/tips.ts';
import { readObjects } from './pack/pack-support.ts';
import { isolateGit } from '../support/isolate-git.ts';
import { makeRepo, makeTempDirectory, TempRepo } from '../support/temp-repo.ts';

isolateGit();

/** Each commit by the distances of its parents; the last of them stand under many names. */
const history = fc.array(fc.uniqueArray(fc.integer({ min: 1, max: 4 }), { maxLength: 3 }), {
  minLength: 40,
  maxLength: 60,
});

function importHistory(repo: TempRepo, commits: readonly (readonly number[])[]): string[] {
  const text = commits.map((distances, i) => {
    const parents = distances.map((distance) => i - distance).filter((parent) => parent >= 0);
    const [first, ...others] = parents.map((parent) => `:${parent + 1}`);
    const links = `${first === undefined ? '' : `from ${first}\n`}${others.map((mark) => `merge ${mark}\n`).join('')}`;
    const reset = first === undefined ? `reset refs/heads/b${i}\n\n` : '';
    return `${reset}commit refs/heads/b${i}\nmark :${i + 1}\ncommitter a <a@x> ${1_700_000_000 + i} +0000\ndata 0\n${links}\n`;
  });
  execFileSync('git', ['fast-import', '--quiet'], { cwd: repo.directory, input: text.join('') });
  return commits.map((_, i) => repo.git('rev-parse', `refs/heads/b${i}`));
}

/** Reads the commits from their packs, as a history with a finding does. */
async function readFromPacks(repository: Repository): Promise<void> {
  const wanted = { contents: new Set(['1'.repeat(40)]), names: new Set<string>() };
  const asked = { set: { revisions: ['--all'] }, wanted, reach: null };
  expect((await packChanges(repository, await readObjects(repository), asked))?.groups).toEqual([]);
}

describe('tipsContaining', () => {
  it.each([
    ['git', async () => {}],
    ['the packs', readFromPacks],
  ])('says what git branch --contains says, commits read from %s', async (_, prepare) => {
    await fc.assert(
      fc.asyncProperty(history, async (shape) => {
        const repo = makeRepo();
        const commits = importHistory(repo, shape);
        const repository = await openRepository(repo.directory);
        await prepare(repository);
        const tips = await listTips(repository);
        expect(tips).toHaveLength(commits.length);
        // More sets than are looked for in one walk.
        const none = Array.from({ length: 30 }, (): string[] => []);
        const asked = [[commits[0]!], [commits[7]!, commits[30]!], [commits.at(-1)!], ...none, [commits[3]!]];
        const found = asked.map((): number[] => []);
        await tipsContaining(repository, tips, asked, (set, tip) => found[set]!.push(tip));
        for (const [i, set] of asked.entries()) {
          const flags = set.map((commit) => `--contains=${commit}`);
          const names = set.length === 0 ? '' : repo.git('for-each-ref', ...flags, '--format=%(refname)');
          const told = found[i]!.map((tip) => tips[tip]!.name);
          expect(found[i]).toEqual(found[i]!.toSorted((a, b) => a - b));
          expect(told.toSorted()).toEqual(names.split('\n').filter(Boolean).toSorted());
        }
      }),
      { numRuns: 3 },
    );
  });
});

describe('listTips', () => {
  it('knows tags of tags, stash entries, HEADs and refs of other work trees, and no ref that leads to no commit', async () => {
    const repo = makeRepo();
    repo.commit({ f: '1' });
    repo.git('tag', '-a', '-m', 'inner', 'inner');
    repo.git('tag', '-a', '-m', 'outer', 'outer', 'inner');
    repo.git('tag', 'blob', repo.oid('f'));
    for (const text of ['older', 'newer']) repo.write({ f: text }).git('stash', '-q');
    const linked = new TempRepo(path.join(makeTempDirectory(), 'linked'));
    repo.git('worktree', 'add', '-q', '--detach', linked.directory);
    const kept = linked.commit({ w: '1' });
    linked.git('update-ref', 'refs/worktree/kept', kept);
    const names = (tips: readonly { readonly name: string }[]): string[] => tips.map(({ name }) => name);
    const plain = await listTips(await openRepository(repo.directory));
    // The same, loose and in packs, where these have told where tags lead.
    for (const pack of [false, true]) {
      if (pack) repo.git('gc', '-q');
      const read = await openRepository(repo.directory);
      const { graph } = (await readObjects(read)).read;
      expect(commitBehind(graph, repo.git('rev-parse', 'outer'))).toBe(repo.git('rev-parse', 'main'));
      expect(commitBehind(graph, '1'.repeat(40))).toBe(undefined);
      rememberPeeler(read, (oid) => commitBehind(graph, oid));
      expect(await listTips(read)).toEqual(plain);
    }
    expect(names(plain)).toEqual([
      'refs/heads/main',
      'refs/tags/inner',
      'refs/tags/outer',
      'stash@{1}',
      'worktrees/linked/HEAD',
      'worktrees/linked/refs/worktree/kept',
      'refs/stash',
    ]);
    const there = await listTips(await openRepository(linked.directory));
    expect(there.find(({ name }) => name === 'refs/worktree/kept')?.commit).toBe(kept);
    linked.git('update-ref', '-d', 'refs/worktree/kept');
    const detached = await listTips(await openRepository(linked.directory));
    expect(detached.find(({ name }) => name === 'HEAD')?.commit).toBe(kept);
  });
});
