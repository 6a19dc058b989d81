/** The page of a job: a sentence of verdict, a table of findings, the receipt. */
import type { Finding, Place, ScanReport } from '../findings/finding.ts';
import {
  adviceFor,
  adviceSentences,
  countSightings,
  dayOf,
  identity,
  isInName,
  placeLabel,
  plural,
  receiptClauses,
  rotateWordings,
  rulesById,
  type RulesById,
  shortOid,
  skipLabel,
  verdict,
} from '../report/words.ts';
import type { RuleSetData } from '../rules/rule.ts';
import { markdownText, urlPath } from './markdown.ts';
import { markedIn, markedWords } from './marks.ts';

/** What a page needs beside the report. */
export interface SummaryOptions {
  readonly rules: RuleSetData;
  readonly minTier: string;
  /** Address of the repository, `https://github.com/owner/name`; null: places are no links. */
  readonly repositoryUrl: string | null;
  /** What proposes the commits, "this pull request"; null: they are in already. */
  readonly proposed: string | null;
  /** Commit that places without one of their own are linked at. */
  readonly commit: string;
}

/** GitHub drops a page over 1 MiB whole; a step may write two of ours. */
const MOST_BYTES = 480 << 10;
const MOST_SKIPS = 50;
const HEAD = '| Tier | Secret | Place | Introduced by | What to do |\n| --- | --- | --- | --- | --- |';

/** The page of a run that scanned nothing, for the reason given. */
export function failureSummary(reason: string): string {
  return `## Tightlip: nothing was scanned\n\n${markdownText(reason)}\n`;
}

/** The page as Markdown, at most half of what a step may write. No text of the repository can act in it. */
export function jobSummary(report: ScanReport, options: SummaryOptions): string {
  const { receipt } = report;
  const lines = [`## Tightlip: ${markdownText(verdict(report))}`, ''];
  if (report.findings.length > 0) lines.push(HEAD, ...rowsOf(report, options), '');
  if (options.proposed !== null) lines.push(...silenced(report, options.proposed, options));
  lines.push(`${markdownText(receiptClauses(report, options.minTier, null).join(' · '))}`, '');
  for (const note of receipt.notes) lines.push(`- ${markdownText(note)}`);
  lines.push(...passedOver(report));
  return `${lines.join('\n')}\n`;
}

function rowsOf(report: ScanReport, options: SummaryOptions): string[] {
  const rules = rulesById(options.rules);
  const rows: string[] = [];
  let bytes = 0;
  for (const finding of report.findings) {
    const row = rowOf(report, finding, rules, options);
    bytes += Buffer.byteLength(row) + 1;
    if (bytes > MOST_BYTES) {
      rows.push(
        '',
        `${plural(report.findings.length - rows.length, 'more secret')} in the SARIF file: a page of GitHub’s holds no more.`,
      );
      break;
    }
    rows.push(row);
  }
  return rows;
}

function rowOf(report: ScanReport, finding: Finding, rules: RulesById, options: SummaryOptions): string {
  const place = finding.places[0];
  const others = countSightings(finding) - 1;
  const rotate = rotateWordings(rules.get(finding.ruleId))[0] as string;
  const cells = [
    finding.tier,
    `${markdownText(finding.ruleName)}<br>${markdownText(identity(finding).join(', '))}`,
    `${placeLink(place, options)}${others > 0 ? `<br>and ${plural(others, 'more place')}` : ''}`,
    introducedBy(place),
    markdownText(adviceSentences(adviceFor(report.command, finding), rotate, true)),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** What the commits silence themselves, for whoever reviews them. */
function silenced(report: ScanReport, proposed: string, options: SummaryOptions): string[] {
  const marked = markedIn(report);
  if (marked.length === 0) return [];
  const rows = marked.slice(0, MOST_SKIPS).map(({ finding, reason }) => {
    const others = countSightings(finding) - 1;
    const more = others > 0 ? ` and ${plural(others, 'more place')}` : '';
    const why = reason === '' ? 'no reason given' : reason;
    return `- ${markdownText(finding.ruleName)}, ${placeLink(finding.places[0], options)}${more}: ${markdownText(why)}`;
  });
  const rest = marked.length - rows.length;
  if (rest > 0) rows.push(`- and ${rest} more`);
  return [`**${markdownText(markedWords(marked.length, proposed))}**`, '', ...rows, ''];
}

function placeLink(place: Place, { repositoryUrl, commit }: SummaryOptions): string {
  const label = markdownText(placeLabel(place));
  const { path } = place.origin;
  if (repositoryUrl === null || path === null || isInName(place)) return label;
  const lines = place.endLine > place.startLine ? `L${place.startLine}-L${place.endLine}` : `L${place.startLine}`;
  return `[${label}](${repositoryUrl}/blob/${place.introduced?.commit ?? commit}/${urlPath(path)}#${lines})`;
}

function introducedBy({ introduced }: Place): string {
  if (introduced === null) return '';
  return markdownText(`${shortOid(introduced.commit)} ${introduced.author} ${dayOf(introduced.date)}`.trim());
}

/** What was not read, failures first, then what was skipped. */
function passedOver({ receipt }: ScanReport): string[] {
  const failures = receipt.skips.filter((skip) => skip.kind === 'failure');
  const skips = receipt.skips.filter((skip) => skip.kind === 'skip');
  const all = [
    ...failures.map((skip) => `- **not read** ${markdownText(skipLabel(skip))}`),
    ...skips.map((skip) => `- skipped ${markdownText(skipLabel(skip))}`),
  ];
  const rest = all.length - MOST_SKIPS;
  return rest > 0 ? [...all.slice(0, MOST_SKIPS), `- and ${rest} more, all in the SARIF file`] : all;
}
