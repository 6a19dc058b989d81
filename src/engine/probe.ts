/** What a profile is told of the rules. The engine has no clock: whoever wants to know passes this in. */

/** Told of every try of a rule at an anchor. */
export interface Probe {
  /** A rule is about to be tried. */
  begin(): void;
  /** The rule that was begun last is done with this window. */
  end(rule: number, matches: number): void;
}
