/** An input that somebody writes while it is read, when the run is stopped. */

/** As long as containers are given to end. */
export const LAST_WORDS_MS = 10_000;
/** Mostly whoever writes has ended before. */
const TOLD_AFTER_MS = 1000;

/** How a stop is waited for. */
export interface LastWords {
  /** The stop. */
  readonly signal: AbortSignal;
  /** What comes so long after the stop is given too. */
  readonly waitMs: number;
  /** Told when the input goes on a second after the stop. */
  readonly onWait: () => void;
}

/** An input that may have ended early. */
export interface StoppableInput extends AsyncIterable<Uint8Array> {
  /** Whether it ended because nobody waited any longer. */
  readonly wasCut: boolean;
}

/**
 * The same input, which ends some time after the stop. The program at the other end got the same Ctrl-C, and what it says while it ends is worth as
 * much as what it said before; left without a reader it could not even end in order.
 */
export function withLastWords(input: AsyncIterable<Uint8Array>, { signal, waitMs, onWait }: LastWords): StoppableInput {
  let wasCut = false;
  let wake = (): void => {};
  const cut = (): void => {
    wasCut = true;
    wake();
  };
  const stop = (): void => {
    // Neither keeps a process alive whose input has ended.
    if (waitMs > TOLD_AFTER_MS) setTimeout(onWait, TOLD_AFTER_MS).unref();
    if (waitMs > 0) setTimeout(cut, waitMs).unref();
    else cut();
  };
  return {
    get wasCut() {
      return wasCut;
    },
    async *[Symbol.asyncIterator]() {
      signal.addEventListener('abort', stop, { once: true });
      if (signal.aborted) stop();
      const iterator = input[Symbol.asyncIterator]();
      for (;;) {
        // A promise of its own each time: one that all of a long stream raced with would remember every piece.
        const next = await new Promise<IteratorResult<Uint8Array> | null>((resolve, reject) => {
          wake = () => resolve(null);
          if (wasCut) wake();
          else iterator.next().then(resolve, reject);
        });
        if (next === null || next.done === true) return;
        yield next.value;
      }
    },
  };
}
