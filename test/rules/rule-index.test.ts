import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packIndex, unpackIndex } from '../../src/rules/packed-index.ts';
import { indexRules, indexedRules, isLinear, unpackUses } from '../../src/rules/rule-index.ts';
import type { Rule } from '../../src/rules/rule.ts';
import { shippedRules } from '../../src/rules/shipped.ts';
import { makeComposite, makeRule } from '../support/rules.ts';

/** Keywords of any bytes, some in several rules. */
const anyRule = fc
  .record({
    keywords: fc.array(
      fc.oneof(
        fc.constantFrom('acme', 'Acme_Key', 'ghost\n', '\x01554='),
        fc.string({ unit: 'binary-ascii', minLength: 3, maxLength: 9 }),
      ),
      { minLength: 1, maxLength: 4 },
    ),
    caseSensitive: fc.boolean(),
    before: fc.nat(70_000),
    after: fc.nat(70_000),
  })
  .map((parts) => makeRule({ id: 'a', ...parts, keywords: parts.keywords.filter((word) => !word.includes('\x1f')) }));

const index = (...rules: Rule[]) => indexRules({ rules, composites: [] });

describe('the index of a rule set', () => {
  it('has each keyword once whatever its case, with the rules it calls and their largest reach', () => {
    const { literals, uses, reachBefore, reachAfter } = index(
      makeRule({ id: 'a', keywords: ['Acme', 'sk_'], caseSensitive: true, before: 3, after: 9 }),
      makeRule({ id: 'b', keywords: ['ACME'], before: 5, after: 7 }),
      makeRule({ id: 'c', keywords: ['aCME', 'acmE'], caseSensitive: true, before: 0, after: 0 }),
    );
    expect(literals).toEqual(['acme', 'sk_']);
    expect(uses.map(unpackUses)).toEqual([
      [
        { rule: 0, exact: 'Acme' },
        { rule: 1, exact: null },
        { rule: 2, exact: 'aCME' },
        { rule: 2, exact: 'acmE' },
      ],
      [{ rule: 0, exact: 'sk_' }],
    ]);
    expect(reachBefore).toEqual([5, 3]);
    expect(reachAfter).toEqual([9, 9]);
  });

  it('is the same once packed and unpacked', () => {
    fc.assert(
      fc.property(fc.array(anyRule, { maxLength: 12 }), (rules) => {
        const made = index(...rules);
        const { uses, reachBefore, reachAfter, ...rest } = unpackIndex(packIndex(made));
        expect({ ...rest, reachBefore: Array.from(reachBefore), reachAfter: Array.from(reachAfter) }).toEqual({
          ...made,
          uses: undefined,
        });
        expect(made.uses.map((_, literal) => uses.at(literal))).toEqual(made.uses);
      }),
    );
    const odd = makeRule({ id: 'a', keywords: ['a\x1fb'] });
    expect(() => packIndex(index(odd))).toThrow('U+001F');
  });

  it('packs what a literal calls as a number where that says all', () => {
    const [both, one] = index(
      makeRule({ id: 'a', keywords: ['acme', 'ghost'] }),
      makeRule({ id: 'b', keywords: ['acme'] }),
    ).uses;
    expect(both).toEqual([0, 1]);
    expect(one).toBe(0);
    expect(unpackUses(one!)).toEqual([{ rule: 0, exact: null }]);
  });

  it('folds ASCII letters and leaves the bytes of other characters as they are', () => {
    expect(index(makeRule({ id: 'a', keywords: ['\u00c9Key'] })).literals).toEqual(['\u00c9key']);
  });

  it('knows the parts of composites, the document rules, and whether V8 may run all', () => {
    const rules = ['a', 'b', 'c', 'd'].map((id) => makeRule({ id, class: id === 'b' ? 'document' : 'prefix' }));
    const composite = makeComposite({ id: 'x', main: ['d'], parts: [{ rules: ['a'], optional: true }] });
    expect(indexRules({ rules, composites: [composite] })).toMatchObject({
      parts: [0, 3],
      documents: [1],
      linear: true,
    });
    expect(index(...rules, makeRule({ id: 'e', linear: false })).linear).toBe(false);
    expect(isLinear({ rules: [makeRule({ id: 'e', linear: false })], composites: [] })).toBe(false);
    expect(isLinear({ rules, composites: [] })).toBe(true);
  });

  it('of the shipped rules is what the build made, and single rules are those of the whole', () => {
    const known = indexedRules(shippedRules);
    const first = known.ruleAt(7);
    const { uses, reachBefore, reachAfter, ...rest } = indexRules(shippedRules);
    expect(known.index).toMatchObject(rest);
    expect(uses.map((_, literal) => known.index.uses.at(literal))).toEqual(uses);
    expect(known.index.uses.at(uses.length)).toBeUndefined();
    expect([...Array.from(known.index.reachBefore), ...Array.from(known.index.reachAfter)]).toEqual([
      ...Array.from(reachBefore),
      ...Array.from(reachAfter),
    ]);
    expect(known.index.literals.length).toBeGreaterThan(100);
    expect(shippedRules.rules[7]).toBe(first);
    expect(shippedRules.rules.map((_, at) => known.ruleAt(at))).toEqual(shippedRules.rules);
    expect(shippedRules.rules).toBe(shippedRules.rules);
    expect(isLinear(shippedRules)).toBe(true);
  });
});
