import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ChangeGroup } from '../../../src/git/changes.ts';
import { commitChanges } from '../../../src/git/commit-changes.ts';
import { openObjectStore } from '../../../src/git/pack/object-store.ts';
import { packChanges } from '../../../src/git/pack/pack-changes.ts';
import { wholeHistory } from '../../../src/git/reachable.ts';
import { openRepository } from '../../../src/git/repository.ts';
import { isolateGit } from '../../support/isolate-git.ts';
import { makeRepo, TempRepo } from '../../support/temp-repo.ts';
import { gitInput } from './pack-support.ts';

isolateGit();

/** Numbers from a seed. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const NAMES = ['a', 'a-b', 'a/b', 'a/c', 'd/e/f', 'd/e', 'ä/ö', 'with space', 'z'];

type Files = ReadonlyMap<string, { readonly mode: string; readonly content: string }>;

/** Writes, replaces, removes or links one path; folders give way to files and files to folders. */
function changeOne(files: Files, next: (below: number) => number): Files {
  const name = NAMES[next(NAMES.length)]!;
  const clash = (other: string): boolean =>
    other === name || other.startsWith(`${name}/`) || name.startsWith(`${other}/`);
  const changed = new Map([...files].filter(([other]) => !clash(other)));
  const kind = next(10);
  if (kind < 2) return changed;
  const mode = kind === 2 ? '120000' : kind === 3 ? '100755' : '100644';
  return changed.set(name, { mode, content: `content ${next(6)}` });
}

/** A history of forks, merges (octopus ones too) with and without changes of their own, moves and modes. */
function randomHistory(seed: number, commits: number): TempRepo {
  const next = random(seed);
  const repo = makeRepo();
  const trees: Files[] = [new Map([['a', { mode: '100644', content: 'root' }]])];
  const stream: string[] = [];
  for (let i = 0; i < commits; i++) {
    const from = i === 0 || next(20) === 0 ? -1 : next(3) === 0 ? next(i) : i - 1;
    const others = i > 1 && next(4) === 0 ? [...new Set(Array.from({ length: 1 + next(3) }, () => next(i)))] : [];
    let files: Files = new Map([...others.slice(0, 1).flatMap((other) => [...trees[other]!]), ...(trees[from] ?? [])]);
    if (others.length > 0) files = withoutClashes(files);
    for (let n = next(4); n > 0; n--) files = changeOne(files, next);
    trees[i] = files;
    const date = `${1_700_000_000 + (next(3) === 0 ? next(5000) : i * 60)} +0${next(9)}00`;
    stream.push(`commit refs/heads/b${next(5)}`, `mark :${i + 1}`, `author A <a@b.invalid> ${date}`);
    stream.push(`committer C <c@d.invalid> ${date}`, 'data 1', 'm');
    if (from >= 0) stream.push(`from :${from + 1}`);
    else stream.push(`from ${'0'.repeat(40)}`);
    for (const other of others) if (other !== from) stream.push(`merge :${other + 1}`);
    stream.push('deleteall');
    for (const [name, { mode, content }] of files) {
      stream.push(`M ${mode} inline "${name}"`, `data ${Buffer.byteLength(content)}`, content);
    }
  }
  for (let i = 0; i < commits; i += 7) stream.push(`reset refs/tags/t${i}`, `from :${i + 1}`, '');
  gitInput(repo, `${stream.join('\n')}\n`, 'fast-import', '--quiet', '--force');
  repo.git('symbolic-ref', 'HEAD', 'refs/heads/b0');
  return repo;
}

/** Of a file and a folder of one name, the one that was entered last. */
function withoutClashes(files: Files): Files {
  const kept = new Map<string, { mode: string; content: string }>();
  for (const [name, file] of files) {
    for (const other of kept.keys()) {
      if (other.startsWith(`${name}/`) || name.startsWith(`${other}/`)) kept.delete(other);
    }
    kept.set(name, file);
  }
  return kept;
}

function blobsOf(repo: TempRepo): string[] {
  const lines = repo.git('cat-file', '--batch-all-objects', '--batch-check=%(objecttype) %(objectname)').split('\n');
  return lines.filter((line) => line.startsWith('blob ')).map((line) => line.slice('blob '.length));
}

async function bothWays(repo: TempRepo, wanted: readonly string[]): Promise<[ChangeGroup[] | null, ChangeGroup[]]> {
  const repository = await openRepository(repo.directory);
  const set = await wholeHistory(repository);
  const plain: ChangeGroup[] = [];
  const asked = new Set(wanted);
  for await (const group of commitChanges(repository, set, { wanted: (oid) => asked.has(oid) })) plain.push(group);
  return [await packChanges(repository, openObjectStore(repository), set, wanted), plain];
}

async function expectEqual(repo: TempRepo, wanted = blobsOf(repo)): Promise<ChangeGroup[]> {
  const [packed, plain] = await bothWays(repo, wanted);
  expect(packed).toEqual(plain);
  return plain;
}

describe('packChanges equals commitChanges', () => {
  it.each([1, 2, 3, 4])('on histories of forks and merges (seed %i), loose, packed, and both', async (seed) => {
    const repo = randomHistory(seed, 40);
    const all = blobsOf(repo);
    const loose = await expectEqual(repo, all);
    expect(loose.length).toBeGreaterThan(10);
    expect(loose.some(({ removals }) => removals.length > 0)).toBe(true);
    repo.git('repack', '-adfq');
    await expectEqual(repo, all);
    repo.git('checkout', '-q', '-f', 'b1');
    repo.commit({ last: 'loose' });
    await expectEqual(repo, [...all, repo.oid('last')]);
    for (const [number, blob] of all.entries()) if (number % 4 === 0) await expectEqual(repo, [blob]);
    expect(await expectEqual(repo, ['ab'.repeat(20)])).toEqual([]);
    expect(await expectEqual(repo, [])).toEqual([]);
  });

  it('with submodules, odd modes, authors in another encoding and names that are no UTF-8', async () => {
    const repo = makeRepo();
    const first = repo.commit({ a: 'one', 'sub/x': 'two', gone: 'three' });
    const blob = repo.oid('a');
    const entries = [
      `100664 blob ${blob}\tgroup-writable`,
      `160000 commit ${first}\tsub`,
      `100644 blob ${blob}\t"\\303\\050name"`,
      `120000 blob ${blob}\tlink`,
    ];
    const tree = gitInput(repo, `${entries.join('\n')}\n`, 'mktree')
      .toString()
      .trim();
    const text = Buffer.from(
      `tree ${tree}\nparent ${first}\nauthor J\u00fcrgen <j@example.invalid> 1700000000 -0330\n` +
        `committer C <c@example.invalid> 1700000500 +0000\nencoding ISO-8859-1\n\nmessage\n`,
      'latin1',
    );
    const commit = gitInput(repo, text, 'hash-object', '-t', 'commit', '-w', '--stdin').toString().trim();
    repo.git('update-ref', 'refs/heads/odd', commit);
    const groups = await expectEqual(repo);
    expect(groups.at(-1)?.author).toBe('J\u00fcrgen');
    repo.git('repack', '-adq');
    await expectEqual(repo);
  });

  it('in a shallow clone, with a stash, and without commits', async () => {
    const origin = randomHistory(5, 12);
    await expectEqual(origin.clone('--depth=2', '--no-single-branch'));
    const repo = makeRepo();
    repo.commit({ a: '1' });
    for (const text of ['2', '3']) {
      repo.write({ a: text });
      repo.git('stash', '-q');
    }
    await expectEqual(repo);
    await expectEqual(makeRepo());
  });

  it('leaves to git what misses objects', async () => {
    const repo = randomHistory(6, 12);
    const tree = repo.git('rev-parse', 'b1^{tree}');
    rmSync(repo.path('.git/objects', tree.slice(0, 2), tree.slice(2)));
    const repository = await openRepository(repo.directory);
    const set = await wholeHistory(repository);
    const wanted = blobsOf(repo);
    expect(await packChanges(repository, openObjectStore(repository), set, wanted)).toBeNull();
  });

  it('leaves to git a few trees that name billions of paths', async () => {
    const repo = makeRepo();
    let entry = `100644 blob ${gitInput(repo, 'x', 'hash-object', '-w', '--stdin').toString().trim()}`;
    const blob = entry.slice(-40);
    for (let level = 0; level < 10; level++) {
      const input = Array.from({ length: 10 }, (_, i) => `${entry}\tn${i}\n`).join('');
      entry = `040000 tree ${gitInput(repo, input, 'mktree').toString().trim()}`;
    }
    const commit = repo.git('commit-tree', entry.slice(-40), '-m', 'bomb');
    repo.git('update-ref', 'refs/heads/main', commit);
    const repository = await openRepository(repo.directory);
    const set = await wholeHistory(repository);
    expect(await packChanges(repository, openObjectStore(repository), set, [blob])).toBeNull();
  });

  it('leaves SHA-256 to git', async () => {
    const repo = makeRepo('--object-format=sha256');
    repo.commit({ a: 'one' });
    const [packed] = await bothWays(repo, blobsOf(repo));
    expect(packed).toBeNull();
  });
});
