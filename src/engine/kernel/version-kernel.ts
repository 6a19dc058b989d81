/** The WebAssembly kernel for versions of documents, in the memory where these are: its tables, and what it remembers. */
import { SHORTEST_COPY } from '../copied-runs.ts';
import { NAME_TABLES } from '../matchers/assignment-anchor.ts';
import { KIND_OF } from '../../rules/neighbour-layout.ts';
import type { RuleSet } from '../rule-set.ts';
import { type VersionMachine, WRITTEN_WORD, createVersionMachine } from './wasm-module.ts';

/** Memory that several kernels work in, see `git/kernel/memory.ts`. */
export interface CommonMemory {
  readonly memory: WebAssembly.Memory;
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
  ensure(end: number): boolean;
}

/** Bytes behind a document that the kernel may read. */
export const SLACK_BYTES = 128;

const LITERAL_BYTES = 20;
/** Kinds of literals: a gate may say no; none does; it calls no rules; a gate may by the name alone. */
const GATED = 0;
const OPEN = 1;
const IDLE = 2;
const NAMED = 3;

const LINE_SLOTS = 1 << 17;
const LINE_BYTES = 8;
const WINDOW_SLOTS = 1 << 17;
const WINDOW_BYTES = 16;
const NAME_SLOTS = 1 << 15;
const NAME_SLOT_BYTES = 8;
/** Room for what the kernel notes of the names of one anchor, see assembly/names.ts. */
const NOTED_BYTES = 12 * 24;
/** Positions that the search for anchors looks at before it asks for room again, and the bytes of an anchor. */
const STEP = 64;
const FOUND_BYTES = 8;
/** Room for anchors that wait for their place, in steps. */
const FRESH_STEPS = 8;

const align = (address: number): number => (address + 15) & ~15;

/** Where its tables lie, from address 0 up to `end`. */
interface Layout {
  readonly literals: number;
  readonly kinds: number;
  readonly neighbours: number;
  readonly nameTables: number;
  readonly names: number;
  readonly noted: number;
  readonly lines: number;
  readonly windows: number;
  readonly fresh: number;
  readonly end: number;
}

export class VersionKernel {
  readonly memory: CommonMemory;
  readonly machine: VersionMachine;
  /** The first address that is not its own. */
  readonly end: number;
  /** Where what the last call told begins, at a low address, and where it ends; in the order of falling addresses. */
  toldAt = 0;
  toldFrom = 0;
  readonly #layout: Layout;

  /**
   * @param seeds - Two random numbers of the run.
   * @throws {Error} Of whatever kind, where it cannot run or not with these literals: `rescan.ts` does it all.
   */
  constructor(ruleSet: RuleSet, memory: CommonMemory, seeds: readonly [number, number]) {
    const { longestBytes } = ruleSet.kernel;
    if (longestBytes >= SHORTEST_COPY) throw new RangeError('a literal is too long for the kernel');
    const tables = ruleSet.makeTables();
    const room = STEP * tables.mostAtOnce * FOUND_BYTES;
    const literals = align(tables.end);
    const kinds = align(literals + LITERAL_BYTES * ruleSet.literals.length);
    const neighbours = kinds + KIND_OF.byteLength;
    const nameTables = neighbours + ruleSet.neighbours.words.byteLength;
    const names = align(nameTables + NAME_TABLES.reduce((sum, table) => sum + table.length, 0));
    const noted = names + NAME_SLOTS * NAME_SLOT_BYTES;
    const lines = align(noted + NOTED_BYTES);
    const windows = lines + LINE_SLOTS * LINE_BYTES;
    const fresh = windows + WINDOW_SLOTS * WINDOW_BYTES;
    const end = align(fresh + FRESH_STEPS * room);
    if (!memory.ensure(end)) throw new RangeError('no memory for the kernel');
    this.memory = memory;
    this.end = end;
    this.#layout = { literals, kinds, neighbours, nameTables, names, noted, lines, windows, fresh, end };
    this.machine = createVersionMachine(memory.memory);
    tables.write(memory.bytes, memory.words);
    this.#writeLiterals(ruleSet);
    const slots = [lines, LINE_SLOTS, windows, WINDOW_SLOTS];
    let table = nameTables;
    for (const bytes of NAME_TABLES) {
      memory.bytes.set(bytes, table);
      table += bytes.length;
    }
    this.machine.prepareNames(nameTables, names, NAME_SLOTS, noted);
    this.machine.prepare(
      literals,
      longestBytes,
      tables.mostBefore,
      tables.mostFrom,
      kinds,
      ...slots,
      fresh,
      end,
      room,
      ...seeds,
    );
  }

  #writeLiterals({ literals, usesOf, signs, reachBefore, reachAfter, neighbours }: RuleSet): void {
    const { words } = this.memory;
    const at = this.#layout.neighbours;
    const halves = new Uint16Array(words.buffer);
    halves.set(KIND_OF, this.#layout.kinds >> 1);
    halves.set(neighbours.words, at >> 1);
    for (let id = 0; id < literals.length; id++) {
      const row = (this.#layout.literals + LITERAL_BYTES * id) >> 2;
      words[row] = literals[id]!.length | ((usesOf(id).length === 0 ? IDLE : GATED) << 16);
      words[row + 1] = signs[id]!;
      words[row + 2] = reachBefore[id]!;
      words[row + 3] = reachAfter[id]!;
      words[row + 4] = neighbours.isOpen(id) ? 0 : at + 2 * neighbours.rowOf(id);
    }
  }

  /** No gate of this literal ever says no: the kernel need not look for one. */
  setOpen(literal: number): void {
    this.memory.bytes[this.#layout.literals + LITERAL_BYTES * literal + 2] = OPEN;
  }

  /** All rules of this literal want names, and say no to the others: the kernel asks which. */
  setNamed(literal: number): void {
    this.memory.bytes[this.#layout.literals + LITERAL_BYTES * literal + 2] = NAMED;
  }

  /** Forgets what windows led to. */
  forget(): void {
    const { windows } = this.#layout;
    this.memory.bytes.fill(0, windows, windows + WINDOW_SLOTS * WINDOW_BYTES);
  }

  /**
   * Makes room for a call at an address, more when it turns out to be too little.
   *
   * @param call - Given the end of the room; answers below 0 where it is too little.
   * @returns What the call gave, or -1 where there is no memory.
   */
  run(room: number, leastBytes: number, call: (limit: number) => number): number {
    for (let bytes = leastBytes; ; bytes *= 2) {
      const limit = align(room + bytes);
      if (!this.memory.ensure(limit)) return -1;
      const answer = call(limit);
      if (answer < 0) continue;
      this.toldAt = this.memory.words[WRITTEN_WORD]!;
      this.toldFrom = limit;
      return answer;
    }
  }
}
