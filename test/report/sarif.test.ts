import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScanReport } from '../../src/findings/finding.ts';
import { sarif } from '../../src/report/sarif.ts';
import { artifactLocation, remoteUri } from '../../src/report/uri.ts';
import { pathsOf, scanReport } from './arbitraries.ts';
import {
  alpacaFinding,
  awsFinding,
  busyReport,
  cleanReport,
  finding,
  historyReport,
  logsReport,
  options,
  place,
  receipt,
  report,
} from './sample.ts';

interface Result {
  ruleId: string;
  ruleIndex: number;
  level: string;
  message: { text: string };
  locations: {
    physicalLocation: { artifactLocation: { uri: string; uriBaseId?: string }; region: Record<string, number> };
  }[];
  partialFingerprints: Record<string, string>;
  relatedLocations?: object[];
  suppressions?: { kind: string; justification?: string }[];
}

interface Run {
  tool: { driver: { rules: { id: string }[] } };
  results: Result[];
  columnKind: string;
  versionControlProvenance?: { repositoryUri: string }[];
  invocations: {
    executionSuccessful: boolean;
    exitCode: number;
    toolExecutionNotifications: { descriptor: { id: string }; level: string; message: { text: string } }[];
  }[];
}

function runOf(scanned: ScanReport, over: Parameters<typeof options>[0] = {}): Run {
  return (JSON.parse(sarif(scanned, options(over))) as { runs: [Run] }).runs[0];
}

// The schema and the validator come in a package for Linux on x64 only.
const packageRoot = join(
  createRequire(import.meta.url).resolve('@microsoft/sarif-multitool'),
  '../../sarif-multitool-linux',
);
const schemaFile = join(packageRoot, 'sarif-2.1.0.json');
const hasTool = process.platform === 'linux' && process.arch === 'x64' && existsSync(schemaFile);

describe('sarif', () => {
  it('prints the file as reviewed', async () => {
    await expect(sarif(busyReport, options({ showSuppressed: true }))).toMatchFileSnapshot('../golden/files.sarif');
    await expect(sarif(cleanReport, options({ exitCode: 0 }))).toMatchFileSnapshot('../golden/clean.sarif');
  });

  it('has an empty list of results when there are none', () => {
    const run = runOf(cleanReport, { exitCode: 0 });
    expect(run.results).toEqual([]);
    expect(run.invocations[0]).toMatchObject({ executionSuccessful: true, exitCode: 0 });
  });

  it('tells what was not read', () => {
    const run = runOf(logsReport, { exitCode: 3 });
    expect(run.invocations[0]).toMatchObject({ executionSuccessful: false, exitCode: 3 });
    const failures = run.invocations[0]!.toolExecutionNotifications.filter((n) => n.level === 'error');
    expect(failures.map((n) => n.message.text)).toEqual(['Not read: cannot be read: permission denied.']);
  });

  it('has one result a place, with exclusive end columns and the same rule and fingerprint', () => {
    const run = runOf(report({ findings: [alpacaFinding] }));
    expect(run.results).toHaveLength(3);
    expect(new Set(run.results.map((r) => r.partialFingerprints['tightlipFingerprint/v1']))).toEqual(
      new Set([alpacaFinding.fingerprint]),
    );
    expect(run.results[0]!.locations[0]!.physicalLocation.region).toEqual({
      startLine: 8,
      startColumn: 17,
      endLine: 8,
      endColumn: 57,
    });
    expect(run.results.every((r) => run.tool.driver.rules[r.ruleIndex]!.id === r.ruleId)).toBe(true);
  });

  it('keeps two secrets on one line apart, and does not claim to be the line hash of GitHub', () => {
    const two = [finding(), finding({ fingerprint: 'v1:00000000aa55aa55aa55aa55aa55aa55' })];
    const { results } = runOf(report({ findings: two }));
    expect(new Set(results.map((r) => JSON.stringify(r.partialFingerprints))).size).toBe(2);
    for (const result of results) {
      expect(Object.keys(result.partialFingerprints)).toEqual(['tightlipFingerprint/v1']);
      expect(result.message.text).toContain('One of 2 on this line.');
    }
  });

  it('links to the other places of the same secret', () => {
    const { results } = runOf(report({ findings: [alpacaFinding] }));
    expect(results[1]!.message.text).toContain('Also at [src/trade.ts:8:17](1), [test/trade.test.ts:11:20](2).');
    expect(results[1]!.relatedLocations).toMatchObject([
      { id: 1, physicalLocation: { region: { startLine: 8 } } },
      { id: 2, physicalLocation: { region: { startLine: 11 } } },
    ]);
    const places = Array.from({ length: 30 }, (_, i) => place({ startLine: i + 1 }));
    const many = runOf(report({ findings: [finding({ places: [place({ path: 'a' }), ...places] })] })).results[30]!;
    expect(many.relatedLocations).toHaveLength(10);
    expect(many.message.text).toContain('and at 20 more places.');
  });

  it('takes the name of a tag or a ref for no file, and tells in words what it is', () => {
    const places = [
      place({ kind: 'file', path: 'v1' }),
      place({ kind: 'tag', path: 'v1' }),
      place({ kind: 'ref', path: 'refs/heads/x' }),
    ] as const;
    const { results } = runOf(report({ findings: [finding({ places })] }));
    expect(results.map(({ locations }) => locations[0]!.physicalLocation.artifactLocation.uri)).toEqual([
      'v1',
      '.git/tag/v1',
      '.git/ref/refs/heads/x',
    ]);
    expect(results.map(({ locations }) => 'logicalLocations' in locations[0]!)).toEqual([false, true, true]);
  });

  it('links to what goes with a secret before its other places', () => {
    const [first] = awsFinding.places;
    const both = finding({ ...awsFinding, places: [first, place({ path: 'b', startLine: 5, startColumn: 2 })] });
    const [result, other] = runOf(report({ findings: [both] })).results;
    expect(result!.message.text).toContain(
      'Goes with the AWS access key id at [config/deploy.env:13:19](1). Also at [b:5:2](2).',
    );
    expect(result!.relatedLocations).toMatchObject([
      {
        id: 1,
        message: { text: 'The AWS access key id that goes with it.' },
        physicalLocation: { region: { startLine: 13, startColumn: 19, endLine: 13, endColumn: 39 } },
      },
      { id: 2, message: { text: 'The same secret.' }, physicalLocation: { region: { startLine: 5 } } },
    ]);
    expect(other!.message.text).not.toContain('Goes with');
    expect(other!.relatedLocations).toMatchObject([{ id: 1, physicalLocation: { region: { startLine: 14 } } }]);
  });

  it('puts suppressed findings in only when asked, and then says so on every result', () => {
    expect(runOf(busyReport).results.some((r) => r.suppressions !== undefined)).toBe(false);
    const { results } = runOf(busyReport, { showSuppressed: true });
    expect(results.every((r) => r.suppressions !== undefined)).toBe(true);
    expect(results.flatMap((r) => r.suppressions)).toEqual([
      { kind: 'inSource', status: 'accepted', justification: 'demo key, see ticket 4711' },
    ]);
  });

  it('keeps to the limits of GitHub, first places before others, and says so', () => {
    const places = Array.from({ length: 20_000 }, (_, i) => place({ startLine: i + 1 }));
    const big = (digit: string): ReturnType<typeof finding> =>
      finding({ fingerprint: `v1:${digit.repeat(32)}`, places: [place(), ...places] });
    const run = runOf(report({ findings: [big('a'), big('b')] }));
    expect(run.results).toHaveLength(25_000);
    expect(run.results[1]!.partialFingerprints).toEqual({ 'tightlipFingerprint/v1': `v1:${'b'.repeat(32)}` });
    const limits = run.invocations[0]!.toolExecutionNotifications.filter((n) => n.descriptor.id === 'limit');
    expect(limits.map((n) => n.message.text)).toEqual([
      '15,002 results were left out: GitHub refuses a file with more than 25,000.',
      'GitHub shows only 5,000 of the results.',
    ]);
  });

  it('lists a thousand skips and counts the others by reason', () => {
    const skips = Array.from({ length: 1200 }, (_, i) => ({
      path: `p${i}.png`,
      kind: 'skip' as const,
      reason: 'binary',
    }));
    const said = runOf(report({ receipt: receipt({ skips }) })).invocations[0]!.toolExecutionNotifications;
    expect(said.filter((n) => n.descriptor.id === 'skipped')).toHaveLength(1000);
    expect(said.map((n) => n.message.text)).toContain('Only the first 1,000 of 1,200 are listed: 1,200 binary.');
  });

  it('describes a rule that is not in the rule set at hand', () => {
    const run = runOf(report({ findings: [finding({ ruleId: 'gone-rule', ruleName: 'Gone rule' })] }));
    expect(run.tool.driver.rules).toMatchObject([{ id: 'gone-rule', help: { text: 'Gone rule.' } }]);
  });

  it('names the repository without credentials, or not at all', () => {
    const repository = { url: 'https://user:word@example.com/o/r.git?x#y', revision: 'a'.repeat(40), branch: 'main' };
    expect(runOf(report(), { repository }).versionControlProvenance).toMatchObject([
      { repositoryUri: 'https://example.com/o/r.git', revisionId: 'a'.repeat(40), branch: 'main' },
    ]);
    expect(
      runOf(report(), { repository: { ...repository, url: '../other' } }).versionControlProvenance,
    ).toBeUndefined();
  });

  it('makes no link and no placeholder of a name', () => {
    const named = finding({ assignedName: '[click](http://evil.example){0}' });
    expect(runOf(report({ findings: [named] })).results[0]!.message.text).toContain(
      String.raw`\[click\](http://evil.example){{0}}`,
    );
  });

  it.runIf(hasTool)('is valid by the schema of OASIS, whatever the report holds (Linux x64)', () => {
    const ajv = new Ajv2020({ strict: false });
    addFormats.default(ajv);
    const validate = ajv.compile(JSON.parse(readFileSync(schemaFile, 'utf8').replace(/^\uFEFF/, '')) as object);
    const repository = { url: 'git@example.com:o/r.git', revision: 'a'.repeat(40), branch: 'x\u001b[1m' };
    fc.assert(
      fc.property(scanReport, fc.boolean(), (scanned, showSuppressed) => {
        const document: unknown = JSON.parse(sarif(scanned, options({ showSuppressed, repository })));
        expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
      }),
    );
  });

  it.runIf(hasTool)(
    'has neither error nor warning for sarif-multitool, GitHub rules included (Linux x64)',
    () => {
      const directory = mkdtempSync(join(tmpdir(), 'tightlip-sarif-'));
      try {
        const samples = [
          report(),
          busyReport,
          historyReport,
          logsReport,
          cleanReport,
          ...fc.sample(scanReport, { numRuns: 4, seed: 7 }),
        ];
        const files = samples.map((scanned, i) => {
          const file = join(directory, `${i}.sarif`);
          const repository =
            i % 2 === 0 ? { url: 'https://example.com/o/r', revision: 'a'.repeat(40), branch: 'main' } : null;
          writeFileSync(file, sarif(scanned, options({ showSuppressed: i % 3 === 0, repository })));
          return file;
        });
        // It ends with 0 whatever it found, so its words are read.
        const said = execFileSync(
          join(packageRoot, 'Sarif.Multitool'),
          [
            'validate',
            ...files,
            '--rule-kind',
            'Sarif;Ghas',
            '-o',
            join(directory, 'out.sarif'),
            '--log',
            'ForceOverwrite',
          ],
          { encoding: 'utf8' },
        );
        expect(said).toContain('Analysis completed successfully');
        expect(said).toContain(`${files.length} files scanned`);
        // The project has no page of its own to name as informationUri.
        const complaints = said
          .split('\n')
          .filter((line) => / (error|warning) /.test(line) && !line.includes('SARIF2005'));
        expect(complaints).toEqual([]);
      } finally {
        rmSync(directory, { recursive: true, force: true });
      }
    },
    120_000,
  );
});

describe('artifactLocation', () => {
  it.each([
    ['src/app.ts', 'src/app.ts', '%SRCROOT%'],
    ['a b/c#d?e%f[g].txt', 'a%20b/c%23d%3Fe%25f%5Bg%5D.txt', '%SRCROOT%'],
    ['c:x/é', 'c%3Ax/%C3%A9', '%SRCROOT%'],
    ['back\\slash', 'back%5Cslash', '%SRCROOT%'],
    ['/var/log/a b.log', 'file:///var/log/a%20b.log', undefined],
    ['C:/logs/x', 'file:///C:/logs/x', undefined],
    ['../x', '../x', undefined],
  ])('%s is %s', (path, uri, base) => {
    expect(artifactLocation(path)).toEqual(base === undefined ? { uri } : { uri, uriBaseId: base });
  });

  it('decodes back to the path, as upload actions do', () => {
    fc.assert(
      fc.property(scanReport, (scanned) => {
        for (const path of pathsOf(scanned).filter((p) => !/\p{Cs}/u.test(p) && !/^([A-Za-z]:)?\//.test(p))) {
          expect(decodeURIComponent(artifactLocation(path).uri)).toBe(path);
        }
      }),
    );
  });
});

describe('remoteUri', () => {
  it.each([
    ['https://x:y@example.com/o/r.git', 'https://example.com/o/r.git'],
    ['git@example.com:o/r.git', 'ssh://example.com/o/r.git'],
    ['ssh://git@example.com:22/o/r', 'ssh://example.com:22/o/r'],
    ['/srv/git/r.git', null],
    ['file:///srv/git/r.git', null],
    ['C:/r.git', null],
    ['', null],
  ])('%s is %s', (remote, uri) => {
    expect(remoteUri(remote)).toBe(uri);
  });
});
