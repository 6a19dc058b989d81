/** What refs reach, kept from run to run: as long as they name the same and all of it lies in the same packs, it is the same. */
import { crc32 } from 'node:zlib';
import { keepSections, readSections, SectionReader } from '../kept-sections.ts';
import { shallowBoundary, type Repository } from '../repository.ts';
import { packNames } from './kept-packs.ts';
import type { ObjectStore } from './object-store.ts';
import { listReached, type Reach } from './reach.ts';
import type { ReadGraph } from './read-graph.ts';
import type { Walked } from './tree-walk.ts';

const NAME = 'reach-1';
const SECTIONS = 8;

/** A walk that may be kept. */
export interface WalkOf {
  readonly store: ObjectStore;
  readonly read: ReadGraph;
  /** Ids that refs and the like name, in git's order. */
  readonly named: readonly string[];
}

/** All that a walk depends on, names of files by their numbers too. */
function keyOf(repository: Repository, { store, read, named }: WalkOf): string {
  const { bytes, ends } = read.graph.names.parts();
  const names = [ends.length, crc32(bytes), crc32(new Uint8Array(ends.buffer))];
  return JSON.stringify([packNames(store.table), names, named, [...shallowBoundary(repository)].sort()]);
}

/** The same walk as an earlier run has kept it, or null. */
export function readKeptReach(repository: Repository, walk: WalkOf): Reach | null {
  const sections = readSections(repository, NAME, SECTIONS);
  if (sections === null) return null;
  const reader = new SectionReader(sections);
  if (Buffer.from(reader.bytes()).toString('utf8') !== keyOf(repository, walk)) return null;
  const [commits, order, tags] = [reader.int32(), reader.int32(), reader.int32()];
  const walked: Walked = {
    met: reader.bytes(),
    blobs: reader.int32(),
    holders: reader.int32(),
    tags: reader.int32(),
  };
  return {
    commits,
    order,
    tags,
    reached: walked.met,
    walked,
    isKept: true,
    blobs: (isAsked) => listReached(walk.read.graph, walked, isAsked),
  };
}

/** Whether a walk met nothing outside of the packs. */
export function isInPacks({ store, read }: WalkOf, reach: Reach): boolean {
  return read.isWhole && !reach.reached.subarray(store.table.count).includes(1);
}

/** Whether a walk is to be kept: one that is not yet. */
export function isNewReach(walk: WalkOf, reach: Reach): boolean {
  return !reach.isKept && isInPacks(walk, reach);
}

/** Keeps a walk. */
export async function keepReach(repository: Repository, walk: WalkOf, reach: Reach): Promise<void> {
  const { count } = walk.store.table;
  const { met, blobs, holders, tags } = reach.walked;
  await keepSections(repository, NAME, [
    Buffer.from(keyOf(repository, walk)),
    reach.commits,
    reach.order,
    reach.tags,
    met.subarray(0, count),
    blobs,
    holders.subarray(0, count),
    tags.subarray(0, count),
  ]);
}
