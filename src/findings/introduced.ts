/** Which secrets a change introduces: the one rule for staged, range and history. Pure. */
import type { Change, ChangeGroup } from '../git/changes.ts';

/** Value keys of all matches of a blob, of any rule and tier, marks and exceptions ignored. */
export type KeysOf = (oid: string) => ReadonlySet<string>;

/** Whether a path is excluded from the scan. */
export type ExcludedPath = (path: string) => boolean;

/** One secret that a change brings in. */
export interface Introduced {
  /** Number of the change in its group: of a damaged tree several may have one path. */
  readonly change: number;
  readonly path: string;
  readonly oid: string;
  readonly valueKey: string;
}

/**
 * The secrets whose value is in the new content of a path and in no old content: not in that path in any parent, and in no path
 * that the same change removes. So a moved file introduces nothing, and neither does a merge that repeats what a parent has.
 * A removed path that is excluded does not count as old content: moving a file out of an excluded folder introduces its secrets.
 *
 * @returns In the order of the group's changes, then of the blob's keys. Excluded paths introduce nothing.
 */
export function introduced(group: ChangeGroup, keysOf: KeysOf, excluded: ExcludedPath): Introduced[] {
  const found: Introduced[] = [];
  let removedKeys: ReadonlySet<string> | null = null;
  for (const [number, change] of group.changes.entries()) {
    const keys = keysOf(change.oid);
    if (keys.size === 0 || excluded(change.path) || hasAll(change, keys, keysOf)) continue;
    removedKeys ??= keysOfRemovals(group, keysOf, excluded);
    for (const valueKey of keys) {
      if (removedKeys.has(valueKey) || isInParent(change, valueKey, keysOf)) continue;
      found.push({ change: number, path: change.path, oid: change.oid, valueKey });
    }
  }
  return found;
}

/** Whether a group may introduce anything, whatever it removes: a value of new content is not in that path in any parent. */
export function mayIntroduce(group: ChangeGroup, keysOf: KeysOf, excluded: ExcludedPath): boolean {
  return group.changes.some((change) => {
    const keys = keysOf(change.oid);
    if (keys.size === 0 || excluded(change.path) || hasAll(change, keys, keysOf)) return false;
    for (const valueKey of keys) if (!isInParent(change, valueKey, keysOf)) return true;
    return false;
  });
}

/** Whether a parent has the very same keys in that path, as it mostly has. */
function hasAll({ before }: Change, keys: ReadonlySet<string>, keysOf: KeysOf): boolean {
  return before.some((oid) => oid !== '' && keysOf(oid) === keys);
}

function isInParent(change: Change, valueKey: string, keysOf: KeysOf): boolean {
  return change.before.some((oid) => oid !== '' && keysOf(oid).has(valueKey));
}

function keysOfRemovals(group: ChangeGroup, keysOf: KeysOf, excluded: ExcludedPath): Set<string> {
  const keys = new Set<string>();
  for (const { path, oid } of group.removals) {
    if (!excluded(path)) for (const key of keysOf(oid)) keys.add(key);
  }
  return keys;
}

/**
 * The old contents that must have been scanned before {@link introduced} can answer: of the changes whose new content has a
 * match, each once. Empty when no change has one.
 *
 * @param hasMatch - Whether a blob has any match.
 */
export function oldContent(group: ChangeGroup, hasMatch: (oid: string) => boolean, excluded: ExcludedPath): string[] {
  const oids = new Set<string>();
  for (const { path, oid, before } of group.changes) {
    if (!hasMatch(oid) || excluded(path)) continue;
    for (const old of before) if (old !== '') oids.add(old);
  }
  const judged = group.changes.some(({ path, oid }) => hasMatch(oid) && !excluded(path));
  if (judged) for (const { path, oid } of group.removals) if (!excluded(path)) oids.add(oid);
  return [...oids];
}
