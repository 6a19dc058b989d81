/** What `tightlip baseline` looks at: the same scans as the commands of these names. */
import { TightlipError } from '../../errors.ts';
import type { ScanReport } from '../../findings/finding.ts';
import { openRepository } from '../../git/repository.ts';
import type { Tier } from '../../rules/rule.ts';
import type { SourceRequest } from '../../sources/source.ts';
import type { Io } from '../io.ts';
import { type PreparedScan, scanWith } from '../scan-command.ts';

/** What a scan needs. */
export interface BaselineScans {
  readonly prepared: PreparedScan;
  readonly io: Io;
}

/** Where findings can be: what the commands of these names read, files that git ignores, what nothing refers to any more, some files by their names. */
type Where = 'staged' | 'files' | 'ignored' | 'history' | 'unreachable' | { readonly paths: readonly string[] };

/** Everything down to the doubtful, accepted or not; null outside a repository. */
export async function scanAll(where: Where, task: BaselineScans): Promise<ScanReport | null> {
  try {
    return await scanAt(where, { ...task, prepared: { ...task.prepared, baseline: [] } }, 'review');
  } catch (error) {
    if (error instanceof TightlipError && error.code === 'no-repository') return null;
    throw error;
  }
}

/** What a report would show today. */
export function scanShown(where: Where, task: BaselineScans): Promise<ScanReport> {
  return scanAt(where, task, task.prepared.configuration.settings.minTier);
}

function scanAt(where: Where, { prepared, io }: BaselineScans, minTier: Tier): Promise<ScanReport> {
  const { settings, topDirectory } = prepared.configuration;
  // Entries name paths from the top of the work tree, so that is where the tree is read from.
  const at = { ...io, workingDirectory: topDirectory };
  return scanWith(requestOf(where, settings.readIgnored), prepared, { ...settings, minTier }, at);
}

function requestOf(where: Where, readIgnored: boolean): SourceRequest {
  if (typeof where === 'object') return { kind: 'files', paths: where.paths, readIgnored: true };
  switch (where) {
    case 'staged':
      return { kind: 'staged', paths: [] };
    case 'files':
    case 'ignored':
      return { kind: 'files', paths: [], readIgnored: readIgnored || where === 'ignored' };
    case 'history':
    case 'unreachable': {
      const scope = { branches: [], sinceSeconds: null, unreachable: where === 'unreachable' };
      return { kind: 'history', repository: '.', engine: 'packs', scope };
    }
  }
}

/** @throws TightlipError 'incomplete' when something was not read: what is not seen must not be taken for gone. */
export function requireComplete(report: ScanReport): void {
  if (report.receipt.complete) return;
  const at = report.command === 'files' ? 'files' : report.command;
  throw new TightlipError(
    'incomplete',
    `the baseline was left alone, since not everything could be read: run tightlip ${at} to see what`,
  );
}

/** @throws TightlipError 'incomplete' in a shallow clone. */
export async function requireWholeHistory({ prepared }: BaselineScans): Promise<void> {
  try {
    if (!(await openRepository(prepared.configuration.topDirectory)).shallow) return;
  } catch {
    // Outside a repository there is no history to ask.
    return;
  }
  throw new TightlipError(
    'incomplete',
    'the baseline was left alone: in a shallow clone nobody knows what history still holds (git fetch --unshallow)',
  );
}
