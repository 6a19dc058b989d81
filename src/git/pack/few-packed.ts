/**
 * A few packed objects with all that they derive from, as a table of their own: kept, a later run reads them without reading what there is to
 * know of all others.
 */
import type { SectionReader } from '../kept-sections.ts';
import { chunkCount, type WalkPlan } from './forest.ts';
import { columnSections, findKept, packNames, planSections, readColumns, readPlan } from './kept-packs.ts';
import type { PackIdentity } from './kept-packs.ts';
import { buildPackTable, packOf, type PackColumns, type PackTable } from './pack-table.ts';
import { partOfPlan } from './part-of-plan.ts';

/** So many sections {@link fewSections} gives. */
export const FEW_SECTIONS = 19;

const ID_BYTES = 20;
/** Nothing is looked up by its id. */
const NO_BUCKETS = 16;

/** The objects, in numbers of their own. */
export interface FewPacked {
  readonly packs: readonly PackIdentity[];
  readonly columns: PackColumns;
  /** Parts of the given plans, in their order. */
  readonly plans: readonly WalkPlan[];
}

/** The same, where the packs were found again. */
export interface FoundFew {
  readonly table: PackTable;
  readonly plans: readonly WalkPlan[];
}

/**
 * Takes objects out of a table.
 *
 * @param plans - Three, that hold all of them.
 * @returns Also the numbers that they have there, by their nodes; null where a pack cannot be read any more.
 */
export function takeFew(
  table: PackTable,
  plans: readonly WalkPlan[],
  wanted: ReadonlySet<number>,
): { readonly few: FewPacked; readonly numbers: ReadonlyMap<number, number> } | null {
  const parts = plans.map((plan) => partsOf(plan, wanted));
  const nodes = withEnds(table, new Set(parts.flatMap(({ nodes: own }) => [...own])));
  const numbers = new Map(Array.from(nodes, (node, number) => [node, number]));
  const names = packNames(table);
  const packs: PackIdentity[] = [];
  for (const [i, { first, count }] of table.packs.entries()) {
    const own = nodes.filter((node) => node >= first && node < first + count).length;
    const name = names[i] ?? null;
    if (name === null) return null;
    packs.push({ name, count: own });
  }
  const renumbered = parts.map((plan) => ({ ...plan, nodes: plan.nodes.map((node) => numbers.get(node) as number) }));
  return { few: { packs, columns: columnsOf(table, nodes, numbers), plans: renumbered }, numbers };
}

/** What is wanted of each chunk, a chunk each. */
function partsOf(plan: WalkPlan, wanted: ReadonlySet<number>): WalkPlan {
  const nodes: number[] = [];
  const depths: number[] = [];
  const starts: number[] = [];
  for (let chunk = 0; chunk < chunkCount(plan); chunk++) {
    const part = partOfPlan(plan, chunk, (node) => wanted.has(node));
    if (part.nodes.length === 0) continue;
    starts.push(nodes.length);
    for (const node of part.nodes) nodes.push(node);
    for (const depth of part.depths) depths.push(depth);
  }
  return {
    nodes: Int32Array.from(nodes),
    depths: Uint16Array.from(depths),
    chunkStarts: Uint32Array.of(...starts, nodes.length),
  };
}

/** In ascending order, each with the entry behind it in its pack, which tells where it ends. */
function withEnds(table: PackTable, nodes: ReadonlySet<number>): Int32Array {
  const all = new Set(nodes);
  for (const node of nodes) {
    const { first, count } = table.packs[packOf(table, node)]!;
    if (node + 1 < first + count) all.add(node + 1);
  }
  return Int32Array.from(all).sort();
}

function columnsOf(table: PackTable, nodes: Int32Array, numbers: ReadonlyMap<number, number>): PackColumns {
  const own = Uint32Array.from(nodes, (_, number) => number);
  const ids = new Uint8Array(ID_BYTES * nodes.length);
  for (const [number, node] of nodes.entries()) {
    const at = ID_BYTES * table.slotOf[node]!;
    ids.set(table.ids.subarray(at, at + ID_BYTES), ID_BYTES * number);
  }
  return {
    ids,
    slotOf: own,
    nodeOf: own,
    offsets: Float64Array.from(nodes, (node) => table.offsets[node]!),
    crcs: Uint32Array.from(nodes, (node) => table.crcs[node]!),
    buckets: new Uint32Array(NO_BUCKETS),
    kinds: Uint8Array.from(nodes, (node) => table.kinds[node]!),
    headerBytes: Uint8Array.from(nodes, (node) => table.headerBytes[node]!),
    sizes: Uint32Array.from(nodes, (node) => table.sizes[node]!),
    // What only tells an end need not have its base here.
    bases: Int32Array.from(nodes, (node) => numbers.get(table.bases[node]!) ?? Math.min(table.bases[node]!, -1)),
  };
}

/** The arrays, to be kept. */
export function fewSections({ columns, plans }: FewPacked): ArrayBufferView[] {
  return [...columnSections(columns), ...plans.flatMap(planSections)];
}

/** Finds kept objects again; null when a pack of them is gone. */
export function findFew(
  reader: SectionReader,
  packs: readonly PackIdentity[],
  files: readonly string[],
): FoundFew | null {
  const columns = readColumns(reader);
  const plans = [readPlan(reader), readPlan(reader), readPlan(reader)];
  const known = findKept({ packs, columns }, files);
  return known === null ? null : { table: buildPackTable([], known).table, plans };
}
