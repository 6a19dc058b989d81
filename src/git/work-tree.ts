/** What git knows of the files in a work tree: which it tracks, which are new, which it ignores. */
import { existsSync, lstatSync } from 'node:fs';
import path from 'node:path';
import { diskPath, pathOfBytes } from '../bytes/path-bytes.ts';
import { TightlipError } from '../errors.ts';
import type { Repository } from './repository.ts';
import { ambientContext, runGit } from './run.ts';

/** Paths relative to the top; a directory ends with `/` and stands for all below it. */
export interface WorkTreeListing {
  /** Tracked and present, or untracked and not ignored. A submodule, and a repository inside this one, is among them as a directory. */
  readonly files: readonly string[];
  /** Untracked and ignored, whole directories as one. */
  readonly ignored: readonly string[];
}

/**
 * Lists a work tree in two calls of git.
 *
 * @param below - Paths relative to the top to restrict it to, taken literally; empty: everything.
 */
export async function listWorkTree(repository: Repository, below: readonly string[]): Promise<WorkTreeListing> {
  const paths = below.length === 0 ? [] : ['--', ...below];
  const list = async (args: readonly string[]): Promise<string[]> => {
    const { stdout } = await runGit(repository.context, ['--literal-pathspecs', 'ls-files', '-z', ...args, ...paths]);
    return pathOfBytes(stdout)
      .split('\0')
      .filter((line) => line !== '');
  };
  const [tagged, ignored] = await Promise.all([
    list(['-t', '--cached', '--others', '--deleted', '--exclude-standard']),
    list(['--others', '--ignored', '--exclude-standard', '--directory']),
  ]);
  return { files: presentFiles(tagged, repository.top ?? repository.context.directory), ignored };
}

/** Whether a file is in the index of the repository that it lies in; false outside of one, and where git cannot be asked. */
export async function isTracked(absolutePath: string): Promise<boolean> {
  const context = ambientContext(path.dirname(absolutePath));
  const words = ['--literal-pathspecs', 'ls-files', '-z', '--', path.basename(absolutePath)];
  try {
    return (await runGit(context, words)).stdout.length > 0;
  } catch (error) {
    if (error instanceof TightlipError) return false;
    throw error;
  }
}

/**
 * `H path` is tracked, `? path` new, `R path` tracked but gone from disk, `S path` not looked at by git: left out of a sparse checkout,
 * or there and hidden by `update-index --skip-worktree`, which is how people keep settings of their own.
 */
function presentFiles(tagged: readonly string[], top: string): string[] {
  const gone = new Set<string>();
  const files = new Set<string>();
  const isThere = presence(top);
  for (const line of tagged) {
    const name = line.slice(2);
    if (line.startsWith('R ') || (line.startsWith('S ') && !isThere(name))) gone.add(name);
    else files.add(name);
  }
  return [...files].filter((name) => !gone.has(name));
}

/** Whether a path is on disk; a folder that is not there, as most of a sparse checkout's, is looked for once. */
function presence(top: string): (name: string) => boolean {
  const folders = new Map<string, boolean>();
  return (name) => {
    const folder = path.dirname(name);
    let isFolder = folders.get(folder);
    if (isFolder === undefined) folders.set(folder, (isFolder = existsSync(diskPath(path.join(top, folder)))));
    return isFolder && lstatSync(diskPath(path.join(top, name)), { throwIfNoEntry: false }) !== undefined;
  };
}
