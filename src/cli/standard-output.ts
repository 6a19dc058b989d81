/**
 * stdout and stderr without Node's streams, whose modules cost a fifth of a bare start: most runs write a line or a page, which one
 * system call does. What goes beyond that is the stream's.
 */
import { fstatSync, writeSync } from 'node:fs';
import type { OutputStream } from './io.ts';

/** A pipe takes so much without a reader; behind it a write may wait, and only the stream lets a signal through meanwhile. */
const MOST_BYTES = 16_384;

/** Of Unix98 pseudo terminals, which are what people sit at. */
const LINUX_TERMINALS = { first: 136, last: 143 };

/** One of the process's own two. */
export class StandardOutput implements OutputStream {
  readonly #descriptor: 1 | 2;
  #written = 0;
  #stream: NodeJS.WriteStream | null = null;
  #isTerminal: boolean | null = null;
  #isRegular: boolean | null = null;

  constructor(descriptor: 1 | 2) {
    this.#descriptor = descriptor;
  }

  write(data: string | Uint8Array, done: (error?: Error | null) => void = () => {}): void {
    let rest: Uint8Array = typeof data === 'string' ? Buffer.from(data) : data;
    try {
      while (rest.length > 0 && this.#mayWriteNow(rest.length)) rest = rest.subarray(this.#writeNow(rest));
    } catch (error) {
      // Somebody made the pipe one that does not wait: that too is for the stream.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return done(error as Error);
    }
    if (rest.length > 0) this.#open().write(rest, done);
    else done();
  }

  get isTTY(): boolean {
    this.#isTerminal ??= isTerminal(this.#descriptor) ?? this.#open().isTTY === true;
    return this.#isTerminal;
  }

  /** Of a terminal alone. */
  get columns(): number | undefined {
    // A terminal that nobody gave a size says 0.
    return (this.isTTY && this.#open().columns) || undefined;
  }

  #mayWriteNow(length: number): boolean {
    if (this.#stream !== null) return false;
    return (process.platform !== 'win32' && this.#written + length <= MOST_BYTES) || this.#isFile();
  }

  /** Node's stream for a file takes a write that the system cut short, on a disk that is filling up, for a whole one. */
  #isFile(): boolean {
    this.#isRegular ??= fstatSync(this.#descriptor).isFile();
    return this.#isRegular;
  }

  #writeNow(bytes: Uint8Array): number {
    const count = writeSync(this.#descriptor, bytes);
    this.#written += count;
    return count;
  }

  #open(): NodeJS.WriteStream {
    if (this.#stream === null) {
      this.#stream = this.#descriptor === 1 ? process.stdout : process.stderr;
      // A reader that goes away is told by the write that fails; the event alone would end the process as a crash.
      this.#stream.on('error', () => {});
    }
    return this.#stream;
  }
}

/** Null where only Node's own module for terminals can tell. */
function isTerminal(descriptor: number): boolean | null {
  const found = fstatSync(descriptor);
  if (!found.isCharacterDevice()) return false;
  if (process.platform !== 'linux') return null;
  const major = (found.rdev >> 8) & 0xfff;
  const isPseudo = major >= LINUX_TERMINALS.first && major <= LINUX_TERMINALS.last;
  return isPseudo ? true : isNull(major, found.rdev & 0xff) ? false : null;
}

function isNull(major: number, minor: number): boolean {
  return major === 1 && minor === 3;
}
