/** What a repository's refs, remotes and trees say of a commit or a path. */
import { TightlipError } from '../errors.ts';
import { type NamedId, readRefFiles } from './ref-files.ts';
import { isObjectId, readConfig, type Repository } from './repository.ts';
import { runGit } from './run.ts';

/** What reports say of where the content comes from. */
export interface Provenance {
  /** URL of the remote without user and password; '' when there is none. */
  readonly url: string;
  readonly revision: string;
  /** Short name of the branch; '' when HEAD is detached. */
  readonly branch: string;
}

/** Remote, revision and branch; null before the first commit. */
export async function readProvenance(repository: Repository): Promise<Provenance | null> {
  if (repository.head === null) return null;
  const [branch, remotes] = await Promise.all([
    runGit(repository.context, ['symbolic-ref', '--quiet', '--short', 'HEAD'], { answers: [1, 128] }),
    readConfig(repository, String.raw`^remote\..*\.url$`),
  ]);
  const url = remotes.find(([name]) => name === 'remote.origin.url') ?? remotes[0];
  return {
    url: url ? withoutCredentials(url[1]) : '',
    revision: repository.head,
    branch: branch.stdout.toString('utf8').trim(),
  };
}

/** Drops user, password, query and fragment of a URL; `user@host:path` loses its user. */
export function withoutCredentials(url: string): string {
  const scheme = /^([a-z][a-z0-9+.-]*:\/\/)(?:[^/]*@)?([^?#]*)/i.exec(url);
  if (scheme) return `${scheme[1]}${scheme[2]}`;
  return url.replace(/^[^/@]*@(?=[^/]*:)/, '');
}

/** What was listed once in a run is not listed again. */
const listed = new WeakMap<Repository, Promise<readonly string[]>>();

/** All entries of HEAD's tree, as `ls-tree -r` tells them; none before the first commit. */
function headEntries(repository: Repository): Promise<readonly string[]> {
  let entries = listed.get(repository);
  if (entries === undefined) listed.set(repository, (entries = listHead(repository)));
  return entries;
}

async function listHead({ head, context }: Repository): Promise<readonly string[]> {
  if (head === null) return [];
  const { stdout } = await runGit(context, ['ls-tree', '-r', '-z', '--full-tree', head]);
  return stdout.toString('utf8').split('\0');
}

/** Content of every path in HEAD's tree; gitlinks left out. */
export async function treeContent(repository: Repository): Promise<Map<string, string>> {
  const content = new Map<string, string>();
  for (const entry of await headEntries(repository)) {
    const record = /^\d+ blob ([0-9a-f]+)\t([^]+)$/.exec(entry);
    if (record) content.set(record[2] as string, record[1] as string);
  }
  return content;
}

/** Paths of submodules in HEAD's tree, in byte order. */
export async function gitlinkPaths(repository: Repository): Promise<string[]> {
  const entries = await headEntries(repository);
  return entries.filter((entry) => entry.startsWith('160000 ')).map((entry) => entry.slice(entry.indexOf('\t') + 1));
}

/** A ref by its full name and what it names. */
export interface Ref {
  readonly name: string;
  /** The object that it names itself: of an annotated tag the tag. */
  readonly oid: string;
  readonly type: string;
}

const BROKEN_REF = /^warning: ignoring broken ref (\S+)$/gm;

/** By repository: names that git passes over when it lists refs. */
const brokenNames = new WeakMap<Repository, readonly string[]>();

/**
 * Refs whose files say nothing that git understands (a crash leaves them empty), in byte order: it passes over them without a failure.
 * A name of a name that is gone, as `origin/HEAD` often is, leads nowhere, and is none.
 *
 * @param repository - Whose refs were listed.
 */
export async function brokenRefs(repository: Repository): Promise<string[]> {
  const broken: string[] = [];
  for (const name of brokenNames.get(repository) ?? []) {
    const { exitCode } = await runGit(repository.context, ['symbolic-ref', '--quiet', name], { answers: [1, 128] });
    if (exitCode !== 0) broken.push(name);
  }
  return broken;
}

/** By repository: why git lists no refs. */
const listDamage = new WeakMap<Repository, string>();

/** Why git does not list the refs of a repository: then those are all that its files still name; null: it does. */
export function whyUnlisted(repository: Repository): string | null {
  return listDamage.get(repository) ?? null;
}

/** Whether git follows each ref that was listed: at the first that it does not its `--all` ends. */
export function isEachRefWhole(repository: Repository): boolean {
  return whyUnlisted(repository) === null && (brokenNames.get(repository) ?? []).length === 0;
}

/** All refs, in byte order of their names; what names no object that is here is among the broken ones. */
export async function listRefs(repository: Repository): Promise<Ref[]> {
  try {
    return await listTyped(repository);
  } catch (error) {
    if (!(error instanceof TightlipError) || error.code !== 'incomplete') throw error;
    return withTypes(repository, await listNamed(repository));
  }
}

/** Without git's word on objects, of which it ends at the first that is missing; where it lists nothing at all, from the files. */
async function listNamed(repository: Repository): Promise<NamedId[]> {
  try {
    const { stdout } = await runGit(repository.context, ['for-each-ref', '--format=%(objectname) %(refname)']);
    const lines = stdout.toString('utf8').split('\n').filter(Boolean);
    return lines.map((line) => {
      const [oid = '', name = ''] = line.split(' ');
      return { oid, name };
    });
  } catch (error) {
    if (!(error instanceof TightlipError) || error.code !== 'incomplete') throw error;
    listDamage.set(repository, error.message);
    return readRefFiles(repository);
  }
}

async function withTypes(repository: Repository, named: readonly NamedId[]): Promise<Ref[]> {
  const input = named.map(({ oid }) => `${oid}\n`).join('');
  const checked = await runGit(repository.context, ['cat-file', '--batch-check=%(objecttype)'], { input });
  const types = checked.stdout.toString('latin1').split('\n');
  const refs = named.map((ref, i) => ({ ...ref, type: types[i] as string }));
  const isHere = ({ type }: Ref): boolean => !type.includes(' ');
  brokenNames.set(
    repository,
    refs.filter((ref) => !isHere(ref)).map(({ name }) => name),
  );
  return refs.filter(isHere);
}

async function listTyped(repository: Repository): Promise<Ref[]> {
  const { stdout, said } = await runGit(repository.context, [
    'for-each-ref',
    '--format=%(objectname) %(objecttype) %(refname)',
  ]);
  brokenNames.set(
    repository,
    [...said.matchAll(BROKEN_REF)].map(([, name]) => name as string),
  );
  const lines = stdout.toString('utf8').split('\n').filter(Boolean);
  return lines.map((line) => {
    const [oid = '', type = '', name = ''] = line.split(' ');
    return { oid, type, name };
  });
}

/** Full names of the refs from which a commit can be reached, in byte order. */
export async function refsContaining(repository: Repository, commit: string): Promise<string[]> {
  if (!isObjectId(commit)) throw new TightlipError('internal', 'refsContaining needs a full object id');
  const { stdout } = await runGit(repository.context, ['for-each-ref', `--contains=${commit}`, '--format=%(refname)']);
  return stdout.toString('utf8').split('\n').filter(Boolean);
}
