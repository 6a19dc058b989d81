/** What is known of the objects of a repository under the rules of a run, kept in the git directory from run to run. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { keepSections, readSections } from '../git/kept-sections.ts';
import { packNames } from '../git/pack/kept-packs.ts';
import { BLOB } from '../git/pack/headers.ts';
import type { ObjectStore } from '../git/pack/object-store.ts';
import { findNodes, type PackTable } from '../git/pack/pack-table.ts';
import { shallowBoundary, type Repository } from '../git/repository.ts';
import { textOfRules } from '../rules/rule-index.ts';
import type { RuleSetData } from '../rules/rule.ts';
import { toolVersion } from '../version.ts';
import { type ChangeParts, KeptChanges, type LookedAt } from './kept-changes.ts';
import { MATCHES, NumberWriter, UNKNOWN } from './known-blobs.ts';
import { workerFile } from './share-work.ts';

const ID_BYTES = 20;
const SECTIONS = 11;

/** What stands before the arrays. */
interface Head {
  /** The packs in which the objects were numbered. */
  readonly packs: readonly (string | null)[];
  /** Values have numbers below this. */
  readonly valueCount: number;
  /** What else changes depend on. */
  readonly scope: string;
}

/** Under what it holds. */
export interface MemoryScope {
  readonly rules: RuleSetData;
  /** Globs of paths in which nothing is looked for. */
  readonly exclude: readonly string[];
}

export class BlobMemory {
  readonly #repository: Repository;
  readonly #name: string;
  readonly #table: PackTable;
  /** Blobs, commits and tags that are read from the packs. */
  readonly #objectCount: number;
  /** By node, what earlier runs know of it. Shared memory: any thread reads it, and it stays as it is. */
  readonly kinds: Uint8Array;
  /** By node: bytes of an object that is known. */
  readonly sizes: Uint32Array;
  /** Values in what is kept have numbers below this. */
  readonly valueCount: number;
  /** Objects beside trees that are to be read nevertheless; null: that is not known. */
  open: readonly number[] | null = null;
  /** What commits bring in. */
  readonly changes: KeptChanges;
  readonly #scope: string;
  /** As `kinds`, with what this run has found out. */
  readonly #kindsNow: Uint8Array;
  /** By node: where its matches are told, and how long that is. */
  readonly #places: Uint32Array;
  readonly #lengths: Uint32Array;
  readonly #kept: Uint8Array;
  readonly #news = new NumberWriter();
  /** Whether something is to be kept that is not kept yet. */
  hasNews = false;

  constructor(repository: Repository, { table, forest }: ObjectStore, { rules, exclude }: MemoryScope) {
    this.#repository = repository;
    this.#table = table;
    this.#objectCount = forest.blobs.nodes.length + forest.commits.nodes.length + forest.tags.nodes.length;
    this.#scope = JSON.stringify([exclude, [...shallowBoundary(repository)].sort()]);
    this.changes = new KeptChanges(table);
    this.#name = `history-${identityOf(rules)}`;
    this.kinds = new Uint8Array(new SharedArrayBuffer(table.count));
    this.sizes = new Uint32Array(table.count);
    this.#places = new Uint32Array(table.count);
    this.#lengths = new Uint32Array(table.count);
    const sections = readSections(repository, this.#name, SECTIONS);
    this.#kept = sections?.[6] ?? new Uint8Array(0);
    this.valueCount = sections === null ? 0 : this.#read(sections);
    this.#kindsNow = this.kinds.slice();
  }

  /** What an earlier run told of a blob with matches. */
  matchesOf(node: number): Uint8Array {
    const start = this.#places[node]!;
    return this.#kept.subarray(start, start + this.#lengths[node]!);
  }

  #read(sections: readonly Uint8Array[]): number {
    const { packs, valueCount, scope } = JSON.parse(Buffer.from(sections[0]!).toString('utf8')) as Head;
    const [kinds, sizes, lengths] = [sections[3]!, words(sections[4]!), words(sections[5]!)];
    const names = packNames(this.#table);
    const isSame = packs.every((name, i) => name !== null && name === names[i]);
    const nodes = isSame ? new Int32Array(words(sections[1]!)) : this.#find(words(sections[2]!), kinds.length);
    if (isSame && packs.length === names.length) this.open = this.#findOpen(kinds, nodes);
    let place = 0;
    let told = 0;
    for (let i = 0; i < kinds.length; i++) {
      const node = nodes[i]!;
      const length = kinds[i] === MATCHES ? lengths[told++]! : 0;
      if (node !== -1) {
        this.kinds[node] = kinds[i]!;
        this.sizes[node] = sizes[i]!;
        this.#places[node] = place;
        this.#lengths[node] = length;
      }
      place += length;
    }
    if (!isSame) this.hasNews = true;
    const [flags, pathBytes, pathEnds, groups] = [
      sections[7]!,
      sections[8]!,
      words(sections[9]!),
      words(sections[10]!),
    ];
    if (scope === this.#scope) this.changes.read({ flags, pathBytes, pathEnds, groups: new Int32Array(groups) }, nodes);
    return valueCount;
  }

  /** Those of all packs, as there is something to tell of every other object. */
  #findOpen(kinds: Uint8Array, nodes: Int32Array): number[] | null {
    if (nodes.length !== this.#objectCount) return null;
    const open: number[] = [];
    for (let i = 0; i < nodes.length; i++) {
      const isText = kinds[i] === MATCHES && this.#table.kinds[nodes[i]!] !== BLOB;
      if (isText || kinds[i] === UNKNOWN) open.push(nodes[i]!);
    }
    return open;
  }

  /** The nodes of ids; -1 where there is none. */
  #find(ids: Uint32Array, count: number): Int32Array {
    const nodes = new Int32Array(count);
    findNodes(this.#table, new Int32Array(ids.buffer, ids.byteOffset, ids.length), count, nodes);
    return nodes;
  }

  /** Takes what a run found out of commits. */
  addChanges(found: LookedAt): void {
    if (this.changes.add(found)) this.hasNews = true;
  }

  /** Takes what was found out anew of an object; `matches` tells of those of a blob that has any. */
  add(node: number, kind: number, size: number, matches: Uint8Array | null): void {
    this.hasNews = true;
    this.#kindsNow[node] = kind;
    this.sizes[node] = size;
    if (matches === null) return;
    this.#places[node] = this.#news.length;
    this.#lengths[node] = matches.length;
    this.#news.pushBytes(matches);
  }

  /**
   * Keeps it for the next run.
   *
   * @param changes - What commits bring in; null: that is not to be kept.
   */
  async save(valueCount: number, changes: KeptChanges | null): Promise<void> {
    const { count, slotOf, ids: allIds } = this.#table;
    const kindsNow = this.#kindsNow;
    const numbers = new Int32Array(count).fill(-1);
    let known = 0;
    for (let node = 0; node < count; node++) {
      if (kindsNow[node] !== UNKNOWN || changes?.holds(node) === true) numbers[node] = known++;
    }
    const nodes = new Uint32Array(known);
    const ids = new Uint8Array(ID_BYTES * known);
    const kinds = new Uint8Array(known);
    const sizes = new Uint32Array(known);
    const lengths: number[] = [];
    const told = new NumberWriter();
    const news = this.#news.bytes();
    for (let node = 0, i = 0; node < count; node++) {
      if (numbers[node] === -1) continue;
      nodes[i] = node;
      const at = ID_BYTES * slotOf[node]!;
      for (let byte = 0; byte < ID_BYTES; byte++) ids[ID_BYTES * i + byte] = allIds[at + byte]!;
      kinds[i] = kindsNow[node]!;
      sizes[i++] = this.sizes[node]!;
      if (kindsNow[node] !== MATCHES) continue;
      const from = this.kinds[node] === MATCHES ? this.#kept : news;
      lengths.push(this.#lengths[node]!);
      told.pushBytes(from.subarray(this.#places[node], this.#places[node]! + this.#lengths[node]!));
    }
    const head: Head = { packs: packNames(this.#table), valueCount, scope: this.#scope };
    const rest = [nodes, ids, kinds, sizes, Uint32Array.from(lengths), told.bytes()];
    const parts = changes?.parts(nodes, (node) => numbers[node]!) ?? noParts(known);
    await keepSections(this.#repository, this.#name, [
      Buffer.from(JSON.stringify(head)),
      ...rest,
      parts.flags,
      parts.pathBytes,
      parts.pathEnds,
      parts.groups,
    ]);
  }
}

/** Of so many objects. */
function noParts(count: number): ChangeParts {
  return {
    flags: new Uint8Array(count),
    pathBytes: new Uint8Array(0),
    pathEnds: new Uint32Array(0),
    groups: new Int32Array(0),
  };
}

function words({ buffer, byteOffset, length }: Uint8Array): Uint32Array {
  return new Uint32Array(buffer, byteOffset, length >> 2);
}

/** What threads run, and what this one does with what they find. */
function programFiles(): string[] {
  const worker = workerFile();
  if (worker === null) return [];
  const beside = ['program.js', 'program-git.js'].map((name) => path.join(path.dirname(worker), name));
  return [worker, ...beside.filter((file) => existsSync(file))];
}

/** By rules: what {@link identityOf} gave. */
const identities = new WeakMap<RuleSetData, string>();

/** Rules and program: another of either may find something else. */
export function identityOf(rules: RuleSetData): string {
  let identity = identities.get(rules);
  if (identity === undefined) identities.set(rules, (identity = hashOf(rules)));
  return identity;
}

function hashOf(rules: RuleSetData): string {
  const hash = createHash('sha256').update(toolVersion).update('\0').update(textOfRules(rules));
  for (const file of programFiles()) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}
