/**
 * Where an ordinary repository lies, read without git: a work tree with a `.git` directory of its own and nothing special about
 * it. Answers only where git's own search can come to nothing else, and only what git is sure to accept; a run of git would be a good
 * part of a commit's check.
 */
import { accessSync, constants, lstatSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import type { Layout } from '../repository.ts';
import type { GitContext } from '../run.ts';

/** Variables that change where git looks, what it takes for a part of the repository, or (for its own tests) what it thinks of it. */
const TIES =
  /^GIT_(?:DIR|WORK_TREE|COMMON_DIR|OBJECT_DIRECTORY|SHALLOW_FILE|IMPLICIT_WORK_TREE|CEILING_DIRECTORIES|DISCOVERY_ACROSS_FILESYSTEM|TEST_.*)$/;

/** What in a repository's own settings moves its work tree or changes its format. */
const SPECIAL = /worktree|extensions|include/i;

/** Of any other name git says whether it may be one. */
const PLAIN_REF = /^refs(?:\/[A-Za-z0-9_-]+)+$/;

const SECTION = /^\[[A-Za-z0-9.-]+(?: "[^"\\]*")?\]$/;
const SETTING = /^[A-Za-z][A-Za-z0-9-]*(?:[ \t]*=(?:[^"\\]|"(?:[^"\\]|\\[\\"bnt])*"|\\[\\"bnt])*)?$/;

/** The layout round a context's directory, or null where git is to be asked. */
export function readPlainLayout({ directory, environment }: GitContext): Layout | null {
  if (process.platform === 'win32' || Object.keys(environment).some((name) => TIES.test(name))) return null;
  try {
    return realpathSync(directory) === directory ? layoutAbove(directory) : null;
  } catch {
    return null;
  }
}

/** @throws When a file that every repository has cannot be read. */
function layoutAbove(directory: string): Layout | null {
  for (let top = directory; ; top = path.dirname(top)) {
    const gitDirectory = path.join(top, '.git');
    if (kindOf(gitDirectory) !== null) {
      return isOurs(top) && isOurs(gitDirectory) && isPlain(gitDirectory) ? layoutOf(top, gitDirectory) : null;
    }
    // A bare repository, or the inside of a git directory.
    if (kindOf(path.join(top, 'HEAD')) !== null || top === path.dirname(top)) return null;
  }
}

/** Of what others own git says whether it is trusted (`safe.directory`). */
function isOurs(folder: string): boolean {
  return lstatSync(folder).uid === process.geteuid?.();
}

function layoutOf(top: string, gitDirectory: string): Layout | null {
  const head = readHead(gitDirectory);
  if (head === undefined) return null;
  return {
    top,
    gitDirectory,
    commonDirectory: gitDirectory,
    bare: false,
    shallow: false,
    objectFormat: 'sha1',
    head,
  };
}

function isPlain(gitDirectory: string): boolean {
  const at = (name: string): string => path.join(gitDirectory, name);
  for (const folder of ['', 'objects', 'refs']) {
    if (kindOf(at(folder)) !== 'directory') return false;
    accessSync(at(folder), constants.X_OK);
  }
  if (kindOf(at('HEAD')) !== 'file' || kindOf(at('commondir')) !== null || kindOf(at('shallow')) !== null) return false;
  const config = readFileSync(at('config'), 'utf8');
  const isAlways = (word: RegExp, line: RegExp): boolean => config.match(word)?.length === config.match(line)?.length;
  return (
    isPlainConfig(config) &&
    !SPECIAL.test(config) &&
    isAlways(/bare/gi, /^[ \t]*bare = false$/gm) &&
    isAlways(/repositoryformatversion/gi, /^[ \t]*repositoryformatversion = [01]$/gm)
  );
}

/**
 * Whether all settings stand as git writes them, a line each below a section. Of any other file (a value over two lines, a mistake) git says what it
 * means; one that it cannot read it refuses, and so the run ends with git's own sentence.
 */
function isPlainConfig(config: string): boolean {
  const lines = config.split('\n').map((line) => line.replace(/^[ \t]+|[ \t]+$/g, ''));
  const said = lines.filter((line) => line !== '' && !/^[#;]/.test(line));
  return (
    (said.length === 0 || SECTION.test(said[0]!)) && said.every((line) => SECTION.test(line) || SETTING.test(line))
  );
}

/** The commit of a detached HEAD, or of its branch; null before the first; undefined where it is kept in a way that is git's own affair. */
function readHead(gitDirectory: string): string | null | undefined {
  const [, id, ref] = /^(?:([0-9a-f]{40})|ref: (refs\/heads\/[!-~]+))\n$/.exec(readText(gitDirectory, 'HEAD')) ?? [];
  if (id !== undefined) return id;
  if (ref === undefined || ref.split('/').includes('..')) return undefined;
  const kind = kindOf(path.join(gitDirectory, ref));
  if (kind === 'file') return /^([0-9a-f]{40})\n$/.exec(readText(gitDirectory, ref))?.[1];
  if (kind !== null) return undefined;
  const isPacked = kindOf(path.join(gitDirectory, 'packed-refs')) !== null;
  const packed = isPacked ? readText(gitDirectory, 'packed-refs').split('\n') : [];
  const commit = packed.find((line) => line.slice(40) === ` ${ref}`)?.slice(0, 40);
  return commit ?? (PLAIN_REF.test(ref) ? null : undefined);
}

function readText(gitDirectory: string, name: string): string {
  return readFileSync(path.join(gitDirectory, name), 'latin1');
}

/** Null when there is nothing. Links are not followed: what is one is not plain. */
function kindOf(file: string): 'directory' | 'file' | 'other' | null {
  const found = lstatSync(file, { throwIfNoEntry: false });
  if (found === undefined) return null;
  if (found.isDirectory()) return 'directory';
  return found.isFile() ? 'file' : 'other';
}
