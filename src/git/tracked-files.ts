/** Which files a repository tracks, from its index where git need not be asked: it may not be there, or refuse to look. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { diskPath, pathOfBytes } from '../bytes/path-bytes.ts';
import { TightlipError } from '../errors.ts';
import { gitDirectoryBehind } from './dot-git.ts';
import { parseIndex } from './plain/index-file.ts';
import { foreignContext, runGit } from './run.ts';

/**
 * Absolute paths of the tracked files of a work tree, and of the folders that hold them.
 *
 * @param top - The folder that holds `.git`.
 * @returns null when nobody can tell.
 */
export async function trackedFiles(top: string): Promise<ReadonlySet<string> | null> {
  const names = namesInIndex(top) ?? (await namesFromGit(top));
  if (names === null) return null;
  const found = new Set<string>();
  for (const name of names) {
    for (let at = path.join(top, name); at.length > top.length && !found.has(at); at = path.dirname(at)) found.add(at);
  }
  return found;
}

/** Null where git is to be asked. */
function namesInIndex(top: string): string[] | null {
  try {
    const index = parseIndex(readFileSync(diskPath(path.join(gitDirectoryBehind(path.join(top, '.git')), 'index'))));
    if (index === null) return null;
    const { bytes, nameStarts, nameEnds } = index;
    return Array.from(nameStarts, (start, i) => pathOfBytes(bytes.subarray(start, nameEnds[i])));
  } catch (error) {
    // Nothing was ever added.
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? [] : null;
  }
}

async function namesFromGit(top: string): Promise<string[] | null> {
  try {
    const { stdout } = await runGit(await foreignContext(top), ['ls-files', '-z']);
    return pathOfBytes(stdout).split('\0').filter(Boolean);
  } catch (error) {
    if (error instanceof TightlipError) return null;
    throw error;
  }
}
