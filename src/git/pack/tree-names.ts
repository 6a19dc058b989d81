/** Names of files and folders in the trees of a graph: each is kept once there, so whoever looks for one need not make paths. */
import { TREE } from './headers.ts';
import type { ObjectGraph } from './object-graph.ts';
import { isFileTag, NO_TAG } from './tree-links.ts';

/**
 * Those of the names that stand in a tree that is reached.
 *
 * @param reached - By number: 1 for what is reached.
 */
export function reachedNames(graph: ObjectGraph, reached: Uint8Array, names: ReadonlySet<string>): Set<string> {
  const isAsked = flagNames(graph, names);
  const found = new Set<number>();
  const take = (_: number, tag: number): void => {
    if (isAsked[tag >> 1] === 1) found.add(tag >> 1);
  };
  eachTree(graph, (tree) => {
    if (reached[tree] !== 1) return;
    const base = graph.trees.baseOf(tree);
    // What is inherited stands in the base too.
    if (base === -1 || reached[base] === 1) newLinksOf(graph, tree, take);
    else linksOf(graph, tree, take);
  });
  return new Set(Array.from(found, (name) => graph.names.textOf(name)));
}

/** The files that carry one of the names, or lie below a folder that does. */
export function blobsNamed(graph: ObjectGraph, names: ReadonlySet<string>): Set<number> {
  const blobs = new Set<number>();
  if (names.size === 0) return blobs;
  const isAsked = flagNames(graph, names);
  const folders: number[] = [];
  const take = (child: number, tag: number): void => {
    if (isFileTag(tag)) blobs.add(child);
    else folders.push(child);
  };
  eachTree(graph, (tree) => {
    newLinksOf(graph, tree, (child, tag) => {
      if (isAsked[tag >> 1] === 1) take(child, tag);
    });
  });
  const seen = new Set<number>();
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    if (seen.has(folder)) continue;
    seen.add(folder);
    linksOf(graph, folder, take);
  }
  return blobs;
}

function flagNames({ names: known }: ObjectGraph, names: ReadonlySet<string>): Uint8Array {
  return Uint8Array.from({ length: known.size }, (_, name) => (names.has(known.textOf(name)) ? 1 : 0));
}

function eachTree(graph: ObjectGraph, visit: (tree: number) => void): void {
  for (let tree = 0; tree < graph.size; tree++) {
    if (graph.kindOf(tree) === TREE && graph.start(tree) !== -1) visit(tree);
  }
}

/** Those links of a tree that it does not inherit. */
function newLinksOf({ trees }: ObjectGraph, tree: number, visit: (child: number, tag: number) => void): void {
  const { values } = trees;
  const start = trees.newLinksAt(tree);
  const end = start + 2 * trees.newLinksOf(tree);
  for (let at = start; at < end; at += 2) if (values[at + 1] !== NO_TAG) visit(values[at]!, values[at + 1]!);
}

function linksOf(graph: ObjectGraph, tree: number, visit: (child: number, tag: number) => void): void {
  if (graph.start(tree) === -1) return;
  const links = graph.trees.collect(tree, (_, tag) => tag !== NO_TAG);
  for (let i = 0; i < links.length; i += 2) visit(links[i]!, links[i + 1]!);
}
