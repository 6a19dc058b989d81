import type { WorkItem } from '../sources/source.ts';

/** A blob to scan, or a commit or tag. */
export type BlobItem = Extract<WorkItem, { kind: 'blob' }>;

/** A blob of a repository to be read, wherever it lies. */
export function blobItem(repository: string, oid: string): BlobItem {
  return { kind: 'blob', repository, oid, path: null, originKind: 'blob', sizeBytes: -1 };
}

/** The same item as plain data, which other threads can be given. */
export function plainItem({ kind, repository, oid, path, originKind, sizeBytes }: BlobItem): BlobItem {
  return { kind, repository, oid, path, originKind, sizeBytes };
}
