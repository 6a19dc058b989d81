/** Files that we keep in the git directory between runs: each replaced whole. */
import { readdirSync, statSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Repository } from './repository.ts';

/** Files kept of one kind: of other rules, other versions. */
const MOST_FILES = 4;

/** The git directory that all work trees share, and in it a folder of ours. */
function folderOf(repository: Repository): string {
  return path.join(repository.commonDirectory, 'tightlip');
}

/**
 * The file that is kept under a name.
 *
 * @param name - A file name without an ending: its kind, and behind a dash in hex which of that kind it is.
 */
export function keptFile(repository: Repository, name: string): string {
  return path.join(folderOf(repository), `${name}.cache`);
}

/**
 * Keeps a file under a name. Whoever reads meanwhile reads the old file or the new one; of two who write the later wins.
 * A git directory that may not be written keeps nothing.
 *
 * @param write - Writes a file that is not there yet.
 */
export async function replaceKept(
  repository: Repository,
  name: string,
  write: (draft: string) => Promise<void>,
): Promise<void> {
  const folder = folderOf(repository);
  const target = keptFile(repository, name);
  const draft = `${target}.${process.pid}.${Date.now().toString(36)}`;
  try {
    await mkdir(folder, { recursive: true });
    await write(draft);
    await rename(draft, target);
    await dropOldest(folder, name.replace(/-[0-9a-f]+$/, '-'));
  } catch {
    // There may be no such folder either.
    await rm(draft, { force: true }).catch(() => {});
  }
}

/** Of files whose name begins alike the newest stay. */
async function dropOldest(folder: string, prefix: string): Promise<void> {
  const files = readdirSync(folder)
    .filter((name) => name.startsWith(prefix))
    .map((name) => ({ name, time: statSync(path.join(folder, name)).mtimeMs }));
  const old = files.sort((a, b) => b.time - a.time).slice(MOST_FILES);
  for (const { name } of old) await rm(path.join(folder, name), { force: true });
}
