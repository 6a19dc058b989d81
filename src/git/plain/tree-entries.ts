/** A tree object as git writes it. */

/** An entry; its id is the 20 bytes at `oidAt`. */
export interface TreeEntry {
  readonly mode: string;
  /** A code unit a byte; of a folder with `/` behind it: so names stand in the order of trees and of indexes. */
  readonly key: string;
  readonly oidAt: number;
}

const OID_BYTES = 20;
export const FOLDER = '40000';
const MODES: ReadonlySet<string> = new Set([FOLDER, '100644', '100755', '120000', '160000']);

/** The entries, or null when the tree is not one that git writes today: only git knows what it makes of such a one. */
export function readEntries(tree: Buffer): TreeEntry[] | null {
  const entries: TreeEntry[] = [];
  const files = new Set<string>();
  let last = '';
  for (let at = 0; at < tree.length;) {
    const space = tree.indexOf(0x20, at);
    const end = tree.indexOf(0, at);
    if (space < 0 || end <= space + 1 || end + 1 + OID_BYTES > tree.length) return null;
    const mode = tree.toString('latin1', at, space);
    const name = tree.toString('latin1', space + 1, end);
    const key = mode === FOLDER ? `${name}/` : name;
    if (!MODES.has(mode) || name.includes('/') || (last !== '' && key <= last)) return null;
    if (mode !== FOLDER) files.add(name);
    // A name that is a file and a folder.
    else if (files.has(name)) return null;
    entries.push({ mode, key, oidAt: end + 1 });
    last = key;
    at = end + 1 + OID_BYTES;
  }
  return entries;
}
