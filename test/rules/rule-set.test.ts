import { describe, expect, test } from 'vitest';
import { TightlipError } from '../../src/errors.ts';
import { parsePack, parseUserRules } from '../../src/rules/parse.ts';
import { buildRuleSet, mergePacks } from '../../src/rules/rule-set.ts';
import type { RuleSetRequest } from '../../src/rules/rule-set.ts';
import { PACK } from './pack-text.ts';

const shipped = mergePacks([parsePack(PACK, 'acme.toml', true)]);

function build(request: Partial<RuleSetRequest> & { readonly text?: string }): ReturnType<typeof buildRuleSet> {
  const packs = request.text === undefined ? [] : [parseUserRules(request.text, 'tightlip.toml')];
  return buildRuleSet({ shipped, packs, disable: [], severity: {}, only: [], ...request });
}

const ids = ({ rules, composites }: ReturnType<typeof build>): string[] =>
  [...rules, ...composites].map((each) => each.id);

test('is in the order of ids, whatever the order of packs', () => {
  const other = parsePack(
    PACK.replaceAll('acme', 'zeta').replace('"zeta-token"', '"zeta-a"').replace('["zeta-token"]', '["zeta-a"]'),
    'zeta.toml',
    true,
  );
  const acme = parsePack(PACK, 'acme.toml', true);
  expect(mergePacks([other, acme])).toEqual(mergePacks([acme, other]));
  expect(mergePacks([other, acme]).rules.map((rule) => rule.id)).toEqual([
    'acme-key',
    'acme-token',
    'zeta-a',
    'zeta-key',
  ]);
});

describe('disable, severity and only', () => {
  test('take ids and packs', () => {
    expect(ids(build({ disable: ['acme-token'] }))).toEqual(['acme-key', 'acme-pair']);
    expect(ids(build({ disable: ['acme'] }))).toEqual([]);
    expect(ids(build({ only: ['acme-key'] }))).toEqual(['acme-key']);
    expect(build({ severity: { 'acme-key': 'low' } }).rules.map((rule) => rule.severity)).toEqual(['low', 'high']);
    expect(build({ severity: { acme: 'info' } }).composites[0]?.severity).toBe('info');
  });

  test('a composite alone keeps its rules as parts', () => {
    const { rules, composites } = build({ only: ['acme-pair'] });
    expect(composites).toHaveLength(1);
    expect(rules.map((rule) => [rule.id, rule.partOnly])).toEqual([
      ['acme-key', true],
      ['acme-token', true],
    ]);
  });

  test.each([
    [
      { disable: ['acme-tokn'] },
      'disable: no rule or pack "acme-tokn" (did you mean "acme-token"?); "tightlip rules" lists them',
    ],
    [{ only: ['nothing-like-it'] }, '--rule: no rule or pack "nothing-like-it"; "tightlip rules" lists them'],
    [
      { severity: { 'acme-paris': 'low' as const } },
      'severity: no rule or pack "acme-paris" (did you mean "acme-pair"?); "tightlip rules" lists them',
    ],
  ])('%j is refused', (request, message) => {
    expect(() => build(request)).toThrow(new TightlipError('usage', message));
  });
});

describe("a user's pack", () => {
  test('adds rules and changes others', () => {
    const text = `[[extend]]\nrule = "acme-key"\nallow = ["x1"]\nnames = ['^acme$']\nseverity = "low"\n${PACK.slice(PACK.indexOf('[[rules]]'), PACK.indexOf('[[composites]]')).replaceAll('"acme-', '"my-')}`;
    const set = build({ text });
    expect(ids(set)).toEqual(['acme-key', 'acme-token', 'my-key', 'my-token', 'acme-pair']);
    const key = set.rules[0]!;
    expect(key).toMatchObject({ allow: ['x1'], severity: 'low', linear: true });
    expect(key.names).toEqual(['(^|_)acme(_[a-z0-9]+)*_key$', '^acme$']);
  });

  test('an extension that is not linear-safe makes its rule run on the slow engine', () => {
    expect(build({ text: `[[extend]]\nrule = "acme-key"\nnames = ['(a+)+acme']\n` }).rules[0]?.linear).toBe(false);
  });

  test.each([
    [
      PACK.slice(PACK.indexOf('[[rules]]')),
      /^tightlip\.toml:2: duplicate id "acme-token", which another pack has; change it, or use \[\[extend\]\] to change that rule$/,
    ],
    [
      '[[extend]]\nrule = "acme-kye"\nseverity = "low"\n',
      /^tightlip\.toml:2: \[\[extend\]\] names an unknown rule "acme-kye" \(did you mean "acme-key"\?\)$/,
    ],
    [
      PACK.slice(PACK.indexOf('[[composites]]'))
        .replace('"acme-pair"', '"my-pair"')
        .replace('["acme-token"]', '["acme-toke"]'),
      /^tightlip\.toml:6: "main" of "my-pair" names an unknown rule "acme-toke" \(did you mean "acme-token"\?\)$/,
    ],
  ])('%# is refused with its line', (text, message) => {
    expect(() => build({ text })).toThrow(TightlipError);
    expect(() => build({ text })).toThrow(message);
  });
});
