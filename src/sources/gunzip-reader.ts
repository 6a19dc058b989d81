/** The content of a gzip file, streamed: concatenated members, damage and truncation told, memory bounded whatever it expands to. */
import { type Gunzip, createGunzip } from 'node:zlib';
import { type ByteReader, ReadFailure } from './byte-reader.ts';

/** Compressed bytes a step: what they expand to (at most about a thousand times as much) is held until it is read. */
const STEP_BYTES = 4096;
const INPUT_BYTES = 64 * 1024;

/**
 * Inflates what `compressed` gives.
 *
 * @param reopen - Opens the same content again from its start, or null where that cannot be done. Used after damage
 *   only: zlib throws away what it inflated in the step that fails, so the step is done again byte by byte.
 */
export function gunzipReader(compressed: ByteReader, reopen: (() => Promise<ByteReader>) | null): ByteReader {
  return new GunzipReader(compressed, reopen);
}

class GunzipReader implements ByteReader {
  #compressed: ByteReader;
  readonly #reopen: (() => Promise<ByteReader>) | null;
  #engine: Inflater = new Inflater();
  readonly #input = new Uint8Array(INPUT_BYTES);
  #at = 0;
  #filled = 0;
  #ready: Uint8Array[] = [];
  #failure: ReadFailure | null = null;
  #ended = false;

  constructor(compressed: ByteReader, reopen: (() => Promise<ByteReader>) | null) {
    this.#compressed = compressed;
    this.#reopen = reopen;
  }

  async read(into: Uint8Array): Promise<number> {
    while (this.#ready.length === 0) {
      if (this.#failure) throw this.#failure;
      if (this.#ended) return 0;
      await this.#step();
    }
    return this.#take(into);
  }

  #take(into: Uint8Array): number {
    const first = this.#ready[0] as Uint8Array;
    const count = Math.min(into.length, first.length);
    into.set(first.subarray(0, count));
    if (count === first.length) this.#ready.shift();
    else this.#ready[0] = first.subarray(count);
    return count;
  }

  async #step(): Promise<void> {
    try {
      if (this.#at === this.#filled) await this.#refill();
      const piece = this.#input.subarray(this.#at, Math.min(this.#filled, this.#at + STEP_BYTES));
      this.#at += piece.length;
      if (piece.length === 0) {
        this.#ready.push(...(await this.#engine.finish()));
        this.#ended = true;
      } else {
        this.#ready.push(...(await this.#engine.inflate(piece)));
      }
    } catch (error) {
      this.#failure = error instanceof ReadFailure ? error : damage(error);
      if (isDataError(error)) await this.#salvage();
    }
  }

  async #refill(): Promise<void> {
    this.#at = 0;
    this.#filled = 0;
    this.#filled = await this.#compressed.read(this.#input);
  }

  /** Does the failed step again from the start of the file, its last bytes one by one, and keeps what is new. */
  async #salvage(): Promise<void> {
    if (!this.#reopen) return;
    const failed = this.#engine;
    const engine = new Inflater();
    await this.#compressed.close();
    this.#compressed = await this.#reopen();
    const input = new Uint8Array(STEP_BYTES);
    try {
      for (let done = 0; ;) {
        const careful = done >= failed.doneBytes;
        const wanted = careful ? 1 : Math.min(STEP_BYTES, failed.doneBytes - done);
        const count = await this.#compressed.read(input.subarray(0, wanted));
        if (count === 0) return;
        const pieces = await engine.inflate(input.subarray(0, count));
        done += count;
        if (careful) this.#ready.push(...pieces);
      }
    } catch {
      // The same damage again, now with all before it delivered.
    }
  }

  async close(): Promise<void> {
    this.#engine.destroy();
    await this.#compressed.close();
  }
}

/** zlib's stream, one awaited step at a time, each with its output. */
class Inflater {
  readonly #stream: Gunzip = createGunzip({ chunkSize: 64 * 1024 });
  #output: Uint8Array[] = [];
  #givenBytes = 0;
  #error: Error | null = null;
  #closed: () => void = () => {};
  /** Compressed bytes of the steps that went well. */
  doneBytes = 0;

  constructor() {
    this.#stream.on('data', (piece: Uint8Array) => this.#output.push(piece));
    this.#stream.on('error', (error) => {
      this.#error = error;
      this.#closed();
    });
  }

  /** @throws The error of zlib; {@link ReadFailure} for what follows the last member and is not one. */
  async inflate(piece: Uint8Array): Promise<Uint8Array[]> {
    if (this.#afterEnd()) {
      refuseTrailing(piece);
      return [];
    }
    await this.#settled((done) => this.#stream.write(piece, () => done()));
    this.#givenBytes += piece.length;
    this.doneBytes += piece.length;
    const unread = this.#givenBytes - this.#stream.bytesWritten;
    if (unread > 0) refuseTrailing(piece.subarray(piece.length - unread));
    return this.#takeOutput();
  }

  /** @throws The error of zlib when the content stops in the middle. */
  async finish(): Promise<Uint8Array[]> {
    if (!this.#afterEnd()) await this.#settled((done) => this.#stream.once('close', done).end());
    return this.#takeOutput();
  }

  destroy(): void {
    this.#stream.destroy();
  }

  #afterEnd(): boolean {
    return this.#givenBytes > this.#stream.bytesWritten;
  }

  #takeOutput(): Uint8Array[] {
    const output = this.#output;
    this.#output = [];
    return output;
  }

  /** Waits for a step, or for the error that ends it. */
  async #settled(start: (done: () => void) => void): Promise<void> {
    if (!this.#error) {
      await new Promise<void>((resolve) => {
        this.#closed = resolve;
        start(resolve);
      });
    }
    if (this.#error) throw this.#error;
  }
}

/** Zero padding may follow the last member; anything else would go unread. */
function refuseTrailing(bytes: Uint8Array): void {
  if (bytes.some((byte) => byte !== 0))
    throw new ReadFailure('the gzip stream ends before the file does: the rest is not read');
}

function isDataError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'Z_DATA_ERROR';
}

function damage(error: unknown): ReadFailure {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  const what = code === 'Z_BUF_ERROR' ? 'stops in the middle (truncated)' : 'is damaged';
  return new ReadFailure(`gzip data ${what}: the rest is not read`, error);
}
