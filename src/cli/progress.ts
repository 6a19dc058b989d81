/** The line that shows that something is going on: on a terminal only, after a second, without a trace when it is done. */
import type { Progress } from '../scan/scan.ts';
import type { OutputStream } from './io.ts';
import { uptimeMs } from './profile.ts';

const FIRST_AFTER_MS = 1000;
const EVERY_MS = 100;
/** A guess made of less than this share of the work is none. */
const LEAST_SHARE = 0.02;

/** A progress line. */
export interface ProgressLine {
  readonly update: (progress: Progress) => void;
  /** Wipes it. */
  readonly stop: () => void;
}

/**
 * Starts the line.
 *
 * @param isWanted - False under `--quiet`.
 * @param what - What is counted: "files", "history".
 */
export function startProgress(stream: OutputStream, isWanted: boolean, what: string): ProgressLine {
  if (!isWanted || stream.isTTY !== true) return { update: () => {}, stop: () => {} };
  const started = uptimeMs();
  let shownAt = started + FIRST_AFTER_MS - EVERY_MS;
  let isShown = false;
  return {
    update(progress) {
      const now = uptimeMs();
      if (now - shownAt < EVERY_MS) return;
      shownAt = now;
      isShown = true;
      stream.write(`\r${progressText(progress, what, now - started).slice(0, (stream.columns ?? 80) - 1)}\u001b[K`);
    },
    stop() {
      if (isShown) stream.write('\r\u001b[K');
    },
  };
}

/** `files 1,200 of 4,000 · 12 s left · 2 so far`. */
export function progressText(progress: Progress, what: string, elapsedMs: number): string {
  const { done, total, findings } = progress;
  const count = (value: number): string => value.toLocaleString('en-US');
  const parts = [total === null ? `${what} ${count(done)}` : `${what} ${count(done)} of ${count(total)}`];
  if (total !== null && done >= total * LEAST_SHARE && done < total) {
    parts.push(`${Math.ceil((elapsedMs / done) * (total - done) * 1e-3)} s left`);
  }
  if (findings > 0) parts.push(`${count(findings)} so far`);
  return parts.join(' · ');
}
