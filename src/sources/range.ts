/** A range of commits: what each of them adds, also where a later one takes it away. */
import { isWanted } from '../git/changes.ts';
import { commitChanges } from '../git/commit-changes.ts';
import { resolveRange } from '../git/range.ts';
import { openRepository } from '../git/repository.ts';
import { BlobPlan, submoduleNotes } from './blob-plan.ts';
import type { ChangeContext, ChangePlan } from './plan-changes.ts';
import type { Skip } from './source.ts';
import { commitTexts } from './texts.ts';

/** Plans the contents that the commits of a range bring in. */
export async function planRange(range: string, context: ChangeContext): Promise<ChangePlan> {
  const directory = context.options.workingDirectory;
  const repository = await openRepository(directory);
  const { set, commits, notes, gap } = await resolveRange(repository, range);
  const plan = new BlobPlan(directory, 'blob', context.excluded);
  const gitlinks = new Set<string>();
  for await (const group of commitChanges(repository, set, { onGitlink: (path) => gitlinks.add(path) }))
    plan.add(group);
  const failures: Skip[] = gap === null ? [] : [{ path: range, kind: 'failure', reason: gap }];
  const empty = commits.length === 0 ? [`${range} has no commits`] : [];
  return {
    repository,
    directory,
    items: plan.items,
    skips: [...failures, ...plan.skips],
    commits: commits.length,
    texts: commitTexts(directory, commits),
    names: () => Promise.resolve({ all: plan.names }),
    reached: null,
    complete: (groups) => Promise.resolve(groups),
    notes: [...notes, ...empty, ...submoduleNotes(gitlinks)],
    excluded: context.excluded,
    groups: (wanted) => commitChanges(repository, set, { wanted: (oid, path) => isWanted(wanted, oid, path) }),
  };
}
