/** Names of files and folders in the trees of a graph: each is kept once there, so whoever looks for one need not make paths. */
import { TREE } from './headers.ts';
import { isFileTag, type ObjectGraph } from './object-graph.ts';

/**
 * Those of the names that stand in a tree that is reached.
 *
 * @param reached - By number: 1 for what is reached.
 */
export function reachedNames(graph: ObjectGraph, reached: Uint8Array, names: ReadonlySet<string>): Set<string> {
  const isAsked = flagNames(graph, names);
  const found = new Set<number>();
  eachLink(graph, (tree, _, tag) => {
    if (isAsked[tag >> 1] === 1 && reached[tree] === 1) found.add(tag >> 1);
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
  eachLink(graph, (_, child, tag) => {
    if (isAsked[tag >> 1] === 1) take(child, tag);
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

function eachLink(graph: ObjectGraph, visit: (tree: number, child: number, tag: number) => void): void {
  for (let tree = 0; tree < graph.size; tree++) {
    if (graph.kindOf(tree) === TREE) linksOf(graph, tree, (child, tag) => visit(tree, child, tag));
  }
}

function linksOf(graph: ObjectGraph, tree: number, visit: (child: number, tag: number) => void): void {
  const { links } = graph;
  const start = graph.start(tree);
  if (start === -1) return;
  for (let at = start; links[at] !== -1; at += 2) visit(links[at]!, links[at + 1]!);
}
