/** Parents as git sees them. */
import { GraphGap } from './find-changes.ts';
import { COMMIT } from './headers.ts';
import type { ObjectGraph } from './object-graph.ts';

export type ParentsOf = (commit: number) => Int32Array;

const NO_PARENTS = new Int32Array(0);

/**
 * The parents of commits by their numbers: a commit at the edge of a shallow clone has none.
 *
 * @param shallow - Ids of the commits at the edge.
 * @returns A function that throws GraphGap where a commit or one of its parents is not here.
 */
export function parentReader(graph: ObjectGraph, shallow: ReadonlySet<string>): ParentsOf {
  const edge = new Set([...shallow].map((oid) => graph.find(oid)));
  const isHere = (commit: number): boolean => graph.kindOf(commit) === COMMIT && graph.start(commit) !== -1;
  return (commit) => {
    if (!isHere(commit)) throw new GraphGap('a commit is missing');
    if (edge.has(commit)) return NO_PARENTS;
    const parents = graph.parentsOf(commit);
    for (const parent of parents) if (!isHere(parent)) throw new GraphGap('a commit is missing');
    return parents;
  };
}
