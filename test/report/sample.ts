/** Rules, findings and reports made by hand for the report tests. No value in here is a secret. */
import type { Finding, Place, Receipt, ScanReport } from '../../src/findings/finding.ts';
import type { ReportOptions } from '../../src/report/report.ts';
import type { CompositeRule, Rule, RuleSetData } from '../../src/rules/rule.ts';

export function rule(over: Partial<Rule>): Rule {
  return {
    id: 'acme-token',
    name: 'Acme token',
    description: 'A token of the Acme service. Its holder can read and write all projects of its owner.',
    pack: 'acme',
    severity: 'high',
    class: 'prefix',
    keywords: ['acme'],
    caseSensitive: false,
    before: 0,
    after: 64,
    pattern: '(?<secret>acme_[a-z]{20})',
    ignoreCase: false,
    matcher: null,
    names: [],
    notNames: [],
    value: '',
    scope: 'name',
    options: [],
    checksum: '',
    distinctive: false,
    linear: true,
    nameParts: [],
    valueRun: '',
    guessable: false,
    minEntropy: 0,
    partOnly: false,
    maxTier: 'proven',
    paths: [],
    allow: [],
    revoke: 'Open Settings > Tokens, delete the token and issue a new one.',
    docs: 'https://acme.example/docs/tokens',
    ...over,
  };
}

export const pair: CompositeRule = {
  id: 'aws-access-key',
  name: 'AWS access key with its secret',
  description: 'An AWS access key id with its secret. Whoever has both acts as that user or role.',
  pack: 'aws',
  severity: 'critical',
  main: ['aws-secret'],
  parts: [{ rules: ['aws-key-id'], optional: false }],
  within: 512,
  revoke: 'Open IAM > Users > Security credentials, deactivate the key, create a new one, then delete the old one.',
  docs: 'https://docs.aws.example/rotate-keys',
};

export const rules: RuleSetData = {
  rules: [
    rule({}),
    rule({
      id: 'alpaca-secret-key',
      name: 'Alpaca secret key',
      description: 'The secret half of an Alpaca API key. Its holder can trade in the account.',
      pack: 'alpaca',
      severity: 'critical',
      class: 'named',
      revoke: 'Open the Alpaca dashboard > API keys and regenerate the key pair.',
      docs: 'https://alpaca.example/keys',
    }),
    rule({
      id: 'generic-password',
      name: 'Password',
      pack: 'generic',
      severity: 'medium',
      class: 'generic',
      guessable: true,
      revoke: '',
      docs: '',
    }),
    rule({
      id: 'github-fine-grained-pat',
      name: 'GitHub token (fine-grained)',
      pack: 'github',
      revoke: 'Open Settings > Developer settings > Personal access tokens and delete it.',
      docs: '',
    }),
  ],
  composites: [pair],
};

export function place(over: Partial<Place> & { path?: string | null; kind?: Place['origin']['kind'] } = {}): Place {
  const { path, kind, ...rest } = over;
  return {
    origin: { kind: kind ?? 'file', path: path === undefined ? 'src/app.ts' : path },
    startLine: 3,
    startColumn: 9,
    endLine: rest.startLine ?? 3,
    endColumn: 49,
    introduced: null,
    atHead: null,
    repeats: 0,
    lastLine: rest.startLine ?? 3,
    ...rest,
  };
}

export function finding(over: Partial<Finding> = {}): Finding {
  return {
    ruleId: 'acme-token',
    ruleName: 'Acme token',
    severity: 'high',
    tier: 'likely',
    fingerprint: 'v1:9c41d0e2aa55aa55aa55aa55aa55aa55',
    secretLength: 40,
    assignedName: 'ACME_TOKEN',
    facts: [],
    checks: [],
    spread: null,
    places: [place()],
    ...over,
  };
}

export const awsFinding = finding({
  ruleId: 'aws-access-key',
  ruleName: 'AWS access key with its secret',
  severity: 'critical',
  tier: 'proven',
  fingerprint: 'v1:00aa11bb22cc33dd44ee55ff66aa77bb',
  assignedName: '',
  facts: [
    ['id', 'AKIA…7Q3F'],
    ['account', '029608264753'],
  ],
  checks: ['structure', 'pair'],
  places: [
    place({
      path: 'config/deploy.env',
      startLine: 14,
      startColumn: 23,
      endColumn: 63,
      kind: 'index',
      parts: [
        {
          ruleId: 'aws-access-key-id',
          name: 'AWS access key id',
          startLine: 13,
          startColumn: 19,
          endLine: 13,
          endColumn: 39,
        },
      ],
    }),
  ],
});

export const alpacaFinding = finding({
  ruleId: 'alpaca-secret-key',
  ruleName: 'Alpaca secret key',
  severity: 'critical',
  assignedName: 'ALPACA_SECRET_KEY',
  places: [
    place({ path: 'src/trade.ts', startLine: 8, startColumn: 17, endColumn: 57, kind: 'index' }),
    place({ path: 'src/trade.ts', startLine: 30, startColumn: 5, endColumn: 45, kind: 'index' }),
    place({ path: 'test/trade.test.ts', startLine: 11, startColumn: 20, endColumn: 60, kind: 'index' }),
  ],
});

export function receipt(over: Partial<Receipt> = {}): Receipt {
  return {
    asked: 'staged files',
    unit: 'staged files',
    itemsRead: 3,
    bytesRead: 12_040,
    commits: null,
    also: [],
    skips: [],
    notes: [],
    suppressed: { inline: 0, exception: 0, baseline: 0 },
    belowMinTier: 0,
    complete: true,
    stopped: false,
    ...over,
  };
}

export function report(over: Partial<ScanReport> = {}): ScanReport {
  return { command: 'staged', findings: [awsFinding, alpacaFinding], suppressed: [], receipt: receipt(), ...over };
}

/** A branch of two people, of whom one wrote a secret into a file and into what a commit says. */
export const rangeReport = report({
  command: 'range',
  findings: [awsFinding, alpacaFinding].map((each, i) => ({
    ...each,
    places: [
      ...each.places.map((where) => ({ ...where, introduced: writtenBy(i === 0 ? 'Ann' : 'Bob') })),
      ...(i === 0 ? [] : [place({ path: null, kind: 'commit-message', introduced: writtenBy('Bob') })]),
    ] as unknown as Finding['places'],
  })),
  receipt: receipt({ asked: 'range main..HEAD', unit: 'blobs', commits: 3 }),
});

function writtenBy(author: string): Place['introduced'] {
  return { commit: author.length.toString(16).repeat(40), author, date: '2026-01-02T10:11:12Z' };
}

export function options(over: Partial<ReportOptions> = {}): ReportOptions {
  return {
    rules,
    toolVersion: '0.1.0',
    width: 80,
    color: false,
    exitCode: 1,
    showSuppressed: false,
    repository: null,
    minTier: 'likely',
    ...over,
  };
}

const commit = 'a1b2c3d4e5f60718293a4b5c6d7e8f9001122334';

export const historyReport = report({
  command: 'history',
  findings: [
    finding({
      ruleId: 'github-fine-grained-pat',
      ruleName: 'GitHub token (fine-grained)',
      severity: 'high',
      tier: 'proven',
      fingerprint: 'v1:5e07aa31000000000000000000000000',
      secretLength: 93,
      assignedName: '',
      checks: ['checksum'],
      spread: {
        commitCount: 12,
        commits: [commit, `f${commit.slice(1)}`],
        refCount: 14,
        refs: ['refs/heads/main', 'refs/heads/release/2024.3', 'refs/remotes/origin/main', 'refs/tags/v1'],
      },
      places: [
        place({
          kind: 'blob',
          path: 'deploy/ci.sh',
          startLine: 31,
          introduced: { commit, author: 'Ann', date: '2024-03-02T10:11:12+02:00' },
          atHead: true,
        }),
        place({
          kind: 'blob',
          path: 'old/ci.sh',
          startLine: 30,
          introduced: { commit: `f${commit.slice(1)}`, author: 'Ann', date: '2024-05-02T10:11:12+02:00' },
          atHead: false,
        }),
      ],
    }),
    finding({
      spread: { commitCount: 1, commits: [commit], refCount: 0, refs: [] },
      places: [
        place({
          kind: 'commit-message',
          path: null,
          startLine: 1,
          introduced: { commit, author: 'Bob', date: '2025-01-02T10:11:12Z' },
          atHead: false,
        }),
      ],
    }),
  ],
  receipt: receipt({
    asked: 'history of .',
    unit: 'blobs',
    itemsRead: 120_344,
    bytesRead: 1_234_567_890,
    commits: 39_204,
    also: [
      { unit: 'messages', items: 39_204 },
      { unit: 'refs', items: 12 },
      { unit: 'tags', items: 1 },
    ],
  }),
});

export const logsReport = report({
  command: 'logs',
  findings: [
    finding({
      tier: 'proven',
      checks: ['checksum'],
      assignedName: 'authorization',
      places: [
        place({ kind: 'log', path: '/var/log/app/app.log', startLine: 182, repeats: 18_200, lastLine: 48_211 }),
        place({ kind: 'log', path: '/var/log/app/app.log.1', startLine: 4 }),
        place({ kind: 'log', path: '/var/log/app/app.log.2', startLine: 90 }),
      ],
    }),
  ],
  receipt: receipt({
    asked: 'logs /var/log/app',
    unit: 'logs',
    itemsRead: 2,
    bytesRead: 3_400_000_000,
    skips: [{ path: '/var/log/app/secure.log', kind: 'failure', reason: 'cannot be read: permission denied' }],
    complete: false,
  }),
});

export const busyReport = report({
  command: 'files',
  findings: [
    alpacaFinding,
    finding({
      ruleId: 'generic-password',
      ruleName: 'Password',
      severity: 'medium',
      fingerprint: 'v1:5e07a',
      assignedName: 'spring.datasource.password',
      secretLength: 14,
      places: [
        place({
          path: 'src/main/resources/application-production.properties',
          startLine: 7,
          startColumn: 28,
          endColumn: 42,
        }),
      ],
    }),
  ],
  suppressed: [
    {
      finding: finding({ places: [place({ path: 'docs/x.py', startLine: 1, startColumn: 6, endColumn: 46 })] }),
      by: { kind: 'inline', reason: 'demo key, see ticket 4711' },
    },
  ],
  receipt: receipt({
    asked: 'files in .',
    unit: 'files',
    itemsRead: 812,
    bytesRead: 5_812_331,
    skips: [
      { path: 'a.png', kind: 'skip', reason: 'binary' },
      { path: 'b.png', kind: 'skip', reason: 'binary' },
      { path: 'dump.sql', kind: 'skip', reason: 'larger than 5 MB' },
      { path: 'locked.txt', kind: 'failure', reason: 'cannot be read: permission denied' },
    ],
    notes: ['tightlip.toml:14: this exception ended on 2026-11-01 and no longer holds'],
    suppressed: { inline: 1, exception: 0, baseline: 2 },
    belowMinTier: 1,
    complete: false,
  }),
});

export const cleanReport = report({
  findings: [],
  receipt: receipt({ skips: [{ path: 'logo.png', kind: 'skip', reason: 'binary' }] }),
});
