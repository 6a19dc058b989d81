/** Random histories, merges of any shape included, against a plain model of what each commit changes. */
import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ChangeGroup } from '../../src/git/changes.ts';
import { commitChanges } from '../../src/git/commit-changes.ts';
import { wholeHistory } from '../../src/git/reachable.ts';
import { openRepository } from '../../src/git/repository.ts';
import { isolateGit } from '../support/isolate-git.ts';
import { makeRepo } from '../support/temp-repo.ts';

isolateGit();

const NAMES = ['a', 'd/b', 'd/e/c', 'line\nbreak', '\u00fcber'];
type Tree = Readonly<Record<string, string>>;

const tree = fc.dictionary(fc.constantFrom(...NAMES), fc.constantFrom('one', 'two', 'three'), {
  noNullPrototype: true,
});
/** Each commit picks parents among those before it, by distance. */
const history = fc.array(
  fc.record({ tree, parents: fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { maxLength: 4 }) }),
  { minLength: 1, maxLength: 12 },
);

interface ModelCommit {
  readonly tree: Tree;
  readonly parents: readonly number[];
}

function toModel(commits: readonly { readonly tree: Tree; readonly parents: readonly number[] }[]): ModelCommit[] {
  return commits.map((commit, index) => ({
    tree: commit.tree,
    parents: commit.parents.map((distance) => index - distance).filter((parent) => parent >= 0),
  }));
}

function toFastImport(commits: readonly ModelCommit[]): string {
  const quote = (name: string): string => `"${name.replaceAll('\n', String.raw`\n`)}"`;
  return commits
    .map(({ tree: files, parents }, index) => {
      const head = `commit refs/heads/c${index}\nmark :${index + 1}\nauthor A${index} <a@x> 1700000000 +0000\n`;
      const lines = [`${head}committer C <c@x> 1700000000 +0000\ndata 1\nx`];
      for (const [at, parent] of parents.entries()) lines.push(`${at === 0 ? 'from' : 'merge'} :${parent + 1}`);
      lines.push('deleteall');
      for (const [name, text] of Object.entries(files)) {
        lines.push(`M 100644 inline ${quote(name)}\ndata ${text.length}\n${text}`);
      }
      return `${lines.join('\n')}\n\n`;
    })
    .join('');
}

/** What the house's rule says of a commit: `path=new<old,old` and `-path=old`. */
function expectedOf({ tree: files, parents }: ModelCommit, all: readonly ModelCommit[]): string[] {
  const before = parents.map((parent) => (all[parent] as ModelCommit).tree);
  const told: string[] = [];
  for (const [name, text] of Object.entries(files)) {
    if (before.every((old) => old[name] !== text))
      told.push(`${name}=${text}<${before.map((old) => old[name] ?? '').join()}`);
  }
  if (told.length === 0) return [];
  const removed = before.flatMap((old) => Object.entries(old).filter(([name]) => !(name in files)));
  return [...told, ...new Set(removed.map(([name, text]) => `-${name}=${text}`))].sort();
}

function toldOf({ changes, removals }: ChangeGroup, textOf: (oid: string) => string): string[] {
  const told = changes.map(({ path, oid, before }) => `${path}=${textOf(oid)}<${before.map(textOf).join()}`);
  return [...told, ...removals.map(({ path, oid }) => `-${path}=${textOf(oid)}`)].sort();
}

it('says of every commit what changed against all its parents, parents first', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (commits) => {
      const model = toModel(commits);
      const repo = makeRepo('--bare');
      const input = toFastImport(model);
      execFileSync('git', ['fast-import', '--quiet'], {
        cwd: repo.directory,
        input,
        stdio: ['pipe', 'ignore', 'inherit'],
      });
      const repository = await openRepository(repo.directory);
      const texts = new Map([['', '']]);
      for (const text of ['one', 'two', 'three']) {
        const oid = execFileSync('git', ['hash-object', '--stdin'], {
          cwd: repo.directory,
          input: text,
          encoding: 'utf8',
        });
        texts.set(oid.trim(), text);
      }
      const seen: number[] = [];
      const found: string[][] = model.map(() => []);
      for await (const group of commitChanges(repository, await wholeHistory(repository))) {
        const index = Number(group.author.slice(1));
        seen.push(index);
        found[index] = toldOf(group, (oid) => texts.get(oid) ?? 'unknown');
      }
      expect(found).toEqual(model.map((commit) => expectedOf(commit, model)));
      for (const [at, index] of seen.entries()) {
        for (const parent of model[index]?.parents ?? []) expect(seen.indexOf(parent)).toBeLessThan(at);
      }
    }),
    { numRuns: 25 },
  );
}, 120_000);
