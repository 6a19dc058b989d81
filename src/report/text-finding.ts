/** One finding as lines for a terminal. */
import { escapeText } from '../findings/escape.ts';
import type { Finding, Place, ScanReport } from '../findings/finding.ts';
import { isAtHead } from '../findings/order.ts';
import { columnsOf, flow, wrap } from './layout.ts';
import {
  adviceFor,
  adviceSentences,
  type Advice,
  countPaths,
  countSightings,
  dayOf,
  fingerprintLabel,
  formatCount,
  identity,
  placeLabel,
  refName,
  plural,
  rotateWordings,
  type RulesById,
  shortOid,
} from './words.ts';

/** Columns before what belongs to a finding. */
export const INDENT = 8;
/** The rule's id stands at the right, but not beyond this: in a wide terminal the eye would lose the line. */
const MOST_WIDTH = 100;
/** Lines of a finding, as far as the width allows. */
const MOST_LINES = 5;
/** Where others can already have the secret, how to revoke it is worth one more. */
const MORE_LINES_EXPOSED = 1;

/** Other places that are considered for being named one by one. */
const MOST_NAMED = 20;

/** Longest author, and most columns that names of refs take. */
const MOST_AUTHOR = 32;
/** Refs named. */
const MOST_REFS = 3;

/** What every line is made for. */
export interface Page {
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

/** A finding with what to do about it; only the first says that in full. */
export function findingLines(page: Page, finding: Finding, isFirst: boolean): string[] {
  const facts = factLines(page, finding, finding.tier);
  // Where it lives takes a line of its own.
  const most = MOST_LINES + (finding.spread === null ? 0 : 1);
  return [...facts, ...adviceLines(page, finding, isFirst, most - facts.length)];
}

/** Tier, name and rule; the places; what identifies it. */
export function factLines(page: Page, finding: Finding, tier: Finding['tier'] | 'hidden'): string[] {
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
  if (page.report.command === 'range') remarks.push(...commitRemark(lead));
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
    .slice(0, MOST_NAMED)
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
  if (first !== undefined) {
    remarks.push(`since ${dayOf(first.date)} ${shortOid(first.commit)}${authorWords(first.author)}`.replace('  ', ' '));
  }
  if (finding.places.some((place) => place.atHead !== null)) {
    remarks.push(isAtHead(finding) ? 'still at HEAD' : 'not at HEAD');
  }
  return [...remarks, ...spreadRemarks(finding)];
}

/** Which of a range's commits; a commit's own text says so itself. */
function commitRemark({ introduced, origin }: Place): string[] {
  if (introduced === null || origin.path === null) return [];
  return [`in ${shortOid(introduced.commit)}${authorWords(introduced.author)}`];
}

function authorWords(author: string): string {
  const name = escapeText(author.length > MOST_AUTHOR ? `${author.slice(0, MOST_AUTHOR)}…` : author);
  return name === '' ? '' : ` by ${name}`;
}

/** On which refs it lives, a few by name, and in how many commits it was written. */
function spreadRemarks({ spread }: Finding): string[] {
  if (spread === null) return [];
  const { commitCount, refCount, refs } = spread;
  const names = refs.slice(0, MOST_REFS).map(refName);
  while (names.length > 1 && columnsOf(names.join(', ')) > MOST_AUTHOR) names.pop();
  const more = refCount - names.length;
  const others = more > 0 ? ` and ${plural(more, 'more ref')}` : '';
  const remarks = [refCount === 0 ? 'on no ref' : `on ${names.join(', ')}${others}`];
  return commitCount > 1 ? [...remarks, `in ${plural(commitCount, 'commit')}`] : remarks;
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

/** What to do, and how to rotate at the provider: the fullest wording that `most` lines hold. */
function adviceLines(page: Page, finding: Finding, isFirst: boolean, most: number): string[] {
  const label = 'Fix: ';
  const indent = { first: INDENT + label.length, rest: INDENT + label.length };
  const rotate = rotateWordings(page.rules.get(finding.ruleId));
  const candidates = adviceWordings(adviceFor(page.report.command, finding), rotate, isFirst).map((wording) => ({
    lines: wrap(wording.text, page.width, indent),
    most: most + wording.moreLines,
  }));
  const fits = ({ lines, most: room }: (typeof candidates)[number]): boolean =>
    lines.length <= room && lines.every((line) => columnsOf(line) <= page.width);
  const { lines } = candidates.find(fits) ?? (candidates.at(-1) as (typeof candidates)[number]);
  return lines.map((line, i) => (i === 0 ? ' '.repeat(INDENT) + label + line.trimStart() : line));
}

interface Wording {
  readonly text: string;
  readonly moreLines: number;
}

/** From the fullest to the shortest. The same advice is not said twice in full. */
function adviceWordings(advice: Advice, rotate: readonly string[], isFirst: boolean): Wording[] {
  const moreLines = advice.isExposed ? MORE_LINES_EXPOSED : 0;
  if (!isFirst) return rotate.map((how) => ({ text: `as above. ${how}`, moreLines }));
  const full = (how: string): Wording => ({ text: adviceSentences(advice, how, true), moreLines: 0 });
  const brief = (how: string): Wording => ({ text: adviceSentences(advice, how, false), moreLines });
  return advice.isExposed ? rotate.flatMap((how) => [full(how), brief(how)]) : [...rotate.map(full), brief('')];
}
