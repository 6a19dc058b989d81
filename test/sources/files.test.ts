import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { planFiles } from '../../src/sources/files.ts';
import type { Plan, SourceOptions } from '../../src/sources/source.ts';
import { isolateGit } from '../support/isolate-git.ts';
import { makeRepo, makeTempDirectory, TempRepo } from '../support/temp-repo.ts';

isolateGit();
const { PATH } = process.env;
afterEach(() => {
  process.env['PATH'] = PATH;
});

interface Asked {
  readonly paths?: readonly string[];
  readonly from?: string;
  readonly exclude?: readonly string[];
  readonly readIgnored?: boolean;
}

async function plan(
  directory: string,
  { paths = [], from = '.', exclude = [], readIgnored = false }: Asked = {},
): Promise<Plan> {
  const options: SourceOptions = { workingDirectory: path.join(directory, from), maxFileSizeBytes: null, exclude };
  return planFiles(paths, options, readIgnored);
}

const pathsOf = ({ items }: Plan): (string | null)[] => items.map((item) => item.path);
const skipsOf = ({ skips }: Plan): string[] => skips.map(({ path: each, reason }) => `${each} (${reason})`);

/** A directory outside any repository. */
function plain(files: Readonly<Record<string, string>>): TempRepo {
  return new TempRepo(makeTempDirectory()).write(files);
}

describe('files in a work tree', () => {
  it('reads tracked and new files, hidden ones too, and never .git', async () => {
    const repo = makeRepo();
    repo.commit({ 'b.txt': '1', '.hidden/x': '2', 'd/a': '3' });
    repo.write({ new: '4', 'name with\nline break': '5' });
    expect(pathsOf(await plan(repo.directory))).toEqual(['.hidden/x', 'b.txt', 'd/a', 'name with\nline break', 'new']);
  });

  it('tells what is ignored, a folder as one, and reads it when told to', async () => {
    const repo = makeRepo();
    repo.commit({ '.gitignore': 'node_modules\n.env\n*.log\n', a: '1' });
    repo.write({ '.env': 'x', 'node_modules/p/i.js': 'x', 'node_modules/q/i.js': 'x', 'd/x.log': 'x', 'd/y': 'y' });
    const found = await plan(repo.directory);
    expect(pathsOf(found)).toEqual(['.gitignore', 'a', 'd/y']);
    expect(
      skipsOf(found)
        .map((each) => each.split(' ')[0])
        .sort(),
    ).toEqual(['.env', 'd/x.log', 'node_modules/']);
    expect(skipsOf(found).join()).toContain('ignored by git');
    expect(found.skips.every(({ kind }) => kind === 'skip')).toBe(true);
    const everything = await plan(repo.directory, { readIgnored: true });
    expect(pathsOf(everything)).toEqual([
      '.env',
      '.gitignore',
      'a',
      'd/x.log',
      'd/y',
      'node_modules/p/i.js',
      'node_modules/q/i.js',
    ]);
    expect(everything.skips).toEqual([]);
  });

  it('tells many ignored files of a folder in one line, and a settings file always', async () => {
    const repo = makeRepo();
    repo.commit({ '.gitignore': '*.o\n.env*\n', 'd/a.c': '1', e: '2' });
    repo.write(Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`d/${index}.o`, ''])));
    repo.write({ 'd/.env.local': '', 'd/.env.test': '', '1.o': '', '2.o': '' });
    expect(skipsOf(await plan(repo.directory)).sort()).toEqual([
      '1.o (ignored by git)',
      '2.o (ignored by git)',
      'd/ (9 files ignored by git)',
      'd/.env.local (ignored by git)',
      'd/.env.test (ignored by git)',
    ]);
  });

  it('reads tracked files though they are ignored, and named ones', async () => {
    const repo = makeRepo();
    repo.write({ 'dist/tracked.js': '1' }).git('add', '.');
    repo.commit({ a: '1' });
    repo.write({ '.gitignore': 'dist\n', 'dist/untracked.js': '2' });
    const found = await plan(repo.directory);
    expect(pathsOf(found)).toEqual(['.gitignore', 'a', 'dist/tracked.js']);
    expect(skipsOf(found)).toEqual(['dist/untracked.js (ignored by git)']);
    expect(pathsOf(await plan(repo.directory, { paths: ['dist/untracked.js'] }))).toEqual(['dist/untracked.js']);
  });

  it('gives paths relative to the top, wherever it is run', async () => {
    const repo = makeRepo();
    repo.commit({ 'd/e/f': '1', 'd/g': '2', top: '3' });
    expect(pathsOf(await plan(repo.directory, { from: 'd' }))).toEqual(['d/e/f', 'd/g']);
    expect(pathsOf(await plan(repo.directory, { from: 'd/e', paths: ['../g', '../../top', 'f', './f'] }))).toEqual([
      'd/e/f',
      'd/g',
      'top',
    ]);
  });

  it('reads the folder that is named although it is ignored', async () => {
    const repo = makeRepo();
    repo.commit({ '.gitignore': 'build\n' });
    repo.write({ 'build/out/a': '1' });
    expect(pathsOf(await plan(repo.directory, { paths: ['build/out'] }))).toEqual(['build/out/a']);
    expect(pathsOf(await plan(repo.directory, { paths: ['build'] }))).toEqual(['build/out/a']);
  });

  it('leaves out files that were deleted but not staged as such', async () => {
    const repo = makeRepo();
    repo.commit({ a: '1', b: '2' });
    repo.remove('b');
    expect(await plan(repo.directory)).toMatchObject({ items: [{ path: 'a' }], skips: [] });
  });

  it('reads tracked files that git was told not to look at, where they are there', async () => {
    const repo = makeRepo();
    repo.commit({ 'own.env': '1', 'd/own.env': '2', 'd/gone': '3', 'e/gone': '4', kept: '5' });
    repo.git('update-index', '--skip-worktree', 'own.env', 'd/own.env', 'd/gone', 'e/gone');
    repo.git('update-index', '--assume-unchanged', 'kept');
    repo.remove('d/gone', 'e');
    const found = await plan(repo.directory);
    expect(pathsOf(found)).toEqual(['d/own.env', 'kept', 'own.env']);
    expect(found.skips).toEqual([]);
  });

  it('excludes by glob, by name at any depth and by folder, and names it', async () => {
    const repo = makeRepo();
    repo.commit({ 'a.min.js': '1', 'd/b.min.js': '2', 'test/fixtures/k': '3', 'test/a': '4', '.x/y': '5' });
    const found = await plan(repo.directory, { exclude: ['*.min.js', 'test/fixtures', '.x/'] });
    expect(pathsOf(found)).toEqual(['test/a']);
    expect(found.skips.map((skip) => skip.path).sort()).toEqual(['.x/y', 'a.min.js', 'd/b.min.js', 'test/fixtures/k']);
  });

  it('reads a repository inside the repository by its own .gitignore', async () => {
    const repo = makeRepo();
    repo.commit({ a: '1' });
    repo.write({ 'vendor/b': '2', 'vendor/.gitignore': 'c\n', 'vendor/c': '3' });
    repo.git('-C', 'vendor', 'init', '-q');
    const found = await plan(repo.directory);
    expect(pathsOf(found)).toEqual(['a', 'vendor/.gitignore', 'vendor/b']);
    expect(skipsOf(found)).toEqual(['vendor/c (ignored by git)']);
  });

  it('works from inside a linked work tree and inside a submodule', async () => {
    const lib = makeRepo();
    lib.commit({ x: '1' });
    const repo = makeRepo();
    repo.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', `file://${lib.directory}`, 'lib');
    repo.commit({ a: '1' });
    expect(pathsOf(await plan(repo.directory, { from: 'lib' }))).toEqual(['x']);
    const linked = path.join(makeTempDirectory(), 'linked');
    repo.git('worktree', 'add', '-q', linked);
    expect(pathsOf(await plan(linked))).toContain('a');
  });

  it('follows a named link within the work tree, and none out of it', async () => {
    const repo = makeRepo();
    const outside = plain({ elsewhere: '1' });
    repo.link('out', outside.path('elsewhere')).link('in', 'd/a');
    repo.commit({ 'd/a': '1' });
    const found = await plan(repo.directory, { paths: ['in', 'out'] });
    expect(pathsOf(found)).toEqual(['d/a']);
    expect(skipsOf(found)).toEqual(['out (symbolic link out of the work tree, not followed)']);
  });

  it('still reads when git is missing or refuses, and says so', async () => {
    const repo = makeRepo();
    repo.commit({ '.gitignore': 'b\n', a: '1' });
    repo.write({ b: '2' });
    process.env['PATH'] = makeTempDirectory();
    const found = await plan(repo.directory);
    expect(pathsOf(found)).toEqual(['.gitignore', 'a']);
    expect(skipsOf(found).join()).toContain('git');
    expect(skipsOf(found).join()).toContain('b (ignored by .gitignore)');
  });

  it('reads what is tracked though it is ignored where git is missing, too, or says that it cannot tell', async () => {
    const repo = makeRepo();
    repo.write({ 'out/kept/a': '1', 'kept.env': '2', c: '3' }).git('add', '.');
    repo.commit({ '.gitignore': 'out\n*.env\n' });
    repo.write({ 'out/kept/new': '1', 'out/b': '2', 'new.env': '3' });
    process.env['PATH'] = makeTempDirectory();
    const found = await plan(repo.directory);
    expect(pathsOf(found)).toEqual(['.gitignore', 'c', 'kept.env', 'out/kept/a']);
    expect(found.skips.filter(({ reason }) => reason === 'ignored by .gitignore').map((skip) => skip.path)).toEqual([
      'new.env',
      'out/b',
      'out/kept/new',
    ]);
    expect(found.skips.every(({ kind }) => kind === 'skip')).toBe(true);
    process.env['PATH'] = PATH;
    repo.git('update-index', '--index-version', '4');
    process.env['PATH'] = makeTempDirectory();
    const unknown = await plan(repo.directory);
    expect(unknown.skips.filter(({ kind }) => kind === 'failure')).toMatchObject([
      { path: '.', reason: expect.stringContaining('--no-ignore') },
    ]);
  });
});

describe('files outside a work tree', () => {
  it('walks in the order of the paths, obeying nested .gitignore files', async () => {
    const directory = plain({
      '.gitignore': '*.log\n/build/\n',
      'keep.txt': '',
      'x.log': '',
      'build/a': '',
      'd/.gitignore': '!x.log\nsecret\n',
      'd/x.log': '',
      'd/secret': '',
      'd/build/a': '',
      '.hidden': '',
    });
    const found = await plan(directory.directory);
    expect(pathsOf(found)).toEqual(['.gitignore', '.hidden', 'd/.gitignore', 'd/build/a', 'd/x.log', 'keep.txt']);
    expect(found.skips.map((skip) => skip.path).sort()).toEqual(['build/', 'd/secret', 'x.log']);
    expect(pathsOf(await plan(directory.directory, { readIgnored: true }))).toHaveLength(9);
  });

  it('takes .gitignore files as git does: by bytes, in their case, behind a mark', async () => {
    const ignore = '\ufeffbuild\n?\n*.LOG\n';
    const directory = plain({ '.gitignore': ignore, 'Build/kept': '', 'build/gone': '', é: '', e: '', 'x.log': '' });
    const found = await plan(directory.directory);
    expect(pathsOf(found)).toEqual(['.gitignore', 'Build/kept', 'x.log', 'é']);
    directory.git('init', '-q');
    directory.git('config', 'core.ignoreCase', 'false');
    expect(pathsOf(await plan(directory.directory))).toEqual(pathsOf(found));
  });

  it('reads what repositories below track though it is ignored', async () => {
    const outer = plain({ '.gitignore': 'b\n' });
    for (const name of ['a', 'b']) {
      mkdirSync(outer.path(name));
      const inner = new TempRepo(outer.path(name));
      inner.git('init', '-q');
      inner.write({ 'kept.env': '1', b: '2' }).git('add', '.');
      inner.write({ '.gitignore': '*.env\n', 'new.env': '3' });
    }
    // What the outer file ignores is no affair of a repository below.
    expect(pathsOf(await plan(outer.directory))).toEqual(['.gitignore', 'a/.gitignore', 'a/b', 'a/kept.env']);
  });

  it('does not follow links, into loops or out, and does not wait at pipes', async () => {
    const directory = plain({ 'a/b': '1' });
    directory.link('a/loop', '..').link('out', '/etc').link('file', 'a/b').link('dangling', 'nowhere');
    execFileSync('mkfifo', [directory.path('pipe')]);
    const found = await plan(directory.directory);
    expect(pathsOf(found)).toEqual(['a/b']);
    expect(skipsOf(found)).toContain('pipe (named pipe, not read)');
    expect(found.skips.every(({ kind }) => kind === 'skip')).toBe(true);
  });

  it('names a failure what was named and cannot be read', async () => {
    const directory = plain({ 'a/b': '1' }).link('self', 'self').link('dangling', 'nowhere');
    execFileSync('mkfifo', [directory.path('pipe')]);
    const found = await plan(directory.directory, { paths: ['pipe', '/dev/null', 'self', 'dangling'] });
    expect(found.items).toEqual([]);
    expect(found.skips.map(({ kind, reason }) => `${kind}: ${reason}`)).toEqual([
      'failure: a named pipe, not read here: tightlip logs reads it',
      'failure: a device, not read',
      'failure: cannot be read: a loop of symbolic links',
      'failure: a symbolic link to nothing',
    ]);
  });

  it('expands globs that the shell left, dot files too', async () => {
    const directory = plain({ 'a.env': '', 'd/b.env': '', 'd/.c.env': '', 'd/e.txt': '' });
    expect(pathsOf(await plan(directory.directory, { paths: ['**/*.env'] }))).toEqual(['a.env', 'd/.c.env', 'd/b.env']);
  });

  it('takes a name that looks like a glob for the file that it is', async () => {
    const directory = plain({ 'pages/[id].ts': '', 'pages/i.ts': '' });
    expect(pathsOf(await plan(directory.directory, { paths: ['pages/[id].ts'] }))).toEqual(['pages/[id].ts']);
  });

  it.each(['gone.txt', 'gone/', '*.gone'])('says that %s does not exist', async (name) => {
    await expect(plan(plain({ a: '1' }).directory, { paths: ['a', name] })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('reads a named file once, however often and by whatever way it is named', async () => {
    const directory = plain({ 'd/a': '1' });
    directory.link('link', 'd/a');
    expect(pathsOf(await plan(directory.directory, { paths: ['d', 'd/a', './d/../d/a', 'link'] }))).toEqual(['d/a']);
  });

  it('is empty, not wrong, for an empty directory', async () => {
    const directory = makeTempDirectory();
    mkdirSync(path.join(directory, 'empty'));
    expect(await plan(directory)).toEqual({ items: [], skips: [] });
  });
});
