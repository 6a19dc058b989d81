import { cpSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { isolateGit } from '../../support/isolate-git.ts';
import { makeRepo, makeTempDirectory, TempRepo } from '../../support/temp-repo.ts';
import { gitInput, listByGit, rebuildAll } from './pack-support.ts';

isolateGit();

/** Text that changes a little each time, so that packing makes deltas of it. */
function page(version: number, lines = 200): string {
  return Array.from({ length: lines }, (_, line) => {
    const changed = (line * 7 + version * 13) % 50 === 0;
    return `line ${line} of the page ${changed ? `as of version ${version}` : 'as it always was'}\n`;
  }).join('');
}

const built = new Map<number, TempRepo>();

/** A history with long and short files, binary ones, folders, a tag, a merge; built once and copied. */
function makeHistory(commits = 8): TempRepo {
  const original = built.get(commits) ?? buildHistory(commits);
  built.set(commits, original);
  const copy = makeTempDirectory();
  cpSync(original.directory, copy, { recursive: true });
  return new TempRepo(copy);
}

function buildHistory(commits: number): TempRepo {
  const repo = makeRepo();
  for (let version = 0; version < commits; version++) {
    repo.commit(
      {
        'page.txt': page(version),
        'long.txt': page(version * 3, 3000),
        [`deep/er/folder/${version % 5}.txt`]: page(version + 100, 40),
        'blob.bin': Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * i * (1 + (i % (version + 2)))) & 255)),
        [`empty${version}`]: '',
      },
      `version ${version}`,
    );
  }
  repo.git('tag', '-a', 'v1', '-m', 'a tag with a message');
  repo.git('checkout', '-q', '-b', 'side', 'HEAD~3');
  repo.commit({ 'side.txt': page(7) });
  repo.git('checkout', '-q', 'main');
  repo.git('merge', '-q', '--no-edit', 'side');
  return repo;
}

/** Writes the alternates of a repository. */
function borrow(repo: TempRepo, text: string): void {
  mkdirSync(repo.path('.git/objects/info'), { recursive: true });
  writeFileSync(repo.path('.git/objects/info/alternates'), `${text}\n`);
}

async function expectSameAsGit(repo: TempRepo): Promise<Awaited<ReturnType<typeof rebuildAll>>> {
  const rebuilt = await rebuildAll(repo.directory);
  expect(rebuilt.refusals).toEqual([]);
  expect(rebuilt.store.refusedPacks).toEqual([]);
  expect(rebuilt.store.forest.unread).toEqual([]);
  const byGit = listByGit(repo);
  expect(rebuilt.objects.size).toBe(byGit.size);
  expect(new Map([...rebuilt.objects].sort())).toEqual(new Map([...byGit].sort()));
  return rebuilt;
}

describe('every object is as git has it', () => {
  it.each([
    [1, 2],
    [10, 5],
    [50, 50],
    [250, 250],
  ])('packed with depth %i and window %i', async (depth, window) => {
    const repo = makeHistory(25);
    repo.git('repack', '-adfq', `--depth=${depth}`, `--window=${window}`);
    const { edited } = await expectSameAsGit(repo);
    if (depth > 1) expect(edited).toBeGreaterThan(20);
    const plain = await rebuildAll(repo.directory, { plain: true, checkCrc: true });
    expect(plain.objects).toEqual((await rebuildAll(repo.directory, { checkCrc: true })).objects);
    expect(plain.refusals).toEqual([]);
  });

  it('loose only, and of an empty repository none', async () => {
    await expectSameAsGit(makeHistory());
    const { objects } = await rebuildAll(makeRepo().directory);
    expect(objects.size).toBe(0);
  });

  it.each(['0', '1', '9'])('packed at compression level %s', async (level) => {
    const repo = makeHistory();
    repo.git('-c', `pack.compression=${level}`, 'repack', '-adfFq');
    await expectSameAsGit(repo);
  });

  it('in several packs that hold some objects twice, a kept one among them, with loose ones', async () => {
    const repo = makeHistory();
    repo.git('repack', '-adq');
    const kept = readdirSync(repo.path('.git/objects/pack')).find((name) => name.endsWith('.pack'))!;
    writeFileSync(repo.path('.git/objects/pack', kept.replace(/pack$/, 'keep')), '');
    for (let version = 50; version < 55; version++) repo.commit({ 'page.txt': page(version) });
    repo.git('repack', '-dq');
    const ids = repo
      .git('rev-list', '--objects', '--all')
      .split('\n')
      .map((line) => line.slice(0, 40));
    gitInput(repo, `${ids.slice(0, 40).join('\n')}\n`, 'pack-objects', '-q', repo.path('.git/objects/pack/pack'));
    repo.commit({ 'page.txt': page(99) });
    const { store } = await expectSameAsGit(repo);
    expect(store.table.packs.length).toBeGreaterThanOrEqual(3);
    expect(store.loose.length).toBeGreaterThan(0);
    expect(store.table.count).toBeGreaterThan(listByGit(repo).size - store.loose.length);
  });

  it('with a multi-pack-index', async () => {
    const repo = makeHistory();
    repo.git('repack', '-dq');
    repo.commit({ 'page.txt': page(60) });
    repo.git('repack', '-dq');
    repo.git('multi-pack-index', 'write');
    await expectSameAsGit(repo);
  });

  it('fetched as thin packs, whose bases were appended', async () => {
    const origin = makeHistory();
    const clone = origin.clone();
    for (let round = 0; round < 3; round++) {
      for (let version = 0; version < 5; version++) {
        origin.commit({ 'page.txt': page(70 + round * 5 + version), 'long.txt': page(round * 5 + version, 3000) });
      }
      clone.git('-c', 'fetch.unpackLimit=1', '-c', 'protocol.file.allow=always', 'fetch', '-q');
    }
    const { store } = await expectSameAsGit(clone);
    expect(store.table.packs.length).toBeGreaterThanOrEqual(4);
  });

  it('with reference deltas, their base before or after them', async () => {
    const repo = makeHistory();
    repo.git('-c', 'repack.useDeltaBaseOffset=false', 'repack', '-adfq', '--depth=50');
    await expectSameAsGit(repo);
  });

  it('with 64-bit offsets in the index', async () => {
    const repo = makeHistory();
    repo.git('repack', '-adq');
    const pack = readdirSync(repo.path('.git/objects/pack')).find((name) => name.endsWith('.pack'))!;
    const index = pack.replace(/pack$/, 'idx');
    const made = repo.path('.git/objects/pack/made.idx');
    // Offsets from 300 on go to the second table.
    repo.git('index-pack', '--index-version=2,0x12c', '-o', made, repo.path('.git/objects/pack', pack));
    renameSync(made, repo.path('.git/objects/pack', index));
    await expectSameAsGit(repo);
  });

  it('borrowed from alternates of alternates, in a cycle', async () => {
    const origin = makeHistory();
    origin.git('repack', '-adq');
    const [middle, last] = [makeRepo(), makeRepo()];
    borrow(middle, origin.path('.git/objects'));
    middle.commit({ 'middle.txt': page(3) });
    borrow(last, `# a comment\n${middle.path('.git/objects')}`);
    borrow(origin, last.path('.git/objects'));
    last.commit({ 'last.txt': page(4) });
    await expectSameAsGit(last);
  });

  it('borrowed through a quoted and a relative path', async () => {
    const origin = makeHistory();
    origin.git('repack', '-adq');
    const odd = path.join(makeTempDirectory(), 'a "quoted"\tdir');
    renameSync(origin.directory, odd);
    const moved = new TempRepo(odd);
    const repo = makeRepo();
    borrow(repo, `"${odd.replaceAll('"', '\\"').replaceAll('\t', '\\t')}/.git/objects"`);
    const second = makeRepo();
    borrow(second, path.relative(second.path('.git/objects'), repo.path('.git/objects')));
    expect((await rebuildAll(second.directory)).objects).toEqual((await rebuildAll(moved.directory)).objects);
    expect((await rebuildAll(repo.directory)).objects.size).toBe(listByGit(moved).size);
  });

  it('in a bare clone with bitmaps and a reverse index, and in a linked work tree', async () => {
    const origin = makeHistory();
    const bare = origin.clone('--bare');
    bare.git('-c', 'pack.writeReverseIndex=true', 'repack', '-adbq');
    await expectSameAsGit(bare);
    const tree = path.join(makeTempDirectory(), 'tree');
    origin.git('worktree', 'add', '-q', tree);
    await expectSameAsGit(new TempRepo(tree));
  });
});
