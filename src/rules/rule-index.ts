/**
 * What is to be known of a rule set before a byte is read: its keywords as literals, each once, with the rules it calls. The build
 * makes it for the shipped rules, so that a start reads it and makes none, and reads of the rules themselves those it meets.
 */
import type { CompositeRule, Rule, RuleSetData } from './rule.ts';

/** A rule as an anchor of one of its literals meets it. */
export interface LiteralUse {
  readonly rule: number;
  /** The keyword as written (a code unit a byte) when its case matters, else null. */
  readonly exact: string | null;
}

/** The rules that a literal calls, in few bytes, since a start reads thousands: the number of one whose keyword stands in either case. */
export type PackedUses = number | readonly (number | LiteralUse)[];

/** By literal: what it calls. */
export interface Uses {
  readonly length: number;
  at(literal: number): PackedUses | undefined;
}

export interface RuleIndex {
  /** Distinct keywords, ASCII letters in lower case, a code unit a byte, in the order in which rules name them. */
  readonly literals: readonly string[];
  /** By literal: the rules it calls, and the largest `before` and `after` of them. */
  readonly uses: Uses;
  readonly reachBefore: ArrayLike<number>;
  readonly reachAfter: ArrayLike<number>;
  /** Of all literals: the longest, and the largest reach. */
  readonly longestBytes: number;
  readonly longestBefore: number;
  readonly longestAfter: number;
  /** Rules that a composite may have for its main or other part, in ascending order. */
  readonly parts: readonly number[];
  /** Rules of class `document`, in ascending order. */
  readonly documents: readonly number[];
  /** V8 may run every regex of theirs. */
  readonly linear: boolean;
}

/** A rule set that is read piece by piece. */
export interface IndexedRules {
  readonly index: RuleIndex;
  readonly ruleAt: (index: number) => Rule;
  /** What the build made of the literals for the engine's kernel, where it did. */
  readonly readTables: (() => Uint8Array) | null;
  /** What it found in the patterns to stand next to the literals, see neighbour-layout.ts. */
  readonly readNeighbours: (() => Uint8Array) | null;
}

/** One of which single rules can be had for less than all. */
interface KnownRules extends IndexedRules {
  readonly ruleNamed: (id: string) => Rule | undefined;
  /** A text that another rule set has not. */
  readonly text: () => string;
  /** Whether every thread has them. */
  readonly isShipped?: boolean;
}

const indexed = new WeakMap<RuleSetData, KnownRules>();

/** Says that the index of a rule set is known, and how its rules are had. */
export function rememberIndex(data: RuleSetData, known: KnownRules): void {
  indexed.set(data, known);
}

/** Whether these are the shipped rules, which need not be sent to another thread. */
export function isShipped(data: RuleSetData): boolean {
  return indexed.get(data)?.isShipped === true;
}

/** A rule set with its index: the one remembered, else made now. */
export function indexedRules(data: RuleSetData): IndexedRules {
  const known = indexed.get(data);
  if (known !== undefined) return known;
  const { rules } = data;
  return {
    index: indexRules(data),
    ruleAt: (index) => rules[index] as Rule,
    readTables: null,
    readNeighbours: null,
  };
}

/** Reads single rules of a set, without the others where that is possible. */
export function ruleReader(data: RuleSetData): (index: number) => Rule {
  return indexed.get(data)?.ruleAt ?? ((index) => data.rules[index] as Rule);
}

/** Finds rules and composites of a set by their id, as {@link ruleReader} reads them. */
export function ruleFinder(data: RuleSetData): (id: string) => Rule | CompositeRule | undefined {
  const named = indexed.get(data)?.ruleNamed;
  if (named !== undefined) return (id) => data.composites.find((composite) => composite.id === id) ?? named(id);
  const byId = new Map([...data.rules, ...data.composites].map((rule) => [rule.id, rule]));
  return (id) => byId.get(id);
}

/** A text that another rule set has not, without reading the rules where that is possible. */
export function textOfRules(data: RuleSetData): string {
  return indexed.get(data)?.text() ?? JSON.stringify(data);
}

/** Whether V8 may run all regexes of a rule set, asked without reading the rules where that is known. */
export function isLinear(data: RuleSetData): boolean {
  return indexed.get(data)?.index.linear ?? data.rules.every((rule) => rule.linear);
}

/** What stands between two words of a name. */
const JOINTS = ['', '_', '-', '.', ' ', '__'];

/** Names are compared in one spelling, so a keyword of several words stands for all of theirs. */
function spellingsOf(keyword: string): readonly string[] {
  const words = keyword.split('_');
  return words.length < 2 || words.includes('') ? [keyword] : JOINTS.map((joint) => words.join(joint));
}

/** The rules that a literal calls. */
export function unpackUses(packed: PackedUses): readonly LiteralUse[] {
  const uses = typeof packed === 'number' ? [packed] : packed;
  return uses.map((use) => (typeof use === 'number' ? { rule: use, exact: null } : use));
}

function packUses(uses: readonly LiteralUse[]): PackedUses {
  const packed = uses.map((use) => (use.exact === null ? use.rule : use));
  const [first] = packed;
  return packed.length === 1 && typeof first === 'number' ? first : packed;
}

/** An index made here. */
interface MadeIndex extends RuleIndex {
  readonly uses: readonly PackedUses[];
}

/** Makes the index. */
export function indexRules({ rules, composites }: RuleSetData): MadeIndex {
  const ids = new Map<string, number>();
  const uses: LiteralUse[][] = [];
  for (const [rule, { keywords, caseSensitive, ...shape }] of rules.entries()) {
    // Read from whole documents, which signs tell of.
    if (shape.class === 'document') continue;
    const isName = shape.matcher === 'assignment' && shape.scope === 'name';
    for (const keyword of isName ? keywords.flatMap(spellingsOf) : keywords) {
      const literal = keyword.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
      const id = ids.get(literal) ?? ids.size;
      ids.set(literal, id);
      (uses[id] ??= []).push({ rule, exact: caseSensitive ? keyword : null });
    }
  }
  const largest = (side: 'before' | 'after'): number[] =>
    uses.map((list) => list.reduce((most, use) => Math.max(most, (rules[use.rule] as Rule)[side]), 0));
  const parts = new Set(composites.flatMap(({ main, parts }) => [...main, ...parts.flatMap((part) => part.rules)]));
  const where = (holds: (rule: Rule) => boolean): number[] =>
    rules.flatMap((rule, index) => (holds(rule) ? [index] : []));
  const literals = [...ids.keys()];
  const [reachBefore, reachAfter] = [largest('before'), largest('after')];
  return {
    literals,
    uses: uses.map(packUses),
    reachBefore,
    reachAfter,
    longestBytes: Math.max(0, ...literals.map(({ length }) => length)),
    longestBefore: Math.max(0, ...reachBefore),
    longestAfter: Math.max(0, ...reachAfter),
    parts: where(({ id }) => parts.has(id)),
    documents: where((rule) => rule.class === 'document'),
    linear: rules.every((rule) => rule.linear),
  };
}
