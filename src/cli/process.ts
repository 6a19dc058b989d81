/** Ties a run to this process: its streams, signals and exit. */
import { fstatSync } from 'node:fs';
import { TightlipError } from '../errors.ts';
import { HUNG_UP, INCOMPLETE, INTERRUPTED, TERMINATED, worst } from './exit-code.ts';
import type { OutputStream } from './io.ts';
import { main } from './main.ts';
import { isReaderGone } from './output.ts';
import { StandardOutput } from './standard-output.ts';
import { tellError } from './tell.ts';

/** Runs the command line and ends the process with its code. */
export async function runProcess(argv: readonly string[]): Promise<void> {
  const interruption = new AbortController();
  const stderr = new StandardOutput(2);
  let stopCode = 0;
  const stop = (code: number): void => {
    // The second time the user means it; of a terminal that is closed kernel and shell tell each.
    if (stopCode !== 0) return code === HUNG_UP ? undefined : endProcess(code, stopCode);
    stopCode = code;
    interruption.abort(code);
  };
  process.on('SIGHUP', () => stop(HUNG_UP));
  process.on('SIGINT', () => stop(INTERRUPTED));
  process.on('SIGTERM', () => stop(TERMINATED));
  process.on('uncaughtException', (error) => endAfter(error, argv, stderr));

  const code = await main(argv, {
    // Made when it is first read from: it costs more than a small scan.
    get stdin() {
      refuseDirectory();
      return process.stdin;
    },
    stdout: new StandardOutput(1),
    stderr,
    environment: process.env,
    workingDirectory: process.cwd(),
    program: isOfProject(process.argv[1]) ? 'npx tightlip' : 'tightlip',
    nowMs: Date.now(),
    signal: interruption.signal,
  });
  endProcess(stopCode === 0 ? code : worst(code, stopCode), stopCode);
}

/** Whether a project has installed the program that was started, which its hooks find and no shell does. */
function isOfProject(script = ''): boolean {
  return /[\\/]node_modules[\\/]\.bin[\\/]/.test(script);
}

/** With the code; once hung up by the signal, which shells tell as the same code: Node's own exit crashes where its terminal is gone. */
function endProcess(code: number, stopCode: number): void {
  if (stopCode !== HUNG_UP || process.platform === 'win32') process.exit(code);
  process.removeAllListeners('SIGHUP');
  process.kill(process.pid, 'SIGHUP');
}

/** Node takes a directory for an input that is empty, which would pass for one that was read. */
function refuseDirectory(): void {
  if (isDirectory(0)) throw new TightlipError('incomplete', 'standard input is a directory, which cannot be read');
}

function isDirectory(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isDirectory();
  } catch {
    return false;
  }
}

/** Nothing may end as 1, which means findings: an error nobody caught is 3. */
function endAfter(error: unknown, argv: readonly string[], stderr: OutputStream): void {
  if (!isReaderGone(error)) {
    void tellError(error, argv.includes('--debug'), stderr).finally(() => process.exit(INCOMPLETE));
  } else process.exit(INCOMPLETE);
}
