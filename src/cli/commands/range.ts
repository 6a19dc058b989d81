/** `tightlip range BASE..HEAD`: what commits bring in. */
import { TightlipError } from '../../errors.ts';
import type { Invocation } from '../arguments.ts';
import type { Io } from '../io.ts';
import { runScan } from '../scan-command.ts';

/** Scans the commits of a range. */
export async function runRange(invocation: Invocation, io: Io): Promise<number> {
  const range = invocation.words[0];
  if (range === undefined) {
    throw new TightlipError('usage', 'range: say which commits: tightlip range origin/main..HEAD');
  }
  return runScan(({ engine }) => ({ kind: 'range', range, engine }), invocation, io);
}
