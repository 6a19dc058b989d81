/** `tightlip files [path…]`: what lies on disk. */
import { findNamedDirectory } from '../../config/load.ts';
import type { Invocation } from '../arguments.ts';
import type { Settings } from '../../config/settings.ts';
import type { SourceRequest } from '../../sources/source.ts';
import type { Io } from '../io.ts';
import { runScan } from '../scan-command.ts';

/** Scans files and folders; without a word the working directory. */
export function runFiles(invocation: Invocation, io: Io): Promise<number> {
  const paths = invocation.words;
  const directory = findNamedDirectory(io.workingDirectory, paths);
  const source = ({ readIgnored }: Settings): SourceRequest => ({ kind: 'files', paths, readIgnored });
  return runScan(source, invocation, io, { directory });
}
