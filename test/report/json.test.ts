import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeText } from '../../src/findings/escape.ts';
import { json } from '../../src/report/json.ts';
import { jsonl } from '../../src/report/jsonl.ts';
import { pathsOf, scanReport } from './arbitraries.ts';
import { awsFinding, busyReport, finding, historyReport, options, place, report } from './sample.ts';

function schema(name: string): ValidateFunction {
  return new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true }).compile(
    JSON.parse(readFileSync(`docs/schemas/${name}.schema.json`, 'utf8')) as object,
  );
}

/** Lines as the strictest reader would split them. */
const splitLines = (text: string): string[] => text.split(/\r\n|[\n\v\f\r\u0085\u2028\u2029]/);

describe('json', () => {
  const validate = schema('report');

  it('prints the document as reviewed', async () => {
    await expect(json(busyReport, options({ exitCode: 1 }))).toMatchFileSnapshot('../golden/files.json');
    await expect(json(historyReport, options())).toMatchFileSnapshot('../golden/history.json');
  });

  it('matches its schema, parses back and holds no control character, whatever the report holds', () => {
    fc.assert(
      fc.property(scanReport, (scanned) => {
        const printed = json(scanned, options());
        const document = JSON.parse(printed) as { findings: { places: { path: string | null }[] }[] };
        expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
        const paths = document.findings.flatMap((f) => f.places.map((p) => p.path)).filter((path) => path !== null);
        expect(paths).toEqual(pathsOf(scanned));
        expect(escapeText(printed.replaceAll('\n', ''))).toBe(printed.replaceAll('\n', ''));
      }),
    );
  });

  it('tells where the parts of a pair stand', () => {
    const { findings } = JSON.parse(json(report({ findings: [awsFinding] }), options())) as {
      findings: { places: { parts?: object[] }[] }[];
    };
    expect(findings[0]!.places[0]!.parts).toEqual([
      {
        rule: 'aws-access-key-id',
        name: 'AWS access key id',
        startLine: 13,
        endLine: 13,
        startColumn: 19,
        endColumn: 39,
      },
    ]);
  });

  it('prints declared fields only', () => {
    const smuggled = { ...finding(), value: 'canary', places: [{ ...place(), bytes: 'canary' }] } as never;
    expect(json(report({ findings: [smuggled] }), options())).not.toContain('canary');
    expect(jsonl(report({ findings: [smuggled] }), options())).not.toContain('canary');
  });
});

describe('jsonl', () => {
  it('tells what is suppressed, and by what, only where that was asked for', () => {
    const silenced = report({
      findings: [],
      suppressed: [{ finding: awsFinding, by: { kind: 'inline', reason: 'a test' } }],
    });
    expect(jsonl(silenced, options({ showSuppressed: false }))).toBe('');
    const lines = jsonl(silenced, options({ showSuppressed: true }))
      .trimEnd()
      .split('\n');
    const told = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(told.length).toBeGreaterThan(1);
    const isLine = schema('finding');
    for (const each of told) {
      expect(each['suppressed']).toEqual({ kind: 'inline', reason: 'a test' });
      expect(isLine(each), JSON.stringify(isLine.errors)).toBe(true);
    }
  });

  const validate = schema('finding');

  it('prints the lines as reviewed', async () => {
    await expect(jsonl(historyReport, options())).toMatchFileSnapshot('../golden/history.jsonl');
  });

  it('is one object a location and line that matches its schema, whatever the report holds', () => {
    fc.assert(
      fc.property(scanReport, (scanned) => {
        const printed = jsonl(scanned, options());
        const lines = splitLines(printed);
        expect(lines.pop()).toBe('');
        const places = scanned.findings.flatMap((f) => f.places);
        const locations = lines.map((line) => JSON.parse(line) as { path: string | null; part?: string });
        for (const location of locations) expect(validate(location), JSON.stringify(validate.errors)).toBe(true);
        expect(locations.filter(({ part }) => part !== undefined)).toHaveLength(
          places.flatMap((each) => each.parts ?? []).length,
        );
        const secrets = locations.filter(({ part }) => part === undefined);
        expect(secrets).toHaveLength(places.length);
        expect(secrets.map(({ path }) => path).filter((path) => path !== null)).toEqual(pathsOf(scanned));
      }),
    );
  });

  it('tells where the parts of a pair stand, right after the secret and with its fingerprint', () => {
    const [secret, part] = jsonl(report({ findings: [awsFinding] }), options())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(secret).toMatchObject({ rule: 'aws-access-key', startLine: 14 });
    expect(secret).not.toHaveProperty('part');
    expect(part).toEqual({
      ...secret,
      part: 'aws-access-key-id',
      startLine: 13,
      endLine: 13,
      startColumn: 19,
      endColumn: 39,
    });
  });

  it('shows a secret only where one was asked for', () => {
    const shown = report({ findings: [finding({ places: [place({ secret: 'as it stands' })] })] });
    expect(JSON.parse(jsonl(shown, options()))).toHaveProperty('secret', 'as it stands');
    expect(jsonl(report(), options())).not.toContain('"secret"');
  });
});
