/** `tightlip history [repository]`: every commit there is. */
import path from 'node:path';
import type { Invocation } from '../arguments.ts';
import type { Io } from '../io.ts';
import { runScan } from '../scan-command.ts';

/** Scans a whole history; configuration and baseline are those of the repository scanned. */
export function runHistory(invocation: Invocation, io: Io): Promise<number> {
  const repository = invocation.words[0] ?? '.';
  const directory = path.resolve(io.workingDirectory, repository);
  return runScan(({ engine }) => ({ kind: 'history', repository, engine }), invocation, io, { directory });
}
