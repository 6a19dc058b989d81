import { describe, expect, test } from 'vitest';
import { checkPacks } from '../../src/rules/check.ts';
import { parsePack } from '../../src/rules/parse.ts';
import { PACK } from './pack-text.ts';

function problems(line: string, by: string, shipped = true): string[] {
  if (!PACK.includes(line)) throw new Error(`the pack has no ${line}`);
  return checkPacks(
    [
      parsePack(
        PACK.replace(line, () => by),
        'acme.toml',
        shipped,
      ),
    ],
    { shipped },
  );
}

const PATTERN = "pattern = '(?<secret>acme_[a-z0-9]{20})'";
const BOUNDARY = "boundary = 'A-Za-z0-9_'";
const NAMES = "names = ['(^|_)acme(_[a-z0-9]+)*_key$']";

test('a good pack has no problems', () => {
  expect(checkPacks([parsePack(PACK, 'acme.toml', true)])).toEqual([]);
  expect(checkPacks([parsePack(PACK, 'acme.toml')], { shipped: false })).toEqual([]);
});

describe('a pattern', () => {
  test.each([
    [PATTERN, "pattern = 'acme_[a-z0-9]{20}'", 13, 'the pattern needs a named group (?<secret>…) round the secret'],
    [
      PATTERN,
      "pattern = '(?<secert>acme_[a-z0-9]{20})(?<secret>x)'",
      13,
      'unknown group (?<secert>…) (did you mean "secret"?); there are secret, name, id, public',
    ],
    [
      PATTERN,
      "pattern = '^(?<secret>acme_[a-z0-9]{20})'",
      13,
      '^ and $ mean the edge of a window, not of a line; say which characters may stand beside the match, as in (?<![A-Za-z0-9])',
    ],
    [PATTERN, "pattern = '(?<secret>acme_[a-z0-9]{20}'", 13, 'the regex is no regex: unterminated group'],
    [
      PATTERN,
      "pattern = '(?<secret>acme_([a-z])\\2)'",
      13,
      'the regex has a back-reference, which no linear engine can run; write the group out',
    ],
    [
      PATTERN,
      "pattern = '(?<secret>acme_[a-z]{2}€)'",
      13,
      'the regex has "€", which is more than one byte: write \\xe2\\x82\\xac',
    ],
    [
      PATTERN,
      "pattern = '(?<secret>acme_\\w{20})'",
      13,
      'write an explicit ASCII class in place of \\w, which means other bytes here than one thinks (0xA0 is a space and splits a UTF-8 "à")',
    ],
    [
      PATTERN,
      "pattern = '(?<secret>acme_[a-z]+)'",
      13,
      'not linear-safe: [a-z]+ has no upper bound; write one, for example {0,64} for * and {1,64} for +',
    ],
    [
      PATTERN,
      "pattern = '(?<secret>(?:acme_|ACNE-)[a-z]{3})'",
      12,
      'the pattern can match "acne-…", which holds none of the keywords, so it would be missed; every way through the pattern must hold one',
    ],
    [
      BOUNDARY,
      'before = 0',
      14,
      '"before" is 0, but the longest match needs 1 bytes before the keyword; leave it out to have it computed',
    ],
    [
      BOUNDARY,
      'after = 20',
      14,
      '"after" is 20, but the longest match needs 21 bytes after the keyword; leave it out to have it computed',
    ],
    [
      'keywords = ["acme_"]',
      'keywords = ["ac"]',
      12,
      'keyword "ac" is shorter than 3 bytes, which would try the rule everywhere',
    ],
    ['keywords = ["acme_"]', 'keywords = []', 12, 'needs at least one keyword'],
    [
      BOUNDARY,
      'checksum = "gitub"',
      14,
      expect.stringMatching(/no checksum "gitub" \(did you mean "github"\?\); there are age, /),
    ],
  ])('in place of %s: %s', (line, by, at, sentence) => {
    const [found = ''] = problems(line, by);
    expect(found.slice(0, `acme.toml:${at}: "acme-token": `.length)).toBe(`acme.toml:${at}: "acme-token": `);
    expect(found.slice(`acme.toml:${at}: "acme-token": `.length)).toEqual(sentence);
  });

  test.each([
    "pattern = '(?<secret>[Aa]cme_[a-z0-9]{20})'",
    "pattern = '(?<secret>(?:x|y{2})acme_[a-z0-9]{20})'",
    "pattern = '(?<secret>acm(?:e_|e_live_)[a-z0-9]{20})'",
    "pattern = '(?<secret>[a-f]cme_[a-z]{2})'\nkeywords2 = 1",
  ])('%s keeps its keyword', (by) => {
    if (by.includes('keywords2')) {
      expect(problems(PATTERN, by.replace('\nkeywords2 = 1', ''))[0]).toContain('the pattern can match "bcme_…"');
      return;
    }
    expect(problems(PATTERN, by)).toEqual([]);
  });

  test('knows where a keyword lies with the least reach', () => {
    const pack = parsePack(
      PACK.replace(PATTERN, "pattern = '[a-z]{0,40} acme_(?<secret>[a-z]{5}) {0,9}acme_'").replace(BOUNDARY, ''),
      'f',
    );
    expect(pack.rules[0]).toMatchObject({ before: 42, after: 20 });
  });
});

describe('an assignment', () => {
  test.each([
    [NAMES, 'names = []', 26, 'an assignment rule needs "names"'],
    [
      NAMES,
      "names = ['(^|_)(acme|acne)_key$']",
      26,
      'matches names that hold none of the keywords in whole words or parts of one; add a keyword such as "acme" or "acme_key", which is also acmeKey and ACME-KEY',
    ],
    [
      NAMES,
      "names = ['ACME_KEY$', 'acme']",
      26,
      'is tried on names in lower case with "_" between words, so a capital letter never matches',
    ],
    [NAMES, "names = ['(a+)+acme']", 26, expect.stringMatching(/^not linear-safe: \(a\+\)\+ repeats something/)],
    ["value = '[a-z0-9]{32}'", "value = '[a-z0-9]{32,}'", 27, expect.stringMatching(/^not linear-safe: /)],
    [
      "value = '[a-z0-9]{32}'",
      "value = '[a-z0-9]{32}'\nafter = 100",
      28,
      '"after" is 100, but a name and the longest value need 160; leave it out to have it computed',
    ],
  ])('in place of %s: %s', (line, by, at, sentence) => {
    const [found = ''] = problems(line, by);
    expect(found.slice(0, `acme.toml:${at}: "acme-key": `.length)).toBe(`acme.toml:${at}: "acme-key": `);
    expect(found.slice(`acme.toml:${at}: "acme-key": `.length)).toEqual(sentence);
  });
});

describe('what only shipped packs must have', () => {
  test.each([
    [
      'revoke = "Delete it."',
      '',
      'needs "revoke": how to revoke and rotate it, in the imperative; it may stand in [pack]',
    ],
    ["counterexamples = ['acme_', 'acme_{{gen:[a-z]{3}}}']", '', 'needs at least 2 counterexamples, has 0'],
    [
      "examples = ['«acme_{{gen:[a-z0-9]{20}}}»', 'T=«acme_{{gen:[a-z0-9]{20}}}»']",
      "examples = ['a']",
      'needs at least 2 examples, has 1',
    ],
  ])('without %s', (line, by, sentence) => {
    expect(problems(line, by)[0]).toContain(sentence);
    expect(problems(line, by, false)).toEqual([]);
  });

  test("a user's pattern may be slow, but then has no look-around", () => {
    const slow = "pattern = '(?<secret>acme_[a-z]+)'";
    expect(problems(`${PATTERN}\n${BOUNDARY}`, slow, false)).toEqual([]);
    expect(problems(PATTERN, slow, false)).toEqual([
      'acme.toml:13: "acme-token": "pattern" is not linear-safe: [a-z]+ has no upper bound; write one, for example {0,64} for * ' +
        'and {1,64} for +; the slower engine for such rules has no look-around, so one of the two must go',
    ]);
  });

  test.each([
    ["names = ['acme(?!x)(x+x+)+y$']", 26, 'has no look-around'],
    ["names = ['acme(x+x+)+y$']\nnot-names = ['(?<=a)b']", 27, 'has no look-around'],
    ["names = ['acme(x+x+)+y$', 'acme(?:a{30}b){40}']", 26, 'counts to 1000 at most'],
  ])('one slow regex sends all of its rule to the slower engine: %s', (by, at, sentence) => {
    expect(problems(NAMES, by, false).map((each) => each.slice(0, 32))).toEqual([
      `acme.toml:${at}: "acme-key": "names`,
    ]);
    expect(problems(NAMES, by, false)[0]).toContain(sentence);
  });
});

describe('an extension', () => {
  const extended = (line: string): string[] =>
    checkPacks([parsePack(`${PACK}\n[[extend]]\nrule = "acme-key"\n${line}\n`, 'acme.toml')], { shipped: false });

  test('may add what a rule may have', () => {
    expect(extended("names = ['(^|_)acne\\s?(_[a-z0-9]+)*_key$']\nkeywords = ['acne']")).toEqual([]);
  });

  test.each([
    ["names = ['acme(x+']", 'the regex is no regex'],
    ["names = ['acme(x+x+)+y$']", 'not linear-safe'],
    ["not-names = ['acme', '(x+x+)+y$']", 'not linear-safe'],
    ["not-names = ['ACME']", 'a capital letter never matches'],
    ["keywords = ['ac']", 'is shorter than 3 bytes'],
  ])('%s is told with its line', (line, sentence) => {
    const found = extended(line);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^acme\.toml:44: "acme-key": /);
    expect(found[0]).toContain(sentence);
  });
});
