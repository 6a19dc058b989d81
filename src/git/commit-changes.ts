/** What each commit of a set changes against all its parents, parents first, by object id alone. */
import { type Change, type ChangeGroup, type Removal, distinctRemovals } from './changes.ts';
import { walking } from './commit-graph-file.ts';
import { HEADER_FORMAT, RawDiffParser, type RawHeader, type RawRecord } from './raw-diff.ts';
import type { Repository } from './repository.ts';
import { type CommitSet, listCommits, startRevList } from './rev-list.ts';
import { type GitProcess, nulSeparated, pipeGit, startGit } from './run.ts';

/** Groups whose merges are asked for their removals in one go. */
const BATCH_GROUPS = 256;

const GITLINK = '160000';

const DIFF_FLAGS = [
  'diff-tree',
  '--stdin',
  '-r',
  '--raw',
  '-z',
  '--no-abbrev',
  '--no-renames',
  '--no-ext-diff',
  '--no-textconv',
  '--ignore-submodules=none',
];

/** What to keep. */
export interface CommitChangesOptions {
  /**
   * Only changes whose new content passes are kept, and only commits that have one. A whole history has millions of changes, of
   * which a scan needs the few with a match.
   */
  readonly wanted?: (oid: string, path: string) => boolean;
  /** Told of each path whose new content is a submodule's commit. */
  readonly onGitlink?: (path: string) => void;
}

interface OpenGroup {
  readonly header: RawHeader;
  readonly changes: Change[];
  readonly removals: Removal[];
}

/**
 * Changes commit by commit in topological order, parents first. A merge's changes are the paths whose content differs from
 * every parent's; a root commit's are all its files. Commits that change no content are left out.
 *
 * Reads trees only: attributes, textconv, external diffs, rename detection and the user's settings have no say.
 *
 * @param set - Or the commits themselves, in the order in which they are to be told.
 * @throws TightlipError when git fails, for example because a partial clone lacks trees.
 */
export async function* commitChanges(
  repository: Repository,
  set: CommitSet | readonly string[],
  options: CommitChangesOptions = {},
): AsyncGenerator<ChangeGroup> {
  let batch: OpenGroup[] = [];
  for await (const group of rawGroups(repository, set, options)) {
    batch.push(group);
    if (batch.length < BATCH_GROUPS) continue;
    yield* await finish(repository, batch);
    batch = [];
  }
  yield* await finish(repository, batch);
}

async function* rawGroups(
  repository: Repository,
  set: CommitSet | readonly string[],
  options: CommitChangesOptions,
): AsyncGenerator<OpenGroup> {
  const diff = startGit(walking(repository), [...DIFF_FLAGS, '-c', '--root', HEADER_FORMAT]);
  const { list, piped } = await feed(repository, set, diff);
  let ready: OpenGroup[] = [];
  const parser = new RawDiffParser(
    (header) => ready.push({ header, changes: [], removals: [] }),
    (record) => addRecord(ready.at(-1), record, options),
  );
  try {
    for await (const pieces of nulSeparated(diff.stdout)) {
      parser.push(pieces);
      // The last group may go on in the next piece.
      const open = ready.pop();
      for (const group of ready) if (group.changes.length > 0) yield group;
      ready = open ? [open] : [];
    }
    await piped;
    await diff.done;
    parser.end();
    for (const group of ready) if (group.changes.length > 0) yield group;
  } finally {
    list?.stop();
    diff.stop();
  }
}

/** Gives the commits of a set to a diff: straight from git's list where that is all of it. */
async function feed(
  repository: Repository,
  set: CommitSet | readonly string[],
  diff: GitProcess,
): Promise<{ list: GitProcess | null; piped: Promise<void> }> {
  if (!('revisions' in set) || set.sinceSeconds !== undefined) {
    const commits = 'revisions' in set ? await listCommits(repository, set) : set;
    diff.stdin.end(commits.map((commit) => `${commit}\n`).join(''));
    return { list: null, piped: Promise.resolve() };
  }
  const list = startRevList(repository, ['--topo-order', '--reverse'], set);
  const piped = pipeGit(list, diff);
  piped.catch(() => {});
  return { list, piped };
}

function addRecord(group: OpenGroup | undefined, record: RawRecord, options: CommitChangesOptions): void {
  const { path, mode, oid, before } = record;
  const { wanted } = options;
  if (!group) return;
  if (mode === GITLINK) options.onGitlink?.(path);
  else if (oid === '') addRemovals(group, record);
  else if (before.every((side) => side.oid !== oid) && (!wanted || wanted(oid, path))) {
    // A root commit is compared with nothing, which git prints as one side.
    const parents = group.header.parents.length === 0 ? [] : before;
    group.changes.push({ path, oid, before: parents.map((side) => (side.mode === GITLINK ? '' : side.oid)) });
  }
}

function addRemovals(group: OpenGroup, { path, before }: RawRecord): void {
  for (const { mode, oid } of before) {
    if (oid !== '' && mode !== GITLINK) group.removals.push({ path, oid });
  }
}

/**
 * Completes the removals of merges: a combined diff tells a path that every parent has, but one that a single parent has and the
 * merge has not is removed by it as well.
 */
async function finish(repository: Repository, batch: readonly OpenGroup[]): Promise<ChangeGroup[]> {
  const merges = new Map<string, OpenGroup>();
  for (const group of batch) if (group.header.parents.length > 1) merges.set(group.header.commit, group);
  if (merges.size > 0) await readRemovals(repository, merges);
  return batch.map(({ header, changes, removals }) => ({
    commit: header.commit,
    author: header.author,
    date: header.date,
    changes,
    removals: distinctRemovals(removals),
  }));
}

async function readRemovals(repository: Repository, merges: ReadonlyMap<string, OpenGroup>): Promise<void> {
  const diff = startGit(walking(repository), [...DIFF_FLAGS, '-m', '--diff-filter=D', HEADER_FORMAT]);
  diff.stdin.end(`${[...merges.keys()].join('\n')}\n`);
  let current: OpenGroup | undefined;
  const parser = new RawDiffParser(
    (header) => {
      current = merges.get(header.commit);
    },
    (record) => {
      if (current) addRemovals(current, record);
    },
  );
  for await (const pieces of nulSeparated(diff.stdout)) parser.push(pieces);
  await diff.done;
  parser.end();
}
