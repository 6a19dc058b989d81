/** Entries of a directory whose names are paths, whatever bytes they are made of. */
import { type Dirent, readdirSync } from 'node:fs';
import path from 'node:path';
import { diskPath, pathOfBytes, shownPath } from '../bytes/path-bytes.ts';

/** What stands for bytes that are no UTF-8 in a text that the system or a command line gives. */
const REPLACEMENT = '\ufffd';

/**
 * Lists a directory.
 *
 * @throws What `readdirSync` throws.
 */
export function listDirectory(directory: string): Dirent[] {
  const place = diskPath(directory);
  const entries = readdirSync(place, { withFileTypes: true });
  if (!entries.some((entry) => entry.name.includes(REPLACEMENT))) return entries;
  return readdirSync(place, { withFileTypes: true, encoding: 'buffer' }).map((entry) =>
    Object.assign(Object.create(Object.getPrototypeOf(entry) as object) as Dirent, entry, {
      name: pathOfBytes(entry.name),
    }),
  );
}

/** The files and directories that a path of a command line may mean: more than one, or others, where it was no UTF-8. */
export function pathsShownAs(absolutePath: string): string[] {
  if (!absolutePath.includes(REPLACEMENT)) return [];
  const { root } = path.parse(absolutePath);
  let found = [root];
  for (const part of absolutePath.slice(root.length).split(path.sep)) {
    found = part.includes(REPLACEMENT)
      ? found.flatMap((directory) => namesShownAs(directory, part).map((name) => path.join(directory, name)))
      : found.map((directory) => path.join(directory, part));
  }
  return found;
}

function namesShownAs(directory: string, shown: string): string[] {
  try {
    const names = listDirectory(directory).map((entry) => entry.name);
    return names.filter((name) => shownPath(name) === shown);
  } catch {
    return [];
  }
}
