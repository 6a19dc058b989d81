/** What is read of an index without git must be what git says, or nothing. */
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, readdirSync, writeFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffIndexFile } from '../../../src/git/plain/index-diff.ts';
import { RawDiffParser, type RawRecord } from '../../../src/git/raw-diff.ts';
import { isolateGit } from '../../support/isolate-git.ts';
import { makeRepo, TEST_GIT_ENVIRONMENT, type TempRepo } from '../../support/temp-repo.ts';

isolateGit();

/** Names whose order is not that of their folders, and whose folders may take each other's place. */
const PARTS = ['a', 'a-b', 'a.b', 'a0', 'b', 'B', 'é', 'z z'];
const MODES = ['100644', '100755', '120000', '160000'];

const pathArbitrary = fc
  .array(fc.constantFrom(...PARTS), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.join('/'));
const filesArbitrary = fc.dictionary(
  pathArbitrary,
  fc.tuple(fc.constantFrom(...MODES), fc.integer({ min: 0, max: 5 })),
  { maxKeys: 24 },
);
type Files = Readonly<Record<string, readonly [mode: string, content: number]>>;

interface State {
  readonly repo: TempRepo;
  readonly blobs: readonly string[];
}

function makeState(): State {
  const repo = makeRepo();
  repo.commit({ first: 'x' });
  const blobs = Array.from({ length: 6 }, (_, index) => {
    repo.write({ '.git/content': `content ${index}\n` });
    return repo.git('hash-object', '-w', repo.path('.git', 'content'));
  });
  return { repo, blobs };
}

/** Puts files into the index, those that stand in their way aside. */
function put({ repo, blobs }: State, files: Files, gone: readonly string[] = []): void {
  const lines = [
    ...gone.map((file) => `0 ${'0'.repeat(40)}\t${file}\n`),
    ...Object.entries(files).map(([file, [mode, content]]) => `${mode} ${blobs[content]}\t${file}\n`),
  ];
  const options = { cwd: repo.directory, env: { ...process.env, ...TEST_GIT_ENVIRONMENT }, input: lines.join('') };
  execFileSync('git', ['update-index', '--replace', '--index-info'], options);
}

function commitIndex({ repo }: State): void {
  const commit = repo.git('commit-tree', repo.git('write-tree'), '-m', 'x');
  repo.git('update-ref', 'HEAD', commit);
}

const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

function gitSays(repo: TempRepo, index = repo.path('.git', 'index'), tree = 'HEAD'): RawRecord[] {
  const flags = ['--cached', '--raw', '-z', '--no-abbrev', '--no-renames', '--ignore-submodules=none'];
  const said = repo.gitWith({ GIT_INDEX_FILE: index }, 'diff-index', ...flags, tree, '--');
  const records: RawRecord[] = [];
  const parser = new RawDiffParser(
    () => {},
    (record) => records.push(record),
  );
  parser.push(said.split('\0'));
  parser.end();
  return records;
}

function weSay(repo: TempRepo, index = repo.path('.git', 'index')): RawRecord[] | null {
  return diffIndexFile(index, repo.path('.git', 'objects'), repo.git('rev-parse', 'HEAD'));
}

describe('the difference between an index and HEAD', () => {
  const state = makeState();
  const { repo } = state;

  it('is what git says of random trees and indexes', () => {
    let told = 0;
    fc.assert(
      fc.property(
        filesArbitrary,
        filesArbitrary,
        fc.subarray(PARTS),
        fc.record({ packs: fc.boolean(), caches: fc.boolean(), version: fc.constantFrom('2', '3') }),
        (before, after, gone, { packs, caches, version }) => {
          repo.git('read-tree', '--empty');
          put(state, before);
          commitIndex(state);
          if (packs) repo.git('repack', '-adq');
          if (caches) repo.git('read-tree', 'HEAD');
          put(state, after, gone);
          const [one] = repo.git('ls-files', '-z').split('\0');
          if (version === '3' && one) repo.git('update-index', '--skip-worktree', '--', one);
          const said = gitSays(repo);
          told += said.length;
          expect(weSay(repo)).toEqual(said);
          // Before the first commit all is new.
          const index = repo.path('.git', 'index');
          const all = diffIndexFile(index, repo.path('.git', 'objects'), null);
          expect(all).toEqual(gitSays(repo, index, EMPTY_TREE));
        },
      ),
      { numRuns: 40 },
    );
    expect(told).toBeGreaterThan(100);
  });

  it('is that, or left to git, of an index with any byte changed or with its end missing', () => {
    repo.git('read-tree', '--empty');
    const files = Object.fromEntries(
      ['a/a/a', 'a/b', 'a-b', 'b/a', 'b/b/b', 'z z'].map((file, index) => [file, ['100644', index % 6] as const]),
    );
    put(state, files);
    commitIndex(state);
    put(state, { 'a/b': ['100755', 3], c: ['100644', 2] });
    const whole = readFileSync(repo.path('.git', 'index'));
    expect(weSay(repo)).toHaveLength(2);
    const damaged = repo.path('.git', 'damaged');
    let answered = 0;
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), fc.boolean(), (at, change, cuts) => {
        const bytes = Buffer.from(whole);
        bytes[at]! ^= change;
        writeFileSync(damaged, cuts ? whole.subarray(0, at) : bytes);
        const said = weSay(repo, damaged);
        if (said === null) return;
        answered++;
        expect(said).toEqual(gitSays(repo, damaged));
      }),
      { numRuns: 150 },
    );
    expect(answered).toBeGreaterThan(10);
  });

  it.each<[what: string, prepare: (repo: TempRepo) => void]>([
    [
      'in conflict',
      (one) => {
        one.git('checkout', '-q', '-b', 'side');
        one.commit({ first: 'side' });
        one.git('checkout', '-q', 'main');
        one.commit({ first: 'main' });
        one.tryGit('merge', '-q', 'side');
      },
    ],
    ['with an intention to add', (one) => one.write({ later: 'x' }).git('add', '-N', 'later')],
    ['of version 4', (one) => one.git('update-index', '--index-version', '4')],
    ['that is split', (one) => one.git('update-index', '--split-index')],
    [
      'with folders in place of files',
      (one) => {
        one.commit({ 'in/a': '1', 'out/b': '2' });
        one.git('sparse-checkout', 'init', '--cone', '--sparse-index');
        one.git('sparse-checkout', 'set', 'in');
      },
    ],
    [
      'whose HEAD is in a pack that is gone',
      (one) => {
        one.git('repack', '-adq');
        const packs = one.path('.git', 'objects', 'pack');
        for (const name of readdirSync(packs)) if (name.endsWith('.idx')) rmSync(`${packs}/${name}`);
      },
    ],
  ])('is left to git of an index %s', (_, prepare) => {
    const one = makeRepo();
    one.commit({ first: 'x' });
    expect(weSay(one)).toEqual([]);
    const head = one.git('rev-parse', 'HEAD');
    prepare(one);
    expect(diffIndexFile(one.path('.git', 'index'), one.path('.git', 'objects'), head)).toBeNull();
  });
});
