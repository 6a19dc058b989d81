/** `tightlip baseline`: the findings that were accepted, and how they come in and go out. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { TightlipError } from '../../errors.ts';
import { addEntries, covers, entriesOf, formatBaseline, removeEntries } from '../../findings/baseline.ts';
import type { Baseline, BaselineEntry } from '../../findings/baseline.ts';
import { escapeText } from '../../findings/escape.ts';
import { FINGERPRINT_FORM, fingerprintKey, isFingerprint, sameFingerprint } from '../../findings/fingerprint-prefix.ts';
import type { Finding, ScanReport } from '../../findings/finding.ts';
import { fingerprintKeyName } from '../../findings/seal.ts';
import { plural } from '../../report/words.ts';
import { didYouMean } from '../../rules/did-you-mean.ts';
import { createExcluder } from '../../sources/exclude.ts';
import type { Invocation } from '../arguments.ts';
import { CLEAN, INCOMPLETE } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { PREFIX } from '../messages.ts';
import { writeAll, writeFileWhole } from '../output.ts';
import { prepareScan } from '../scan-command.ts';
import { type BaselineScans, requireComplete, requireWholeHistory, scanAll, scanShown } from './baseline-scans.ts';

/** A verb's run: what it was given and where. */
interface Task extends BaselineScans {
  readonly words: readonly string[];
  readonly reason: string | null;
  /** `--history`. */
  readonly withHistory: boolean;
}

const VERBS: Readonly<Record<string, (task: Task) => Promise<number>>> = { list, add, create, remove, prune };

const TAKES_FINGERPRINTS: ReadonlySet<string> = new Set(['add', 'remove']);

/** Lists the baseline, or changes it. */
export async function runBaseline(invocation: Invocation, io: Io): Promise<number> {
  const verb = invocation.words[0] ?? 'list';
  const run = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
  if (run === undefined) {
    const hint = didYouMean(verb, Object.keys(VERBS));
    throw new TightlipError('usage', `baseline: "${verb}" is none of ${Object.keys(VERBS).join(', ')}${hint}`);
  }
  const mayBeMissing = verb === 'add' || verb === 'create';
  const prepared = await prepareScan(invocation, io, { mayBaselineBeMissing: mayBeMissing });
  const { reason = null, history = false } = invocation.values;
  if (history && verb !== 'create') throw new TightlipError('usage', `baseline ${verb}: --history is for create`);
  if (reason !== null && !mayBeMissing)
    throw new TightlipError('usage', `baseline ${verb}: --reason is for add and create`);
  if (invocation.words.length > 1 && !TAKES_FINGERPRINTS.has(verb)) {
    throw new TightlipError('usage', `baseline ${verb} takes no words: see tightlip baseline --help`);
  }
  return run({ words: invocation.words.slice(1), reason, withHistory: history, prepared, io });
}

async function list({ prepared, io }: Task): Promise<number> {
  const entries = prepared.baseline;
  const { redactText } = await import('../../scan/redact-text.ts');
  const lines = entries.map(
    (entry) =>
      `${entry.fingerprint}  ${entry.rule}  ${escapeText(redactText(entry.path ?? '(no file)'))}\n        ${escapeText(redactText(entry.reason))} (${entry.added})`,
  );
  const text =
    entries.length === 0
      ? 'nothing is accepted'
      : `${lines.join('\n')}\n\n${plural(entries.length, 'finding')} accepted`;
  return say(`${text}\n`, io);
}

/** Where a report can have a finding from, in the order in which they usually are: a commit was stopped, a tree was read. */
const PLACES = ['staged', 'files', 'history', 'ignored', 'unreachable'] as const;

/** Accepts findings by fingerprint, whatever command has told them. */
async function add(task: Task): Promise<number> {
  const reason = await requireReason(task);
  const words = requireFingerprints(task, 'add');
  const seen: Finding[] = [];
  const entries = words.map(() => [] as BaselineEntry[]);
  for (const place of PLACES) {
    if (entries.every((each) => each.length > 0)) break;
    for (const finding of (await scanAll(place, task))?.findings ?? []) seen.push(finding);
    words.forEach((word, index) => {
      if (entries[index]!.length > 0) return;
      const found = seen.filter((finding) => sameFingerprint(word, finding.fingerprint));
      refuseAmbiguous(word, found);
      entries[index] = found.flatMap((finding) => [...entriesOf(finding, reason, dayOf(task.io))]);
    });
  }
  words.forEach((word, index) => {
    if (entries[index]!.length === 0) {
      throw new TightlipError(
        'not-found',
        `no finding ${word} in the index, the working tree or the history: copy it from a report`,
      );
    }
  });
  return store(task, addEntries(task.prepared.baseline, entries.flat()));
}

/** Accepts everything that the working tree holds today, and what history holds when that is asked for. */
async function create(task: Task): Promise<number> {
  const reason = await requireReason(task);
  let baseline: Baseline = task.prepared.baseline;
  for (const place of task.withHistory ? (['files', 'history'] as const) : (['files'] as const)) {
    const report = await scanShown(place, task);
    requireComplete(report);
    const entries = report.findings.flatMap((finding) => [...entriesOf(finding, reason, dayOf(task.io))]);
    baseline = addEntries(baseline, entries);
  }
  return store(task, baseline);
}

/** Takes entries back, by fingerprint. */
async function remove(task: Task): Promise<number> {
  const words = requireFingerprints(task, 'remove');
  for (const word of words) {
    const entries = task.prepared.baseline.filter((entry) => sameFingerprint(word, entry.fingerprint));
    refuseAmbiguous(word, entries);
    if (entries.length > 0) continue;
    throw new TightlipError('not-found', `${word} is not in the baseline: tightlip baseline lists what is`);
  }
  const isNamed = (entry: BaselineEntry): boolean => words.some((word) => sameFingerprint(word, entry.fingerprint));
  return store(task, removeEntries(task.prepared.baseline, isNamed));
}

/** Drops the entries that match nothing, in the index, the tree or history. What this run does not look for stays. */
async function prune(task: Task): Promise<number> {
  const { baseline } = task.prepared;
  const kept = new Set(await outOfScope(task));
  for (const place of ['files', 'staged', 'named', 'history'] as const) {
    const rest = baseline.filter((entry) => !kept.has(entry));
    if (rest.length === 0) break;
    if (place === 'history') await requireWholeHistory(task);
    const where = place === 'named' ? { paths: pathsThere(rest, task) } : place;
    if (typeof where === 'object' && where.paths.length === 0) continue;
    const report = await scanAll(where, task);
    if (report === null) continue;
    requireComplete(report);
    for (const entry of baseline) if (isAmong(entry, report)) kept.add(entry);
  }
  return store(
    task,
    removeEntries(baseline, (entry) => !kept.has(entry)),
  );
}

/** Paths of entries that lie on the disk: git may ignore them, or they lie beside the repository. */
function pathsThere(entries: readonly BaselineEntry[], { prepared }: Task): string[] {
  const { topDirectory } = prepared.configuration;
  const paths = new Set(entries.flatMap(({ path: each }) => (each === null ? [] : [each])));
  return [...paths].filter((each) => existsSync(path.resolve(topDirectory, each)));
}

/** Entries that this run could not find wherever they are: of another fingerprint key, of rules or paths left out. */
async function outOfScope({ prepared }: Task): Promise<BaselineEntry[]> {
  const { settings, topDirectory } = prepared.configuration;
  const key = prepared.fingerprintKey === null ? 'v1:' : `v1-${fingerprintKeyName(prepared.fingerprintKey)}:`;
  const ids = new Set([...prepared.rules.rules, ...prepared.rules.composites].map((rule) => rule.id));
  const excluder = await createExcluder(settings.exclude);
  return prepared.baseline.filter(
    ({ fingerprint, rule, path }) =>
      fingerprintKey(fingerprint) !== key ||
      (settings.onlyRules.length > 0 && !ids.has(rule)) ||
      (path !== null && excluder.excludes(path, topDirectory)),
  );
}

function isAmong(entry: BaselineEntry, report: ScanReport): boolean {
  const findings = [...report.findings, ...report.suppressed.map((each) => each.finding)];
  return findings.some(({ fingerprint, ruleId, places }) =>
    places.some(({ origin }) => covers(entry, { fingerprint, ruleId, path: origin.path })),
  );
}

function requireFingerprints({ words }: Task, verb: string): readonly string[] {
  if (words.length === 0) {
    throw new TightlipError('usage', `baseline ${verb}: give the fingerprint that the report printed`);
  }
  for (const word of words) {
    if (isFingerprint(word)) continue;
    const shown = JSON.stringify(word.slice(0, 60));
    throw new TightlipError('usage', `baseline ${verb}: ${shown} is no fingerprint: write ${FINGERPRINT_FORM}`);
  }
  return words;
}

async function requireReason({ reason }: Task): Promise<string> {
  const said = (reason ?? '').replaceAll(/\s+/g, ' ').trim();
  if (said === '') throw new TightlipError('usage', 'say why: --reason "…"; the next reader will want to know');
  const { redactText } = await import('../../scan/redact-text.ts');
  // The baseline is committed.
  if (redactText(said) !== said)
    throw new TightlipError('usage', '--reason: holds a secret itself: say why without it');
  return said;
}

function refuseAmbiguous(word: string, found: readonly { readonly fingerprint: string }[]): void {
  const distinct = new Set(found.map((each) => each.fingerprint));
  if (distinct.size > 1) {
    throw new TightlipError(
      'usage',
      `${word} begins ${distinct.size} different fingerprints: give more digits (--format json prints them all)`,
    );
  }
}

function dayOf({ nowMs }: Io): string {
  return new Date(nowMs).toISOString().slice(0, 10);
}

async function store({ prepared, io }: Task, after: Baseline): Promise<number> {
  const { baselinePath } = prepared.configuration;
  const before = prepared.baseline;
  const added = after.filter((entry) => !before.includes(entry)).length;
  const dropped = before.filter((entry) => !after.includes(entry)).length;
  if (added + dropped > 0 || before.length === 0) {
    writeFileWhole(baselinePath, io.workingDirectory, formatBaseline(after), 0o644);
  }
  const changes = [...(added > 0 ? [`${added} added`] : []), ...(dropped > 0 ? [`${dropped} dropped`] : [])];
  return say(
    `${PREFIX}${changes.join(', ') || 'nothing to change'}; ${plural(after.length, 'finding')} accepted in ${escapeText(baselinePath)}\n`,
    io,
  );
}

async function say(text: string, io: Io): Promise<number> {
  return (await writeAll(io.stdout, text)) ? CLEAN : INCOMPLETE;
}
