/** Git blobs, many through one `git cat-file --batch`. */
import type { Arena } from '../bytes/arena.ts';
import { type ReadObject, readObjects } from '../git/cat-file.ts';
import { type Repository, openRepository } from '../git/repository.ts';
import { describeDocument } from './document.ts';
import { formatLimit } from './limit.ts';
import type { Opened, SourceOptions, WorkItem } from './source.ts';

type BlobItem = Extract<WorkItem, { kind: 'blob' }>;

const opened = new Map<string, Promise<Repository>>();

/** Opens the repository of blob items, once a thread. */
function repositoryAt(directory: string): Promise<Repository> {
  let repository = opened.get(directory);
  if (!repository) {
    repository = openRepository(directory);
    opened.set(directory, repository);
  }
  return repository;
}

/** Tells this thread of a repository that is open already, under the name that its work items carry. */
export function rememberRepository(directory: string, repository: Repository): void {
  opened.set(directory, Promise.resolve(repository));
}

/** Opens blobs of one repository, one result an item, in order. */
export async function* openBlobs(
  items: readonly BlobItem[],
  arena: Arena,
  options: SourceOptions,
): AsyncGenerator<Iterable<Opened>> {
  const repository = await repositoryAt((items[0] as BlobItem).repository);
  const mostBytes = options.maxFileSizeBytes ?? undefined;
  const oids = items.map((item) => item.oid);
  let i = 0;
  for await (const object of readObjects(repository, oids, arena, mostBytes)) {
    yield describeBlob(items[i++] as BlobItem, object, options);
  }
}

function describeBlob(item: BlobItem, object: ReadObject, options: SourceOptions): Iterable<Opened> {
  const path = item.path ?? item.oid;
  if ('missing' in object) {
    return [
      { skip: { path, kind: 'failure', reason: `object ${item.oid.slice(0, 12)} is missing from the repository` } },
    ];
  }
  if ('tooLarge' in object) {
    return [{ skip: { path, kind: 'skip', reason: `larger than ${formatLimit(options.maxFileSizeBytes ?? 0)}` } }];
  }
  return describeDocument(object.bytes, { kind: item.originKind, path: item.path, oid: item.oid });
}
