/** One JSON document with everything a run found; described by `docs/schemas/report.schema.json`. */
import { escapeJson } from '../findings/escape.ts';
import type { Finding, Place, PlacePart, Spread } from '../findings/finding.ts';
import type { Report } from './report.ts';
import { rulesById, type RulesById } from './words.ts';

/** Raised when a field changes its meaning or goes away; new fields may come without. */
const FORMAT_VERSION = 1;

/** Two spaces deep; ends with a line break. Only declared fields are written, whatever else an object holds. */
export const json: Report = (report, options) => {
  const rules = rulesById(options.rules);
  const { receipt } = report;
  const document = {
    version: FORMAT_VERSION,
    tool: { name: 'tightlip', version: options.toolVersion },
    command: report.command,
    minTier: options.minTier,
    exitCode: options.exitCode,
    findings: report.findings.map((finding) => findingJson(finding, rules)),
    suppressed: report.suppressed.map(({ finding, by }) => ({
      by: { kind: by.kind, reason: by.reason },
      finding: findingJson(finding, rules),
    })),
    receipt: {
      asked: receipt.asked,
      unit: receipt.unit,
      complete: receipt.complete,
      stopped: receipt.stopped,
      itemsRead: receipt.itemsRead,
      bytesRead: receipt.bytesRead,
      commits: receipt.commits,
      also: receipt.also.map(({ unit, items }) => ({ unit, items })),
      skips: receipt.skips.map(({ path, kind, reason }) => ({ path, kind, reason })),
      notes: receipt.notes,
      suppressed: {
        inline: receipt.suppressed.inline,
        exception: receipt.suppressed.exception,
        baseline: receipt.suppressed.baseline,
      },
      belowMinTier: receipt.belowMinTier,
    },
  };
  return `${escapeJson(document, 2)}\n`;
};

function findingJson(finding: Finding, rules: RulesById): object {
  const rule = rules.get(finding.ruleId);
  return {
    rule: finding.ruleId,
    name: finding.ruleName,
    tier: finding.tier,
    severity: finding.severity,
    fingerprint: finding.fingerprint,
    secretLength: finding.secretLength,
    assignedName: finding.assignedName,
    facts: finding.facts.map(([key, value]) => ({ key, value })),
    checks: finding.checks,
    spread: finding.spread === null ? null : spreadJson(finding.spread),
    revoke: rule?.revoke ?? '',
    docs: rule?.docs ?? '',
    places: finding.places.map(placeJson),
  };
}

function spreadJson({ commitCount, commits, refCount, refs }: Spread): object {
  return { commitCount, commits, refCount, refs };
}

function placeJson(place: Place): object {
  const { origin, introduced } = place;
  return {
    path: origin.path,
    startLine: place.startLine,
    endLine: place.endLine,
    startColumn: place.startColumn,
    endColumn: place.endColumn,
    origin: originJson(place),
    introduced:
      introduced === null ? null : { commit: introduced.commit, author: introduced.author, date: introduced.date },
    atHead: place.atHead,
    repeats: place.repeats,
    lastLine: place.lastLine,
    ...(place.parts === undefined ? {} : { parts: place.parts.map(partJson) }),
    ...(place.secret === undefined ? {} : { secret: place.secret }),
  };
}

function partJson(part: PlacePart): object {
  const { ruleId: rule, name, startLine, endLine, startColumn, endColumn, secret } = part;
  const at = { startLine, endLine, startColumn, endColumn };
  return { rule, name, ...at, ...(secret === undefined ? {} : { secret }) };
}

/** The origin without its path, which stands beside it. */
export function originJson({ origin }: Place): { kind: string; oid?: string } {
  return origin.oid === undefined ? { kind: origin.kind } : { kind: origin.kind, oid: origin.oid };
}
