/** Part of a walk: what is wanted of it, and the bases that it needs. */
import type { WalkPlan } from './forest.ts';

/** The wanted entries of one chunk with all their bases, in their order, as a plan of one chunk. */
export function partOfPlan(plan: WalkPlan, chunk: number, isWanted: (node: number) => boolean): WalkPlan {
  const places: number[] = [];
  /** Depth of the entry that was taken last, whose base is looked for. */
  let depth = 0;
  for (let place = plan.chunkStarts[chunk + 1]! - 1; place >= plan.chunkStarts[chunk]!; place--) {
    const isBase = plan.depths[place] === depth - 1;
    if (!isBase && !isWanted(plan.nodes[place]!)) continue;
    places.push(place);
    depth = plan.depths[place]!;
  }
  places.reverse();
  return {
    nodes: Int32Array.from(places, (place) => plan.nodes[place]!),
    depths: Uint16Array.from(places, (place) => plan.depths[place]!),
    chunkStarts: Uint32Array.of(0, places.length),
  };
}
