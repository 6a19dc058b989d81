/** What the scanning commands have in common: configure, scan, report, exit code. */
import { existsSync } from 'node:fs';
import { utf8 } from '../bytes/latin1.ts';
import { TightlipError } from '../errors.ts';
import { configure } from '../config/configure.ts';
import type { Configuration } from '../config/configure.ts';
import { type PolicyFiles, whyUnreadable } from '../config/files.ts';
import { loadRuleSet } from '../config/rule-set.ts';
import type { Settings } from '../config/settings.ts';
import { parseBaseline } from '../findings/baseline.ts';
import type { Baseline } from '../findings/baseline.ts';
import type { ScanReport } from '../findings/finding.ts';
import { exitCodeOf } from '../findings/receipt.ts';
import type { RuleSetData } from '../rules/rule.ts';
import { createCostMemory, readCost } from '../scan/probe.ts';
import { scan } from '../scan/scan.ts';
import type { SourceRequest } from '../sources/source.ts';
import type { Invocation } from './arguments.ts';
import type { Io } from './io.ts';
import { SECRETS_SHOWN } from './messages.ts';
import { writeAll } from './output.ts';
import { startProfile } from './profile.ts';
import { startProgress } from './progress.ts';
import { writeReports } from './write-reports.ts';

/** Everything a scan needs, from flags, environment and files. */
export interface PreparedScan {
  readonly configuration: Configuration;
  readonly rules: RuleSetData;
  readonly baseline: Baseline;
  readonly fingerprintKey: Uint8Array | null;
  /** `--profile`: where the scan writes what its rules cost. */
  readonly costs?: SharedArrayBuffer | null;
}

/** What a command wants otherwise than usual. */
export interface PrepareOptions {
  /** Where configuration is looked for, when that is not the working directory. */
  readonly directory?: string;
  /** A baseline that was named need not exist yet. */
  readonly mayBaselineBeMissing?: boolean;
  /** Where configuration, packs and baseline are read; the disk unless told otherwise. */
  readonly files?: PolicyFiles;
}

/**
 * Runs a scanning command to its end.
 *
 * @param sourceOf - What to scan, once the settings are known.
 * @returns The exit code.
 */
export async function runScan(
  sourceOf: (settings: Settings) => SourceRequest,
  invocation: Invocation,
  io: Io,
  options: PrepareOptions = {},
): Promise<number> {
  const profile = startProfile();
  const prepared = await prepareScan(invocation, io, options);
  const { settings } = prepared.configuration;
  const source = sourceOf(settings);
  if (settings.reports.length > 0) {
    const { requireReports } = await import('./report-targets.ts');
    await requireReports(settings, source, io.workingDirectory);
  }
  if (settings.showSecrets) await writeAll(io.stderr, SECRETS_SHOWN);
  profile.done('prepare');
  const costs = settings.profile ? createCostMemory(prepared.rules) : null;
  const report = await scanWith(source, { ...prepared, costs }, settings, io);
  profile.done('scan');
  const code = await writeReports(report, endCode(report, io), prepared, io);
  profile.done('report');
  if (costs !== null) await writeAll(io.stderr, profile.text(readCost(costs, prepared.rules)));
  return code;
}

/** What the process will end with, for the reports to say: of a run that was stopped, by which signal. */
function endCode(report: ScanReport, { signal }: Io): number {
  return signal.aborted && typeof signal.reason === 'number' ? signal.reason : exitCodeOf(report);
}

/** Reads configuration, rules and baseline. */
export async function prepareScan(invocation: Invocation, io: Io, options: PrepareOptions): Promise<PreparedScan> {
  const configuration = await configure({
    flags: invocation.values,
    environment: io.environment,
    workingDirectory: io.workingDirectory,
    isTerminal: io.stdout.isTTY === true,
    ...(options.directory === undefined ? {} : { directory: options.directory }),
    ...(options.files === undefined ? {} : { files: options.files }),
  });
  const rules = await loadRuleSet(configuration);
  const { baselinePath } = configuration.settings;
  const isAwaited = options.mayBaselineBeMissing === true && baselinePath !== null && !existsSync(baselinePath);
  const baseline = isAwaited ? [] : await readBaseline(baselinePath, configuration.files);
  return { configuration, rules, baseline, fingerprintKey: fingerprintKey(io.environment) };
}

/** One scan with its progress line. */
export async function scanWith(
  source: SourceRequest,
  prepared: PreparedScan,
  settings: Settings,
  io: Io,
): Promise<ScanReport> {
  const progress = startProgress(io.stderr, !settings.quiet, source.kind);
  try {
    return await scan({
      source,
      settings,
      rules: prepared.rules,
      workingDirectory: io.workingDirectory,
      topDirectory: prepared.configuration.topDirectory,
      nowMs: io.nowMs,
      baseline: prepared.baseline,
      fingerprintKey: prepared.fingerprintKey,
      costs: prepared.costs ?? null,
      onProgress: progress.update,
      signal: io.signal,
    });
  } finally {
    progress.stop();
  }
}

/**
 * The entries of a baseline file; none when there is no path.
 *
 * @throws TightlipError 'config' when it was named and cannot be read.
 */
async function readBaseline(file: string | null, files: PolicyFiles): Promise<Baseline> {
  if (file === null) return [];
  const bytes = await files.read(file).catch((error: NodeJS.ErrnoException) => {
    if (error instanceof TightlipError) throw error;
    const remedy = error.code === 'ENOENT' ? '; tightlip baseline create makes one' : '';
    throw new TightlipError('config', `${file}: ${whyUnreadable(error)}${remedy}`, { cause: error });
  });
  return parseBaseline(utf8(bytes), file);
}

const LEAST_KEY_BYTES = 16;

function fingerprintKey(environment: Io['environment']): Uint8Array | null {
  const written = environment['TIGHTLIP_FINGERPRINT_KEY'] ?? '';
  if (written === '') return null;
  const key = new TextEncoder().encode(written);
  if (key.length < LEAST_KEY_BYTES) {
    throw new TightlipError(
      'usage',
      `TIGHTLIP_FINGERPRINT_KEY: needs at least ${LEAST_KEY_BYTES} bytes, chosen at random`,
    );
  }
  return key;
}
