/** What belongs to one work tree alone: its own refs (a bisect, a rebase) and the commits that git keeps in files beside HEAD. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { OWN_REFS } from './ref-files.ts';
import { listRefs, type Ref, whyUnlisted } from './refs.ts';
import { isObjectId, type Repository } from './repository.ts';

/** Files that hold object ids: where HEAD was before, what is being merged, picked, rebased or was fetched. */
const HEAD_FILES = /^(?:[A-Z]+_)*HEAD$|^AUTO_MERGE$/;

/** The git directories of all work trees but the one the repository was opened in. */
function otherDirectories({ commonDirectory, gitDirectory }: Repository): string[] {
  const linked = namesIn(path.join(commonDirectory, 'worktrees')).map((name) =>
    path.join(commonDirectory, 'worktrees', name),
  );
  return [commonDirectory, ...linked].filter((directory) => path.resolve(directory) !== path.resolve(gitDirectory));
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory).sort();
  } catch {
    return [];
  }
}

/** Refs of other work trees, by the names that git gives them from here: `worktrees/NAME/refs/bisect/bad`. */
export async function listWorkTreeRefs(repository: Repository): Promise<Ref[]> {
  const refs: Ref[] = [];
  for (const directory of otherDirectories(repository)) {
    const prefix = prefixOf(repository, directory);
    const environment = { ...repository.context.environment, GIT_DIR: directory };
    const own = await listRefs({ ...repository, gitDirectory: directory, context: { directory, environment } });
    refs.push(
      ...own.filter(({ name }) => OWN_REFS.test(name)).map((ref) => ({ ...ref, name: `${prefix}/${ref.name}` })),
    );
  }
  return refs;
}

/** What was listed once in a run is not listed again: all of it is told of the same refs. */
const listed = new WeakMap<Repository, Promise<readonly Ref[]>>();

/** All refs, those that other work trees alone have behind the others. */
export function listAllRefs(repository: Repository): Promise<readonly Ref[]> {
  let refs = listed.get(repository);
  if (refs === undefined) listed.set(repository, (refs = readAllRefs(repository)));
  return refs;
}

async function readAllRefs(repository: Repository): Promise<readonly Ref[]> {
  return [...(await listRefs(repository)), ...(await listWorkTreeRefs(repository))];
}

/** Why git does not list the refs, in a sentence: what its files still name of them is all that is known, and some may be lost. Null: it lists them. */
export async function whyRefsUnlisted(repository: Repository): Promise<string | null> {
  await listAllRefs(repository);
  return whyUnlisted(repository);
}

/** Detached HEADs of other work trees, by the names that git gives them from here. */
export function otherHeads(repository: Repository): Ref[] {
  return otherDirectories(repository).flatMap((directory) =>
    idsIn(path.join(directory, 'HEAD')).map((oid) => ({
      name: `${prefixOf(repository, directory)}/HEAD`,
      oid,
      type: 'commit',
    })),
  );
}

function prefixOf({ commonDirectory }: Repository, directory: string): string {
  return directory === commonDirectory ? 'main-worktree' : `worktrees/${path.basename(directory)}`;
}

/** Ids that files like ORIG_HEAD of any work tree hold; whether the objects are here is not looked at. */
export function headFileIds(repository: Repository): string[] {
  return [repository.gitDirectory, ...otherDirectories(repository)].flatMap((directory) =>
    namesIn(directory)
      .filter((name) => HEAD_FILES.test(name))
      .flatMap((name) => idsIn(path.join(directory, name))),
  );
}

/** The id that each line begins with; FETCH_HEAD has more behind it. */
function idsIn(file: string): string[] {
  try {
    const lines = readFileSync(file, 'utf8').split('\n');
    return lines.map((line) => line.split(/\s/, 1)[0] as string).filter(isObjectId);
  } catch {
    return [];
  }
}
