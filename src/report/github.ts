/** Annotations of a GitHub Actions log: workflow commands, and one plain line with the receipt. */
import type { Finding, Place, ScanReport } from '../findings/finding.ts';
import { escapeText } from '../findings/escape.ts';
import { annotationOf } from './levels.ts';
import type { Report } from './report.ts';
import {
  adviceFor,
  adviceSentences,
  countSightings,
  fingerprintLabel,
  formatCount,
  identity,
  isInGit,
  isInName,
  placeLabel,
  plural,
  receiptClauses,
  rotateWordings,
  type RulesById,
  rulesById,
  sentence,
  skipLabel,
  verdict,
} from './words.ts';

/** GitHub shows so many annotations of a kind for a step, and drops the others without a word. */
const MOST_PER_LEVEL = 10;
/** Things not read that one annotation names. */
const MOST_NAMED = 5;

type Command = 'error' | 'warning' | 'notice';

interface Sight {
  readonly finding: Finding;
  readonly place: Place;
}

/**
 * One `::error` or `::warning` a place while GitHub shows them, first places first; then what was left out, what was
 * not read, and the receipt. No text of the scanned repository can begin a command.
 */
export const github: Report = (report, options) => {
  const rules = rulesById(options.rules);
  const lines: string[] = [];
  for (const level of ['error', 'warning'] as const) {
    const sights = sightsOf(report, level);
    // The annotation about what was not read takes one of the errors.
    const most = level === 'error' && !report.receipt.complete ? MOST_PER_LEVEL - 1 : MOST_PER_LEVEL;
    lines.push(...sights.slice(0, most).map((sight) => annotation(report, level, sight, rules)));
    if (sights.length > most) lines.push(leftOut(sights.length - most));
  }
  if (!report.receipt.complete) lines.push(notRead(report));
  lines.push(plainLine(`tightlip: ${[verdict(report), ...receiptClauses(report, options.minTier, null)].join(' · ')}`));
  return `${lines.join('\n')}\n`;
};

function sightsOf(report: ScanReport, level: 'error' | 'warning'): Sight[] {
  const findings = report.findings.filter((finding) => annotationOf(finding.tier) === level);
  const firsts = findings.map((finding) => ({ finding, place: finding.places[0] }));
  const others = findings.flatMap((finding) => finding.places.slice(1).map((place) => ({ finding, place })));
  return [...firsts, ...others];
}

function annotation(report: ScanReport, level: Command, { finding, place }: Sight, rules: RulesById): string {
  const rotate = rotateWordings(rules.get(finding.ruleId))[0] as string;
  const facts = [...identity(finding), fingerprintLabel(finding.fingerprint)].join(', ');
  const others = countSightings(finding) - 1;
  const at = isNoFile(place) ? ` at ${placeLabel(place)}` : '';
  const more = others > 0 ? `, also at ${plural(others, 'more place')}` : '';
  const found = sentence(`${finding.ruleName} (${finding.tier})${at}: ${facts}${more}`);
  const todo = `Fix: ${adviceSentences(adviceFor(report.command, finding), rotate, true)}`;
  return command(level, { ...positionOf(place), title: escapeText(finding.ruleName) }, `${found} ${todo}`);
}

type Properties = Readonly<Record<string, string | number>>;

/** Where an annotation stands. Columns are allowed only when the place begins and ends on one line. */
export function positionOf(place: Place): Properties {
  const { path } = place.origin;
  if (path === null || isNoFile(place)) return {};
  const lines = { file: escapePath(path), line: place.startLine, endLine: place.endLine };
  if (place.startLine !== place.endLine) return lines;
  return { ...lines, col: place.startColumn, endColumn: place.endColumn };
}

function isNoFile(place: Place): boolean {
  return place.origin.path === null || isInName(place) || isInGit(place);
}

/** The path as it is, so that GitHub finds the file; line breaks get lost in no encoding, the rest is made visible. */
function escapePath(path: string): string {
  return path
    .split(/([\r\n])/)
    .map((piece, i) => (i % 2 === 1 ? piece : escapeText(piece)))
    .join('');
}

function leftOut(count: number): string {
  const text = `${plural(count, 'more place')} not shown here, because GitHub shows ${MOST_PER_LEVEL} of a kind: see the report.`;
  return command('notice', { title: 'Tightlip' }, text);
}

function notRead(report: ScanReport): string {
  const failures = report.receipt.skips.filter((skip) => skip.kind === 'failure');
  const named = failures.slice(0, MOST_NAMED).map((skip) => skipLabel(skip));
  if (failures.length > MOST_NAMED) named.push(`and ${formatCount(failures.length - MOST_NAMED)} more`);
  return command('error', { title: 'Not everything was read' }, `Not read: ${named.join('; ')}`);
}

/** A workflow command; nothing in its parts can end it or begin another. */
export function command(name: Command, properties: Properties, data: string): string {
  const listed = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${name} ${listed.join(',')}::${escapeData(data)}`;
}

/** As the runner undoes it in a command's data. */
export function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** As the runner undoes it in a command's properties. */
export function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** A line that the runner only prints: it acts on `::` at the beginning, and on `##[` anywhere. */
function plainLine(text: string): string {
  return text.replaceAll('##[', '# #[');
}
