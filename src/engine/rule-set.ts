/** Rules ready to run: literals filed for the kernel, regexes compiled when their literal is first seen. */
import { fromLatin1 } from '../bytes/latin1.ts';
import type { CompositeRule, Rule, RuleSetData } from '../rules/rule.ts';
import type { Kernel } from './kernel/kernel.ts';
import { FOLD, createScalarKernel } from './kernel/scalar.ts';

/** A rule as an anchor of one of its literals meets it. */
export interface LiteralUse {
  readonly rule: number;
  /** The keyword's own bytes when its case matters, else null. */
  readonly exact: Uint8Array | null;
}

/** Compiled, immutable after construction but for the lazily compiled regexes. Safe to share between scans of one thread. */
export interface RuleSet {
  readonly rules: readonly Rule[];
  readonly composites: readonly CompositeRule[];
  readonly kernel: Kernel;
  /** By literal id: its length and the rules it calls. */
  readonly literalBytes: readonly Uint8Array[];
  readonly uses: readonly (readonly LiteralUse[])[];
  /** By literal id: the largest `before` and `after` of the rules it calls. */
  readonly reachBefore: Int32Array;
  readonly reachAfter: Int32Array;
  /** The largest of those over all literals. */
  readonly longestBefore: number;
  readonly longestAfter: number;
  /** By rule: index into composites it may be main or part of. */
  readonly inComposite: Uint8Array;
  /** The largest `within` of the composites; 0 without any. */
  readonly longestWithin: number;
}

/**
 * Compiles rule data. Cheap (no regex is compiled yet): a few milliseconds for a thousand rules.
 *
 * @throws {RangeError} If a keyword is shorter than 3 bytes (packs are checked before).
 */
export function compileRuleSet(data: RuleSetData): RuleSet {
  const byKeyword = new Map<string, { id: number; uses: LiteralUse[] }>();
  const literalBytes: Uint8Array[] = [];
  for (const [index, rule] of data.rules.entries()) {
    for (const keyword of rule.keywords) {
      const exact = fromLatin1(keyword);
      const folded = exact.map((byte) => FOLD[byte] as number);
      const key = keyword.toLowerCase();
      let entry = byKeyword.get(key);
      if (!entry) {
        entry = { id: literalBytes.length, uses: [] };
        byKeyword.set(key, entry);
        literalBytes.push(folded);
      }
      entry.uses.push({ rule: index, exact: rule.caseSensitive ? exact : null });
    }
  }
  const uses = [...byKeyword.values()].map((entry) => entry.uses);
  const reachBefore = Int32Array.from(uses, (list) => largest(list, data.rules, 'before'));
  const reachAfter = Int32Array.from(uses, (list) => largest(list, data.rules, 'after'));
  return {
    rules: data.rules,
    composites: data.composites,
    kernel: createScalarKernel(literalBytes),
    literalBytes,
    uses,
    reachBefore,
    reachAfter,
    longestBefore: reachBefore.reduce((a, b) => Math.max(a, b), 0),
    longestAfter: reachAfter.reduce((a, b) => Math.max(a, b), 0),
    inComposite: markComposites(data),
    longestWithin: data.composites.reduce((most, composite) => Math.max(most, composite.within), 0),
  };
}

function largest(uses: readonly LiteralUse[], rules: readonly Rule[], side: 'before' | 'after'): number {
  return uses.reduce((most, use) => Math.max(most, (rules[use.rule] as Rule)[side]), 0);
}

function markComposites(data: RuleSetData): Uint8Array {
  const named = new Set(
    data.composites.flatMap((composite) => [...composite.main, ...composite.parts.flatMap((part) => part.rules)]),
  );
  return Uint8Array.from(data.rules, (rule) => (named.has(rule.id) ? 1 : 0));
}
