import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'smol-toml';
import { expect, test } from 'vitest';
import { knownKeys, parseConfig } from '../../src/config/parse.ts';
import { optionsPage } from '../../src/config/option-table.ts';
import { configJsonSchema } from '../../src/config/schema.ts';

const FILE = 'docs/schemas/tightlip.schema.json';

test('the shipped schema is fresh (npm run generate writes it)', () => {
  expect(JSON.parse(readFileSync(FILE, 'utf8'))).toEqual(JSON.parse(JSON.stringify(configJsonSchema())));
});

test('so is the page of options', () => {
  expect(readFileSync('docs/options.md', 'utf8')).toBe(optionsPage());
});

test('it knows the keys the parser knows', () => {
  expect(Object.keys(configJsonSchema()['properties'] as object).sort()).toEqual(knownKeys().sort());
});

test.each([
  ['', true],
  ['min-tier = "proven"\nexclude = ["a"]\nmax-file-size = "5MB"\n[[exceptions]]\npath = "a"\nreason = "b"', true],
  ['max-file-size = 5', true],
  ['min-tier = "x"', false],
  ['exclud = ["a"]', false],
  ['max-file-size = "5M"', false],
  ['jobs = -1', false],
  ['[[exceptions]]\npath = "a"', false],
  ['[[exceptions]]\nreason = "a"', false],
  ['[severity]\nx = "bad"', false],
  ['max-file-size = "0"', false],
  ...['2027-01-01', '"2027-01-01"', '"soon"', '"2027-13-01"'].map((until): [string, boolean] => [
    `[[exceptions]]\npath = "a"\nreason = "b"\nuntil = ${until}`,
    until.includes('-01-01'),
  ]),
  ...['v1:abcde', 'v1-k1Y2:abcde', 'v1:abc', 'v1:ABCDE', 'abcde'].map((prefix): [string, boolean] => [
    `[[exceptions]]\nfingerprint = "${prefix}"\nreason = "b"`,
    prefix.endsWith(':abcde'),
  ]),
  ['[[exceptions]]\npath = "a"\nreason = " "', false],
])('it and the parser agree on %j', (text, isValid) => {
  expect(new Ajv2020({ strict: false }).validate(configJsonSchema(), JSON.parse(JSON.stringify(parse(text))))).toBe(
    isValid,
  );
  const parsed = (): unknown => parseConfig(text, 'tightlip.toml');
  if (isValid) expect(parsed).not.toThrow();
  else expect(parsed).toThrow();
});
