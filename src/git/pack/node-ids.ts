/** Ids of packed objects as text, and back: of those that a run speaks of each is made and looked up once, and one object's id is one string. */
import { findNode, oidOf, type PackTable } from './pack-table.ts';

export class NodeIds {
  readonly #table: PackTable;
  readonly #oids = new Map<number, string>();
  readonly #nodes = new Map<string, number>();

  private constructor(table: PackTable) {
    this.#table = table;
  }

  static readonly #known = new WeakMap<PackTable, NodeIds>();

  /** Those of a table, the same for all who ask. */
  static of(table: PackTable): NodeIds {
    let ids = NodeIds.#known.get(table);
    if (ids === undefined) NodeIds.#known.set(table, (ids = new NodeIds(table)));
    return ids;
  }

  /** A node's object id in hex. */
  oid(node: number): string {
    let oid = this.#oids.get(node);
    if (oid !== undefined) return oid;
    oid = oidOf(this.#table, node);
    this.#oids.set(node, oid);
    // Of several nodes one counts for the object.
    this.#nodes.set(oid, this.#table.nodeOf[this.#table.slotOf[node]!]!);
    return oid;
  }

  /** The node of the object with an id, or -1. */
  node(oid: string): number {
    let node = this.#nodes.get(oid);
    if (node === undefined) this.#nodes.set(oid, (node = findNode(this.#table, Buffer.from(oid, 'hex'))));
    return node;
  }
}
