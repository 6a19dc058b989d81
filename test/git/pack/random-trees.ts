/** Packs of trees that git would not write: in any order, with names twice, as deltas that copy in any order and cut anywhere. */
import { createHash } from 'node:crypto';
import type { MadeEntry } from './make-pack.ts';

/** An entry of a tree. */
export interface TreeEntry {
  readonly mode: string;
  readonly name: string;
  readonly oid: string;
}

/** A tree, and one of which it has some entries. */
export interface MadeTree {
  readonly oid: string;
  readonly entries: readonly TreeEntry[];
  readonly from: MadeTree | null;
}

/** Id of an object. */
export function idOf(type: string, content: Uint8Array): string {
  return createHash('sha1')
    .update(Buffer.concat([Buffer.from(`${type} ${content.length}\0`), content]))
    .digest('hex');
}

function bytesOf(entries: readonly TreeEntry[]): Buffer {
  return Buffer.concat(
    entries.flatMap(({ mode, name, oid }) => [Buffer.from(`${mode} ${name}\0`), Buffer.from(oid, 'hex')]),
  );
}

const size = (value: number): number[] => (value < 128 ? [value] : [(value % 128) | 128, ...size(value >> 7)]);
const literal = (bytes: Uint8Array): number[] =>
  bytes.length === 0 ? [] : [Math.min(100, bytes.length), ...bytes.subarray(0, 100), ...literal(bytes.subarray(100))];
const copy = (from: number, count: number): number[] => [0xb3, from & 255, from >> 8, count & 255, count >> 8];

/** Numbers below what is asked for, from one that fast-check shrinks. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const NAMES = Array.from({ length: 12 }, (_, i) => `${'name'.repeat(1 + (i % 4))}${i}`);

/**
 * Trees of files, folders and submodules, in no order, some names twice. They are stored as deltas of trees that they were made of or that were made
 * of them, of such that hold them too, with runs copied in any order and cut anywhere.
 */
export class RandomTrees {
  readonly trees: MadeTree[] = [];
  readonly blobs = Array.from({ length: 12 }, (_, i) => Buffer.from(`blob ${i}`));
  readonly #below: (below: number) => number;
  readonly #hasGaps: boolean;

  constructor(seed: number, count: number, hasGaps: boolean) {
    this.#below = numbers(seed);
    this.#hasGaps = hasGaps;
    const known = new Set<string>();
    for (let i = 0; i < count; i++) {
      const tree = this.#makeTree();
      if (!known.has(tree.oid)) this.trees.push(tree);
      known.add(tree.oid);
    }
  }

  #makeEntry(from: MadeTree | null): TreeEntry {
    const kind = this.#below(8);
    const name = NAMES[this.#below(NAMES.length)]!;
    if (kind === 0) return { mode: '160000', name, oid: '5a'.repeat(20) };
    if (kind === 1 && this.#hasGaps) return { mode: '100644', name, oid: `${10 + this.#below(3)}`.repeat(20) };
    if (kind === 2 && from !== null) return { mode: '40000', name, oid: from.oid };
    if (kind <= 4 && this.trees.length > 0) {
      return { mode: '40000', name, oid: this.trees[this.#below(this.trees.length)]!.oid };
    }
    return { mode: '100644', name, oid: idOf('blob', this.blobs[this.#below(this.blobs.length)]!) };
  }

  #makeTree(): MadeTree {
    const from = this.#below(6) === 0 ? null : (this.trees.at(-1 - this.#below(3)) ?? null);
    const old = from?.entries ?? [];
    const entries: TreeEntry[] = [];
    let next = 0;
    for (let step = this.#below(6); step >= 0; step--) {
      if (this.#below(2) === 0) entries.push(...Array.from({ length: this.#below(4) }, () => this.#makeEntry(from)));
      const first = this.#below(5) === 0 ? this.#below(old.length + 1) : next + this.#below(3);
      next = first + this.#below(9);
      entries.push(...old.slice(first, next));
    }
    return { oid: idOf('tree', bytesOf(entries)), entries, from };
  }

  /** All of them as they go into a pack. */
  pack(): MadeEntry[] {
    const bases = new Map<MadeTree, MadeTree>();
    for (const tree of this.trees) {
      const base = this.#below(2) === 0 ? tree.from : this.trees.find(({ from }) => from === tree);
      let above = base ?? undefined;
      while (above !== undefined && above !== tree) above = bases.get(above);
      if (base && above === undefined) bases.set(tree, base);
    }
    return [
      ...this.blobs.map((data): MadeEntry => ({ kind: 'blob', oid: idOf('blob', data), data })),
      ...this.trees.map((tree): MadeEntry => {
        const base = bases.get(tree);
        if (base === undefined) return { kind: 'tree', oid: tree.oid, data: bytesOf(tree.entries) };
        return { kind: 'ref-delta', oid: tree.oid, base: base.oid, data: this.#deltaOf(tree, base) };
      }),
    ];
  }

  #deltaOf(tree: MadeTree, base: MadeTree): Uint8Array {
    const bytes = bytesOf(tree.entries);
    const old = bytesOf(base.entries);
    const commands: number[] = [];
    for (let i = 0; i < tree.entries.length;) {
      const at = base.entries.findIndex((entry) => isSame(entry, tree.entries[i]));
      let count = at === -1 ? 0 : 1;
      while (
        count > 0 &&
        i + count < tree.entries.length &&
        isSame(base.entries[at + count], tree.entries[i + count])
      ) {
        count++;
      }
      if (count === 0) commands.push(...literal(bytesOf([tree.entries[i]!])));
      else
        commands.push(
          ...this.#copyInParts(
            old,
            bytesOf(base.entries.slice(0, at)).length,
            bytesOf(base.entries.slice(0, at + count)).length,
          ),
        );
      i += Math.max(1, count);
    }
    return Uint8Array.from([...size(old.length), ...size(bytes.length), ...commands]);
  }

  /** A copied run, some of its bytes as literal ones. */
  #copyInParts(old: Uint8Array, from: number, to: number): number[] {
    const commands: number[] = [];
    for (let at = from; at < to;) {
      const count = Math.min(to - at, 1 + this.#below(this.#below(3) === 0 ? 40 : 1000));
      commands.push(...(this.#below(4) === 0 ? literal(old.subarray(at, at + count)) : copy(at, count)));
      at += count;
    }
    return commands;
  }
}

function isSame(one: TreeEntry | undefined, other: TreeEntry | undefined): boolean {
  return one !== undefined && other !== undefined && JSON.stringify(one) === JSON.stringify(other);
}

/** The entries of a tree that git wrote. */
export function parseTree(tree: Buffer): TreeEntry[] {
  const entries: TreeEntry[] = [];
  for (let at = 0; at < tree.length;) {
    const nul = tree.indexOf(0, at);
    const [, mode, name] = /^(\d+) (.+)$/s.exec(tree.subarray(at, nul).toString('latin1'))!;
    entries.push({ mode: mode!, name: name!, oid: tree.toString('hex', nul + 1, nul + 21) });
    at = nul + 21;
  }
  return entries;
}
