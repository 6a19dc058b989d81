/** What git ignores, told in few lines: a folder of build products is one, a hidden `.env` is always named. */
import path from 'node:path';
import { shownPath } from '../bytes/path-bytes.ts';
import type { Skip } from './source.ts';

/** What hides them may as well be .git/info/exclude or a file of the user's. */
const IGNORED = 'ignored by git';

/** Ignored files of one folder that are still named one by one. */
const MOST_NAMED = 3;

/**
 * Skips for ignored entries, in the order of their first appearance.
 *
 * @param entries - Paths relative to the top with `/`; a whole ignored folder ends with `/`.
 */
export function ignoredSkips(entries: readonly string[]): Skip[] {
  const folders = new Map<string, string[]>();
  for (const entry of entries) {
    const key = isAlwaysNamed(entry) ? entry : path.posix.dirname(entry);
    const inside = folders.get(key);
    if (inside) inside.push(entry);
    else folders.set(key, [entry]);
  }
  return [...folders].flatMap(([folder, inside]) => tell(folder, inside));
}

function tell(folder: string, inside: readonly string[]): Skip[] {
  if (inside.length > MOST_NAMED) {
    return [{ path: `${shownPath(folder)}/`, kind: 'skip', reason: `${inside.length} files ${IGNORED}` }];
  }
  return inside.map((entry) => ({ path: shownPath(entry), kind: 'skip', reason: IGNORED }));
}

/** A folder stands for itself; settings files hold live credentials on purpose, so the reader must see that they were not read. */
function isAlwaysNamed(entry: string): boolean {
  return entry.endsWith('/') || path.posix.basename(entry).startsWith('.env');
}
