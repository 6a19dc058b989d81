import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explainLinearity, isLinear, linearityOf } from '../../src/rules/linear.ts';

describe('linear-safe', () => {
  test.each([
    'ghp_[A-Za-z0-9]{36}',
    '(?<secret>[A-Za-z0-9]{20,40})(?![A-Za-z0-9])',
    '(?:_[a-z0-9]{1,20}){0,8}_key',
    '(?:[a-z]{1,10}-){1,50}x',
    '[a-z]{0,100}=[a-z]{0,100}',
    '[\\x00-\\xff]{0,200}?[Bb]earer (?<secret>[A-Z]{5})',
    '[a-z]{0,200};[a-z]{0,200}[0-9]{0,200}!',
    '(?:a|b|c){0,500}x',
    '(?:%[0-9A-F]{2}|[a-z]){20,200}(?![a-z%])',
    'a{3}b{4}c?d?',
    '(?:abc){1,3}(?:abd){1,3}',
  ])('%s', (source) => {
    expect(explainLinearity(linearityOf(source, false))).toBe('');
    expect(isLinear(linearityOf(source, false))).toBe(true);
  });

  test.each([
    ['[a-z]*', '[a-z]* has no upper bound; write one, for example {0,64} for * and {1,64} for +'],
    ['x+y{2,}', 'y{2,} and x+ has no upper bound; write one, for example {0,64} for * and {1,64} for +'],
    [
      '(?:[a-z]{1,20}){1,20}x',
      '(?:[a-z]{1,20}){1,20} repeats something that can match in more than one way; give the repeated part a first ' +
        'character that the rest of it cannot match, as in (?:_[a-z]{1,20}){0,3}, or write the repeats out',
    ],
    [
      '(?:a|ab|b){1,40}x',
      '(?:a|ab|b){1,40} repeats something that can match in more than one way; give the repeated part a first ' +
        'character that the rest of it cannot match, as in (?:_[a-z]{1,20}){0,3}, or write the repeats out',
    ],
    [
      '(?:a?){1,30}b',
      '(?:a?){1,30} repeats something that can match in more than one way; give the repeated part a first ' +
        'character that the rest of it cannot match, as in (?:_[a-z]{1,20}){0,3}, or write the repeats out',
    ],
    [
      '[a-z]{0,200}[a-z]{0,200}[a-z]{0,200}x',
      'it can match one text in up to 8120601 ways (at most 65536 are allowed) because [a-z]{0,200} can match the same ' +
        'characters as what follows; put a character between them that neither can match, or lower the bounds',
    ],
    [
      '.{0,300}=.{0,300}!',
      'it can match one text in up to 90601 ways (at most 65536 are allowed) because .{0,300} can match the same ' +
        'characters as what follows; put a character between them that neither can match, or lower the bounds',
    ],
  ])('%s is not', (source, sentence) => {
    expect(isLinear(linearityOf(source, false))).toBe(false);
    expect(explainLinearity(linearityOf(source, false))).toBe(sentence);
  });

  test('a name is so short that * and + are as good as bounded', () => {
    expect(isLinear(linearityOf('(^|_)acme(_[a-z0-9]+)*_key$', false))).toBe(false);
    expect(isLinear(linearityOf('(^|_)acme(_[a-z0-9]+)*_key$', false, 128))).toBe(true);
    expect(isLinear(linearityOf('(a+)+b', false, 128))).toBe(false);
  });

  test('judges in milliseconds', () => {
    const source = Array.from({ length: 60 }, (_, index) => `(?:k${index}|[a-z]{1,9}:)`).join('');
    const start = performance.now();
    linearityOf(source, true);
    expect(performance.now() - start).toBeLessThan(200);
  });
});

/** Random bounded patterns over few letters, so that their parts overlap often. */
const pattern: fc.Arbitrary<string> = fc.letrec<{ node: string }>((tie) => {
  const bounds = fc.tuple(fc.nat(3), fc.nat(30)).map(([min, more]) => `{${min},${min + more}}`);
  const atom = fc.constantFrom('a', 'b', '[ab]', '[a-c]', '[^a]', '.', 'c');
  const repeated = fc.tuple(atom, bounds).map(([each, count]) => each + count);
  const group = fc
    .tuple(tie('node'), fc.constantFrom('', '?', '{0,6}', '{2}'))
    .map(([body, count]) => `(?:${body})${count}`);
  const choice = fc.tuple(tie('node'), tie('node')).map(([left, right]) => `(?:${left}|${right})`);
  const part = fc.oneof({ maxDepth: 3, withCrossShrink: true }, atom, repeated, repeated, group, choice);
  return { node: fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')) };
}).node;

test('what is called linear-safe runs in bounded time on texts made to hurt it', () => {
  let judgedSafe = 0;
  fc.assert(
    fc.property(pattern, fc.constantFrom('a', 'b', 'ab', 'aab', 'abc', 'c'), (body, unit) => {
      const source = `${body}!`;
      const linearity = linearityOf(source, false);
      if (!isLinear(linearity)) return;
      judgedSafe++;
      const text = unit.repeat(400).slice(0, 400);
      const regex = new RegExp(source, 'y');
      const start = performance.now();
      regex.lastIndex = 0;
      regex.test(text);
      // At most 65,536 ways of at most 400 steps each, from one start; in practice far fewer.
      expect(performance.now() - start).toBeLessThan(1500);
    }),
    { numRuns: 600 },
  );
  expect(judgedSafe).toBeGreaterThan(100);
});
