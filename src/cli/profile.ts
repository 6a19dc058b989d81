/** `--profile`: where the time went. On stderr alone, since durations differ from run to run. */

/** A stopwatch with laps. */
export interface Profile {
  /** Ends a phase. */
  done(phase: string): void;
  /** One line a phase, with what came before the first (start-up, loading code). */
  text(): string;
}

/** Starts the watch; the process's own start is its zero. */
export function createProfile(): Profile {
  const laps: [phase: string, ms: number][] = [['start', performance.now()]];
  let last = performance.now();
  return {
    done(phase) {
      const now = performance.now();
      laps.push([phase, now - last]);
      last = now;
    },
    text() {
      const lines = laps.map(([phase, ms]) => `  ${phase.padEnd(8)} ${ms.toFixed(1).padStart(9)} ms`);
      const peak = `  ${'memory'.padEnd(8)} ${(process.resourceUsage().maxRSS / 1024).toFixed(0).padStart(9)} MB at most`;
      return `tightlip: profile\n${[...lines, peak].join('\n')}\n`;
    },
  };
}
