/** UTF-8 behind its byte order mark: scanned where it lies, by its edits, as if the mark were not there. */
import type { EditOps } from '../bytes/edit.ts';
import { UTF8_MARK_BYTES as MARK_BYTES } from '../bytes/encoding.ts';
import type { PlacedDocument } from '../engine/kernel-versions.ts';

/** What stands behind the mark. Its edit, if it can be told, is of what stands behind the mark of its base, and takes the place of the given one. */
export function unmarked({ address, bytes, edit }: PlacedDocument): PlacedDocument {
  return {
    address: address + MARK_BYTES,
    bytes: bytes.subarray(MARK_BYTES),
    edit: edit === null ? null : editBehind(edit),
    claimedBytes: 0,
  };
}

/** Null where the mark is not the base's own, copied with what is behind it or written anew. */
function editBehind(edit: EditOps): EditOps | null {
  if (edit.length === 0 || edit[1] !== 0 || edit[2]! < MARK_BYTES) return null;
  for (let i = 3; i < edit.length; i += 3) if (edit[i + 1]! < MARK_BYTES) return null;
  edit[2]! -= MARK_BYTES;
  for (let i = 3; i < edit.length; i += 3) edit[i + 1]! -= MARK_BYTES;
  return edit[2] === 0 ? edit.subarray(3) : edit;
}
