/** Blobs that lie loose, as what was staged a moment ago does: read here, which spares a run of git. */
import path from 'node:path';
import { inflateLoose } from './pack/loose.ts';
import { ownDirectories } from './pack/object-store.ts';
import type { Repository } from './repository.ts';

/** Larger ones come from git, which can be read in pieces. */
const MOST_BYTES = 4 << 20;

/**
 * The content of a blob that lies loose in the repository's own object directory, checked as git checks it; null for every
 * other, and whenever anything is not as it should be: then git is to be asked.
 */
export function readLooseBlob(repository: Repository, oid: string): Uint8Array | null {
  if (repository.objectFormat !== 'sha1') return null;
  const [directory] = ownDirectories(repository) as [string];
  const read = inflateLoose({ oid, path: path.join(directory, oid.slice(0, 2), oid.slice(2)) }, MOST_BYTES);
  return 'bytes' in read && read.type === 'blob' ? read.bytes : null;
}
