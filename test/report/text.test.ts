import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeText } from '../../src/findings/escape.ts';
import { columnsOf } from '../../src/report/layout.ts';
import { summaryLine, text } from '../../src/report/text.ts';
import { placeLabel } from '../../src/report/words.ts';
import { scanReport } from './arbitraries.ts';
import {
  busyReport,
  cleanReport,
  finding,
  historyReport,
  logsReport,
  options,
  place,
  rangeReport,
  receipt,
  report,
  rule,
  rules,
} from './sample.ts';

const golden = (name: string): string => `../golden/${name}.txt`;

describe('text', () => {
  it.each([
    ['staged', report({ receipt: receipt({ belowMinTier: 1 }) }), {}],
    ['staged-color', report(), { color: true }],
    ['staged-narrow', report(), { width: 48 }],
    ['files-incomplete', busyReport, { showSuppressed: true }],
    ['range', rangeReport, {}],
    ['history', historyReport, {}],
    ['logs', logsReport, {}],
    ['clean', cleanReport, { exitCode: 0 }],
    ['nothing-found', report({ findings: [], receipt: logsReport.receipt, command: 'logs' }), { exitCode: 3 }],
  ])('prints the report of %s as reviewed', async (name, scanned, over) => {
    await expect(text(scanned, options(over))).toMatchFileSnapshot(golden(name));
  });

  it('never calls a run clean that did not read everything', () => {
    const printed = text(report({ findings: [], receipt: logsReport.receipt }), options());
    expect(printed).toContain('tightlip: nothing found, but not everything was read (exit 3)');
    expect(printed).toContain('/var/log/app/secure.log: cannot be read: permission denied');
    expect(printed).not.toContain('clean');
  });

  it.each([
    [5, report()],
    [5, busyReport],
    [7, historyReport],
    [6, logsReport],
  ])('gives a finding at most %d lines at 80 columns', (most, scanned) => {
    const blocks = text(scanned, options())
      .split('\n\n')
      .filter((block) => /^(proven|likely|review) /.test(block));
    expect(blocks).toHaveLength(scanned.findings.length);
    for (const block of blocks) expect(block.split('\n').length).toBeLessThanOrEqual(most);
  });

  it('says of a single secret in history whether it is still at HEAD', () => {
    const [first, second] = historyReport.findings;
    const header = (found: typeof first): string =>
      text({ ...historyReport, findings: [found!] }, options()).split('\n')[0]!;
    expect(header(first)).toBe('tightlip: 1 secret in 39,204 commits, still at HEAD');
    expect(header(second)).toBe('tightlip: 1 secret in 39,204 commits, not at HEAD');
  });

  it('leaves out an address that is wider than the line', () => {
    const wide = { ...rules, rules: [rule({ revoke: '', docs: `https://acme.example/${'long/'.repeat(20)}` })] };
    expect(text(report({ findings: [finding()] }), options({ rules: wide }))).not.toContain('acme.example');
    expect(text(report({ findings: [finding()] }), options({ rules: wide, width: 160 }))).toContain('acme.example');
  });

  it('tells the places one by one where a line holds them, and their number otherwise', () => {
    const two = finding({ places: [place({ startLine: 8 }), place({ startLine: 30 })] });
    expect(text(report({ findings: [two] }), options())).toContain('src/app.ts:8:9   also at src/app.ts:30:9');
    const places = Array.from({ length: 40 }, (_, i) => place({ path: `src/file-${i}.ts` }));
    const many = finding({ places: [place({ startLine: 1 }), ...places] });
    expect(text(report({ findings: [many] }), options())).toContain('and at 40 more places in 40 more files');
  });

  it('offers an exception for what stands in a log, since the baseline is of files', () => {
    const printed = text(logsReport, options());
    expect(printed).not.toContain('baseline add');
    const offered = printed
      .split('\n')
      .slice(-7)
      .map((line) => line.slice('Not a secret?  '.length));
    expect(offered.join('\n')).toContain('fingerprint = "v1:9c41d0e2"\nreason = "…"');
  });

  it('offers marks only where a mark would count', () => {
    expect(text(report(), options())).toContain('tightlip:allow');
    expect(text(logsReport, options())).not.toContain('tightlip:allow');
    expect(text(historyReport, options())).not.toContain('tightlip:allow');
  });

  it('colours nothing but tiers and paths', () => {
    const plain = text(report(), options());
    const colored = text(report(), options({ color: true }));
    expect(colored.replaceAll(/\u001b\[[0-9;]*m/g, '')).toBe(plain);
    const painted = [...colored.matchAll(/\u001b\[[0-9;]*m([^\u001b]+)\u001b\[0m/g)].map((match) => match[1]);
    expect(painted).toEqual(['proven', 'config/deploy.env:14:23', 'likely', 'src/trade.ts:8:17']);
  });

  it('lists what was not read up to a limit, and says how much more there is', () => {
    const skips = Array.from({ length: 60 }, (_, i) => ({ path: `f${i}`, kind: 'failure' as const, reason: 'gone' }));
    const printed = text(report({ findings: [], receipt: receipt({ skips, complete: false }) }), options());
    expect(printed.match(/^not read: /gm)).toHaveLength(50);
    expect(printed).toContain('and 10 more not read: see --format json');
  });

  it('holds no control character, whatever the report holds', () => {
    fc.assert(
      fc.property(scanReport, fc.integer({ min: 40, max: 120 }), fc.boolean(), (scanned, width, showSuppressed) => {
        const printed = text(scanned, options({ width, showSuppressed }));
        expect(escapeText(printed.replaceAll('\n', ''))).toBe(printed.replaceAll('\n', ''));
        expect(escapeText(summaryLine(scanned, 'likely'))).toBe(summaryLine(scanned, 'likely'));
      }),
    );
  });

  it('counts what was skipped by its reason, and a folder by its files', () => {
    const reasons = [
      'ignored by git',
      'ignored by git',
      '14 files ignored by git',
      '5 files ignored by git',
      '5 files ignored by git',
    ];
    const skips = reasons.map((reason, i) => ({ path: `d${i}`, kind: 'skip' as const, reason }));
    expect(summaryLine(report({ receipt: receipt({ skips }) }), 'likely')).toContain(
      'skipped 5 (2 × 5 files ignored by git; 2 ignored by git; 14 files ignored by git)',
    );
  });

  it('never breaks a path, at any width', () => {
    fc.assert(
      fc.property(scanReport, fc.integer({ min: 40, max: 120 }), (scanned, width) => {
        const lines = text(scanned, options({ width })).split('\n');
        const isWhole = (path: string): boolean => lines.some((line) => line.includes(path));
        for (const found of scanned.findings) expect(found.places.some((p) => isWhole(placeLabel(p)))).toBe(true);
        for (const skip of scanned.receipt.skips) {
          if (skip.kind === 'failure') expect(isWhole(escapeText(skip.path))).toBe(true);
        }
      }),
    );
  });

  it('keeps to the width where words allow it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 60, max: 120 }), (width) => {
        for (const scanned of [report(), historyReport, logsReport, cleanReport, busyReport]) {
          for (const line of text(scanned, options({ width })).split('\n')) {
            const isUnbreakable = /baseline add|application-production|https:/.test(line);
            if (!isUnbreakable) expect(columnsOf(line)).toBeLessThanOrEqual(width);
          }
        }
      }),
    );
  });
});
