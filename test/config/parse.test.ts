import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TightlipError } from '../../src/errors.ts';
import { knownKeys, parseConfig } from '../../src/config/parse.ts';

const FILE = 'tightlip.toml';

describe('a configuration', () => {
  test('may be empty', () => {
    const config = parseConfig('', FILE);
    expect(config.values).toEqual({});
    expect(config.exceptions).toEqual([]);
    expect(config.rules).toMatchObject({ hasRules: false, packs: [], disable: [], severities: [], useShipped: true });
  });

  test('holds options, exceptions and what concerns rules', () => {
    const config = parseConfig(
      `min-tier = "review"
exclude = ["vendor/**", "*.snap"]
max-file-size = "5MB"
jobs = 2
disable = ["generic-password"]
packs = ["ci/rules.toml"]

[severity]
jwt-token = "low"

[[exceptions]]
path = "docs/**"
reason = "examples"
until = 2026-12-31

[[exceptions]]
rule = "jwt-token"
fingerprint = "v1:0123456789abcdef"
reason = "expired"
until = "2027-01-01"

[[rules]]
id = "x"
`,
      FILE,
    );
    expect(config.values).toEqual({
      'min-tier': 'review',
      exclude: ['vendor/**', '*.snap'],
      'max-file-size': 5_000_000,
      jobs: 2,
    });
    const none = { rule: null, path: null, fingerprint: null, until: null };
    expect(config.exceptions).toEqual([
      { ...none, path: 'docs/**', reason: 'examples', until: '2026-12-31', where: 'tightlip.toml:11' },
      {
        ...none,
        rule: 'jwt-token',
        fingerprint: 'v1:0123456789abcdef',
        reason: 'expired',
        until: '2027-01-01',
        where: 'tightlip.toml:16',
      },
    ]);
    expect(config.rules).toMatchObject({
      hasRules: true,
      disable: [{ word: 'generic-password', where: 'tightlip.toml:5' }],
      packs: [{ word: 'ci/rules.toml', where: 'tightlip.toml:6' }],
      severities: [{ word: 'jwt-token', severity: 'low', where: 'tightlip.toml:9' }],
    });
  });

  test('may have CRLF and a byte order mark', () => {
    expect(parseConfig('\uFEFFjobs = 2\r\nexclude = ["a"]\r\n', FILE).values).toEqual({ jobs: 2, exclude: ['a'] });
    expect(() => parseConfig('\uFEFF\r\n\r\njobz = 2\r\n', FILE)).toThrow('tightlip.toml:3: unknown key "jobz"');
  });
});

describe('a mistake is one sentence with its line', () => {
  test.each([
    [
      '[allowlist]\npaths = ["x"]',
      'tightlip.toml:1: unknown key "allowlist"; here that is: [[exceptions]], each with a reason, or exclude = ["GLOB"]',
    ],
    ['exclud = []', 'tightlip.toml:1: unknown key "exclud" (did you mean "exclude"?)'],
    ['\n\nfoo = 1', `tightlip.toml:3: unknown key "foo"; a configuration has ${knownKeys().join(', ')}`],
    ['show-secrets = true', 'tightlip.toml:1: "show-secrets" is set on the command line alone: --show-secrets'],
    ['rule = ["a"]', 'tightlip.toml:1: "rule" is set on the command line alone: --rule'],
    [
      '[pack]\nname = "a"',
      'tightlip.toml:1: [pack] is for pack files: leave it out here, or name its file in packs = ["…"]',
    ],
    ['jobs = "4"', 'tightlip.toml:1: jobs: expected a whole number, found a string'],
    ['shipped-rules = 1', 'tightlip.toml:1: shipped-rules: expected true or false, found a number'],
    ['disable = "a"', 'tightlip.toml:1: disable: expected an array of strings, found a string'],
    ['severity = "low"', 'tightlip.toml:1: severity: expected a table of rule id = "severity", found a string'],
    ['[severity]\na = 1', 'tightlip.toml:2: "a" in [severity]: expected a string, found a number'],
    [
      '[severity]\na = "hihg"',
      'tightlip.toml:2: "a" in [severity]: expected one of critical, high, medium, low, info (did you mean "high"?)',
    ],
    ['exceptions = 1', 'tightlip.toml:1: exceptions: expected [[exceptions]] tables, found a number'],
    [
      '[[exceptions]]\nreason = "x"\npath = "a"\n\n[[exceptions]]\nreson = "x"\npath = "a"',
      'tightlip.toml:6: unknown key "reson" in [[exceptions]] (did you mean "reason"?)',
    ],
    [
      '\n[[exceptions]]\npath = "a"',
      'tightlip.toml:2: an exception needs a reason: add reason = "why this is no secret"',
    ],
    ['[[exceptions]]\nreason = "a"', 'tightlip.toml:1: an exception needs at least one of rule, path, fingerprint'],
    [
      '[[exceptions]]\nreason = " "',
      'tightlip.toml:2: reason in [[exceptions]]: expected a non-empty string, found a blank one',
    ],
    [
      '[[exceptions]]\nreason = "a"\nfingerprint = "v1:12"',
      'tightlip.toml:3: fingerprint in [[exceptions]]: expected "v1:" and at least 5 hex digits, as a report prints it',
    ],
    [
      '[[exceptions]]\nreason = "a"\nuntil = "2026-02-30"',
      'tightlip.toml:3: until in [[exceptions]]: expected a day, YYYY-MM-DD',
    ],
    [
      '[[exceptions]]\nreason = "a"\nuntil = 2026-02-03T10:00:00Z',
      'tightlip.toml:3: until in [[exceptions]]: expected a day, YYYY-MM-DD',
    ],
    ['a = [', 'tightlip.toml:1: not valid TOML: unfinished array'],
    ['a = 1\na = 2', 'tightlip.toml:2: not valid TOML: trying to redefine an already defined table or value'],
  ])('%j', (text, message) => {
    expect(() => parseConfig(text, FILE)).toThrow(new TightlipError('config', message));
  });

  test('no value and no source line is quoted', () => {
    const value = 'hunter2hunter2';
    for (const text of [
      `jobs = "${value}"`,
      `password = ${value}`,
      `baseline = ["${value}"]`,
      `[severity]\na = "${value}"`,
    ]) {
      const error = errorOf(text);
      expect(error).toBeInstanceOf(TightlipError);
      expect(`${String(error)}${(error as Error).stack}${String((error as Error).cause)}`).not.toContain(value);
    }
  });
});

describe('whatever stands in the file', () => {
  const key = fc.constantFrom(...knownKeys(), 'reason', 'path', 'until', 'zzz', '__proto__', 'constructor', '"a b"');
  const value = fc.constantFrom(
    '1',
    '"a"',
    "'''x'''",
    '[]',
    '["a"]',
    '{}',
    'true',
    '2026-01-01',
    '1.5',
    '9007199254740993',
    'nan',
  );
  const line = fc.oneof(
    fc.tuple(key, value).map(([name, written]) => `${name} = ${written}`),
    key.map((name) => `[${name}]`),
    key.map((name) => `[[${name}]]`),
  );

  test('the parser gives a configuration or a TightlipError with a line', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(line).map((lines) => lines.join('\n')),
        ),
        (text) => {
          const error = errorOf(text);
          if (error === null) return;
          expect(error).toBeInstanceOf(TightlipError);
          expect((error as Error).message).toMatch(/^tightlip\.toml:\d+: /);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

function errorOf(text: string): unknown {
  try {
    parseConfig(text, FILE);
    return null;
  } catch (error) {
    return error;
  }
}
