/** Bytes one after another into memory of the caller: a file, standard input, a named pipe, or what a decoder makes of one. */
import { closeSync, constants, fstatSync, openSync, read, readSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { diskPath } from '../bytes/path-bytes.ts';

/** A sequence of bytes that is read once. */
export interface ByteReader {
  /**
   * Reads at least one byte into `into`, or none where the content ends.
   *
   * @returns How many bytes were written to the front of `into`; 0 at the end.
   * @throws {ReadFailure} When the rest cannot be read; all bytes before were delivered.
   */
  read(into: Uint8Array): Promise<number>;
  /** Lets go of whatever is open. May be called at any time, more than once. */
  close(): Promise<void>;
}

/** The rest of some content could not be read. `reason` is a clause for people. */
export class ReadFailure extends Error {
  readonly reason: string;

  constructor(reason: string, cause?: unknown) {
    super(reason, { cause });
    this.name = 'ReadFailure';
    this.reason = reason;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'cannot be read: permission denied',
  EPERM: 'cannot be read: not permitted',
  ENOENT: 'cannot be read: no longer there',
  EISDIR: 'cannot be read: is a directory',
  EIO: 'cannot be read: input/output error',
  EMFILE: 'cannot be read: too many open files',
  ELOOP: 'cannot be read: a loop of symbolic links',
};

/** Why an operation on a file failed, as a clause for people, from the error's code alone (a message may quote a path). */
export function readFailure(error: unknown): ReadFailure {
  if (error instanceof ReadFailure) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  return new ReadFailure(REASONS[code] ?? `cannot be read: ${code}`, error);
}

/** How long a named pipe may wait for its first writer. */
const FIRST_WRITER_MS = 10_000;
const POLL_MS = 20;
/** A pipe without a writer would block the open itself; regular files do not know the flag, nor does Windows. */
const WITHOUT_WAITING = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * Opens a regular file or a named pipe.
 *
 * A regular file is read up to the size it had when opened, so that a log in use ends; should it end earlier, that is
 * a failure. A pipe nobody writes to fails after ten seconds in place of waiting for ever.
 *
 * @throws {ReadFailure} When it cannot be opened.
 */
export async function openFile(absolutePath: string): Promise<ByteReader> {
  try {
    const handle = await open(diskPath(absolutePath), WITHOUT_WAITING);
    const stat = await handle.stat();
    if (stat.isFile()) return new FileReader(handle, stat.size);
    await handle.close();
    if (stat.isFIFO()) return new PipeReader(openSync(diskPath(absolutePath), WITHOUT_WAITING));
    throw new ReadFailure(stat.isDirectory() ? 'cannot be read: is a directory' : 'not a file');
  } catch (error) {
    throw readFailure(error);
  }
}

/**
 * Bytes `from` to `to` of a regular file.
 *
 * @throws {ReadFailure} When it cannot be opened.
 */
export async function openRange(absolutePath: string, from: number, to: number): Promise<ByteReader> {
  try {
    return new FileReader(await open(diskPath(absolutePath), WITHOUT_WAITING), to, from);
  } catch (error) {
    throw readFailure(error);
  }
}

/**
 * Bytes `from` to `to` of a regular file, which holds them.
 *
 * @throws {ReadFailure} When they cannot be read.
 */
export async function readRange(absolutePath: string, from: number, to: number): Promise<Uint8Array> {
  const reader = await openRange(absolutePath, from, to);
  try {
    const bytes = new Uint8Array(to - from);
    for (let count = 0; count < bytes.length;) count += await reader.read(bytes.subarray(count));
    return bytes;
  } finally {
    await reader.close();
  }
}

/** Why the rest is missing when the run was stopped. */
export const STOPPED = 'stopped before its end';

/** The same content, which ends in a failure once the signal is aborted, even while nothing comes. */
export function stoppable(reader: ByteReader, signal: AbortSignal | undefined): ByteReader {
  if (signal === undefined) return reader;
  // Closing is what wakes a read that waits.
  const stop = (): void => void reader.close();
  signal.addEventListener('abort', stop, { once: true });
  return {
    async read(into) {
      if (signal.aborted) throw new ReadFailure(STOPPED);
      const count = await reader.read(into).catch((error: unknown) => {
        throw signal.aborted ? new ReadFailure(STOPPED, error) : error;
      });
      if (count === 0 && signal.aborted) throw new ReadFailure(STOPPED);
      return count;
    },
    close() {
      signal.removeEventListener('abort', stop);
      return reader.close();
    },
  };
}

/** Standard input, whatever it is connected to: a file is read in large pieces, all else as it comes. */
export function openStandardInput(): ByteReader {
  try {
    const found = fstatSync(0);
    // Node takes it for an input that is empty.
    if (found.isDirectory()) return failingReader(new ReadFailure('a directory, which cannot be read'));
    return found.isFile() ? new DescriptorReader() : new StreamReader(process.stdin);
  } catch (error) {
    return failingReader(readFailure(error));
  }
}

function failingReader(failure: ReadFailure): ByteReader {
  return { read: () => Promise.reject(failure), close: () => Promise.resolve() };
}

class FileReader implements ByteReader {
  readonly #handle: FileHandle;
  /** 0: unknown (a file of /proc), read until it ends. */
  readonly #sizeBytes: number;
  #position: number;

  constructor(handle: FileHandle, sizeBytes: number, position = 0) {
    this.#handle = handle;
    this.#sizeBytes = sizeBytes;
    this.#position = position;
  }

  async read(into: Uint8Array): Promise<number> {
    const wanted = this.#sizeBytes > 0 ? Math.min(into.length, this.#sizeBytes - this.#position) : into.length;
    if (wanted === 0) return 0;
    try {
      const { bytesRead } = await this.#handle.read(into, 0, wanted, this.#sizeBytes > 0 ? this.#position : null);
      if (bytesRead === 0 && this.#sizeBytes > 0) throw new ReadFailure('became shorter while it was read');
      this.#position += bytesRead;
      return bytesRead;
    } catch (error) {
      throw readFailure(error);
    }
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}

/** Standard input that is a file: read in order from where it stands, perhaps not its beginning. */
class DescriptorReader implements ByteReader {
  read(into: Uint8Array): Promise<number> {
    return new Promise((resolve, reject) => {
      read(0, into, 0, into.length, null, (error, count) => (error ? reject(readFailure(error)) : resolve(count)));
    });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** A stream of Node, its chunks copied into the caller's memory. */
class StreamReader implements ByteReader {
  readonly #stream: Readable;
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array(0);

  constructor(stream: Readable, head: Uint8Array = new Uint8Array(0)) {
    this.#stream = stream;
    this.#chunks = stream[Symbol.asyncIterator]();
    this.#rest = head;
  }

  async read(into: Uint8Array): Promise<number> {
    try {
      while (this.#rest.length === 0) {
        const next = await this.#chunks.next();
        if (next.done) return 0;
        this.#rest = next.value;
      }
    } catch (error) {
      throw readFailure(error);
    }
    const count = Math.min(into.length, this.#rest.length);
    into.set(this.#rest.subarray(0, count));
    this.#rest = this.#rest.subarray(count);
    return count;
  }

  /** Not by the iterator, which would wait for the chunk that it was asked for. */
  close(): Promise<void> {
    this.#stream.destroy();
    return Promise.resolve();
  }
}

/** A named pipe, opened without waiting: polled until there is a writer, then read as a stream. */
class PipeReader implements ByteReader {
  readonly #descriptor: number;
  #stream: StreamReader | null = null;
  /** Owns the descriptor from its first byte on. */
  #socket: Socket | null = null;
  #closed = false;

  constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  async read(into: Uint8Array): Promise<number> {
    if (!this.#stream) {
      const head = await this.#waitForWriter();
      if (this.#closed) return 0;
      this.#socket = new Socket({ fd: this.#descriptor, readable: true, writable: false });
      this.#stream = new StreamReader(this.#socket, head);
    }
    return this.#stream.read(into);
  }

  /** The first bytes, or none as soon as a writer is there that has written nothing yet. */
  async #waitForWriter(): Promise<Uint8Array> {
    const head = new Uint8Array(65_536);
    for (let waitedMs = 0; waitedMs < FIRST_WRITER_MS; waitedMs += POLL_MS) {
      if (this.#closed) return head.subarray(0, 0);
      try {
        const count = readSync(this.#descriptor, head, 0, head.length, null);
        if (count > 0) return head.subarray(0, count);
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return head.subarray(0, 0);
        throw readFailure(error);
      }
      await sleep(POLL_MS);
    }
    throw new ReadFailure('a named pipe that nobody wrote to for 10 seconds');
  }

  close(): Promise<void> {
    if (this.#socket) this.#socket.destroy();
    else if (!this.#closed) closeSync(this.#descriptor);
    this.#closed = true;
    return Promise.resolve();
  }
}
