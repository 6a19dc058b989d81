import { describe, expect, it } from 'vitest';
import { fileKeywords, literalsOf } from '../../src/rules/literals.ts';
import { shippedRules } from '../../src/rules/shipped.ts';
import { makeRule } from '../support/rules.ts';

describe('literals', () => {
  it('are each keyword once whatever its case, with the rules it calls and their largest reach', () => {
    const table = fileKeywords([
      makeRule({ id: 'a', keywords: ['Acme', 'sk_'], caseSensitive: true, before: 3, after: 9 }),
      makeRule({ id: 'b', keywords: ['ACME'], before: 5, after: 7 }),
      makeRule({ id: 'c', keywords: ['aCME', 'acmE'], caseSensitive: true, before: 0, after: 0 }),
    ]);
    expect(table.literals).toEqual(['acme', 'sk_']);
    expect(table.uses).toEqual([
      [
        { rule: 0, exact: 'Acme' },
        { rule: 1, exact: null },
        { rule: 2, exact: 'aCME' },
        { rule: 2, exact: 'acmE' },
      ],
      [{ rule: 0, exact: 'sk_' }],
    ]);
    expect(table.reachBefore).toEqual([5, 3]);
    expect(table.reachAfter).toEqual([9, 9]);
  });

  it('fold ASCII letters and leave the bytes of other characters as they are', () => {
    expect(fileKeywords([makeRule({ id: 'a', keywords: ['\u00c9Key'] })]).literals).toEqual(['\u00c9key']);
  });

  it('of the shipped rules are those that the build filed', () => {
    const filed = literalsOf(shippedRules);
    expect(filed).toEqual(fileKeywords(shippedRules.rules));
    expect(literalsOf(shippedRules)).toBe(filed);
    expect(filed.literals.length).toBeGreaterThan(100);
  });

  it('of other rules are made', () => {
    const rules = [makeRule({ id: 'a', keywords: ['acme'] })];
    expect(literalsOf({ rules, composites: [] })).toEqual(fileKeywords(rules));
  });
});
