/** Work that nobody waits for any more once the run is stopped. */
import { TightlipError } from '../errors.ts';

/**
 * The result of some work.
 *
 * @throws TightlipError `incomplete` when the run is stopped before: what a long history holds may take git a minute to list, and tells nothing by itself.
 */
export function orStopped<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  const rejection = new Promise<never>((_, reject) => {
    const stop = (): void => reject(new TightlipError('incomplete', 'stopped'));
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
  });
  return Promise.race([work, rejection]);
}
