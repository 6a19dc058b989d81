import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formats } from '../../src/report/formats.ts';
import type { ReportFormat } from '../../src/report/report.ts';
import { scanReport } from './arbitraries.ts';
import { finding, options, place, receipt, report } from './sample.ts';

const NAMES = Object.keys(formats) as ReportFormat[];

/** A report in which every object carries fields that no type declares. */
function smuggled(): ReturnType<typeof report> {
  const extra = { value: 'canary', bytes: 'canary', line: 'canary', valueKey: 'canary' };
  const origin = { kind: 'file' as const, path: 'a.ts', ...extra };
  const found = { ...finding({ places: [{ ...place(), ...extra, origin }] }), ...extra };
  const skip = { path: 'b', kind: 'failure' as const, reason: 'gone', ...extra };
  return {
    ...report({ findings: [found] }),
    suppressed: [{ finding: found, by: { kind: 'inline', reason: 'demo', ...extra } }],
    receipt: { ...receipt({ skips: [skip], complete: false }), ...extra },
    ...extra,
  };
}

describe.each(NAMES)('%s', (name) => {
  it('prints declared fields only', () => {
    const printed = formats[name](smuggled(), options({ showSuppressed: true }));
    expect(printed).toContain('a.ts');
    expect(printed).not.toContain('canary');
  });

  it('shows a secret only in the formats that may', () => {
    const shown = report({ findings: [finding({ places: [place({ secret: 'canary' })] })] });
    const printed = formats[name](shown, options({ showSuppressed: true }));
    expect(printed.includes('canary')).toBe(name === 'json' || name === 'jsonl');
  });

  it('prints as many findings as there are', () => {
    // More lines than a call can have arguments.
    const findings = Array.from({ length: 40_000 }, (_, i) => finding({ fingerprint: `v1:${i}` }));
    expect(formats[name](report({ findings }), options())).not.toBe('');
  });

  it('gives equal bytes for equal reports, and ends with a line break or is empty', () => {
    fc.assert(
      fc.property(scanReport, (scanned) => {
        const printed = formats[name](scanned, options());
        expect(formats[name](structuredClone(scanned), options())).toBe(printed);
        expect(printed === '' || printed.endsWith('\n')).toBe(true);
      }),
    );
  });

  it('never throws on what a hostile repository may hold', () => {
    fc.assert(
      fc.property(scanReport, fc.integer({ min: -1, max: 500 }), (scanned, width) => {
        formats[name](scanned, options({ width, showSuppressed: true, color: true }));
      }),
    );
  });
});
