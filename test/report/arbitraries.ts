/** Arbitrary scan reports with hostile strings: control characters, bidi overrides, commands, markup, lone surrogates. */
import * as fc from 'fast-check';
import type { OriginKind } from '../../src/bytes/origin.ts';
import type { Finding, Place, PlacePart, ScanReport } from '../../src/findings/finding.ts';
import { SEVERITIES, TIERS } from '../../src/findings/order.ts';
import { rules } from './sample.ts';

const NASTY = [
  '\u001b[31m',
  '\u001b]8;;http://x\u0007',
  '\n::error::owned',
  '\r\n::add-mask::x',
  '##[error]x',
  '%0A::warning::x',
  '\u202Egnp.exe',
  '\u0085',
  '\u009b2J',
  '\u2028',
  '\u200b',
  '\ud800',
  '[click](http://evil.example)',
  '{0} {bar}',
  '<img src=x onerror=1>',
  '`| a | b |`',
  '..',
  ':',
  ',',
  '%',
  '#?&',
  '\\',
  ' ',
  '日本語',
  '👩‍👩‍👧',
];

/** Any text, often a nasty one; never empty. */
export const hostileText = fc
  .array(fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: 'binary', minLength: 1, maxLength: 6 })), {
    minLength: 1,
    maxLength: 4,
  })
  .map((pieces) => pieces.join(''));

/** A path: no NUL, no empty segments, not absolute, as the sources promise; every other character may occur. */
export const hostilePath = fc
  .array(hostileText, { minLength: 1, maxLength: 3 })
  .map((segments) => segments.map((s) => s.replaceAll(/[\0/]/g, '_').replace(/^\.{1,2}$/, '._')).join('/'));

const oid = fc.stringMatching(/^[0-9a-f]{40}$/);

const origin = fc.oneof(
  fc.record({
    kind: fc.constantFrom<OriginKind>('file', 'index', 'log'),
    path: hostilePath as fc.Arbitrary<string | null>,
  }),
  fc.record({ kind: fc.constant<OriginKind>('blob'), path: fc.option(hostilePath), oid }),
  fc.record({ kind: fc.constantFrom<OriginKind>('commit-message', 'tag', 'ref'), path: fc.constant(null), oid }),
  fc.constant({ kind: 'stdin' as OriginKind, path: null }),
);

function partAt(line: number, name: string): PlacePart {
  return { ruleId: 'acme-token', name, startLine: line, startColumn: 1, endLine: line, endColumn: 9 };
}

const place: fc.Arbitrary<Place> = fc
  .record({
    origin,
    startLine: fc.integer({ min: 1, max: 1_000_000 }),
    startColumn: fc.integer({ min: 1, max: 5000 }),
    lines: fc.integer({ min: 0, max: 30 }),
    width: fc.integer({ min: 1, max: 500 }),
    introduced: fc.option(fc.record({ commit: oid, author: hostileText, date: hostileText })),
    atHead: fc.option(fc.boolean()),
    repeats: fc.nat({ max: 100_000 }),
    parts: fc.array(fc.tuple(fc.integer({ min: 1, max: 1000 }), hostileText), { maxLength: 2 }),
  })
  .map(({ lines, width, parts, ...rest }) => ({
    ...rest,
    ...(parts.length === 0 ? {} : { parts: parts.map(([line, name]) => partAt(line, name)) }),
    endLine: rest.startLine + lines,
    lastLine: rest.startLine + lines + rest.repeats,
    endColumn: lines === 0 ? rest.startColumn + width : width + 1,
  }));

const ruleList = [...rules.rules, ...rules.composites];

const findingArbitrary: fc.Arbitrary<Finding> = fc
  .record({
    rule: fc.constantFrom(...ruleList),
    tier: fc.constantFrom(...TIERS),
    severity: fc.constantFrom(...SEVERITIES),
    fingerprint: fc.oneof(
      fc.stringMatching(/^v1:[0-9a-f]{32}$/),
      fc.stringMatching(/^v1:[0-9a-f]{5}$/),
      fc.stringMatching(/^v1-[0-9a-z]{4}:[0-9a-f]{32}$/),
    ),
    secretLength: fc.integer({ min: 1, max: 4000 }),
    assignedName: fc.oneof(fc.constant(''), hostileText),
    facts: fc.array(fc.tuple(fc.constantFrom('id', 'host', 'user', 'iss'), hostileText), { maxLength: 5 }),
    checks: fc.subarray(['checksum', 'structure', 'pair']),
    spread: fc.option(
      fc.record({
        commitCount: fc.nat(),
        commits: fc.array(fc.string({ minLength: 1 }), { maxLength: 3 }),
        refCount: fc.nat(),
        refs: fc.array(hostileText, { maxLength: 4 }),
      }),
    ),
    places: fc.array(place, { minLength: 1, maxLength: 5 }),
  })
  .map(({ rule, places, ...rest }) => ({
    ...rest,
    ruleId: rule.id,
    ruleName: rule.name,
    places: places as [Place, ...Place[]],
  }));

const receiptArbitrary = fc
  .record({
    asked: hostileText,
    unit: fc.constantFrom('files', 'blobs', 'logs'),
    itemsRead: fc.nat(),
    bytesRead: fc.maxSafeNat(),
    commits: fc.option(fc.nat()),
    also: fc.array(fc.record({ unit: fc.constantFrom('messages', 'tags', 'refs'), items: fc.nat() }), { maxLength: 3 }),
    skips: fc.array(
      fc.record({ path: hostilePath, kind: fc.constantFrom('skip' as const, 'failure' as const), reason: hostileText }),
      { maxLength: 5 },
    ),
    notes: fc.array(hostileText, { maxLength: 3 }),
    suppressed: fc.record({ inline: fc.nat(9), exception: fc.nat(9), baseline: fc.nat(9) }),
    belowMinTier: fc.nat(9),
  })
  .map((receipt) => ({ ...receipt, complete: receipt.skips.every((skip) => skip.kind === 'skip'), stopped: false }));

/** Reports as the scanner may make them, and as an attacker would like to. */
export const scanReport: fc.Arbitrary<ScanReport> = fc.record({
  command: fc.constantFrom('files', 'staged', 'range', 'history', 'logs', 'stdin'),
  findings: fc.array(findingArbitrary, { maxLength: 6 }),
  suppressed: fc.array(
    fc.record({
      finding: findingArbitrary,
      by: fc.record({
        kind: fc.constantFrom('inline' as const, 'exception' as const, 'baseline' as const),
        reason: fc.oneof(fc.constant(''), hostileText),
      }),
    }),
    { maxLength: 3 },
  ),
  receipt: receiptArbitrary,
});

/** Every path that a report may name. */
export function pathsOf(report: ScanReport): string[] {
  return report.findings.flatMap((f) => f.places.map((p) => p.origin.path)).filter((path) => path !== null);
}
