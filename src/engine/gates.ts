/**
 * The gates of a rule set's literals: whether any rule of a literal may match at one of its occurrences, told without making anything.
 * A literal has a gate when all its rules have; most anchors stop here.
 */
import type { Rule } from '../rules/rule.ts';
import { type Haystack, type LaidWindow, layWindow, windowOf } from './haystack.ts';
import { PATH_REACH } from './matchers/assignment-gate.ts';
import { isWanted } from './matchers/assignment-hits.ts';
import { LABEL_REACH } from './matchers/assignment-longer.ts';
import { NAME_REACH } from './matchers/assignment-name.ts';
import { isSectionWanted } from './matchers/assignment-section.ts';
import { isWord } from './matchers/assignment-text.ts';
import { GATES } from './matchers/index.ts';
import type { Gate, Reach } from './matchers/matcher.ts';
import type { Neighbours } from './neighbours.ts';
import type { RuleSet } from './rule-set.ts';

/** What gates are made from. */
type GatedRules = Pick<RuleSet, 'usesOf' | 'ruleAt' | 'literals'>;

/** A gate with the reach of its rules. */
interface ReachedGate {
  readonly reach: Reach;
  readonly gate: Gate;
}

/** Whether a rule has a gate. One that has none opens its keywords for all others. */
export function hasGate({ matcher, scope }: Rule): boolean {
  return matcher !== null && scope !== 'nearby' && GATES[matcher] !== undefined;
}

/** Every anchor of the literal is let through. */
const NO_GATES: readonly ReachedGate[] = [];

const NO_REACH: Reach = { before: 0, after: 0 };

/** Bytes before and behind an anchor by which the kernel judges a name: itself, and a sign behind a label. */
const NAME_WINDOW: Reach = { before: PATH_REACH, after: NAME_REACH + LABEL_REACH };

function isNamedRule({ matcher, before, after }: Rule): boolean {
  return matcher === 'assignment' && before >= NAME_WINDOW.before && after >= NAME_WINDOW.after;
}

/** Of a name that the kernel has met, see kernel/assembly/names.ts: it may be a call's, or that of a section. */
const CALL = 1;
const SECTION = 2;

/** Whether any of the rules wants a plain name in the section that a name opens, with or without the signs before its first word. */
function opensWanted(rules: readonly Rule[], bytes: Uint8Array, start: number, end: number): boolean {
  let first = start;
  while (first < end && !isWord(bytes[first]!)) first++;
  if (isSectionWanted(rules, bytes, first, end)) return true;
  return first > start && isSectionWanted(rules, bytes, start, end);
}

/** The gates of one rule set, made when a literal is first met. */
export class Gates {
  readonly #ruleSet: GatedRules;
  readonly #neighbours: () => Neighbours;
  readonly #byLiteral: (readonly ReachedGate[] | undefined)[] = [];
  readonly #rules: (readonly Rule[] | undefined)[] = [];
  /** Laid round each anchor that is asked about: a window an anchor would be most of the garbage of a scan. */
  #window: LaidWindow | null = null;

  /** @param neighbours - Gives the table of what may stand next to the literals. */
  constructor(ruleSet: GatedRules, neighbours: () => Neighbours) {
    this.#ruleSet = ruleSet;
    this.#neighbours = neighbours;
  }

  /**
   * Whether any rule of a literal may match at its occurrence.
   *
   * @param end - One past the literal's last byte, an offset in `haystack.bytes`.
   */
  mayMatch(haystack: Haystack, literal: number, end: number): boolean {
    const start = end - this.#ruleSet.literals[literal]!.length;
    if (!this.#neighbours().mayMatch(haystack.bytes, literal, start, end)) return false;
    const gates = this.#of(literal);
    if (gates.length === 0) return true;
    const window = (this.#window ??= windowOf(haystack, NO_REACH, start, end));
    window.anchorStart = start;
    window.anchorEnd = end;
    for (const { reach, gate } of gates) {
      layWindow(window, haystack, reach);
      if (gate(window)) return true;
    }
    return false;
  }

  /** Whether every anchor of the literal with the right neighbours is let through, whatever else stands there. */
  isOpen(literal: number): boolean {
    return this.#of(literal).length === 0;
  }

  /** Whether every rule of the literal wants names and says no to the others, in a window that holds what the kernel reads of one. */
  isNamed(literal: number): boolean {
    return this.#of(literal).length > 0 && this.#rulesOf(literal).every(isNamedRule);
  }

  /**
   * Whether any rule of a literal wants the name `bytes[start..end)`, or one made of it.
   *
   * @param beside - What the name may be beside a name: {@link CALL}, {@link SECTION}, or 0.
   */
  wantsName(literal: number, bytes: Uint8Array, start: number, end: number, beside: number): boolean {
    const rules = this.#rulesOf(literal);
    if (isWanted(rules, bytes, start, end, false)) return true;
    if (beside === CALL) return isWanted(rules, bytes, start, end, true);
    return beside === SECTION && opensWanted(rules, bytes, start, end);
  }

  #rulesOf(literal: number): readonly Rule[] {
    const { usesOf, ruleAt } = this.#ruleSet;
    return (this.#rules[literal] ??= usesOf(literal).map(({ rule }) => ruleAt(rule)));
  }

  #of(literal: number): readonly ReachedGate[] {
    return (this.#byLiteral[literal] ??= this.#make(literal));
  }

  #make(literal: number): readonly ReachedGate[] {
    const groups = new Map<string, Rule[]>();
    for (const { rule: index } of this.#ruleSet.usesOf(literal)) {
      const rule = this.#ruleSet.ruleAt(index);
      if (!hasGate(rule)) return NO_GATES;
      const key = `${rule.matcher} ${rule.before} ${rule.after}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [rule]);
      else group.push(rule);
    }
    return [...groups.values()].map((rules) => {
      const { matcher, before, after } = rules[0]!;
      return { reach: { before, after }, gate: GATES[matcher!]!(rules) };
    });
  }
}
