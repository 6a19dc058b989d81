/**
 * What a history reaches, found in the packs and loose objects: the same commits, tags and blobs, in the same order and met at the same paths, as
 * `git rev-list --objects` tells, without a word of text for all those that nobody asks for.
 */
import { TightlipError } from '../../errors.ts';
import { pathText } from '../path-text.ts';
import type { ReachableBlob } from '../reachable.ts';
import { shallowBoundary, type Repository } from '../repository.ts';
import { runRevList } from '../rev-list.ts';
import { UNCLEAR_DATE } from './commit-date.ts';
import { DateQueue } from './date-queue.ts';
import { GraphGap } from './find-changes.ts';
import { BLOB, COMMIT, TAG, TREE } from './headers.ts';
import type { ObjectGraph } from './object-graph.ts';
import type { ReadGraph } from './read-graph.ts';
import { parentReader, type ParentsOf } from './parents.ts';
import { PathTexts } from './path-texts.ts';
import { topologicalOrder } from './topo-order.ts';
import { namesOf, TreeWalk, type Walked } from './tree-walk.ts';

/** What a history reaches, by the numbers of objects. */
export interface Reach {
  /** In the order in which git walks them. */
  readonly commits: Int32Array;
  /** The same, parents first: see `topologicalOrder`. */
  readonly order: Int32Array;
  readonly tags: Int32Array;
  /** Trees and blobs that refs name, or tags that they name. */
  readonly contents: Int32Array;
  /** By number: 1 for all that is reached. */
  readonly reached: Uint8Array;
  /**
   * Those of its blobs that are asked for, by their numbers, in git's order, each with a path at which it was met.
   */
  readonly blobs: (isAsked: (object: number) => boolean) => ReachableBlob[];
  readonly walked: Walked;
  /** Whether an earlier run has kept it. */
  readonly isKept: boolean;
}

/**
 * Walks a history. Where a date does not say when its commit comes, git is asked for the order of the commits.
 *
 * @param named - Ids that refs and the like name, in git's order.
 * @param before - A walk in the same graph before something came to it: where that began is not walked again; null: there was none.
 * @returns null when that cannot be told without git: an object is missing or damaged.
 */
export async function findReach(
  repository: Repository,
  { graph }: ReadGraph,
  named: readonly string[],
  before: Reach | null = null,
): Promise<Reach | null> {
  const walk = (order: readonly string[] | null): Reach | 'unclear' | null => {
    try {
      return new ReachWalk(graph, shallowBoundary(repository), order).walk(named, before);
    } catch (error) {
      if (error instanceof GraphGap) return error instanceof UnclearDate ? 'unclear' : null;
      throw error;
    }
  };
  const reach = walk(null);
  if (reach !== 'unclear') return reach;
  const order = await listCommits(repository, named);
  const told = order === null ? null : walk(order);
  return told === 'unclear' ? null : told;
}

class UnclearDate extends GraphGap {}

/** In git's order; null where git cannot walk them. */
async function listCommits(repository: Repository, named: readonly string[]): Promise<string[] | null> {
  try {
    return await runRevList(repository, [], { revisions: named });
  } catch (error) {
    if (error instanceof TightlipError) return null;
    throw error;
  }
}

/** The commit that an object is, or that a tag leads to; null where that is none, undefined where it is not in the graph. */
export function commitBehind(graph: ObjectGraph, oid: string): string | null | undefined {
  let object = graph.find(oid);
  while (graph.kindOf(object) === TAG && graph.start(object) !== -1) object = graph.links[graph.start(object)]!;
  if (object < 0 || graph.start(object) === -1) return graph.kindOf(object) === BLOB ? null : undefined;
  return graph.kindOf(object) === COMMIT ? graph.oid(object) : null;
}

class ReachWalk {
  readonly #graph: ObjectGraph;
  readonly #parentsOf: ParentsOf;
  /** By number, of all that was met. */
  readonly #seen: Uint8Array;
  /** By number, how late each commit comes in git's order; null: its date tells that. */
  readonly #places: Uint32Array | null;
  readonly #queue = new DateQueue();
  readonly #tips: number[] = [];
  readonly #tags: number[] = [];

  /** @param order - The commits in git's order; null: their dates tell it. */
  constructor(graph: ObjectGraph, shallow: ReadonlySet<string>, order: readonly string[] | null) {
    this.#places = order === null ? null : placesIn(graph, order);
    this.#graph = graph;
    this.#parentsOf = parentReader(graph, shallow);
    this.#seen = new Uint8Array(graph.size);
  }

  walk(named: readonly string[], before: Reach | null): Reach {
    const graph = this.#graph;
    const contents = named.map((oid) => this.#begin(graph.find(oid))).filter((object) => object !== NOTHING);
    const commits = this.#walkCommits();
    const trees = new TreeWalk(graph, this.#seen);
    for (const object of contents) trees.walk(object);
    const news = before === null ? -1 : countNew({ contents, commits }, before);
    for (const commit of news === -1 ? commits : commits.slice(0, news)) trees.walk(graph.treeOf(commit));
    if (before !== null && news !== -1) trees.adopt(before.walked);
    const tips = this.#tips.toSorted((a, b) => this.#turnOf(b) - this.#turnOf(a));
    const walked = trees.walked();
    return {
      commits: Int32Array.from(commits),
      order: Int32Array.from(topologicalOrder(tips, this.#parentsOf, graph.size)),
      tags: Int32Array.from(this.#tags),
      contents: Int32Array.from(contents),
      reached: this.#seen,
      blobs: (isAsked) => listReached(graph, walked, isAsked),
      walked,
      isKept: false,
    };
  }

  /** Takes an object that is named; gives the tree or blob that it is, or that a tag leads to. */
  #begin(named: number): number {
    let object = named;
    for (; this.#graph.kindOf(object) === TAG; object = this.#graph.links[this.#graph.start(object)]!) {
      if (this.#graph.start(object) === -1) throw new GraphGap('a tag is missing');
      if (this.#meet(object)) this.#tags.push(object);
    }
    const kind = this.#graph.kindOf(object);
    if (kind === TREE || kind === BLOB) return object;
    if (kind !== COMMIT || this.#graph.start(object) === -1) throw new GraphGap('what a ref names is missing');
    if (this.#meet(object)) {
      this.#tips.push(object);
      this.#queue.push(object, this.#turnOf(object));
    }
    return NOTHING;
  }

  /** The higher, the sooner a commit comes. */
  #turnOf(commit: number): number {
    if (this.#places !== null) return this.#places[commit]!;
    const date = this.#graph.dateOf(commit);
    if (date === UNCLEAR_DATE) throw new UnclearDate('a commit without a date');
    return date;
  }

  #walkCommits(): number[] {
    const commits: number[] = [];
    for (let commit = this.#queue.pop(); commit !== undefined; commit = this.#queue.pop()) {
      commits.push(commit);
      for (const parent of this.#parentsOf(commit)) {
        if (this.#meet(parent)) this.#queue.push(parent, this.#turnOf(parent));
      }
    }
    return commits;
  }

  /** Whether it was not met before. */
  #meet(object: number): boolean {
    if (this.#seen[object] === 1) return false;
    this.#seen[object] = 1;
    return true;
  }
}

/**
 * How many commits come before those of an earlier walk. What these do not lead to is met as it was then: whatever leads to it is
 * met after them. -1: the walks differ in something else.
 */
function countNew({ contents, commits }: Record<'contents' | 'commits', readonly number[]>, before: Reach): number {
  const news = commits.length - before.commits.length;
  const isSame =
    news >= 0 &&
    contents.length === before.contents.length &&
    contents.every((object, i) => object === before.contents[i]) &&
    before.commits.every((commit, i) => commit === commits[news + i]);
  return isSame ? news : -1;
}

/** Those of the blobs that a walk met that are asked for. */
export function listReached(graph: ObjectGraph, walked: Walked, isAsked: (object: number) => boolean): ReachableBlob[] {
  const listed: ReachableBlob[] = [];
  const paths = new PathTexts(graph.names);
  for (const blob of walked.blobs) {
    if (isAsked(blob)) listed.push(new ReachedBlob(graph.oid(blob), blob, { walked, paths }));
  }
  return listed;
}

/** Where blobs were met. */
interface Meeting {
  readonly walked: Walked;
  readonly paths: PathTexts;
}

/** A blob whose path is looked for when it is asked for: of next to none it is. */
class ReachedBlob implements ReachableBlob {
  readonly oid: string;
  readonly sizeBytes = -1;
  readonly #number: number;
  readonly #meeting: Meeting;

  constructor(oid: string, number: number, meeting: Meeting) {
    this.oid = oid;
    this.#number = number;
    this.#meeting = meeting;
  }

  /** As git prints it: up to a line break. */
  get path(): string {
    const { walked, paths } = this.#meeting;
    const path = paths.inBytes(namesOf(walked, this.#number));
    const end = path.indexOf('\n');
    return pathText(end === -1 ? path : path.slice(0, end));
  }
}

function placesIn(graph: ObjectGraph, order: readonly string[]): Uint32Array {
  const places = new Uint32Array(graph.size);
  for (const [place, oid] of order.entries()) {
    const commit = graph.find(oid);
    if (commit < 0) throw new GraphGap('a commit is missing');
    places[commit] = order.length - place;
  }
  return places;
}

/** In place of a tree or blob. */
const NOTHING = -1;
