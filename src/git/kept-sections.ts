/**
 * Large arrays that we keep in the git directory between runs: read in one go into memory that any thread may read, and used where they lie.
 * A checksum stands against damage; whoever may write to the git directory can write anything there.
 */
import { closeSync, fstatSync, openSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { keptFile, replaceKept } from './kept-file.ts';
import { readFully } from './pack/read-fully.ts';
import type { Repository } from './repository.ts';

/** Files of more bytes are neither written nor read. */
const MOST_KEPT_BYTES = 2 ** 30;
/** `tlip`, and the number of this format; read with another order of bytes it is another number. */
const MAGIC = 0x746c6970;
const FORMAT = 1;
/** Magic, format, length of the file and count of sections; then of each section where it begins and how long it is. */
const HEAD_WORDS = 4;
const ALIGNMENT = 8;
const CHECKSUM_BYTES = 4;

/** Arrays that were kept; each begins where any kind of array may begin. */
export type Sections = readonly Uint8Array[];

const align = (at: number): number => Math.ceil(at / ALIGNMENT) * ALIGNMENT;

/**
 * What was kept under a name, or null when there is nothing, it cannot be read, or it is not what was written.
 *
 * @param count - Of sections that there must be.
 */
export function readSections(repository: Repository, name: string, count: number): Sections | null {
  let descriptor: number;
  try {
    descriptor = openSync(keptFile(repository, name), 'r');
  } catch {
    return null;
  }
  try {
    const { size } = fstatSync(descriptor);
    if (size > MOST_KEPT_BYTES || size % 4 !== 0) return null;
    const bytes = new Uint8Array(new SharedArrayBuffer(size));
    return readFully(descriptor, bytes, 0, size, 0) === size ? cut(bytes, count) : null;
  } catch {
    return null;
  } finally {
    closeSync(descriptor);
  }
}

function cut(bytes: Uint8Array, count: number): Sections | null {
  const end = bytes.length - CHECKSUM_BYTES;
  if (end < 4 * (HEAD_WORDS + 2 * count)) return null;
  const words = new Uint32Array(bytes.buffer, 0, HEAD_WORDS + 2 * count);
  if (words[0] !== MAGIC || words[1] !== FORMAT || words[2] !== bytes.length || words[3] !== count) return null;
  if (crc32(bytes.subarray(0, end)) !== new Uint32Array(bytes.buffer, end, 1)[0]) return null;
  return Array.from({ length: count }, (_, i) => {
    const start = words[HEAD_WORDS + 2 * i]!;
    return bytes.subarray(start, start + words[HEAD_WORDS + 2 * i + 1]!);
  });
}

/** Keeps arrays under a name, see {@link replaceKept}; they must stay as they are until that is done. More than a gigabyte is not kept. */
export async function keepSections(
  repository: Repository,
  name: string,
  sections: readonly ArrayBufferView[],
): Promise<void> {
  const head = new Uint32Array(HEAD_WORDS + 2 * sections.length);
  let at = align(head.byteLength);
  for (const [i, { byteLength }] of sections.entries()) {
    head.set([at, byteLength], HEAD_WORDS + 2 * i);
    at = align(at + byteLength);
  }
  const length = at + CHECKSUM_BYTES;
  if (length > MOST_KEPT_BYTES) return;
  head.set([MAGIC, FORMAT, length, sections.length]);
  await replaceKept(repository, name, async (draft) => {
    const file = await open(draft, 'wx', 0o600);
    try {
      let checksum = 0;
      for (const part of [head, ...sections]) {
        const bytes = new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
        for (const piece of [bytes, new Uint8Array(align(bytes.length) - bytes.length)]) {
          // Of no bytes at all Node gives 0, whatever came before.
          if (piece.length > 0) checksum = crc32(piece, checksum);
          for (let done = 0; done < piece.length;) done += (await file.write(piece, done)).bytesWritten;
        }
      }
      await file.write(Uint32Array.of(checksum));
    } finally {
      await file.close();
    }
  });
}

/** A class of typed arrays. */
interface NumbersKind<Numbers> {
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): Numbers;
  readonly BYTES_PER_ELEMENT: number;
}

/** Gives sections one after the other, as what they were. */
export class SectionReader {
  readonly #sections: Sections;
  #next = 0;

  constructor(sections: Sections) {
    this.#sections = sections;
  }

  bytes(): Uint8Array {
    return this.#sections[this.#next++]!;
  }

  uint16(): Uint16Array {
    return this.#numbers(Uint16Array);
  }

  uint32(): Uint32Array {
    return this.#numbers(Uint32Array);
  }

  int32(): Int32Array {
    return this.#numbers(Int32Array);
  }

  float64(): Float64Array {
    return this.#numbers(Float64Array);
  }

  #numbers<Numbers>(kind: NumbersKind<Numbers>): Numbers {
    const { buffer, byteOffset, length } = this.bytes();
    return new kind(buffer, byteOffset, Math.floor(length / kind.BYTES_PER_ELEMENT));
  }
}
