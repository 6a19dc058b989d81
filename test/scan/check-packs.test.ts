/** Shipped packs hold by their own examples, and what does not hold is said in one line. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkPackFiles } from '../../src/scan/check-packs.ts';
import { PACK } from '../rules/pack-text.ts';

const none = { rules: [], composites: [] };

test('every shipped pack, all in one set', async () => {
  const files = readdirSync('rules')
    .filter((name) => name.endsWith('.toml'))
    .map((name) => ({ file: `rules/${name}`, text: readFileSync(`rules/${name}`, 'utf8') }));
  expect(files.length).toBeGreaterThan(9);
  expect(await checkPackFiles(files, { shipped: true, base: none, only: [] })).toEqual([]);
}, 120_000);

async function problem(line: string, by: string): Promise<string> {
  if (!PACK.includes(line)) throw new Error(`the pack has no ${line}`);
  const text = PACK.replace(line, () => by);
  return (await checkPackFiles([{ file: 'acme.toml', text }], { shipped: true, base: none, only: [] })).join('\n');
}

describe('an example', () => {
  test.each([
    [
      "examples = ['«acme_",
      "examples = ['«acne_",
      'acme.toml:15: "acme-token": example 1 is not found: none of the keywords is in it (acme_)',
    ],
    [
      "examples = ['«acme_{{gen:[a-z0-9]{20}}}»'",
      "examples = ['«acme_{{gen:[a-z0-9]{19}}}»'",
      'acme.toml:15: "acme-token": example 1 is not found: nothing in it matches',
    ],
    [
      "examples = ['«acme_",
      "examples = ['acme_«",
      'acme.toml:15: "acme-token": example 1 marks its secret at bytes 5 to 25, but the rule finds 0 to 25',
    ],
    [
      "'T=«acme_{{gen:[a-z0-9]{20}}}»'",
      "\n  'T=«acme_xxxxxxxxxxxxxxxxxxxx»'",
      'acme.toml:16: "acme-token": example 2 is found, but as no more than dismissed (the mark Masked, the mark Repetitive, the mark Weakened)',
    ],
    [
      "'T=«acme_{{gen:[a-z0-9]{20}}}»'",
      "'T=«acme_{{gen:[a-z0-9]{20}}}»; ACME_KEY={{gen:[a-z0-9]{32}}}'",
      'acme.toml:15: "acme-token": example 2 is not found: "acme-pair" comes before it',
    ],
    [
      "counterexamples = ['acme_'",
      "counterexamples = ['acme_{{gen:[a-z0-9]{20}}}'",
      'acme.toml:16: "acme-token": counterexample 1 is found, bytes 0 to 25, but should not be',
    ],
    [
      "examples = ['«acme_",
      "examples = ['«acme_{{gen:[}}",
      'acme.toml:15: "acme-token": example 1 cannot be generated: {{gen:…}} is no regex: unterminated character class',
    ],
    [
      "'ACME_KEY=«{{gen:[a-z0-9]{32}}}»'",
      "'ACME_KEY=«{{gen:[a-z0-9]{32}}}»', 'x ACME_KEY={{gen:[a-z0-9]{32}}} acme_{{gen:[a-z0-9]{20}}}'",
      '"acme-pair" comes before it',
    ],
  ])('in place of %s: %s', async (line, by, sentence) => {
    expect(await problem(line, by)).toContain(sentence);
  });

  test('may be found by what "also" lists', async () => {
    const both = "'T=«acme_{{gen:[a-z0-9]{20}}}»; ACME_KEY={{gen:[a-z0-9]{32}}}']\nalso = ['acme-pair'";
    expect(await problem("'T=«acme_{{gen:[a-z0-9]{20}}}»'", both)).toBe('');
  });

  test('that another rule finds must say so', async () => {
    const twice = PACK.slice(PACK.indexOf('[[rules]]'), PACK.lastIndexOf('[[rules]]'))
      .replaceAll('acme-token', 'acme-other')
      .replaceAll('acme_', 'acmx_')
      .replace("'«acmx_", "'acme_{{gen:[a-z0-9]{20}}} «acmx_");
    expect(await problem('[[composites]]', `${twice}\n[[composites]]`)).toContain(
      '"acme-other": example 1 is also found by "acme-token"; list it in "also" if that is right',
    );
  });
});

test('a composite says which half is missing', async () => {
  const lone = 'examples = ["ACME_KEY={{gen:[a-z0-9]{32}}}\\n", ';
  const line = 'examples = ["ACME_KEY={{gen:[a-z0-9]{32}}}\\n«acme_{{gen:[a-z0-9]{20}}}»", ';
  expect(await problem(line, lone)).toContain('"acme-pair": example 1 is not found: its main part is not found');
  expect(await problem(line, 'examples = ["acme_{{gen:[a-z0-9]{20}}}", ')).toContain(
    '"acme-pair": example 1 is not found: the main part is there, a needed part is not within reach',
  );
});

test('a pack that does not parse, and ids that clash, are one line each', async () => {
  const twice = await checkPackFiles(
    [
      { file: 'a.toml', text: PACK },
      { file: 'b.toml', text: PACK },
      { file: 'c.toml', text: '[pack' },
    ],
    { shipped: true, base: none, only: [] },
  );
  expect(twice).toEqual([
    expect.stringMatching(/^c\.toml:1: not valid TOML: /),
    'b.toml:7: duplicate id "acme-token", which another pack has; change it, or use [[extend]] to change that rule',
  ]);
});

describe('a keyword that a rule without a gate shares with rules that have one', () => {
  /** A pack of another provider, with a pattern behind a keyword. */
  const marked = (name: string, keyword: string): string => `[pack]
name = "${name}"
title = "Mark"
revoke = "Delete it."

[[rules]]
id = "${name}-mark"
name = "a mark"
description = "A mark."
severity = "low"
class = "prefix"
keywords = ['${keyword}']
pattern = 'acme<(?<secret>[a-z0-9]{20})'
examples = ['acme<«{{gen:[a-z0-9]{20}}}»', 'x acme<«{{gen:[a-z0-9]{20}}}»']
counterexamples = ['acme<', 'acme <']
`;
  const check = (text: string, only: string[] = []): Promise<string[]> =>
    checkPackFiles(
      [
        { file: 'mark.toml', text },
        { file: 'acme.toml', text: PACK },
      ],
      { shipped: true, base: none, only },
    );

  test('is refused, with what to do', async () => {
    const said = await check(marked('mark', 'acme'));
    expect(said).toEqual([
      'mark.toml:12: "mark-mark": keyword "acme" is one of "acme-key", too, which has a gate; this rule has none, so all of them ' +
        'would be tried wherever the keyword stands: take a longer keyword, with what stands next to it in the pattern, as in "acme=" or "\\"acme\\""',
    ]);
    expect(await check(marked('mark', 'acme'), ['acme.toml'])).toEqual([]);
  });

  test('is fine where it is longer, or the word of the provider', async () => {
    expect(await check(marked('mark', 'acme<'))).toEqual([]);
    expect(await check(marked('acme-mark', 'acme').replaceAll('acme-mark', 'acm'))).toEqual([]);
  });
});
