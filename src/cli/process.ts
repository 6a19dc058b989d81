/** Ties a run to this process: its streams, signals and exit. */
import { INCOMPLETE, INTERRUPTED, TERMINATED, worst } from './exit-code.ts';
import { main } from './main.ts';
import { isReaderGone } from './output.ts';
import { tellError } from './tell.ts';

/** Runs the command line and ends the process with its code. */
export async function runProcess(argv: readonly string[]): Promise<void> {
  const interruption = new AbortController();
  let stopCode = 0;
  const stop = (code: number): void => {
    // The second time the user means it.
    if (stopCode !== 0) process.exit(code);
    stopCode = code;
    interruption.abort(code);
  };
  // A reader that goes away is told by the write that fails; the event alone would end the process as a crash.
  process.stdout.on('error', () => {});
  process.stderr.on('error', () => {});
  process.on('SIGINT', () => stop(INTERRUPTED));
  process.on('SIGTERM', () => stop(TERMINATED));
  process.on('uncaughtException', (error) => endAfter(error, argv));
  const code = await main(argv, {
    // Made when it is first read from: it costs more than a small scan.
    get stdin() {
      return process.stdin;
    },
    stdout: process.stdout,
    stderr: process.stderr,
    environment: process.env,
    workingDirectory: process.cwd(),
    nowMs: Date.now(),
    signal: interruption.signal,
  });
  process.exit(stopCode === 0 ? code : worst(code, stopCode));
}

/** Nothing may end as 1, which means findings: an error nobody caught is 3. */
function endAfter(error: unknown, argv: readonly string[]): void {
  if (!isReaderGone(error)) {
    void tellError(error, argv.includes('--debug'), process.stderr).finally(() => process.exit(INCOMPLETE));
  } else process.exit(INCOMPLETE);
}
