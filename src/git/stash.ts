/** Stash entries: the newest is a ref, the others are held by its log alone. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isObjectId, type Repository } from './repository.ts';
import { runGit } from './run.ts';

/** Ids of the entries that the log names, newest first: `stash@{0}`, `stash@{1}` … */
export async function stashEntries(repository: Repository): Promise<string[]> {
  const { commonDirectory } = repository;
  // Logs of this kind only git reads.
  if (existsSync(path.join(commonDirectory, 'reftable'))) return askGit(repository);
  try {
    const log = readFileSync(path.join(commonDirectory, 'logs', 'refs', 'stash'), 'latin1').split('\n');
    const entries = log.map((line) => line.split(' ', 2)[1] ?? '');
    return entries.filter(isObjectId).reverse();
  } catch {
    return [];
  }
}

async function askGit(repository: Repository): Promise<string[]> {
  const flags = ['--walk-reflogs', '--format=%H', 'refs/stash', '--'];
  const { stdout, exitCode } = await runGit(repository.context, ['rev-list', ...flags], { answers: [1, 128] });
  return exitCode === 0 ? stdout.toString('latin1').split('\n').filter(isObjectId) : [];
}
