/** Trees as those read them who compare them without git: what is out of the ordinary is left to git. */
import type { ObjectReader } from './object-reader.ts';
import { type TreeEntry, readEntries } from './tree-entries.ts';

/** Git knows it without having it. */
export const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
/** Deeper trees are left to git. */
export const DEEPEST = 500;
const TREE_LINE = /^tree ([0-9a-f]{40})\n/;

/** Something that only git can judge. */
export class Unclear extends Error {}

/**
 * The tree of a commit.
 *
 * @throws {Unclear} When there is no such commit.
 */
export function treeOfCommit(reader: ObjectReader, commit: string): string {
  const object = reader.read(commit);
  const text = object?.type === 'commit' ? Buffer.from(object.bytes.subarray(0, 64)).toString('latin1') : '';
  const tree = TREE_LINE.exec(text)?.[1];
  if (tree === undefined) throw new Unclear('a commit that is not there');
  return tree;
}

/** A tree's entries, and the bytes that hold their ids. */
export interface PlainTree {
  readonly entries: readonly TreeEntry[];
  readonly bytes: Buffer;
}

/**
 * Reads a tree.
 *
 * @throws {Unclear} When there is no such tree, or git would not write it.
 */
export function readTree(reader: ObjectReader, oid: string): PlainTree {
  if (oid === EMPTY_TREE) return { entries: [], bytes: Buffer.alloc(0) };
  const tree = reader.read(oid);
  if (tree?.type !== 'tree') throw new Unclear('a tree that is not there');
  const bytes = Buffer.from(tree.bytes.buffer, tree.bytes.byteOffset, tree.bytes.length);
  const entries = readEntries(bytes);
  if (entries === null) throw new Unclear('an unusual tree');
  return { entries, bytes };
}
