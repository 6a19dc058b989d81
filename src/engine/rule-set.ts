/** Rules ready to run: literals filed for the kernel, regexes compiled when their literal is first seen. */
import { type LiteralUse, type RuleIndex, indexedRules, unpackUses } from '../rules/rule-index.ts';
import type { CompositeRule, Rule, RuleSetData } from '../rules/rule.ts';
import { SIGN_WORDS } from './documents/signs.ts';
import { Gates } from './gates.ts';
import { bytesOf, createKernel, tablesOf } from './kernel/create-kernel.ts';
import type { Kernel } from './kernel/kernel.ts';
import { type Tables, packTables } from './kernel/wasm-tables.ts';
import { Neighbours } from './neighbours.ts';
import type { Probe } from './probe.ts';

/** Compiled, immutable after construction but for the lazily compiled regexes. Safe to share between scans of one thread. */
export interface RuleSet {
  /** All of them, for those who look for one; a rule that is met is had from `ruleAt`. */
  readonly rules: readonly Rule[];
  readonly ruleAt: (index: number) => Rule;
  /** Rules of class `document`. */
  readonly documents: readonly number[];
  readonly composites: readonly CompositeRule[];
  readonly kernel: Kernel;
  /** The literals as a WebAssembly kernel reads them. */
  readonly makeTables: () => Tables;
  /** By id: the literal, a code unit a byte, and the rules it calls. */
  readonly literals: readonly string[];
  readonly usesOf: (literal: number) => readonly LiteralUse[];
  readonly gates: Gates;
  readonly neighbours: Neighbours;
  /** By literal id: the largest `before` and `after` of the rules it calls. */
  readonly reachBefore: ArrayLike<number>;
  readonly reachAfter: ArrayLike<number>;
  /** By literal id: what it is a sign of, see `documents/signs.ts`; 0: nothing. A word that is no keyword calls no rules. */
  readonly signs: Uint16Array;
  /** The largest of those over all literals. */
  readonly longestBefore: number;
  readonly longestAfter: number;
  /** By rule: 1 where a composite may have it; rules behind the end are in none. */
  readonly inComposite: Uint8Array;
  /** The largest `within` of the composites; 0 without any. */
  readonly longestWithin: number;
  /** Told of every try of a rule; null: nobody asked. */
  readonly probe: Probe | null;
}

const compiled = new WeakMap<RuleSetData, RuleSet>();

/**
 * Compiles rule data; the same data once a thread. Cheap: no regex is compiled yet, and the literals of the shipped rules were
 * filed at build.
 *
 * @throws {RangeError} If a keyword is shorter than 3 bytes (packs are checked before).
 */
export function compileRuleSet(data: RuleSetData): RuleSet {
  let ruleSet = compiled.get(data);
  if (ruleSet === undefined) {
    ruleSet = compile(data);
    compiled.set(data, ruleSet);
  }
  return ruleSet;
}

function compile(data: RuleSetData): RuleSet {
  const { index, ruleAt, readTables, readNeighbours } = indexedRules(data);
  const { literals, longestBytes, reachBefore, reachAfter } = withSignWords(index);
  const unpacked: (readonly LiteralUse[])[] = [];
  const usesOf = (literal: number): readonly LiteralUse[] =>
    (unpacked[literal] ??= unpackUses(index.uses.at(literal) ?? []));
  let neighbours: Neighbours | null = null;
  const readNeighboursOnce = (): Neighbours => (neighbours ??= new Neighbours(readNeighbours?.() ?? null));
  return {
    get rules() {
      return data.rules;
    },
    get neighbours() {
      return readNeighboursOnce();
    },
    ruleAt,
    documents: index.documents,
    composites: data.composites,
    kernel: createKernel(literals, readTables && { readTables, longestBytes }),
    makeTables: () => tablesOf(literals, readTables),
    literals,
    usesOf,
    gates: new Gates({ usesOf, ruleAt, literals }, readNeighboursOnce),
    reachBefore,
    reachAfter,
    signs: signsOf(literals),
    longestBefore: index.longestBefore,
    longestAfter: index.longestAfter,
    inComposite: marked(index.parts),
    longestWithin: data.composites.reduce((most, composite) => Math.max(most, composite.within), 0),
    probe: null,
  };
}

/** Packs the kernel's tables for a rule set, for the build to ship them. */
export function packRuleSetTables(index: RuleIndex): Uint8Array {
  return packTables(bytesOf(withSignWords(index).literals));
}

type KeywordTable = Pick<RuleIndex, 'literals' | 'longestBytes' | 'reachBefore' | 'reachAfter'>;

/** The words that are signs as literals too; those that are no keyword call no rules. */
function withSignWords({ literals, longestBytes, reachBefore, reachAfter }: RuleIndex): KeywordTable {
  const words = SIGN_WORDS.map(([word]) => word).filter((word) => !literals.includes(word));
  const withNoReach = (reach: ArrayLike<number>): Int32Array => {
    const all = new Int32Array(reach.length + words.length);
    all.set(reach);
    return all;
  };
  return {
    literals: literals.concat(words),
    longestBytes: Math.max(longestBytes, ...words.map(({ length }) => length)),
    reachBefore: withNoReach(reachBefore),
    reachAfter: withNoReach(reachAfter),
  };
}

function signsOf(literals: readonly string[]): Uint16Array {
  const signs = new Uint16Array(literals.length);
  for (const [word, sign] of SIGN_WORDS) signs[literals.indexOf(word)]! |= sign;
  return signs;
}

/** A byte for each number up to the largest, 1 for those given. */
function marked(numbers: readonly number[]): Uint8Array {
  const marks = new Uint8Array(Math.max(0, ...numbers) + 1);
  for (const number of numbers) marks[number] = 1;
  return marks;
}
