/** Logs: files, directories, globs and standard input, read as streams of large pieces in bounded memory. */
import { stat } from 'node:fs/promises';
import { diskPath } from '../bytes/path-bytes.ts';
import type { Arena } from '../bytes/arena.ts';
import { SNIFF_BYTES } from '../bytes/encoding.ts';
import { holdsUtf16 } from '../bytes/utf16.ts';
import type { Origin } from '../bytes/origin.ts';
import {
  type ByteReader,
  type ReadFailure,
  openFile,
  openRange,
  openStandardInput,
  readFailure,
  stoppable,
} from './byte-reader.ts';
import { gunzipReader } from './gunzip-reader.ts';
import { type LogContent, sniffLog } from './log-content.ts';
import type { LogItem, LogPart, Opened, Skip, SourceOptions } from './source.ts';
import { wideReader } from './wide-reader.ts';
import { zstdDecoder, zstdReader } from './zstd-reader.ts';

/** Size of a fragment, but for the last one: large enough that the cost of a read does not show, small enough for the cache. */
export const LOG_FRAGMENT_BYTES = 1 << 20;

/** How a log is named where it has no path. */
const STANDARD_INPUT = 'standard input';

/**
 * Opens one log. Fragments are contiguous and while one is scanned the next is read. All but the last, and the first of a part,
 * are exactly {@link LOG_FRAGMENT_BYTES} long, so that those of a part are those of the whole. What cannot be read to its end gives the part that could, its last fragment, then a failure.
 *
 * Offsets count in the text: of a gzip file inflated, of UTF-16 as UTF-8.
 *
 * @param fragmentBytes - For tests.
 */
export async function* openLog(
  item: LogItem,
  arena: Arena,
  options: SourceOptions,
  fragmentBytes: number = LOG_FRAGMENT_BYTES,
): AsyncGenerator<Opened> {
  const name = item.path ?? STANDARD_INPUT;
  const origin: Origin = { kind: item.absolutePath === null ? 'stdin' : 'log', path: item.path };
  let text: Text | null = null;
  try {
    const lost = await lostSinceListed(item);
    text = item.part
      ? await openPart(item, item.part, options.signal)
      : await openText(item.absolutePath, options.signal);
    const { maxFileSizeBytes: limitBytes } = options;
    const told =
      text.unread === null
        ? yield* readFragments(text.reader, { arena, origin, fragmentBytes, limitBytes, part: item.part })
        : ({ kind: unreadKind(item, text.unread), reason: text.unread } as const);
    if (told) yield { skip: { path: name, ...told } };
    if (lost !== null) yield { skip: { path: name, kind: 'failure', reason: lost } };
  } catch (error) {
    yield { skip: { path: name, kind: 'failure', reason: readFailure(error).reason } };
  } finally {
    await text?.reader.close();
  }
}

/**
 * What stood in a log when it was listed may be elsewhere when its turn comes: a rotation renames it, or copies it and empties it. What has
 * its name now is read all the same.
 */
async function lostSinceListed({ absolutePath, sizeBytes, listed, share }: LogItem): Promise<string | null> {
  if (absolutePath === null || listed === undefined || (share?.index ?? 0) > 0) return null;
  const found = await stat(diskPath(absolutePath));
  // On a few file systems a file has another number each time; its time is the same then.
  if (found.ino !== listed.inode && found.mtimeMs !== listed.mtimeMs) {
    return 'another file has its name by now (a rotation): what it held was not read here, run again';
  }
  return found.size < sizeBytes ? 'became shorter before it was read (a rotation): run again' : null;
}

/** What is piped in or named was asked for, and more than a glance: only what is no log at all is passed over. */
function unreadKind(item: LogItem, reason: string): Skip['kind'] {
  const isAsked = item.absolutePath === null || item.isNamed === true;
  return isAsked && !reason.startsWith('binary') ? 'failure' : 'skip';
}

/** The text of a log, or why it is not read. The reader is to be closed either way. */
interface Text {
  readonly reader: ByteReader;
  readonly unread: string | null;
}

async function openText(absolutePath: string | null, signal: AbortSignal | undefined): Promise<Text> {
  const raw = absolutePath === null ? openStandardInput() : await openFile(absolutePath);
  const outer = await sniffed(stoppable(raw, signal));
  if (outer.content.kind === 'zstd') return zstdText(outer.reader);
  if (outer.content.kind !== 'gzip') return decoded(outer);
  const reopen = absolutePath === null ? null : async () => stoppable(await openFile(absolutePath), signal);
  return decoded(await sniffed(gunzipReader(outer.reader, reopen)));
}

async function zstdText(compressed: ByteReader): Promise<Text> {
  const createDecoder = zstdDecoder();
  if (createDecoder !== null) return decoded(await sniffed(zstdReader(compressed, createDecoder)));
  return { reader: compressed, unread: 'compressed with zstd, which needs Node 22.15 or later: not read' };
}

/** Cut by somebody who knows that it is plain text. */
async function openPart(item: LogItem, part: LogPart, signal: AbortSignal | undefined): Promise<Text> {
  const reader = await openRange(item.absolutePath ?? '', part.readFrom, part.readTo);
  return { reader: stoppable(reader, signal), unread: null };
}

interface Sniffed {
  readonly content: LogContent;
  readonly reader: ByteReader;
}

function decoded({ content, reader }: Sniffed): Text {
  if (content.kind === 'unread') return { reader, unread: content.reason };
  if (content.kind === 'gzip' || content.kind === 'zstd') return { reader, unread: 'compressed twice, not read' };
  const isWide = content.kind === 'utf-16' || content.kind === 'utf-32';
  return { reader: isWide ? wideReader(reader, content) : reader, unread: null };
}

/** Looks at the first bytes; the reader it gives begins with them again (after a byte order mark). */
async function sniffed(reader: ByteReader): Promise<Sniffed> {
  const head = new Uint8Array(SNIFF_BYTES);
  const { count, failure } = await fill(reader, head);
  const content = sniffLog(head.subarray(0, count));
  const skip = 'bomBytes' in content ? content.bomBytes : 0;
  return { content, reader: withHead(head.subarray(skip, count), failure, reader) };
}

/** A reader that gives `head` first, then what `failure` says or `rest` holds. */
function withHead(head: Uint8Array, failure: ReadFailure | null, rest: ByteReader): ByteReader {
  let left = head;
  return {
    async read(into) {
      if (left.length > 0) {
        const count = Math.min(into.length, left.length);
        into.set(left.subarray(0, count));
        left = left.subarray(count);
        return count;
      }
      if (failure) throw failure;
      return rest.read(into);
    },
    close: () => rest.close(),
  };
}

interface Filled {
  readonly count: number;
  /** Nothing follows. */
  readonly ended: boolean;
  readonly failure: ReadFailure | null;
}

/** Reads until `into` is full, the content ends or a failure comes. Never throws. */
async function fill(reader: ByteReader, into: Uint8Array): Promise<Filled> {
  let count = 0;
  try {
    while (count < into.length) {
      const got = await reader.read(into.subarray(count));
      if (got === 0) return { count, ended: true, failure: null };
      count += got;
    }
    return { count, ended: false, failure: null };
  } catch (error) {
    return { count, ended: true, failure: readFailure(error) };
  }
}

/** What two programs wrote into one log: one of them is not understood. */
const MIXED: Omit<Skip, 'path'> = { kind: 'failure', reason: 'lines of UTF-16 in other text: they were not read' };

interface Reading {
  readonly arena: Arena;
  readonly origin: Origin;
  readonly fragmentBytes: number;
  readonly limitBytes: number | null;
  readonly part: LogPart | undefined;
}

/** Fragments of the whole text, read into two halves of the arena in turn. Returns why the rest is missing, or null. */
async function* readFragments(
  reader: ByteReader,
  { arena, origin, fragmentBytes, limitBytes, part }: Reading,
): AsyncGenerator<Opened, Omit<Skip, 'path'> | null> {
  const memory = arena.reserve(2 * fragmentBytes);
  const halves = [memory.subarray(0, fragmentBytes), memory.subarray(fragmentBytes)] as const;
  let baseOffset = part?.readFrom ?? 0;
  let isMixed = false;
  let next = fill(reader, halves[0].subarray(0, fragmentBytes - (baseOffset % fragmentBytes)));
  for (let turn = 0; ; turn ^= 1) {
    const { count, ended, failure } = await next;
    const over = limitBytes !== null && baseOffset + count > limitBytes;
    const last = ended || over;
    const length = over ? limitBytes - baseOffset : count;
    if (!last) next = fill(reader, halves[turn ^ 1] as Uint8Array);
    const bytes = (halves[turn] as Uint8Array).subarray(0, length);
    isMixed ||= holdsUtf16(bytes);
    yield { fragment: { origin, baseOffset, bytes, last, ...(part ? { part } : {}) } };
    baseOffset += length;
    if (over) return { kind: 'skip', reason: `longer than the limit of ${limitBytes} bytes: the rest is not read` };
    if (failure) return { kind: 'failure', reason: failure.reason };
    if (last) return isMixed ? MIXED : null;
  }
}
