/** From an objects directory to a table of all packed objects and its forest. */
import { closeSync, openSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { ownDirectories } from '../own-directories.ts';
import type { Repository } from '../repository.ts';
import { linkForest, type Forest } from './forest.ts';
import { readHeaders } from './headers.ts';
import { findKept, type KeptPacks } from './kept-packs.ts';
import type { GraphParts } from './object-graph.ts';
import { PackError } from './pack-index.ts';
import { buildPackTable, indexPack, type IndexedPack, type PackTable, type RefusedPack } from './pack-table.ts';

/** Alternates of alternates are followed this deep, as git does. */
const MOST_ALTERNATES_DEPTH = 5;

export interface OpenedPacks {
  readonly table: PackTable;
  readonly forest: Forest;
  /** Packs of which nothing is in the table; git has to be asked what they hold. */
  readonly refused: readonly RefusedPack[];
  /** What an earlier run has read in the first of these packs; null: nothing. */
  readonly knownGraph: GraphParts | null;
}

/** Directories of objects, its own and those that it borrows from, those that are gone among them. */
export function directoriesOf(repository: Repository): string[] {
  return [...new Set(ownDirectories(repository).flatMap(objectDirectories))];
}

/** The directories whose objects a repository has: its own, then those it borrows from (objects/info/alternates). */
function objectDirectories(own: string): string[] {
  const seen = new Set<string>();
  const follow = (directory: string, depth: number): void => {
    const absolute = path.resolve(directory);
    if (seen.has(absolute) || depth > MOST_ALTERNATES_DEPTH) return;
    seen.add(absolute);
    for (const line of readAlternates(absolute)) follow(path.resolve(absolute, line), depth + 1);
  };
  follow(own, 0);
  return [...seen];
}

function readAlternates(directory: string): string[] {
  let text: string;
  try {
    text = readFileSync(path.join(directory, 'info', 'alternates'), 'utf8');
  } catch {
    return [];
  }
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => (line.startsWith('"') ? unquote(line) : line));
}

const ESCAPES: Readonly<Record<string, string>> = { a: '\u0007', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** Undoes git's quoting of paths: `"` around, and C's escapes, octal ones for bytes. */
function unquote(line: string): string {
  const raw = Buffer.from(line.slice(1, -1), 'utf8').toString('latin1');
  const bytes = raw.replace(/\\([0-7]{3}|[^])/g, (_, escape: string) =>
    escape.length === 3 ? String.fromCharCode(Number.parseInt(escape, 8) & 255) : (ESCAPES[escape] ?? escape),
  );
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** The packs in a directory of objects that have an index beside them, in the order of their names. */
export function listPacks(directory: string): string[] {
  let names: string[];
  try {
    names = readdirSync(path.join(directory, 'pack'));
  } catch {
    return [];
  }
  const packs = names.filter((name) => name.endsWith('.pack') && names.includes(name.replace(/pack$/, 'idx')));
  return packs.sort().map((name) => path.join(directory, 'pack', name));
}

function indexAll(packs: readonly string[]): { indexed: IndexedPack[]; refused: RefusedPack[] } {
  const indexed: IndexedPack[] = [];
  const refused: RefusedPack[] = [];
  for (const pack of packs) {
    try {
      indexed.push(indexPack(pack));
    } catch (error) {
      const known = error instanceof PackError || (error as NodeJS.ErrnoException).code !== undefined;
      if (!known) throw error;
      refused.push({
        path: pack,
        reason:
          error instanceof PackError ? error.message : `it cannot be read: ${(error as NodeJS.ErrnoException).code}`,
      });
    }
  }
  return { indexed, refused };
}

/**
 * Reads indexes and headers of all packs. The single index files are read also where there is a multi-pack-index, which
 * git always keeps beside them.
 *
 * @param directories - Objects directories, see {@link directoriesOf}.
 * @param kept - What an earlier run has read, of which only what is new is read then; null: nothing.
 */
export function openPacks(directories: readonly string[], kept: KeptPacks | null = null): OpenedPacks {
  const listed = directories.flatMap(listPacks);
  const known = kept === null ? null : findKept(kept, listed);
  const { indexed, refused } = indexAll(known === null ? listed : known.others);
  const { table, refused: contradicting } = buildPackTable(indexed, known ?? undefined);
  if (kept !== null && known !== null && indexed.length === 0) {
    return { table, forest: kept.forest, refused, knownGraph: kept.graph };
  }
  const gone = readAllHeaders(table, known === null ? 0 : known.packs.length);
  return {
    table,
    forest: linkForest(table),
    refused: [...refused, ...contradicting, ...gone],
    knownGraph: known === null || kept === null ? null : kept.graph,
  };
}

/** Reads the headers of all packs from one on; gives those that cannot be read. */
function readAllHeaders(table: PackTable, first: number): RefusedPack[] {
  const gone: RefusedPack[] = [];
  for (const [number, pack] of table.packs.entries()) {
    if (number < first) continue;
    let descriptor: number;
    try {
      descriptor = openSync(pack.path, 'r');
    } catch (error) {
      gone.push({ path: pack.path, reason: `it cannot be read: ${(error as NodeJS.ErrnoException).code}` });
      continue;
    }
    try {
      readHeaders(table, number, pack.first, pack.first + pack.count, descriptor);
    } finally {
      closeSync(descriptor);
    }
  }
  return gone;
}
