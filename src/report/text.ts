/** The report for people, in a terminal. */
import { escapeText } from '../findings/escape.ts';
import type { Finding, Place, ScanReport } from '../findings/finding.ts';
import { isAtHead } from '../findings/order.ts';
import { columnsOf, flow, hold, wrap } from './layout.ts';
import type { Report, ReportOptions } from './report.ts';
import {
  acceptCommand,
  adviceSentences,
  ADVICE,
  type Advice,
  countPaths,
  countSightings,
  dayOf,
  fingerprintLabel,
  formatCount,
  identity,
  marksCount,
  placeLabel,
  plural,
  receiptClauses,
  rotateWordings,
  type RulesById,
  rulesById,
  shortOid,
  skipLabel,
  verdict,
} from './words.ts';

const INDENT = 8;
const LEAST_WIDTH = 40;
/** The rule's id stands at the right, but not beyond this: in a wide terminal the eye would lose the line. */
const MOST_WIDTH = 100;
/** Lines of a finding, as far as the width allows. */
const MOST_LINES = 5;
/** Lines for what to do where others can already have the secret: how to revoke it is worth a sixth line. */
const URGENT_LINES = 2;
/** Notes and things not read that are listed; the rest is counted. */
const MOST_LISTED = 50;

interface Page {
  readonly report: ScanReport;
  readonly rules: RulesById;
  readonly width: number;
  readonly color: boolean;
}

const BOLD = '\u001b[1m';
const RESET = '\u001b[0m';
const TIER_COLORS = { proven: '\u001b[1;31m', likely: '\u001b[33m', review: '\u001b[36m', hidden: '\u001b[2m' };

function paint(page: Page, code: string, text: string): string {
  return page.color ? `${code}${text}${RESET}` : text;
}

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

function body(page: Page, options: ReportOptions): string[] {
  const { report } = page;
  const lines: string[] = [];
  const isClean = report.findings.length === 0 && report.receipt.complete;
  if (!isClean) lines.push(...wrap(`tightlip: ${verdict(report)}`, page.width));
  if (report.findings.length > 0) lines.push('', ...findingLines(page), ...wayOut(page), '');
  if (options.showSuppressed) lines.push(...suppressedLines(page));
  return lines;
}

function findingLines(page: Page): string[] {
  const lines: string[] = [];
  let isFirst = true;
  for (const finding of page.report.findings) {
    const facts = factLines(page, finding, finding.tier);
    const least = ADVICE[page.report.command].isExposed ? URGENT_LINES : 1;
    const most = Math.max(least, MOST_LINES - facts.length);
    lines.push(...facts, ...adviceLines(page, finding, isFirst, most), '');
    isFirst = false;
  }
  return lines;
}

function factLines(page: Page, finding: Finding, tier: Finding['tier'] | 'hidden'): string[] {
  return [...headLines(page, finding, tier), ...placeLines(page, finding), identityLine(page, finding)];
}

/** Tier and name at the left, rule id at the right; the id goes below where they do not fit. */
function headLines(page: Page, finding: Finding, tier: Finding['tier'] | 'hidden'): string[] {
  const width = Math.min(page.width, MOST_WIDTH);
  const name = escapeText(finding.ruleName);
  const gap = width - INDENT - columnsOf(name) - columnsOf(finding.ruleId);
  const names =
    gap >= 2
      ? [' '.repeat(INDENT) + name + ' '.repeat(gap) + finding.ruleId]
      : [...wrap(name, width, { first: INDENT, rest: INDENT }), ' '.repeat(INDENT) + finding.ruleId];
  const label = paint(page, TIER_COLORS[tier], tier) + ' '.repeat(INDENT - tier.length);
  return names.map((line, i) => (i === 0 ? label + line.slice(INDENT) : line));
}

/** The place to look first: in history one that is still at HEAD. */
function leadPlace(finding: Finding): Place {
  return finding.places.find((place) => place.atHead === true) ?? finding.places[0];
}

/** The place, and on the same line, where it fits, what is to be said of the others. */
function placeLines(page: Page, finding: Finding): string[] {
  const lead = leadPlace(finding);
  const label = placeLabel(lead);
  const rest = placeRemarks(page, finding, lead);
  const lines = flow([label, ...rest], '   ', page.width, { first: INDENT, rest: INDENT });
  return lines.map((line, i) => (i === 0 ? line.replace(label, () => paint(page, BOLD, label)) : line));
}

function placeRemarks(page: Page, finding: Finding, lead: Place): string[] {
  const remarks: string[] = [];
  if (page.report.command === 'history') remarks.push(...historyRemarks(finding));
  if (lead.endLine > lead.startLine) remarks.push(`to line ${lead.endLine}`);
  const sightings = countSightings(finding);
  if (sightings === 1) return remarks;
  if (page.report.command === 'logs' || page.report.command === 'stdin') {
    const files = countPaths(finding.places);
    const last = lead.repeats > 0 ? [`to line ${formatCount(lead.lastLine)}`] : [];
    return [...remarks, `${plural(sightings, 'time')}${files > 1 ? ` in ${plural(files, 'file')}` : ''}`, ...last];
  }
  return [...remarks, othersRemark(page, finding, lead, sightings - 1)];
}

/** The other places one by one where one line holds them, else their number. */
function othersRemark(page: Page, finding: Finding, lead: Place, others: number): string {
  const labels = finding.places
    .filter((place) => place !== lead)
    .slice(0, MOST_LISTED)
    .map((place) => placeLabel(place));
  const named = `also at ${labels.join(', ')}`;
  if (labels.length === others && columnsOf(named) <= page.width - INDENT) return named;
  const files = countPaths(finding.places) - 1;
  return `and at ${plural(others, 'more place')}${files > 0 ? ` in ${plural(files, 'more file')}` : ''}`;
}

function historyRemarks(finding: Finding): string[] {
  const first = finding.places
    .map((place) => place.introduced)
    .filter((introduced) => introduced !== null)
    .toSorted((a, b) => (Date.parse(a.date) || 0) - (Date.parse(b.date) || 0))[0];
  const remarks: string[] = [];
  if (first !== undefined) remarks.push(`since ${dayOf(first.date)} ${shortOid(first.commit)}`.replace('  ', ' '));
  if (finding.places.some((place) => place.atHead !== null)) {
    remarks.push(isAtHead(finding) ? 'still at HEAD' : 'not at HEAD');
  }
  return remarks;
}

/** One line: as many facts as it holds, and always the fingerprint. */
function identityLine(page: Page, finding: Finding): string {
  const glue = ' · ';
  const fingerprint = fingerprintLabel(finding.fingerprint);
  let room = page.width - INDENT - columnsOf(fingerprint);
  const shown: string[] = [];
  for (const part of identity(finding)) {
    room -= columnsOf(part) + glue.length;
    if (room < 0) break;
    shown.push(part);
  }
  return ' '.repeat(INDENT) + [...shown, fingerprint].join(glue);
}

/** What to do, then how to rotate at the provider: the fullest wording that the lines hold. */
function adviceLines(page: Page, finding: Finding, isFirst: boolean, most: number): string[] {
  const label = 'Fix: ';
  const indent = { first: INDENT + label.length, rest: INDENT + label.length };
  const wordings = rotateWordings(page.rules.get(finding.ruleId));
  const candidates = adviceWordings(ADVICE[page.report.command], wordings, isFirst);
  const wrapped = candidates.map((wording) => wrap(wording, page.width, indent));
  const lines = wrapped.find(({ length }) => length <= most) ?? (wrapped.at(-1) as string[]);
  return lines.map((line, i) => (i === 0 ? ' '.repeat(INDENT) + label + line.trimStart() : line));
}

/** From the fullest to the shortest. The same advice is not said twice in full. */
function adviceWordings(advice: Advice, rotate: readonly string[], isFirst: boolean): string[] {
  if (!isFirst) return rotate.map((how) => `as above. ${how}`);
  const full = (how: string): string => adviceSentences(advice, how, true);
  const brief = (how: string): string => adviceSentences(advice, how, false);
  return advice.isExposed ? rotate.flatMap((how) => [full(how), brief(how)]) : [...rotate.map(full), brief('')];
}

/** For someone who disagrees: about the finding that is least sure. */
function wayOut(page: Page): string[] {
  const last = page.report.findings.at(-1) as Finding;
  const pieces = [acceptCommand(last)];
  if (marksCount(page.report.command)) pieces.push('(or `tightlip:allow` on the line)');
  const label = 'Not a secret?  ';
  const lines = flow(pieces, '   ', page.width, { first: label.length, rest: label.length });
  return lines.map((line, i) => (i === 0 ? label + line.trimStart() : line));
}

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
  const failures = receipt.skips
    .filter((skip) => skip.kind === 'failure')
    .map((skip) => `not read: ${skipLabel(skip, hold)}`);
  const notes = receipt.notes.map((note) => `note: ${escapeText(note)}`);
  const lines = [...limited(failures, 'not read'), ...limited(notes, 'notes')];
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
