/** The report for people, in a terminal. */
import { escapeText } from '../findings/escape.ts';
import type { Finding, ScanReport } from '../findings/finding.ts';
import { flow, hold, wrap } from './layout.ts';
import type { Report, ReportOptions } from './report.ts';
import { factLines, findingLines, INDENT, type Page } from './text-finding.ts';
import {
  acceptCommand,
  exceptionLines,
  formatCount,
  marksCount,
  receiptClauses,
  rulesById,
  type ShowPath,
  skipLabel,
  verdict,
} from './words.ts';

const LEAST_WIDTH = 40;
/** Notes and things not read that are listed; the rest is counted. */
const MOST_LISTED = 50;

/**
 * Header, findings, the way out, what was not read, notes, receipt. A clean run is one line, which the CLI puts on
 * stderr. No line but one with a long path or command is wider than `width` (at least 40).
 */
export const text: Report = (report, options) => {
  const width = Math.max(LEAST_WIDTH, options.width);
  const page = { report, rules: rulesById(options.rules), width, color: options.color };
  return `${[...body(page, options), ...closing(page, options)].join('\n')}\n`;
};

/** The one line for stderr that tells how the run ended and what it read, whatever the format on stdout. */
export function summaryLine(report: ScanReport, minTier: string): string {
  return `tightlip: ${[verdict(report), ...receiptClauses(report, minTier, (path) => path)].join(' · ')}`;
}

/** What was not read and what to know, a line each. */
export function remarkLines({ receipt }: ScanReport, showPath?: ShowPath): string[] {
  const failures = receipt.skips.filter((skip) => skip.kind === 'failure');
  const unread = failures.map((skip) => `not read: ${skipLabel(skip, showPath)}`);
  const notes = receipt.notes.map((note) => `note: ${escapeText(note)}`);
  return [...limited(unread, 'not read'), ...limited(notes, 'notes')];
}

function body(page: Page, options: ReportOptions): string[] {
  const { report } = page;
  const isClean = report.findings.length === 0 && report.receipt.complete;
  const head = isClean ? [] : wrap(`tightlip: ${verdict(report)}`, page.width);
  const blocks = report.findings.flatMap((finding, i) => [...findingLines(page, finding, i === 0), '']);
  const found = blocks.length === 0 ? [] : ['', ...blocks, ...wayOut(page, options), ''];
  return [...head, ...found, ...(options.showSuppressed ? suppressedLines(page) : [])];
}

/** For someone who disagrees: about the finding that is least sure. */
function wayOut(page: Page, { baselineIn = null, program = 'tightlip' }: ReportOptions): string[] {
  const last = page.report.findings.at(-1) as Finding;
  const { command } = page.report;
  const label = 'Not a secret?  ';
  const indent = { first: label.length, rest: label.length };
  // The baseline is of files in a repository; what stands in a log, or beside the repository, is excepted by its value.
  const isElsewhere = last.places.every(({ origin: { path } }) => path !== null && isOutside(path));
  const lines =
    command === 'logs' || command === 'stdin' || isElsewhere
      ? exceptionLines(last).map((line) => ' '.repeat(indent.rest) + line)
      : flow(
          [...within(baselineIn), acceptCommand(last, program), ...(marksCount(command, last) ? [MARK_HINT] : [])],
          '   ',
          page.width,
          indent,
        );
  return lines.map((line, i) => (i === 0 ? label + line.trimStart() : line));
}

function within(directory: string | null): string[] {
  return directory === null ? [] : [`cd ${escapeText(directory)} &&`];
}

/** Whether a path leads out of what paths are relative to. */
function isOutside(path: string): boolean {
  return /^(?:\.\.(?:\/|$)|\/|[A-Za-z]:\/)/.test(path);
}

const MARK_HINT = '(or `tightlip:allow` on the line)';

const SUPPRESSED_BY = { inline: 'a mark', exception: 'an exception', baseline: 'the baseline' };

function suppressedLines(page: Page): string[] {
  const lines: string[] = [];
  for (const { finding, by } of page.report.suppressed) {
    const reason = by.reason === '' ? '' : `: ${escapeText(by.reason)}`;
    lines.push(...factLines(page, finding, 'hidden'));
    const why = `suppressed by ${SUPPRESSED_BY[by.kind]}${reason}`;
    lines.push(...wrap(why, page.width, { first: INDENT, rest: INDENT }), '');
  }
  return lines;
}

/** What was not read, what to know, and the receipt. */
function closing(page: Page, options: ReportOptions): string[] {
  const { report, width } = page;
  const { receipt } = report;
  const lines = remarkLines(report, hold);
  const clauses = receiptClauses(report, options.minTier, hold);
  const isClean = report.findings.length === 0 && receipt.complete;
  const last = [...(isClean ? [`tightlip: ${verdict(report)}`] : []), ...clauses].join(' · ');
  return [...lines, last].flatMap((line) => wrap(line, width, { first: 0, rest: 2 }));
}

function limited(lines: readonly string[], what: string): string[] {
  if (lines.length <= MOST_LISTED) return [...lines];
  return [
    ...lines.slice(0, MOST_LISTED),
    `and ${formatCount(lines.length - MOST_LISTED)} more ${what}: see --format json`,
  ];
}
