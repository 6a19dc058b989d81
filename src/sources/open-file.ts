/** A file of the working tree: whole when it is of ordinary size, else streamed. Synchronous: a small file costs one wait less. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import type { Arena } from '../bytes/arena.ts';
import { SNIFF_BYTES, sniffEncoding, toText } from '../bytes/encoding.ts';
import type { Origin } from '../bytes/origin.ts';
import { diskPath } from '../bytes/path-bytes.ts';
import { readFailure } from './byte-reader.ts';
import { BINARY_REASON, describeDocument } from './document.ts';
import { formatLimit } from './limit.ts';
import type { Opened, Skip, SourceOptions, WorkItem } from './source.ts';
import { kindOf } from './walk.ts';

/** Larger files are scanned as a stream of fragments. */
export const WHOLE_FILE_BYTES = 32 << 20;
/** Length of a fragment of a streamed file or blob. */
export const FRAGMENT_BYTES = 4 << 20;

type FileItem = Extract<WorkItem, { kind: 'file' }>;

// Never wait for a writer of a pipe, never follow a link that replaced the file since it was listed.
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0);

/** Opens a file. What cannot be read to its end gives a failure. */
export function* openFile(item: FileItem, arena: Arena, options: SourceOptions): Generator<Opened> {
  const skip = (kind: Skip['kind'], reason: string): Opened => ({ skip: { path: item.path, kind, reason } });
  let descriptor = -1;
  try {
    descriptor = openSync(diskPath(item.absolutePath), OPEN_FLAGS);
    const found = fstatSync(descriptor);
    const limit = options.maxFileSizeBytes;
    if (!found.isFile()) yield skip('skip', kindOf(found));
    else if (limit !== null && found.size > limit) yield skip('skip', `larger than ${formatLimit(limit)}`);
    else if (found.size > WHOLE_FILE_BYTES) yield* streamFile(descriptor, found.size, item, arena);
    else yield* wholeFile(descriptor, found.size, item, arena);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ELOOP' || code === 'EMLINK') yield skip('skip', 'symbolic link, not followed');
    else if (code === 'ENXIO') yield skip('skip', 'socket, not read');
    else yield skip('failure', readFailure(error).reason);
  } finally {
    if (descriptor !== -1) closeSync(descriptor);
  }
}

const SHRANK = 'became shorter while it was read';
const GREW = 'grew while it was read: the rest is not read';

function* wholeFile(descriptor: number, sizeBytes: number, item: FileItem, arena: Arena): Generator<Opened> {
  // One byte more than the file had: a file that grows while it is read is read on, within bounds. One of /proc has no size.
  let memory = arena.reserve(sizeBytes + 1);
  let length = 0;
  for (;;) {
    const count = readSync(descriptor, memory, length, memory.length - length, null);
    length += count;
    if (count === 0 || length > WHOLE_FILE_BYTES) break;
    if (length === memory.length) memory = grow(memory, arena);
  }
  yield* describeDocument(memory.subarray(0, length), { kind: 'file', path: item.path });
  if (length < sizeBytes) yield { skip: { path: item.path, kind: 'failure', reason: SHRANK } };
  else if (length > WHOLE_FILE_BYTES) yield { skip: { path: item.path, kind: 'failure', reason: GREW } };
}

function grow(memory: Uint8Array, arena: Arena): Uint8Array {
  const kept = memory.slice();
  const larger = arena.reserve(2 * kept.length + (64 << 10));
  larger.set(kept);
  return larger;
}

/** Up to the size that it had when it was opened, so that a file in use ends. */
function* streamFile(descriptor: number, sizeBytes: number, item: FileItem, arena: Arena): Generator<Opened> {
  const origin: Origin = { kind: 'file', path: item.path };
  const memory = arena.reserve(FRAGMENT_BYTES);
  let length = fill(descriptor, memory);
  const encoding = sniffEncoding(memory.subarray(0, Math.min(length, SNIFF_BYTES)));
  if (encoding.kind === 'binary') {
    yield { skip: { path: item.path, kind: 'skip', reason: BINARY_REASON } };
    return;
  }
  if (encoding.kind !== 'text') {
    yield* decodedWhole(descriptor, sizeBytes, memory.slice(0, length), origin);
    return;
  }
  let start = encoding.bomBytes as number;
  let wanted = memory.length;
  let readBytes = length;
  for (let baseOffset = 0; ;) {
    const last = length < wanted || readBytes === sizeBytes;
    yield { fragment: { origin, baseOffset, bytes: memory.subarray(start, length), last } };
    if (last) break;
    baseOffset += length - start;
    start = 0;
    wanted = Math.min(memory.length, sizeBytes - readBytes);
    length = fill(descriptor, memory.subarray(0, wanted));
    readBytes += length;
  }
  if (readBytes < sizeBytes) yield { skip: { path: item.path, kind: 'failure', reason: SHRANK } };
}

/** A large file in UTF-16 or UTF-32 is rare enough to be decoded in one piece. */
function* decodedWhole(descriptor: number, sizeBytes: number, head: Uint8Array, origin: Origin): Generator<Opened> {
  const all = new Uint8Array(sizeBytes);
  all.set(head);
  const length = head.length + fill(descriptor, all.subarray(head.length));
  const text = toText(all.subarray(0, length)) ?? new Uint8Array(0);
  yield { fragment: { origin, baseOffset: 0, bytes: text, last: true } };
  if (length < sizeBytes) yield { skip: { path: origin.path ?? '', kind: 'failure', reason: SHRANK } };
}

/** Reads until `memory` is full or the file ends. */
function fill(descriptor: number, memory: Uint8Array): number {
  let length = 0;
  while (length < memory.length) {
    const count = readSync(descriptor, memory, length, memory.length - length, null);
    if (count === 0) break;
    length += count;
  }
  return length;
}
