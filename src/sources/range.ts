/** A range of commits: what each of them adds, also where a later one takes it away, and the message of the tag that names its tip. */
import { type ChangeGroup, isWanted, type Wanted } from '../git/changes.ts';
import { commitChanges } from '../git/commit-changes.ts';
import { readCommitHeaders } from '../git/commit-headers.ts';
import { plainChanges } from '../git/plain/commit-diff.ts';
import { resolveRange } from '../git/range.ts';
import { openRepository, type Repository } from '../git/repository.ts';
import type { ListedCommit } from '../git/rev-list.ts';
import { listAllRefs } from '../git/work-tree-refs.ts';
import { BlobPlan, submoduleNotes } from './blob-plan.ts';
import type { ChangeContext, ChangePlan } from './plan-changes.ts';
import type { Skip, SourceRequest } from './source.ts';
import { commitTexts, tagTexts } from './texts.ts';

/** Changes that are kept to be told again; of more git is asked once more. */
const MOST_KEPT = 1 << 16;

type RangeRequest = Extract<SourceRequest, { kind: 'range' }>;

/** Plans the contents that the commits of a range bring in. */
export async function planRange(request: RangeRequest, context: ChangeContext): Promise<ChangePlan> {
  const { range, known } = request;
  const directory = context.options.workingDirectory;
  const repository = await openRepository(directory);
  const { commits, tags, notes, gap } = await resolveRange(repository, range, known);
  const plan = new BlobPlan(directory, 'blob', context.excluded);
  const read = await readChanges(repository, commits, (group) => plan.add(group));
  const failures: Skip[] = gap === null ? [] : [{ path: range, kind: 'failure', reason: gap }];
  const empty = commits.length === 0 ? [`${range} has no commits`] : [];
  return {
    repository,
    directory,
    items: plan.items,
    skips: [...failures, ...plan.skips],
    commits: commits.length,
    texts: [
      ...commitTexts(
        directory,
        commits.map(({ oid }) => oid),
      ),
      ...tagTexts(directory, tags, tags.length === 0 ? [] : await listAllRefs(repository)),
    ],
    names: () => Promise.resolve({ all: plan.names }),
    reached: null,
    notes: [...notes, ...empty, ...submoduleNotes(read.gitlinks)],
    excluded: context.excluded,
    groups: read.groups,
    complete: read.complete,
  };
}

type RangeChanges = Pick<ChangePlan, 'groups' | 'complete'> & { readonly gitlinks: Iterable<string> };

/** The changes of the commits: of a few without git, else from it. All are told once. */
async function readChanges(
  repository: Repository,
  commits: readonly ListedCommit[],
  onGroup: (group: ChangeGroup) => void,
): Promise<RangeChanges> {
  const plain = plainChanges(repository, commits);
  if (plain !== null) {
    for (const group of plain.groups) onGroup(group);
    return {
      gitlinks: plain.gitlinks,
      groups: (wanted) => wantedOf(plain.groups, wanted),
      complete: (groups) => withHeaders(repository, groups),
    };
  }
  const gitlinks = new Set<string>();
  const oids = commits.map(({ oid }) => oid);
  let kept: ChangeGroup[] | null = [];
  let count = 0;
  for await (const group of commitChanges(repository, oids, { onGitlink: (path) => gitlinks.add(path) })) {
    onGroup(group);
    count += group.changes.length + group.removals.length;
    if (count > MOST_KEPT) kept = null;
    kept?.push(group);
  }
  const all = kept;
  return {
    gitlinks,
    groups: (wanted) =>
      all === null
        ? commitChanges(repository, oids, { wanted: (oid, path) => isWanted(wanted, oid, path) })
        : wantedOf(all, wanted),
    complete: (groups) => Promise.resolve(groups),
  };
}

async function* wantedOf(groups: readonly ChangeGroup[], wanted: Wanted): AsyncGenerator<ChangeGroup> {
  for (const group of groups) {
    const changes = group.changes.filter(({ oid, path }) => isWanted(wanted, oid, path));
    if (changes.length > 0) yield { ...group, changes };
  }
}

/** The groups, with who made each commit and when. */
async function withHeaders(repository: Repository, groups: readonly ChangeGroup[]): Promise<ChangeGroup[]> {
  const headers = await readCommitHeaders(
    repository,
    groups.flatMap(({ commit }) => commit ?? []),
  );
  return groups.map((group) => ({ ...group, ...headers.get(group.commit ?? '') }));
}
