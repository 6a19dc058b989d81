/** Reads of files that a single call may cut short. */
import { readSync } from 'node:fs';

/**
 * Reads `length` bytes of a file, from its byte `from` on, to `bytes` at `at`.
 *
 * @returns How many it read: fewer where the file ends.
 */
export function readFully(descriptor: number, bytes: Uint8Array, at: number, length: number, from: number): number {
  let have = 0;
  while (have < length) {
    const read = readSync(descriptor, bytes, at + have, length - have, from + have);
    if (read === 0) break;
    have += read;
  }
  return have;
}
