/** Plain names in a section that a provider's name opens. */
import { describe, expect, it } from 'vitest';
import { fromUtf8, latin1 } from '../../../src/bytes/latin1.ts';
import { assignmentGate } from '../../../src/engine/matchers/assignment-gate.ts';
import { matchAssignment } from '../../../src/engine/matchers/assignment.ts';
import type { Rule } from '../../../src/rules/rule.ts';
import { makeRule } from '../../support/rules.ts';
import { windowAt } from './window.ts';

const rule = makeRule({
  id: 'zeta-key',
  class: 'named',
  keywords: ['zeta'],
  before: 64,
  after: 300,
  matcher: 'assignment',
  names: ['(^|_)zeta_(api_)?(key|secret)$'],
});

const value = `Zq${(8_675_309).toString(36)}Vt${(1_234_567).toString(36)}`;

/** What is found at the word `zeta`, where the gate lets it through. */
function valuesOf(text: string, asked: Rule = rule): string[] {
  const bytes = fromUtf8(text);
  const index = text.toLowerCase().indexOf('zeta');
  const window = windowAt(bytes, asked, index, index + 4);
  if (!assignmentGate([asked])(window)) return [];
  return matchAssignment(window, asked).map((hit) => latin1(bytes, hit.secretStart, hit.secretEnd));
}

describe('sections', () => {
  it.each([
    ['zeta:\n  key: @\n', 'YAML'],
    ['services:\n  zeta:\n    url: x\n\n    api_key: "@"\n  other: 1\n', 'YAML, deeper'],
    ['[zeta]\nkey = @\n', 'INI'],
    ['[services.zeta]\nurl = "x"\nkey = "@"\n', 'TOML'],
    ['{"zeta": {"url": "x", "key": "@"}}', 'JSON'],
    ['{\n  "zeta": {\n    "key": "@"\n  }\n}', 'JSON over lines'],
    ["'zeta' => ['key' => '@', 'url' => 'x'],", 'PHP'],
    ['zeta = {\n  key = "@"\n}', 'HCL, Lua'],
    ['zeta {\n  secret = "@"\n}', 'HCON, a block'],
    ["const config = { zeta: { key: '@' } };", 'JavaScript'],
  ])('%j of %s', (text) => {
    expect(valuesOf(text.replace('@', value))).toEqual([value]);
  });

  it.each([
    ['zeta:\n  url: x\nother:\n  key: @\n', 'a key of the next section'],
    ['[zeta]\nurl = x\n\n[other]\nkey = @\n', 'a key of the next table'],
    ['{"zeta": {"a": {}}, "key": "@"}', 'a key behind the brace'],
    ['zeta: x\nkey: @\n', 'a key beside a value'],
    ['zeta:\n  public_key: @\n', 'a name that no rule wants'],
    ['zeta:\n  key_id: @\n', 'an id'],
    ['class Zeta {\n  f() { key = @; }\n}', 'a program'],
    ['zeta:\n  key: {{ @ }}\n', 'a reference'],
    ['if (zeta) {\n  key = "@"\n}', 'a condition'],
  ])('%j has none: %s', (text) => {
    expect(valuesOf(text.replace('@', value))).toEqual([]);
  });

  it('leaves the plain name to generic rules by itself', () => {
    expect(valuesOf(`zeta:\n  key: ${value}\n`, { ...rule, class: 'generic' })).toEqual([]);
  });
});
