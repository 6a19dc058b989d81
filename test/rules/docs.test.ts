/** docs/rules.md and the JSON Schema say what the parser does. */
import { readFileSync, readdirSync } from 'node:fs';
import { parse } from 'smol-toml';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { CHECKSUMS } from '../../src/rules/checksums/index.ts';
import { packJsonSchema } from '../../src/rules/json-schema.ts';
import { COMPOSITE_KEYS, EXTEND_KEYS, PACK_KEYS, RULE_KEYS } from '../../src/rules/schema.ts';
import { checkPackFiles } from '../../src/scan/check-packs.ts';
import { PACK } from './pack-text.ts';

const docs = readFileSync('docs/rules.md', 'utf8');
const worked = [...docs.matchAll(/```toml\n# (\S+)\n([\s\S]*?)```/g)].map(([, file = '', text = '']) => ({
  file,
  text,
}));
const none = { rules: [], composites: [] };

describe('docs/rules.md', () => {
  test('has three worked examples', () => {
    expect(worked.map((each) => each.file)).toEqual(['acme.toml', 'initech.toml', 'hooli.toml']);
  });

  test.each(worked)('$file passes the check', async ({ file, text }) => {
    expect(await checkPackFiles([{ file, text }], { shipped: true, base: none, only: [] })).toEqual([]);
  });

  test.each([...PACK_KEYS, ...RULE_KEYS, ...COMPOSITE_KEYS, ...EXTEND_KEYS].map((spec) => spec.key))(
    'tells of %s',
    (key) => {
      expect(docs).toContain(`\`${key}\``);
    },
  );

  test.each([...CHECKSUMS.keys()])('tells of the checksum %s', (name) => {
    expect(docs).toContain(`\`${name}\``);
  });
});

describe('the JSON Schema', () => {
  const schema = packJsonSchema();
  const validate = new Ajv2020({ strict: true, strictRequired: false }).compile(schema);

  test('is the one in docs/schemas', () => {
    expect(JSON.parse(readFileSync('docs/schemas/rule-pack.schema.json', 'utf8'))).toEqual(schema);
  });

  test.each(readdirSync('rules').filter((name) => name.endsWith('.toml')))('takes rules/%s', (name) => {
    const taken = validate(parse(readFileSync(`rules/${name}`, 'utf8')));
    expect(validate.errors ?? []).toEqual([]);
    expect(taken).toBe(true);
  });

  test.each([
    ['id = "acme-token"', 'id = "Acme"'],
    ['severity = "high"', 'severity = "bad"'],
    ['keywords = ["acme_"]', 'keyword = ["acme_"]'],
    ['keywords = ["acme_"]', ''],
    ['matcher = "assignment"', 'matcher = "assignment"\npattern = "x"'],
    ['within = 128', 'within = "128"'],
    ['title = "Acme"', 'titel = "Acme"'],
  ])('refuses, as the parser does, %s -> %s', (line, by) => {
    expect(validate(parse(PACK))).toBe(true);
    expect(validate(parse(PACK.replace(line, () => by)))).toBe(false);
  });
});
