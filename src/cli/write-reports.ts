/** From a result to everything that is printed and written about it. */
import path from 'node:path';
import type { ScanReport } from '../findings/finding.ts';
import type { Report, ReportFormat, ReportOptions } from '../report/report.ts';
import { readProvenance } from '../git/refs.ts';
import { openRepository } from '../git/repository.ts';
import { remarkLines, summaryLine, text } from '../report/text.ts';
import { redactText } from '../scan/redact-text.ts';
import { toolVersion } from '../version.ts';
import { exitCodeOfError, INCOMPLETE, worst } from './exit-code.ts';
import type { Io } from './io.ts';
import { writeAll, writeFileWhole } from './output.ts';
import type { PreparedScan } from './scan-command.ts';
import { tellError } from './tell.ts';

/** Columns of text that no terminal shows. */
const PLAIN_WIDTH = 80;

/**
 * Writes the report to stdout, those asked for to files, and the receipt to stderr.
 *
 * @param code - What the result means; a report that nobody could read makes it worse.
 * @returns The exit code.
 */
export async function writeReports(report: ScanReport, code: number, prepared: PreparedScan, io: Io): Promise<number> {
  const { settings } = prepared.configuration;
  const formats = [settings.format, ...settings.reports.map((each) => each.format)];
  const repository = formats.includes('sarif') ? await provenance(io.workingDirectory) : null;
  const render = async (format: ReportFormat, color: boolean, width: number): Promise<string> => {
    const options: ReportOptions = {
      rules: prepared.rules,
      toolVersion,
      width,
      color,
      exitCode: code,
      showSuppressed: settings.showSuppressed,
      repository,
      baselineIn: baselineIn(prepared, io),
      program: io.program ?? 'tightlip',
      minTier: settings.minTier,
    };
    return (await loadReport(format))(report, options);
  };
  let end = code;
  for (const { format, path: target } of settings.reports) {
    try {
      writeFileWhole(target, io.workingDirectory, await render(format, false, PLAIN_WIDTH));
    } catch (error) {
      // What was found is still to be told on stdout.
      await tellError(error, false, io.stderr);
      end = worst(end, exitCodeOfError(error));
    }
  }
  const printed = await render(settings.format, settings.color, widthOf(io));
  const isTaken = await printReport(report, printed, prepared, io);
  return isTaken ? end : worst(end, INCOMPLETE);
}

/** Named from outside, a repository is judged by its own baseline: `tightlip baseline` is to be run there. */
function baselineIn({ configuration: { topDirectory } }: PreparedScan, { workingDirectory }: Io): string | null {
  const way = path.relative(topDirectory, workingDirectory);
  if (way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way)) return null;
  const shown = redactText(path.relative(workingDirectory, topDirectory));
  return /^[\w./@+-]+$/.test(shown) && !shown.startsWith('-')
    ? shown
    : `'./${shown.replaceAll("'", String.raw`'\''`)}'`;
}

/** What the user says in COLUMNS, else the terminal's. */
function widthOf({ environment, stdout }: Io): number {
  const said = /^\d{2,4}$/.test(environment['COLUMNS'] ?? '') ? Number(environment['COLUMNS']) : null;
  return said ?? stdout.columns ?? PLAIN_WIDTH;
}

/** Loads one format and no other: most runs print text alone. */
async function loadReport(format: ReportFormat): Promise<Report> {
  return format === 'text' ? text : (await import('../report/formats.ts')).formats[format];
}

async function printReport(report: ScanReport, printed: string, prepared: PreparedScan, io: Io): Promise<boolean> {
  const { settings } = prepared.configuration;
  const isQuietlyClean =
    settings.format === 'text' && isClean(report) && !(settings.showSuppressed && report.suppressed.length > 0);
  if (isQuietlyClean) return settings.quiet || writeAll(io.stderr, printed);
  const isTaken = await writeAll(io.stdout, printed);
  // Text on the same screen has said it already.
  const hasSaidIt = settings.format === 'text' && (io.stdout.isTTY === true) === (io.stderr.isTTY === true);
  if (settings.quiet || hasSaidIt) return isTaken;
  // A program reads the report; what the run has to say of itself is for people, too.
  const remarks = settings.format === 'text' ? [] : remarkLines(report);
  await writeAll(io.stderr, `${[...remarks, summaryLine(report, settings.minTier)].join('\n')}\n`);
  return isTaken;
}

function isClean(report: ScanReport): boolean {
  return report.findings.length === 0 && report.receipt.complete;
}

/** Where the scanned work tree comes from; null outside git. SARIF alone tells it, so nobody else pays for asking. */
async function provenance(workingDirectory: string): Promise<ReportOptions['repository']> {
  try {
    const found = await readProvenance(await openRepository(workingDirectory));
    return found && { ...found, branch: redactText(found.branch) };
  } catch {
    // Outside a repository, or without git, there is nothing to tell: the scan itself has judged whether that matters.
    return null;
  }
}
