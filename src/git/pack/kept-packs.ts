/**
 * What was read of packs, kept in the git directory between runs: indexes and headers, delta families, and the graph of commits and trees. All of
 * it follows from what the packs hold, and packs never change. It is of use as long as the packs are there that it was read from; those that
 * came since then are read, and join it once they are many. No content is kept: of trees the names of files.
 */
import { closeSync, fstatSync, openSync } from 'node:fs';
import { keepSections, readSections, SectionReader } from '../kept-sections.ts';
import type { Repository } from '../repository.ts';
import type { Forest, WalkPlan } from './forest.ts';
import { ABSENT, type GraphParts, type ObjectGraph } from './object-graph.ts';
import type { ObjectStore } from './object-store.ts';
import type { KnownPacks, PackColumns, PackFile, PackTable } from './pack-table.ts';
import { TREE } from './headers.ts';
import { readFully } from './read-fully.ts';
import type { ReadGraph } from './read-graph.ts';
import { NO_TAG } from './tree-links.ts';

/** What one run has read, for the next. */
export interface KeptPacks {
  readonly packs: readonly PackIdentity[];
  readonly columns: PackColumns;
  readonly forest: Forest;
  readonly graph: GraphParts;
}

/** A pack, told from all others by the checksums at the ends of its two files. */
export interface PackIdentity {
  readonly name: string;
  readonly count: number;
}

/** What stands before the arrays. */
interface Head {
  readonly packs: readonly PackIdentity[];
  readonly isClosed: boolean;
}

const NAME = 'packs-2';
const SECTIONS = 28;
const ID_BYTES = 20;
/** An index ends with the pack's checksum and its own. */
const TRAILER_BYTES = 40;
/** What came since is read in each run until it is more than one object in so many of those that are kept, or more than the most. */
const NEW_SHARE = 32;
const MOST_NEW = 1 << 12;

/** What an earlier run has kept, or null. */
export function readKeptPacks(repository: Repository): KeptPacks | null {
  const sections = readSections(repository, NAME, SECTIONS);
  if (sections === null) return null;
  const reader = new SectionReader(sections);
  const { packs, isClosed } = JSON.parse(Buffer.from(reader.bytes()).toString('utf8')) as Head;
  const columns = readColumns(reader);
  const plan = (): WalkPlan => readPlan(reader);
  const forest: Forest = { commits: plan(), trees: plan(), blobs: plan(), tags: plan(), unread: [] };
  const [places, links, trees] = [reader.int32(), reader.int32(), reader.int32()];
  const names = { bytes: reader.bytes(), ends: reader.uint32() };
  return { packs, columns, forest, graph: { places, links, trees, names, isClosed } };
}

/** Columns as {@link columnSections} wrote them. */
export function readColumns(reader: SectionReader): PackColumns {
  return {
    ids: reader.bytes(),
    slotOf: reader.uint32(),
    nodeOf: reader.uint32(),
    offsets: reader.float64(),
    crcs: reader.uint32(),
    buckets: reader.uint32(),
    kinds: reader.bytes(),
    headerBytes: reader.bytes(),
    sizes: reader.uint32(),
    bases: reader.int32(),
  };
}

/** Columns as sections. */
export function columnSections(columns: PackColumns): ArrayBufferView[] {
  const { ids, slotOf, nodeOf, offsets, crcs, buckets, kinds, headerBytes, sizes, bases } = columns;
  return [ids, slotOf, nodeOf, offsets, crcs, buckets, kinds, headerBytes, sizes, bases];
}

/** A plan as {@link planSections} wrote it. */
export function readPlan(reader: SectionReader): WalkPlan {
  return { nodes: reader.int32(), depths: reader.uint16(), chunkStarts: reader.uint32() };
}

/** A plan as sections. */
export function planSections({ nodes, depths, chunkStarts }: WalkPlan): ArrayBufferView[] {
  return [nodes, depths, chunkStarts];
}

/** What tells the packs of a table from all others, in their order; null for one whose files cannot be read. */
export function packNames({ packs }: PackTable): (string | null)[] {
  return packs.map(({ path }) => identify(path));
}

/** Tells a pack from all others; null when its files cannot be read. */
function identify(file: string): PackIdentity['name'] | null {
  try {
    return `${endOf(file, ID_BYTES)}${endOf(file.replace(/pack$/, 'idx'), TRAILER_BYTES)}`;
  } catch {
    return null;
  }
}

/** Length and last bytes of a file. */
function endOf(file: string, count: number): string {
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const bytes = new Uint8Array(count);
    readFully(descriptor, bytes, 0, count, Math.max(0, size - count));
    return `${size} ${Buffer.from(bytes).toString('hex')} `;
  } finally {
    closeSync(descriptor);
  }
}

/** Finds the packs that are kept among those that are there; null when one is missing. */
export function findKept(
  { packs, columns }: Pick<KeptPacks, 'packs' | 'columns'>,
  files: readonly string[],
): (KnownPacks & { readonly others: string[] }) | null {
  const byName = new Map(files.toReversed().map((file) => [identify(file), file]));
  const found: PackFile[] = [];
  let first = 0;
  for (const { name, count } of packs) {
    const path = byName.get(name);
    if (path === undefined) return null;
    found.push({ path, sizeBytes: Number.parseInt(name, 10), first, count });
    first += count;
  }
  const paths = new Set(found.map(({ path }) => path));
  return { packs: found, columns, others: files.filter((file) => !paths.has(file)) };
}

/** Whether what was read of the packs is to be kept: not where there is little that is new, or something that git alone could read. */
export function isWorthKeeping(
  { table, forest, refusedPacks, incomplete, knownGraph }: ObjectStore,
  { isWhole }: ReadGraph,
): boolean {
  const fresh = table.count - (knownGraph?.places.length ?? 0);
  const isDue = fresh > 0 && (knownGraph === null || fresh > Math.min(MOST_NEW, table.count / NEW_SHARE));
  return isDue && isWhole && !incomplete && refusedPacks.length + forest.unread.length === 0;
}

/** Keeps what was read of the packs. */
export async function keepPacks(
  repository: Repository,
  { table, forest }: ObjectStore,
  { graph }: ReadGraph,
): Promise<void> {
  const names = packNames(table);
  const packs = table.packs.map(({ count }, i) => ({ name: names[i], count }));
  if (names.includes(null)) return;
  const parts = ownParts(graph, table.count);
  const plans = [forest.commits, forest.trees, forest.blobs, forest.tags];
  await keepSections(repository, NAME, [
    Buffer.from(JSON.stringify({ packs, isClosed: parts.isClosed })),
    ...columnSections(table),
    ...plans.flatMap(planSections),
    parts.places,
    parts.links,
    parts.trees,
    parts.names.bytes,
    parts.names.ends,
  ]);
}

/** The graph without what refers to objects outside of the packs, or derives from such trees: that is read in each run. */
function ownParts(graph: ObjectGraph, count: number): GraphParts {
  const parts = graph.parts();
  const isOwn = (object: number): boolean => object >= 0 && object < count;
  const places = parts.places.slice();
  let isChanged = false;
  for (let node = 0; node < count; node++) {
    if (places[node] === -1 || refersTo(graph, node, isOwn)) continue;
    places[node] = -1;
    isChanged = true;
  }
  const isClosed = !isChanged;
  while (isChanged) {
    isChanged = false;
    for (let node = 0; node < count; node++) {
      if (places[node] === -1 || graph.kindOf(node) !== TREE) continue;
      const base = graph.trees.baseOf(node);
      if (base === -1 || (isOwn(base) && places[base] !== -1)) continue;
      places[node] = -1;
      isChanged = true;
    }
  }
  return { ...parts, places, isClosed };
}

/** Whether all that an object refers to is of this kind, submodules aside. */
function refersTo(graph: ObjectGraph, node: number, isOwn: (object: number) => boolean): boolean {
  if (graph.kindOf(node) !== TREE) return graph.linksOf(node).every(isOwn);
  const { values } = graph.trees;
  const start = graph.trees.newLinksAt(node);
  const end = start + 2 * graph.trees.newLinksOf(node);
  for (let at = start; at < end; at += 2) {
    if (!isOwn(values[at]!) && !(values[at] === ABSENT && values[at + 1] === NO_TAG)) return false;
  }
  return true;
}
