/**
 * The content of a zstd file, streamed, where this Node can (22.15 and later): frame by frame, truncation told, memory bounded.
 *
 * Frames are taken apart here because Node 22 stops after the first without a word, and takes one that breaks off for whole.
 * RFC 8878, section 3.
 */
import type { Transform } from 'node:stream';
import { type ByteReader, ReadFailure } from './byte-reader.ts';

type CreateDecoder = () => Transform;

/** Makes a decoder of one frame; null where this Node has none. */
export function zstdDecoder(): CreateDecoder | null {
  const { createZstdDecompress } = process.getBuiltinModule('node:zlib') as { createZstdDecompress?: CreateDecoder };
  return createZstdDecompress ?? null;
}

/** Decompresses what `compressed` gives. */
export function zstdReader(compressed: ByteReader, createDecoder: CreateDecoder): ByteReader {
  const pieces = piecesOf(new Input(compressed));
  let decoder: FrameDecoder | null = null;
  let ready: Uint8Array[] = [];
  return {
    async read(into) {
      while (ready.length === 0) {
        const { value: piece, done } = await pieces.next();
        if (done === true) return 0;
        decoder ??= new FrameDecoder(createDecoder());
        ready = await decoder.take(piece.bytes, piece.endsFrame);
        if (piece.endsFrame) decoder = null;
      }
      const first = ready[0] as Uint8Array;
      const count = Math.min(into.length, first.length);
      into.set(first.subarray(0, count));
      if (count === first.length) ready.shift();
      else ready[0] = first.subarray(count);
      return count;
    },
    async close() {
      decoder?.destroy();
      await compressed.close();
    },
  };
}

/** One frame through Node's stream, piece by piece, each with its output. */
class FrameDecoder {
  readonly #stream: Transform;
  #output: Uint8Array[] = [];
  #fail: (error: ReadFailure) => void = () => {};

  constructor(stream: Transform) {
    this.#stream = stream;
    stream.on('data', (bytes: Uint8Array) => this.#output.push(bytes));
    stream.on('error', (error) => this.#fail(damage(error)));
  }

  async take(bytes: Uint8Array, isLast: boolean): Promise<Uint8Array[]> {
    await new Promise<void>((resolve, reject) => {
      this.#fail = reject;
      if (isLast) this.#stream.once('end', resolve).end(bytes);
      else this.#stream.write(bytes, (error) => (error ? reject(damage(error)) : resolve()));
    });
    const output = this.#output;
    this.#output = [];
    return output;
  }

  destroy(): void {
    this.#stream.destroy();
  }
}

function damage(error: Error): ReadFailure {
  return new ReadFailure('zstd data is damaged: the rest is not read', error);
}

/** Whole blocks of one frame, its header before the first. */
interface Piece {
  readonly bytes: Uint8Array;
  readonly endsFrame: boolean;
}

const MAGIC = 0xfd2fb528;
const SKIPPABLE = 0x184d2a50;
/** A block becomes at most 128 KiB, so a piece at most 4 MiB. */
const MOST_BLOCKS = 32;
const MOST_PIECE_BYTES = 64 << 10;

async function* piecesOf(input: Input): AsyncGenerator<Piece, undefined> {
  for (;;) {
    const magic = await input.peek(4, true);
    if (magic === null) return undefined;
    const number = Buffer.from(magic).readUInt32LE(0);
    if ((number & 0xfffffff0) >>> 0 === SKIPPABLE) {
      const head = Buffer.from(await input.take(8));
      await input.skip(head.readUInt32LE(4));
    } else if (number === MAGIC) yield* blocksOf(input);
    else throw new ReadFailure('the zstd data ends before the file does: the rest is not read');
  }
}

async function* blocksOf(input: Input): AsyncGenerator<Piece> {
  const descriptor = ((await input.peek(5)) as Uint8Array)[4] as number;
  let parts: Uint8Array[] = [await input.take(headerBytes(descriptor))];
  let bytes = 0;
  for (let isLast = false; !isLast;) {
    const head = await input.take(3);
    const word = (head[0] as number) | ((head[1] as number) << 8) | ((head[2] as number) << 16);
    isLast = (word & 1) === 1;
    // One byte stands for a run of any length.
    const size = ((word >> 1) & 3) === 1 ? 1 : word >> 3;
    parts.push(head, await input.take(size));
    bytes += size;
    if (isLast && (descriptor & 4) !== 0) parts.push(await input.take(4));
    if (!isLast && parts.length < 2 * MOST_BLOCKS && bytes < MOST_PIECE_BYTES) continue;
    yield { bytes: Buffer.concat(parts), endsFrame: isLast };
    parts = [];
    bytes = 0;
  }
}

/** Magic, descriptor, window, dictionary id and content size. */
function headerBytes(descriptor: number): number {
  const isSingle = (descriptor & 0x20) !== 0;
  const contentSize = [isSingle ? 1 : 0, 2, 4, 8][descriptor >> 6] as number;
  return 5 + (isSingle ? 0 : 1) + ([0, 1, 2, 4][descriptor & 3] as number) + contentSize;
}

const INPUT_BYTES = 64 * 1024;

/** Compressed bytes in the pieces that are asked for. */
class Input {
  readonly #reader: ByteReader;
  readonly #chunk = new Uint8Array(INPUT_BYTES);
  #held: Uint8Array = new Uint8Array(0);

  constructor(reader: ByteReader) {
    this.#reader = reader;
  }

  /**
   * The next bytes, which stay.
   *
   * @param mayEnd - Null where nothing is left at all.
   * @throws {ReadFailure} Where less is left.
   */
  async peek(count: number, mayEnd = false): Promise<Uint8Array | null> {
    while (this.#held.length < count) {
      const got = await this.#reader.read(this.#chunk);
      if (got > 0) this.#held = Buffer.concat([this.#held, this.#chunk.subarray(0, got)]);
      else if (mayEnd && this.#held.length === 0) return null;
      else throw new ReadFailure('zstd data stops in the middle (truncated): the rest is not read');
    }
    return this.#held.subarray(0, count);
  }

  async take(count: number): Promise<Uint8Array> {
    const bytes = (await this.peek(count)) as Uint8Array;
    this.#held = this.#held.subarray(count);
    return bytes;
  }

  async skip(count: number): Promise<void> {
    for (let left = count; left > 0;) {
      const step = Math.min(left, INPUT_BYTES);
      await this.take(step);
      left -= step;
    }
  }
}
