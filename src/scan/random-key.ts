/** The random bytes of a run, without Node's module for cryptography where the system gives them as a file. */
import { randomBytes } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Bytes that nobody can guess. */
export function randomKey(lengthBytes: number): Uint8Array {
  return fromDevice(lengthBytes) ?? randomBytes(lengthBytes);
}

/** Null where there is no such device, or what is there is not one. */
function fromDevice(lengthBytes: number): Uint8Array | null {
  let descriptor = -1;
  try {
    descriptor = openSync('/dev/urandom', 'r');
    const bytes = new Uint8Array(lengthBytes);
    const isWhole = fstatSync(descriptor).isCharacterDevice() && readSync(descriptor, bytes) === lengthBytes;
    return isWhole ? bytes : null;
  } catch {
    return null;
  } finally {
    if (descriptor !== -1) closeSync(descriptor);
  }
}
