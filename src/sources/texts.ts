/** What a repository keeps beside files that is scanned as text: commits (who, when, the message), annotated tags, names of refs. */
import type { Ref } from '../git/refs.ts';
import type { WorkItem } from './source.ts';

const TAGS = 'refs/tags/';

/** Work items for commits, by id. */
export function commitTexts(directory: string, commits: readonly string[]): WorkItem[] {
  return commits.map((oid) => objectText(directory, oid, 'commit-message', null));
}

/** Work items for annotated tags; a tag is called by the first name that a ref gives it. */
export function tagTexts(directory: string, tags: readonly string[], refs: readonly Ref[]): WorkItem[] {
  const names = new Map<string, string>();
  for (const { name, oid } of refs) {
    if (name.startsWith(TAGS) && !names.has(oid)) names.set(oid, name.slice(TAGS.length));
  }
  return tags.map((oid) => objectText(directory, oid, 'tag', names.get(oid) ?? null));
}

/** Work items for the names of refs. */
export function refTexts(refs: readonly Ref[]): WorkItem[] {
  return refs.map(({ name }) => ({ kind: 'ref', path: name, sizeBytes: name.length }));
}

function objectText(
  repository: string,
  oid: string,
  originKind: 'commit-message' | 'tag',
  path: string | null,
): WorkItem {
  return { kind: 'blob', repository, oid, path, originKind, sizeBytes: -1 };
}
