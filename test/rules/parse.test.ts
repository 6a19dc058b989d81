import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TightlipError } from '../../src/errors.ts';
import { createLocator } from '../../src/rules/locate.ts';
import { parsePack, parseUserRules } from '../../src/rules/parse.ts';
import { PACK } from './pack-text.ts';

function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof TightlipError) return error.message;
    throw error;
  }
  return 'no error';
}

/** The pack with its first `line` replaced. */
function broken(line: string, by: string): string {
  if (!PACK.includes(line)) throw new Error(`the pack has no ${line}`);
  return PACK.replace(line, () => by);
}

describe('a pack', () => {
  const pack = parsePack(PACK, 'acme.toml');

  test('is read whole', () => {
    expect(pack.pack).toEqual({ name: 'acme', title: 'Acme', docs: '', revoke: 'Delete it.' });
    expect(pack.rules.map((rule) => rule.id)).toEqual(['acme-token', 'acme-key']);
    expect(pack.rules[0]).toMatchObject({ revoke: 'Delete it.', linear: true, maxTier: 'proven', pack: 'acme' });
    expect(pack.composites[0]).toMatchObject({ id: 'acme-pair', parts: [{ rules: ['acme-key'], optional: false }] });
    expect(pack.examples.map((each) => each.examples.length)).toEqual([2, 2, 2]);
  });

  test('gets the reach that its pattern needs', () => {
    expect(pack.rules[0]).toMatchObject({ before: 15, after: 35 });
    expect(parsePack(broken("boundary = 'A-Za-z0-9_'", ''), 'a').rules[0]).toMatchObject({ before: 1, after: 21 });
    expect(pack.rules[1]).toMatchObject({ before: 64, after: 160 });
  });

  test('knows the lines of its keys', () => {
    expect(pack.locate(['rules', 1, 'id'])).toBe(19);
    expect(pack.locate(['rules', 0, 'examples', 1])).toBe(15);
    expect(pack.locate(['rules', 0, 'no-such-key'])).toBe(6);
    expect(pack.locate(['nowhere'])).toBe(1);
  });
});

test.each([
  [broken('[pack]', '[pack'), /^acme\.toml:1: not valid TOML: /],
  [broken('severity = "high"', 'severity = "high'), /^acme\.toml:10: not valid TOML: /],
])('what is no TOML says so with its line', (text, message) => {
  expect(messageOf(() => parsePack(text, 'acme.toml'))).toMatch(message);
});

test.each([
  [
    '[pack]',
    '[pak]',
    'acme.toml:1: unknown table "pak" (did you mean "pack"?); a pack holds pack, rules, composites, extend',
  ],
  [
    '[pack]\nname = "acme"\ntitle = "Acme"\nrevoke = "Delete it."',
    '',
    'acme.toml:1: missing table [pack] with at least "name" and "title"',
  ],
  ['title = "Acme"', 'titel = "Acme"', 'acme.toml:3: unknown key "titel" in [pack] (did you mean "title"?)'],
  ['title = "Acme"', '', 'acme.toml:1: missing key "title" in [pack]'],
  ['title = "Acme"', 'title = 7', 'acme.toml:3: "title" in [pack] must be a string, not a number'],
  ['title = "Acme"', 'title = " "', 'acme.toml:3: "title" must not be empty'],
  ['id = "acme-token"', '', 'acme.toml:6: missing key "id" in [[rules]]'],
  [
    'id = "acme-token"',
    'id = "Acme_Token"',
    'acme.toml:7: "id" must be lower-case words joined by "-", for example "acme-api-key"',
  ],
  [
    'id = "acme-token"',
    'id = "other-token"',
    'acme.toml:7: "id" must begin with the pack\'s name, "acme-", but is "other-token"',
  ],
  ['id = "acme-key"', 'id = "acme-token"', 'acme.toml:19: duplicate id "acme-token", already on line 7'],
  ['id = "acme-pair"', 'id = "acme-key"', 'acme.toml:32: duplicate id "acme-key", already on line 19'],
  [
    'severity = "high"',
    'severity = "hgih"',
    'acme.toml:10: "severity" must be one of critical, high, medium, low, info (did you mean "high"?)',
  ],
  [
    'class = "prefix"',
    'class = "token"',
    'acme.toml:11: "class" must be one of document, structure, prefix, named, generic',
  ],
  [
    'keywords = ["acme_"]',
    'entropy = 3.5',
    'acme.toml:12: unknown key "entropy" in [[rules]] "acme-token"; here that is: min-entropy',
  ],
  [
    'keywords = ["acme_"]',
    'keyword = ["acme_"]',
    'acme.toml:12: unknown key "keyword" in [[rules]] "acme-token" (did you mean "keywords"?)',
  ],
  [
    'keywords = ["acme_"]',
    'keywords = "acme_"',
    'acme.toml:12: "keywords" in [[rules]] "acme-token" must be a list of strings, not a string',
  ],
  [
    'keywords = ["acme_"]',
    'keywords = ["acme_",\n  3]',
    'acme.toml:13: "keywords" in [[rules]] "acme-token" must hold strings only, not a number',
  ],
  [
    'keywords = ["acme_"]',
    'keywords = [""]',
    'acme.toml:12: "keywords" in [[rules]] "acme-token" must not hold an empty string',
  ],
  ['keywords = ["acme_"]', '', 'acme.toml:6: missing key "keywords" in [[rules]] "acme-token"'],
  [
    "pattern = '(?<secret>acme_[a-z0-9]{20})'",
    '',
    'acme.toml:6: [[rules]] "acme-token" must have either "pattern" or "matcher"',
  ],
  [
    'matcher = "assignment"',
    'matcher = "assignment"\npattern = "x"',
    'acme.toml:18: [[rules]] "acme-key" must have either "pattern" or "matcher"',
  ],
  [
    'matcher = "assignment"',
    'matcher = "asignment"',
    'acme.toml:24: "matcher" must be one of assignment, pem, encoded-lines, jwt, connection-url, auth-header, seed-phrase, chpasswd, credential-list, kubernetes-secret, kubeconfig, docker-auth, npmrc, netrc, pgpass, user-list, secrets-csv, freqtrade-config, keypair-file, key-store, key-file, password-database, key-line, master-key, realm, login-list (did you mean "assignment"?)',
  ],
  [
    "boundary = 'A-Za-z0-9_'",
    "names = ['acme']",
    'acme.toml:14: "names" in [[rules]] "acme-token" goes only with matcher = "assignment"',
  ],
  [
    'matcher = "assignment"',
    'matcher = "assignment"\nboundary = "a-z"',
    'acme.toml:25: "boundary" in [[rules]] "acme-key" goes only with "pattern"',
  ],
  [
    "boundary = 'A-Za-z0-9_'",
    'before = 1.5',
    'acme.toml:14: "before" in [[rules]] "acme-token" must be a whole number from 0 to 65536',
  ],
  [
    "boundary = 'A-Za-z0-9_'",
    'after = "9"',
    'acme.toml:14: "after" in [[rules]] "acme-token" must be a whole number, not a string',
  ],
  [
    "boundary = 'A-Za-z0-9_'",
    'min-entropy = 9',
    'acme.toml:14: "min-entropy" in [[rules]] "acme-token" must be a number from 0 to 8',
  ],
  [
    "boundary = 'A-Za-z0-9_'",
    'guessable = "yes"',
    'acme.toml:14: "guessable" in [[rules]] "acme-token" must be true or false, not a string',
  ],
  ['within = 128', '', 'acme.toml:31: missing key "within" in [[composites]] "acme-pair"'],
  [
    'parts = [{ rules = ["acme-key"] }]',
    'parts = []',
    'acme.toml:37: "parts" in [[composites]] "acme-pair" must be a list of at least one { rules = […], optional = false }',
  ],
  [
    'parts = [{ rules = ["acme-key"] }]',
    'parts = [{ rule = ["acme-key"] }]',
    'acme.toml:37: unknown key "rule" in "parts" of [[composites]] "acme-pair" (did you mean "rules"?)',
  ],
  ['[[composites]]', '[composites]', 'acme.toml:31: "composites" must be written as [[composites]], not as a table'],
])('in place of %s: %s', (line, by, message) => {
  expect(messageOf(() => parsePack(broken(line, by), 'acme.toml'))).toBe(message);
});

test('messages hold no value of the file', () => {
  const secret = 'hunter2-hunter2';
  for (const text of [`a = "${secret}" x`, `[[rules]]\nid = "${secret} "`, `[pack]\nname = "${secret}\n`])
    expect(messageOf(() => parsePack(text, 'f'))).not.toContain(secret);
});

describe('rules in a configuration', () => {
  test('need no pack, no prefix, and live beside other keys', () => {
    const text = `min-tier = "review"\n${PACK.slice(PACK.indexOf('[[rules]]')).replaceAll('"acme-', '"my-')}`;
    const pack = parseUserRules(text, 'tightlip.toml');
    expect(pack.rules.map((rule) => [rule.id, rule.pack])).toEqual([
      ['my-token', 'user'],
      ['my-key', 'user'],
    ]);
  });

  test('read shorthand classes as ASCII, which a shipped pack does not', () => {
    const text = broken('acme_[a-z0-9]{20}', 'acme_[\\w.]{20}\\s');
    expect(parsePack(text, 'f').rules[0]?.pattern).toContain('acme_[0-9A-Za-z_.]{20}[\\t\\n\\v\\f\\r ]');
    expect(parsePack(text, 'f', true).rules[0]?.pattern).toContain('acme_[\\w.]{20}\\s');
  });

  test('say what is wrong with an extension', () => {
    expect(messageOf(() => parseUserRules('jobs = 1\n[[extend]]\nrule = "acme-key"\n', 'tightlip.toml'))).toBe(
      'tightlip.toml:2: [[extend]] of "acme-key" changes nothing: give one of severity, max-tier, keywords, names, not-names, allow, revoke, docs',
    );
    const text = '[[extend]]\nrule = "acme-key"\nnames = ["x"]\nvalue = "y"\n';
    expect(messageOf(() => parseUserRules(text, 'tightlip.toml'))).toBe(
      'tightlip.toml:4: unknown key "value" in [[extend]] (did you mean "rule"?)'.replace(
        ' (did you mean "rule"?)',
        '',
      ),
    );
  });
});

describe('whatever the text', () => {
  const lines = PACK.split('\n');

  test('the parser gives a pack or one TightlipError with file and line', () => {
    const mutated = fc
      .array(
        fc.tuple(fc.nat(lines.length - 1), fc.constantFrom('', '[', ']]', '= 3', "'", '"""', '{', 'x = [1, {a = 1}]')),
        { maxLength: 4 },
      )
      .map((edits) => {
        const copy = [...lines];
        for (const [at, by] of edits) copy[at] = by;
        return copy.join('\n');
      });
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), mutated), (text) => {
        for (const parse of [parsePack, parseUserRules]) {
          try {
            parse(text, 'f.toml');
          } catch (error) {
            expect(error).toBeInstanceOf(TightlipError);
            expect((error as Error).message).toMatch(/^f\.toml:\d+: /);
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  test('the locator never throws', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(...'[]{}"\'=.,#\n a\\') }));
    fc.assert(
      fc.property(text, (each) => {
        expect(createLocator(each)(['a', 0])).toBeGreaterThan(0);
      }),
    );
  });
});

test('a dot of a boundary may end a sentence, but not a part of a longer word', () => {
  const dotted = parsePack(broken("boundary = 'A-Za-z0-9_'", "boundary = 'A-Za-z0-9_.-'"), 'acme.toml').rules[0]!;
  const pattern = new RegExp(dotted.pattern);
  const token = `acme_${'k7'.repeat(10)}`;
  for (const text of [token, `${token}.`, `(${token}).`, `${token}.\n`, `${token}. Then`])
    expect(pattern.test(text)).toBe(true);
  for (const text of [`${token}.x`, `${token}...`, `x.${token}`, `${token}-`, `${token}a`])
    expect(pattern.test(text)).toBe(false);
});
