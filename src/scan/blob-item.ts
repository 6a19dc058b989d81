import type { WorkItem } from '../sources/source.ts';

/** A blob of a repository to be read, wherever it lies. */
export function blobItem(repository: string, oid: string): Extract<WorkItem, { kind: 'blob' }> {
  return { kind: 'blob', repository, oid, path: null, originKind: 'blob', sizeBytes: -1 };
}
