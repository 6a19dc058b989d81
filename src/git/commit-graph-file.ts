/** Git's commit-graph: it says of each commit what its tree and its parents are, and git believes it without a look at its checksum. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { directoriesOf } from './pack/open-packs.ts';
import type { Repository } from './repository.ts';
import type { GitContext } from './run.ts';

const WITHOUT_GRAPH = ['-c', 'core.commitGraph=false'];

/** What was looked at once in a run is not looked at again. */
const known = new WeakMap<Repository, GitContext>();

/** How git is called where it goes from commit to commit: without a commit-graph that is damaged, which would hide commits. */
export function walking(repository: Repository): GitContext {
  let context = known.get(repository);
  if (context === undefined) {
    const isSound = graphFiles(repository).every((file) => holdsChecksum(file, repository));
    context = isSound ? repository.context : { ...repository.context, settings: WITHOUT_GRAPH };
    known.set(repository, context);
  }
  return context;
}

function graphFiles(repository: Repository): string[] {
  return directoriesOf(repository).flatMap((directory) => {
    const info = path.join(directory, 'info');
    const chain = path.join(info, 'commit-graphs');
    const parts = namesIn(chain).filter((name) => name.endsWith('.graph'));
    const whole = namesIn(info).filter((name) => name === 'commit-graph');
    return [...whole.map((name) => path.join(info, name)), ...parts.map((name) => path.join(chain, name))];
  });
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function holdsChecksum(file: string, { objectFormat }: Repository): boolean {
  try {
    const bytes = readFileSync(file);
    const at = bytes.length - (objectFormat === 'sha1' ? 20 : 32);
    return at > 0 && createHash(objectFormat).update(bytes.subarray(0, at)).digest().equals(bytes.subarray(at));
  } catch {
    return false;
  }
}
