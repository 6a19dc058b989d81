import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ChangeGroup } from '../../src/git/changes.ts';
import { commitChanges, type CommitChangesOptions } from '../../src/git/commit-changes.ts';
import { wholeHistory } from '../../src/git/reachable.ts';
import { openRepository } from '../../src/git/repository.ts';
import { isolateGit } from '../support/isolate-git.ts';
import { makeRepo, type TempRepo } from '../support/temp-repo.ts';

isolateGit();

async function groupsOf(repo: TempRepo, options: CommitChangesOptions = {}): Promise<ChangeGroup[]> {
  const repository = await openRepository(repo.directory);
  const groups: ChangeGroup[] = [];
  for await (const group of commitChanges(repository, await wholeHistory(repository), options)) groups.push(group);
  return groups;
}

/** `subject: path+path -removed` for each group. */
function told(groups: readonly ChangeGroup[], repo: TempRepo): string[] {
  return groups.map(({ commit, changes, removals }) => {
    const subject = repo.git('log', '-1', '--format=%s', commit ?? '');
    return [`${subject}:`, ...changes.map(({ path }) => path), ...removals.map(({ path }) => `-${path}`)].join(' ');
  });
}

function forked(): TempRepo {
  const repo = makeRepo();
  repo.commit({ f: '1', shared: '1' }, 'root');
  repo.git('checkout', '-q', '-b', 'side');
  repo.commit({ s: 'side', shared: 'side' }, 'side');
  repo.git('checkout', '-q', 'main');
  repo.commit({ m: 'main' }, 'main');
  return repo;
}

describe('commitChanges', () => {
  it('goes parents first, with author, author date and what a root commit holds', async () => {
    const repo = makeRepo();
    const root = repo.commit({ a: '1', 'd/b': '2' }, 'root');
    repo.commit({ a: '2' }, 'second', '--author=Zoë "Z" Q <z@example.invalid>');
    const groups = await groupsOf(repo);
    expect(told(groups, repo)).toEqual(['root: a d/b', 'second: a']);
    expect(groups[0]).toMatchObject({ commit: root, author: 'Ann Author', date: '2023-11-15T00:13:20+02:00' });
    expect(groups[0]?.changes[0]?.before).toEqual([]);
    expect(groups[1]?.author).toBe('Zoë "Z" Q');
    expect(groups[1]?.changes[0]?.before).toEqual([groups[0]?.changes[0]?.oid]);
  });

  it('leaves out empty commits, mode changes and clean merges', async () => {
    const repo = forked();
    repo.git('merge', '-q', '--no-ff', '-m', 'merge', 'side');
    repo.commit({}, 'empty');
    repo.git('update-index', '--chmod=+x', 'f');
    repo.git('commit', '-q', '-m', 'chmod');
    expect(told(await groupsOf(repo), repo).sort()).toEqual(['main: m', 'root: f shared', 'side: s shared']);
  });

  it('sees what a merge alone brings in, and what it alone removes', async () => {
    const repo = forked();
    repo.git('merge', '-q', '--no-commit', '--no-ff', 'side');
    repo.write({ evil: 'new', shared: 'both' }).remove('f', 's').stage();
    repo.git('commit', '-q', '-m', 'merge');
    const merge = (await groupsOf(repo)).at(-1);
    expect(told(merge ? [merge] : [], repo)).toEqual(['merge: evil shared -f -s']);
    expect(merge?.changes[1]?.before).toEqual([repo.oid('shared', 'HEAD^1'), repo.oid('shared', 'HEAD^2')]);
    expect(merge?.changes[0]?.before).toEqual(['', '']);
  });

  it('sees through an octopus', async () => {
    const repo = forked();
    repo.git('checkout', '-q', '-b', 'third', 'main');
    repo.commit({ t: 'third' }, 'third');
    repo.git('checkout', '-q', 'main');
    repo.commit({ m: 'again' }, 'again');
    repo.git('merge', '-q', '--no-commit', 'side', 'third');
    repo.write({ evil: 'new' }).stage();
    repo.git('commit', '-q', '-m', 'octopus');
    const merge = (await groupsOf(repo)).at(-1);
    expect(told(merge ? [merge] : [], repo)).toEqual(['octopus: evil']);
    expect(merge?.changes[0]?.before).toHaveLength(3);
  });

  it('keeps the commits that an -s ours merge drops from the tree, and unrelated roots', async () => {
    const repo = forked();
    repo.git('merge', '-q', '-s', 'ours', '-m', 'ours', 'side');
    repo.git('branch', '-q', '-D', 'side');
    repo.git('checkout', '-q', '--orphan', 'other');
    repo.git('rm', '-rqf', '.');
    repo.commit({ v: 'vendored' }, 'vendor root');
    repo.git('checkout', '-q', 'main');
    repo.git('merge', '-q', '--allow-unrelated-histories', '-m', 'import', 'other');
    expect(told(await groupsOf(repo), repo).sort()).toEqual([
      'main: m',
      'root: f shared',
      'side: s shared',
      'vendor root: v',
    ]);
  });

  it('keeps only what is wanted, its removals whole', async () => {
    const repo = makeRepo();
    repo.commit({ a: '1', b: '2', c: '3' }, 'root');
    repo.remove('a', 'b');
    repo.commit({ d: 'wanted', e: 'not' }, 'second');
    const wanted = repo.oid('d');
    expect(told(await groupsOf(repo, { wanted: (oid) => oid === wanted }), repo)).toEqual(['second: d -a -b']);
  });

  it('tells type changes and leaves submodules out', async () => {
    const repo = makeRepo();
    const lib = makeRepo();
    lib.commit({ x: '1' });
    repo.link('link', 'target');
    repo.commit({}, 'root');
    repo.remove('link');
    repo.commit({ link: 'file now' }, 'type');
    repo.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', `file://${lib.directory}`, 'lib');
    repo.commit({}, 'submodule');
    const links: string[] = [];
    const groups = await groupsOf(repo, { onGitlink: (path) => links.push(path) });
    expect(told(groups, repo)).toEqual(['root: link', 'type: link', 'submodule: .gitmodules']);
    expect(links).toEqual(['lib']);
  });

  it('is not led by attributes, replace refs, grafts or settings', async () => {
    const repo = makeRepo();
    const root = repo.commit({ '.gitattributes': '* -diff\n*.x diff=evil\n', 'a.x': '1' }, 'root');
    const second = repo.commit({ 'a.x': '2', b: '2' }, 'second');
    const third = repo.commit({ c: '3' }, 'third');
    repo.git('replace', second, root);
    writeFileSync(repo.path('.git', 'info', 'grafts'), `${third}\n`);
    repo.git('config', 'log.showSignature', 'true');
    repo.git('config', 'diff.renames', 'copies');
    repo.git('config', 'diff.orderFile', repo.path('a.x'));
    repo.git('config', 'diff.noprefix', 'true');
    repo.git('config', 'color.ui', 'always');
    const subjects = (await groupsOf(repo)).map(({ commit, changes }) => [commit, ...changes.map(({ path }) => path)]);
    expect(subjects).toEqual([
      [root, '.gitattributes', 'a.x'],
      [second, 'a.x', 'b'],
      [third, 'c'],
    ]);
  });

  it('finds changes past several thousand commits, one after another', async () => {
    const repo = makeRepo();
    let stream = '';
    for (let index = 0; index < 3000; index++) {
      stream += `commit refs/heads/main\ncommitter C <c@example.invalid> ${1_700_000_000 + index} +0000\ndata 1\nx\n`;
      stream += `M 100644 inline file-${index % 7}\ndata <<END\nline ${index}\nEND\n\n`;
    }
    execFileSync('git', ['fast-import', '--quiet'], { cwd: repo.directory, input: stream });
    expect(await groupsOf(repo)).toHaveLength(3000);
  });
});
