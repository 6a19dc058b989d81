/** Content of trees by their numbers: many read together, so that the bases that they share are rebuilt once, or one at a time. */
import { createGitKernel } from '../kernel/create-kernel.ts';
import { KernelMemory } from '../kernel/memory.ts';
import { GraphGap } from './find-changes.ts';
import type { WalkPlan } from './forest.ts';
import type { ReadGraph } from './read-graph.ts';
import type { ObjectStore } from './object-store.ts';
import type { PackTable } from './pack-table.ts';
import { Walker } from './walk.ts';

/** Content kept at a time, of trees read together and of others. */
const MOST_BYTES = 24 << 20;

/** Close it in a `finally`. */
export class TreeShelf {
  readonly #table: PackTable;
  readonly #plan: WalkPlan;
  readonly #read: ReadGraph;
  readonly #walker: Walker;
  readonly #trees = new Map<number, Uint8Array>();
  #bytes = 0;
  /** By node: where it stands in the plan, plus one. */
  #places: Uint32Array | null = null;

  constructor({ table, forest }: ObjectStore, read: ReadGraph) {
    this.#table = table;
    this.#plan = forest.trees;
    this.#read = read;
    this.#walker = new Walker(table, createGitKernel(new KernelMemory()), { wantEdits: false });
  }

  close(): void {
    this.#walker.close();
  }

  /** Reads these trees, as many as there is room for, and forgets all that are not among them. */
  prepare(trees: ReadonlySet<number>): void {
    for (const [tree, { length }] of this.#trees) {
      if (trees.has(tree)) continue;
      this.#trees.delete(tree);
      this.#bytes -= length;
    }
    const plan = this.#planFor([...trees].filter((tree) => this.#isPacked(tree) && !this.#trees.has(tree)));
    for (const { node, bytes } of this.#walker.walk(plan, 0)) {
      if (!trees.has(node)) continue;
      if (this.#bytes + bytes.length > MOST_BYTES) break;
      this.#keep(node, bytes);
    }
    // What was refused is asked for once more, and missed then.
    this.#walker.takeRefusals();
  }

  /**
   * The content of a tree, as it stays.
   *
   * @throws GraphGap when it is not here.
   */
  bytesOf(tree: number): Uint8Array {
    const known = this.#trees.get(tree) ?? this.#read.otherTrees.get(tree);
    if (known !== undefined) return known;
    const packed = this.#isPacked(tree) ? this.#walker.read(tree) : null;
    if (packed === null) throw new GraphGap('a tree is missing');
    while (this.#bytes + packed.bytes.length > MOST_BYTES && this.#trees.size > 0) this.#dropOldest();
    return this.#keep(tree, packed.bytes);
  }

  #isPacked(tree: number): boolean {
    return tree >= 0 && tree < this.#table.count && !this.#read.otherTrees.has(tree);
  }

  #keep(tree: number, bytes: Uint8Array): Uint8Array {
    const own = bytes.slice();
    this.#trees.set(tree, own);
    this.#bytes += own.length;
    return own;
  }

  #dropOldest(): void {
    const [tree, { length }] = this.#trees.entries().next().value!;
    this.#trees.delete(tree);
    this.#bytes -= length;
  }

  /** These nodes and all their bases, in the order of the whole plan, as one chunk. */
  #planFor(nodes: readonly number[]): WalkPlan {
    const places = (this.#places ??= this.#findPlaces());
    const wanted = new Set<number>();
    for (let node of nodes) {
      for (; node >= 0 && !wanted.has(node) && places[node] !== 0; node = this.#table.bases[node]!) wanted.add(node);
    }
    const order = Uint32Array.from(wanted, (node) => places[node]! - 1).sort();
    return {
      nodes: Int32Array.from(order, (place) => this.#plan.nodes[place]!),
      depths: Uint16Array.from(order, (place) => this.#plan.depths[place]!),
      chunkStarts: Uint32Array.of(0, order.length),
    };
  }

  #findPlaces(): Uint32Array {
    const places = new Uint32Array(this.#table.count);
    for (const [place, node] of this.#plan.nodes.entries()) places[node] = place + 1;
    return places;
  }
}
