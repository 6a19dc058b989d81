/**
 * What a history reaches, found in the packs and loose objects: the same commits, tags and blobs, in the same order and met at the same paths, as
 * `git rev-list --objects` tells, without a word of text for all those that nobody asks for.
 */
import type { ReachableBlob } from '../reachable.ts';
import { shallowBoundary, type Repository } from '../repository.ts';
import { DateQueue } from './date-queue.ts';
import { GraphGap } from './find-changes.ts';
import { BLOB, COMMIT, TAG, TREE } from './headers.ts';
import { isFileTag, type ObjectGraph } from './object-graph.ts';
import type { ReadGraph } from './read-graph.ts';
import { parentReader, type ParentsOf } from './parents.ts';

/** What a history reaches, by the numbers of objects. */
export interface Reach {
  /** The commits that are named, newest first, each once. */
  readonly tips: readonly number[];
  /** In the order in which git walks them. */
  readonly commits: readonly number[];
  readonly tags: readonly number[];
  /** Those blobs that were asked for, in git's order, each with a path at which it was met. */
  readonly blobs: readonly ReachableBlob[];
  /** By number: 1 for all that is reached. */
  readonly reached: Uint8Array;
}

/**
 * Walks a history.
 *
 * @param named - Ids that refs and the like name, in git's order.
 * @param isAsked - Of which blobs in the packs the caller wants to know the path, by node.
 * @returns null when that cannot be told without git: an object is missing or damaged.
 */
export function findReach(
  repository: Repository,
  { graph }: ReadGraph,
  named: readonly string[],
  isAsked: (object: number) => boolean,
): Reach | null {
  try {
    return new ReachWalk(graph, shallowBoundary(repository), isAsked).walk(named);
  } catch (error) {
    if (error instanceof GraphGap) return null;
    throw error;
  }
}

/** A tree on the way down, and how far it was read. */
interface OpenTree {
  at: number;
  /** The number of its name; -1: it is a commit's. */
  readonly name: number;
}

class ReachWalk {
  readonly #graph: ObjectGraph;
  readonly #parentsOf: ParentsOf;
  readonly #isAsked: (object: number) => boolean;
  /** By number, of all that was met. */
  readonly #seen: Uint8Array;
  readonly #queue = new DateQueue();
  readonly #tips: number[] = [];
  readonly #tags: number[] = [];
  readonly #blobs: ReachableBlob[] = [];

  constructor(graph: ObjectGraph, shallow: ReadonlySet<string>, isAsked: (object: number) => boolean) {
    this.#isAsked = isAsked;
    this.#graph = graph;
    this.#parentsOf = parentReader(graph, shallow);
    this.#seen = new Uint8Array(graph.size);
  }

  walk(named: readonly string[]): Reach {
    const contents = named.map((oid) => this.#begin(this.#graph.find(oid)));
    const commits = this.#walkCommits();
    for (const object of contents) {
      if (this.#graph.kindOf(object) === TREE) this.#walkTree(object);
      else if (object !== NOTHING && this.#meet(object) && this.#isAsked(object)) this.#addBlob(object, '');
    }
    for (const commit of commits) this.#walkTree(this.#graph.treeOf(commit));
    const byDate = this.#tips.toSorted((a, b) => this.#graph.dateOf(b) - this.#graph.dateOf(a));
    return { tips: byDate, commits, tags: this.#tags, blobs: this.#blobs, reached: this.#seen };
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
      this.#queue.push(object, this.#graph.dateOf(object));
    }
    return NOTHING;
  }

  #walkCommits(): number[] {
    const commits: number[] = [];
    for (let commit = this.#queue.pop(); commit !== undefined; commit = this.#queue.pop()) {
      commits.push(commit);
      for (const parent of this.#parentsOf(commit)) {
        if (this.#meet(parent)) this.#queue.push(parent, this.#graph.dateOf(parent));
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

  #walkTree(root: number): void {
    const { links } = this.#graph;
    const open: OpenTree[] = [];
    this.#enter(root, -1, open);
    for (let tree = open.at(-1); tree !== undefined; tree = open.at(-1)) {
      const child = links[tree.at]!;
      if (child === -1) {
        open.pop();
        continue;
      }
      const tag = links[tree.at + 1]!;
      tree.at += 2;
      if (!isFileTag(tag)) this.#enter(child, tag >> 1, open);
      else if (child < 0) throw new GraphGap('a blob is missing');
      else if (this.#meet(child) && this.#isAsked(child))
        this.#addBlob(child, this.#pathOf([...open.slice(1).map(({ name }) => name), tag >> 1]));
    }
  }

  #enter(tree: number, name: number, open: OpenTree[]): void {
    const at = this.#graph.kindOf(tree) === TREE ? this.#graph.start(tree) : -1;
    if (at === -1) throw new GraphGap('a tree is missing');
    if (!this.#meet(tree)) return;
    open.push({ at, name });
  }

  #addBlob(blob: number, path: string): void {
    this.#blobs.push({ oid: this.#graph.oid(blob), sizeBytes: -1, path });
  }

  /** As git prints it: up to a line break. */
  #pathOf(names: readonly number[]): string {
    const parts = names.map((name) => Buffer.from(this.#graph.names.bytesOf(name)).toString('latin1'));
    const [line] = parts.join('/').split('\n', 1) as [string];
    return decoder.decode(Buffer.from(line, 'latin1'));
  }
}

/** In place of a tree or blob. */
const NOTHING = -1;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
