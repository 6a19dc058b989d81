/** Writing that is finished when it says so: a report cut off by the end of the process would be a lie. */
import { randomBytes } from 'node:crypto';
import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { TightlipError } from '../errors.ts';
import type { OutputStream } from './io.ts';

/**
 * Writes all of a text or of bytes. The stream needs an `error` listener of its own for as long as it lives (process.ts).
 *
 * @returns Whether it was taken; false when the reader went away (`| head -1`). Other failures throw.
 */
export function writeAll(stream: OutputStream, data: string | Uint8Array): Promise<boolean> {
  return new Promise((resolve, reject) => {
    stream.write(data, (error) => {
      if (error === undefined || error === null) resolve(true);
      else if (isReaderGone(error)) resolve(false);
      else
        reject(new TightlipError('incomplete', `the output could not be written: ${codeOf(error)}`, { cause: error }));
    });
  });
}

/** Whether an error says that nobody reads what we write. */
export function isReaderGone(error: unknown): boolean {
  return codeOf(error) === 'EPIPE' || codeOf(error) === 'ERR_STREAM_DESTROYED';
}

/** A report names places of secrets: it is for its owner alone until somebody says otherwise. */
const OWNER_ONLY = 0o600;

/**
 * Puts a text into a file in one step: whoever reads the path sees the old content or the whole new one.
 *
 * @param target - As the user wrote it, relative to `workingDirectory`.
 * @param mode - Permissions of a new file.
 * @throws TightlipError 'incomplete' when it cannot be written.
 */
export function writeFileWhole(
  target: string,
  workingDirectory: string,
  text: string,
  mode: number = OWNER_ONLY,
): void {
  let absolute = path.resolve(workingDirectory, target);
  let temporary = '';
  try {
    const there = statSync(absolute, { throwIfNoEntry: false });
    // A pipe or a device is written to, not replaced.
    if (there !== undefined && !there.isFile()) return writeFileSync(absolute, text);
    if (there !== undefined) absolute = realpathSync(absolute);
    temporary = path.join(path.dirname(absolute), `.${path.basename(absolute)}.${randomBytes(6).toString('hex')}.tmp`);
    // In one go: a second Ctrl-C, which ends the process at once, leaves nothing half done and nothing behind.
    writeFileSync(temporary, text, { flag: 'wx', mode });
    renameSync(temporary, absolute);
  } catch (error) {
    if (temporary !== '') rmSync(temporary, { force: true });
    throw new TightlipError('incomplete', `${target} could not be written: ${whyUnwritten(error)}`, { cause: error });
  }
}

const WHY_UNWRITTEN: Readonly<Record<string, string>> = {
  ENOENT: 'no such folder',
  ENOTDIR: 'no such folder',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left',
};

/** Why a file could not be written, in words where they are known. */
export function whyUnwritten(error: unknown): string {
  return WHY_UNWRITTEN[codeOf(error)] ?? codeOf(error);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
