/** Every blob, commit and tag that a repository's refs, HEADs and stash reach, each once. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type CommitSet, startRevList } from './rev-list.ts';
import { localObjects } from './partial.ts';
import { isObjectId, type Repository } from './repository.ts';
import { pipeGit, runGit, startGit } from './run.ts';
import { isEachRefWhole, type Ref } from './refs.ts';
import { stashEntries } from './stash.ts';
import { headFileIds, listAllRefs, listWorkTreeRefs } from './work-tree-refs.ts';

/** One blob of the history. */
export interface ReachableBlob {
  readonly oid: string;
  readonly sizeBytes: number;
  /** A path at which it was met; a hint for messages, cut at a line break; '' for a blob that a tag names. */
  readonly path: string;
}

export interface Reachable {
  readonly blobs: readonly ReachableBlob[];
  /** Ids of the commits, newest first as git walks them. */
  readonly commits: readonly string[];
  /** Ids of the trees. */
  readonly trees: readonly string[];
  /** Ids of the annotated tags, those that only another tag names among them. */
  readonly tags: readonly string[];
  /** Ids that are referred to but not here: damage, or a partial clone. */
  readonly missing: readonly string[];
}

/**
 * The commits that count as a repository's history: all refs (branches, tags, notes, replacements), HEAD of every work tree, each
 * stash entry, commits that a grafts file names, each work tree's own refs and what its files ORIG_HEAD, MERGE_HEAD and the like hold.
 */
export async function wholeHistory(repository: Repository): Promise<CommitSet> {
  const own = (await listWorkTreeRefs(repository)).map(({ oid }) => oid);
  const named = [...(await stashEntries(repository)), ...graftIds(repository), ...headFileIds(repository), ...own];
  const refs = await listAllRefs(repository);
  if (isEachRefWhole(repository)) return { revisions: ['--all', ...(await existing(repository, named))] };
  const head = repository.head === null ? [] : [repository.head];
  return { revisions: await existing(repository, [...refs.map(({ oid }) => oid), ...head, ...named]) };
}

/** The ids that a set names, given all refs, in git's order; null where only git knows them. */
export function namedIds(repository: Repository, { revisions }: CommitSet, refs: readonly Ref[]): string[] | null {
  // Other work trees keep their HEADs where only git reads them.
  if (existsSync(path.join(repository.commonDirectory, 'reftable'))) return null;
  const all = refs.map(({ oid }) => oid);
  if (repository.head !== null) all.push(repository.head);
  const named = revisions.flatMap((revision) => (revision === '--all' ? all : [revision]));
  return named.every(isObjectId) ? named : null;
}

function graftIds(repository: Repository): string[] {
  const file = readLines(path.join(repository.commonDirectory, 'info', 'grafts'));
  return file.flatMap((line) => line.split(' ')).filter(isObjectId);
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
}

/** Those of the ids that are here and are commits or tags, each once. */
async function existing(repository: Repository, oids: readonly string[]): Promise<string[]> {
  if (oids.length === 0) return [];
  const local = await localObjects(repository);
  const input = [...new Set(oids)].filter((oid) => local === null || local.has(oid));
  const flags = ['cat-file', '--batch-check=%(objectname) %(objecttype)'];
  const { stdout } = await runGit(repository.context, flags, { input: `${input.join('\n')}\n` });
  const lines = stdout.toString('latin1').split('\n');
  return lines.filter((line) => /^\w+ (?:commit|tag)$/.test(line)).map((line) => line.slice(0, line.indexOf(' ')));
}

/**
 * Lists the objects of the whole history, in the order in which git walks it (near versions lie together), blobs with sizes.
 *
 * @throws TightlipError when git cannot walk it.
 */
export async function reachableBlobs(repository: Repository, set: CommitSet): Promise<Reachable> {
  const list = startRevList(repository, ['--objects', '--missing=print'], set);
  const check = startGit(repository.context, [
    'cat-file',
    '--buffer',
    '--batch-check=%(objecttype) %(objectname) %(objectsize) %(rest)',
  ]);
  const found: FoundObjects = { blobs: [], commits: [], trees: [], tags: [], missing: [] };
  const reading = readCheck(check.stdout, found);
  reading.catch(() => {});
  try {
    await pipeGit(list, check);
    await reading;
    await check.done;
  } finally {
    list.stop();
    check.stop();
  }
  return { ...found, missing: [...new Set(found.missing)] };
}

interface FoundObjects {
  readonly blobs: ReachableBlob[];
  readonly commits: string[];
  readonly trees: string[];
  readonly tags: string[];
  readonly missing: string[];
}

async function readCheck(stream: AsyncIterable<unknown>, found: FoundObjects): Promise<void> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let rest = '';
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk as Buffer, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(line, found);
  }
}

function take(line: string, found: FoundObjects): void {
  if (line.startsWith('blob ')) {
    const [, oid, size] = line.split(' ', 3) as [string, string, string];
    found.blobs.push({ oid, sizeBytes: Number(size), path: line.slice('blob '.length + oid.length + size.length + 2) });
  } else if (line.startsWith('commit ')) found.commits.push(line.split(' ', 2)[1] as string);
  else if (line.startsWith('tree ')) found.trees.push(line.split(' ', 2)[1] as string);
  else if (line.startsWith('tag ')) found.tags.push(line.split(' ', 2)[1] as string);
  else if (line.endsWith(' missing')) {
    // What rev-list did not find it prints with a question mark in front.
    found.missing.push(line.slice(0, -' missing'.length).replace(/^\?/, ''));
  }
}
