/**
 * Which of a blob's anchors a match follows from: matches that neither overlap nor may join a composite do not influence each other, so one
 * that is told later is found again by the anchors near it alone.
 */
import { Sign } from '../engine/documents/signs.ts';
import type { KnownMatches } from '../engine/rescan.ts';
import type { RuleSet } from '../engine/rule-set.ts';
import type { ScannedVersion } from '../engine/scanned-version.ts';

/** For each match two numbers: the first of the anchors with a match that it follows from, and how many these are. */
export type Clusters = readonly number[];

/** What is told of where a blob's matches stand. */
export interface ToldMatches {
  readonly matches: KnownMatches;
  /** Of those that may become findings; null: each may follow from anything. */
  readonly clusters: Clusters | null;
}

/** Anchors with a match, and where the bytes end that their matches may influence. */
export interface Cluster {
  readonly first: number;
  count: number;
  end: number;
}

/** Part of what is known of a blob. */
export interface KnownPart {
  readonly matches: KnownMatches;
  /** The matches that follow from that, by their numbers in the whole, in ascending order. */
  readonly numbers: readonly number[];
}

/** Only what some matches follow from; null where that is not told. */
export function partFor({ matches, clusters }: ToldMatches, asked: readonly number[]): KnownPart | null {
  if (clusters === null || (matches.signs & Sign.Mark) !== 0) return null;
  const wanted = new Set(asked.map((number) => clusters[2 * number]));
  const anchors: KnownMatches['anchors'][number][] = [];
  const numbers: number[] = [];
  let last = -1;
  for (let number = 0; 2 * number < clusters.length; number++) {
    const first = clusters[2 * number]!;
    if (!wanted.has(first)) continue;
    numbers.push(number);
    const end = first === last ? first : first + clusters[2 * number + 1]!;
    for (let i = first; i < end; i++) anchors.push(matches.anchors[i]!);
    last = first;
  }
  // No rule that reads documents has found anything here.
  return { matches: { signs: 0, anchors, runs: [] }, numbers };
}

/** All anchors with a match in clusters, in byte order; the version holds nothing encoded. */
export function clustersOf({ matches, ends }: ScannedVersion, { inComposite, longestWithin }: RuleSet): Cluster[] {
  const from = new Int32Array(matches.length + 1).fill(0x7fffffff);
  const to = new Int32Array(matches.length);
  for (let i = matches.length - 1; i >= 0; i--) {
    const { anchor, raw } = matches[i]!;
    from[i] = from[i + 1]!;
    for (const { start, end, rule } of raw) {
      const reach = inComposite[rule] === 1 ? longestWithin : 0;
      from[i] = Math.min(from[i]!, ends[anchor]! + start - reach);
      to[i] = Math.max(to[i]!, ends[anchor]! + end + reach);
    }
  }
  const clusters: Cluster[] = [];
  for (let i = 0; i < matches.length; i++) {
    const last = clusters.at(-1);
    if (last === undefined || from[i]! > last.end) clusters.push({ first: i, count: 1, end: to[i]! });
    else {
      last.count++;
      last.end = Math.max(last.end, to[i]!);
    }
  }
  return clusters;
}
