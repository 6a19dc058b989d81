/** What the files of refs say, where git, which ends at the first line that it does not understand, says nothing. */
import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isObjectId, type Repository } from './repository.ts';

/** Refs of these folders exist once a work tree. */
export const OWN_REFS = /^refs\/(?:bisect|worktree|rewritten)\//;

/** A ref as a file names it; whether the object is here is not looked at. */
export interface NamedId {
  readonly name: string;
  readonly oid: string;
}

/** A line of `packed-refs` that says what it should. */
const PACKED = /^([0-9a-f]{40}(?:[0-9a-f]{24})?) (refs\/\S+)$/;

/**
 * Refs in files of their own and in `packed-refs`, in byte order of their names; what is no line of a ref is passed over. A ref that names another is left
 * out, since the other is there itself.
 */
export function readRefFiles({ commonDirectory, gitDirectory }: Repository): NamedId[] {
  const found = new Map<string, string>();
  for (const line of linesOf(path.join(commonDirectory, 'packed-refs'))) {
    const [, oid, name] = PACKED.exec(line) ?? [];
    if (oid !== undefined && name !== undefined) found.set(name, oid);
  }
  readFolder(commonDirectory, 'refs', found);
  if (path.resolve(gitDirectory) !== path.resolve(commonDirectory)) {
    for (const name of found.keys()) if (OWN_REFS.test(name)) found.delete(name);
    readFolder(gitDirectory, 'refs', found);
  }
  return [...found].map(([name, oid]) => ({ name, oid })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

function readFolder(gitDirectory: string, folder: string, found: Map<string, string>): void {
  for (const entry of entriesOf(path.join(gitDirectory, folder))) {
    const name = `${folder}/${entry.name}`;
    if (entry.isDirectory()) readFolder(gitDirectory, name, found);
    else {
      const [oid = ''] = linesOf(path.join(gitDirectory, name));
      if (isObjectId(oid)) found.set(name, oid);
    }
  }
}

function entriesOf(directory: string): Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
}
