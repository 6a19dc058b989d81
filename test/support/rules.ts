/** Rules for tests of the engine itself, with every field given. */
import type { CompositeRule, Rule, RuleSetData } from '../../src/rules/rule.ts';

/** A rule with defaults; the id also gives its name. */
export function makeRule(part: Partial<Rule> & Pick<Rule, 'id'>): Rule {
  return {
    name: part.id,
    description: 'A rule of a test.',
    pack: 'test',
    severity: 'high',
    class: 'prefix',
    keywords: [],
    caseSensitive: false,
    before: 16,
    after: 64,
    pattern: '',
    ignoreCase: false,
    linear: true,
    nameParts: [],
    valueRun: '',
    matcher: null,
    names: [],
    notNames: [],
    value: '',
    scope: 'name',
    options: [],
    checksum: '',
    distinctive: false,
    guessable: false,
    minEntropy: 0,
    partOnly: false,
    maxTier: 'proven',
    paths: [],
    allow: [],
    revoke: 'Revoke it.',
    docs: '',
    ...part,
  };
}

/** Twelve letters and digits behind `tok_`. */
export const TOKEN_RULE: Rule = makeRule({
  id: 'test-token',
  keywords: ['tok_'],
  pattern: '(?<![A-Za-z0-9])(?<secret>tok_[A-Za-z0-9]{12})(?![A-Za-z0-9])',
  before: 2,
  after: 24,
});

/** A rule set in the order that the product uses: by id. */
export function makeRuleSet(rules: readonly Rule[], composites: readonly CompositeRule[] = []): RuleSetData {
  return { rules: [...rules].sort((a, b) => (a.id < b.id ? -1 : 1)), composites };
}

/** A composite with defaults. */
export function makeComposite(
  part: Partial<CompositeRule> & Pick<CompositeRule, 'id' | 'main' | 'parts'>,
): CompositeRule {
  return {
    name: part.id,
    description: 'A pair.',
    pack: 'test',
    severity: 'critical',
    within: 64,
    revoke: 'Revoke it.',
    docs: '',
    ...part,
  };
}
