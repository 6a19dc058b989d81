/** Bytes of a whole document, from a file or a blob, as the one fragment that is scanned. */
import { toText } from '../bytes/encoding.ts';
import { mayHoldKeys } from '../bytes/key-file.ts';
import { latin1 } from '../bytes/latin1.ts';
import type { Origin } from '../bytes/origin.ts';
import { PROGRAM_REASON, holdsStrings } from './program.ts';
import type { Opened } from './source.ts';

const LFS_POINTER = 'version https://git-lfs.github.com/spec/v1\n';

/** Why binary content is skipped. */
export const BINARY_REASON = 'binary';

/**
 * The document as text, or why it is not scanned: binary content (what may hold keys is, and a program among the files that are read in part), and a Git LFS pointer in git, whose content lies
 * elsewhere (told, and the pointer itself is scanned).
 */
export function* describeDocument(bytes: Uint8Array, origin: Origin): Generator<Opened> {
  const path = origin.path ?? origin.oid ?? '';
  const text = toText(bytes);
  if (text === null && !mayHoldKeys(bytes)) {
    const isRead = origin.kind === 'file' && holdsStrings(bytes);
    yield { skip: { path, kind: 'skip', reason: isRead ? PROGRAM_REASON : BINARY_REASON } };
    if (isRead) yield { fragment: { origin, baseOffset: 0, bytes, last: true, onlyProven: true } };
    return;
  }
  if (text !== null && isLfsPointer(text))
    yield { skip: { path, kind: 'skip', reason: 'Git LFS pointer, its content is not read' } };
  yield { fragment: { origin, baseOffset: 0, bytes: text ?? bytes, last: true } };
}

/** Whether a document is a Git LFS pointer. */
export function isLfsPointer(text: Uint8Array): boolean {
  return text.length < 1024 && latin1(text, 0, Math.min(text.length, LFS_POINTER.length)) === LFS_POINTER;
}
