/** The memory that packs are read into and objects are rebuilt in. Addresses are byte offsets in it. */

const PAGE_BYTES = 65536;
const MOST_BYTES = 65535 * PAGE_BYTES;

/**
 * Memory that grows. `bytes` and `words` are views of all of it and are replaced when it grows, so they are read from
 * here at each use and never kept.
 */
export class KernelMemory {
  readonly memory: WebAssembly.Memory;
  bytes: Uint8Array;
  /** The same memory as 32-bit integers, at `address >> 2`. */
  words: Int32Array;

  /** @param memory - One that another kernel uses too, or none to have it made. */
  constructor(memory: WebAssembly.Memory = new WebAssembly.Memory({ initial: 1, maximum: PAGE_BYTES })) {
    this.memory = memory;
    this.bytes = new Uint8Array(memory.buffer);
    this.words = new Int32Array(memory.buffer);
  }

  /** Makes the addresses below `end` usable. False when there is no such memory: nothing has changed then. */
  ensure(end: number): boolean {
    const size = this.memory.buffer.byteLength;
    if (end <= size) return true;
    if (end > MOST_BYTES) return false;
    const wanted = Math.min(MOST_BYTES, Math.max(end, size + (size >> 2)));
    if (!this.#grow(Math.ceil((wanted - size) / PAGE_BYTES)) && !this.#grow(Math.ceil((end - size) / PAGE_BYTES))) {
      return false;
    }
    this.bytes = new Uint8Array(this.memory.buffer);
    this.words = new Int32Array(this.memory.buffer);
    return true;
  }

  #grow(pages: number): boolean {
    try {
      this.memory.grow(pages);
      return true;
    } catch (error) {
      if (error instanceof RangeError) return false;
      throw error;
    }
  }
}
