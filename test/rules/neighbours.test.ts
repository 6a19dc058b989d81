import { readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromLatin1, fromUtf8 } from '../../src/bytes/latin1.ts';
import { Neighbours } from '../../src/engine/neighbours.ts';
import { compileRuleSet } from '../../src/engine/rule-set.ts';
import { scanDocument } from '../../src/engine/scan-document.ts';
import { generateExample } from '../../src/rules/generate-example.ts';
import { packNeighbours } from '../../src/rules/neighbour-rows.ts';
import { PatternNeighbours } from '../../src/rules/neighbours.ts';
import { parsePack } from '../../src/rules/parse.ts';
import { byteSet, charsOf, parsePattern } from '../../src/rules/pattern-tree.ts';
import { indexRules } from '../../src/rules/rule-index.ts';
import { shippedRules } from '../../src/rules/shipped.ts';
import { makeRule, makeRuleSet } from '../support/rules.ts';

function neighbours(pattern: string, literal: string): { before: string[]; behind: string[] } | null {
  const told = new PatternNeighbours(parsePattern(pattern, false)).of([...literal].map(byteSet), {
    before: 3,
    behind: 3,
  });
  return told && { before: told.before.map(charsOf), behind: told.behind.map(charsOf) };
}

const EVERY = 256;

describe('what may stand next to a literal', () => {
  it('is what the pattern wants there, and what its assertions want at its ends', () => {
    const told = neighbours('(?<![ab])sk_[01]{2}(?!x)', 'sk_')!;
    expect(told.behind.slice(0, 2)).toEqual(['01', '01']);
    expect(told.behind[2]).toHaveLength(EVERY - 1);
    expect(told.before.map(({ length }) => length)).toEqual([EVERY - 2, EVERY, EVERY]);
  });

  it('is all that any way through the pattern wants', () => {
    expect(neighbours('(?:x|yz?)ab[12]{1,9}[3]', 'ab')).toMatchObject({
      before: ['xyz', expect.stringContaining('y'), expect.anything()],
      behind: ['12', '123', expect.stringContaining('1')],
    });
    expect(neighbours('(?:(?<!q)|(?<=%[01]))ab', 'ab')!.before.map(({ length }) => length)).toEqual([
      EVERY - 1,
      256,
      256,
    ]);
    expect(neighbours('(?<=%[01])ab', 'ab')!.before.slice(0, 2)).toEqual(['01', '%']);
  });

  it('is asked where the pattern writes the literal, not where chance does', () => {
    expect(neighbours('ab_[a-z]{4}', 'ab')!.behind).toEqual(['_', expect.anything(), expect.anything()]);
    expect(neighbours('[a-z]{4}', 'ab')).toBeNull();
  });
});

/** No repeat in another: V8 would try them in too many ways. */
const atom = fc.constantFrom('a', 'b', '_', '[ab]', '[^b]', '[a-z_]', '.', '(?:ab|_)', '(?:a|b_|aa)');
const repeated = fc
  .tuple(atom, fc.constantFrom('', '', '?', '*', '{2}', '{1,3}', '{3,9}'))
  .map((both) => both.join(''));
const row = fc.array(repeated, { minLength: 1, maxLength: 3 }).map((each) => each.join(''));
const node = fc.oneof(
  row,
  fc.tuple(row, row).map((both) => `(?:${both.join('|')})`),
);
const start = fc.constantFrom('', '(?<![ab])', '(?:(?<![a_])|(?<=ba))', '(?<=_)', '\\b');
const end = fc.constantFrom('', '(?![ab])', '(?=_)', '\\b', '(?!aa)');

describe('the table', () => {
  const KEYWORD = 'ka_';

  it('lets every match through by one of its keywords', () => {
    let found = 0;
    const anyPattern = fc
      .tuple(start, node, node, end)
      .map(([opens, left, right, closes]) => `${opens}(?:${left})?${KEYWORD}(?<secret>${right})${closes}`);
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '_', 'k', KEYWORD, KEYWORD), maxLength: 24 });
    fc.assert(
      fc.property(anyPattern, text, fc.boolean(), (pattern, haystack, isCased) => {
        const rules = makeRuleSet([makeRule({ id: 'test-any', keywords: [KEYWORD], pattern, caseSensitive: isCased })]);
        const table = new Neighbours(packNeighbours(rules, indexRules(rules)));
        const bytes = fromLatin1(haystack);
        for (const match of haystack.matchAll(new RegExp(pattern, 'g'))) {
          found++;
          const places: number[] = [];
          for (let at = haystack.indexOf(KEYWORD, match.index); at >= 0; at = haystack.indexOf(KEYWORD, at + 1)) {
            if (at + KEYWORD.length <= match.index + match[0].length) places.push(at);
          }
          const isFound = places.some((at) => table.mayMatch(bytes, 0, at, at + KEYWORD.length));
          expect(isFound, `${pattern} in ${haystack}`).toBe(true);
        }
      }),
      { numRuns: 3000 },
    );
    expect(found).toBeGreaterThan(500);
  });

  it('says no to most words in which a short keyword of a token lies', () => {
    const pattern = '(?<![a-z])pat-(?<secret>[0-9a-f]{20})';
    const rules = makeRuleSet([makeRule({ id: 'test-pat', keywords: ['pat-'], pattern, caseSensitive: true })]);
    const table = new Neighbours(packNeighbours(rules, indexRules(rules)));
    const answer = (text: string): boolean => {
      const at = text.toLowerCase().indexOf('pat-');
      return table.mayMatch(fromLatin1(text), 0, at, at + 4);
    };
    expect(['compat-', 'pat-x', 'pat-12 ', 'PAT-0123456789ab'].map(answer)).toEqual([false, false, false, false]);
    expect(['pat-', 'a pat-0', '.pat-0123456789ab'].map(answer)).toEqual([true, true, true]);
  });

  it('of the shipped rules changes nothing that is found in their examples', () => {
    const open = compileRuleSet({ rules: shippedRules.rules, composites: shippedRules.composites });
    const told = compileRuleSet(shippedRules);
    const packs = readdirSync('rules').map((name) => parsePack(readFileSync(`rules/${name}`, 'utf8'), name, true));
    const examples = packs.flatMap((pack) =>
      pack.examples.flatMap((entry) => [...entry.examples, ...entry.counterexamples]),
    );
    let count = 0;
    for (let i = 0; i < examples.length; i += 3) {
      const example = examples[i]!;
      const bytes = fromUtf8(generateExample(example, `neighbours ${i}`).text);
      const found = scanDocument(bytes, told);
      count += found.length;
      expect(found, example).toEqual(scanDocument(bytes, open));
    }
    expect(count).toBeGreaterThan(1000);
  });
});
