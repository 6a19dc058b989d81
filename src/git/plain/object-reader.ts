/**
 * Single objects of a repository's own object directory, loose or packed, read without git. For a handful: what needs many opens
 * the packs as a whole (`git/pack/`).
 */
import { closeSync, fstatSync, openSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { createGitKernel } from '../kernel/create-kernel.ts';
import { type GitKernel, SCRATCH_BYTES } from '../kernel/kernel.ts';
import { KernelMemory } from '../kernel/memory.ts';
import { LOOSE_HEADER, LONGEST_HEADER_BYTES, inflateLoose, type ObjectType } from '../pack/loose.ts';
import { DEEPEST_CHAIN, GAP_BYTES, MOST_BYTES, PackFinder } from './pack-finder.ts';

/** An object's content. */
export interface PlainObject {
  readonly type: ObjectType;
  readonly bytes: Uint8Array;
}

/** Packs that are held open, with their indexes. */
const MOST_PACKS = 100;

/** Reads objects; nothing is checked but what zlib and the sizes say, as git does. Close it in a `finally`. */
export class ObjectReader {
  readonly #objects: string;
  #kernel: GitKernel | null = null;
  #packs: PackFinder[] | null = null;
  /** Of objects that are being read because one before needs them. */
  #depth = 0;

  /** @param objects - The object directory. */
  constructor(objects: string) {
    this.#objects = objects;
  }

  /** The object, or null when git is to be asked. */
  read(oid: string): PlainObject | null {
    return this.readLoose(oid) ?? this.#readPacked(oid);
  }

  /** As {@link read}, of what lies loose. */
  readLoose(oid: string): PlainObject | null {
    const file = path.join(this.#objects, oid.slice(0, 2), oid.slice(2));
    const kernel = this.#open();
    // The plain kernel does not tell what it inflated of an object whose size is not known.
    if (kernel.name === 'plain') {
      const read = inflateLoose({ oid, path: file }, MOST_BYTES);
      return 'bytes' in read ? read : null;
    }
    const stored = readSmall(file);
    return stored === null ? null : inflateStored(stored, kernel);
  }

  #readPacked(oid: string): PlainObject | null {
    this.#packs ??= openPacks(path.join(this.#objects, 'pack'));
    const id = Buffer.from(oid, 'hex');
    const kernel = this.#open();
    for (const pack of this.#packs) {
      const offset = pack.find(id);
      if (offset !== null)
        return this.#depth > DEEPEST_CHAIN ? null : pack.read(offset, kernel, (base) => this.#readBase(base));
    }
    return null;
  }

  #readBase(oid: string): PlainObject | null {
    this.#depth++;
    const base = this.read(oid);
    this.#depth--;
    return base;
  }

  #open(): GitKernel {
    this.#kernel ??= createGitKernel(new KernelMemory());
    return this.#kernel;
  }

  close(): void {
    for (const pack of this.#packs ?? []) pack.close();
    this.#packs = null;
  }
}

function readSmall(file: string): Buffer | null {
  let descriptor = -1;
  try {
    descriptor = openSync(file, 'r');
    const found = fstatSync(descriptor);
    return found.isFile() && found.size <= MOST_BYTES ? readFileSync(descriptor) : null;
  } catch {
    return null;
  } finally {
    if (descriptor !== -1) closeSync(descriptor);
  }
}

/** A loose object: one zlib stream, of which the first bytes tell how large it is. */
function inflateStored(stored: Uint8Array, kernel: GitKernel): PlainObject | null {
  const { memory } = kernel;
  const input = SCRATCH_BYTES;
  const to = input + stored.length + GAP_BYTES;
  if (!memory.ensure(to + LONGEST_HEADER_BYTES + GAP_BYTES)) return null;
  memory.bytes.set(stored, input);
  memory.bytes.fill(0, to, to + LONGEST_HEADER_BYTES);
  kernel.inflate(input, stored.length, to, LONGEST_HEADER_BYTES);
  const [header, type, size] = LOOSE_HEADER.exec(asText(memory.bytes.subarray(to, to + LONGEST_HEADER_BYTES))) ?? [];
  if (header === undefined || Number(size) > MOST_BYTES) return null;
  const length = header.length + Number(size);
  if (!memory.ensure(to + length + GAP_BYTES) || kernel.inflate(input, stored.length, to, length) < 0) return null;
  return { type: type as ObjectType, bytes: memory.bytes.slice(to + header.length, to + length) };
}

function asText({ buffer, byteOffset, length }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, length).toString('latin1');
}

/** The packs of a directory whose index is of version 2; none where they are so many that git has an index over all of them. */
function openPacks(directory: string): PackFinder[] {
  const names = new Set(readdirSync(directory));
  const indexes = [...names].filter((name) => name.endsWith('.idx') && names.has(name.replace(/idx$/, 'pack')));
  if (indexes.length > MOST_PACKS) return [];
  return indexes.flatMap((name) => PackFinder.open(path.join(directory, name.slice(0, -'.idx'.length))) ?? []);
}
