/** `tightlip baseline`: the findings that were accepted, and how they come in and go out. */
import { TightlipError } from '../../errors.ts';
import { addEntries, covers, entriesOf, formatBaseline, removeEntries } from '../../findings/baseline.ts';
import type { Baseline, BaselineEntry } from '../../findings/baseline.ts';
import { escapeText } from '../../findings/escape.ts';
import { isFingerprint, sameFingerprint } from '../../findings/fingerprint-prefix.ts';
import type { Finding, ScanReport } from '../../findings/finding.ts';
import { plural } from '../../report/words.ts';
import { didYouMean } from '../../rules/did-you-mean.ts';
import type { SourceRequest } from '../../sources/source.ts';
import type { Invocation } from '../arguments.ts';
import { CLEAN, INCOMPLETE } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { PREFIX } from '../messages.ts';
import { writeAll, writeFileWhole } from '../output.ts';
import { prepareScan, scanWith } from '../scan-command.ts';
import type { PreparedScan } from '../scan-command.ts';

/** A verb's run: what it was given and where. */
interface Task {
  readonly words: readonly string[];
  readonly reason: string | null;
  readonly prepared: PreparedScan;
  readonly io: Io;
}

const VERBS: Readonly<Record<string, (task: Task) => Promise<number>>> = { list, add, create, prune };

/** Lists the baseline, or changes it. */
export async function runBaseline(invocation: Invocation, io: Io): Promise<number> {
  const verb = invocation.words[0] ?? 'list';
  const run = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
  if (run === undefined) {
    const hint = didYouMean(verb, Object.keys(VERBS));
    throw new TightlipError('usage', `tightlip baseline: "${verb}" is none of ${Object.keys(VERBS).join(', ')}${hint}`);
  }
  const mayBeMissing = verb === 'add' || verb === 'create';
  const prepared = await prepareScan(invocation, io, { mayBaselineBeMissing: mayBeMissing });
  return run({ words: invocation.words.slice(1), reason: invocation.values.reason ?? null, prepared, io });
}

async function list({ prepared, io }: Task): Promise<number> {
  const entries = prepared.baseline;
  const lines = entries.map(
    (entry) =>
      `${entry.fingerprint}  ${entry.rule}  ${escapeText(entry.path ?? '(no file)')}\n        ${escapeText(entry.reason)} (${entry.added})`,
  );
  const text =
    entries.length === 0
      ? 'nothing is accepted'
      : `${lines.join('\n')}\n\n${plural(entries.length, 'finding')} accepted`;
  return say(`${text}\n`, io);
}

/** Accepts findings by fingerprint: they are looked for in the index first, since a stopped commit is the usual reason. */
async function add(task: Task): Promise<number> {
  if (task.words.length === 0) {
    throw new TightlipError('usage', 'tightlip baseline add: give the fingerprint that the report printed');
  }
  const reason = requireReason(task);
  for (const word of task.words) {
    if (!isFingerprint(word)) {
      throw new TightlipError(
        'usage',
        `tightlip baseline add: ${JSON.stringify(word.slice(0, 60))} is no fingerprint; copy it from the report`,
      );
    }
  }
  const seen: Finding[] = [];
  const entries = task.words.map(() => [] as BaselineEntry[]);
  for (const source of [{ kind: 'staged', paths: [] }, everyFile(task)] as const) {
    if (entries.every((each) => each.length > 0)) break;
    const report = await tryScan(source, task);
    seen.push(...(report?.findings ?? []));
    task.words.forEach((word, index) => {
      if (entries[index]!.length > 0) return;
      const found = seen.filter((finding) => sameFingerprint(word, finding.fingerprint));
      refuseAmbiguous(word, found);
      entries[index] = found.flatMap((finding) => [...entriesOf(finding, reason, dayOf(task.io))]);
    });
  }
  task.words.forEach((word, index) => {
    if (entries[index]!.length === 0) {
      throw new TightlipError(
        'not-found',
        `no finding ${word} in the index or the working tree: run tightlip staged or tightlip files to see what there is`,
      );
    }
  });
  return store(task, addEntries(task.prepared.baseline, entries.flat()));
}

/** Accepts everything that the working tree holds today. */
async function create(task: Task): Promise<number> {
  const reason = requireReason(task);
  const report = await scanTree(task, task.prepared.baseline);
  requireComplete(report);
  const entries = report.findings.flatMap((finding) => [...entriesOf(finding, reason, dayOf(task.io))]);
  return store(task, addEntries(task.prepared.baseline, entries));
}

/** Drops the entries that match nothing, in the tree or in history. */
async function prune(task: Task): Promise<number> {
  const { baseline } = task.prepared;
  const stillThere = new Set<BaselineEntry>();
  const sources: SourceRequest[] = [everyFile(task), { kind: 'history', repository: '.', engine: 'packs' }];
  for (const source of sources) {
    if (stillThere.size === baseline.length) break;
    const report = source.kind === 'files' ? await scanTree(task, []) : await tryScan(source, task);
    if (report === null) continue;
    requireComplete(report);
    for (const entry of baseline) if (isAmong(entry, report)) stillThere.add(entry);
  }
  return store(
    task,
    removeEntries(baseline, (entry) => !stillThere.has(entry)),
  );
}

function isAmong(entry: BaselineEntry, report: ScanReport): boolean {
  const findings = [...report.findings, ...report.suppressed.map((each) => each.finding)];
  return findings.some(({ fingerprint, ruleId, places }) =>
    places.some(({ origin }) => covers(entry, { fingerprint, ruleId, path: origin.path })),
  );
}

function requireReason({ reason }: Task): string {
  const said = (reason ?? '').replaceAll(/\s+/g, ' ').trim();
  if (said === '') throw new TightlipError('usage', 'say why: --reason "…"; the next reader will want to know');
  return said;
}

function refuseAmbiguous(word: string, found: readonly Finding[]): void {
  const distinct = new Set(found.map((finding) => finding.fingerprint));
  if (distinct.size > 1) {
    throw new TightlipError(
      'usage',
      `${word} begins ${distinct.size} different fingerprints: give more digits (--format json prints them all)`,
    );
  }
}

function requireComplete(report: ScanReport): void {
  if (report.receipt.complete) return;
  throw new TightlipError(
    'incomplete',
    'the baseline was left alone, since not everything could be read: run tightlip files to see what',
  );
}

function everyFile({ prepared }: Task): SourceRequest {
  return { kind: 'files', paths: [], readIgnored: prepared.configuration.settings.readIgnored };
}

function scanTree(task: Task, baseline: Baseline): Promise<ScanReport> {
  return scanAt(everyFile(task), task, baseline, task.prepared.configuration.settings.minTier);
}

/** A scan that shows everything; null outside a repository. */
async function tryScan(source: SourceRequest, task: Task): Promise<ScanReport | null> {
  try {
    return await scanAt(source, task, [], 'review');
  } catch (error) {
    if (error instanceof TightlipError && error.code === 'no-repository') return null;
    throw error;
  }
}

function scanAt(
  source: SourceRequest,
  task: Task,
  baseline: Baseline,
  minTier: 'review' | 'likely' | 'proven',
): Promise<ScanReport> {
  const { prepared, io } = task;
  // Entries name paths from the top of the work tree, so that is where the tree is read from.
  const at = { ...io, workingDirectory: prepared.configuration.topDirectory };
  return scanWith(source, { ...prepared, baseline }, { ...prepared.configuration.settings, minTier }, at);
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
