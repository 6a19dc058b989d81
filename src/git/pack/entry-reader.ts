/** Brings pack entries into kernel memory: a whole chunk with few reads, or one at a time. */
import { closeSync, openSync } from 'node:fs';
import { entryEnd, packOf, type PackFile, type PackTable } from './pack-table.ts';
import { readFully } from './read-fully.ts';
import type { KernelMemory } from '../kernel/memory.ts';

/** Gaps between wanted entries up to this long are read through. */
const GAP_BYTES = 8192;
/** Entries are numbered below this within a chunk, so that node and number sort as one double. */
const MOST_ENTRIES = 2 ** 21;

/** A pack that is open, or why it is not. */
interface OpenPack {
  descriptor: number;
}

/**
 * The packs of a table, opened when first needed and kept open, so that a pack that `git gc` removes meanwhile stays readable.
 * Close it in a `finally`.
 */
export class PackReader {
  readonly #table: PackTable;
  readonly #open: (OpenPack | undefined)[] = [];

  constructor(table: PackTable) {
    this.#table = table;
  }

  /** The pack's descriptor, or -1 when it is gone or may not be read. */
  descriptor(packNumber: number): number {
    let pack = this.#open[packNumber];
    if (pack === undefined) {
      pack = { descriptor: -1 };
      try {
        pack.descriptor = openSync(this.#table.packs[packNumber]!.path, 'r');
      } catch {
        // Stays -1: its entries are refused one by one and go to git, which may find them in another pack.
      }
      this.#open[packNumber] = pack;
    }
    return pack.descriptor;
  }

  /** Reads `[from, from + length)` of a pack to `at`. False when the pack is gone or shorter. */
  read(packNumber: number, from: number, length: number, memory: KernelMemory, at: number): boolean {
    const descriptor = this.descriptor(packNumber);
    if (descriptor === -1) return false;
    try {
      return readFully(descriptor, memory.bytes, at, length, from) === length;
    } catch {
      return false;
    }
  }

  close(): void {
    for (const pack of this.#open.splice(0))
      if (pack !== undefined && pack.descriptor !== -1) closeSync(pack.descriptor);
  }
}

/** Where the entries of a chunk are in memory. */
export interface LoadedEntries {
  /** Address of each entry of the chunk, in the chunk's order; 0: could not be read. */
  readonly addresses: Float64Array;
  /** First address behind them. */
  readonly end: number;
}

/** Contiguous bytes of one pack that hold wanted entries. */
interface Run {
  readonly pack: number;
  readonly start: number;
  end: number;
  /** Its entries are `[from, to)` of the sorted keys. */
  readonly from: number;
  to: number;
}

function planRuns(table: PackTable, keys: Float64Array): Run[] {
  const runs: Run[] = [];
  let run: Run | undefined;
  let number = 0;
  let pack: PackFile | undefined;
  for (let i = 0; i < keys.length; i++) {
    const node = Math.floor(keys[i]! / MOST_ENTRIES);
    if (pack === undefined || node < pack.first || node >= pack.first + pack.count) {
      number = packOf(table, node);
      pack = table.packs[number]!;
    }
    const start = table.offsets[node]!;
    const end = entryEnd(table, pack, node);
    if (run === undefined || run.pack !== number || start - run.end > GAP_BYTES) {
      run = { pack: number, start, end, from: i, to: i };
      runs.push(run);
    }
    run.end = end;
    run.to = i + 1;
  }
  return runs;
}

/**
 * Reads the entries of these nodes to memory from `at` on, each byte once, gaps of up to 8 KiB with them.
 *
 * @returns null when they are more than `mostBytes` together: they are to be read one at a time then.
 */
export function loadEntries(
  reader: PackReader,
  table: PackTable,
  nodes: Int32Array,
  memory: KernelMemory,
  { at, mostBytes }: { at: number; mostBytes: number },
): LoadedEntries | null {
  if (nodes.length >= MOST_ENTRIES) return null;
  const keys = new Float64Array(nodes.length);
  for (let i = 0; i < nodes.length; i++) keys[i] = nodes[i]! * MOST_ENTRIES + i;
  keys.sort();
  const runs = planRuns(table, keys);
  let bytes = 0;
  for (const run of runs) bytes += run.end - run.start;
  if (bytes > mostBytes || !memory.ensure(at + bytes)) return null;
  const addresses = new Float64Array(nodes.length);
  let to = at;
  for (const run of runs) {
    const length = run.end - run.start;
    const whole = reader.read(run.pack, run.start, length, memory, to);
    for (let i = run.from; i < run.to; i++) {
      const node = Math.floor(keys[i]! / MOST_ENTRIES);
      addresses[keys[i]! % MOST_ENTRIES] = whole ? to + table.offsets[node]! - run.start : 0;
    }
    to += length;
  }
  return { addresses, end: to };
}
