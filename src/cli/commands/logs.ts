/** `tightlip logs [file|folder|glob|-…]`: log files or a pipe. */
import { TightlipError } from '../../errors.ts';
import type { Invocation } from '../arguments.ts';
import type { Io } from '../io.ts';
import { runScan } from '../scan-command.ts';

/** Scans logs; without a word, standard input when something is piped into it. */
export async function runLogs(invocation: Invocation, io: Io): Promise<number> {
  if (invocation.words.length === 0 && io.stdin.isTTY === true) {
    throw new TightlipError('usage', 'logs: name files, folders or globs, or pipe something in');
  }
  const paths = invocation.words.length === 0 ? ['-'] : invocation.words;
  return runScan(() => ({ kind: 'logs', paths }), invocation, io);
}
