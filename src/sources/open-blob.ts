/** Git blobs, many through one `git cat-file --batch`; large ones as streams of fragments. */
import type { Arena } from '../bytes/arena.ts';
import { SNIFF_BYTES, sniffEncoding } from '../bytes/encoding.ts';
import type { Origin } from '../bytes/origin.ts';
import { TightlipError } from '../errors.ts';
import { CatFile, type ObjectHeader } from '../git/cat-file.ts';
import { NOT_IN_PARTIAL_CLONE } from '../git/failure.ts';
import { promisorRemotes } from '../git/partial.ts';
import { FewObjects } from '../git/plain/few-objects.ts';
import { type Repository, openRepository } from '../git/repository.ts';
import { BINARY_REASON, describeDocument } from './document.ts';
import { formatLimit } from './limit.ts';
import { FRAGMENT_BYTES, WHOLE_FILE_BYTES } from './open-file.ts';
import type { Opened, Skip, SourceOptions, WorkItem } from './source.ts';
import { blankHeaders } from './texts.ts';

type BlobItem = Extract<WorkItem, { kind: 'blob' }>;

/** A damaged object ends git; after so many the others are not tried, as each takes a git of its own. */
const MOST_DAMAGED = 500;
/** After so many failures of other kinds the repository, not an object, is at fault. */
const MOST_RESTARTS = 20;

/** Loose blobs that are read without git before it is started: what a commit stages, and not what an import does. */
const MOST_LOOSE = 256;

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

/** Opens blobs of one repository, one result an item, in order. A blob that cannot be read is a failure, and the next is read. */
export async function* openBlobs(
  items: readonly BlobItem[],
  arena: Arena,
  options: SourceOptions,
): AsyncGenerator<AsyncIterable<Opened> | Iterable<Opened>> {
  const repository = await repositoryAt((items[0] as BlobItem).repository);
  let start = 0;
  const few = new FewObjects(repository, items.length);
  try {
    for (; start < Math.min(items.length, MOST_LOOSE); start++) {
      const result = openFew(items[start] as BlobItem, few, options);
      if (result === null) break;
      yield result;
    }
  } finally {
    few.close();
  }
  let restarts = 0;
  while (start < items.length) {
    const rest = items.slice(start);
    if (restarts > MOST_DAMAGED) {
      for (const item of rest) yield [skipOf(item, 'failure', 'was not tried: too many objects before it are damaged')];
      return;
    }
    const objects = await CatFile.open(
      repository,
      rest.map((item) => item.oid),
    );
    const stream: StreamState = { repository, objects, broken: false, promisors: null };
    try {
      for (const item of rest) {
        const result = await openNext(item, stream, arena, options);
        start++;
        yield result;
        if (stream.broken) break;
      }
      if (stream.broken) restarts++;
    } catch (error) {
      // Ctrl-C in a terminal ends git too.
      if (options.signal?.aborted) return;
      if (!(error instanceof TightlipError)) throw error;
      if (++restarts > MOST_RESTARTS && error.code !== 'incomplete') throw error;
      // The object whose answer broke off is the one at fault: git answers in order.
      yield [skipOf(items[start++] as BlobItem, 'failure', `cannot be read: ${error.message}`)];
    } finally {
      objects.close();
    }
  }
}

/** An object that is read without git; null when git is to be asked. */
function openFew(item: BlobItem, few: FewObjects, options: SourceOptions): Iterable<Opened> | null {
  const bytes = few.read(item.oid, typeOf(item));
  if (bytes === null) return null;
  if (isText(item)) blankHeaders(bytes);
  return isOverLimit(bytes.length, options) ? [overLimit(item, options)] : describeDocument(bytes, originOf(item));
}

function isText({ originKind }: BlobItem): boolean {
  return originKind === 'commit-message' || originKind === 'tag';
}

function typeOf({ originKind }: BlobItem): 'commit' | 'tag' | 'blob' {
  if (originKind === 'commit-message') return 'commit';
  return originKind === 'tag' ? 'tag' : 'blob';
}

/** One git; `broken` once it ended in the middle of an object that was being streamed. */
interface StreamState {
  readonly repository: Repository;
  readonly objects: CatFile;
  broken: boolean;
  /** Looked up at the first object that is missing. */
  promisors: Promise<readonly string[]> | null;
}

async function whyMissing(oid: string, stream: StreamState): Promise<string> {
  stream.promisors ??= promisorRemotes(stream.repository);
  const isPartial = (await stream.promisors).length > 0;
  return `object ${oid.slice(0, 12)} is ${isPartial ? NOT_IN_PARTIAL_CLONE : 'missing from the repository: run git fsck'}`;
}

function skipOf(item: BlobItem, kind: Skip['kind'], reason: string): Opened {
  return { skip: { path: item.path ?? item.oid, kind, reason } };
}

function isOverLimit(sizeBytes: number, { maxFileSizeBytes }: SourceOptions): boolean {
  return maxFileSizeBytes !== null && sizeBytes > maxFileSizeBytes;
}

function overLimit(item: BlobItem, { maxFileSizeBytes }: SourceOptions): Opened {
  return skipOf(item, 'skip', `larger than ${formatLimit(maxFileSizeBytes as number)}`);
}

function originOf(item: BlobItem): Origin {
  return { kind: item.originKind, path: item.path, oid: item.oid };
}

async function openNext(
  item: BlobItem,
  stream: StreamState,
  arena: Arena,
  options: SourceOptions,
): Promise<AsyncIterable<Opened> | Iterable<Opened>> {
  const { objects } = stream;
  const header = (await objects.next()) as ObjectHeader;
  if (header.type === 'missing') {
    return [skipOf(item, 'failure', await whyMissing(item.oid, stream))];
  }
  if (isOverLimit(header.sizeBytes, options)) return [overLimit(item, options)];
  if (header.sizeBytes > WHOLE_FILE_BYTES) return streamBlob(item, header.sizeBytes, stream, arena);
  return wholeBlob(item, header.sizeBytes, objects, arena);
}

async function wholeBlob(item: BlobItem, sizeBytes: number, objects: CatFile, arena: Arena): Promise<Iterable<Opened>> {
  const bytes = arena.reserve(sizeBytes);
  await objects.read(bytes);
  if (isText(item)) blankHeaders(bytes);
  return describeDocument(bytes, originOf(item));
}

/** Fragments of a large blob. A failure in the middle is told as such: what was read before it has been scanned. */
async function* streamBlob(
  item: BlobItem,
  sizeBytes: number,
  stream: StreamState,
  arena: Arena,
): AsyncGenerator<Opened> {
  try {
    yield* fragmentsOf(item, sizeBytes, stream.objects, arena);
  } catch (error) {
    if (!(error instanceof TightlipError)) throw error;
    stream.broken = true;
    yield skipOf(item, 'failure', `cannot be read to its end: ${error.message}`);
  }
}

async function* fragmentsOf(item: BlobItem, sizeBytes: number, objects: CatFile, arena: Arena): AsyncGenerator<Opened> {
  const head = arena.reserve(FRAGMENT_BYTES);
  await objects.read(head);
  const encoding = sniffEncoding(head.subarray(0, SNIFF_BYTES));
  if (encoding.kind === 'binary') {
    yield skipOf(item, 'skip', BINARY_REASON);
    return;
  }
  if (encoding.kind !== 'text') {
    // Rare enough to be decoded in one piece.
    const all = new Uint8Array(sizeBytes);
    all.set(head);
    await objects.read(all.subarray(head.length));
    yield* describeDocument(all, originOf(item));
    return;
  }
  let bytes = head.subarray(encoding.bomBytes);
  let baseOffset = 0;
  for (let left = sizeBytes - head.length; ; left -= bytes.length) {
    yield { fragment: { origin: originOf(item), baseOffset, bytes, last: left === 0 } };
    if (left === 0) return;
    baseOffset += bytes.length;
    bytes = arena.reserve(Math.min(left, FRAGMENT_BYTES));
    await objects.read(bytes);
  }
}
