import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SealedMatch } from '../../src/findings/finding.ts';
import { Grouper, type Grouped, type PlacedMatch } from '../../src/findings/group.ts';
import { NO_EVIDENCE } from '../../src/engine/match.ts';
import { Suppressor } from '../../src/findings/suppress.ts';
import type { Tier } from '../../src/rules/rule.ts';
import { rules } from '../report/sample.ts';
import { placed } from './sealed.ts';

function group(matches: readonly PlacedMatch[], minTier: Tier = 'likely'): Grouped {
  const suppressor = new Suppressor({
    exceptions: [{ rule: null, path: 'docs/**', fingerprint: null, reason: 'docs', until: null, where: 'x:1' }],
    baseline: [],
    baselineFile: 'b',
    shownPath: (path) => path,
    nowMs: 0,
    honourMarks: true,
    fingerprintKey: 'v1:',
    wholeTree: false,
    ruleNames: () => new Set(),
  });
  const grouper = new Grouper({ rules, minTier, suppressor });
  for (const match of matches) grouper.add(match);
  return grouper.finish();
}

const second: Partial<SealedMatch> = { valueKey: 'k2', fingerprint: `v1:${'b2'.repeat(16)}` };

describe('Grouper', () => {
  it('makes one finding of one secret and rule, with all its places in reading order', () => {
    const { findings } = group([
      placed('b.ts'),
      placed('a.ts', { startLine: 9 }),
      placed('a.ts'),
      placed('a.ts', second),
    ]);
    expect(findings.map((f) => f.places.map((p) => `${p.origin.path}:${p.startLine}`))).toEqual([
      ['a.ts:3', 'a.ts:9', 'b.ts:3'],
      ['a.ts:3'],
    ]);
  });

  it('keeps equal values of different rules apart', () => {
    expect(group([placed('a.ts'), placed('a.ts', { rule: 1, startLine: 4 })]).findings.map((f) => f.ruleId)).toEqual([
      'alpaca-secret-key',
      'acme-token',
    ]);
  });

  it('puts tier before HEAD, HEAD before severity, severity before place', () => {
    const key = (n: number): Partial<SealedMatch> => ({ valueKey: `k${n}`, fingerprint: `v1:0000${n}` });
    const { findings } = group([
      placed('a.ts', { rule: 2, ...key(1) }),
      placed('b.ts', { rule: 1, ...key(2) }),
      placed('c.ts', { rule: 2, ...key(3) }, { atHead: true }),
      placed('d.ts', { rule: 2, ...key(4) }, { tier: 'proven' }),
      placed('a.ts', { rule: 1, ...key(5) }),
    ]);
    expect(findings.map((f) => f.fingerprint.at(-1))).toEqual(['4', '3', '5', '2', '1']);
  });

  it('takes the surest tier of its places, and names the composite', () => {
    const evidence = { ...NO_EVIDENCE, structure: 1 as const };
    const [found] = group([
      placed('a.ts', { rule: 1, composite: 0 }, { tier: 'review' }),
      placed('b.ts', { rule: 1, composite: 0, evidence, assignedName: 'KEY' }, { tier: 'proven' }),
    ]).findings;
    expect(found).toMatchObject({
      ruleId: 'aws-access-key',
      tier: 'proven',
      checks: ['structure', 'pair'],
      assignedName: 'KEY',
    });
  });

  it('counts what is below the least tier', () => {
    const review = placed('a.ts', {}, { tier: 'review' });
    expect(group([review])).toMatchObject({ findings: [], end: { belowMinTier: 1 } });
    expect(group([review], 'review').findings).toHaveLength(1);
    expect(group([placed('a.ts')], 'proven')).toMatchObject({ findings: [], end: { belowMinTier: 1 } });
  });

  it('silences places, not secrets: a copy elsewhere stays', () => {
    const { findings, suppressed, end } = group([
      placed('docs/a.md'),
      placed('a.ts'),
      placed('b.ts', { allowedBy: 'demo' }),
    ]);
    expect(findings.map((f) => f.places.map((p) => p.origin.path))).toEqual([['a.ts']]);
    expect(suppressed.map(({ finding, by }) => [finding.places[0].origin.path, by.kind, by.reason])).toEqual([
      ['b.ts', 'inline', 'demo'],
      ['docs/a.md', 'exception', 'docs'],
    ]);
    expect(end.suppressed).toEqual({ inline: 1, exception: 1, baseline: 0 });
  });

  it('lists the first hundred places of a log and counts the rest, those a worker folded included', () => {
    const log = (startLine: number, over: Partial<SealedMatch> = {}): PlacedMatch =>
      placed('app.log', { startLine, ...over }, { origin: { kind: 'log', path: 'app.log' } });
    const matches = Array.from({ length: 450 }, (_, i) => log(450 - i));
    const [found] = group([...matches, log(451, { repeats: 7, lastLine: 900 })]).findings;
    expect(found?.places.map((p) => p.startLine)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
    expect(found?.places.map((p) => p.repeats).filter((n) => n > 0)).toEqual([358]);
    expect(found?.places[0]).toMatchObject({ repeats: 358, lastLine: 900 });
  });

  it('drops a place that it was told twice', () => {
    expect(group([placed('a.ts'), placed('a.ts')]).findings[0]?.places).toHaveLength(1);
  });

  it('carries a shown secret to its place', () => {
    expect(group([placed('a.ts', { secret: 'as it stands' })]).findings[0]?.places[0]).toHaveProperty('secret');
    expect(group([placed('a.ts')]).findings[0]?.places[0]).not.toHaveProperty('secret');
  });

  it('does not depend on the order in which threads deliver', () => {
    const match = fc
      .record({
        path: fc.constantFrom('a.ts', 'b.ts', 'docs/c.md', null),
        kind: fc.constantFrom('file' as const, 'log' as const, 'stdin' as const),
        startLine: fc.integer({ min: 1, max: 4 }),
        rule: fc.integer({ min: 0, max: 3 }),
        value: fc.integer({ min: 1, max: 3 }),
        tier: fc.constantFrom<Tier>('proven', 'likely', 'review'),
        allowedBy: fc.option(fc.constantFrom('', 'demo')),
      })
      .map(({ path, kind, value, tier, ...rest }) => {
        const one = { ...rest, valueKey: `k${value}`, fingerprint: `v1:0000${value}` };
        return placed(path, one, { tier, origin: { kind, path } });
      });
    fc.assert(
      fc.property(
        fc.array(match).chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([matches, shuffled]) => {
          expect(group(shuffled)).toEqual(group(matches));
        },
      ),
    );
  });
});
