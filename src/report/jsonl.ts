/** One JSON object a location and line; described by `docs/schemas/finding.schema.json`. A contract: fields stay. */
import { escapeJson } from '../findings/escape.ts';
import type { Finding, Place } from '../findings/finding.ts';
import { originJson } from './json.ts';
import type { Report } from './report.ts';

/** The findings in order, each with its places in reading order; empty when there are none. */
export const jsonl: Report = (report) =>
  report.findings
    .flatMap((finding) => finding.places.map((place) => `${escapeJson(locationJson(finding, place))}\n`))
    .join('');

function locationJson(finding: Finding, place: Place): object {
  return {
    path: place.origin.path,
    startLine: place.startLine,
    endLine: place.endLine,
    startColumn: place.startColumn,
    endColumn: place.endColumn,
    rule: finding.ruleId,
    tier: finding.tier,
    severity: finding.severity,
    fingerprint: finding.fingerprint,
    origin: originJson(place),
    ...(place.introduced === null ? {} : { commit: place.introduced.commit }),
    ...(place.secret === undefined ? {} : { secret: place.secret }),
  };
}
