/** `tightlip files [path…]`: what lies on disk. */
import type { Invocation } from '../arguments.ts';
import type { Io } from '../io.ts';
import { runScan } from '../scan-command.ts';

/** Scans files and folders; without a word the working directory. */
export function runFiles(invocation: Invocation, io: Io): Promise<number> {
  const paths = invocation.words;
  return runScan((settings) => ({ kind: 'files', paths, readIgnored: settings.readIgnored }), invocation, io);
}
