import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createArena } from '../../src/bytes/arena.ts';
import type { ChangeGroup, Wanted } from '../../src/git/changes.ts';
import { type HistoryScope, WHOLE_HISTORY } from '../../src/git/history-scope.ts';
import { EXCLUDED } from '../../src/sources/exclude.ts';
import { openItems } from '../../src/sources/open.ts';
import { type ChangePlan, type ChangeRequest, planChanges } from '../../src/sources/plan-changes.ts';
import type { SourceOptions } from '../../src/sources/source.ts';
import { isolateGit } from '../support/isolate-git.ts';
import { makeRepo, makeTempDirectory, TempRepo } from '../support/temp-repo.ts';

isolateGit();
const cwd = process.cwd();
afterEach(() => process.chdir(cwd));

function optionsOf(repo: TempRepo, more: Partial<SourceOptions> = {}): SourceOptions {
  return { workingDirectory: repo.directory, maxFileSizeBytes: null, exclude: [], ...more };
}

async function plan(repo: TempRepo, request: ChangeRequest, more: Partial<SourceOptions> = {}): Promise<ChangePlan> {
  return planChanges(request, optionsOf(repo, more));
}

/** Reads a plan's items as a thread would: `path=content`, or `path: reason`. */
async function contents({ items }: ChangePlan, options: SourceOptions): Promise<string[]> {
  const told: string[] = [];
  for await (const opened of openItems(items, createArena(), options)) {
    for await (const piece of opened) {
      if ('skip' in piece) told.push(`${piece.skip.path}: ${piece.skip.reason}`);
      else told.push(`${piece.fragment.origin.path}=${Buffer.from(piece.fragment.bytes).toString()}`);
    }
  }
  return told;
}

async function all(groups: AsyncIterable<ChangeGroup>): Promise<ChangeGroup[]> {
  const list: ChangeGroup[] = [];
  for await (const group of groups) list.push(group);
  return list;
}

const staged: ChangeRequest = { kind: 'staged', paths: [] };
const history: ChangeRequest = { kind: 'history', repository: '.', engine: 'packs' };

/** All contents that a plan reads. */
function wantedOf({ items }: ChangePlan): Wanted {
  return contentsOf(...items.flatMap((item) => (item.kind === 'blob' ? [item.oid] : [])));
}

function contentsOf(...oids: readonly string[]): Wanted {
  return { contents: new Set(oids), names: new Set() };
}

describe('planning staged files', () => {
  it('gives each blob once, from a subdirectory too, paths relative to the top', async () => {
    const repo = makeRepo();
    repo.commit({ f: '1' });
    repo.write({ f: 'new', 'd/e/g': 'new', 'd/h': 'other' }).stage();
    for (const workingDirectory of [repo.directory, repo.path('d', 'e')]) {
      const options = optionsOf(repo, { workingDirectory });
      const changes = await planChanges(staged, options);
      expect(await contents(changes, options)).toEqual(['d/e/g=new', 'd/h=other']);
      expect(changes.commits).toBeNull();
      expect((await all(changes.groups(wantedOf(changes))))[0]?.changes.map((each) => each.path)).toEqual([
        'd/e/g',
        'd/h',
        'f',
      ]);
    }
  });

  it('restricts itself to files, folders and globs, but keeps all removals', async () => {
    const repo = makeRepo();
    repo.commit({ gone: '1' });
    repo.write({ 'a.ts': 'a', 'd/b.ts': 'b', 'd/c.js': 'c' }).remove('gone').stage();
    const ask = async (paths: string[], workingDirectory = repo.directory): Promise<string[]> => {
      const options = optionsOf(repo, { workingDirectory });
      const changes = await planChanges({ kind: 'staged', paths }, options);
      const [group] = await all(changes.groups(wantedOf(changes)));
      return [...(group?.changes ?? []), ...(group?.removals ?? [])].map((each) => each.path);
    };
    expect(await ask(['a.ts'])).toEqual(['a.ts', 'gone']);
    expect(await ask(['d'])).toEqual(['d/b.ts', 'd/c.js', 'gone']);
    expect(await ask(['d/*.ts'])).toEqual(['d/b.ts', 'gone']);
    expect(await ask([repo.path('d', 'c.js')])).toEqual(['d/c.js', 'gone']);
    expect(await ask(['b.ts', '../a.ts'], repo.path('d'))).toEqual(['a.ts', 'd/b.ts', 'gone']);
    expect(await ask(['*.py'])).toEqual([]);
    expect(await ask(['gone', 'a.ts'])).toEqual(['a.ts', 'gone']);
    for (const path of ['nothing', '../nothing', '/nothing/at/all'])
      await expect(ask([path])).rejects.toThrow(`${path}: no such file or directory`);
    const fresh = makeRepo().write({ a: 'a' }).stage();
    const planned = planChanges({ kind: 'staged', paths: ['nothing'] }, optionsOf(fresh));
    await expect(planned).rejects.toThrow('nothing: no such file or directory');
    const entrance = new TempRepo(makeTempDirectory()).link('entrance', repo.directory).path('entrance');
    expect(await ask(['c.js', '.'], path.join(entrance, 'd'))).toEqual(['d/b.ts', 'd/c.js', 'gone']);
  });

  it('names what is excluded, in conflict, binary or elsewhere', async () => {
    const repo = makeRepo();
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'ab'.repeat(32)}\nsize 178\n`;
    repo
      .write({
        'x.min.js': '1',
        'fixtures/k': '2',
        'big.bin': Buffer.from(Array.from({ length: 2048 }, (_, i) => (i * 7) % 256)),
        'big.xml': pointer,
        ok: 'ok',
      })
      .stage();
    const options = optionsOf(repo, { exclude: ['*.min.js', 'fixtures'] });
    const changes = await planChanges(staged, options);
    expect(changes.skips).toEqual([
      { path: 'fixtures/k', kind: 'skip', reason: EXCLUDED },
      { path: 'x.min.js', kind: 'skip', reason: EXCLUDED },
    ]);
    const told = await contents(changes, options);
    expect(told).toContain('big.bin: binary');
    expect(told.filter((each) => each.startsWith('big.xml:')).join()).toContain('LFS');
    expect(told).toContain('ok=ok');
  });

  it('keeps groups to what is wanted', async () => {
    const repo = makeRepo();
    repo.write({ a: '1', b: '2' }).stage();
    const changes = await plan(repo, staged);
    const wanted = repo.oid('b', '');
    expect((await all(changes.groups(contentsOf(wanted))))[0]?.changes.map((each) => each.path)).toEqual(['b']);
    expect(await all(changes.groups(contentsOf()))).toEqual([]);
  });

  it('fails outside a repository', async () => {
    const directory = makeTempDirectory();
    const options: SourceOptions = { workingDirectory: directory, maxFileSizeBytes: null, exclude: [] };
    await expect(planChanges(staged, options)).rejects.toMatchObject({ code: 'no-repository' });
    await expect(planChanges(history, options)).rejects.toMatchObject({ code: 'no-repository' });
  });
});

describe('planning a range', () => {
  it('reads what was added and taken away again, and what a side branch had', async () => {
    const repo = makeRepo();
    repo.commit({ f: '1' });
    repo.git('tag', 'BASE');
    repo.commit({ gone: 'secret' });
    repo.remove('gone').commit();
    repo.git('checkout', '-q', '-b', 'side', 'BASE');
    repo.commit({ s: 'side' });
    repo.git('checkout', '-q', 'main');
    repo.git('merge', '-q', '--no-ff', '-m', 'merge', 'side');
    const changes = await plan(repo, { kind: 'range', range: 'BASE..HEAD' });
    expect((await contents(changes, optionsOf(repo))).sort()).toEqual(['gone=secret', 's=side']);
    expect(changes).toMatchObject({ commits: 4, skips: [] });
    const secret = repo.oid('gone', 'HEAD^1^');
    const groups = await all(changes.groups(contentsOf(secret)));
    expect(groups.map(({ commit }) => commit)).toEqual([repo.head('HEAD^1^')]);
    // Once more: a plan's groups are read anew each time.
    expect(await all(changes.groups(contentsOf(secret)))).toEqual(groups);
  });

  it('notes an empty range and submodules', async () => {
    const repo = makeRepo();
    const lib = makeRepo();
    lib.commit({ x: '1' });
    repo.commit({ f: '1' });
    expect((await plan(repo, { kind: 'range', range: 'HEAD..HEAD' })).notes).toEqual(['HEAD..HEAD has no commits']);
    repo.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', `file://${lib.directory}`, 'lib');
    repo.commit();
    const changes = await plan(repo, { kind: 'range', range: 'HEAD~1..HEAD' });
    expect(changes.notes.join()).toContain('lib is a submodule');
    expect(changes.items.map((each) => each.path)).toEqual(['.gitmodules']);
  });

  it('reads the annotated tags that its tip is named by, also where no commit is new', async () => {
    const repo = makeRepo();
    repo.commit({ f: '1' });
    const base = repo.head();
    repo.git('tag', '-a', 'inner', '-m', 'inner notes');
    repo.git('tag', '-a', 'outer', '-m', 'outer notes', 'inner');
    repo.git('tag', 'light');
    const tagsOf = async (range: string): Promise<(string | null)[]> => {
      const { texts } = await plan(repo, { kind: 'range', range });
      return texts.flatMap((text) => (text.kind === 'blob' && text.originKind === 'tag' ? [text.path] : []));
    };
    expect(await tagsOf(`${base}..outer`)).toEqual(['outer', 'inner']);
    expect(await tagsOf(`${base}..${repo.git('rev-parse', 'inner')}`)).toEqual(['inner']);
    for (const tip of ['light', 'outer^{commit}', 'HEAD']) expect(await tagsOf(`${base}..${tip}`)).toEqual([]);
    expect(await tagsOf('outer..HEAD')).toEqual([]);
  });

  it('is incomplete where a shallow clone ends within it', async () => {
    const repo = makeRepo();
    for (let index = 0; index < 4; index++) repo.commit({ f: `${index}` });
    const shallow = repo.clone('--depth=1');
    shallow.git('-c', 'protocol.file.allow=always', 'fetch', '-q', '--depth=1', 'origin', repo.head('HEAD~2'));
    const changes = await plan(shallow, { kind: 'range', range: `${repo.head('HEAD~2')}..HEAD` });
    expect(changes.skips).toMatchObject([{ kind: 'failure', reason: expect.stringContaining('--unshallow') }]);
  });
});

describe('planning a history', () => {
  it('reads all refs of another directory, bare too, and says what is missing', async () => {
    const repo = makeRepo();
    repo.commit({ f: '1' });
    repo.commit({ f: '2' });
    repo.git('checkout', '-q', '-b', 'dev');
    repo.commit({ d: 'dev' });
    const bare = repo.clone('--bare');
    const options: SourceOptions = { workingDirectory: makeTempDirectory(), maxFileSizeBytes: null, exclude: [] };
    for (const repository of [repo.directory, bare.directory]) {
      const changes = await planChanges({ kind: 'history', repository, engine: 'packs' }, options);
      expect((await contents(changes, options)).sort()).toEqual(['d=dev', 'f=1', 'f=2']);
      expect(changes).toMatchObject({ commits: 3, notes: [], skips: [] });
      expect((await all(changes.groups(wantedOf(changes)))).map((group) => group.changes.length)).toEqual([1, 1, 1]);
    }
    repo.git('config', 'uploadpack.allowFilter', 'true');
    const partial = repo.clone('--filter=blob:none', '--no-checkout');
    const changes = await planChanges({ kind: 'history', repository: partial.directory, engine: 'packs' }, options);
    expect(changes.skips).toMatchObject([
      { kind: 'failure', reason: expect.stringContaining('3 objects are not in this partial clone') },
    ]);
  });

  it('is incomplete where a shallow clone ends within it, and notes a repository without commits', async () => {
    const repo = makeRepo();
    expect(await plan(repo, history)).toMatchObject({ commits: 0, notes: ['the repository has no commits'] });
    repo.commit({ f: '1' });
    repo.commit({ f: '2' });
    repo.git('checkout', '-q', '--orphan', 'whole');
    repo.commit({ g: '1' });
    const shallow = repo.clone('--depth=1', '--no-single-branch');
    const gap = [{ kind: 'failure', path: '.', reason: expect.stringContaining('--unshallow') }];
    const scoped = (scope: Partial<HistoryScope>, engine: 'packs' | 'plain' = 'packs'): Promise<ChangePlan> =>
      plan(shallow, { kind: 'history', repository: '.', engine, scope: { ...WHOLE_HISTORY, ...scope } });
    for (const engine of ['packs', 'plain'] as const) {
      expect((await scoped({}, engine)).skips).toMatchObject(gap);
      expect((await scoped({ branches: ['whole'] }, engine)).skips).toEqual([]);
    }
    expect((await scoped({ unreachable: true })).skips).toMatchObject(gap);
    expect((await scoped({ sinceSeconds: 0 })).skips).toMatchObject(gap);
    expect((await scoped({ sinceSeconds: 2_000_000_000 })).skips).toEqual([]);
    expect((await plan(repo, history)).skips).toEqual([]);
  });

  it('fails on a damaged object, and does not pass it by', async () => {
    const repo = makeRepo();
    repo.commit({ f: '1' });
    const oid = repo.oid('f');
    repo.remove(`.git/objects/${oid.slice(0, 2)}/${oid.slice(2)}`);
    const changes = await plan(repo, history);
    expect(changes.skips).toMatchObject([{ kind: 'failure', reason: expect.stringContaining('git fsck') }]);
  });
});
