/** The baseline: findings that were accepted one by one. Text of the file in, entries out, and back. */
import { comparedPath } from '../bytes/path-bytes.ts';
import { TightlipError } from '../errors.ts';
import type { Finding } from './finding.ts';
import { FINGERPRINT_FORM, isFingerprint, sameFingerprint } from './fingerprint-prefix.ts';
import { compareText } from './order.ts';

/** Where the baseline lies unless told otherwise, relative to the repository's top. */
export const BASELINE_FILE = '.tightlip-baseline.json';

/** One accepted finding. No line and no value: it survives edits above it and tells nobody anything. */
export interface BaselineEntry {
  /** Whole, or its beginning. */
  readonly fingerprint: string;
  readonly rule: string;
  /** Null for what has no path, for example a commit message. */
  readonly path: string | null;
  readonly reason: string;
  /** Day it was accepted on, YYYY-MM-DD. */
  readonly added: string;
}

/** Sorted by path, rule, fingerprint; no two of the same. */
export type Baseline = readonly BaselineEntry[];

/** What an entry is compared with. */
export interface BaselineSubject {
  readonly fingerprint: string;
  readonly ruleId: string;
  readonly path: string | null;
}

const VERSION = 1;
const FIELDS = ['fingerprint', 'rule', 'path', 'reason', 'added'] as const;

/**
 * Whether an entry covers a finding: same rule, same path, and one fingerprint begins with the other. A copy of the
 * secret in another file is not covered.
 */
export function covers(entry: BaselineEntry, subject: BaselineSubject): boolean {
  return (
    entry.rule === subject.ruleId &&
    isSamePath(entry.path, subject.path) &&
    sameFingerprint(entry.fingerprint, subject.fingerprint)
  );
}

function isSamePath(a: string | null, b: string | null): boolean {
  return a === b || (a !== null && b !== null && comparedPath(a) === comparedPath(b));
}

/** Sorted, and of entries for the same finding only the first added. */
function tidy(entries: readonly BaselineEntry[]): Baseline {
  const sorted = entries.toSorted(
    (a, b) =>
      Number(a.path === null) - Number(b.path === null) ||
      compareText(a.path ?? '', b.path ?? '') ||
      compareText(a.rule, b.rule) ||
      compareText(a.fingerprint, b.fingerprint) ||
      compareText(a.added, b.added) ||
      compareText(a.reason, b.reason),
  );
  return sorted.filter((entry, i) => {
    const before = sorted[i - 1];
    return !(
      before !== undefined &&
      before.path === entry.path &&
      before.rule === entry.rule &&
      before.fingerprint === entry.fingerprint
    );
  });
}

/** The file's text: one entry a line in a fixed order, so that two branches that both add one merge. */
export function formatBaseline(baseline: Baseline): string {
  const lines = tidy(baseline).map(
    ({ fingerprint, rule, path, reason, added }) => `    ${JSON.stringify({ fingerprint, rule, path, reason, added })}`,
  );
  const entries = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n  ]`;
  return `{\n  "version": ${VERSION},\n  "entries": ${entries}\n}\n`;
}

/** One accepted finding a path of `finding`. `reason` is one non-empty line, `added` a day (YYYY-MM-DD). */
export function entriesOf(finding: Finding, reason: string, added: string): Baseline {
  const paths = new Set(finding.places.map((place) => place.origin.path));
  const { fingerprint, ruleId: rule } = finding;
  return tidy([...paths].map((path) => ({ fingerprint, rule, path, reason, added })));
}

/** The baseline with more entries; a finding that was already accepted keeps its entry. */
export function addEntries(baseline: Baseline, entries: readonly BaselineEntry[]): Baseline {
  const fresh = entries.filter(
    (entry) =>
      !baseline.some((old) => covers(old, { fingerprint: entry.fingerprint, ruleId: entry.rule, path: entry.path })),
  );
  return tidy([...baseline, ...fresh]);
}

/** The baseline without the entries that `drop` names: what `remove` and `prune` do. */
export function removeEntries(baseline: Baseline, drop: (entry: BaselineEntry) => boolean): Baseline {
  return baseline.filter((entry) => !drop(entry));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What is wrong with one field of an entry, or null. */
function fieldProblem(entry: Record<string, unknown>, field: (typeof FIELDS)[number]): string | null {
  const value = entry[field];
  if (field === 'path' && value === null) return null;
  if (typeof value !== 'string' || value.trim() === '') return `"${field}" must be a text that is not empty`;
  if (field === 'fingerprint' && !isFingerprint(value)) return `"fingerprint" must be ${FINGERPRINT_FORM}`;
  if (field === 'added' && !/^\d{4}-\d{2}-\d{2}$/.test(value)) return '"added" must be a day, YYYY-MM-DD';
  return null;
}

function parseEntry(value: unknown, fail: (problem: string) => TightlipError): BaselineEntry {
  if (!isRecord(value)) throw fail(`must be an object with ${FIELDS.map((field) => `"${field}"`).join(', ')}`);
  for (const field of FIELDS) {
    const problem = fieldProblem(value, field);
    if (problem !== null) throw fail(problem);
  }
  // Checked above, field by field.
  const { fingerprint, rule, path, reason, added } = value as unknown as BaselineEntry;
  return { fingerprint, rule, path, reason, added };
}

/**
 * A git union merge of two branches that each added an entry leaves one comma too few. Every entry has a line of its
 * own, so they can be read all the same. Null when the text is anything else.
 */
function parseLines(text: string): unknown {
  const body = /^\s*\{\s*"version":\s*(\d+),\s*"entries":\s*\[([\s\S]*)\]\s*\}\s*$/.exec(text);
  if (body === null) return null;
  const lines = (body[2] as string).split('\n').map((line) => line.trim().replace(/,$/, ''));
  try {
    return { version: Number(body[1]), entries: lines.filter((line) => line !== '').map((line) => JSON.parse(line)) };
  } catch {
    return null;
  }
}

/** The line that a parser's error tells by its offset; null when it does not. */
function lineOf(error: unknown, text: string): number | null {
  const offset = /at position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
  return offset === undefined ? null : text.slice(0, Number(offset)).split('\n').length;
}

function parseDocument(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // The parser's message quotes the text, so only the place in it is passed on.
    const merged = parseLines(text);
    if (merged !== null) return merged;
    const conflict = text.split('\n').findIndex((line) => /^(<{7}|={7}|>{7})/.test(line));
    const line = conflict === -1 ? lineOf(error, text) : conflict + 1;
    const where = line === null ? file : `${file}:${line}`;
    const problem = conflict === -1 ? 'it is not valid JSON' : 'it holds an unresolved merge conflict: keep both sides';
    throw new TightlipError('config', `${where}: the baseline cannot be read: ${problem}`);
  }
}

/**
 * Entries of a baseline file. CRLF, a byte order mark and any JSON layout are fine.
 *
 * @param file - Its path, for messages.
 * @throws TightlipError `config` that names the file, the entry by number and what was expected; it quotes no content.
 */
export function parseBaseline(text: string, file: string): Baseline {
  const document = parseDocument(text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n'), file);
  if (!isRecord(document) || !Array.isArray(document['entries'])) {
    throw new TightlipError('config', `${file}: a baseline is an object with "version" and a list "entries"`);
  }
  if (document['version'] !== VERSION) {
    throw new TightlipError('config', `${file}: "version" must be ${VERSION}; a newer Tightlip may have written it`);
  }
  const entries = document['entries'].map((value, i) =>
    parseEntry(value, (problem) => new TightlipError('config', `${file}: entry ${i + 1}: ${problem}`)),
  );
  return tidy(entries);
}
