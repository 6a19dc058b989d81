/** Which names the shipped rules want. */
import { expect, it } from 'vitest';
import { wantsName } from '../../src/engine/matchers/assignment-hits.ts';
import { compileRuleSet } from '../../src/engine/rule-set.ts';
import { shippedRules } from '../../src/rules/shipped.ts';

/** Names that programs of any kind have. */
const ANYBODYS = [
  'key',
  'secret',
  'token',
  'password',
  'auth',
  'zebra_key',
  'zebra_secret',
  'zebra_token',
  'zebra_pass',
];

it('a provider wants its own: a rule for anybody\u2019s is tried at each of them, and opens the gate of its keywords for others', () => {
  const named = compileRuleSet(shippedRules).rules.filter(
    ({ matcher, scope, class: kind }) => matcher === 'assignment' && scope !== 'nearby' && kind !== 'generic',
  );
  expect(named.length).toBeGreaterThan(500);
  const wanting = named.filter((rule) => ANYBODYS.some((name) => wantsName(rule, name)));
  // A seed is often under no other name than `secret`.
  expect(wanting.map(({ id }) => id)).toEqual(['crypto-wallet-stellar-seed-alone']);
});
