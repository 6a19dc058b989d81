/** Whole trees, for the few commits that matter: what stands at a path, and which paths a commit removes. */
import { createGitKernel } from '../kernel/create-kernel.ts';
import { KernelMemory } from '../kernel/memory.ts';
import type { Removal } from '../changes.ts';
import { GraphGap } from './find-changes.ts';
import type { ReadGraph } from './object-graph.ts';
import type { PackTable } from './pack-table.ts';
import { Walker } from './walk.ts';

const TREE = 0o040000;
const SYMLINK = 0o120000;
const REGULAR = 0o100000;
const FORMAT = 0o170000;
const DEEPEST_PATH = 2000;
/** Trees kept in memory. */
const MOST_TREES = 4096;
/** Pairs of trees that are compared for one commit and parent. */
const MOST_STEPS = 1 << 20;

interface TreeEntry {
  readonly mode: number;
  readonly oid: string;
}

/** By name, one code unit a byte, in the order of the tree. */
type Entries = ReadonlyMap<string, TreeEntry>;

const NO_ENTRIES: Entries = new Map();

/** The mode as git prints it: it knows five. */
function canonicalMode(mode: number): string {
  const format = mode & FORMAT;
  if (format === REGULAR) return (mode & 0o100) === 0 ? '100644' : '100755';
  if (format === SYMLINK) return '120000';
  return format === TREE ? '040000' : '160000';
}

function isFile(entry: TreeEntry): boolean {
  const format = entry.mode & FORMAT;
  return format === REGULAR || format === SYMLINK;
}

/** Takes a tree object apart. @throws GraphGap when it is none. */
export function parseTree(bytes: Uint8Array): Entries {
  const entries = new Map<string, TreeEntry>();
  const tree = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at < tree.length;) {
    const space = tree.indexOf(0x20, at);
    const nul = tree.indexOf(0, space + 1);
    const mode = tree.toString('latin1', at, Math.max(at, space));
    if (space === -1 || nul === -1 || nul + 21 > tree.length || !/^[0-7]{1,10}$/.test(mode)) {
      throw new GraphGap('a tree is damaged');
    }
    const oid = tree.toString('hex', nul + 1, nul + 21);
    entries.set(tree.toString('latin1', space + 1, nul), { mode: Number.parseInt(mode, 8), oid });
    at = nul + 21;
  }
  return entries;
}

/** Paths here are one code unit a byte. Close it in a `finally`. */
export class TreeReader {
  readonly #read: ReadGraph;
  readonly #table: PackTable;
  readonly #walker: Walker;
  readonly #trees = new Map<string, Entries>();
  #steps = 0;

  constructor(table: PackTable, read: ReadGraph) {
    this.#table = table;
    this.#read = read;
    this.#walker = new Walker(table, createGitKernel(new KernelMemory()), { wantEdits: false });
  }

  close(): void {
    this.#walker.close();
  }

  /** What stands at a path of a tree; oid '' where there is no file (nothing, a folder, a submodule). */
  at(tree: string, path: readonly string[]): { readonly mode: string; readonly oid: string } {
    let oid = tree;
    for (const [depth, name] of path.entries()) {
      const entry = this.#entries(oid).get(name);
      if (entry === undefined) break;
      if (depth === path.length - 1)
        return isFile(entry) ? { mode: canonicalMode(entry.mode), oid: entry.oid } : NOTHING;
      if ((entry.mode & FORMAT) !== TREE) break;
      oid = entry.oid;
    }
    return NOTHING;
  }

  /** Files of `before` whose path is no file and no submodule in `after`, in git's order. */
  removed(after: string, before: string): Removal[] {
    const found: Removal[] = [];
    this.#steps = 0;
    this.#compare(after, before, '', found, 0);
    return found;
  }

  #compare(after: string | null, before: string, prefix: string, found: Removal[], depth: number): void {
    if (after === before) return;
    if (depth > DEEPEST_PATH) throw new GraphGap('a path is too long');
    if (++this.#steps > MOST_STEPS) throw new GraphGap('too many paths');
    const now = after === null ? NO_ENTRIES : this.#entries(after);
    for (const [name, entry] of this.#entries(before)) {
      const same = now.get(name);
      if ((entry.mode & FORMAT) === TREE) {
        const below = same !== undefined && (same.mode & FORMAT) === TREE ? same.oid : null;
        this.#compare(below, entry.oid, `${prefix}${name}/`, found, depth + 1);
      } else if (isFile(entry) && (same === undefined || (same.mode & FORMAT) === TREE)) {
        found.push({ path: prefix + name, oid: entry.oid });
      }
    }
  }

  #entries(oid: string): Entries {
    const known = this.#trees.get(oid);
    if (known !== undefined) return known;
    const entries = parseTree(this.#content(oid));
    if (this.#trees.size >= MOST_TREES) this.#trees.delete(this.#trees.keys().next().value!);
    this.#trees.set(oid, entries);
    return entries;
  }

  #content(oid: string): Uint8Array {
    const object = this.#read.graph.find(oid);
    const other = this.#read.otherTrees.get(object);
    if (other !== undefined) return other;
    const packed = object >= 0 && object < this.#table.count ? this.#walker.read(object) : null;
    if (packed === null) throw new GraphGap('a tree is missing');
    return packed.bytes;
  }
}

const NOTHING = { mode: '000000', oid: '' };
