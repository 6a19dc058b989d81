/** What a range of commits names, and whether this clone holds it. */
import { TightlipError } from '../errors.ts';
import { cutCommits } from './cut-commits.ts';
import { type ListedCommit, listWithParents, runRevList } from './rev-list.ts';
import {
  emptyTree,
  isObjectId,
  isZeroId,
  readConfig,
  resolveCommit,
  resolveObject,
  shallowBoundary,
  type Repository,
} from './repository.ts';
import { runGit } from './run.ts';
import { tagsFrom } from './tag-refs.ts';

/** A range whose ends are here. */
export interface ResolvedRange {
  /** Parents first. */
  readonly commits: readonly ListedCommit[];
  /** Ids of the annotated tags by which the tip is named, outermost first: what is pushed with such a tag is its message, too. */
  readonly tags: readonly string[];
  /** Things the reader should know. */
  readonly notes: readonly string[];
  /** Why the range is not wholly here, one sentence with what to run; null when it is. */
  readonly gap: string | null;
}

/** Names that stand for one commit wherever they are written: no option, no exclusion, no range, no search for words. */
const PLAIN_NAME = /^(?!-|.*\.\.)[\w@][\w@{}./~^+-]*$/;

/**
 * Resolves `BASE..TIP` or `BASE...TIP`; a tip left out is HEAD. Both mean the commits that TIP has and BASE has not.
 *
 * @param known - Object ids of commits here that are left out as well, with all that they reach.
 * @throws TightlipError `usage` for what is no range, `not-found` for an unknown name, `incomplete` for a base that this clone
 *   lacks, with the command that fetches it.
 */
export async function resolveRange(
  repository: Repository,
  range: string,
  known: readonly string[] = [],
): Promise<ResolvedRange> {
  const ends = /^\s*([^]*?)\s*\.\.\.?\s*([^]*?)\s*$/.exec(range);
  if (!ends) {
    throw new TightlipError(
      'usage',
      `${range} is not a range of commits: write BASE..HEAD, for example origin/main..HEAD`,
    );
  }
  // To git it would be HEAD, and `..HEAD` nothing at all: so an unset variable of a CI script would pass as clean.
  if (ends[1] === '') {
    throw new TightlipError('usage', `${range} has no base: write BASE..HEAD (is the variable for the base empty?)`);
  }
  const [base, tip] = [ends[1] as string, ends[2] || 'HEAD'];
  if (isZeroId(tip) && isObjectId(tip)) {
    return {
      commits: [],
      tags: [],
      notes: ['the tip is the zero id of a deleted branch: it brings in nothing'],
      gap: null,
    };
  }
  const named = { base, tip, known };
  const naming = tip === 'HEAD' || tip === base ? null : resolveObject(repository.context, tip);
  naming?.catch(() => {});
  const listed = (await listNamed(repository, named)) ?? (await listResolved(repository, named));
  const tags = await tagsOf(repository, listed.commits, await naming);
  const cut = await cutCommits(
    repository,
    listed.commits.map(({ oid }) => oid),
  );
  const notes = [...listed.notes, ...(await elsewhereNotes(repository, named, listed.commits.length))];
  return { ...listed, tags, notes, gap: cut.length === 0 ? null : shallowGap(cut, await firstRemote(repository)) };
}

/** @param named - What the name of the tip stands for: most often one of the commits. */
async function tagsOf(
  repository: Repository,
  commits: readonly ListedCommit[],
  named: string | null,
): Promise<string[]> {
  return named === null || commits.some(({ oid }) => oid === named) ? [] : tagsFrom(repository, named);
}

/** A hook or a program gives the id of what was pushed before: after a rebase the main branch's own commits are in the range, too. */
async function elsewhereNotes(repository: Repository, named: NamedRange, count: number): Promise<string[]> {
  const { base, tip, known } = named;
  if (count < 2 || known.length > 0 || !isObjectId(base) || isZeroId(base)) return [];
  const words = ['rev-parse', '--abbrev-ref', `${await firstRemote(repository)}/HEAD`, '--'];
  const { stdout, exitCode } = await runGit(repository.context, words, { answers: [128] });
  const main = stdout.toString('utf8').split('\n', 1)[0] as string;
  if (exitCode !== 0 || !PLAIN_NAME.test(main)) return [];
  const set = { revisions: [`${tip}^{commit}`, `^${base}`, `^${main}^{commit}`] };
  const own = await runRevList(repository, ['--count'], set).catch(() => []);
  const others = count - Number(own[0] ?? count);
  if (others === 0 || others === count) return [];
  const shown = isObjectId(tip) ? tip.slice(0, 12) : tip;
  return [`${others} of the ${count} commits are on ${main} too: tightlip range ${main}..${shown} leaves them out`];
}

/** What a range says, and what counts as known beside its base. */
interface NamedRange {
  readonly base: string;
  readonly tip: string;
  readonly known: readonly string[];
}

function without(oids: readonly string[]): string[] {
  return oids.map((oid) => `^${oid}`);
}

type Listed = Pick<ResolvedRange, 'commits' | 'notes'>;

/** The commits by the names of both ends, in one run of git; null when it does not know them, or takes them for something else. */
async function listNamed(repository: Repository, { base, tip, known }: NamedRange): Promise<Listed | null> {
  if (!PLAIN_NAME.test(base) || !PLAIN_NAME.test(tip) || isZeroId(base)) return null;
  try {
    const commits = await listWithParents(repository, {
      revisions: [`${tip}^{commit}`, `^${base}^{commit}`, ...without(known)],
    });
    return { commits, notes: relationNotes(commits) };
  } catch {
    return null;
  }
}

/** The same, each end looked up by itself, so that what is wrong with it can be told. */
async function listResolved(repository: Repository, named: NamedRange): Promise<Listed> {
  const resolvedBase = resolveBase(repository, named.base);
  // Told when the tip is known to be one.
  resolvedBase.catch(() => {});
  const tip = await resolveTip(repository, named.tip);
  const { base, notes } = await resolvedBase;
  const commits = await listWithParents(repository, {
    revisions: [tip, ...without(base === null ? named.known : [base, ...named.known])],
  });
  return { commits, notes: base === null ? notes : [...notes, ...relationNotes(commits)] };
}

async function resolveTip(repository: Repository, revision: string): Promise<string> {
  const commit = revision === 'HEAD' ? repository.head : await resolveCommit(repository.context, revision);
  if (commit !== null) return commit;
  if (revision === 'HEAD') {
    // A commit that is lost has a name all the same.
    if ((await resolveObject(repository.context, 'HEAD')) !== null)
      throw new TightlipError('incomplete', 'the commit that HEAD names is not here: run git fsck');
    throw new TightlipError('not-found', 'there is no commit yet, so there is no range to scan');
  }
  throw await unknownRevision(repository, revision);
}

async function resolveBase(
  repository: Repository,
  revision: string,
): Promise<{ base: string | null; notes: string[] }> {
  if (isZeroId(revision) && isObjectId(revision)) {
    return { base: null, notes: ['the base is the zero id of a new branch: everything up to the tip was scanned'] };
  }
  const base = await resolveCommit(repository.context, revision);
  if (base !== null) return { base, notes: [] };
  if (revision === (await emptyTree(repository))) {
    return { base: null, notes: ['the base is the empty tree: everything up to the tip was scanned'] };
  }
  if (await liesBeforeRoot(repository, revision)) {
    return { base: null, notes: [`${revision} lies before the first commit: everything up to the tip was scanned`] };
  }
  throw await unknownRevision(repository, revision);
}

/** Whether it goes from a commit by first parents beyond the first commit there is, and not beyond a shallow clone's edge. */
async function liesBeforeRoot(repository: Repository, revision: string): Promise<boolean> {
  const steps = /^([^]+?)(?:\^1?|~\d*)+$/.exec(revision);
  const start = steps && (await resolveCommit(repository.context, steps[1] as string));
  if (!start) return false;
  const first = ['rev-list', '--first-parent', '--max-parents=0', '--max-count=1', start, '--'];
  const { stdout } = await runGit(repository.context, first);
  return !shallowBoundary(repository).has(stdout.toString('latin1').trim());
}

/** A commit or remote branch that a fetch can bring is incomplete coverage; any other name is a mistake. */
async function unknownRevision(repository: Repository, revision: string): Promise<TightlipError> {
  const object = await resolveObject(repository.context, revision);
  if (object !== null && (await isTreeOrFile(repository, object))) {
    return new TightlipError(
      'not-found',
      `${revision} leads to a tree or a file, not to a commit: range reads commits, and tightlip history what every tag leads to`,
    );
  }
  const remote = await firstRemote(repository);
  if (isObjectId(revision)) {
    return new TightlipError(
      'incomplete',
      `commit ${revision} is not in this clone, so the range cannot be read: run git fetch ${remote} ${revision}`,
    );
  }
  const [first, ...rest] = revision.split('/');
  if (rest.length > 0 && (await remoteNames(repository)).includes(first as string)) {
    return new TightlipError(
      'incomplete',
      `${revision} is not in this clone, so the range cannot be read: run git fetch ${first} ${rest.join('/')}:refs/remotes/${revision}`,
    );
  }
  if (/@\{(?:u|upstream|push)\}/i.test(revision)) {
    return new TightlipError(
      'not-found',
      `${revision}: the branch follows none of a remote yet: write ${remote}/main..HEAD, say, with the branch it came from`,
    );
  }
  if (/[~^]/.test(revision) && repository.shallow) {
    return new TightlipError(
      'incomplete',
      `${revision} lies beyond the edge of this shallow clone: run git fetch --unshallow ${remote}`,
    );
  }
  return new TightlipError(
    'not-found',
    `no commit, branch or tag is named ${revision}: git branch -a and git tag list what there is`,
  );
}

/** Whether an object, or what a tag leads to, is there and is no commit. */
async function isTreeOrFile(repository: Repository, object: string): Promise<boolean> {
  const { stdout } = await runGit(repository.context, ['cat-file', '-t', `${object}^{}`], { answers: [1, 128] });
  return ['tree', 'blob'].includes(stdout.toString('latin1').trim());
}

async function remoteNames(repository: Repository): Promise<string[]> {
  const entries = await readConfig(repository, String.raw`^remote\..*\.url$`);
  return entries.map(([name]) => name.slice('remote.'.length, -'.url'.length));
}

async function firstRemote(repository: Repository): Promise<string> {
  const names = await remoteNames(repository);
  return names.includes('origin') ? 'origin' : (names[0] ?? 'origin');
}

function shallowGap(cut: readonly string[], remote: string): string {
  const commits = cut.map((commit) => commit.slice(0, 12)).join(', ');
  return (
    `this is a shallow clone that ends within the range, at ${commits}: earlier commits of the range were not seen, ` +
    `and all files there count as new; run git fetch --unshallow ${remote}`
  );
}

/** Base and tip have a common ancestor when some commit of the range has a parent outside of it. */
function relationNotes(commits: readonly ListedCommit[]): string[] {
  const inside = new Set(commits.map(({ oid }) => oid));
  const isRelated = commits.some(({ parents }) => parents.some((parent) => !inside.has(parent)));
  if (isRelated || commits.length === 0) return [];
  return ['base and tip have no common ancestor here: everything that the tip has was scanned'];
}
