/** Objects that git writes no more, or never did: both engines tell the same of them, and miss nothing in them. */
import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';
import { isolateGit } from '../support/isolate-git.ts';
import { makeRepo, TEST_GIT_ENVIRONMENT, type TempRepo } from '../support/temp-repo.ts';
import { lineOf, makeToken } from '../git-traps/trap.ts';

isolateGit();

/** Writes an object as it is given, whatever git thinks of it. */
function put(repo: TempRepo, type: string, content: string | Uint8Array): string {
  const env = { ...process.env, ...TEST_GIT_ENVIRONMENT };
  const args = ['hash-object', '-w', '--literally', '--stdin', '-t', type];
  return execFileSync('git', args, { cwd: repo.directory, input: content, env }).toString().trim();
}

type Entry = readonly [mode: string, name: string, oid: string];

function putTree(repo: TempRepo, ...entries: Entry[]): string {
  const parts = entries.flatMap(([mode, name, oid]) => [Buffer.from(`${mode} ${name}\0`), Buffer.from(oid, 'hex')]);
  return put(repo, 'tree', Buffer.concat(parts));
}

interface Made {
  readonly tree: string;
  readonly parents?: readonly string[];
  /** What stands behind the committer's name. */
  readonly date?: string;
  /** Header lines and message behind that. */
  readonly rest?: string;
}

function putCommit(repo: TempRepo, { tree, parents = [], date = '1700000000 +0000', rest = '\nm\n' }: Made): string {
  const lines = [`tree ${tree}`, ...parents.map((parent) => `parent ${parent}`)];
  const people = `author A <a@b.invalid> 1700000000 +0000\ncommitter C <c@d.invalid> ${date}\n`;
  return put(repo, 'commit', `${lines.join('\n')}\n${people}${rest}`);
}

/** What a report says, run by run the same. */
async function told(repo: TempRepo, ...flags: string[]): Promise<string[]> {
  const args = ['history', '.', '--format', 'jsonl', '--show-secrets', '--min-tier', 'review', ...flags];
  const { stdout, stderr, code } = await runCli(args, { cwd: repo.directory });
  return [String(code), stderr, stdout];
}

/** Both engines, loose and packed, tell the same, and all of these values; gives the lines. */
async function expectEqual(repo: TempRepo, values: readonly string[], ...flags: string[]): Promise<string[]> {
  const plain = await told(repo, ...flags, '--engine', 'plain');
  expect(await told(repo, ...flags)).toEqual(plain);
  repo.git('repack', '-q', '-a', '-d', '--keep-unreachable');
  expect(await told(repo, ...flags)).toEqual(plain);
  for (const value of values) expect(plain[2]).toContain(value);
  return plain[2]!.trim().split('\n');
}

it('reads both files where a tree has one name twice', async () => {
  const repo = makeRepo();
  const values = [makeToken(), makeToken(), makeToken()];
  const [first, second, third] = values.map((value) => put(repo, 'blob', lineOf(value))) as [string, string, string];
  const other = put(repo, 'blob', 'nothing\n');
  const root = putCommit(repo, { tree: putTree(repo, ['100644', 'a', other]) });
  const twice = putTree(repo, ['100644', 'a', first], ['100644', 'a', second]);
  const middle = putCommit(repo, { tree: putTree(repo, ['40000', 'd', twice]), parents: [root] });
  const again = putTree(repo, ['100644', 'a', second], ['100644', 'a', third]);
  repo.git('update-ref', 'refs/heads/main', putCommit(repo, { tree: again, parents: [middle] }));
  await expectEqual(repo, values);
});

it('compares trees that are out of order as git does', async () => {
  const repo = makeRepo();
  const value = makeToken();
  const [old, added] = [put(repo, 'blob', lineOf(value)), put(repo, 'blob', `more\n${lineOf(value)}`)];
  const root = putCommit(repo, { tree: putTree(repo, ['100644', 'a', old], ['100644', 'b', old]) });
  const tree = putTree(repo, ['100644', 'b', old], ['100644', 'a', old], ['100644', 'c', added]);
  repo.git('update-ref', 'refs/heads/main', putCommit(repo, { tree, parents: [root] }));
  await expectEqual(repo, [value]);
});

it('tells commits in one order, whatever their dates', async () => {
  const repo = makeRepo();
  const values = Array.from({ length: 3 }, makeToken);
  const tree = putTree(repo, ['100644', 'a', put(repo, 'blob', lineOf(values[0]!))]);
  const dates = ['-5 +0000', '99999999999 +0000', '99999999998 +0000', '', '<x@y.invalid> 5 +0000', '1600000000 +0000'];
  let parents: string[] = [];
  for (const [i, date] of dates.entries()) {
    const moved = putTree(repo, ['100644', `b${i}`, put(repo, 'blob', lineOf(values[i % 2]!))]);
    const side = putCommit(repo, { tree: moved, parents, date });
    const rest = i === 2 ? '' : `\n${values[2]}\n`;
    const commit = putCommit(repo, { tree, parents: [...parents, side], date: '1700000000 +0000', rest });
    repo.git('update-ref', `refs/heads/side${i}`, side);
    parents = [commit];
  }
  repo.git('update-ref', 'refs/heads/main', parents[0]!);
  await expectEqual(repo, values);
});

it('tells no date where a commit has none', async () => {
  const repo = makeRepo();
  const value = makeToken();
  const tree = putTree(repo, ['100644', 'a', put(repo, 'blob', lineOf(value))]);
  const commit = put(repo, 'commit', `tree ${tree}\nauthor Nobody\ncommitter Nobody\n\nm\n`);
  repo.git('update-ref', 'refs/heads/main', commit);
  const [line] = await expectEqual(repo, [value]);
  expect(JSON.parse(line!)).toMatchObject({ commit, date: '' });
  const lost = makeToken();
  const other = putTree(repo, ['100644', 'b', put(repo, 'blob', lineOf(lost))]);
  putCommit(repo, { tree: other, date: '', rest: '' });
  const lines = await expectEqual(repo, [value, lost], '--unreachable');
  expect(lines.map((each) => (JSON.parse(each) as { path: string }).path).sort()).toEqual(['a', 'b']);
});

it('reads names in trees that no commit leads to, and of folders without a file', async () => {
  const repo = makeRepo();
  const values = Array.from({ length: 4 }, makeToken);
  const empty = put(repo, 'tree', '');
  const file = put(repo, 'blob', 'nothing\n');
  const [tagged, folder, lost, lostFolder] = values as [string, string, string, string];
  repo.git('tag', 'tree', putTree(repo, ['100644', tagged, file]));
  repo.git('update-ref', 'refs/heads/main', putCommit(repo, { tree: putTree(repo, ['40000', folder, empty]) }));
  const inner = putTree(repo, ['100644', lost, file]);
  putTree(repo, ['40000', lostFolder, inner]);
  await expectEqual(repo, [tagged, folder]);
  await expectEqual(repo, values, '--unreachable');
});

it('reads headers that only look like ids', async () => {
  const repo = makeRepo();
  const values = Array.from({ length: 3 }, makeToken);
  const [tree, parent, object] = values as [string, string, string];
  const empty = put(repo, 'tree', '');
  const commit = putCommit(repo, { tree: empty, rest: `tree ${tree}\nparent x ${parent}\n\nm\n` });
  repo.git('update-ref', 'refs/heads/main', commit);
  const people = 'tagger A <a@b.invalid> 1700000000 +0000';
  const tag = `object ${commit}\ntype commit\ntag t\n${people}\nobject ${object}\n\nm\n`;
  repo.git('update-ref', 'refs/tags/t', put(repo, 'tag', tag));
  await expectEqual(repo, values);
});

it('tells all refs that lead to a tag with a secret', async () => {
  const repo = makeRepo();
  const value = makeToken();
  repo.commit({ a: 'nothing\n' });
  repo.git('tag', '-a', '-m', value, 'inner');
  repo.git('tag', '-a', '-m', 'of a tag', 'outer', 'inner');
  repo.git('update-ref', 'refs/keep/it', 'refs/tags/inner');
  repo.git('tag', 'other', 'HEAD');
  const [line] = await expectEqual(repo, [value]);
  expect(JSON.parse(line!)).toMatchObject({ refs: ['refs/keep/it', 'refs/tags/inner', 'refs/tags/outer'] });
});

it.each(['0', '20000', '140000', '170000'])('takes an entry of mode %s for a submodule, as git does', async (mode) => {
  const repo = makeRepo();
  const [value, other] = [makeToken(), makeToken()];
  const tree = putTree(
    repo,
    [mode, 'a', put(repo, 'blob', lineOf(value))],
    ['100644', 'b', put(repo, 'blob', lineOf(other))],
  );
  repo.git('update-ref', 'refs/heads/main', putCommit(repo, { tree }));
  expect(await expectEqual(repo, [other])).toHaveLength(1);
  await expectEqual(repo, [value, other], '--unreachable');
});
