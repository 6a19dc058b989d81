/**
 * What a few commits change, as `commitChanges` gives it, from their trees, read without git; without people and dates, which are asked
 * for when somebody wants to know. Anything out of the ordinary ends in null, which means: ask git.
 */
import { type Change, type ChangeGroup, type Removal, distinctRemovals } from '../changes.ts';
import { ownDirectories } from '../own-directories.ts';
import { pathText } from '../path-text.ts';
import type { Repository } from '../repository.ts';
import type { ListedCommit } from '../rev-list.ts';
import { ObjectReader } from './object-reader.ts';
import { DEEPEST, EMPTY_TREE, Unclear, readTree, treeOfCommit } from './plain-trees.ts';

/** More are read sooner by git, which keeps what deltas derive from. */
const MOST_COMMITS = 64;
const MOST_TREES = 512;
const GITLINK = '160000';

/** The changes of all commits, and the paths whose new content is a submodule's commit. */
export interface PlainChanges {
  readonly groups: readonly ChangeGroup[];
  readonly gitlinks: readonly string[];
}

/**
 * Compares each commit with all its parents.
 *
 * @param commits - Parents first.
 */
export function plainChanges(repository: Repository, commits: readonly ListedCommit[]): PlainChanges | null {
  if (repository.objectFormat !== 'sha1' || commits.length > MOST_COMMITS) return null;
  const reader = new ObjectReader(ownDirectories(repository)[0] as string);
  try {
    const trees = new Trees(reader);
    const gitlinks = new Set<string>();
    const groups = commits.map((commit) => {
      const diff = new CommitDiff(trees, commit.parents.length);
      diff.compare(
        trees.ofCommit(commit.oid),
        commit.parents.map((parent) => trees.ofCommit(parent)),
      );
      for (const path of diff.gitlinks) gitlinks.add(path);
      return { commit: commit.oid, author: '', date: '', changes: diff.changes(), removals: diff.removals() };
    });
    return { groups: groups.filter(({ changes }) => changes.length > 0), gitlinks: [...gitlinks] };
  } catch {
    // Also of objects that are missing, damaged or elsewhere: git says what it is.
    return null;
  } finally {
    reader.close();
  }
}

/** What stands under a name in a tree. */
interface Side {
  readonly mode: string;
  readonly oid: string;
}

type Tree = ReadonlyMap<string, Side>;
const NOTHING: Tree = new Map();

/** Trees by id, each read once. */
class Trees {
  readonly #reader: ObjectReader;
  readonly #read = new Map<string, Tree>([[EMPTY_TREE, NOTHING]]);

  constructor(reader: ObjectReader) {
    this.#reader = reader;
  }

  ofCommit(commit: string): string {
    return treeOfCommit(this.#reader, commit);
  }

  /** Entries by key, see `tree-entries.ts`; '' is no tree. */
  get(oid: string): Tree {
    if (oid === '') return NOTHING;
    let tree = this.#read.get(oid);
    if (tree === undefined) this.#read.set(oid, (tree = this.#load(oid)));
    return tree;
  }

  #load(oid: string): Tree {
    if (this.#read.size > MOST_TREES) throw new Unclear('many trees');
    const { entries, bytes } = readTree(this.#reader, oid);
    return new Map(
      entries.map(({ key, mode, oidAt }) => [key, { mode, oid: bytes.toString('hex', oidAt, oidAt + 20) }]),
    );
  }
}

/** One commit against its parents. Paths are of a code unit a byte until they are told. */
class CommitDiff {
  readonly #trees: Trees;
  readonly #changes: { readonly path: string; readonly oid: string; readonly before: readonly string[] }[] = [];
  /** By parent: what it has and the commit has not. */
  readonly #removed: Removal[][];
  readonly gitlinks: string[] = [];

  constructor(trees: Trees, parents: number) {
    this.#trees = trees;
    this.#removed = Array.from({ length: parents }, () => []);
  }

  /** In the order of git: by bytes of the path. */
  changes(): Change[] {
    return this.#changes.toSorted(byPath).map(({ path, ...rest }) => ({ path: pathText(path), ...rest }));
  }

  /** Each path with each content once. */
  removals(): Removal[] {
    const removed = this.#removed.flatMap((list) => list.toSorted(byPath));
    return distinctRemovals(removed).map(({ path, oid }) => ({ path: pathText(path), oid }));
  }

  /** @param parents - Trees, '' where a parent has none here. */
  compare(tree: string, parents: readonly string[], prefix = '', depth = 0): void {
    if (depth > DEEPEST) throw new Unclear('too deep');
    const now = this.#trees.get(tree);
    const old = parents.map((parent) => this.#trees.get(parent));
    for (const key of new Set([now, ...old].flatMap((side) => [...side.keys()]))) {
      const sides = old.map((side) => side.get(key));
      const at = now.get(key);
      if (key.endsWith('/'))
        this.#compareFolders(
          prefix + key,
          at?.oid ?? '',
          sides.map((side) => side?.oid ?? ''),
          depth,
        );
      else this.#compareFiles(prefix + key, at, sides);
    }
  }

  #compareFolders(prefix: string, now: string, old: readonly string[], depth: number): void {
    // What equals one parent's changes nothing; others may still have what it lacks.
    const isOld = old.includes(now);
    if (isOld && old.every((side) => side === now || side === '')) return;
    this.compare(now, old, prefix, depth + 1);
  }

  #compareFiles(path: string, now: Side | undefined, old: readonly (Side | undefined)[]): void {
    if (now === undefined) {
      for (const [parent, side] of old.entries())
        if (side !== undefined && side.mode !== GITLINK) this.#removed[parent]!.push({ path, oid: side.oid });
    } else if (now.mode === GITLINK) {
      const isNew = old.every((side) => side === undefined || side.oid !== now.oid || side.mode !== now.mode);
      if (isNew) this.gitlinks.push(pathText(path));
    } else if (old.every((side) => side?.oid !== now.oid)) {
      const before = old.map((side) => (side === undefined || side.mode === GITLINK ? '' : side.oid));
      this.#changes.push({ path, oid: now.oid, before });
    }
  }
}

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : Number(a.path > b.path);
}
