/**
 * What V8 is told of a run, for as long as it lasts: its compilers suppose that what runs will run for long. What is kept of compiled code
 * counts only under the settings that the next run begins with (see cli/load-compiled.ts), so each is set back.
 *
 * Only what V8 asks when it compiles may be set: told `--no-regexp-tier-up`, it crashes at a pattern that it has made code for its
 * interpreter of.
 */
import v8 from 'node:v8';

/** A flag for the run, and V8's own. */
type Setting = readonly [forRun: string, own: string];

/** Patterns made from now on become machine code at their first run instead of their second, for which they were made twice. */
const PATTERNS: Setting = ['--regexp-tier-up-ticks=0', '--regexp-tier-up-ticks=1'];

const HISTORY: readonly Setting[] = [
  // A short history is over before the compiler of each thread is done: with less inlined it has a quarter less to do for
  // expressjs/express, and a tenth less for nats-io/nats-server (measured in processor time).
  ['--max-inlined-bytecode-size-cumulative=100', '--max-inlined-bytecode-size-cumulative=920'],
  PATTERNS,
];

/**
 * Where several threads scan, each has a compiler beside it, and all want the same cores: what runs six times as long as V8 asks for is compiled
 * with care. It saves 3 to 5 % of the processor time (nats-io/nats-server, expressjs/express); one thread alone would only wait longer. Set back to
 * what V8 itself begins with, which is known of one version.
 */
const SHARED: readonly Setting[] = process.versions.v8.startsWith('11.3.')
  ? [['--interrupt-budget=400000', '--interrupt-budget=67584']]
  : [];

/** To search the long lists of words among the patterns fast takes V8 longer to prepare than a commit takes to be searched. */
const FEW_ITEMS: readonly Setting[] = [
  PATTERNS,
  ['--no-regexp-optimization', '--regexp-optimization'],
  ['--no-regexp-peephole-optimization', '--regexp-peephole-optimization'],
];

/** Returns what sets all back. */
function set(settings: readonly Setting[]): () => void {
  for (const [forRun] of settings) v8.setFlagsFromString(forRun);
  return () => {
    for (const [, own] of settings) v8.setFlagsFromString(own);
  };
}

export const setForHistory = (): (() => void) => set(HISTORY);
export const setForThreads = (): (() => void) => set(SHARED);
export const setForFewItems = (): (() => void) => set(FEW_ITEMS);
