/** Partial clones: which objects are here, found out without fetching one. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { readConfig, type Repository } from './repository.ts';
import { runGit } from './run.ts';

/** Names of the remotes that promise the missing objects of a partial clone; empty for a whole one. */
export async function promisorRemotes(repository: Repository): Promise<string[]> {
  const entries = await readConfig(repository, String.raw`^(remote\..*\.promisor|extensions\.partialclone)$`);
  return entries
    .filter(([name, value]) => name.startsWith('extensions.') || value !== 'false')
    .map(([name, value]) =>
      name.startsWith('extensions.') ? value : name.slice('remote.'.length, -'.promisor'.length),
    );
}

/** Cheap first look: a partial clone has packs marked as promised. */
function hasPromisedPack(repository: Repository): boolean {
  try {
    const packs = readdirSync(path.join(repository.commonDirectory, 'objects', 'pack'));
    return packs.some((name) => name.endsWith('.promisor'));
  } catch {
    return false;
  }
}

/**
 * Ids of all objects that can be read without asking a remote, in a partial clone; null in a whole repository, where git may
 * simply be asked. Needed because a git before 2.45 dies at the first promised object that it may not fetch.
 */
export function localObjects(repository: Repository): Promise<ReadonlySet<string> | null> {
  let listing = listings.get(repository);
  if (!listing) {
    listing = listLocalObjects(repository);
    listings.set(repository, listing);
  }
  return listing;
}

/** A partial clone is listed once a run. */
const listings = new WeakMap<Repository, Promise<ReadonlySet<string> | null>>();

async function listLocalObjects(repository: Repository): Promise<ReadonlySet<string> | null> {
  if (!hasPromisedPack(repository) || (await promisorRemotes(repository)).length === 0) return null;
  const flags = ['--batch-all-objects', '--unordered', '--buffer', '--batch-check=%(objectname)'];
  const { stdout } = await runGit(repository.context, ['cat-file', ...flags]);
  return new Set(stdout.toString('latin1').split('\n').filter(Boolean));
}
