/** What commits change, read from the packs: the same groups in the same order as `commitChanges` gives of git's own diffs, in two steps. */
import {
  type Change,
  type ChangeGroup,
  distinctRemovals,
  isWanted,
  type KnownChanges,
  type Removal,
  type Wanted,
} from '../changes.ts';
import { type CommitParents, rememberParents } from '../commit-parents.ts';
import { pathText } from '../path-text.ts';
import { shallowBoundary, type Repository } from '../repository.ts';
import { type CommitSet, runRevList } from '../rev-list.ts';
import { ContentClasses } from './content-classes.ts';
import { type Arrival, ChangeFinder, GraphGap } from './find-changes.ts';
import { IntList } from './int-list.ts';
import type { ObjectGraph } from './object-graph.ts';
import type { ReadGraph } from './read-graph.ts';
import type { ObjectStore } from './object-store.ts';
import { parentReader, type ParentsOf } from './parents.ts';
import { PathTexts } from './path-texts.ts';
import type { Reach } from './reach.ts';
import { topologicalOrder } from './topo-order.ts';
import { blobsNamed } from './tree-names.ts';
import { mayRemove, type TreeChange, TreeReader } from './tree-reader.ts';
import { TreeWalk } from './tree-walk.ts';

/** Objects, and what was read of them. */
export interface ReadObjects {
  readonly store: ObjectStore;
  readonly read: ReadGraph;
}

/** Which changes. */
export interface AskedChanges {
  /** Revisions to start from; ranges and exclusions are not understood. */
  readonly set: CommitSet;
  /** What the set reaches; null: not known. */
  readonly reach: Pick<Reach, 'order' | 'reached'> | null;
  readonly wanted: Wanted;
  /** What need not be looked for, by the numbers of commits. */
  readonly known?: KnownChanges | null;
}

/** Changes without people, dates and removals, which are told of those that need them. */
export interface PackedChanges {
  readonly groups: readonly ChangeGroup[];
  /**
   * The same groups with what they remove, in their order.
   *
   * @throws GraphGap when that cannot be told without git's help.
   */
  complete(groups: readonly ChangeGroup[]): ChangeGroup[];
}

/** Commits whose trees are read together. */
const BATCH_COMMITS = 256;

const NO_CHANGES: PackedChanges = { groups: [], complete: () => [] };

/**
 * The wanted changes, commit by commit, parents first; completed they equal what
 * `commitChanges(repository, set, { wanted })` gives, people and dates aside.
 *
 * @returns null when that cannot be told without git's help: an object is missing (shallow edges aside) or damaged, a tree is
 *   not in order, or the trees name too many paths. `commitChanges` is to be asked then.
 */
export async function packChanges(
  repository: Repository,
  objects: ReadObjects,
  asked: AskedChanges,
): Promise<PackedChanges | null> {
  const { set, wanted, known = null } = asked;
  if (repository.objectFormat !== 'sha1' || !objects.read.graph.isInOrder || set.sinceSeconds !== undefined)
    return null;
  if (wanted.contents.size + wanted.names.size === 0) return NO_CHANGES;
  const { graph } = objects.read;
  try {
    const parentsOf = parentReader(graph, shallowBoundary(repository));
    const order =
      asked.reach?.order ??
      Int32Array.from(topologicalOrder(await readTips(repository, set, graph), parentsOf, graph.size));
    rememberParents(repository, () => parentsInOrder(graph, order, parentsOf));
    const reached = asked.reach?.reached ?? markTrees(graph, order);
    return {
      groups: findGroups(graph, { wanted, reached, order, parentsOf, known }),
      complete: (groups) => addRemovals({ objects, parentsOf }, groups),
    };
  } catch (error) {
    if (error instanceof GraphGap) return null;
    throw error;
  }
}

/** Numbers of the commits that the revisions name, in the order in which git starts from them. */
async function readTips(repository: Repository, set: CommitSet, graph: ObjectGraph): Promise<number[]> {
  // Git sorts them by date, as far as they have one.
  const oids = await runRevList(repository, ['--no-walk=sorted'], set);
  return oids.map((oid) => {
    const commit = graph.find(oid);
    if (commit < 0) throw new GraphGap('a commit is missing');
    return commit;
  });
}

/** By number: 1 for all that the commits' trees hold, of which nothing is missing then. */
function markTrees(graph: ObjectGraph, commits: Int32Array): Uint8Array {
  const walk = new TreeWalk(graph, new Uint8Array(graph.size));
  for (const commit of commits) walk.walk(graph.treeOf(commit));
  return walk.met;
}

/** The same commits for whoever asks later which refs lead to one of them. */
function parentsInOrder(graph: ObjectGraph, order: Int32Array, parentsOf: ParentsOf): CommitParents {
  const size = order.length;
  const positions = new Int32Array(graph.size).fill(-1);
  for (let position = 0; position < size; position++) positions[order[size - 1 - position]!] = position;
  const starts = new Uint32Array(size + 1);
  const parents = new IntList();
  for (let position = 0; position < size; position++) {
    for (const parent of parentsOf(order[size - 1 - position]!)) parents.push(positions[parent]!);
    starts[position + 1] = parents.length;
  }
  const known = new Map<string, number>();
  const numberOf = (oid: string): number | undefined => {
    let position = known.get(oid);
    if (position !== undefined) return position;
    position = positions[graph.find(oid)] ?? -1;
    if (position === -1) return undefined;
    known.set(oid, position);
    return position;
  };
  return { size, numberOf, starts, parents: Uint32Array.from(parents.values.subarray(0, parents.length)) };
}

/** What is looked for, and where. */
interface GroupSearch {
  readonly wanted: Wanted;
  /** By number: 1 for all trees of the commits, and what they hold. */
  readonly reached: Uint8Array;
  /** Commits, parents first. */
  readonly order: Int32Array;
  readonly parentsOf: ParentsOf;
  readonly known: KnownChanges | null;
}

function findGroups(graph: ObjectGraph, { wanted, reached, order, parentsOf, known }: GroupSearch): ChangeGroup[] {
  const contents = Array.from(wanted.contents, (oid) => graph.find(oid));
  const blobs = new Set([...contents, ...blobsNamed(graph, wanted.names)]);
  const finder = new ChangeFinder(new ContentClasses(graph, reached, blobs));
  const paths = new PathTexts(graph.names);
  const groups: ChangeGroup[] = [];
  for (const commit of order) {
    const group = known?.groupOf(commit);
    if (group !== undefined) {
      if (group?.changes.some(({ path, oid }) => isWanted(wanted, oid, path)) === true) groups.push(group);
      continue;
    }
    const tree = graph.treeOf(commit);
    const parentCommits = parentsOf(commit);
    // So it is with nearly all.
    if (parentCommits.some((parent) => finder.isSame(tree, graph.treeOf(parent)))) continue;
    const parents = Array.from(parentCommits, (parent) => graph.treeOf(parent));
    const arrivals = finder.arrivals(tree, parents);
    if (arrivals.length === 0) continue;
    const changes = inOrder(arrivals, paths)
      .map(({ path, arrival }) => changeOf(path, arrival, { graph, parents }))
      .filter(({ path, oid }) => wanted.names.size === 0 || isWanted(wanted, oid, path));
    if (changes.length > 0) groups.push({ commit: graph.oid(commit), author: '', date: '', changes, removals: [] });
  }
  return groups;
}

/** Arrivals in git's order, with their paths as texts. */
function inOrder(
  arrivals: readonly Arrival[],
  paths: PathTexts,
): { readonly path: string; readonly arrival: Arrival }[] {
  const placed = arrivals.map((arrival) => ({ path: paths.inBytes(arrival.names), arrival }));
  if (placed.length > 1) placed.sort((a, b) => (a.path < b.path ? -1 : 1));
  return placed.map(({ path, arrival }) => ({ path: paths.decode(path), arrival }));
}

/** @param parents - Trees of the commit's parents. */
function changeOf(
  path: string,
  { names, blob, before }: Arrival,
  { graph, parents }: { readonly graph: ObjectGraph; readonly parents: readonly number[] },
): Change {
  return {
    path,
    oid: graph.oid(blob),
    before: before.map((wanted, i) => {
      const old = wanted < 0 ? graph.blobAt(parents[i]!, names) : wanted;
      return old < 0 ? '' : graph.oid(old);
    }),
  };
}

/** Where the rest is read. */
interface GroupContext {
  readonly objects: ReadObjects;
  readonly parentsOf: ParentsOf;
}

function addRemovals(context: GroupContext, groups: readonly ChangeGroup[]): ChangeGroup[] {
  const { store, read } = context.objects;
  const { graph } = read;
  const changes = groups.map(({ commit: oid }): TreeChange => {
    const commit = graph.find(oid as string);
    const parents = Array.from(context.parentsOf(commit), (parent) => graph.treeOf(parent));
    return { tree: graph.treeOf(commit), parents };
  });
  const removing = changes.filter((change) => mayRemove(graph, change));
  const removals = new Map<TreeChange, Removal[]>();
  const trees = new TreeReader(store, read);
  try {
    for (const [i, change] of removing.entries()) {
      if (i % BATCH_COMMITS === 0) trees.prepare(removing.slice(i, i + BATCH_COMMITS));
      removals.set(change, removalsOf(trees, change));
    }
  } finally {
    trees.close();
  }
  return groups.map((group, i) => ({ ...group, removals: removals.get(changes[i]!) ?? [] }));
}

/** What the commit removes: first the paths that every parent has, then parent by parent; each path with each content once. */
function removalsOf(trees: TreeReader, { tree, parents }: TreeChange): Removal[] {
  const lists = parents.map((parent) => trees.removed(tree, parent));
  if (lists.length === 1) return lists[0]!.map(told);
  const [first = [], ...others] = lists;
  const contents = others.map((list) => new Map(list.map(({ path, oid }) => [path, oid])));
  const everywhere = first
    .filter(({ path }) => contents.every((content) => content.has(path)))
    .flatMap((removal) => [removal, ...contents.map((c) => ({ path: removal.path, oid: c.get(removal.path)! }))]);
  return distinctRemovals([...everywhere, ...lists.flat()]).map(told);
}

function told({ path, oid }: Removal): Removal {
  return { path: pathText(path), oid };
}
