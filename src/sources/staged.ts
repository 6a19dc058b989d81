/** The index: what the next commit would add. */
import { existsSync, lstatSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { comparedPath } from '../bytes/path-bytes.ts';
import { TightlipError } from '../errors.ts';
import { type Change, type ChangeGroup, isWanted, type Wanted } from '../git/changes.ts';
import type { Repository } from '../git/repository.ts';
import { type GitContext, runGit } from '../git/run.ts';
import { openStaged, type StagedChanges } from '../git/staged-changes.ts';
import { BlobPlan, submoduleNotes } from './blob-plan.ts';
import type { ChangeContext, ChangePlan } from './plan-changes.ts';
import { createExcluder } from './exclude.ts';

/**
 * Plans the staged contents.
 *
 * @param paths - Files, directories or globs to restrict it to, relative to the working directory; empty: everything staged.
 */
export async function planStaged(paths: readonly string[], context: ChangeContext): Promise<ChangePlan> {
  const directory = context.options.workingDirectory;
  const { repository, staged } = await openStaged(directory);
  refuseBare(repository);
  const { group, gitlinks, unmerged } = staged;
  const asked = await pathFilter(paths, directory, repository);
  await refuseUnknown(paths, { ...repository.context, directory });
  const narrowed: ChangeGroup = { ...group, changes: group.changes.filter((change) => asked(change.path)) };
  const plan = new BlobPlan(directory, 'index', context.excluded);
  plan.add(narrowed);
  for (const conflict of unmerged) {
    if (asked(conflict)) plan.skip(conflict, 'in conflict: it is read once it is resolved and added', 'failure');
  }
  return {
    repository,
    directory,
    items: plan.items,
    skips: plan.skips,
    commits: null,
    texts: [],
    names: () => Promise.resolve({ all: plan.names }),
    reached: null,
    complete: (groups) => Promise.resolve(groups),
    notes: [...submoduleNotes(gitlinks.filter(asked)), ...emptyNotes(staged, paths, plan)],
    excluded: context.excluded,
    groups: (wanted) => narrowTo(narrowed, wanted),
  };
}

/** That nothing was there to be read, so that it does not pass for a scan of what lies on disk. */
function emptyNotes({ isNothing }: StagedChanges, paths: readonly string[], plan: BlobPlan): string[] {
  if (isNothing) return ['nothing is staged; tightlip files reads what lies on disk'];
  const isMissed = paths.length > 0 && plan.items.length === 0 && plan.skips.length === 0;
  return isMissed ? [`nothing new is staged in ${paths.join(', ')}`] : [];
}

/** Without an index of its own it would pass for one in which nothing is staged. */
function refuseBare({ bare, gitDirectory, context }: Repository): void {
  if (!bare || context.environment['GIT_INDEX_FILE'] !== undefined || existsSync(path.join(gitDirectory, 'index')))
    return;
  throw new TightlipError(
    'no-repository',
    `${gitDirectory} is a bare repository, in which nothing can be staged: tightlip history reads it`,
  );
}

/**
 * A path (which git takes literally) that is neither on disk nor in the index or HEAD is a mistake, not something in which nothing is staged.
 *
 * @throws TightlipError 'not-found'.
 */
async function refuseUnknown(paths: readonly string[], context: GitContext): Promise<void> {
  const missing = paths.filter((each) => !GLOB.test(each) && !isOnDisk(path.resolve(context.directory, each)));
  for (const each of missing) {
    const places = [
      ['ls-files', '--', each],
      ['ls-tree', '-r', 'HEAD', '--', each],
    ];
    // Git refuses a place out of the work tree, and HEAD before the first commit.
    const told = await Promise.all(places.map((words) => runGit(context, words, { answers: [128] })));
    if (told.some(({ stdout }) => stdout.length > 0)) continue;
    throw new TightlipError('not-found', `${each}: no such file or directory, and nothing of that name is staged`);
  }
}

function isOnDisk(absolutePath: string): boolean {
  return lstatSync(absolutePath, { throwIfNoEntry: false }) !== undefined;
}

async function* narrowTo(group: ChangeGroup, wanted: Wanted): AsyncGenerator<ChangeGroup> {
  const changes: Change[] = group.changes.filter(({ oid, path: name }) => isWanted(wanted, oid, name));
  if (changes.length > 0) yield { ...group, changes };
}

const GLOB = /[*?[{]/;

async function pathFilter(
  paths: readonly string[],
  directory: string,
  repository: Repository,
): Promise<(path: string) => boolean> {
  if (paths.length === 0) return () => true;
  const top = realpathSync(repository.top ?? directory);
  const from = realpathSync(directory);
  const relative = paths.map((each) => comparedPath(slashed(path.relative(top, real(path.resolve(from, each))))));
  const exact = new Set(relative);
  const globs = await createExcluder(relative.filter((each) => GLOB.test(each)).map((each) => `./${each}`));
  const isAsked = (each: string): boolean =>
    exact.has('') ||
    exact.has(each) ||
    relative.some((folder) => each.startsWith(`${folder}/`)) ||
    globs.excludes(each);
  return (each) => isAsked(comparedPath(each));
}

/** The path with the links in its folders resolved, as git sees it; the last name stays, for it may be a link itself or gone. */
function real(absolutePath: string): string {
  try {
    return path.join(realpathSync(path.dirname(absolutePath)), path.basename(absolutePath));
  } catch {
    return absolutePath;
  }
}

function slashed(text: string): string {
  return path.sep === '/' ? text : text.replaceAll(path.sep, '/');
}
