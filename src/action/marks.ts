/** Secrets that a pull request brings in and silences itself, by a mark on their line: allowed, and never quietly. */
import type { Finding, ScanReport } from '../findings/finding.ts';
import { escapeText } from '../findings/escape.ts';
import { command, positionOf } from '../report/github.ts';
import { plural } from '../report/words.ts';

/** GitHub shows so many warnings of a step. */
const MOST_ANNOTATIONS = 10;

/** A secret under a mark. */
export interface Marked {
  readonly finding: Finding;
  /** What the mark says; perhaps empty. */
  readonly reason: string;
}

/** What the marks in the scanned commits silence: none of it was there before, so neither was its mark. */
export function markedIn(report: ScanReport): Marked[] {
  return report.suppressed
    .filter(({ by }) => by.kind === 'inline')
    .map(({ finding, by }) => ({ finding, reason: by.reason }));
}

/**
 * How many there are, as a clause.
 *
 * @param proposed - "this pull request".
 */
export function markedWords(count: number, proposed: string): string {
  return `${plural(count, 'secret')} suppressed by marks added in ${proposed}`;
}

/** A warning at each, as far as GitHub shows them. */
export function markAnnotations(report: ScanReport, proposed: string): string {
  const lines = markedIn(report)
    .slice(0, MOST_ANNOTATIONS)
    .map(({ finding, reason }) => {
      const why = reason === '' ? 'no reason given' : reason;
      const text = `${finding.ruleName}: suppressed by a mark added in ${proposed} (${why}). Is it no secret?`;
      return `${command('warning', { ...positionOf(finding.places[0]), title: 'Suppressed here' }, escapeText(text))}\n`;
    });
  return lines.join('');
}
