/** One pack, of which a few objects are wanted: nothing of it or of its index is read but what these need. */
import { closeSync, fstatSync, openSync } from 'node:fs';
import type { GitKernel } from '../kernel/kernel.ts';
import { SCRATCH_BYTES, SLACK_BYTES } from '../kernel/kernel.ts';
import { readDeltaSize } from '../kernel/plain-kernel.ts';
import type { ObjectType } from '../pack/loose.ts';
import { OFFSET_DELTA, REF_DELTA } from '../pack/headers.ts';
import { FANOUT_AT, IDS_AT, INDEX_MAGIC, readUint32 } from '../pack/pack-index.ts';
import { readFully } from '../pack/read-fully.ts';
import type { PlainObject } from './object-reader.ts';

const ID_BYTES = 20;
/** Larger objects come from git, which can be read in pieces. */
export const MOST_BYTES = 4 << 20;
/** Deltas on deltas, of which a damaged pack may have a circle. */
export const DEEPEST_CHAIN = 200;
/** Behind every region that the kernel reads or writes. */
export const GAP_BYTES = SLACK_BYTES + 32;
const TYPES: readonly (ObjectType | null)[] = [null, 'commit', 'tree', 'blob', 'tag'];

/** An entry of a pack, before it is inflated. */
interface Entry {
  readonly kind: number;
  /** Of what it inflates to. */
  readonly size: number;
  /** Where its zlib stream begins in the pack. */
  readonly streamAt: number;
  /** Of a delta: where its base begins, or its id. */
  readonly base: number | string;
}

/** A pack and its index, open. Close it. */
export class PackFinder {
  readonly #index: number;
  readonly #pack: number;
  readonly #packBytes: number;
  readonly #head: Buffer;

  private constructor(index: number, pack: number, head: Buffer) {
    this.#index = index;
    this.#pack = pack;
    this.#packBytes = fstatSync(pack).size;
    this.#head = head;
  }

  /**
   * Opens the pack `stem.pack` and `stem.idx`.
   *
   * @returns null when its index is of a kind that is not read here.
   */
  static open(stem: string): PackFinder | null {
    const index = openSync(`${stem}.idx`, 'r');
    const head = readAt(index, 0, IDS_AT);
    if (head.length < IDS_AT || readUint32(head, 0) !== INDEX_MAGIC || readUint32(head, 4) !== 2) {
      closeSync(index);
      return null;
    }
    try {
      return new PackFinder(index, openSync(`${stem}.pack`, 'r'), head);
    } catch {
      // Gone since it was listed, as when git packs anew: what it held is in another.
      closeSync(index);
      return null;
    }
  }

  close(): void {
    closeSync(this.#index);
    closeSync(this.#pack);
  }

  /** Where the object with this id begins, or null. */
  find(id: Buffer): number | null {
    const first = id[0]!;
    const before = first === 0 ? 0 : readUint32(this.#head, FANOUT_AT + 4 * (first - 1));
    const count = readUint32(this.#head, FANOUT_AT + 4 * 255);
    const wanted = readUint32(this.#head, FANOUT_AT + 4 * first) - before;
    if (wanted <= 0) return null;
    const ids = readAt(this.#index, IDS_AT + before * ID_BYTES, wanted * ID_BYTES);
    let at = ids.indexOf(id);
    while (at % ID_BYTES > 0) at = ids.indexOf(id, at + 1);
    if (at < 0) return null;
    const offsetAt = IDS_AT + 24 * count + 4 * (before + at / ID_BYTES);
    const offset = readUint32(readAt(this.#index, offsetAt, 4), 0);
    // Of packs of more than 2 GiB these are numbers of longer ones.
    return offset < 2 ** 31 ? offset : null;
  }

  /**
   * Rebuilds the object that begins at an offset.
   *
   * @param readBase - Gives the base of a delta that names it by id.
   * @returns null when git is to be asked.
   */
  read(
    offset: number,
    kernel: GitKernel,
    readBase: (oid: string) => PlainObject | null,
    depth = 0,
  ): PlainObject | null {
    const entry = this.#entryAt(offset);
    if (entry === null || entry.size > MOST_BYTES || depth > DEEPEST_CHAIN) return null;
    const content = this.#inflate(entry, kernel);
    if (content === null) return null;
    const type = TYPES[entry.kind];
    if (type) return { type, bytes: content };
    const { base } = entry;
    const found = typeof base === 'string' ? readBase(base) : this.read(base, kernel, readBase, depth + 1);
    if (found === null) return null;
    const bytes = applyDelta(found.bytes, content, kernel);
    return bytes && { type: found.type, bytes };
  }

  #entryAt(offset: number): Entry | null {
    const head = readAt(this.#pack, offset, 48);
    let at = 1;
    const kind = (head[0]! >> 4) & 7;
    let size = head[0]! & 15;
    for (let factor = 16; head[at - 1]! >= 0x80; factor *= 128) size += (head[at++]! & 0x7f) * factor;
    let base: number | string = '';
    if (kind === OFFSET_DELTA) {
      let distance = head[at]! & 0x7f;
      while (head[at++]! >= 0x80) distance = (distance + 1) * 128 + (head[at]! & 0x7f);
      base = offset - distance;
    } else if (kind === REF_DELTA) base = head.toString('hex', at, (at += ID_BYTES));
    else if (!TYPES[kind]) return null;
    const isSane = at <= head.length && size >= 0 && (typeof base === 'string' || (base > 0 && base < offset));
    return isSane ? { kind, size, streamAt: offset + at, base } : null;
  }

  #inflate({ size, streamAt }: Entry, kernel: GitKernel): Uint8Array | null {
    // What deflate adds at most to what it cannot compress.
    const most = Math.min(this.#packBytes - streamAt, size + (size >> 8) + 64);
    const stored = readAt(this.#pack, streamAt, Math.max(0, most));
    const { memory } = kernel;
    const to = SCRATCH_BYTES + stored.length + GAP_BYTES;
    if (!memory.ensure(to + size + GAP_BYTES)) return null;
    memory.bytes.set(stored, SCRATCH_BYTES);
    return kernel.inflate(SCRATCH_BYTES, stored.length, to, size) < 0 ? null : memory.bytes.slice(to, to + size);
  }
}

function applyDelta(base: Uint8Array, delta: Uint8Array, kernel: GitKernel): Uint8Array | null {
  const baseSize = readDeltaSize(delta, 0, delta.length);
  const { value: size } = readDeltaSize(delta, baseSize.next, delta.length);
  if (baseSize.value !== base.length || size < 0 || size > MOST_BYTES) return null;
  const { memory } = kernel;
  const deltaAt = SCRATCH_BYTES + base.length + GAP_BYTES;
  const to = deltaAt + delta.length + GAP_BYTES;
  if (!memory.ensure(to + size + GAP_BYTES)) return null;
  memory.bytes.set(base, SCRATCH_BYTES);
  memory.bytes.set(delta, deltaAt);
  const call = { base: SCRATCH_BYTES, baseSize: base.length, delta: deltaAt, deltaSize: delta.length, to, size };
  return kernel.applyDelta({ ...call, ops: 0, shortest: 1 }) < 0 ? null : memory.bytes.slice(to, to + size);
}

/** Fewer bytes where the file ends. */
function readAt(descriptor: number, from: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  return bytes.subarray(0, readFully(descriptor, bytes, 0, length, from));
}
