/** A repository as the rest of the program knows it. Opened once, plain data afterwards. */
import { readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { MERGED } from './environment.ts';
import { gitFailure } from './failure.ts';
import { readPlainLayout } from './plain/layout.ts';
import { ObjectReader } from './plain/object-reader.ts';
import { ambientContext, foreignContext, runGit, type GitContext } from './run.ts';

export type ObjectFormat = 'sha1' | 'sha256';

export interface Repository {
  /** How git is called for it; `directory` is the top of the work tree, or the git directory of a bare one. */
  readonly context: GitContext;
  /** Top of the work tree, absolute; null when there is none (bare, or opened inside `.git`). */
  readonly top: string | null;
  /** The git directory of this work tree, absolute. */
  readonly gitDirectory: string;
  /** The one shared by all work trees, absolute. */
  readonly commonDirectory: string;
  readonly bare: boolean;
  readonly shallow: boolean;
  readonly objectFormat: ObjectFormat;
  /** The commit checked out, or null before the first. */
  readonly head: string | null;
  /** Other parents of the merge that is being committed; empty outside of one. */
  readonly mergeHeads: readonly string[];
}

const REVISION = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;

/** Whether the text is a full object id of either format. */
export function isObjectId(text: string): boolean {
  return REVISION.test(text);
}

/** The id that stands for "no object" in raw diffs and push events. */
export function isZeroId(oid: string): boolean {
  return /^0+$/.test(oid);
}

/**
 * Opens the repository that holds a directory.
 *
 * @param directory - Any directory inside it. When it is the process's working directory, a hook's environment (GIT_DIR,
 *   GIT_INDEX_FILE) is obeyed, so that what is read is what is being committed; for any other it is dropped.
 * @throws TightlipError `no-repository`, `git` (missing, too old, dubious ownership), `not-found`.
 */
export async function openRepository(directory: string): Promise<Repository> {
  return openIn(await contextOf(directory));
}

/** How git is called for the repository that holds a directory, before anything is known of it. */
export async function contextOf(directory: string): Promise<GitContext> {
  const absolute = path.resolve(directory);
  return sameDirectory(absolute, process.cwd()) ? ambientContext(absolute) : foreignContext(absolute);
}

/** As {@link openRepository}, from the context that {@link contextOf} gave. */
export async function openIn(context: GitContext): Promise<Repository> {
  return repositoryOf(context, plainLayout(context) ?? (await readLayout(context)));
}

/** The layout read without git, where HEAD is a commit that is there or none yet; null when git is to be asked. */
function plainLayout(context: GitContext): Layout | null {
  const layout = readPlainLayout(context);
  if (layout === null || layout.head === null) return layout;
  const reader = new ObjectReader(path.join(layout.commonDirectory, 'objects'));
  try {
    return reader.read(layout.head)?.type === 'commit' ? layout : null;
  } catch {
    return null;
  } finally {
    reader.close();
  }
}

/** The repository whose layout was read from this context. */
export function repositoryOf(context: GitContext, layout: Layout): Repository {
  return {
    context: settle(context, layout),
    ...layout,
    mergeHeads: readMergeHeads(layout.gitDirectory, context.environment),
  };
}

/** The context for all later calls: at the top, with what the environment says relative to the old directory made absolute. */
function settle(context: GitContext, layout: Layout): GitContext {
  const environment = { ...context.environment };
  if (environment['GIT_DIR'] !== undefined) environment['GIT_DIR'] = layout.gitDirectory;
  if (environment['GIT_COMMON_DIR'] !== undefined) environment['GIT_COMMON_DIR'] = layout.commonDirectory;
  if (environment['GIT_WORK_TREE'] !== undefined && layout.top !== null) environment['GIT_WORK_TREE'] = layout.top;
  return { directory: layout.top ?? layout.gitDirectory, environment };
}

function sameDirectory(one: string, other: string): boolean {
  if (one === other) return true;
  try {
    return realpathSync(one) === realpathSync(other);
  } catch {
    return false;
  }
}

/** What there is to know of a repository before it is called. */
export type Layout = Omit<Repository, 'context' | 'mergeHeads'>;

const LAYOUT =
  /^(true|false)\n(true|false)\n(true|false)\n(sha1|sha256)\n([^]*?)\n\4\n([^]*?)\n\4\n([^]*?)\n?\4\n(?:([0-9a-f]{40,64})\n)?$/;

/** One call for everything; the object format serves as separator, since a path may hold a line break. */
export async function readLayout(context: GitContext): Promise<Layout> {
  const asked = ['--is-bare-repository', '--is-shallow-repository', '--is-inside-work-tree', '--show-object-format'];
  const paths = ['--absolute-git-dir', '--git-common-dir', '--show-cdup'].flatMap((word) => [
    word,
    '--show-object-format',
  ]);
  // With --revs-only a HEAD that names no commit, or one that is missing, prints nothing and is no failure.
  const result = await runGit(context, ['rev-parse', ...asked, ...paths, '--revs-only', 'HEAD^{commit}']);
  const parts = LAYOUT.exec(result.stdout.toString('utf8'));
  if (!parts) throw gitFailure('rev-parse', context.directory, 'unknown option');
  const [, bare, shallow, inside, format, gitDirectory, commonDirectory, upwards, head] = parts as unknown as string[];
  return {
    top: inside === 'true' ? path.resolve(context.directory, upwards as string) : null,
    gitDirectory: gitDirectory as string,
    commonDirectory: path.resolve(context.directory, commonDirectory as string),
    bare: bare === 'true',
    shallow: shallow === 'true',
    objectFormat: format as ObjectFormat,
    head: head ?? null,
  };
}

/** In a pre-merge-commit hook the file is not there yet: git tells what it merges in names of variables. */
function readMergeHeads(gitDirectory: string, environment: NodeJS.ProcessEnv): string[] {
  try {
    return readFileSync(path.join(gitDirectory, 'MERGE_HEAD'), 'utf8').split('\n').filter(isObjectId);
  } catch {
    const names = Object.keys(environment).filter((name) => name.startsWith(MERGED));
    return names.map((name) => name.slice(MERGED.length)).filter(isObjectId);
  }
}

/** The commit that a revision names, or null when there is none of that name (or its object is missing). */
export function resolveCommit(context: GitContext, revision: string): Promise<string | null> {
  return revision === '' ? Promise.resolve(null) : resolveObject(context, `${revision}^{commit}`);
}

/** The object that a revision names itself, of an annotated tag the tag; null as for {@link resolveCommit}. */
export async function resolveObject(context: GitContext, revision: string): Promise<string | null> {
  // A revision that begins with a dash would be read as an option.
  if (revision === '' || revision.startsWith('-')) return null;
  const { stdout, exitCode, said } = await runGit(context, ['rev-parse', '--verify', '--quiet', revision], {
    answers: [1, 128],
  });
  // Of a name that stands among what git does not understand it is not known that there is none.
  if (/packed-refs/.test(said)) throw gitFailure('rev-parse', context.directory, said);
  const oid = stdout.toString('utf8').trim();
  return exitCode === 0 && isObjectId(oid) ? oid : null;
}

/** The id of the tree without entries, in this repository's object format. */
export async function emptyTree(repository: Repository): Promise<string> {
  if (repository.objectFormat === 'sha1') return '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
  const { stdout } = await runGit(repository.context, ['hash-object', '-t', 'tree', '--stdin']);
  return stdout.toString('utf8').trim();
}

/** Commits at the edge of a shallow clone: they have parents that are not here. */
export function shallowBoundary(repository: Repository): Set<string> {
  if (!repository.shallow) return new Set();
  try {
    const text = readFileSync(path.join(repository.commonDirectory, 'shallow'), 'utf8');
    return new Set(text.split('\n').filter(isObjectId));
  } catch {
    return new Set();
  }
}

/** Settings of the repository (and the user's) whose name matches a regex of git's, in order, as [name, value]. */
export async function readConfig(repository: Repository, nameRegex: string): Promise<[name: string, value: string][]> {
  const { stdout } = await runGit(repository.context, ['config', '-z', '--get-regexp', nameRegex], { answers: [1] });
  return stdout
    .toString('utf8')
    .split('\0')
    .filter(Boolean)
    .map((entry) => {
      const at = entry.indexOf('\n');
      return at === -1 ? [entry, ''] : [entry.slice(0, at), entry.slice(at + 1)];
    });
}
