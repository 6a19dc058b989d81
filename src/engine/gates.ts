/**
 * The gates of a rule set's literals: whether any rule of a literal may match at one of its occurrences, told without making anything.
 * A literal has a gate when all its rules have; most anchors stop here.
 */
import type { Rule } from '../rules/rule.ts';
import { GATES } from './matchers/index.ts';
import type { Gate, Window } from './matchers/matcher.ts';
import type { Haystack } from './try-anchor.ts';
import type { RuleSet } from './rule-set.ts';

/** What gates are made from. */
type GatedRules = Pick<RuleSet, 'uses' | 'ruleAt' | 'literals'>;

/** A gate with the reach of its rules. */
interface ReachedGate {
  readonly before: number;
  readonly after: number;
  readonly gate: Gate;
}

/** No rule of the literal is let through unseen. */
const NO_GATES: readonly ReachedGate[] = [];

/** The window that gates are shown: the same object each time. */
const window: { -readonly [Key in keyof Window]: Window[Key] } = {
  bytes: new Uint8Array(0),
  start: 0,
  end: 0,
  startsHaystack: false,
  endsHaystack: false,
  anchorStart: 0,
  anchorEnd: 0,
};

/** The gates of one rule set, made when a literal is first met. */
export class Gates {
  readonly #ruleSet: GatedRules;
  readonly #byLiteral: (readonly ReachedGate[] | undefined)[] = [];

  constructor(ruleSet: GatedRules) {
    this.#ruleSet = ruleSet;
  }

  /** Whether a no of the literal's gates says all there is to say; else its anchors are always tried. */
  has(literal: number): boolean {
    return this.#of(literal).length > 0;
  }

  /**
   * Whether any rule of a literal may match at its occurrence.
   *
   * @param end - One past the literal's last byte, an offset in `haystack.bytes`.
   */
  mayMatch(haystack: Haystack, literal: number, end: number): boolean {
    const gates = this.#of(literal);
    if (gates.length === 0) return true;
    const { bytes, baseOffset, ends } = haystack;
    window.bytes = bytes;
    window.anchorStart = end - this.#ruleSet.literals[literal]!.length;
    window.anchorEnd = end;
    for (const { before, after, gate } of gates) {
      window.start = Math.max(0, window.anchorStart - before);
      window.end = Math.min(bytes.length, end + after);
      window.startsHaystack = window.start === 0 && baseOffset === 0;
      window.endsHaystack = window.end === bytes.length && ends;
      if (gate(window)) return true;
    }
    return false;
  }

  #of(literal: number): readonly ReachedGate[] {
    return (this.#byLiteral[literal] ??= this.#make(literal));
  }

  #make(literal: number): readonly ReachedGate[] {
    const groups = new Map<string, Rule[]>();
    for (const { rule: index } of this.#ruleSet.uses[literal]!) {
      const rule = this.#ruleSet.ruleAt(index);
      if (rule.matcher === null || rule.scope === 'nearby' || GATES[rule.matcher] === undefined) return NO_GATES;
      const key = `${rule.matcher} ${rule.before} ${rule.after}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [rule]);
      else group.push(rule);
    }
    return [...groups.values()].map((rules) => {
      const { matcher, before, after } = rules[0]!;
      return { before, after, gate: GATES[matcher!]!(rules) };
    });
  }
}
