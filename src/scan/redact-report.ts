/** The last look at a report: whatever hostile text it quotes (paths, authors, names, notes) passes the redactor (house 5.1). */
import type { Fact } from '../engine/match.ts';
import type { Finding, Place, Receipt, ScanReport } from '../findings/finding.ts';
import type { RuleSetData } from '../rules/rule.ts';
import type { Skip } from '../sources/source.ts';
import { redactText } from './redact-text.ts';

/** Gives a text without secrets. */
export type Hide = (text: string) => string;

/**
 * The same report, its texts without secrets. What silences findings has matched before, on the texts as they are.
 */
export function redactReport(report: ScanReport, hide: Hide): ScanReport {
  return {
    ...report,
    findings: report.findings.map((finding) => redactFinding(finding, hide)),
    suppressed: report.suppressed.map(({ finding, by }) => ({
      finding: redactFinding(finding, hide),
      by: { ...by, reason: hide(by.reason) },
    })),
    receipt: redactReceipt(report.receipt, hide),
  };
}

/** Shorter texts hold a name, not a credential; not looking at them spares most runs the compilation of the rules. */
const SHORTEST_TEXT = 16;

/**
 * Hides by the shipped rules, whatever the run was narrowed to, and by the run's own where it has others.
 *
 * @param own - The run's rules, compiled only where there is a text to look at; null: the shipped ones.
 */
export function createHide(own: RuleSetData | null): Hide {
  const known = new Map<string, string>();
  return (text) => {
    if (text.length < SHORTEST_TEXT) return text;
    let hidden = known.get(text);
    if (hidden === undefined) {
      hidden = redactText(text);
      if (own !== null) hidden = redactText(hidden, own);
      known.set(text, hidden);
    }
    return hidden;
  };
}

/** A path as a whole, then name by name, as names are scanned: what stands beside a name changes nothing. */
export function hidePath(path: string, hide: Hide): string {
  return hide(path).split('/').map(hide).join('/');
}

function redactFinding(finding: Finding, hide: Hide): Finding {
  const [first, ...rest] = finding.places;
  return {
    ...finding,
    assignedName: hide(finding.assignedName),
    facts: finding.facts.map(([key, value]): Fact => [key, hide(value)]),
    spread: finding.spread === null ? null : { ...finding.spread, refs: finding.spread.refs.map(hide) },
    places: [redactPlace(first, hide), ...rest.map((place) => redactPlace(place, hide))],
  };
}

function redactPlace(place: Place, hide: Hide): Place {
  const { origin, introduced } = place;
  return {
    ...place,
    origin: origin.path === null ? origin : { ...origin, path: hidePath(origin.path, hide) },
    introduced: introduced === null ? null : { ...introduced, author: hide(introduced.author) },
  };
}

/** Most reports count what was passed over by its reasons, and name none. */
function hiddenSkip(skip: Skip, hide: Hide): Skip {
  return {
    ...skip,
    get path() {
      return hidePath(skip.path, hide);
    },
    reason: hide(skip.reason),
  };
}

function redactReceipt(receipt: Receipt, hide: Hide): Receipt {
  return {
    ...receipt,
    asked: hide(receipt.asked),
    skips: receipt.skips.map((skip) => hiddenSkip(skip, hide)),
    notes: receipt.notes.map(hide),
  };
}
