/** Which secrets in names of files and folders a change brings in: the rule of `introduced.ts`, of paths in place of contents. Pure. */
import type { ChangeGroup } from '../git/changes.ts';
import type { ExcludedPath } from './introduced.ts';

/** A name in a path. */
export interface NamedPath {
  /** The path up to the name and with it. */
  readonly path: string;
  readonly name: string;
}

/** One secret in a name that a change brings in. */
export interface NewName extends NamedPath {
  readonly valueKey: string;
}

/** Value keys of the matches in a name. */
export type KeysOfName = (name: string) => readonly string[];

/** The names in a path from the top, each with the path that leads to it. */
export function namesIn(path: string): NamedPath[] {
  const names = path.split('/');
  return names.map((name, i) => ({ path: names.slice(0, i + 1).join('/'), name }));
}

/**
 * The secrets in the names of paths that no parent has, and in no path that the same change removes; each once a place.
 *
 * @returns In the order of the group's changes, then from the top. Excluded paths bring in nothing.
 */
export function newNames(group: ChangeGroup, keysOf: KeysOfName, excluded: ExcludedPath): NewName[] {
  const found = new Map<string, NewName>();
  let removed: ReadonlySet<string> | null = null;
  for (const { path, before } of group.changes) {
    if (before.some((oid) => oid !== '') || excluded(path)) continue;
    for (const named of namesIn(path)) {
      for (const valueKey of keysOf(named.name)) {
        removed ??= keysOfRemovals(group, keysOf, excluded);
        if (!removed.has(valueKey)) found.set(`${valueKey} ${named.path}`, { ...named, valueKey });
      }
    }
  }
  return [...found.values()];
}

function keysOfRemovals(group: ChangeGroup, keysOf: KeysOfName, excluded: ExcludedPath): Set<string> {
  const paths = group.removals.map(({ path }) => path).filter((path) => !excluded(path));
  return new Set(paths.flatMap((path) => path.split('/').flatMap(keysOf)));
}
