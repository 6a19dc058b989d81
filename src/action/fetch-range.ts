/** Brings the commits of a range into a shallow checkout, or says what to put into the workflow. */
import { TightlipError } from '../errors.ts';
import { cutCommits } from '../git/cut-commits.ts';
import { openRepository, type Repository, resolveCommit, resolveObject } from '../git/repository.ts';
import { runGit } from '../git/run.ts';
import { fetchChanged, refetch } from './fetch-objects.ts';
import type { EventPlan } from './plan-event.ts';
import { fetch } from './remote.ts';

type RangePlan = Extract<EventPlan, { kind: 'range' }>;

/** A range that is wholly here. */
export interface FetchedRange {
  readonly range: string;
  /** Tip of the default branch, where the range brings in commits from elsewhere: what it has is not new. */
  readonly known: readonly string[];
  /** What was done otherwise than the event said. */
  readonly notes: readonly string[];
}

/** Commits fetched beyond what the event names, before the whole history is asked for. */
const SPARE_COMMITS = 50;
const MOST_DEPTH = 5000;
const ZERO_ID = '0'.repeat(40);

/** The remedy, the same for every gap. */
export const FETCH_DEPTH =
  'put "fetch-depth: 0" under "with:" of actions/checkout in the workflow, and leave persist-credentials on';

/**
 * Makes sure that all commits of an event's range can be read.
 *
 * @throws TightlipError 'incomplete' when they are not here and the remote does not give them.
 */
export async function fetchRange(plan: RangePlan, directory: string): Promise<FetchedRange> {
  const notes: string[] = [];
  const depth = Math.min(MOST_DEPTH, plan.commits + SPARE_COMMITS);
  if (!(await ensureCommit(directory, plan.head, plan.headRef, depth))) throw missing(`commit ${plan.head}`);
  let base = plan.base;
  if (base !== null && !(await ensureCommit(directory, base, null, depth))) {
    if (!plan.mayWiden) throw missing(`commit ${base}`);
    notes.push(
      `commit ${base.slice(0, 12)}, from which the push began, is gone (a forced push): a wider range was scanned`,
    );
    base = null;
  }
  if (base === null) {
    base = plan.known === null ? null : await fetchKnown(directory, plan.known, await fewCommits(directory));
    notes.push(
      base === null
        ? 'no commit before this push is known: everything up to its tip was scanned'
        : 'a new branch or tag: the commits that the default branch has not were scanned',
    );
  }
  if (!(await isWhole(directory, base, plan.head))) await fetchAll(directory);
  if (!(await isWhole(directory, base, plan.head))) throw missing('a part of the history between base and head');
  const known = base === null || base !== plan.base ? [] : await knownBeside(base, plan, directory);
  const old = base === null ? known : [base, ...known];
  await fetchChanged(directory, { revisions: [plan.head, ...old.map((oid) => `^${oid}`)] });
  if (known.length > 0) notes.push('a merge or a forced push: commits that the default branch has too were left out');
  const tip = plan.tag === null ? plan.head : await pushedTag(directory, plan.head, plan.tag);
  if (tip === null) notes.push('the tag itself could not be fetched: a message that it may have was not read');
  return { range: `${base ?? ZERO_ID}..${tip ?? plan.head}`, known, notes };
}

/**
 * The object that a tag names: an annotated tag has a message, which only the push of the tag brings in. The event may say the commit
 * behind it, and a checkout writes that into its own ref of the tag.
 *
 * @returns null when it cannot be had.
 */
async function pushedTag(directory: string, head: string, ref: string): Promise<string | null> {
  const { context } = await openRepository(directory);
  const commit = await resolveCommit(context, head);
  if (commit !== head) return head;
  const ours = 'refs/tightlip/pushed';
  const isOf = async (name: string): Promise<boolean> => (await resolveCommit(context, name)) === commit;
  const here = await resolveObject(context, ref);
  if (here !== null && here !== commit && (await isOf(ref))) return here;
  const came = await fetch(directory, ['origin', `+${ref}:${ours}`]);
  return came && (await isOf(ours)) ? resolveObject(context, ours) : null;
}

/** A push that merges or is forced brings in what others pushed to the default branch, and was judged there. */
async function knownBeside(base: string, plan: RangePlan, directory: string): Promise<string[]> {
  if (plan.known === null) return [];
  const { context } = await openRepository(directory);
  const merge = ['rev-list', '--min-parents=2', '--max-count=1', plan.head, `^${base}`, '--'];
  const isStraight =
    (await runGit(context, ['merge-base', '--is-ancestor', base, plan.head], { answers: [1] })).exitCode === 0 &&
    (await runGit(context, merge)).stdout.length === 0;
  if (isStraight) return [];
  const known = await fetchKnown(directory, plan.known, []);
  return known === null ? [] : [known];
}

/**
 * Makes sure that the whole history is here.
 *
 * @throws TightlipError 'incomplete' when it is not, and the remote does not give it.
 */
export async function fetchHistory(directory: string): Promise<void> {
  await fetchAll(directory);
  if ((await openRepository(directory)).shallow) throw missing('a part of the history');
  await refetch(directory);
}

function missing(what: string): TightlipError {
  return new TightlipError(
    'incomplete',
    `${what} is not in this checkout and could not be fetched, so nothing was scanned: ${FETCH_DEPTH}`,
  );
}

async function ensureCommit(directory: string, oid: string, ref: string | null, depth: number): Promise<boolean> {
  const isHere = async (): Promise<boolean> =>
    (await resolveCommit((await openRepository(directory)).context, oid)) !== null;
  if (await isHere()) return true;
  const { shallow } = await openRepository(directory);
  const flags = shallow ? [`--depth=${depth}`] : [];
  for (const wanted of ref === null ? [oid] : [oid, ref]) {
    await fetch(directory, [...flags, 'origin', wanted]);
    if (await isHere()) return true;
  }
  return false;
}

/** The tip of the default branch as the remote has it now; null when it cannot be had. */
async function fetchKnown(directory: string, ref: string, flags: readonly string[]): Promise<string | null> {
  const ours = 'refs/tightlip/known';
  const { context } = await openRepository(directory);
  const came = await fetch(directory, [...flags, 'origin', `+${ref}:${ours}`]);
  return came ? resolveCommit(context, ours) : null;
}

/** In a shallow clone the tip and some commits before it. */
async function fewCommits(directory: string): Promise<string[]> {
  return (await openRepository(directory)).shallow ? [`--depth=${SPARE_COMMITS}`] : [];
}

async function fetchAll(directory: string): Promise<void> {
  if ((await openRepository(directory)).shallow) await fetch(directory, ['--unshallow', 'origin']);
}

/** Whether no commit of the range is cut off from its parents, and base and head meet. */
async function isWhole(directory: string, base: string | null, head: string): Promise<boolean> {
  const repository: Repository = await openRepository(directory);
  if (!repository.shallow) return true;
  const tips = base === null ? [head] : [head, `^${base}`];
  const { stdout } = await runGit(repository.context, ['rev-list', ...tips, '--']);
  const commits = stdout.toString('latin1').split('\n');
  if ((await cutCommits(repository, commits)).length > 0) return false;
  if (base === null) return true;
  const meeting = await runGit(repository.context, ['merge-base', base, head], { answers: [1] });
  return meeting.stdout.length > 0;
}
