/** Names of files and folders, read from trees through git. */
import { createArena } from '../bytes/arena.ts';
import { readPlainly } from './pack/object-store.ts';
import { pathText } from './path-text.ts';
import type { Repository } from './repository.ts';

/** Files, links and folders; git takes all else for submodules. */
const NAMED: ReadonlySet<number> = new Set([0o100000, 0o120000, 0o040000]);
const FORMAT = 0o170000;

/**
 * The names that stand in these trees, each once; those of submodules are left out.
 *
 * @param trees - Ids. One that is not here has no names.
 * @throws TightlipError when git fails.
 */
export async function namesInTrees(repository: Repository, trees: readonly string[]): Promise<Set<string>> {
  const idBytes = repository.objectFormat === 'sha1' ? 20 : 32;
  const names = new Set<string>();
  for await (const tree of readPlainly(repository, trees, 'tree', createArena())) {
    if (tree.type !== 'missing') addNames(tree.bytes, idBytes, names);
  }
  return new Set([...names].map(pathText));
}

/** Adds a tree's names, one code unit a byte. */
function addNames(tree: Uint8Array, idBytes: number, names: Set<string>): void {
  const bytes = Buffer.from(tree.buffer, tree.byteOffset, tree.length);
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(0x20, at);
    const end = bytes.indexOf(0, space + 1);
    if (space === -1 || end === -1) return;
    const mode = Number.parseInt(bytes.toString('latin1', at, space), 8);
    if (NAMED.has(mode & FORMAT)) names.add(bytes.toString('latin1', space + 1, end));
    at = end + 1 + idBytes;
  }
}
