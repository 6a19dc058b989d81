/**
 * The story of a run on GitHub: inputs, event, fetch, scan, then annotations, page, SARIF and outputs. No value is masked
 * with `::add-mask::`: nothing printed ever holds one, and the command itself would write it into the raw log.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { setOutput, summary } from '@actions/core';
import { CLEAN, exitCodeOfError, INCOMPLETE, worst } from '../cli/exit-code.ts';
import { writeFileWhole } from '../cli/output.ts';
import { type PreparedScan, prepareScan } from '../cli/scan-command.ts';
import { TightlipError } from '../errors.ts';
import { escapeText } from '../findings/escape.ts';
import type { ScanReport } from '../findings/finding.ts';
import { exitCodeOf } from '../findings/receipt.ts';
import { readProvenance } from '../git/refs.ts';
import { openRepository } from '../git/repository.ts';
import { escapeData, github } from '../report/github.ts';
import type { ReportOptions } from '../report/report.ts';
import { sarif } from '../report/sarif.ts';
import { redactText } from '../scan/redact-text.ts';
import { scan } from '../scan/scan.ts';
import { toolVersion } from '../version.ts';
import { type BasePolicy, prepareByBase, type Proposal } from './base-policy.ts';
import { readInputs } from './inputs.ts';
import { failureSummary, jobSummary } from './job-summary.ts';
import { markAnnotations } from './marks.ts';
import { type Environment, readEvent, type Task } from './read-event.ts';

/**
 * Runs the Action to its end.
 *
 * @returns The exit code: 0 clean, 1 findings, 2 usage, 3 not everything was read.
 */
export async function runAction(environment: Environment): Promise<number> {
  // A remote that wants a password must fail, not wait for somebody to type one.
  process.env['GIT_TERMINAL_PROMPT'] = '0';
  const directory = environment['GITHUB_WORKSPACE'] || process.cwd();
  let code: number;
  try {
    code = await scanEvent(environment, directory);
  } catch (error) {
    code = exitCodeOfError(error);
    const text = annotate('error', sentenceOf(error, directory));
    await writePage(failureSummary(text), environment);
  }
  return worst(code, writeOutput('exit-code', code));
}

function sentenceOf(error: unknown, directory: string): string {
  if (!(error instanceof TightlipError) || error.code === 'internal') return 'an internal error: please report it';
  if (error.code !== 'no-repository' || existsSync(path.join(directory, '.git'))) return error.message;
  return `no repository is checked out in ${directory}: put actions/checkout before Tightlip in the job`;
}

/** Prints a message that has no place. @returns Its text as it may be shown. */
function annotate(level: 'error' | 'warning', sentence: string): string {
  const text = escapeText(redactText(sentence));
  print(`::${level} title=Tightlip::${escapeData(text)}\n`);
  return text;
}

/** Sets an output of the step. @returns What that makes of the exit code: later steps go by outputs. */
function writeOutput(name: string, value: string | number): number {
  try {
    setOutput(name, value);
    return CLEAN;
  } catch {
    annotate('error', `the output ${name} could not be written to the file that GITHUB_OUTPUT names`);
    return INCOMPLETE;
  }
}

/** Adds to the job's page, where the runner has one: the log and the annotations say the same. */
async function writePage(text: string, environment: Environment): Promise<void> {
  if (!environment['GITHUB_STEP_SUMMARY']) return;
  try {
    await summary.addRaw(text).write();
  } catch {
    summary.emptyBuffer();
    annotate('warning', 'the job summary could not be written to the file that GITHUB_STEP_SUMMARY names');
  }
}

async function scanEvent(environment: Environment, directory: string): Promise<number> {
  const nowMs = Date.now();
  const { tasks, proposal } = await readEvent(environment, directory);
  const { prepared, notes } = await prepare(proposal, directory, nowMs);
  let code = 0;
  // A schedule's history and tree hold the same secrets.
  const findings = new Set<string>();
  for (const task of tasks) {
    const report = await runTask({ ...task, notes: [...task.notes, ...notes] }, prepared, directory, nowMs);
    code = worst(code, exitCodeOf(report));
    for (const { ruleId, fingerprint } of report.findings) findings.add(`${ruleId} ${fingerprint}`);
    code = worst(code, await publish(report, task, { prepared, directory, environment }));
  }
  return worst(code, writeOutput('findings', findings.size));
}

function prepare(proposal: Proposal | null, directory: string, nowMs: number): Promise<BasePolicy> {
  const inputs = readInputs();
  const io = ioOf(directory, nowMs);
  if (proposal !== null) return prepareByBase(proposal, inputs, io);
  return prepareScan({ command: 'range', words: [], values: inputs }, io, {}).then((prepared) => ({
    prepared,
    notes: [],
  }));
}

async function runTask(task: Task, prepared: PreparedScan, directory: string, nowMs: number): Promise<ScanReport> {
  const { settings } = prepared.configuration;
  const source = task.source.kind === 'files' ? { ...task.source, readIgnored: settings.readIgnored } : task.source;
  const { rules, baseline, fingerprintKey } = prepared;
  const report = await scan({ source, settings, rules, workingDirectory: directory, nowMs, baseline, fingerprintKey });
  return { ...report, receipt: { ...report.receipt, notes: [...task.notes, ...report.receipt.notes] } };
}

interface Surroundings {
  readonly prepared: PreparedScan;
  readonly directory: string;
  readonly environment: Environment;
}

/** Tells what was found in every way that GitHub has. @returns What the ways that failed make of the exit code. */
async function publish(
  report: ScanReport,
  task: Task,
  { prepared, directory, environment }: Surroundings,
): Promise<number> {
  const { settings } = prepared.configuration;
  const repository = await readProvenance(await openRepository(directory));
  const options: ReportOptions = {
    rules: prepared.rules,
    toolVersion,
    width: 80,
    color: false,
    exitCode: exitCodeOf(report),
    showSuppressed: settings.showSuppressed,
    repository: repository && { ...repository, branch: redactText(repository.branch) },
    minTier: settings.minTier,
  };
  print(github(report, options));
  if (task.proposed !== null) print(markAnnotations(report, task.proposed));
  const file = path.join(environment['RUNNER_TEMP'] || directory, `tightlip-${task.output}.sarif`);
  const code = writeSarif(file, sarif(report, options), directory, task.output);
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: name, GITHUB_SHA: commit } = environment;
  const repositoryUrl = server && name ? `${server}/${name}` : null;
  const page = {
    rules: prepared.rules,
    minTier: settings.minTier,
    repositoryUrl,
    commit: commit ?? 'HEAD',
    proposed: task.proposed,
  };
  await writePage(jobSummary(report, page), environment);
  return code;
}

/** Writes the file and names it as an output. @returns What that makes of the exit code. */
function writeSarif(file: string, text: string, directory: string, output: Task['output']): number {
  try {
    writeFileWhole(file, directory, text);
  } catch (error) {
    annotate('error', error instanceof Error ? error.message : String(error));
    return exitCodeOfError(error);
  }
  return writeOutput(output, file);
}

function ioOf(directory: string, nowMs: number): Parameters<typeof prepareScan>[1] {
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    environment: process.env,
    workingDirectory: directory,
    nowMs,
    signal: new AbortController().signal,
  };
}

function print(text: string): void {
  process.stdout.write(text);
}
