/** Reads what git answers on a stream, by lines and by exact counts of bytes, copying each byte once. */
import type { Readable } from 'node:stream';

const LF = 0x0a;

/** Pulls chunks of a stream as they are needed, so that a reader that waits holds its writer up. */
export class AnswerReader {
  readonly #stream: Readable;
  #chunk: Buffer = Buffer.alloc(0);
  #at = 0;
  #ended = false;
  #wake: (() => void) | null = null;

  constructor(stream: Readable) {
    this.#stream = stream;
    const wake = (): void => this.#wake?.();
    const end = (): void => {
      this.#ended = true;
      wake();
    };
    stream.on('readable', wake).on('end', end).on('close', end).on('error', end);
  }

  /** Makes the next chunk current; false at the end of the stream. */
  async #advance(): Promise<boolean> {
    for (;;) {
      const chunk = this.#stream.read() as Buffer | null;
      if (chunk !== null) {
        this.#chunk = chunk;
        this.#at = 0;
        return true;
      }
      if (this.#ended) return false;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = null;
    }
  }

  /** The bytes up to the next LF, without it, as text; null when the stream ends before one. */
  async line(): Promise<string | null> {
    let text = '';
    for (;;) {
      const end = this.#chunk.indexOf(LF, this.#at);
      if (end !== -1) {
        text += this.#chunk.toString('latin1', this.#at, end);
        this.#at = end + 1;
        return text;
      }
      text += this.#chunk.toString('latin1', this.#at);
      if (!(await this.#advance())) return null;
    }
  }

  /** Fills the whole target; false when the stream ends before. */
  async fill(target: Uint8Array): Promise<boolean> {
    let filled = 0;
    for (;;) {
      const count = Math.min(target.length - filled, this.#chunk.length - this.#at);
      if (count > 0) {
        target.set(
          this.#at === 0 && count === this.#chunk.length
            ? this.#chunk
            : this.#chunk.subarray(this.#at, this.#at + count),
          filled,
        );
        filled += count;
        this.#at += count;
      }
      if (filled === target.length) return true;
      if (!(await this.#advance())) return false;
    }
  }

  /** Passes over so many bytes; false when the stream ends before. */
  async skip(lengthBytes: number): Promise<boolean> {
    let left = lengthBytes;
    for (;;) {
      const count = Math.min(left, this.#chunk.length - this.#at);
      left -= count;
      this.#at += count;
      if (left === 0) return true;
      if (!(await this.#advance())) return false;
    }
  }
}
