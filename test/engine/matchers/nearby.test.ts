/** Assignments near a provider's word: where nothing is parsed, nothing is there. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromLatin1, latin1 } from '../../../src/bytes/latin1.ts';
import { windowOf } from '../../../src/engine/haystack.ts';
import { MATCHERS } from '../../../src/engine/matchers/index.ts';
import { fillReach } from '../../../src/rules/reach.ts';
import type { Rule } from '../../../src/rules/rule.ts';
import { around } from '../../support/assigned-texts.ts';
import { makeRule } from '../../support/rules.ts';
import { windowAt } from './window.ts';

const nearby = (...names: string[]): Rule =>
  fillReach(
    makeRule({ id: 'zeta', keywords: ['zeta'], matcher: 'assignment', names, value: '.{3,40}', scope: 'nearby' }),
    undefined,
    undefined,
  );

const rules = [
  nearby('^(api_|my_)?key(_id)?$'),
  nearby('^(acme_)?(secret|token)(_key)?$', '^new_key$'),
  nearby('(^|_)[a-z]{2,6}_?key(_[a-z0-9]+){0,2}$'),
];

function anchorsIn(text: string): number[] {
  return Array.from(text.matchAll(/zeta/g), ({ index }) => index);
}

describe('nearby', () => {
  it('knows what the names it wants are made of', () => {
    expect(rules.map((rule) => rule.nameParts)).toEqual([['key'], ['key', 'secret', 'token'], ['key']]);
    expect(nearby('^api_?key$', '^(client_)?secret$').nameParts).toEqual(['api', 'secret']);
    // Nothing is known where a name may be any, or is no regex; rules that are not nearby do not ask.
    expect(nearby('^[a-z]+$', '^key$').nameParts).toEqual([]);
    expect(nearby('^(key)?$').nameParts).toEqual([]);
    expect(nearby('^(key$').nameParts).toEqual([]);
    expect(fillReach({ ...rules[0]!, scope: 'name' }, 1, 1).nameParts).toEqual([]);
  });

  it('knows of what characters its values are a row', () => {
    const wanting = (value: string, ignoreCase = false): string =>
      fillReach({ ...rules[0]!, value, ignoreCase }, 1, 1).valueRun;
    const run = (value: string, text: string, ignoreCase = false): boolean =>
      new RegExp(wanting(value, ignoreCase)).test(text);
    for (const [value, least, other] of [
      ['[a-f0-9]{32}', '0a'.repeat(16), '0G'],
      ['ak_[A-Z]{14,20}(?:-[a-z]{5})?', 'ak_ABCDEFGHIJ-abc', 'ak. '],
      ['(?:[0-9]{20}|(?=x)[A-Z+/]{16})', '0AZ+/'.repeat(4).slice(0, 16), 'a'],
    ] as const) {
      expect(run(value, `x ${least} x`)).toBe(true);
      expect(run(value, `${least.slice(1)} ${least.slice(1)}`)).toBe(false);
      expect(run(value, other.repeat(200))).toBe(false);
    }
    expect(run('[a-f]{20}', 'ABCDEF'.repeat(4), true)).toBe(true);
    // Short ones stand everywhere, and of any characters a text is made.
    expect(
      ['[a-z]{15}', '.{40}', '[^ ]{40}', '[a-z]+', '([a-z]{20})?', '(a{20'].map((value) => wanting(value)),
    ).toEqual(Array.from({ length: 6 }, () => ''));
    expect(fillReach({ ...rules[0]!, value: '[a-z]{20}', scope: 'name' }, 1, 1).valueRun).toBe('');
  });

  it('finds the same where no such row is looked for first', () => {
    const value = fc.constantFrom('abc012', 'abc_-').chain((signs) => {
      return fc.string({ unit: fc.constantFrom(...signs), minLength: 14, maxLength: 22 });
    });
    const beside = fc.oneof(fc.constantFrom('', ' ', '\n'), around);
    const wanting = ['[a-z0-9]{16,20}', '[a-c_-]{8}[0-9a-c_-]{8,12}'].map((each) =>
      fillReach({ ...rules[0]!, value: each }, undefined, undefined),
    );
    let found = 0;
    fc.assert(
      fc.property(fc.constantFrom(...wanting), beside, value, beside, (rule, before, middle, after) => {
        const text = `zeta ${before} key = "${middle}"${after}`;
        const window = windowAt(fromLatin1(text), rule, 0, 4);
        const hits = MATCHERS.assignment!(window, rule);
        found += hits.length;
        expect(hits, text).toEqual(MATCHERS.assignment!(window, { ...rule, valueRun: '' }));
      }),
      { numRuns: 3000 },
    );
    expect(found).toBeGreaterThan(100);
  });

  it('finds the same where it looks only round those parts', () => {
    const filler = fc.nat(300).map((length) => 'word '.repeat(length / 5));
    const text = fc.tuple(around, fc.constantFrom('key', 'Key', 'secret', 'TOKEN', ''), around, filler, around);
    let found = 0;
    fc.assert(
      fc.property(fc.constantFrom(...rules), text, text, (rule, before, after) => {
        const [left, right] = [before.join(''), after.join('')];
        const window = windowAt(fromLatin1(`${left}zeta${right}`), rule, left.length, left.length + 4);
        const hits = MATCHERS.assignment!(window, rule);
        if (hits.length > 0) found++;
        expect(hits, JSON.stringify(`${left}zeta${right}`)).toEqual(
          MATCHERS.assignment!(window, { ...rule, nameParts: [] }),
        );
      }),
      { numRuns: 4000 },
    );
    expect(found).toBeGreaterThan(300);
  });

  it('finds the same where what stands at a name is known from other windows', () => {
    const text = fc.array(fc.oneof(fc.constant('zeta'), around, fc.constantFrom('key', 'secret', '\n')), {
      minLength: 2,
      maxLength: 24,
    });
    let found = 0;
    fc.assert(
      fc.property(fc.constantFrom(...rules), text, (rule, pieces) => {
        const bytes = fromLatin1(pieces.join(''));
        const haystack = { bytes, baseOffset: 0, ends: true };
        for (const at of anchorsIn(pieces.join(''))) {
          const hits = MATCHERS.assignment!(windowOf(haystack, rule, at, at + 4), rule);
          found += hits.length;
          expect(hits).toEqual(MATCHERS.assignment!(windowAt(bytes, rule, at, at + 4), rule));
        }
      }),
      { numRuns: 2000 },
    );
    expect(found).toBeGreaterThan(300);
  });

  it('reads what stands at a name once, however many words of the provider stand round it', () => {
    const bytes = fromLatin1(Array.from({ length: 2000 }, (_, i) => `zeta api${i} key `).join(''));
    let views = 0;
    const subarray = bytes.subarray.bind(bytes);
    bytes.subarray = (start, end) => (views++, subarray(start, end));
    const haystack = { bytes, baseOffset: 0, ends: true };
    const anchors = anchorsIn(latin1(bytes));
    for (const at of anchors) MATCHERS.assignment!(windowOf(haystack, rules[0]!, at, at + 4), rules[0]!);
    // Three words to each, and one look for a section.
    expect(views).toBeLessThan(anchors.length * 5);
  });
});
