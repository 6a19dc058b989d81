/**
 * What commits bring in, kept from run to run: of each commit that was looked at, where it puts blobs with matches and which of these matches
 * are new there. That follows from the commit, its parents and the rules, so it holds as long as the same blobs count as having matches.
 */
import type { ChangeGroup, KnownChanges } from '../git/changes.ts';
import { BLOB, COMMIT } from '../git/pack/headers.ts';
import { NodeIds } from '../git/pack/node-ids.ts';
import type { PackTable } from '../git/pack/pack-table.ts';

/** Which of the matches of changed blobs are new: two numbers each, of the change in its group and of the match in its blob. */
export type Outcome = ArrayLike<number>;

/** A group, and what it introduces. */
export interface JudgedGroup {
  readonly group: ChangeGroup;
  readonly outcome: Outcome;
}

/** What a run looked at. */
export interface LookedAt {
  /** By node, and above for what is in no pack: 1 for each commit and all that it holds. */
  readonly reached: Uint8Array;
  /** Ids of blobs with matches. */
  readonly wanted: Iterable<string>;
  readonly groups: readonly JudgedGroup[];
}

/** Flat arrays, in which objects are numbered as their owner likes. */
export interface ChangeParts {
  /** By object. */
  readonly flags: Uint8Array;
  readonly pathBytes: Uint8Array;
  readonly pathEnds: Uint32Array;
  /** Commit, count of changes, count of numbers of the outcome; path and blob of each change; the outcome. */
  readonly groups: Int32Array;
}

/** A commit that was looked at. */
const JUDGED = 1;
/** A blob with matches that was looked for. */
const WANTED = 2;
/** A blob that one of the commits holds. */
const HELD = 4;

const HEAD = 3;

export class KeptChanges implements KnownChanges {
  readonly #table: PackTable;
  readonly #ids: NodeIds;
  /** By node. */
  readonly #flags: Uint8Array;
  #paths: string[] = [];
  #groups = new Int32Array(0);
  /** By the node of a commit, where its group begins. */
  readonly #places = new Map<number, number>();
  readonly #outcomes = new Map<ChangeGroup, Outcome>();
  /** Whether a commit was asked for that is not known. */
  #isBehind = false;

  constructor(table: PackTable) {
    this.#table = table;
    this.#ids = NodeIds.of(table);
    this.#flags = new Uint8Array(table.count);
  }

  /**
   * Takes what was kept.
   *
   * @param nodes - By the objects' numbers there; -1 for one that is not here any more.
   */
  read({ flags, pathBytes, pathEnds, groups }: ChangeParts, nodes: Int32Array): void {
    for (let i = 0; i < nodes.length; i++) if (nodes[i] !== -1) this.#flags[nodes[i]!] = flags[i]!;
    const text = Buffer.from(pathBytes);
    this.#paths = Array.from(pathEnds, (end, i) => text.toString('utf8', i === 0 ? 0 : pathEnds[i - 1], end));
    this.#groups = groups.slice();
    for (let at = 0; at < groups.length; at = this.#endOf(at)) {
      const commit = nodes[groups[at]!]!;
      this.#groups[at] = commit;
      let isHere = commit !== -1;
      for (let i = 0; i < groups[at + 1]!; i++) {
        const place = at + HEAD + 2 * i + 1;
        this.#groups[place] = nodes[groups[place]!]!;
        isHere &&= this.#groups[place] !== -1;
      }
      if (isHere) this.#places.set(commit, at);
      else if (commit !== -1) this.#flags[commit] = 0;
    }
  }

  #endOf(at: number): number {
    return at + HEAD + 2 * this.#groups[at + 1]! + this.#groups[at + 2]!;
  }

  /** Forgets all when a blob is asked for now that the commits hold and nobody looked for. */
  expect(nodes: Iterable<number>): void {
    for (const node of nodes) {
      if (node === -1 || (this.#flags[node]! & (HELD | WANTED)) !== HELD) continue;
      this.#flags.fill(0);
      this.#places.clear();
      return;
    }
  }

  /** What a commit changes, without people, dates, what was there before and removals; null: nothing; undefined: that is not known. */
  groupOf(commit: number): ChangeGroup | null | undefined {
    if (commit >= this.#flags.length || (this.#flags[commit]! & JUDGED) === 0) {
      this.#isBehind = true;
      return undefined;
    }
    const at = this.#places.get(commit);
    if (at === undefined) return null;
    const groups = this.#groups;
    const changes = Array.from({ length: groups[at + 1]! }, (_, i) => {
      const place = at + HEAD + 2 * i;
      return { path: this.#paths[groups[place]!]!, oid: this.#ids.oid(groups[place + 1]!), before: [] };
    });
    const group = { commit: this.#ids.oid(commit), author: '', date: '', changes, removals: [] };
    const outcomeAt = at + HEAD + 2 * changes.length;
    this.#outcomes.set(group, groups.subarray(outcomeAt, outcomeAt + groups[at + 2]!));
    return group;
  }

  /** What a group introduces that `groupOf` gave; undefined for any other. */
  outcomeOf(group: ChangeGroup): Outcome | undefined {
    return this.#outcomes.get(group);
  }

  /**
   * Takes what a run found out of the commits that it reached, and of all blobs with matches among what these hold.
   *
   * @returns Whether there is anything new.
   */
  add({ reached, wanted, groups }: LookedAt): boolean {
    if (!this.#isBehind) return false;
    const flags = this.#flags;
    const { kinds } = this.#table;
    const before = this.#places.size;
    let isNew = false;
    const news: number[] = [];
    const numbers = new Map(this.#paths.map((path, number) => [path, number]));
    const others = new Set<number>();
    const find = (oid: string): number => this.#ids.node(oid);
    for (const { group, outcome } of groups) {
      const commit = find(group.commit as string);
      if (commit === -1 || flags[commit]! & JUDGED) continue;
      const blobs = group.changes.map(({ oid }) => find(oid));
      if (blobs.includes(-1)) {
        others.add(commit);
        continue;
      }
      this.#places.set(commit, this.#groups.length + news.length);
      news.push(commit, blobs.length, outcome.length);
      for (const [i, { path }] of group.changes.entries()) {
        let number = numbers.get(path);
        if (number === undefined) numbers.set(path, (number = this.#paths.push(path) - 1));
        news.push(number, blobs[i]!);
      }
      for (let i = 0; i < outcome.length; i++) news.push(outcome[i]!);
    }
    for (let node = 0; node < flags.length; node++) {
      if (reached[node] !== 1 || others.has(node)) continue;
      const flag = kinds[node] === COMMIT ? JUDGED : kinds[node] === BLOB ? HELD : 0;
      isNew ||= (flags[node]! & flag) !== flag;
      flags[node]! |= flag;
    }
    for (const oid of wanted) {
      const node = find(oid);
      if (node !== -1) flags[node]! |= WANTED;
    }
    const all = new Int32Array(this.#groups.length + news.length);
    all.set(this.#groups);
    all.set(news, this.#groups.length);
    this.#groups = all;
    return isNew || this.#places.size !== before;
  }

  /** Whether anything is to be kept of an object. */
  holds(node: number): boolean {
    return this.#flags[node] !== 0;
  }

  /** What another run is to read, by numbers of objects that hold whatever is to be kept. */
  parts(nodes: Uint32Array, numberOf: (node: number) => number): ChangeParts {
    const texts = this.#paths.map((path) => Buffer.from(path, 'utf8'));
    let end = 0;
    const groups: number[] = [];
    for (const [commit, at] of this.#places) {
      const all = this.#groups.subarray(at, this.#endOf(at));
      groups.push(numberOf(commit), all[1]!, all[2]!);
      for (let i = 0; i < all[1]!; i++) groups.push(all[HEAD + 2 * i]!, numberOf(all[HEAD + 2 * i + 1]!));
      for (let i = HEAD + 2 * all[1]!; i < all.length; i++) groups.push(all[i]!);
    }
    return {
      flags: Uint8Array.from(nodes, (node) => this.#flags[node]!),
      pathBytes: Buffer.concat(texts),
      pathEnds: Uint32Array.from(texts, ({ length }) => (end += length)),
      groups: Int32Array.from(groups),
    };
  }
}
