/** Which part of a history is read: branches, dates, and what nothing refers to. */
import { describe, expect, it } from 'vitest';
import type { HistoryScope } from '../../src/git/history-scope.ts';
import { type ChangePlan, planChanges } from '../../src/sources/plan-changes.ts';
import { runCli } from '../support/run-cli.ts';
import { isolateGit } from '../support/isolate-git.ts';
import { makeRepo, type TempRepo } from '../support/temp-repo.ts';

isolateGit();

function plan(repo: TempRepo, scope: Partial<HistoryScope>): Promise<ChangePlan> {
  const options = { workingDirectory: repo.directory, maxFileSizeBytes: null, exclude: [] };
  const whole = { branches: [], sinceSeconds: null, unreachable: false, ...scope };
  return planChanges({ kind: 'history', repository: '.', engine: 'plain', scope: whole }, options);
}

/** Contents of the blobs, sorted. */
function blobs(repo: TempRepo, { items }: ChangePlan): string[] {
  return items.map((item) => (item.kind === 'blob' ? repo.git('cat-file', 'blob', item.oid) : '')).sort();
}

/** The commits that bring in some content, as reports attribute it. */
async function attributed({ groups, items }: ChangePlan): Promise<(string | null)[]> {
  const commits: (string | null)[] = [];
  const contents = new Set(items.flatMap((item) => (item.kind === 'blob' ? [item.oid] : [])));
  const wanted = { contents, names: new Set<string>() };
  for await (const group of groups(wanted)) commits.push(group.commit);
  return commits;
}

function dated(repo: TempRepo, day: string, files: Readonly<Record<string, string>>): string {
  repo.write(files).stage();
  const date = `${day}T12:00:00Z`;
  repo.gitWith({ GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date }, 'commit', '-q', '-m', day);
  return repo.head();
}

const secondsOf = (day: string): number => Date.parse(day) / 1000;

describe('the scope of a history', () => {
  it('is what the named branches reach, local or remote, and no other ref', async () => {
    const repo = makeRepo();
    repo.commit({ f: 'main' });
    repo.git('checkout', '-q', '-b', 'dev');
    const dev = repo.commit({ d: 'dev' });
    repo.git('checkout', '-q', '-b', 'other', 'main');
    repo.commit({ o: 'other' });
    repo.git('update-ref', 'refs/remotes/origin/far', dev);
    repo.git('tag', '-a', '-m', 'a tag', 'v1');
    const one = await plan(repo, { branches: ['dev'] });
    expect(blobs(repo, one)).toEqual(['dev', 'main']);
    expect(one.texts.map((item) => ('originKind' in item ? item.originKind : item.kind))).toEqual([
      'commit-message',
      'commit-message',
    ]);
    expect(one.notes.join()).toContain('only what dev reaches');
    expect(blobs(repo, await plan(repo, { branches: ['origin/far', 'other'] }))).toEqual(['dev', 'main', 'other']);
    await expect(plan(repo, { branches: ['nope'] })).rejects.toMatchObject({ code: 'not-found' });
    await expect(plan(repo, { branches: ['--all'] })).rejects.toMatchObject({ code: 'not-found' });
  });

  it.each(['plain', 'packs'] as const)(
    'is an annotated tag with its message, where one is named (%s)',
    async (engine) => {
      const repo = makeRepo();
      repo.commit({ f: 'main' });
      repo.git('tag', '-a', '-m', 'inner', 'inner');
      repo.git('tag', '-a', '-m', 'outer', 'v1', 'inner');
      repo.git('tag', '-a', '-m', 'another', 'v2');
      repo.git('repack', '-adq');
      const options = { workingDirectory: repo.directory, maxFileSizeBytes: null, exclude: [] };
      const tagsOf = async (scope: Partial<HistoryScope>): Promise<(string | null)[]> => {
        const whole = { branches: [], sinceSeconds: null, unreachable: false, ...scope };
        const { texts } = await planChanges({ kind: 'history', repository: '.', engine, scope: whole }, options);
        return texts.flatMap((item) => ('originKind' in item && item.originKind === 'tag' ? [item.path] : []));
      };
      expect(await tagsOf({ branches: ['v1'] })).toEqual(['v1', null]);
      expect(await tagsOf({ branches: ['refs/tags/v2', 'main'] })).toEqual(['v2']);
      expect(await tagsOf({ branches: ['main'] })).toEqual([]);
      expect(await tagsOf({ branches: ['v1'], sinceSeconds: secondsOf('2000-01-01') })).toEqual(['v1']);
    },
  );

  it('is what young commits bring in, also where they stand behind older ones', async () => {
    const repo = makeRepo();
    dated(repo, '2020-01-01', { a: 'old' });
    dated(repo, '2026-05-02', { b: 'young' });
    const skewed = dated(repo, '2019-01-01', { c: 'clock of 2019' });
    for (let day = 1; day < 9; day++) dated(repo, `2019-02-0${day}`, { [`x${day}`]: `x${day}` });
    dated(repo, '2026-05-03', { d: 'younger' });
    const since = await plan(repo, { sinceSeconds: secondsOf('2026-05-02') });
    expect(blobs(repo, since)).toEqual(['young', 'younger']);
    expect(since.commits).toBe(2);
    const groups = await attributed(since);
    expect(groups).not.toContain(skewed);
    expect(groups).toHaveLength(2);
    const none = await plan(repo, { sinceSeconds: secondsOf('2030-01-01') });
    expect(none).toMatchObject({ commits: 0, items: [], notes: ['no commit is that young'] });
  });

  it('is everything that is there, with the paths of commits that nothing refers to', async () => {
    const repo = makeRepo();
    repo.commit({ f: 'one' });
    const gone = repo.commit({ 'd/gone': 'gone' });
    repo.git('reset', '-q', '--hard', 'HEAD~1');
    repo.git('reflog', 'expire', '--expire=now', '--all');
    repo.remove('.git/ORIG_HEAD');
    expect(blobs(repo, await plan(repo, {}))).toEqual(['one']);
    repo.write({ dangling: 'dangling' }).stage();
    repo.git('reset', '-q');
    const all = await plan(repo, { unreachable: true });
    expect(blobs(repo, all)).toEqual(['dangling', 'gone', 'one']);
    expect(await attributed(all)).toContain(gone);
  });

  it('reads what is left where such a commit is not whole any more, and says so', async () => {
    const repo = makeRepo();
    repo.commit({ f: 'one' });
    repo.commit({ f: 'two' });
    const gone = repo.commit({ gone: 'gone' });
    const parent = repo.head('HEAD~1');
    const start = repo.head('HEAD~2');
    repo.git('checkout', '-q', '-B', 'main', start);
    repo.remove('.git/logs', '.git/ORIG_HEAD', `.git/objects/${parent.slice(0, 2)}/${parent.slice(2)}`);
    const all = await plan(repo, { unreachable: true });
    expect(blobs(repo, all)).toEqual(['gone', 'one', 'two']);
    expect(all.notes.join()).toContain('not whole any more');
    expect(all.texts.some((item) => item.kind === 'blob' && item.oid === gone)).toBe(true);
  });

  it.each([
    [['--branch', 'main', '--all'], '--branch and --all contradict'],
    [['--branch', 'main', '--unreachable'], '--branch and --unreachable contradict'],
    [['--since', 'yesterday'], '--since: yesterday is no date'],
    [['--since', '2026-02-30'], '--since: 2026-02-30 is no date'],
    [['--branch', 'nope'], 'no branch is named nope'],
  ])('%s is a mistake that is named', async (options, words) => {
    const repo = makeRepo();
    repo.commit({ f: '1' });
    const ended = await runCli(['history', ...options], { cwd: repo.directory });
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain(words);
  });

  it('is told in the receipt', async () => {
    const repo = makeRepo();
    repo.commit({ f: '1' });
    const options = ['--since', '2020-02-29', '--unreachable', '--format', 'json'];
    const { code, stdout } = await runCli(['history', ...options], { cwd: repo.directory });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      receipt: { asked: 'history of . since 2020-02-29T00:00:00Z with all that nothing refers to', commits: 1 },
    });
  });
});
