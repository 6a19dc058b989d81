/**
 * Wording that several formats share: numbers, places, what identifies a finding, what to do about it. Everything
 * that is returned is escaped: one line, safe to print.
 */
import { escapeText } from '../findings/escape.ts';
import type { Finding, Place, Receipt, ScanReport } from '../findings/finding.ts';
import { shortFingerprint } from '../findings/fingerprint-prefix.ts';
import { compareText } from '../findings/order.ts';
import { formatBytes } from '../findings/receipt.ts';
import { ruleFinder } from '../rules/rule-index.ts';
import type { CompositeRule, Rule, RuleSetData } from '../rules/rule.ts';

export type Command = ScanReport['command'];

/** A count with thousands separated by commas, whatever the machine's language. */
export function formatCount(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 secret`, `2 secrets`; `noun` in the singular. */
export function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** Distinct paths of the places; all without a path count as one. */
export function countPaths(places: readonly Place[]): number {
  return new Set(places.map((place) => place.origin.path)).size;
}

/** How often the secret was seen, listed or not. */
export function countSightings(finding: Finding): number {
  return finding.places.reduce((sum, place) => sum + 1 + place.repeats, 0);
}

/** Object ids as people read them. */
export function shortOid(oid: string): string {
  return oid.slice(0, 7);
}

/** Where a place is, in words when it has no path. */
export function placeName(place: Place): string {
  return escapeText(rawPlaceName(place));
}

function rawPlaceName(place: Place): string {
  const { kind, path, oid } = place.origin;
  const commit = place.introduced?.commit ?? oid;
  const id = shortOid(oid ?? commit ?? '');
  switch (kind) {
    case 'stdin':
      return path ?? '(standard input)';
    case 'commit-message':
      return `(message of commit ${shortOid(commit ?? '')})`;
    case 'tag':
      return `(message of tag ${path ?? id})`;
    case 'file-name':
      return `(name of ${path ?? id})`;
    case 'ref':
      return `(name of ref ${path ?? id})`;
    default:
      return path ?? `(${kind} ${id})`;
  }
}

/** Whether it stands in a name and not in a text: it has no line that one could go to. */
export function isInName({ origin }: Place): boolean {
  return origin.kind === 'file-name' || origin.kind === 'ref';
}

/** Whether it stands in git alone: the path of a tag or a ref is its name, and there may be a file of that name. */
export function isInGit({ origin: { kind, path } }: Place): boolean {
  return kind === 'tag' || kind === 'ref' || (path === null && kind !== 'stdin');
}

/** `path:line:column`, which terminals make a link; of what stands in a name only what is named. */
export function placeLabel(place: Place): string {
  return isInName(place) ? placeName(place) : `${placeName(place)}:${place.startLine}:${place.startColumn}`;
}

/** A ref as people call it: a branch by its bare name. */
export function refName(ref: string): string {
  return escapeText(ref.replace(/^refs\/(?:heads|remotes)\//, '').replace(/^refs\/tags\//, 'tag '));
}

/** The day of an ISO date; empty when it is none (author dates are hostile text). */
export function dayOf(date: string): string {
  return /^\d{4}-\d{2}-\d{2}/.exec(date)?.[0] ?? '';
}

/** Rules and composites by id. */
export interface RulesById {
  get(id: string): Rule | CompositeRule | undefined;
}

export function rulesById(rules: RuleSetData): RulesById {
  return { get: ruleFinder(rules) };
}

/** Public facts that identify the finding, in the order of their worth; the fingerprint is apart. */
export function identity(finding: Finding): string[] {
  const parts: string[] = [];
  if (finding.assignedName !== '') parts.push(finding.assignedName);
  for (const [key, value] of finding.facts) parts.push(`${key} ${value}`);
  if (finding.checks.length > 0) parts.push(`checks: ${finding.checks.join(', ')}`);
  parts.push(plural(finding.secretLength, 'character'));
  return parts.map(escapeText);
}

/** The fingerprint's beginning, with an ellipsis when it is not the whole. */
export function fingerprintLabel(fingerprint: string): string {
  const short = shortFingerprint(fingerprint);
  return short === fingerprint ? short : `${short}…`;
}

/** The command that accepts a finding. */
export function acceptCommand(finding: Finding, program: string): string {
  return `${program} baseline add ${shortFingerprint(finding.fingerprint)} --reason "…"`;
}

/** What to put in the configuration to except a value wherever it stands. */
export function exceptionLines(finding: Finding): string[] {
  const fingerprint = shortFingerprint(finding.fingerprint);
  return ['[[exceptions]] # in tightlip.toml', `fingerprint = "${fingerprint}"`, 'reason = "…"'];
}

/** Whether a mark in the content could silence a finding of this command: it stands in one. */
export function marksCount(command: Command, { places }: Finding): boolean {
  const isAsked = command === 'files' || command === 'staged' || command === 'range';
  return isAsked && places.some(({ origin }) => origin.path !== null && origin.kind !== 'file-name');
}

/** What to do: what comes first, what to know besides. How to rotate at the provider goes between them. */
export interface Advice {
  readonly first: string;
  readonly besides: string;
  /** Others can already have it: how to rotate matters more than what to know besides. */
  readonly isExposed: boolean;
}

const TAKE_OUT = 'take it out and read it from the environment or a secret store.';

/** What to do, by where the secret was found. */
export function adviceFor(command: Command, finding: Finding): Advice {
  const advice = ADVICE[command];
  if (advice.isExposed || !finding.places.every(isInName)) return advice;
  return { ...advice, first: 'give it another name.' };
}

const ADVICE: Readonly<Record<Command, Advice>> = {
  staged: { first: TAKE_OUT, besides: 'Not pushed yet: if in doubt, rotate it.', isExposed: false },
  files: { first: TAKE_OUT, besides: 'If it was ever pushed or shared, rotate it.', isExposed: false },
  range: {
    first: 'rotate it, others may have read the branch; then take it out.',
    besides: '',
    isExposed: true,
  },
  history: { first: 'revoke it now.', besides: 'Removing the file does not remove it from history.', isExposed: true },
  logs: {
    first: 'rotate it, then stop logging it.',
    besides: 'Copies of the log hold it too; tightlip redact hides it.',
    isExposed: true,
  },
  stdin: { first: 'rotate it if others can read this text.', besides: 'tightlip redact hides it.', isExposed: true },
};

/** The advice as sentences; `how` to rotate may be empty, `besides` left out. */
export function adviceSentences(advice: Advice, how: string, withBesides: boolean): string {
  const besides = withBesides ? advice.besides : '';
  const parts = advice.isExposed ? [advice.first, how, besides] : [advice.first, besides, how];
  return parts.filter((part) => part !== '').join(' ');
}

/** The first sentence of a text. */
function firstSentence(text: string): string {
  return /^.*?[.!?](?=\s|$)/s.exec(text)?.[0] ?? text;
}

/** What stands before its first semicolon. */
function firstClause(text: string): string {
  return text.split(';', 1)[0] as string;
}

/** Where and how to rotate, from the fullest wording to none. */
export function rotateWordings(rule: Rule | CompositeRule | undefined): string[] {
  if (rule === undefined) return [''];
  const first = firstSentence(rule.revoke);
  const wordings = [
    sentence(rule.revoke),
    sentence(first),
    sentence(firstClause(first)),
    rule.docs === '' ? '' : escapeText(`See ${rule.docs}`),
  ];
  return [...new Set([...wordings.filter((wording) => wording !== ''), ''])];
}

/** The text as a sentence: white space folded, a full stop at its end. */
export function sentence(text: string): string {
  const folded = escapeText(text.trim().replaceAll(/\s+/g, ' '));
  return folded === '' || /[.!?…]$/.test(folded) ? folded : `${folded}.`;
}

/** What the command looked at, after "in": for the sentence of verdict. */
function subjectOf(report: ScanReport): string {
  const { findings, receipt } = report;
  const paths = countPaths(findings.flatMap((finding) => finding.places));
  switch (report.command) {
    case 'staged':
      return 'in what you are about to commit';
    case 'range':
      return `introduced by ${shortIds(escapeText(receipt.asked))}`;
    case 'history':
      return receipt.commits === null ? `in ${escapeText(receipt.asked)}` : `in ${plural(receipt.commits, 'commit')}`;
    case 'logs':
      return `in ${plural(paths, 'log')}`;
    case 'stdin':
      return 'in standard input';
    case 'files':
      return `in ${plural(paths, 'file')}`;
  }
}

/** Whole object ids cut to as much as a person reads. */
function shortIds(text: string): string {
  return text.replaceAll(/\b([0-9a-f]{12})(?:[0-9a-f]{28}|[0-9a-f]{52})\b/g, '$1');
}

/** What happened, in one sentence without a full stop. */
export function verdict(report: ScanReport): string {
  const count = report.findings.length;
  if (count === 0) return nothingFound(report.receipt);
  const atHead = report.findings.filter((finding) => finding.places.some((place) => place.atHead === true)).length;
  const head = report.command === 'history' ? `, ${headWords(count, atHead)} at HEAD` : '';
  return `${report.receipt.stopped ? 'stopped; ' : ''}${plural(count, 'secret')} ${subjectOf(report)}${head}`;
}

function nothingFound({ complete, stopped }: Receipt): string {
  if (complete) return 'clean';
  return stopped
    ? 'stopped; nothing found so far, and not everything was read'
    : 'nothing found, but not everything was read (exit 3)';
}

function headWords(count: number, atHead: number): string {
  if (count === 1) return atHead === 1 ? 'still' : 'not';
  return atHead === 0 ? 'none of them' : `${formatCount(atHead)} of them still`;
}

/** `files` for one: `file`. */
function unitFor(count: number, units: string): string {
  return count === 1 ? units.replace(/s$/, '') : units;
}

function readWords(report: ScanReport): string {
  const { command, receipt } = report;
  if (command === 'stdin') return `read standard input, ${formatBytes(receipt.bytesRead)}`;
  const items = `${formatCount(receipt.itemsRead)} ${escapeText(unitFor(receipt.itemsRead, receipt.unit))}`;
  const commits = receipt.commits === null ? '' : `${plural(receipt.commits, 'commit')}, `;
  const also = receipt.also.map((each) => `${formatCount(each.items)} ${escapeText(unitFor(each.items, each.unit))}`);
  return `read ${[`${commits}${items}`, ...also, formatBytes(receipt.bytesRead)].join(', ')}`;
}

/** Why things were passed over, each with how many, most frequent first: `2 binary`, `14 files ignored by git`. */
export function skipReasons(receipt: Receipt, kind: 'skip' | 'failure'): string[] {
  const counts = new Map<string, number>();
  for (const skip of receipt.skips) {
    if (skip.kind !== kind) continue;
    const reason = escapeText(skip.reason);
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  const sorted = [...counts].toSorted((a, b) => b[1] - a[1] || compareText(a[0], b[0]));
  // A folder's reason brings its own number.
  return sorted.map(([reason, count]) => {
    if (!/^[0-9]/.test(reason)) return `${formatCount(count)} ${reason}`;
    return count === 1 ? reason : `${formatCount(count)} × ${reason}`;
  });
}

/** What a format does with a path inside a sentence, for example keep it in one piece. */
export type ShowPath = (path: string) => string;

const asItIs: ShowPath = (path) => path;

/** What was passed over and why; only why when it has no path. */
export function skipLabel(
  skip: Pick<Receipt['skips'][number], 'path' | 'reason'>,
  showPath: ShowPath = asItIs,
): string {
  const reason = escapeText(skip.reason);
  return skip.path === '' ? reason : `${showPath(escapeText(skip.path))}: ${reason}`;
}

/** Reasons named in one line. */
const MOST_REASONS = 4;

function skippedWords(receipt: Receipt, showPath: ShowPath | null): string {
  const skips = receipt.skips.filter((skip) => skip.kind === 'skip');
  const only = skips[0];
  if (only === undefined) return 'skipped none';
  if (skips.length === 1) {
    return `skipped 1 (${skipLabel(showPath === null ? { ...only, path: '' } : only, showPath ?? asItIs)})`;
  }
  const reasons = skipReasons(receipt, 'skip');
  const named = reasons.slice(0, MOST_REASONS);
  if (reasons.length > MOST_REASONS) named.push('…');
  return `skipped ${formatCount(skips.length)} (${named.join('; ')})`;
}

function suppressedWords(receipt: Receipt): string {
  const { inline, exception, baseline } = receipt.suppressed;
  const total = inline + exception + baseline;
  if (total === 0) return '';
  const by: string[] = [];
  if (inline > 0) by.push(`${formatCount(inline)} by a mark`);
  if (exception > 0) by.push(`${formatCount(exception)} by an exception`);
  if (baseline > 0) by.push(`${formatCount(baseline)} by the baseline`);
  return `${formatCount(total)} suppressed (${by.join(', ')})`;
}

function belowWords(receipt: Receipt, minTier: string): string {
  if (receipt.belowMinTier === 0) return '';
  const what = minTier === 'likely' ? 'more to review' : `more below ${minTier}`;
  return `${formatCount(receipt.belowMinTier)} ${what} (--min-tier review)`;
}

/**
 * The receipt as clauses of one line: what was read, skipped, not read, suppressed and left for review.
 *
 * @param showPath - How a single skip is named by its path; null: it is not.
 */
export function receiptClauses(report: ScanReport, minTier: string, showPath: ShowPath | null): string[] {
  const { receipt } = report;
  const failures = receipt.skips.filter((skip) => skip.kind === 'failure').length;
  return [
    readWords(report),
    skippedWords(receipt, showPath),
    failures === 0 ? '' : `${formatCount(failures)} not read`,
    suppressedWords(receipt),
    belowWords(receipt, minTier),
  ].filter((clause) => clause !== '');
}
