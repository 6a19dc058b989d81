import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { toAscii } from '../../src/rules/ascii.ts';
import { compilePattern, compileTest, prepareRegexes } from '../../src/rules/regex.ts';

beforeAll(async () => {
  expect(() => compilePattern({ pattern: 'a', ignoreCase: false, linear: false, before: 99 })).toThrow(
    /was not loaded/,
  );
  await prepareRegexes([{ linear: true }]);
  expect(() => compilePattern({ pattern: 'a', ignoreCase: false, linear: false, before: 99 })).toThrow(
    /was not loaded/,
  );
  await prepareRegexes([{ linear: false }]);
});

describe('both engines', () => {
  test.each([
    ['(?<secret>ab{1,3})(?<id>c)?', false],
    ['(?:x|(?<name>[a-c]{1,2}))=(?<secret>[a-z\\x80-\\xff]{2,4})', false],
    ['K(?<secret>[^=\\n]{1,5})', true],
    ['(?<secret>(?:a|ab)(?:c|bcd)(?:d{0,2}))', false],
  ])('find the same with %s', (pattern, ignoreCase) => {
    const fast = compilePattern({ pattern, ignoreCase, linear: true, before: 99 });
    const near = compilePattern({ pattern, ignoreCase, linear: true, before: 3 });
    const slow = compilePattern({ pattern, ignoreCase, linear: false, before: 99 });
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'abcdkKx=\n\u00a0\u00ff') }), fc.nat(12), (text, from) => {
        const found = slow.exec(text, from);
        expect(fast.exec(text, from)).toEqual(found);
        // One that starts too far away to contain an anchor is not looked for.
        expect(near.exec(text, from)).toEqual(found !== null && found.start <= from + 3 ? found : null);
      }),
      { numRuns: 500 },
    );
  });

  test('are asked of names and values alike', () => {
    for (const linear of [true, false]) {
      expect(compileTest('^(?:[a-z]{3})$', { ignoreCase: false, linear })('abc')).toBe(true);
      expect(compileTest('^(?:[a-z]{3})$', { ignoreCase: false, linear })('abcd')).toBe(false);
      expect(compileTest('^ABC$', { ignoreCase: true, linear })('abc')).toBe(true);
    }
  });

  test('the slow one stays linear where V8 would not', () => {
    const slow = compilePattern({ pattern: '(?<secret>(?:a+)+)!', ignoreCase: false, linear: false, before: 99 });
    const start = performance.now();
    expect(slow.exec('a'.repeat(2_000), 0)).toBeNull();
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});

describe('shorthands in ASCII', () => {
  test.each([
    ['a\\s+b', 'a[\\t\\n\\v\\f\\r ]+b'],
    ['[\\w.-]{3}', '[0-9A-Za-z_.-]{3}'],
    ['\\\\s \\[\\d', '\\\\s \\[[0-9]'],
    ['[^\\S]', '[^\\x00-\\x08\\x0e-\\x1f!-\\xff]'],
    ['x\\', 'x\\'],
  ])('%s', (source, expected) => {
    expect(toAscii(source)).toBe(expected);
  });

  test.each(['s', 'S', 'w', 'W', 'd', 'D'])('\\%s means its ASCII bytes and all others its opposite', (letter) => {
    const written = new RegExp(`^${toAscii(`\\${letter}`)}$`);
    const inClass = new RegExp(`^${toAscii(`[\\${letter}]`)}$`);
    const original = new RegExp(`^\\${letter}$`);
    for (let byte = 0; byte < 256; byte++) {
      const char = String.fromCharCode(byte);
      const expected = byte < 128 ? original.test(char) : /[SWD]/.test(letter);
      expect([byte, written.test(char), inClass.test(char)]).toEqual([byte, expected, expected]);
    }
  });
});
