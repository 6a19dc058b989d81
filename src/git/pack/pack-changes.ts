/** What commits change, read from the packs: the same groups in the same order as `commitChanges` gives of git's own diffs. */
import type { Change, ChangeGroup, Removal } from '../changes.ts';
import { type CommitHeader, readCommitHeaders } from '../commit-headers.ts';
import { type CommitParents, rememberParents, tableOfParents } from '../commit-parents.ts';
import { shallowBoundary, type Repository } from '../repository.ts';
import { type CommitSet, runRevList } from '../rev-list.ts';
import { ChangeFinder, GraphGap, type Arrival } from './find-changes.ts';
import { ObjectGraph } from './object-graph.ts';
import { readGraph, type ReadGraph } from './read-graph.ts';
import type { ObjectStore } from './object-store.ts';
import { parentReader, type ParentsOf } from './parents.ts';
import { topologicalOrder } from './topo-order.ts';
import { type TreeChange, TreeReader } from './tree-reader.ts';

/** What was read of a history already. */
export interface KnownHistory {
  /** A graph with links of all wanted blobs. */
  readonly read: ReadGraph;
  /** Numbers of the commits that the set names, in the order in which git starts from them. */
  readonly tips: readonly number[];
}

/** Commits whose trees are read together. */
const BATCH_COMMITS = 256;

/** A commit with wanted blobs at paths where no parent has them. */
interface Hit {
  readonly commit: number;
  readonly arrivals: readonly Arrival[];
}

/**
 * The changes whose new content is one of the wanted blobs, commit by commit, parents first; equal to what
 * `commitChanges(repository, set, { wanted })` gives.
 *
 * @param set - Revisions to start from; ranges and exclusions are not understood.
 * @param wanted - Ids of blobs.
 * @param known - What was read before, so that it is not read again.
 * @returns null when that cannot be told without git's help: an object is missing (shallow edges aside) or damaged, or the
 *   trees name too many paths. `commitChanges` is to be asked then.
 */
export async function packChanges(
  repository: Repository,
  store: ObjectStore,
  set: CommitSet,
  wanted: Iterable<string>,
  known: KnownHistory | null = null,
): Promise<ChangeGroup[] | null> {
  const oids = [...wanted];
  if (repository.objectFormat !== 'sha1' || set.sinceSeconds !== undefined) return null;
  if (oids.length === 0) return [];
  const read = known?.read ?? (await readWanted(repository, store, oids));
  const trees = new TreeReader(store, read);
  try {
    const parentsOf = parentReader(read.graph, shallowBoundary(repository));
    const tips = known?.tips ?? (await readTips(repository, set, read.graph));
    const order = topologicalOrder(tips, { parentsOf });
    rememberParents(repository, parentsInOrder(read.graph, order, parentsOf));
    const finder = new ChangeFinder(read.graph, new Set(oids.map((oid) => read.graph.find(oid))));
    const hits = findHits(read.graph, finder, order, parentsOf);
    const headers = await readCommitHeaders(
      repository,
      hits.map(({ commit }) => read.graph.oid(commit)),
    );
    return groupsOf({ graph: read.graph, trees, parentsOf, headers }, hits);
  } catch (error) {
    if (error instanceof GraphGap) return null;
    throw error;
  } finally {
    trees.close();
  }
}

function readWanted(repository: Repository, store: ObjectStore, oids: readonly string[]): Promise<ReadGraph> {
  const wanted = new Set<number>();
  const graph = new ObjectGraph(store.table, (object) => wanted.has(object));
  for (const oid of oids) wanted.add(graph.enter(oid));
  return readGraph(repository, store, graph);
}

/** Numbers of the commits that the revisions name, in the order in which git starts from them. */
async function readTips(repository: Repository, set: CommitSet, graph: ObjectGraph): Promise<number[]> {
  const lines = await runRevList(repository, ['--no-walk=unsorted', '--format=%ct'], set);
  const tips: { readonly commit: number; readonly date: number }[] = [];
  for (let i = 0; i + 1 < lines.length; i += 2) {
    const commit = graph.find(lines[i]!.slice('commit '.length));
    if (commit < 0) throw new GraphGap('a commit is missing');
    tips.push({ commit, date: Number(lines[i + 1]) });
  }
  return tips.sort((a, b) => b.date - a.date).map(({ commit }) => commit);
}

/** The same commits for whoever asks later which refs lead to one of them. */
function parentsInOrder(graph: ObjectGraph, order: readonly number[], parentsOf: ParentsOf): CommitParents {
  const last = order.length - 1;
  const positions = new Map(order.map((commit, i) => [commit, last - i]));
  const rows = order.map((commit) => Array.from(parentsOf(commit), (parent) => positions.get(parent)!)).reverse();
  return tableOfParents(rows, (oid) => positions.get(graph.find(oid)));
}

/** @param order - Parents first. */
function findHits(graph: ObjectGraph, finder: ChangeFinder, order: readonly number[], parentsOf: ParentsOf): Hit[] {
  const hits: Hit[] = [];
  for (const commit of order) {
    const trees = Array.from(parentsOf(commit), (parent) => graph.treeOf(parent));
    const arrivals = finder.arrivals(graph.treeOf(commit), trees);
    if (arrivals.length > 0) hits.push({ commit, arrivals });
  }
  return hits;
}

interface GroupContext {
  readonly graph: ObjectGraph;
  readonly trees: TreeReader;
  readonly parentsOf: ParentsOf;
  readonly headers: ReadonlyMap<string, CommitHeader>;
}

function groupsOf(context: GroupContext, hits: readonly Hit[]): ChangeGroup[] {
  const groups: ChangeGroup[] = [];
  for (let from = 0; from < hits.length; from += BATCH_COMMITS) {
    const batch = hits.slice(from, from + BATCH_COMMITS).map((hit) => changeOf(context, hit));
    context.trees.prepare(batch);
    for (const change of batch) groups.push(groupOf(context, change));
  }
  return groups;
}

/** A hit as the trees to compare. */
interface HitChange extends TreeChange {
  readonly commit: number;
}

function changeOf({ graph, parentsOf }: GroupContext, { commit, arrivals }: Hit): HitChange {
  const parents = Array.from(parentsOf(commit), (parent) => graph.treeOf(parent));
  return { commit, tree: graph.treeOf(commit), parents, paths: arrivals.map(({ names }) => names) };
}

function groupOf({ graph, trees, headers }: GroupContext, hit: HitChange): ChangeGroup {
  const { tree, parents } = hit;
  const changes = hit.paths
    .map((numbers) => {
      const names = numbers.map((name) => graph.names.bytesOf(name));
      return { names, path: names.map(latin1).join('/') };
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ names, path }): Change => {
      const { mode, oid } = trees.at(tree, names);
      return { path: utf8(path), mode, oid, before: parents.map((parent) => trees.at(parent, names).oid) };
    });
  const commit = graph.oid(hit.commit);
  const header = headers.get(commit);
  if (header === undefined) throw new GraphGap('a commit is missing');
  return { commit, ...header, changes, removals: removalsOf(trees, tree, parents) };
}

/** What the commit removes: first the paths that every parent has, then parent by parent; each path with each content once. */
function removalsOf(trees: TreeReader, tree: number, parents: readonly number[]): Removal[] {
  const lists = parents.map((parent) => trees.removed(tree, parent));
  const [first = [], ...others] = lists;
  const contents = others.map((list) => new Map(list.map(({ path, oid }) => [path, oid])));
  const everywhere = first
    .filter(({ path }) => contents.every((content) => content.has(path)))
    .flatMap((removal) => [removal, ...contents.map((c) => ({ path: removal.path, oid: c.get(removal.path)! }))]);
  const distinct = new Map<string, Removal>();
  for (const removal of [...everywhere, ...lists.flat()]) distinct.set(`${removal.oid} ${removal.path}`, removal);
  return [...distinct.values()].map(({ path, oid }) => ({ path: utf8(path), oid }));
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A path of one code unit a byte as the text that it encodes; what is no UTF-8 becomes U+FFFD. */
function utf8(path: string): string {
  return decoder.decode(Buffer.from(path, 'latin1'));
}
