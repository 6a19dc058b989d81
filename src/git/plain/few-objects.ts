/** A few objects, read here, which spares a run of git: what was staged a moment ago lies loose, what a small range brings in mostly too. */
import { ownDirectories } from '../own-directories.ts';
import type { ObjectType } from '../pack/loose.ts';
import type { Repository } from '../repository.ts';
import { ObjectReader } from './object-reader.ts';

/** Objects in packs that are read without git: it keeps what deltas derive from, and so is quicker for many. */
const MOST_PACKED = 64;

const readers = new WeakMap<Repository, ObjectReader>();

/**
 * Reads some objects one by one; null for each that is not of the type that is asked for, and whenever anything is not as it should be: then git is to
 * be asked. Close it in a `finally`.
 */
export class FewObjects {
  readonly #reader: ObjectReader | null;
  readonly #withPacks: boolean;

  /** @param count - How many objects there are to read. */
  constructor(repository: Repository, count: number) {
    this.#reader = repository.objectFormat === 'sha1' ? readerOf(repository) : null;
    this.#withPacks = count <= MOST_PACKED;
  }

  read(oid: string, type: ObjectType): Uint8Array | null {
    const reader = this.#reader;
    try {
      const object = (this.#withPacks ? reader?.read(oid) : reader?.readLoose(oid)) ?? null;
      return object?.type === type ? object.bytes : null;
    } catch {
      return null;
    }
  }

  close(): void {
    this.#reader?.close();
  }
}

function readerOf(repository: Repository): ObjectReader {
  let reader = readers.get(repository);
  if (reader === undefined) {
    reader = new ObjectReader(ownDirectories(repository)[0] as string);
    readers.set(repository, reader);
  }
  return reader;
}
