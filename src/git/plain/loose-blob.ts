/** Blobs that lie loose, as what was staged a moment ago does: read here, which spares a run of git. */
import { ownDirectories } from '../own-directories.ts';
import type { Repository } from '../repository.ts';
import { ObjectReader } from './object-reader.ts';

const readers = new WeakMap<Repository, ObjectReader>();

/**
 * The content of a blob that lies loose in the repository's own object directory, checked as git checks it; null for every
 * other, and whenever anything is not as it should be: then git is to be asked.
 */
export function readLooseBlob(repository: Repository, oid: string): Uint8Array | null {
  if (repository.objectFormat !== 'sha1') return null;
  let reader = readers.get(repository);
  if (reader === undefined) {
    reader = new ObjectReader(ownDirectories(repository)[0] as string);
    readers.set(repository, reader);
  }
  const read = reader.readLoose(oid);
  return read?.type === 'blob' ? read.bytes : null;
}
