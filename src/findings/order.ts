/** The one order of findings and places, independent of who found them first. */
import type { Severity, Tier } from '../rules/rule.ts';
import type { Finding, Place } from './finding.ts';

/** Tiers from the surest. */
export const TIERS: readonly Tier[] = ['proven', 'likely', 'review'];

/** Severities from the worst. */
export const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];

/** Whether `tier` is at least as sure as `least`. */
export function reachesTier(tier: Tier, least: Tier): boolean {
  return TIERS.indexOf(tier) <= TIERS.indexOf(least);
}

/** Order by UTF-16 code units: the same on every machine, whatever its language. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Reading order: path (places without one last), line, column, then what tells equal positions apart. */
export function comparePlaces(a: Place, b: Place): number {
  if ((a.origin.path === null) !== (b.origin.path === null)) return a.origin.path === null ? 1 : -1;
  return (
    compareText(a.origin.path ?? '', b.origin.path ?? '') ||
    a.startLine - b.startLine ||
    a.startColumn - b.startColumn ||
    a.endLine - b.endLine ||
    a.endColumn - b.endColumn ||
    compareText(a.origin.kind, b.origin.kind) ||
    compareText(a.origin.oid ?? '', b.origin.oid ?? '') ||
    compareText(a.introduced?.commit ?? '', b.introduced?.commit ?? '')
  );
}

/** Whether some place of the finding still stands at HEAD; false outside history. */
export function isAtHead(finding: Finding): boolean {
  return finding.places.some((place) => place.atHead === true);
}

/** By danger: surest tier, still at HEAD, worst severity; then by first place, rule and fingerprint. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    TIERS.indexOf(a.tier) - TIERS.indexOf(b.tier) ||
    Number(isAtHead(b)) - Number(isAtHead(a)) ||
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    comparePlaces(a.places[0], b.places[0]) ||
    compareText(a.ruleId, b.ruleId) ||
    compareText(a.fingerprint, b.fingerprint)
  );
}
