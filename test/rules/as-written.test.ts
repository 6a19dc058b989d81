/** What a project writes in its rules means what it looks like, or is refused: no rule is quietly one that finds nothing. */
import { describe, expect, it } from 'vitest';
import { fromUtf8, utf8 } from '../../src/bytes/latin1.ts';
import { compileRuleSet } from '../../src/engine/rule-set.ts';
import { scanDocument } from '../../src/engine/scan-document.ts';
import { toAscii, toBytes } from '../../src/rules/ascii.ts';
import { checkPacks } from '../../src/rules/check.ts';
import { parseUserRules } from '../../src/rules/parse.ts';
import { mergePacks } from '../../src/rules/rule-set.ts';
import { shippedRules } from '../../src/rules/shipped.ts';

/** A rule in the words of a configuration file; the given lines replace or follow its own. */
function rule(lines: Readonly<Record<string, string>>): string {
  const all = { id: '"acme"', name: '"Acme"', description: '"d"', severity: '"high"', class: '"prefix"', ...lines };
  return `[[rules]]\n${Object.entries(all)
    .map(([key, value]) => `${key} = ${value}\n`)
    .join('')}`;
}
const TOKEN = { keywords: '["zz-"]', pattern: "'(?<secret>zz-[A-Za-z0-9]{12})'" };
const NAMED = { class: '"named"', matcher: '"assignment"', keywords: '["acme"]', names: "['acme_key$']" };

/** The first thing that is wrong with it, without its place; empty when all is well. */
function refusal(text: string): string {
  try {
    const pack = parseUserRules(text, 'tightlip.toml');
    const [problem = ''] = checkPacks([pack], { shipped: false });
    if (problem === '') mergePacks([pack], shippedRules);
    return problem.replace(/^tightlip\.toml:\d+: /, '');
  } catch (error) {
    return (error as Error).message.replace(/^tightlip\.toml:\d+: /, '');
  }
}

/** What the rules find in a content. */
function found(text: string, content: string): string[] {
  const pack = parseUserRules(text, 'tightlip.toml');
  const bytes = fromUtf8(content);
  const matches = scanDocument(bytes, compileRuleSet(mergePacks([pack])));
  return matches.map(({ secretStart, secretEnd }) => utf8(bytes, secretStart, secretEnd));
}

describe('is refused with a sentence', () => {
  it.each<[Readonly<Record<string, string>>, string]>([
    [{ pattern: "'(?<secret>zz-[[:alnum:]]{12})'" }, 'has [[:alnum:]], but JavaScript has no such names of classes'],
    [{ pattern: "'(?<secret>zz-[-[:alpha:]_]{12})'" }, 'but JavaScript has no such names of classes'],
    [{ pattern: "'(?<secret>zz-\\p{L}{12})'" }, 'has \\p, which is no escape in JavaScript but the letter p alone'],
    [{ pattern: "'(?<secret>zz-[\\h]{12})'" }, 'has \\h, which is no escape'],
    [{ pattern: "'(?<secret>zz-[a-z]{12})\\z'" }, 'has \\z, which is no escape'],
    [{ pattern: "'\\A(?<secret>zz-[a-z]{12})'" }, 'has \\A, which is no escape'],
    [{ pattern: "'(?<secret>zz-[a-z]{,12})'" }, 'has {,n}, which is no repeat in JavaScript: write {0,n}'],
    [{ pattern: "'(?i)(?<secret>zz-[a-z]{12})'" }, 'invalid group (write ignore-case = true for (?i))'],
    [{ pattern: "'(?P<secret>zz-[a-z]{12})'" }, 'invalid group (write (?<name>…) for (?P<name>…))'],
    [{ pattern: "'(?<secret>zz-[a-zé]{12})'" }, 'has "é" in a class, where each character is one byte'],
    [{ pattern: "'(?<secret>zz-[à-ÿ]{12})'" }, 'has "à" in a class'],
    [{ boundary: "'[A-Za-z]'" }, 'is the inside of a class, such as A-Za-z0-9_: leave out its brackets'],
    [{ class: '"document"' }, '"document" goes only with a "matcher" that reads a whole file'],
    [{ options: '["x"]' }, '"options" in [[rules]] "acme" goes only with "matcher"'],
    ...['/f.txt', './f.txt', '**/f.txt', 'a/**', 'a/', 'a\\\\f.txt'].map(
      (path): [Readonly<Record<string, string>>, string] => [
        { paths: `["${path}"]` },
        'is the end of a path, such as config/*.key, and no glob',
      ],
    ),
  ])('%j', (lines, sentence) => {
    expect(refusal(rule({ ...TOKEN, ...lines }))).toContain(sentence);
  });

  it.each([
    [rule({ ...NAMED, class: '"document"' }), '"document" goes only with'],
    [rule({ ...NAMED, names: "['acme_clé$']" }), 'is tried on names of ASCII letters'],
    [rule({ class: '"prefix"', matcher: '"npmrc"', keywords: '["_auth"]' }), 'so its class is "document"'],
    ['[[extend]]\nrule = "github-personal-token"\nnames = ["x"]\n', '"names" in [[extend]] of "github-personal-token"'],
    ['[[extend]]\nrule = "github-personal-token"\nnot-names = ["x"]\n', '"not-names" in [[extend]]'],
    [
      '[[extend]]\nrule = "generic-password"\nnames = ["^acme_code$"]\n',
      '[[extend]] of "generic-password" matches names that hold none of the keywords',
    ],
    [
      `${rule({ ...TOKEN, paths: '["a.txt"]' })}[[composites]]\nid = "c"\nname = "c"\ndescription = "d"\nseverity = "high"\nmain = ["github-personal-token"]\nparts = [{ rules = ["acme"] }]\nwithin = 9\n`,
      '"parts" of "c" names "acme", which counts at some paths alone',
    ],
    [
      `${rule(TOKEN)}[[composites]]\nid = "c"\nname = "c"\ndescription = "d"\nseverity = "high"\nmain = []\nparts = [{ rules = ["acme"] }]\nwithin = 9\n`,
      '"c": "main" needs at least one rule',
    ],
    [
      `${rule(TOKEN)}[[composites]]\nid = "c"\nname = "c"\ndescription = "d"\nseverity = "high"\nmain = ["acme"]\nparts = [{ rules = [] }]\nwithin = 9\n`,
      '"c": each part needs at least one rule',
    ],
  ])('%#', (text, sentence) => {
    expect(refusal(text)).toContain(sentence);
  });

  it('and what looks like it is none', () => {
    expect(refusal(rule(TOKEN))).toBe('');
    expect(refusal(rule({ ...TOKEN, paths: '["f.txt", "*.txt", "a/*/f.txt", "*"]', boundary: "'A-Za-z\\[\\]'" }))).toBe(
      '',
    );
    expect(refusal(rule({ ...TOKEN, pattern: "'(?<secret>zz-\\x41[\\x5b:a]{2}\\{,9\\}[{,9}][A-Z\\d]{4})'" }))).toBe('');
    expect(refusal(rule({ class: '"document"', matcher: '"npmrc"', keywords: '["_auth"]' }))).toBe('');
  });
});

describe('letters beyond ASCII are their bytes', () => {
  const value = 'aZ93kd02mXq7';
  it.each([
    [{ keywords: '["clé: "]', pattern: "'clé: (?<secret>[A-Za-z0-9]{12})'" }, `clé: ${value}\n`, value],
    [{ keywords: '["ключ="]', pattern: "'ключ=(?<secret>[A-Za-z0-9]{12})'" }, `ключ=${value}\n`, value],
    [{ keywords: '["clÃ©: "]', pattern: "'cl\\xc3\\xa9: (?<secret>[A-Za-z0-9]{12})'" }, `clé: ${value}\n`, value],
    [{ keywords: '["zz-"]', pattern: "'(?<secret>zz-é{2}🔑[A-Za-z0-9]{12})'" }, `zz-éé🔑${value}\n`, `zz-éé🔑${value}`],
    [{ ...NAMED, value: "'é[A-Za-z0-9]{12}'" }, `acme_key = "é${value}"\n`, `é${value}`],
  ])('%j', (lines, content, expected) => {
    expect(refusal(rule(lines))).toBe('');
    expect(found(rule(lines), content)).toEqual([expected]);
  });

  it('in a regex and in a literal', () => {
    expect(toAscii('é{2}[a-z]')).toBe('(?:\\xc3\\xa9){2}[a-z]');
    expect(toBytes('clé')).toBe('clÃ©');
    expect(toBytes(toBytes('clé'))).toBe('clÃ©');
    expect(toBytes('key')).toBe('key');
  });
});

it('an empty secret is none', () => {
  const text = rule({ keywords: '["zz="]', pattern: "'zz=(?<secret>[a-z0-9]{0,12})'" });
  expect(found(text, 'zz=\nzz=a1b2c3d4\n')).toEqual(['a1b2c3d4']);
});

it('two rules may read one kind of document', () => {
  const reader = { class: '"document"', matcher: '"key-line"', keywords: '["key"]' };
  const first = rule({ ...reader, id: '"acme-a"', paths: '["a.key"]' });
  const pack = parseUserRules(first + rule({ ...reader, id: '"acme-b"', paths: '["b.key"]' }), 'tightlip.toml');
  const ruleSet = compileRuleSet(mergePacks([pack]));
  const bytes = fromUtf8(`${'0123456789abcdef'.repeat(2)}\n`);
  expect(scanDocument(bytes, ruleSet).map((match) => [ruleSet.ruleAt(match.rule).id, match.evidence.yieldsAt])).toEqual(
    [
      ['acme-a', undefined],
      ['acme-b', ['a.key']],
    ],
  );
});
