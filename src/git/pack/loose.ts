/** Loose objects: one zlib stream a file, `type size NUL content` (gitformat-loose). */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { inflateSync } from 'node:zlib';
import { findNode, type PackTable } from './pack-table.ts';
import type { Refusal, RefusalReason } from './walk.ts';

export type ObjectType = 'commit' | 'tree' | 'blob' | 'tag';

/** A loose object's place; plain data. */
export interface LooseObject {
  readonly oid: string;
  readonly path: string;
}

/** A loose object's content. */
export interface ReadLoose {
  readonly oid: string;
  readonly type: ObjectType;
  readonly bytes: Uint8Array;
}

/** What a loose object begins with: its type, its size and a NUL. */
export const LONGEST_HEADER_BYTES = 32;
export const LOOSE_HEADER = /^(commit|tree|blob|tag) (0|[1-9][0-9]{0,14})\0/;

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

/** The loose objects of these directories that no pack of the table holds, each once, ordered by id. */
export function listLoose(directories: readonly string[], table: PackTable): LooseObject[] {
  const found = new Map<string, string>();
  for (const directory of directories) {
    for (const first of namesIn(directory)) {
      if (!/^[0-9a-f]{2}$/.test(first)) continue;
      for (const rest of namesIn(path.join(directory, first))) {
        const oid = first + rest;
        if (!/^[0-9a-f]{40}$/.test(oid) || found.has(oid) || findNode(table, Buffer.from(oid, 'hex')) !== -1) continue;
        found.set(oid, path.join(directory, first, rest));
      }
    }
  }
  return [...found].map(([oid, file]) => ({ oid, path: file })).sort((a, b) => (a.oid < b.oid ? -1 : 1));
}

/**
 * Reads a loose object and compares it with its id.
 *
 * @param mostBytes - Larger ones are refused.
 */
export function readLoose(loose: LooseObject, mostBytes: number): ReadLoose | Refusal {
  const read = inflateLoose(loose, mostBytes);
  if (!('bytes' in read)) return read;
  const header = `${read.type} ${read.bytes.length}\0`;
  const id = createHash('sha1').update(header).update(read.bytes).digest('hex');
  return id === loose.oid ? read : { oid: loose.oid, reason: 'damaged' };
}

/** As {@link readLoose}, without the comparison: zlib's own checksum and the size must do, as they do for git. */
export function inflateLoose(loose: LooseObject, mostBytes: number): ReadLoose | Refusal {
  const refuse = (reason: RefusalReason): Refusal => ({ oid: loose.oid, reason });
  let inflated: Buffer;
  try {
    const found = statSync(loose.path);
    if (!found.isFile()) return refuse('gone');
    if (found.size > mostBytes) return refuse('too large');
    const file = readFileSync(loose.path);
    inflated = inflateSync(file, { maxOutputLength: mostBytes + LONGEST_HEADER_BYTES });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') return refuse('too large');
    return refuse(code?.startsWith('Z_') === true ? 'damaged' : 'gone');
  }
  const header = LOOSE_HEADER.exec(inflated.toString('latin1', 0, LONGEST_HEADER_BYTES));
  if (header === null) return refuse('damaged');
  const bytes = inflated.subarray(header[0].length);
  if (bytes.length !== Number(header[2])) return refuse('damaged');
  return { oid: loose.oid, type: header[1] as ObjectType, bytes };
}
