/**
 * All objects of a repository as far as they are read without git: packs, loose objects, and those borrowed from
 * alternates. Replace refs and grafts are not looked at: what they hide is there as well. For the rest git is asked.
 */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Arena } from '../../bytes/arena.ts';
import { TightlipError } from '../../errors.ts';
import { CatFile, type ObjectHeader } from '../cat-file.ts';
import type { Repository } from '../repository.ts';
import { runGit } from '../run.ts';
import type { Forest } from './forest.ts';
import { readKeptPacks } from './kept-packs.ts';
import { listLoose, type LooseObject } from './loose.ts';
import { listPacks, directoriesOf, openPacks } from './open-packs.ts';
import type { GraphParts } from './object-graph.ts';
import { findNode, oidOf, type PackTable, type RefusedPack } from './pack-table.ts';

export interface ObjectStore {
  readonly table: PackTable;
  readonly forest: Forest;
  /** Loose objects that are in no pack of the table. */
  readonly loose: readonly LooseObject[];
  /** Packs that are left to git, and why; for the receipt. */
  readonly refusedPacks: readonly RefusedPack[];
  /** Whether git has to be asked what else there is: a pack is left to it, or all, as with SHA-256. */
  readonly incomplete: boolean;
  /** What an earlier run has read in the first packs of the table; null: nothing. */
  readonly knownGraph: GraphParts | null;
}

/**
 * Opens everything that can be read here: reads indexes and headers, and lists loose objects. Damage makes the store
 * smaller, never fails; what is left to git is counted.
 *
 * @param keeps - Whether what earlier runs have read may be used.
 */
export function openObjectStore(repository: Repository, keeps = false): ObjectStore {
  const foreign = repository.objectFormat !== 'sha1';
  const directories = foreign ? [] : directoriesOf(repository);
  const kept = keeps && !foreign ? readKeptPacks(repository) : null;
  const { table, forest, refused, knownGraph } = openPacks(directories, kept);
  const loose = listLoose(directories, table);
  return { table, forest, loose, refusedPacks: refused, incomplete: foreign || refused.length > 0, knownGraph };
}

/** The packs that a repository's objects may lie in. */
export function packFiles(repository: Repository): string[] {
  return directoriesOf(repository).flatMap(listPacks);
}

/** About how many objects a repository's packs hold. */
export function countPacked(repository: Repository): number {
  let bytes = 0;
  for (const pack of packFiles(repository))
    bytes += statSync(pack.replace(/pack$/, 'idx'), { throwIfNoEntry: false })?.size ?? 0;
  return Math.floor(bytes / INDEX_BYTES);
}

/** Of an object in an index: its id, its CRC and its offset. */
const INDEX_BYTES = 28;

/** Whether all of these are there as loose objects. */
export function areLoose(repository: Repository, oids: readonly string[]): boolean {
  const directories = oids.length === 0 ? [] : directoriesOf(repository);
  const isIn = (oid: string) => (directory: string) => existsSync(path.join(directory, oid.slice(0, 2), oid.slice(2)));
  return oids.every((oid) => directories.some(isIn(oid)));
}

/**
 * Ids of the objects that the store knows it cannot read; with a pack that is left to git, of all that git has and the store
 * has not. What a walk refuses comes on top.
 */
export async function listUnread(repository: Repository, store: ObjectStore): Promise<string[]> {
  const { table, forest } = store;
  const unread = forest.unread.map((node) => oidOf(table, node));
  if (!store.incomplete) return unread;
  const args = ['--batch-all-objects', '--unordered', '--buffer', '--batch-check=%(objectname)'];
  const { stdout } = await runGit(repository.context, ['cat-file', ...args]);
  const loose = new Set(store.loose.map(({ oid }) => oid));
  const known = (oid: string): boolean => loose.has(oid) || findNode(table, Buffer.from(oid, 'hex')) !== -1;
  return [
    ...unread,
    ...stdout
      .toString('latin1')
      .split('\n')
      .filter((oid) => oid !== '' && !known(oid)),
  ];
}

/** An object as git gives it, or the fact that it gives none. */
export type PlainObject =
  | { readonly oid: string; readonly type: Exclude<ObjectHeader['type'], 'missing'>; readonly bytes: Uint8Array }
  | { readonly oid: string; readonly type: 'missing' };

/**
 * The plain path: objects of one type from `git cat-file --batch`, those of other types passed over. One at which git ends is told as missing,
 * and the next is read; behind very many of these all are told so.
 *
 * @param arena - Memory for the content: `bytes` is borrowed, valid until the next object is asked for.
 */
export async function* readPlainly(
  repository: Repository,
  oids: readonly string[],
  type: ObjectHeader['type'],
  arena: Arena,
): AsyncGenerator<PlainObject> {
  let start = 0;
  for (let restarts = 0; start < oids.length; restarts++) {
    const objects = await CatFile.open(repository, oids.slice(start));
    try {
      for (
        let object = await nextOf(objects, type, arena);
        object !== null;
        object = await nextOf(objects, type, arena)
      ) {
        start++;
        if (object !== 'other') yield object;
      }
      return;
    } catch (error) {
      if (!(error instanceof TightlipError) || error.code !== 'incomplete') throw error;
    } finally {
      objects.close();
    }
    // Git answers in order.
    yield { oid: oids[start++] as string, type: 'missing' };
    if (restarts < MOST_RESTARTS) continue;
    while (start < oids.length) yield { oid: oids[start++] as string, type: 'missing' };
  }
}

/** After so many the others are not tried: each takes a git of its own. */
const MOST_RESTARTS = 500;

async function nextOf(
  objects: CatFile,
  type: ObjectHeader['type'],
  arena: Arena,
): Promise<PlainObject | 'other' | null> {
  const header = await objects.next();
  if (header === null) return null;
  if (header.type === 'missing') return { oid: header.oid, type: 'missing' };
  if (header.type !== type) return 'other';
  const bytes = arena.reserve(header.sizeBytes);
  await objects.read(bytes);
  return { oid: header.oid, type: header.type, bytes };
}
