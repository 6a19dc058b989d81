/** The keywords of a rule set as literals, each once, with the rules it calls: what the engine needs before it reads a byte. */
import type { Rule, RuleSetData } from './rule.ts';

/** A rule as an anchor of one of its literals meets it. */
export interface LiteralUse {
  readonly rule: number;
  /** The keyword as written (a code unit a byte) when its case matters, else null. */
  readonly exact: string | null;
}

/** Plain data; the build makes it for the shipped rules. Arrays are by literal id. */
export interface LiteralTable {
  /** Distinct keywords, ASCII letters in lower case, a code unit a byte, in the order in which rules name them. */
  readonly literals: readonly string[];
  readonly uses: readonly (readonly LiteralUse[])[];
  /** The largest `before` and `after` of the rules that a literal calls. */
  readonly reachBefore: readonly number[];
  readonly reachAfter: readonly number[];
}

const made = new WeakMap<RuleSetData, LiteralTable>();

/** Says that the literals of these rules are known: start-up reads the table and makes none. */
export function rememberLiterals(data: RuleSetData, table: LiteralTable): void {
  made.set(data, table);
}

/** The literals of a rule set: those remembered, else made now. */
export function literalsOf(data: RuleSetData): LiteralTable {
  return made.get(data) ?? fileKeywords(data.rules);
}

/** What stands between two words of a name. */
const JOINTS = ['', '_', '-', '.', ' ', '__'];

/** Names are compared in one spelling, so a keyword of several words stands for all of theirs. */
function spellingsOf(keyword: string): readonly string[] {
  const words = keyword.split('_');
  return words.length < 2 || words.includes('') ? [keyword] : JOINTS.map((joint) => words.join(joint));
}

/** Files the keywords of rules. */
export function fileKeywords(rules: readonly Rule[]): LiteralTable {
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
  return { literals: [...ids.keys()], uses, reachBefore: largest('before'), reachAfter: largest('after') };
}
