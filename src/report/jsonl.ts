/** One JSON object a location and line; described by `docs/schemas/finding.schema.json`. A contract: fields stay. */
import { escapeJson } from '../findings/escape.ts';
import type { Finding, Place, Region, Suppression } from '../findings/finding.ts';
import { originJson } from './json.ts';
import type { Report } from './report.ts';

/**
 * The findings in order, each with its places in reading order; empty when there are none. What goes with a secret (the key id
 * of a key) has a location too, and so an object of its own after the secret's: `part` tells them apart. What is suppressed comes last,
 * where it was asked for, and says so.
 */
export const jsonl: Report = (report, { showSuppressed }) =>
  [
    ...report.findings.flatMap((finding) => findingJson(finding)),
    ...(showSuppressed ? report.suppressed.flatMap(({ finding, by }) => findingJson(finding, by)) : []),
  ]
    .map((location) => `${escapeJson(location)}\n`)
    .join('');

function findingJson(finding: Finding, by: Suppression | null = null): object[] {
  const suppressed = by === null ? {} : { suppressed: { kind: by.kind, reason: by.reason } };
  const locations = finding.places.flatMap((place) => locationsJson(finding, place));
  return locations.map((location) => ({ ...location, ...suppressed }));
}

/** Refs that a line names; all are counted. */
const MOST_REFS = 20;

function introductionJson({ introduced }: Place): object {
  return introduced === null ? {} : { commit: introduced.commit, author: introduced.author, date: introduced.date };
}

function spreadJson({ spread }: Finding): object {
  if (spread === null) return {};
  const { commitCount, refCount, refs } = spread;
  return { commitCount, refCount, refs: refs.slice(0, MOST_REFS) };
}

function locationsJson(finding: Finding, place: Place): object[] {
  const parts = place.parts ?? [];
  return [
    locationJson(finding, place, place),
    ...parts.map((part) => ({ ...locationJson(finding, place, part), part: part.ruleId })),
  ];
}

/** @param at - The place itself, or one of its parts. */
function locationJson(finding: Finding, place: Place, at: Region & { readonly secret?: string }): object {
  return {
    path: place.origin.path,
    startLine: at.startLine,
    endLine: at.endLine,
    startColumn: at.startColumn,
    endColumn: at.endColumn,
    rule: finding.ruleId,
    tier: finding.tier,
    severity: finding.severity,
    fingerprint: finding.fingerprint,
    origin: originJson(place),
    ...introductionJson(place),
    ...(place.atHead === null ? {} : { atHead: place.atHead }),
    ...spreadJson(finding),
    ...(at.secret === undefined ? {} : { secret: at.secret }),
  };
}
