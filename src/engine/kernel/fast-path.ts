/** When WebAssembly is worth its start: not for the first bytes, not for short ones, never again once it failed. */

/** From when on the fast implementation is worth it. */
export interface Worth {
  /** Below this a call costs more than it saves. */
  readonly shortestBytes: number;
  /** Bytes asked for before it is made. */
  readonly seenBytes: number;
}

/** Bytes that plain code looks through in about the time that it takes to compile the module and to fill its tables. */
export const WORTH_IT_BYTES = 64 * 1024;

/** Makes the fast implementation of something when there is enough for it to do. */
export class FastPath<Implementation> {
  readonly #make: () => Implementation;
  readonly #worth: Worth;
  #made: Implementation | null = null;
  /** Bytes asked for so far; -Infinity where WebAssembly is switched off or failed. */
  #seen: number;

  /**
   * @param make - May throw whatever it likes: plain code does the work then.
   * @param plain - Never make it: the off-switch, which the environment variable `TIGHTLIP_NO_WASM=1` is too.
   */
  constructor(make: () => Implementation, worth: Worth, plain: boolean = process.env['TIGHTLIP_NO_WASM'] === '1') {
    this.#make = make;
    this.#worth = worth;
    this.#seen = plain ? -Infinity : 0;
  }

  /** The fast implementation for the next `lengthBytes`, or null where plain code should look at them. */
  take(lengthBytes: number): Implementation | null {
    this.#seen += lengthBytes;
    if (lengthBytes < this.#worth.shortestBytes || this.#seen < this.#worth.seenBytes) return null;
    if (this.#made === null) {
      try {
        this.#made = this.#make();
      } catch {
        this.giveUp();
      }
    }
    return this.#made;
  }

  /** Says that it failed: it is not asked again. */
  giveUp(): void {
    this.#made = null;
    this.#seen = -Infinity;
  }
}
