#!/usr/bin/env node
/** The program. It loads nothing at first: `--version` answers before a second file is read (a fifth of the start). */
import { loadPiece } from './cli/load-compiled.ts';

declare const TIGHTLIP_VERSION: string;
/** The oldest Node that `engines` allows. */
declare const TIGHTLIP_NODE: string;

const argv = process.argv.slice(2);
// Since Node 20.16: what is older lacks more, and would be told of damage.
if (typeof process.getBuiltinModule !== 'function') {
  process.stderr.write(
    `tightlip: needs Node ${TIGHTLIP_NODE} or newer, and this is ${process.versions.node}: install a newer one\n`,
  );
  process.exitCode = 2;
} else if (argv.length === 1 && argv[0] === '--version') say(`${TIGHTLIP_VERSION}\n`);
else start().catch(tellDamage);

async function start(): Promise<void> {
  const { runProcess } = loadPiece('program/0', argv[0] ?? '') as typeof import('./cli/process.ts');
  await runProcess(argv);
}

/** Without the stream, which costs a fifth of the start, unless a pipe is full. */
function say(line: string): void {
  try {
    process.getBuiltinModule('node:fs').writeSync(1, line);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EAGAIN') process.stdout.write(line);
    else {
      // Left alone a disk that is full would end as 1, which means findings.
      if (code !== 'EPIPE') process.stderr.write(`tightlip: the output could not be written: ${code}\n`);
      process.exitCode = 3;
    }
  }
}

/** Only a file that is missing or a folder that is gone comes here. Left alone it would end as 1, which means findings. */
function tellDamage(): void {
  process.stderr.write('tightlip: cannot start: the working directory is gone or this installation is damaged\n');
  process.exitCode = 3;
}
