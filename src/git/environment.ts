/** The environment and switches under which git runs here: the user's own, without what could run or fetch something. */
import { existsSync } from 'node:fs';
import path from 'node:path';

/** Oldest git that knows every switch used in this room. */
export const LEAST_GIT_VERSION = '2.30';

/**
 * Given to every call, before the subcommand. They win over the repository's config: no fsmonitor and no hook program runs,
 * names come as they are, nothing is verified through gpg, output encoding is ours, and an object's id is looked for among no refs: where
 * `packed-refs` is damaged that alone would end git.
 */
export const HARDENING: readonly string[] = [
  '--no-pager',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'core.hooksPath=/dev/null',
  '-c',
  'core.quotePath=false',
  '-c',
  'log.showSignature=false',
  '-c',
  'i18n.logOutputEncoding=UTF-8',
  '-c',
  'core.warnAmbiguousRefs=false',
];

/**
 * Set for every call. Objects of a partial clone are never fetched (older gits do not know GIT_NO_LAZY_FETCH, so no transport is
 * allowed either); replace refs and grafts do not hide what the objects say; messages are in English, because failures are told apart by them.
 */
const FORCED: Readonly<Record<string, string>> = {
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_TERMINAL_PROMPT: '0',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_GRAFT_FILE: process.platform === 'win32' ? 'NUL' : '/dev/null',
  GIT_LITERAL_PATHSPECS: '1',
  LC_ALL: 'C',
  LANGUAGE: 'C',
};

/** Programs and options of other uses of git that a plain read must not meet. */
const DROPPED = [
  'GIT_EXTERNAL_DIFF',
  'GIT_DIFF_OPTS',
  'GIT_PAGER',
  'GIT_GLOB_PATHSPECS',
  'GIT_NOGLOB_PATHSPECS',
  'GIT_ICASE_PATHSPECS',
];

/** What `git rev-parse --local-env-vars` printed up to git 2.45; used when it cannot be asked. */
export const LOCAL_VARIABLES: readonly string[] = [
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_CONFIG',
  'GIT_CONFIG_PARAMETERS',
  'GIT_CONFIG_COUNT',
  'GIT_OBJECT_DIRECTORY',
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_IMPLICIT_WORK_TREE',
  'GIT_GRAFT_FILE',
  'GIT_INDEX_FILE',
  'GIT_NO_REPLACE_OBJECTS',
  'GIT_REPLACE_REF_BASE',
  'GIT_PREFIX',
  'GIT_SHALLOW_FILE',
  'GIT_COMMON_DIR',
];

/** Variables about people, programs and the network, which never tie git to a repository. Who has no others need not ask git which do. */
const UNTIED =
  /^GIT_(?:(?:AUTHOR|COMMITTER)_(?:NAME|EMAIL|DATE)|ASKPASS|CONFIG_(?:GLOBAL|NOSYSTEM|SYSTEM)|CURL_VERBOSE|EDITOR|OPTIONAL_LOCKS|PAGER|SEQUENCE_EDITOR|SSH(?:_COMMAND|_VARIANT)?|SSL_[A-Z_]+|TERMINAL_PROMPT)$/;

/** Whether a variable of an environment may tie git to a repository. */
export function mayTie(name: string): boolean {
  return name.startsWith('GIT_') && !UNTIED.test(name);
}

/** Of the local variables, those that carry the user's own settings (`safe.directory` of a container), not a repository. */
const SETTINGS = new Set(['GIT_CONFIG_PARAMETERS', 'GIT_CONFIG_COUNT', 'GIT_CONFIG']);

/**
 * Environment for git.
 *
 * @param base - The process's own.
 * @param dropped - Variables that tie git to another repository (see {@link LOCAL_VARIABLES}); empty for the repository of a
 *   hook, whose GIT_INDEX_FILE and GIT_DIR say what is being committed.
 */
export function gitEnvironment(base: NodeJS.ProcessEnv, dropped: readonly string[] = []): NodeJS.ProcessEnv {
  const environment = { ...base };
  for (const name of DROPPED) delete environment[name];
  for (const name of dropped) if (!SETTINGS.has(name)) delete environment[name];
  return { ...environment, ...FORCED };
}

/** Begins the names of variables by which `git merge` tells its hooks what it merges: an object id follows. */
export const MERGED = 'GITHEAD_';

let windowsGit: string | null = null;

/**
 * The program to start. On Windows a bare name would be looked for in the working directory first, so a `git.exe` in a hostile
 * repository would run: there it is searched in PATH alone.
 */
export function gitProgram(environment: NodeJS.ProcessEnv): string {
  if (process.platform !== 'win32') return 'git';
  if (windowsGit !== null) return windowsGit;
  const folders = (environment['PATH'] ?? environment['Path'] ?? '').split(path.delimiter);
  const found = folders.filter((folder) => path.isAbsolute(folder)).map((folder) => path.join(folder, 'git.exe'));
  windowsGit = found.find((file) => existsSync(file)) ?? 'git.exe is not in PATH';
  return windowsGit;
}
