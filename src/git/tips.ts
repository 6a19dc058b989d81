/** The names under which a repository's commits are held, and which of them lead to a commit. */
import { type CommitParents, readParents } from './commit-parents.ts';
import type { Ref } from './refs.ts';
import type { Repository } from './repository.ts';
import { runGit } from './run.ts';
import { stashEntries } from './stash.ts';
import { listAllRefs, otherHeads } from './work-tree-refs.ts';

/** A name and the commit that it leads to, through tags where it is one. */
export interface Tip {
  readonly name: string;
  readonly commit: string;
}

/** Which names come first where not all can be told. */
const RANKS = [/^refs\/heads\//, /^refs\/remotes\//, /^refs\/tags\//, /^(?!refs\/)/];

function rankOf(name: string): number {
  const rank = RANKS.findIndex((pattern) => pattern.test(name));
  return rank === -1 ? RANKS.length : rank;
}

/** What was listed once in a run is not listed again. */
const listed = new WeakMap<Repository, Promise<Tip[]>>();

/** All refs of all work trees that lead to a commit, HEAD where it is detached, and each stash entry: branches first, then by name. */
export function listTips(repository: Repository): Promise<readonly Tip[]> {
  let tips = listed.get(repository);
  if (tips === undefined) listed.set(repository, (tips = readTips(repository)));
  return tips;
}

/** All names, wherever they lead, in an order of their own: refs, stash entries, HEADs. */
export async function listNames(repository: Repository): Promise<Ref[]> {
  const refs = [...(await listAllRefs(repository)), ...(await listStash(repository)), ...otherHeads(repository)];
  const head = repository.head !== null && !refs.some(({ oid }) => oid === repository.head);
  if (head) refs.push({ name: 'HEAD', oid: repository.head as string, type: 'commit' });
  return refs;
}

async function readTips(repository: Repository): Promise<Tip[]> {
  const refs = await listNames(repository);
  const commits = await peel(repository, refs);
  const tips = refs.flatMap(({ name }, i) => (commits[i] === null ? [] : [{ name, commit: commits[i] as string }]));
  const ranks = new Map(tips.map(({ name }) => [name, rankOf(name)]));
  return tips.sort((a, b) => ranks.get(a.name)! - ranks.get(b.name)! || (a.name < b.name ? -1 : 1));
}

/** Stash entries but the newest, which is a ref. */
async function listStash(repository: Repository): Promise<Ref[]> {
  const entries = (await stashEntries(repository)).slice(1);
  return entries.map((oid, i) => ({ name: `stash@{${i + 1}}`, oid, type: 'unknown' }));
}

/** By repository: the commit that an object leads to, null where that is none, undefined where it is not known. */
const peelers = new WeakMap<Repository, (oid: string) => string | null | undefined>();

/** Takes from somebody who has read objects in another way where tags lead. */
export function rememberPeeler(repository: Repository, peeler: (oid: string) => string | null | undefined): void {
  peelers.set(repository, peeler);
}

/** The commit that each ref leads to; null where it leads to none. */
async function peel(repository: Repository, refs: readonly Ref[]): Promise<(string | null)[]> {
  const peeler = peelers.get(repository);
  const peeled = new Map<string, string | null>();
  const open: string[] = [];
  for (const { oid, type } of refs) {
    if (type === 'commit' || peeled.has(oid)) continue;
    const commit = peeler?.(oid);
    if (commit === undefined) open.push(oid);
    else peeled.set(oid, commit);
  }
  for (const [oid, commit] of open.length === 0 ? [] : await askToPeel(repository, open)) peeled.set(oid, commit);
  return refs.map(({ oid, type }) => (type === 'commit' ? oid : (peeled.get(oid) ?? null)));
}

async function askToPeel(repository: Repository, tags: readonly string[]): Promise<[string, string | null][]> {
  const input = tags.map((oid) => `${oid}^{commit}\n`).join('');
  const flags = ['cat-file', '--batch-check=%(objectname) %(objecttype)'];
  const { stdout } = await runGit(repository.context, flags, { input });
  const lines = stdout.toString('latin1').split('\n');
  return tags.map((oid, i) => [oid, /^(\w+) commit$/.exec(lines[i] ?? '')?.[1] ?? null]);
}

/** Sets that are looked for in one walk over the commits. */
const BUNDLE = 32;

/**
 * Finds the tips from which commits can be reached: 32 sets of commits a walk over all that the tips lead to.
 *
 * @param sets - Ids of commits.
 * @param onLeading - Told of a set and a tip that leads to one of its commits, as numbers: of each set the tips in ascending order.
 */
export async function tipsContaining(
  repository: Repository,
  tips: readonly Tip[],
  sets: readonly Iterable<string>[],
  onLeading: (set: number, tip: number) => void,
): Promise<void> {
  const asked = new Set(tips.map(({ commit }) => commit));
  for (const commits of sets) for (const commit of commits) asked.add(commit);
  const graph = await readParents(repository, [...asked]);
  const numbers = Int32Array.from(tips, ({ commit }) => graph.numberOf(commit) ?? -1);
  const masks = new Uint32Array(graph.size);
  for (let first = 0; first < sets.length; first += BUNDLE) {
    masks.fill(0);
    for (let set = first; set < Math.min(first + BUNDLE, sets.length); set++) {
      for (const commit of sets[set]!) {
        const number = graph.numberOf(commit);
        if (number !== undefined) masks[number]! |= 1 << (set - first);
      }
    }
    gather(masks, graph);
    for (let tip = 0; tip < numbers.length; tip++) {
      let mask = numbers[tip] === -1 ? 0 : masks[numbers[tip]!]!;
      for (; mask !== 0; mask &= mask - 1) onLeading(first + 31 - Math.clz32(mask & -mask), tip);
    }
  }
}

/** Hands the bits of each commit's parents on to it. */
function gather(masks: Uint32Array, { size, starts, parents }: CommitParents): void {
  for (let commit = size - 1; commit >= 0; commit--) {
    const end = starts[commit + 1]!;
    for (let i = starts[commit]!; i < end; i++) masks[commit]! |= masks[parents[i]!]!;
  }
}
