/** Files that we keep in the git directory between runs: read whole, replaced whole. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Repository } from './repository.ts';

const CHECKSUM_BYTES = 32;
/** Files kept of one kind: of other rules, other versions. */
const MOST_FILES = 4;

/** The git directory that all work trees share, and in it a folder of ours. */
function folderOf(repository: Repository): string {
  return path.join(repository.commonDirectory, 'tightlip');
}

/**
 * What was kept under a name, or null when there is nothing, it cannot be read, or it is not what was written.
 *
 * @param name - A file name without an ending.
 */
export function readKept(repository: Repository, name: string): Uint8Array | null {
  let file: Buffer;
  try {
    file = readFileSync(path.join(folderOf(repository), `${name}.cache`));
  } catch {
    return null;
  }
  const content = file.subarray(0, Math.max(0, file.length - CHECKSUM_BYTES));
  return createHash('sha256').update(content).digest().equals(file.subarray(content.length)) ? content : null;
}

/**
 * Keeps bytes under a name. Whoever reads meanwhile reads the old file or the new one; of two who write the later wins.
 * A git directory that may not be written keeps nothing.
 */
export function keep(repository: Repository, name: string, content: Uint8Array): void {
  const folder = folderOf(repository);
  const target = path.join(folder, `${name}.cache`);
  const draft = `${target}.${process.pid}.${Date.now().toString(36)}`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(draft, Buffer.concat([content, createHash('sha256').update(content).digest()]), { mode: 0o600 });
    renameSync(draft, target);
    dropOldest(folder, name.replace(/-[0-9a-f]+$/, '-'));
  } catch {
    tryToRemove(draft);
  }
}

function tryToRemove(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // There is no such folder either.
  }
}

/** Of files whose name begins alike the newest stay. */
function dropOldest(folder: string, prefix: string): void {
  const files = readdirSync(folder)
    .filter((name) => name.startsWith(prefix))
    .map((name) => ({ name, time: statSync(path.join(folder, name)).mtimeMs }));
  const old = files.sort((a, b) => b.time - a.time).slice(MOST_FILES);
  for (const { name } of old) rmSync(path.join(folder, name), { force: true });
}
