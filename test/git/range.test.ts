import { describe, expect, it } from 'vitest';
import { resolveRange } from '../../src/git/range.ts';
import { openRepository } from '../../src/git/repository.ts';
import { isolateGit } from '../support/isolate-git.ts';
import { makeRepo, type TempRepo } from '../support/temp-repo.ts';

isolateGit();

async function resolve(repo: TempRepo, range: string): ReturnType<typeof resolveRange> {
  return resolveRange(await openRepository(repo.directory), range);
}

function line(commits: number): TempRepo {
  const repo = makeRepo();
  for (let index = 0; index < commits; index++) repo.commit({ f: `${index}` });
  return repo;
}

describe('resolveRange', () => {
  it('counts the commits that the tip has and the base has not', async () => {
    const repo = line(4);
    repo.git('tag', 'BASE', 'HEAD~2');
    for (const range of ['BASE..HEAD', 'BASE...HEAD', 'BASE..', 'HEAD~2..main', ' BASE .. HEAD ']) {
      expect(await resolve(repo, range)).toMatchObject({
        commits: [{ parents: [repo.head('BASE')] }, { oid: repo.head() }],
        notes: [],
        gap: null,
      });
    }
    expect(await resolve(repo, 'HEAD..BASE')).toMatchObject({ commits: [] });
  });

  it('says what of a rebased branch is on the main branch too, when the base is an id', async () => {
    const origin = line(2);
    const clone = origin.clone();
    clone.git('checkout', '-q', '-b', 'topic');
    const before = clone.commit({ own: '1' });
    origin.commit({ theirs: '1' });
    origin.commit({ theirs: '2' });
    clone.git('-c', 'protocol.file.allow=always', 'fetch', '-q');
    clone.git('rebase', '-q', 'origin/main');
    const notes = async (range: string): Promise<readonly string[]> => (await resolve(clone, range)).notes;
    const said = '2 of the 3 commits are on origin/main too: tightlip range origin/main..topic leaves them out';
    expect(await notes(`${before}..topic`)).toEqual([said]);
    const main = clone.head('origin/main');
    for (const range of [
      'origin/main..topic',
      `${main}..topic`,
      `${clone.head('main')}..${main}`,
      `${main}~2..${main}`,
    ])
      expect(await notes(range)).toEqual([]);
    clone.git('remote', 'set-head', 'origin', '--delete');
    expect(await notes(`${before}..topic`)).toEqual([]);
  });

  it('names what a tag leads to that is no commit', async () => {
    const repo = line(2);
    repo.git('tag', 'of-a-tree', 'HEAD^{tree}');
    repo.git('tag', '-a', '-m', 'a key', 'of-a-file', repo.oid('f'));
    const sentence = /leads to a tree or a file, not to a commit: range reads commits/;
    for (const tip of ['of-a-tree', 'of-a-file', repo.oid('f')])
      await expect(resolve(repo, `HEAD..${tip}`)).rejects.toThrow(sentence);
    await expect(resolve(repo, `HEAD..${'1'.repeat(40)}`)).rejects.toThrow(/is not in this clone/);
    await expect(resolve(repo, 'HEAD..nothing')).rejects.toThrow(/no commit, branch or tag is named nothing/);
  });

  it('takes a tip of zeros, as a deleted branch is pushed, for one that brings in nothing', async () => {
    const { commits, gap } = await resolve(line(2), `HEAD..${'0'.repeat(40)}`);
    expect({ commits, gap }).toEqual({ commits: [], gap: null });
  });

  it('takes what lies before the first commit, the zero id and the empty tree for nothing', async () => {
    const repo = line(2);
    repo.git('tag', 'FIRST', 'HEAD~1');
    const emptyTree = repo.git('hash-object', '-t', 'tree', '--stdin').trim();
    const bases = ['FIRST^', 'FIRST~1', 'FIRST~', 'HEAD~7', 'HEAD^^^', 'main~1^1~3', '0'.repeat(40), emptyTree];
    for (const range of bases.map((base) => `${base}..HEAD`)) {
      const resolved = await resolve(repo, range);
      expect(resolved).toMatchObject({ commits: { length: 2 } });
      expect(resolved.notes).toHaveLength(1);
    }
  });

  it.each([
    ['main', 'usage', 'BASE..HEAD'],
    ['..HEAD', 'usage', '..HEAD has no base'],
    ['...', 'usage', 'is the variable for the base empty?'],
    ['@{u}..HEAD', 'not-found', 'write origin/main..HEAD'],
    ['HEAD^2..HEAD', 'not-found', 'HEAD^2'],
    ['nope~3..HEAD', 'not-found', 'nope~3'],
    ['nope..HEAD', 'not-found', 'nope'],
    ['HEAD..nope', 'not-found', 'nope'],
    ['--all..HEAD', 'not-found', '--all'],
    ['HEAD..^HEAD', 'not-found', '^HEAD'],
    ['HEAD..main..HEAD', 'not-found', 'main..HEAD'],
    ['HEAD~1..:/nothing like that', 'not-found', 'nothing like that'],
    [`${'12'.repeat(20)}..HEAD`, 'incomplete', `git fetch origin ${'12'.repeat(20)}`],
    ['upstream/rel/1..HEAD', 'incomplete', 'git fetch upstream rel/1:refs/remotes/upstream/rel/1'],
    ['elsewhere/main..HEAD', 'not-found', 'elsewhere/main'],
  ])('%s ends with %s', async (range, code, words) => {
    const repo = line(2);
    repo.git('remote', 'add', 'origin', 'https://host.invalid/o');
    repo.git('remote', 'add', 'upstream', 'https://host.invalid/u');
    await expect(resolve(repo, range)).rejects.toMatchObject({ code, message: expect.stringContaining(words) });
  });

  it('says so before the first commit', async () => {
    await expect(resolve(makeRepo(), 'main..HEAD')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('takes the first commit of all for no edge of a shallow clone, which lists it as one', async () => {
    const repo = makeRepo();
    repo.commit({ f: '1' });
    const shallow = repo.clone('--depth=1');
    expect(shallow.git('rev-parse', '--is-shallow-repository')).toBe('true');
    expect(await resolve(shallow, `${'0'.repeat(40)}..HEAD`)).toMatchObject({ commits: { length: 1 }, gap: null });
  });

  it('tells that a shallow clone ends within the range, and what lies beyond its edge', async () => {
    const repo = line(5);
    const shallow = repo.clone('--depth=2');
    await expect(resolve(shallow, `${repo.head('HEAD~3')}..HEAD`)).rejects.toMatchObject({ code: 'incomplete' });
    await expect(resolve(shallow, 'HEAD~3..HEAD')).rejects.toMatchObject({
      code: 'incomplete',
      message: expect.stringContaining('--unshallow'),
    });
    expect(await resolve(shallow, 'HEAD~1..HEAD')).toMatchObject({ commits: { length: 1 }, gap: null });
    // The base was fetched on its own: what lies between is missing.
    shallow.git('-c', 'protocol.file.allow=always', 'fetch', '-q', '--depth=1', 'origin', repo.head('HEAD~3'));
    const cut = await resolve(shallow, `${repo.head('HEAD~3')}..HEAD`);
    expect(cut.gap).toContain('git fetch --unshallow origin');
    expect(cut.notes.join()).toContain('no common ancestor');
  });
});
