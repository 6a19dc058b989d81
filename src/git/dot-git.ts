/** Where a `.git` is, as git's own search would come to it; nothing is said of what it holds. */
import { lstatSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { diskPath } from '../bytes/path-bytes.ts';

const POINTER = /^gitdir: ([^\n]+)\n*$/;

/** A `.git` in the directory or above it; null when there is none. */
export function nearestDotGit(directory: string): string | null {
  for (let at = directory; ; at = path.dirname(at)) {
    const found = path.join(at, '.git');
    if (isThere(found)) return found;
    if (path.dirname(at) === at) return null;
  }
}

/** Whether there is something; not where nobody may look. */
function isThere(file: string): boolean {
  try {
    return lstatSync(diskPath(file), { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

/** The git directory that a `.git` is or, as a file in a linked work tree or a submodule, names. */
export function gitDirectoryBehind(dotGit: string): string {
  try {
    const [, named] = POINTER.exec(readFileSync(diskPath(dotGit), 'utf8')) ?? [];
    return named === undefined ? dotGit : path.resolve(path.dirname(dotGit), named);
  } catch {
    return dotGit;
  }
}
