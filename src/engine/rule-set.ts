/** Rules ready to run: literals filed for the kernel, regexes compiled when their literal is first seen. */
import { fromLatin1 } from '../bytes/latin1.ts';
import type { CompositeRule, Rule, RuleSetData } from '../rules/rule.ts';
import { SIGN_WORDS } from './documents/signs.ts';
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
  /** By literal id: what it is a sign of, see `documents/signs.ts`; 0: nothing. A word that is no keyword calls no rules. */
  readonly signs: Uint8Array;
  /** The largest of those over all literals. */
  readonly longestBefore: number;
  readonly longestAfter: number;
  /** By rule: index into composites it may be main or part of. */
  readonly inComposite: Uint8Array;
  /** The largest `within` of the composites; 0 without any. */
  readonly longestWithin: number;
}

const compiled = new WeakMap<RuleSetData, RuleSet>();

/**
 * Compiles rule data; the same data once a thread. Cheap (no regex is compiled yet): a millisecond or two for a thousand rules,
 * which is why there are plain loops here: this code runs once, cold, at every start.
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
  const { literalBytes, uses, signs } = fileKeywords(data.rules);
  const reachBefore = largestOf(uses, data.rules, 'before');
  const reachAfter = largestOf(uses, data.rules, 'after');
  return {
    rules: data.rules,
    composites: data.composites,
    kernel: createScalarKernel(literalBytes),
    literalBytes,
    uses,
    reachBefore,
    reachAfter,
    signs,
    longestBefore: reachBefore.reduce((a, b) => Math.max(a, b), 0),
    longestAfter: reachAfter.reduce((a, b) => Math.max(a, b), 0),
    inComposite: markComposites(data),
    longestWithin: data.composites.reduce((most, composite) => Math.max(most, composite.within), 0),
  };
}

interface Keywords {
  readonly literalBytes: Uint8Array[];
  readonly uses: LiteralUse[][];
  readonly signs: Uint8Array;
}

/** The distinct keywords, and the words that are signs, as literals in the order in which rules name them, and which rules each calls. */
function fileKeywords(rules: readonly Rule[]): Keywords {
  const idOf = new Map<string, number>();
  const literalBytes: Uint8Array[] = [];
  const uses: LiteralUse[][] = [];
  const idFor = (word: string): number => {
    let id = idOf.get(word);
    if (id === undefined) {
      id = literalBytes.length;
      idOf.set(word, id);
      literalBytes.push(foldBytes(word));
      uses.push([]);
    }
    return id;
  };
  for (let rule = 0; rule < rules.length; rule++) {
    const { keywords, caseSensitive } = rules[rule] as Rule;
    for (const keyword of keywords) {
      const use = { rule, exact: caseSensitive ? fromLatin1(keyword) : null };
      (uses[idFor(keyword.toLowerCase())] as LiteralUse[]).push(use);
    }
  }
  const signIds = SIGN_WORDS.map(([word]) => idFor(word));
  const signs = new Uint8Array(literalBytes.length);
  for (const [i, id] of signIds.entries()) signs[id]! |= (SIGN_WORDS[i] as (typeof SIGN_WORDS)[number])[1];
  return { literalBytes, uses, signs };
}

function foldBytes(keyword: string): Uint8Array {
  const bytes = fromLatin1(keyword);
  for (let i = 0; i < bytes.length; i++) bytes[i] = FOLD[bytes[i] as number] as number;
  return bytes;
}

function largestOf(uses: readonly LiteralUse[][], rules: readonly Rule[], side: 'before' | 'after'): Int32Array {
  const most = new Int32Array(uses.length);
  for (let id = 0; id < uses.length; id++) {
    for (const use of uses[id] as LiteralUse[])
      most[id] = Math.max(most[id] as number, (rules[use.rule] as Rule)[side]);
  }
  return most;
}

function markComposites(data: RuleSetData): Uint8Array {
  const named = new Set(
    data.composites.flatMap((composite) => [...composite.main, ...composite.parts.flatMap((part) => part.rules)]),
  );
  return Uint8Array.from(data.rules, (rule) => (named.has(rule.id) ? 1 : 0));
}
