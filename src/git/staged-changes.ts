/** What the index would commit, against HEAD and every head that is being merged. */
import path from 'node:path';
import type { Change, ChangeGroup, Removal } from './changes.ts';
import { RawDiffParser, type RawRecord } from './raw-diff.ts';
import { diffIndexFile } from './plain/index-diff.ts';
import { readPlainLayout } from './plain/layout.ts';
import { contextOf, emptyTree, type Layout, openIn, repositoryOf, type Repository } from './repository.ts';
import { runGit, type GitContext } from './run.ts';

const GITLINK = '160000';

/** The staged change, and what is staged but has no content to read. */
export interface StagedChanges {
  readonly group: ChangeGroup;
  /** Paths of submodules whose commit is staged. */
  readonly gitlinks: readonly string[];
  /** Paths with unresolved conflicts: no commit can contain them as they stand. */
  readonly unmerged: readonly string[];
  /** Whether the index is what HEAD is. */
  readonly isNothing: boolean;
}

/**
 * Opens the repository that holds a directory, as `openRepository` does, and reads what is staged in it: without git where the
 * repository and its index are of the ordinary kind, else with two runs of it at once.
 */
export async function openStaged(directory: string): Promise<{ repository: Repository; staged: StagedChanges }> {
  const context = await contextOf(directory);
  const read = openPlain(context);
  if (read !== null) return { repository: read.repository, staged: await stagedChanges(read.repository, read.diff) };
  // Before the first commit it fails, and is asked again for what there is.
  const againstHead = indexAgainst(context, 'HEAD').catch(() => null);
  const repository = await openIn(context);
  const known = await againstHead;
  return { repository, staged: await stagedChanges(repository, repository.head === null ? null : known) };
}

/** The repository and what its index changes against HEAD, read without git; null when git is to be asked. */
function openPlain(context: GitContext): { repository: Repository; diff: IndexDiff } | null {
  const layout = readPlainLayout(context);
  if (layout === null || layout.top === null) return null;
  const named = context.environment['GIT_INDEX_FILE'] ?? path.join(layout.gitDirectory, 'index');
  // Git goes to the top before it opens it.
  const records = diffIndexFile(path.resolve(layout.top, named), ownObjects(layout), layout.head);
  return records && { repository: repositoryOf(context, layout), diff: byPath(records) };
}

function ownObjects({ commonDirectory }: Layout): string {
  return path.join(commonDirectory, 'objects');
}

type IndexDiff = ReadonlyMap<string, RawRecord>;

/**
 * Reads the index that git itself would commit (GIT_INDEX_FILE of a hook included). Plain comparison of object ids: no attribute,
 * filter, rename detection or setting of the user has a say.
 *
 * @param againstHead - What is known already.
 */
async function stagedChanges(repository: Repository, againstHead: IndexDiff | null): Promise<StagedChanges> {
  const { context, head, mergeHeads } = repository;
  const first = againstHead ?? indexAgainst(context, head ?? (await emptyTree(repository)));
  const diffs = await Promise.all([first, ...mergeHeads.map((parent) => indexAgainst(context, parent))]);
  const gitlinks = new Set<string>();
  const unmerged = new Set<string>();
  const removals = new Map<string, Removal>();
  for (const diff of diffs) {
    for (const record of diff.values()) {
      const old = record.before[0];
      if (record.status === 'U') unmerged.add(record.path);
      else if (record.mode === GITLINK) gitlinks.add(record.path);
      else if (record.oid === '' && old && old.oid !== '' && old.mode !== GITLINK) {
        removals.set(`${record.path}\0${old.oid}`, { path: record.path, oid: old.oid });
      }
    }
  }
  const group = {
    commit: null,
    author: '',
    date: '',
    changes: changedEverywhere(diffs),
    removals: [...removals.values()],
  };
  return { group, gitlinks: [...gitlinks], unmerged: [...unmerged], isNothing: diffs[0]?.size === 0 };
}

/** Paths that differ from every parent: one that equals a parent's brings in nothing. */
function changedEverywhere(diffs: readonly IndexDiff[]): Change[] {
  const changes: Change[] = [];
  for (const [name, { mode, oid, status }] of diffs[0] ?? []) {
    if (oid === '' || mode === GITLINK || status === 'U') continue;
    const sides = diffs.map((diff) => diff.get(name)?.before[0]);
    if (sides.some((side) => side === undefined || side.oid === oid)) continue;
    changes.push({
      path: name,
      oid,
      before: sides.map((side) => (side?.mode === GITLINK ? '' : (side?.oid ?? ''))),
    });
  }
  return changes;
}

async function indexAgainst(context: GitContext, tree: string): Promise<IndexDiff> {
  const flags = [
    '--cached',
    // `git add -N` promises a file: no commit has it before it is added.
    '--ita-invisible-in-index',
    '--raw',
    '-z',
    '--no-abbrev',
    '--no-renames',
    '--no-relative',
    '--no-ext-diff',
    '--no-textconv',
  ];
  const { stdout } = await runGit(context, ['diff-index', ...flags, '--ignore-submodules=none', tree, '--']);
  const records: RawRecord[] = [];
  const parser = new RawDiffParser(
    () => {},
    (record) => records.push(record),
  );
  parser.push(stdout.toString('utf8').split('\0'));
  parser.end();
  return byPath(records);
}

/** A path in conflict has a record for the conflict and may have one for its content. */
function byPath(records: readonly RawRecord[]): IndexDiff {
  const diff = new Map<string, RawRecord>();
  for (const record of records) if (diff.get(record.path)?.status !== 'U') diff.set(record.path, record);
  return diff;
}
