/** How long one thing keeps this thread to itself. */
const MOST_MS_A_TURN = 4;

/** Lets whoever else waits for this thread have it: those who scan wait for their next piece. */
export class Turns {
  #objects = 0;
  #since = performance.now();

  /** Whether it is time to `give`; to be asked at each object. */
  isDue(): boolean {
    return (++this.#objects & 63) === 0 && this.isLong();
  }

  /** The same, to be asked less often. */
  isLong(): boolean {
    return performance.now() - this.#since > MOST_MS_A_TURN;
  }

  async give(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.#since = performance.now();
  }
}
