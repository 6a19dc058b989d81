/** SARIF results: one a place of a finding. */
import { escapeText } from '../findings/escape.ts';
import type { Finding, Place, Region, ScanReport, Suppression } from '../findings/finding.ts';
import { levelOf } from './levels.ts';
import { messageText } from './sarif-text.ts';
import { artifactLocation } from './uri.ts';
import {
  adviceFor,
  adviceSentences,
  fingerprintLabel,
  identity,
  isInGit,
  isInName,
  placeLabel,
  placeName,
  plural,
  rotateWordings,
  type RulesById,
  sentence,
} from './words.ts';

/** Other places of the same secret that a result links to; GitHub keeps a hundred. */
const MOST_RELATED = 10;

/** Refs that a result names; all are counted. */
const MOST_REFS = 20;

/** Versioned as the specification asks; not GitHub's own key, whose value needs the file's text. */
const FINGERPRINT_KEY = 'tightlipFingerprint/v1';

/** What becomes one result. */
export interface Located {
  readonly finding: Finding;
  readonly place: Place;
  readonly by: Suppression | null;
}

/** Every first place, then the others, then the suppressed: what a limit cuts off matters least. */
export function locate(report: ScanReport, showSuppressed: boolean): Located[] {
  const open = report.findings.map((finding) => ({ finding, by: null }));
  const silenced = showSuppressed ? report.suppressed : [];
  return [...firstPlacesFirst(open), ...firstPlacesFirst(silenced)];
}

function firstPlacesFirst(entries: readonly Omit<Located, 'place'>[]): Located[] {
  const firsts = entries.map(({ finding, by }) => ({ finding, by, place: finding.places[0] }));
  const others = entries.flatMap(({ finding, by }) => finding.places.slice(1).map((place) => ({ finding, by, place })));
  return [...firsts, ...others];
}

/** The results in the order given; `ruleIds` are the run's rules in order. */
export function results(
  report: ScanReport,
  located: readonly Located[],
  ruleIds: readonly string[],
  rules: RulesById,
): object[] {
  const ruleIndex = new Map(ruleIds.map((id, i) => [id, i]));
  const onLine = new Map<string, number>();
  for (const one of located) onLine.set(lineKey(one), (onLine.get(lineKey(one)) ?? 0) + 1);
  const hasSuppressed = located.some(({ by }) => by !== null);
  return located.map((one) => ({
    ruleId: one.finding.ruleId,
    ruleIndex: ruleIndex.get(one.finding.ruleId),
    level: levelOf(one.finding.severity, one.finding.tier),
    message: { text: message(report, one, rules, onLine.get(lineKey(one)) ?? 1) },
    locations: [location(one.place)],
    ...related(one),
    partialFingerprints: { [FINGERPRINT_KEY]: one.finding.fingerprint },
    ...(one.place.repeats > 0 ? { occurrenceCount: one.place.repeats + 1 } : {}),
    // Present on all results or on none: specification 3.27.23.
    ...(hasSuppressed ? { suppressions: suppressions(one.by) } : {}),
    properties: properties(one),
  }));
}

/** GitHub takes two results of one rule on one line for one alert, so each says that it is not alone. */
function lineKey({ finding, place }: Located): string {
  return JSON.stringify([finding.ruleId, place.origin.path, place.startLine]);
}

function message(report: ScanReport, located: Located, rules: RulesById, onLine: number): string {
  const { finding } = located;
  const rotate = rotateWordings(rules.get(finding.ruleId))[0] as string;
  const title = sentence(`${finding.ruleName} (${finding.tier})`);
  const facts = [...identity(finding), fingerprintLabel(finding.fingerprint)].join(', ');
  const said = [
    messageText(title),
    onLine > 1 ? `One of ${onLine} on this line.` : '',
    messageText(sentence(`Known by: ${facts}`)),
    partWords(located),
    relatedWords(located),
    messageText(`Fix: ${adviceSentences(adviceFor(report.command, finding), rotate, true)}`),
  ];
  return said.filter((part) => part !== '').join(' ');
}

function relatedPlaces({ finding, place }: Located): Place[] {
  return finding.places
    .slice(0, MOST_RELATED + 1)
    .filter((other) => other !== place)
    .slice(0, MOST_RELATED);
}

/** Ids of related locations: the parts of a composite come first. */
function partWords({ place }: Located): string {
  const parts = place.parts ?? [];
  if (parts.length === 0) return '';
  const links = parts.map(
    (part, i) =>
      `the ${messageText(part.name)} at [${messageText(placeLabel({ ...place, ...regionOf(part) }))}](${i + 1})`,
  );
  return `Goes with ${links.join(' and ')}.`;
}

/** Viewers link to a related location only from the message, by its id. */
function relatedWords(located: Located): string {
  const places = relatedPlaces(located);
  if (places.length === 0) return '';
  const more = located.finding.places.length - 1 - places.length;
  const first = (located.place.parts?.length ?? 0) + 1;
  const links = places.map((place, i) => `[${messageText(placeLabel(place))}](${first + i})`);
  return `Also at ${links.join(', ')}${more > 0 ? ` and at ${plural(more, 'more place')}` : ''}.`;
}

function related(located: Located): object {
  const { place } = located;
  const others = [
    ...(place.parts ?? []).map((part) => ({
      ...location({ ...place, ...regionOf(part) }),
      message: { text: `${sentence(`The ${part.name} that goes with it`)}` },
    })),
    ...relatedPlaces(located).map((other) => ({ ...location(other), message: { text: 'The same secret.' } })),
  ];
  return others.length === 0 ? {} : { relatedLocations: others.map((other, i) => ({ id: i + 1, ...other })) };
}

function regionOf({ startLine, startColumn, endLine, endColumn }: Region): Region {
  return { startLine, startColumn, endLine, endColumn };
}

function suppressions(by: Suppression | null): object[] {
  if (by === null) return [];
  return [
    {
      kind: by.kind === 'inline' ? 'inSource' : 'external',
      status: 'accepted',
      ...(by.reason === '' ? {} : { justification: escapeText(by.reason) }),
    },
  ];
}

function properties({ finding, place }: Located): object {
  return {
    tier: finding.tier,
    severity: finding.severity,
    checks: finding.checks,
    origin: place.origin.kind,
    ...introduction(place),
    ...(place.atHead === null ? {} : { atHead: place.atHead }),
    ...spread(finding),
  };
}

function introduction({ introduced }: Place): object {
  if (introduced === null) return {};
  return { commit: introduced.commit, author: escapeText(introduced.author), date: escapeText(introduced.date) };
}

function spread({ spread }: Finding): object {
  if (spread === null) return {};
  const { commitCount, refCount, refs } = spread;
  return { commitCount, refCount, refs: refs.slice(0, MOST_REFS).map(escapeText) };
}

/** What has no path gets one that no file has; it and what stands in a name are told in words too, so that a viewer has something to show. */
function location(place: Place): object {
  const { path, kind, oid } = place.origin;
  const commit = place.introduced?.commit ?? '';
  const stands = isInGit(place) ? `.git/${kind}/${path ?? oid ?? commit}`.replace(/\/$/, '') : (path ?? 'stdin');
  return {
    physicalLocation: { artifactLocation: artifactLocation(stands), region: region(place) },
    ...(path === null || isInGit(place) || isInName(place)
      ? { logicalLocations: [{ fullyQualifiedName: placeName(place), kind: 'resource' }] }
      : {}),
  };
}

/** Everything is at least 1, and the end is not before the start: GitHub refuses the whole file otherwise. */
function region(place: Place): object {
  const startLine = Math.max(1, place.startLine);
  const startColumn = Math.max(1, place.startColumn);
  const endLine = Math.max(startLine, place.endLine);
  const endColumn = Math.max(1, place.endColumn, endLine === startLine ? startColumn : 1);
  return { startLine, startColumn, endLine, endColumn };
}
