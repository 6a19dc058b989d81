/** Many 32-bit integers. */
import { KernelMemory } from '../kernel/memory.ts';

const FIRST_LENGTH = 64;
/** From here on they grow where they are: tens of megabytes would be copied each time. */
const LONG_LENGTH = 1 << 16;

/** A list that grows; set `length` to cut it off. Hot loops read `values` once: it is replaced when the list grows. */
export class IntList {
  values: Int32Array;
  length: number;
  #memory: KernelMemory | null = null;

  /** @param first - What is in it from the start; used where it is until more is added. */
  constructor(first: Int32Array | null = null) {
    this.values = first === null || first.length === 0 ? new Int32Array(FIRST_LENGTH) : first;
    this.length = first?.length ?? 0;
  }

  push(value: number): void {
    if (this.length === this.values.length) this.#grow();
    this.values[this.length++] = value;
  }

  /** Makes room for so many more: they may be written to `values` behind `length` then. */
  reserve(count: number): void {
    while (this.length + count > this.values.length) this.#grow();
  }

  /** Becomes `values[from..from + length)` of other integers; gives where these end. */
  take(values: Int32Array, from: number, length: number): number {
    this.length = 0;
    this.reserve(length);
    const own = this.values;
    for (let i = 0; i < length; i++) own[i] = values[from + i]!;
    this.length = length;
    return from + length;
  }

  /** Appends the values of a list. */
  append({ values, length }: IntList): void {
    this.reserve(length);
    const own = this.values;
    const to = this.length;
    for (let i = 0; i < length; i++) own[to + i] = values[i]!;
    this.length += length;
  }

  /** @throws RangeError when there is no memory. */
  #grow(): void {
    const old = this.values;
    if (this.#memory === null && old.length < LONG_LENGTH) this.values = new Int32Array(2 * old.length);
    else {
      const isFirst = this.#memory === null;
      this.#memory ??= new KernelMemory();
      if (!this.#memory.ensure(4 * old.length + 4)) throw new RangeError('no memory for the links of so many objects');
      this.values = this.#memory.words;
      if (!isFirst) return;
    }
    this.values.set(old);
  }
}
