/** The story of a run: plan, scan, judge, group, tell. The only room that sees sources and engine together. */
import path from 'node:path';
import type { Settings } from '../config/settings.ts';
import type { BaselineEntry } from '../findings/baseline.ts';
import type { FoundMatch, ScanReport } from '../findings/finding.ts';
import { Grouper, type PlacedMatch } from '../findings/group.ts';
import { judge } from '../findings/judge.ts';
import { ReceiptBuilder } from '../findings/receipt.ts';
import { fingerprintKeyName } from '../findings/seal.ts';
import { Suppressor } from '../findings/suppress.ts';
import { prepareRuleSet } from '../rules/regex.ts';
import { type HistoryScope, WHOLE_HISTORY } from '../git/history-scope.ts';
import { ruleReader } from '../rules/rule-index.ts';
import type { CompositeRule, Rule, RuleSetData } from '../rules/rule.ts';
import { shippedRules } from '../rules/shipped.ts';
import type { Plan, SourceOptions, SourceRequest } from '../sources/source.ts';
import type { ScanTask } from './context.ts';
import { randomKey } from './random-key.ts';
import { createHide, hidePath, redactReport } from './redact-report.ts';
import { runItems } from './run-items.ts';

/** How far a run has come, for a progress line. */
export interface Progress {
  readonly done: number;
  /** Null when it is not known. */
  readonly total: number | null;
  readonly findings: number;
}

/** All that a run needs to know. */
export interface ScanRequest {
  readonly source: SourceRequest;
  readonly settings: Settings;
  readonly rules: RuleSetData;
  readonly workingDirectory: string;
  /** What paths of exceptions and baseline are relative to; the working directory unless told. */
  readonly topDirectory?: string;
  /** Unix milliseconds, read once by the caller: the run's only clock. */
  readonly nowMs: number;
  readonly baseline: readonly BaselineEntry[];
  /** `TIGHTLIP_FINGERPRINT_KEY`, or null. */
  readonly fingerprintKey: Uint8Array | null;
  readonly onProgress?: (progress: Progress) => void;
  /** Memory for the costs of the run's rules (`scan/probe.ts`); without it nothing is measured. */
  readonly costs?: SharedArrayBuffer | null;
  /** Stops the run: what was found so far is reported, and the receipt says that it is not complete. */
  readonly signal?: AbortSignal;
}

/** A run in the making: what its steps share. */
export interface Run {
  readonly request: ScanRequest;
  readonly task: ScanTask;
  readonly receipt: ReceiptBuilder;
  /** The rule or composite that a match is of. */
  ruleOf(match: FoundMatch): Rule | CompositeRule;
  /**
   * Judges a match at its place and takes it in, or drops it.
   *
   * @returns Whether it was taken in, which does not hang on when that is asked.
   */
  place(placed: Omit<PlacedMatch, 'tier'>): boolean;
  /** Told after each item. */
  progress(done: number, total: number | null): void;
}

const UNITS = { files: 'files', staged: 'staged files', range: 'blobs', history: 'blobs', logs: 'logs' } as const;

/**
 * Runs a scan.
 *
 * @throws TightlipError when it cannot begin: no repository, a named path that does not exist, a base that is missing.
 */
export async function scan(request: ScanRequest): Promise<ScanReport> {
  const { settings, rules, source } = request;
  await prepareRuleSet(rules);
  const hide = createHide(rules === shippedRules ? null : rules);
  const suppressor = new Suppressor({
    exceptions: settings.exceptions,
    baseline: request.baseline,
    shownPath: (path) => hidePath(path, hide),
    baselineFile: settings.baselinePath ?? 'the baseline',
    nowMs: request.nowMs,
    honourMarks: source.kind !== 'logs',
    fingerprintKey: request.fingerprintKey === null ? 'v1:' : `v1-${fingerprintKeyName(request.fingerprintKey)}:`,
    wholeTree: readsWholeTree(request),
    ruleNames: () => namesOf([shippedRules, rules]),
  });
  const grouper = new Grouper({ rules, minTier: settings.minTier, suppressor });
  const receipt = new ReceiptBuilder(askedIn(source), UNITS[source.kind]);
  const run = createRun(request, grouper, receipt);
  try {
    if (source.kind === 'files' || source.kind === 'logs') await scanPlan(await planOf(source, run.task.source), run);
    else await (await import('./scan-changes.ts')).scanChanges(source, run);
  } catch (error) {
    // Ctrl-C in a terminal ends git as well, perhaps while it lists what there is to read.
    if (!request.signal?.aborted) throw error;
  }
  if (request.signal?.aborted) receipt.stop();
  for (const note of suppressor.notes()) receipt.note(note);
  const { findings, suppressed, end } = grouper.finish();
  const report = { findings, suppressed, receipt: receipt.build(end), command: commandOf(source) };
  return redactReport(report, hide);
}

function createRun(request: ScanRequest, grouper: Grouper, receipt: ReceiptBuilder): Run {
  const { settings, rules } = request;
  let placedCount = 0;
  let runKey: Uint8Array | null = null;
  const task: ScanTask = {
    rules,
    // Drawn when it is first needed: most runs have no match.
    get runKey() {
      runKey ??= randomKey(32);
      return runKey;
    },
    fingerprintKey: request.fingerprintKey,
    showSecrets: settings.showSecrets,
    costs: request.costs ?? null,
    source: {
      workingDirectory: request.workingDirectory,
      maxFileSizeBytes: settings.maxFileSizeBytes,
      exclude: settings.exclude,
      topDirectory: request.topDirectory ?? request.workingDirectory,
    },
  };
  const ruleOf: Run['ruleOf'] = ({ rule: number, composite }) => {
    const rule = composite >= 0 ? rules.composites[composite] : ruleReader(rules)(number);
    if (!rule) throw new Error(`no rule ${number} (composite ${composite}) in the rule set`);
    return rule;
  };
  return {
    request,
    task,
    receipt,
    ruleOf,
    place(placed) {
      const { match, origin } = placed;
      // A log is one whatever its name, as to redact, which knows no name.
      const path = origin.kind === 'log' ? null : origin.path;
      const tier = judge(ruleOf(match), match.evidence, path, request.nowMs);
      if (tier === null) return false;
      placedCount++;
      grouper.add({ ...placed, tier });
      return true;
    },
    progress: (done, total) => request.onProgress?.({ done, total, findings: placedCount }),
  };
}

async function planOf(source: SourceRequest, options: SourceOptions): Promise<Plan> {
  if (source.kind === 'logs') return (await import('../sources/plan-logs.ts')).planLogs(source.paths, options);
  if (source.kind === 'files') {
    return (await import('../sources/files.ts')).planFiles(source.paths, options, source.readIgnored);
  }
  throw new Error(`no plan of items for ${source.kind}`);
}

/** Scans planned items whose matches stand where they were read. */
async function scanPlan(plan: Plan, run: Run): Promise<void> {
  for (const skip of plan.skips) run.receipt.skip(skip);
  let done = 0;
  const { settings, signal } = run.request;
  await runItems(plan.items, { task: run.task, jobs: settings.jobs, signal }, (result) => {
    run.progress(++done, plan.items.length);
    for (const skip of result.skips) run.receipt.skip(skip);
    const { origin } = result;
    if (origin === null) return;
    run.receipt.read(1, result.bytesRead);
    for (const match of result.sealed) run.place({ match, origin, introduced: null, atHead: null, spread: null });
  });
  if (run.request.source.kind === 'files') {
    const paths = plan.items.flatMap(({ path }) => path ?? []);
    await (await import('./place-names.ts')).scanPaths(paths, run);
  }
}

/** Ids and packs: an exception may speak of a rule that this run leaves out. */
function namesOf(sets: readonly RuleSetData[]): ReadonlySet<string> {
  return new Set(sets.flatMap((set) => [...set.rules, ...set.composites]).flatMap(({ id, pack }) => [id, pack]));
}

/** Whether an exception or baseline entry that matched nothing could have: the whole tree was read, by all rules. */
function readsWholeTree({ source, settings, workingDirectory, topDirectory = workingDirectory }: ScanRequest): boolean {
  if (source.kind !== 'files' || source.paths.length > 1 || settings.onlyRules.length > 0) return false;
  return path.resolve(workingDirectory, source.paths[0] ?? '.') === path.resolve(topDirectory);
}

function askedIn(source: SourceRequest): string {
  switch (source.kind) {
    case 'files':
      return `files in ${source.paths.length > 0 ? source.paths.join(', ') : '.'}`;
    case 'staged':
      return 'staged files';
    case 'range':
      return `range ${source.range}`;
    case 'history':
      return `history of ${source.repository}${scopeWords(source.scope)}`;
    case 'logs':
      return source.paths.length > 0 ? `logs ${source.paths.join(', ')}` : 'standard input';
  }
}

function scopeWords(scope: HistoryScope = WHOLE_HISTORY): string {
  const words = [
    scope.branches.length === 0 ? '' : ` from ${scope.branches.join(', ')}`,
    scope.sinceSeconds === null
      ? ''
      : ` since ${new Date(1000 * scope.sinceSeconds).toISOString().replace('.000', '')}`,
    scope.unreachable ? ' with all that nothing refers to' : '',
  ];
  return words.join('');
}

function commandOf(source: SourceRequest): ScanReport['command'] {
  const readsStandardInput = source.kind === 'logs' && source.paths.every((path) => path === '-');
  return readsStandardInput ? 'stdin' : source.kind;
}
