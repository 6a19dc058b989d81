/** The entries of a tree object one by one, as they stand in its bytes. */
import { GraphGap } from './find-changes.ts';

const TREE = 0o040000;
const SYMLINK = 0o120000;
const REGULAR = 0o100000;
const FORMAT = 0o170000;
const SPACE = 0x20;
const SLASH = 0x2f;
const ID_BYTES = 20;

export function isTreeMode(mode: number): boolean {
  return (mode & FORMAT) === TREE;
}

/** Whether it is content: a file or a link, no folder and no submodule. */
export function isFileMode(mode: number): boolean {
  const format = mode & FORMAT;
  return format === REGULAR || format === SYMLINK;
}

/** Stands at one entry, or before the first. Made anew of the same object by `begin`. */
export class TreeCursor {
  bytes: Uint8Array = new Uint8Array(0);
  mode = 0;
  nameStart = 0;
  /** Where the NUL behind the name is; the id follows. */
  nameEnd = 0;
  /** Where the next entry begins; set it to go on elsewhere. */
  next = 0;

  /** Takes a tree; it stands before its first entry then. */
  begin(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.next = 0;
  }

  /** Stands where another stands in the same tree. */
  standAt({ mode, nameStart, nameEnd, next }: TreeCursor): void {
    this.mode = mode;
    this.nameStart = nameStart;
    this.nameEnd = nameEnd;
    this.next = next;
  }

  /**
   * Goes to the next entry; false behind the last.
   *
   * @throws GraphGap when this is no tree.
   */
  advance(): boolean {
    const { bytes } = this;
    const { length } = bytes;
    let at = this.next;
    if (at >= length) return false;
    const start = at;
    let mode = 0;
    for (let digit = bytes[at]! - 0x30; digit >= 0 && digit <= 7; digit = bytes[++at]! - 0x30) mode = mode * 8 + digit;
    if (at === start || at - start > 10 || bytes[at] !== SPACE) throw new GraphGap('a tree is damaged');
    this.mode = mode;
    this.nameStart = ++at;
    while (at < length && bytes[at] !== 0) at++;
    this.nameEnd = at;
    this.next = at + 1 + ID_BYTES;
    if (at === this.nameStart || this.next > length) throw new GraphGap('a tree is damaged');
    return true;
  }

  /** Git takes any mode for one that it does not know. */
  get isSubmodule(): boolean {
    return !this.isTree && !this.isFile;
  }

  get isTree(): boolean {
    return isTreeMode(this.mode);
  }

  get isFile(): boolean {
    return isFileMode(this.mode);
  }

  /** Where in `bytes` the id is. */
  get idAt(): number {
    return this.nameEnd + 1;
  }

  get oid(): string {
    return this.#buffer.toString('hex', this.idAt, this.idAt + ID_BYTES);
  }

  /** The name, one code unit a byte. */
  get name(): string {
    return this.#buffer.toString('latin1', this.nameStart, this.nameEnd);
  }

  /** Whether another entry has the same id. */
  hasIdOf(other: TreeCursor): boolean {
    const [at, otherAt] = [this.idAt, other.idAt];
    for (let i = 0; i < ID_BYTES; i++) if (this.bytes[at + i] !== other.bytes[otherAt + i]) return false;
    return true;
  }

  /** Below 0 where this entry stands before another in a tree, 0 where both have the same name and are both folders, or both none. */
  compare(other: TreeCursor): number {
    const length = this.nameEnd - this.nameStart;
    const otherLength = other.nameEnd - other.nameStart;
    const most = Math.min(length, otherLength);
    for (let i = 0; i < most; i++) {
      const difference = this.bytes[this.nameStart + i]! - other.bytes[other.nameStart + i]!;
      if (difference !== 0) return difference;
    }
    return this.#byteAt(most) - other.#byteAt(most) || length - otherLength;
  }

  /** Git sorts a folder as if its name ended with a slash. */
  #byteAt(index: number): number {
    const at = this.nameStart + index;
    if (at < this.nameEnd) return this.bytes[at]!;
    return this.isTree ? SLASH : 0;
  }

  get #buffer(): Buffer {
    return Buffer.from(this.bytes.buffer, this.bytes.byteOffset, this.bytes.length);
  }
}
