/** Files that a reader of text takes for something else: encodings, kinds of entry, names. */
import { execFileSync } from 'node:child_process';
import type { TempRepo } from '../support/temp-repo.ts';
import { lineOf, plainLines, planted, type Trap } from './trap.ts';

/** Writes a blob and gives its id. */
function writeBlob(repo: TempRepo, content: string | Uint8Array): string {
  const options = { cwd: repo.directory, input: content, encoding: 'utf8' } as const;
  return execFileSync('git', ['hash-object', '-w', '--stdin', '--no-filters'], options).trim();
}

/** Commits the index as it is, without looking at the work tree, and leaves both as they are. */
function commitIndex(repo: TempRepo, message: string): string {
  repo.git('commit', '-q', '-m', message);
  return repo.head();
}

export const CONTENT_TRAPS: readonly Trap[] = [
  {
    name: 'NUL in a text file',
    hides: 'a text file with one NUL, which git takes for binary',
    plant: planted((repo, value) => {
      const commit = repo.commit({ 'state.dat': `${plainLines('a')}\0\n${lineOf(value)}` });
      return { path: 'state.dat', commit, atHead: true };
    }),
  },
  {
    name: 'UTF-16 with a mark',
    hides: 'a UTF-16 file as Windows tools write it',
    plant: planted((repo, value) => {
      const commit = repo.commit({ 'app.reg': Buffer.from(`\uFEFF${plainLines('a')}${lineOf(value)}`, 'utf16le') });
      return { path: 'app.reg', commit, atHead: true };
    }),
  },
  {
    name: 'UTF-16BE without a mark',
    hides: 'a big-endian UTF-16 file without byte order mark',
    plant: planted((repo, value) => {
      const commit = repo.commit({ 'app.txt': Buffer.from(`${plainLines('a')}${lineOf(value)}`, 'utf16le').swap16() });
      return { path: 'app.txt', commit, atHead: true };
    }),
  },
  {
    name: 'LFS pointer that is none',
    hides: 'a file that begins like a Git LFS pointer',
    plant: planted((repo, value) => {
      const head = 'version https://git-lfs.github.com/spec/v1\noid sha256:';
      const commit = repo.commit({ 'model.bin': `${head}${'ab'.repeat(32)}\nsize 178\n${lineOf(value)}` });
      return { path: 'model.bin', commit, atHead: true };
    }),
  },
  {
    name: 'very long line',
    hides: 'the end of a line of two million characters',
    plant: planted((repo, value) => {
      const commit = repo.commit({ 'bundle.min.js': `var a="${'x1 '.repeat(700_000)}";var token="${value}"` });
      return { path: 'bundle.min.js', commit, atHead: true };
    }),
  },
  {
    name: 'symlink target',
    hides: 'the target of a symbolic link',
    plant: planted((repo, value) => {
      repo.link('current', `https://${value}@host.invalid/`);
      const commit = repo.commit();
      return { path: 'current', commit, atHead: true };
    }),
  },
  {
    name: 'link becomes file',
    hides: 'a regular file in place of a symbolic link (a type change)',
    plant: planted((repo, value) => {
      repo.link('app.env', 'readme.md').commit();
      const commit = repo.remove('app.env').commit({ 'app.env': lineOf(value) }, 'make it a file');
      return { path: 'app.env', commit, atHead: true };
    }),
  },
  {
    name: 'submodule URL',
    hides: 'the password in the URL of a submodule',
    plant: planted((repo, value) => {
      const url = `https://bot:${value}@git.invalid/lib.git`;
      repo.write({ '.gitmodules': `[submodule "lib"]\n\tpath = lib\n\turl = ${url}\n` }).stage();
      repo.git('update-index', '--add', '--cacheinfo', `160000,${repo.head()},lib`);
      const commit = commitIndex(repo, 'add lib');
      repo.git('rm', '-q', '--cached', 'lib', '.gitmodules');
      commitIndex(repo, 'drop lib');
      return { path: '.gitmodules', commit, atHead: false };
    }),
  },
  {
    name: 'case-fold collision',
    hides: 'one of two files whose names differ in case only',
    plant: planted((repo, value) => {
      const plain = writeBlob(repo, 'nothing\n');
      const secret = writeBlob(repo, lineOf(value));
      repo.git('update-index', '--add', '--cacheinfo', `100644,${plain},Config.env`);
      repo.git('update-index', '--add', '--cacheinfo', `100644,${secret},config.env`);
      const commit = commitIndex(repo, 'both');
      return { path: 'config.env', commit, atHead: true };
    }),
  },
  {
    name: 'path with a line break',
    hides: 'a file whose name holds a line break',
    plant: planted((repo, value) => {
      const commit = repo.commit({ 'two\nlines.conf': lineOf(value) });
      return { path: 'two\nlines.conf', commit, atHead: true };
    }),
  },
  {
    name: 'names that git quotes',
    hides: 'a file whose name holds an umlaut, quotes, a tab and a backslash',
    plant: planted((repo, value) => {
      const commit = repo.commit({ 'schlüssel "a"\tb\\c.conf': lineOf(value) });
      return { path: 'schlüssel "a"\tb\\c.conf', commit, atHead: true };
    }),
  },
  {
    name: 'names like options',
    hides: 'a file named like an option, one like a pathspec, one like the end of a patch',
    plant: planted((repo, value) => {
      const commit = repo.commit({
        '--all': 'x\n',
        ':(exclude)x': 'x\n',
        'diff --git a/x b/x': lineOf(value),
      });
      return { path: 'diff --git a/x b/x', commit, atHead: true };
    }),
  },
  {
    name: 'name that is no UTF-8',
    hides: 'a file whose name is Latin-1',
    plant: planted((repo, value) => {
      const entry = Buffer.concat([
        Buffer.from(`100644 ${writeBlob(repo, lineOf(value))}\tcl\u00e9.conf`, 'latin1'),
        Buffer.from([0]),
      ]);
      execFileSync('git', ['update-index', '-z', '--index-info'], { cwd: repo.directory, input: entry });
      const commit = commitIndex(repo, 'latin1');
      return { path: 'cl\uFFFD.conf', commit, atHead: true };
    }),
  },
  {
    name: 'deep folder',
    hides: 'a file two hundred folders down',
    plant: planted((repo, value) => {
      const deep = `${'d/'.repeat(200)}app.conf`;
      const commit = repo.commit({ [deep]: lineOf(value) });
      return { path: deep, commit, atHead: true };
    }),
  },
  {
    name: 'content like a patch',
    hides: 'a line of a file that reads like the header of a patch',
    plant: planted((repo, value) => {
      const commit = repo.commit({ 'fix.diff': `diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -0,0 +1 @@\n++ ${value}\n` });
      return { path: 'fix.diff', commit, atHead: true };
    }),
  },
];
