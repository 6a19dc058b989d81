/** What refs reach, kept from run to run: as long as they name the same and all of it lies in the same packs, it is the same. */
import { crc32 } from 'node:zlib';
import { keepSections, readSections, SectionReader } from '../kept-sections.ts';
import { shallowBoundary, type Repository } from '../repository.ts';
import { packNames } from './kept-packs.ts';
import type { ObjectStore } from './object-store.ts';
import { listReached, type Reach } from './reach.ts';
import type { ReadGraph } from './read-graph.ts';
import type { Walked } from './tree-walk.ts';

const NAME = 'reach-3';
const SECTIONS = 9;

/** A walk that may be kept. */
export interface WalkOf {
  readonly store: ObjectStore;
  readonly read: ReadGraph;
  /** Ids that refs and the like name, in git's order. */
  readonly named: readonly string[];
}

/** All that a walk depends on. */
interface Key {
  /** Objects and names of files are numbered in them. */
  readonly packs: readonly (string | null)[];
  readonly names: readonly [count: number, bytes: number, ends: number];
  readonly named: readonly string[];
  readonly shallow: readonly string[];
}

/** @param count - Of names, the first of those that there are. */
function keyOf(repository: Repository, { store, read, named }: WalkOf, count: number): Key {
  const { bytes, ends: all } = read.graph.names.parts();
  const ends = all.subarray(0, count);
  const { buffer, byteOffset, byteLength } = ends;
  const sums = [bytes.subarray(0, ends.at(-1) ?? 0), new Uint8Array(buffer, byteOffset, byteLength)].map((part) =>
    crc32(part),
  );
  return {
    packs: packNames(store.table),
    names: [ends.length, sums[0]!, sums[1]!],
    named,
    shallow: [...shallowBoundary(repository)].sort(),
  };
}

/** What an earlier run has kept of a walk, and whether it was the very same; null: nothing, or numbers stand for something else now. */
export function readKeptReach(
  repository: Repository,
  walk: WalkOf,
): { readonly reach: Reach; readonly isSame: boolean } | null {
  const sections = readSections(repository, NAME, SECTIONS);
  if (sections === null) return null;
  const reader = new SectionReader(sections);
  const kept = JSON.parse(Buffer.from(reader.bytes()).toString('utf8')) as Key;
  const key = keyOf(repository, walk, kept.names[0]);
  const packs = key.packs.slice(0, kept.packs.length);
  const isOf = (there: Partial<Key>, here: Partial<Key>): boolean => JSON.stringify(there) === JSON.stringify(here);
  const { names, shallow } = kept;
  if (!isOf({ packs: kept.packs, names, shallow }, { packs, names: key.names, shallow: key.shallow })) return null;
  const isSame = key.packs.length === packs.length && isOf({ named: kept.named }, { named: key.named });
  return { reach: reachIn(reader, walk), isSame };
}

function reachIn(reader: SectionReader, walk: WalkOf): Reach {
  const [commits, order, tags, contents] = [reader.int32(), reader.int32(), reader.int32(), reader.int32()];
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
    contents,
    reached: walked.met,
    walked,
    isKept: true,
    blobs: (isAsked) => listReached(walk.read.graph, walked, isAsked),
  };
}

/** Ids of what a walk met outside of the packs, where all of that is loose; null: git gave some of it, or nobody could. */
export function metLoose({ store, read }: WalkOf, { reached }: Reach): string[] | null {
  if (!read.isWhole) return null;
  const loose = new Set(store.loose.map(({ oid }) => oid));
  const met: string[] = [];
  for (let object = reached.indexOf(1, store.table.count); object !== -1; object = reached.indexOf(1, object + 1)) {
    const oid = read.graph.oid(object);
    if (!loose.has(oid)) return null;
    met.push(oid);
  }
  return met;
}

/** Whether a walk is to be kept: one that is not yet, and met nothing outside of the packs. */
export function isNewReach({ store, read }: WalkOf, reach: Reach): boolean {
  return !reach.isKept && read.isWhole && !reach.reached.includes(1, store.table.count);
}

/** Keeps a walk. */
export async function keepReach(repository: Repository, walk: WalkOf, reach: Reach): Promise<void> {
  const { count } = walk.store.table;
  const { met, blobs, holders, tags } = reach.walked;
  await keepSections(repository, NAME, [
    Buffer.from(JSON.stringify(keyOf(repository, walk, walk.read.graph.names.parts().ends.length))),
    reach.commits,
    reach.order,
    reach.tags,
    reach.contents,
    met.subarray(0, count),
    blobs,
    holders.subarray(0, count),
    tags.subarray(0, count),
  ]);
}
