/** SARIF 2.1.0, shaped for GitHub code scanning. OASIS specification, and GitHub's limits where they are stricter. */
import { escapeJson, escapeText } from '../findings/escape.ts';
import type { ScanReport } from '../findings/finding.ts';
import type { Report, ReportOptions } from './report.ts';
import { type Notification, notificationDescriptors, notifications } from './sarif-notifications.ts';
import { type Located, locate, results } from './sarif-results.ts';
import { sarifRule, sarifRuleOfFinding } from './sarif-rules.ts';
import { remoteUri, SOURCE_ROOT } from './uri.ts';
import { formatCount, type RulesById, rulesById } from './words.ts';

/** GitHub refuses a file with more results in a run, and shows only the first so many. */
const MOST_RESULTS = 25_000;
const MOST_SHOWN = 5000;

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** One run with one result a place, most dangerous first. Suppressed findings are in it only when asked for. */
export const sarif: Report = (report, options) => {
  const all = locate(report, options.showSuppressed);
  const kept = all.slice(0, MOST_RESULTS);
  const rules = rulesById(options.rules);
  const ruleIds = [...new Set(kept.map(({ finding }) => finding.ruleId))].toSorted();
  const run = {
    tool: {
      driver: {
        name: 'Tightlip',
        semanticVersion: options.toolVersion,
        rules: ruleIds.map((id) => describeRule(id, rules, kept)),
        notifications: notificationDescriptors,
      },
    },
    automationDetails: { id: `tightlip/${report.command}/` },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: {
      [SOURCE_ROOT]: { description: { text: 'The top of the repository, or the working directory.' } },
    },
    ...provenance(options.repository),
    invocations: [invocation(report, options, limitNotes(all.length))],
    results: results(report, kept, ruleIds, rules),
  };
  return `${escapeJson({ $schema: SCHEMA, version: '2.1.0', runs: [run] }, 2)}\n`;
};

function describeRule(id: string, rules: RulesById, located: readonly Located[]): object {
  const rule = rules.get(id);
  if (rule !== undefined) return sarifRule(rule);
  return sarifRuleOfFinding((located.find(({ finding }) => finding.ruleId === id) as Located).finding);
}

function provenance(repository: ReportOptions['repository']): object {
  const repositoryUri = repository === null ? null : remoteUri(repository.url);
  if (repository === null || repositoryUri === null) return {};
  const { revision, branch } = repository;
  return {
    versionControlProvenance: [
      {
        repositoryUri,
        ...(revision === '' ? {} : { revisionId: escapeText(revision) }),
        ...(branch === '' ? {} : { branch: escapeText(branch) }),
        mappedTo: { uriBaseId: SOURCE_ROOT },
      },
    ],
  };
}

const EXIT_WORDS: Readonly<Record<number, string>> = {
  0: 'nothing found, everything read',
  1: 'secrets found',
  2: 'wrong usage or configuration',
  3: 'not everything was read',
  129: 'stopped by SIGHUP before everything was read',
  130: 'stopped by SIGINT before everything was read',
  143: 'stopped by SIGTERM before everything was read',
};

function invocation(report: ScanReport, options: ReportOptions, limits: readonly Notification[]): object {
  return {
    executionSuccessful: report.receipt.complete && options.exitCode !== 2,
    exitCode: options.exitCode,
    exitCodeDescription: EXIT_WORDS[options.exitCode] ?? 'ended early',
    toolExecutionNotifications: [...limits, ...notifications(report, options.minTier)],
  };
}

function limitNotes(count: number): Notification[] {
  const notes: string[] = [];
  if (count > MOST_RESULTS) {
    const left = formatCount(count - MOST_RESULTS);
    notes.push(`${left} results were left out: GitHub refuses a file with more than ${formatCount(MOST_RESULTS)}.`);
  }
  if (count > MOST_SHOWN) notes.push(`GitHub shows only ${formatCount(MOST_SHOWN)} of the results.`);
  return notes.map((text) => ({ descriptor: { id: 'limit' }, level: 'warning', message: { text } }));
}
