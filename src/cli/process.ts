/** Ties a run to this process: its streams, signals and exit. */
import { INCOMPLETE, INTERRUPTED, TERMINATED, worst } from './exit-code.ts';
import { INTERNAL, PREFIX } from './messages.ts';
import { isReaderGone } from './output.ts';

/** Runs the command line and ends the process with its code. */
export async function runProcess(argv: readonly string[]): Promise<void> {
  const interruption = new AbortController();
  let stopCode = 0;
  const stop = (code: number): void => {
    // The second time the user means it.
    if (stopCode !== 0) process.exit(code);
    stopCode = code;
    interruption.abort();
  };
  process.on('SIGINT', () => stop(INTERRUPTED));
  process.on('SIGTERM', () => stop(TERMINATED));
  process.on('uncaughtException', (error) => endAfter(error, argv));
  const { main } = await import('./main.ts');
  const code = await main(argv, {
    stdin: process.stdin,
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
    const stack = argv.includes('--debug') && error instanceof Error ? `\n${error.stack ?? ''}` : '';
    process.stderr.write(`${PREFIX}${INTERNAL}${stack}\n`, () => process.exit(INCOMPLETE));
  } else process.exit(INCOMPLETE);
}
