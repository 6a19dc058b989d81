/**
 * Where the time of a run goes: `--profile`. One shared memory for all threads, a slot for each, so that nothing is sent and
 * nothing is lost with a thread that dies.
 */
import type { Probe } from '../engine/probe.ts';
import type { RuleSet } from '../engine/rule-set.ts';
import type { RuleSetData } from '../rules/rule.ts';

/** What the time of a thread goes to; `scan` holds the two after it. */
const STEPS = ['read', 'scan', 'kernel', 'rules'] as const;
export type Step = (typeof STEPS)[number];

const ANCHORS = STEPS.length;
const HEAD = STEPS.length + 1;
/** By rule: milliseconds, windows, matches. */
const FIELDS = 3;
/** Threads beyond these share slots, which costs exactness and nothing else. */
const SLOTS = 32;
/** In front of the slots: how many were given away. */
const COUNTER_BYTES = 8;

/** What one rule cost. */
export interface RuleCost {
  readonly id: string;
  readonly ms: number;
  /** How often one of its keywords was seen and its pattern or matcher tried there. */
  readonly windows: number;
  /** What it matched, before filters and better explanations. */
  readonly matches: number;
}

/** What a run cost, all threads together. */
export interface Cost {
  readonly ms: Readonly<Record<Step, number>>;
  /** Keywords seen. */
  readonly anchors: number;
  /** Rules that were tried, dearest first. */
  readonly rules: readonly RuleCost[];
}

function slotLength({ rules }: RuleSetData): number {
  return HEAD + FIELDS * rules.length;
}

/** Memory for the costs of a run. */
export function createCostMemory(rules: RuleSetData): SharedArrayBuffer {
  return new SharedArrayBuffer(COUNTER_BYTES + 8 * SLOTS * slotLength(rules));
}

/** A thread's view of the memory. */
export class ThreadProbe implements Probe {
  readonly #slot: Float64Array;
  #lapFrom = performance.now();
  #tryFrom = 0;

  constructor(memory: SharedArrayBuffer, rules: RuleSetData) {
    const length = slotLength(rules);
    const slot = Atomics.add(new Int32Array(memory, 0, 1), 0, 1) % SLOTS;
    this.#slot = new Float64Array(memory, COUNTER_BYTES + 8 * length * slot, length);
  }

  /** The time since the last lap was spent on nothing. */
  rest(): void {
    this.#lapFrom = performance.now();
  }

  /** The time since the last lap was spent on this. */
  lap(step: 'read' | 'scan'): void {
    const now = performance.now();
    this.#add(STEPS.indexOf(step), now - this.#lapFrom);
    this.#lapFrom = now;
  }

  begin(): void {
    this.#tryFrom = performance.now();
  }

  end(rule: number, matches: number): void {
    const ms = performance.now() - this.#tryFrom;
    const at = HEAD + FIELDS * rule;
    this.#add(STEPS.indexOf('rules'), ms);
    this.#add(at, ms);
    this.#add(at + 1, 1);
    this.#add(at + 2, matches);
  }

  /** The same rules, watched. */
  watch(ruleSet: RuleSet): RuleSet {
    const { kernel } = ruleSet;
    const find: typeof kernel.find = (haystack, floor, from, to, out) => {
      const before = out.count;
      const began = performance.now();
      kernel.find(haystack, floor, from, to, out);
      this.#add(STEPS.indexOf('kernel'), performance.now() - began);
      this.#add(ANCHORS, out.count - before);
    };
    return { ...ruleSet, kernel: { longestBytes: kernel.longestBytes, find }, probe: this };
  }

  #add(at: number, value: number): void {
    this.#slot[at] = (this.#slot[at] as number) + value;
  }
}

/** Sums up what all threads have written. */
export function readCost(memory: SharedArrayBuffer, data: RuleSetData): Cost {
  const length = slotLength(data);
  const all = new Float64Array(memory, COUNTER_BYTES);
  const sum = new Float64Array(length);
  for (let at = 0; at < all.length; at++) sum[at % length] = (sum[at % length] as number) + (all[at] as number);
  const rules = data.rules.map(({ id }, rule): RuleCost => {
    const [ms = 0, windows = 0, matches = 0] = sum.subarray(HEAD + FIELDS * rule);
    return { id, ms, windows, matches };
  });
  return {
    ms: Object.fromEntries(STEPS.map((step, i) => [step, sum[i]])) as Record<Step, number>,
    anchors: sum[ANCHORS] as number,
    rules: rules.filter(({ windows }) => windows > 0).toSorted((a, b) => b.ms - a.ms),
  };
}
