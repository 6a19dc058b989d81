/** `tightlip staged [path…]`: what the next commit brings in. */
import type { Invocation } from '../arguments.ts';
import type { Io } from '../io.ts';
import { runScan } from '../scan-command.ts';

/** Scans the index against HEAD. */
export function runStaged(invocation: Invocation, io: Io): Promise<number> {
  return runScan(() => ({ kind: 'staged', paths: invocation.words }), invocation, io);
}
