/** `tightlip history [repository]`: every commit there is. */
import path from 'node:path';
import { TightlipError } from '../../errors.ts';
import type { Settings } from '../../config/settings.ts';
import type { HistoryScope } from '../../git/history-scope.ts';
import type { Invocation } from '../arguments.ts';
import type { Io } from '../io.ts';
import { runScan } from '../scan-command.ts';

/** Scans a whole history; configuration and baseline are those of the repository scanned. */
export function runHistory(invocation: Invocation, io: Io): Promise<number> {
  const repository = invocation.words[0] ?? '.';
  if (/^(?:[a-z][a-z0-9+.-]*:\/\/|[^\s/@]+@[^\s/:]+:)/i.test(repository)) {
    throw new TightlipError(
      'usage',
      'history reads a repository on this disk and fetches none: clone it, and name its folder',
    );
  }
  const directory = path.resolve(io.workingDirectory, repository);
  return runScan(
    ({ engine, history }) => ({ kind: 'history', repository, engine, scope: scopeOf(history) }),
    invocation,
    io,
    { directory },
  );
}

/** @throws TightlipError `usage` for options that contradict each other, and for a date that is none. */
function scopeOf({ all, branches, since, unreachable }: Settings['history']): HistoryScope {
  if (branches.length > 0 && (all || unreachable)) {
    const other = all ? '--all' : '--unreachable';
    throw new TightlipError('usage', `--branch and ${other} contradict each other: leave one out`);
  }
  return { branches, sinceSeconds: since === null ? null : secondsOf(since), unreachable };
}

const DATE = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2}))?$/;

function secondsOf(date: string): number {
  const parsed = DATE.test(date) ? Date.parse(date) : Number.NaN;
  // Some parsers take the 31st of a short month for a day of the next.
  const exists =
    !Number.isNaN(parsed) && new Date(`${date.slice(0, 10)}T00:00Z`).toISOString().startsWith(date.slice(0, 10));
  if (!exists) {
    throw new TightlipError('usage', `--since: ${date} is no date: write 2026-01-31 (UTC), or 2026-01-31T12:00+01:00`);
  }
  return Math.floor(parsed / 1000);
}
