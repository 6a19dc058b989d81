import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TightlipError } from '../../src/errors.ts';
import {
  addEntries,
  type BaselineEntry,
  covers,
  entriesOf,
  formatBaseline,
  parseBaseline,
  removeEntries,
} from '../../src/findings/baseline.ts';
import { hostilePath, hostileText } from '../report/arbitraries.ts';
import { finding, place } from '../report/sample.ts';

const FILE = '.tightlip-baseline.json';

function entry(over: Partial<BaselineEntry> = {}): BaselineEntry {
  return {
    fingerprint: `v1:${'a1'.repeat(16)}`,
    rule: 'acme-token',
    path: 'src/app.ts',
    reason: 'a demo',
    added: '2026-11-24',
    ...over,
  };
}

const anyEntry: fc.Arbitrary<BaselineEntry> = fc.record({
  fingerprint: fc.stringMatching(/^v1(-[0-9a-f]{4})?:[0-9a-f]{5,32}$/),
  rule: fc.constantFrom('acme-token', 'aws-access-key', 'generic-password'),
  path: fc.option(hostilePath.filter((path) => path.trim() !== '')),
  reason: hostileText.filter((text) => text.trim() !== ''),
  added: fc.constantFrom('2026-11-24', '2025-01-02'),
});

const messageOf = (text: string): string => {
  try {
    parseBaseline(text, FILE);
  } catch (error) {
    expect(error).toBeInstanceOf(TightlipError);
    return (error as TightlipError).message;
  }
  throw new Error('accepted');
};

describe('the baseline file', () => {
  it('has one entry a line, sorted, and nothing of the secret or its line', () => {
    const text = formatBaseline([
      entry({ path: 'z.ts' }),
      entry({ path: 'a.ts', rule: 'x-y' }),
      entry({ path: 'a.ts' }),
    ]);
    expect(text).toBe(
      [
        '{',
        '  "version": 1,',
        '  "entries": [',
        `    {"fingerprint":"v1:${'a1'.repeat(16)}","rule":"acme-token","path":"a.ts","reason":"a demo","added":"2026-11-24"},`,
        `    {"fingerprint":"v1:${'a1'.repeat(16)}","rule":"x-y","path":"a.ts","reason":"a demo","added":"2026-11-24"},`,
        `    {"fingerprint":"v1:${'a1'.repeat(16)}","rule":"acme-token","path":"z.ts","reason":"a demo","added":"2026-11-24"}`,
        '  ]',
        '}',
        '',
      ].join('\n'),
    );
    expect(parseBaseline(formatBaseline([]), FILE)).toEqual([]);
  });

  it('comes back as it was written, with CRLF and a byte order mark too, and is written the same again', () => {
    fc.assert(
      fc.property(fc.array(anyEntry), (entries) => {
        const text = formatBaseline(entries);
        const parsed = parseBaseline(text, FILE);
        expect(formatBaseline(parsed)).toBe(text);
        expect(parseBaseline(`\uFEFF${text.replaceAll('\n', '\r\n')}`, FILE)).toEqual(parsed);
        for (const one of entries) {
          expect(
            parsed.some((p) => p.fingerprint === one.fingerprint && p.rule === one.rule && p.path === one.path),
          ).toBe(true);
        }
      }),
    );
  });

  it('is the same whatever order the entries come in', () => {
    fc.assert(
      fc.property(
        fc
          .array(anyEntry)
          .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([entries, shuffled]) => {
          expect(formatBaseline(shuffled)).toBe(formatBaseline(entries));
        },
      ),
    );
  });

  it('can be read after a union merge of two branches that added an entry each', () => {
    const mine = formatBaseline([entry(), entry({ path: 'y.ts' })]).split('\n');
    const theirs = formatBaseline([entry(), entry({ path: 'z.ts' })]).split('\n');
    const merged = [...mine.slice(0, 5), theirs[4], ...mine.slice(5)].join('\n');
    expect(() => JSON.parse(merged) as unknown).toThrow();
    expect(parseBaseline(merged, FILE).map((e) => e.path)).toEqual(['src/app.ts', 'y.ts', 'z.ts']);
  });

  it('can be read however somebody formatted it', () => {
    expect(parseBaseline(JSON.stringify({ entries: [entry()], version: 1 }, null, 4), FILE)).toEqual([entry()]);
  });

  it.each([
    ['', `${FILE}: the baseline cannot be read: it is not valid JSON`],
    ['{"version": 1,\n"entries": [],\n}\n', `${FILE}:3: the baseline cannot be read: it is not valid JSON`],
    ['{"version": 1, "entries": [x]}', `${FILE}: the baseline cannot be read: it is not valid JSON`],
    [
      '{\n<<<<<<< ours\n=======\n>>>>>>> theirs\n',
      `${FILE}:2: the baseline cannot be read: it holds an unresolved merge conflict: keep both sides`,
    ],
    ['[]', `${FILE}: a baseline is an object with "version" and a list "entries"`],
    ['{"version":2,"entries":[]}', `${FILE}: "version" must be 1; a newer Tightlip may have written it`],
    [
      '{"version":1,"entries":["x"]}',
      `${FILE}: entry 1: must be an object with "fingerprint", "rule", "path", "reason", "added"`,
    ],
  ])('refuses %j', (text, message) => {
    expect(messageOf(text)).toBe(message);
  });

  it.each([
    [{ fingerprint: 'v1:' }, '"fingerprint" must be "v1:" and at least 5 hex digits, as a report prints it'],
    [{ fingerprint: 'v2:abcdef12' }, '"fingerprint" must be "v1:" and at least 5 hex digits, as a report prints it'],
    [{ reason: ' ' }, '"reason" must be a text that is not empty'],
    [{ rule: 3 }, '"rule" must be a text that is not empty'],
    [{ path: undefined }, '"path" must be a text that is not empty'],
    [{ added: 'today' }, '"added" must be a day, YYYY-MM-DD'],
  ])('names the entry and what is wrong with it: %j', (wrong, problem) => {
    const text = JSON.stringify({ version: 1, entries: [entry(), { ...entry(), ...wrong }] });
    expect(messageOf(text)).toBe(`${FILE}: entry 2: ${problem}`);
  });

  it('quotes nothing of its content in an error', () => {
    for (const text of [
      'canary',
      '{"version":1,"entries":[canary]}',
      '{"version":1,"entries":[{"fingerprint":"canary"}]}',
    ]) {
      expect(messageOf(text)).not.toContain('canary');
    }
  });
});

describe('an entry', () => {
  const subject = { fingerprint: `v1:${'a1'.repeat(16)}`, ruleId: 'acme-token', path: 'src/app.ts' };

  it.each([
    ['the same finding', {}, true],
    ['its fingerprint by its beginning', { fingerprint: 'v1:a1a1a' }, true],
    ['a longer fingerprint than is published', { fingerprint: `v1:${'a1'.repeat(20)}` }, true],
    ['another secret', { fingerprint: 'v1:a1a1b' }, false],
    ['the secret under another key', { fingerprint: `v1-beef:${'a1'.repeat(16)}` }, false],
    ['another rule', { rule: 'generic-password' }, false],
    ['a copy in another file', { path: 'src/copy.ts' }, false],
    ['what has no path', { path: null }, false],
  ])('covers %s: %j', (_, over, isCovered) => {
    expect(covers(entry(over), subject)).toBe(isCovered);
  });

  it('is made once for each path of a finding', () => {
    const found = finding({ places: [place(), place({ startLine: 9 }), place({ path: 'b.ts' })] });
    expect(entriesOf(found, 'why', '2026-11-24').map((e) => e.path)).toEqual(['b.ts', 'src/app.ts']);
  });

  it('is added once, and the old one stays', () => {
    const old = entry({ fingerprint: 'v1:a1a1a1a1', reason: 'old' });
    expect(addEntries([old], [entry({ reason: 'new' })])).toEqual([old]);
    expect(addEntries([old], [entry({ path: 'b.ts' })])).toHaveLength(2);
  });

  it('is removed by what names it', () => {
    expect(removeEntries([entry(), entry({ path: 'b.ts' })], (e) => e.path === 'b.ts')).toEqual([entry()]);
  });
});
