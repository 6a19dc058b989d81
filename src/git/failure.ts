/** What a failed git said, turned into one sentence for a person. */
import { TightlipError } from '../errors.ts';
import { nearestDotGit } from './dot-git.ts';
import { LEAST_GIT_VERSION } from './environment.ts';

/** Longest piece of git's own words that goes into a sentence. */
const LONGEST_QUOTE = 200;

/** How a sentence goes on about objects that a partial clone lacks. */
export const NOT_IN_PARTIAL_CLONE = 'not in this partial clone: run git fetch --refetch --no-filter';

/** Git's most telling line: the first that is fatal or an error, else the last; without control characters. */
function tellingLine(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const found = lines.findIndex((each) => /^(fatal|error):/.test(each));
  const line = lines.at(found) ?? 'it gave no reason';
  // What it lists stands on the lines below.
  const listed = found >= 0 && line.endsWith(':') ? lines.slice(found + 1).filter((each) => /^\s/.test(each)) : [];
  return [line, ...listed.map((each) => each.trim())]
    .join(' ')
    .replace(/^(fatal|error): /, '')
    .replace(/[^\P{C}]/gu, ' ')
    .slice(0, LONGEST_QUOTE);
}

/** What git says of objects that are gone or are not what they were. */
const DAMAGE =
  /unable to (?:read (?:tree|sha1|[0-9a-f]{7})|parse object|unpack)|could not (?:read|parse) (?:object |commit )?[0-9a-f]{7}|corrupt|(?:object|packfile) .{0,120}is (?:empty|not valid)|inflate: data|not a (?:tree|valid) object|bad (?:tree|object) |mismatch|too small|unexpected (?:line|end)|unterminated line|truncated|garbage|invalid (?:object|sha1|oid)/i;

/** Paths, and what stands in quotes: a name in there says nothing. */
const NAMED = /'[^']*'|\S*\/\S*/g;

/** What git says of settings, which nobody but their owner can mend. */
const SETTINGS = /config|setting|invalid value|bad (?:boolean|numeric)/i;

/** A path as a shell takes it. */
function quoted(directory: string): string {
  return /^[\w./:@+-]+$/.test(directory) ? directory : `'${directory.replaceAll("'", String.raw`'\''`)}'`;
}

/**
 * The error for a git that ended with a failure.
 *
 * @param subcommand - For the sentence: "rev-list".
 * @param directory - Where it ran.
 * @param stderr - What it said, in English (LC_ALL=C).
 */
export function gitFailure(subcommand: string, directory: string, stderr: string): TightlipError {
  if (/detected dubious ownership/.test(stderr)) {
    return new TightlipError(
      'git',
      `git refuses to read the repository at ${directory} because another user owns it: ` +
        `if you trust it, run git config --global --add safe.directory ${quoted(directory)}`,
    );
  }
  if (/safe\.bareRepository/i.test(stderr)) {
    return new TightlipError(
      'git',
      `git does not look for the bare repository at ${directory} by itself (safe.bareRepository is explicit): ` +
        `name it, GIT_DIR=${quoted(directory)}`,
    );
  }
  if (/not a git repository|must be run in a work tree/.test(stderr)) {
    return new TightlipError('no-repository', whyNoRepository(directory, stderr));
  }
  const borrowed = /(?:alternate object path: |object directory )(.+?)(?: does not exist; check .*)?$/m.exec(stderr);
  if (borrowed !== null) {
    return new TightlipError(
      'incomplete',
      `the repository at ${directory} borrows objects from ${borrowed[1]}, which is gone: put it back, or clone again`,
    );
  }
  const lost = /(?:missing object [0-9a-f]+ for|bad object) (refs\/\S+)/.exec(stderr);
  if (lost !== null) {
    return new TightlipError(
      'incomplete',
      `${lost[1]} names no object that is here: fetch it again, or drop the name with git update-ref -d ${lost[1]}`,
    );
  }
  if (/promisor remote|lazy fetching disabled/.test(stderr)) {
    return new TightlipError('incomplete', `objects that are needed are ${NOT_IN_PARTIAL_CLONE}`);
  }
  if (/unknown option|unrecognized argument|is not a git command|usage: git/.test(stderr)) {
    return new TightlipError(
      'git',
      `git does not know an option of ${subcommand} that is needed here: install git ${LEAST_GIT_VERSION} or newer`,
    );
  }
  const why = tellingLine(stderr);
  const words = why.replace(NAMED, '');
  if (DAMAGE.test(words)) {
    return new TightlipError(
      'incomplete',
      `the repository at ${directory} is damaged (${why}): git fsck says where; fetch what is missing, or clone again`,
    );
  }
  if (/repository extension|expected git repo version/i.test(why)) {
    return new TightlipError(
      'git',
      `this git is too old for the repository at ${directory} (${why}): install a newer one`,
    );
  }
  // Whatever else it is, something that was asked for is not read.
  const code = SETTINGS.test(words) ? 'git' : 'incomplete';
  return new TightlipError(code, `git ${subcommand} failed in ${directory}: ${why}`);
}

function whyNoRepository(directory: string, stderr: string): string {
  // In quotes it names what the variable says, else what a `.git` file points to.
  const [, variable, pointer] = /not a git repository: (?:'([^\n]+)'|([^\n]+))/.exec(stderr) ?? [];
  if (variable !== undefined) {
    return `GIT_DIR is set to ${variable}, which is no git repository: unset it, or set it to one`;
  }
  const broken = nearestDotGit(directory);
  if (broken === null) return `${directory} is not in a git repository: run this inside one, or name one`;
  return pointer === undefined
    ? `${broken} is there, but git does not take it for a repository: run git status there to see why`
    : `${broken} points to ${pointer}, where no repository is any more: git worktree repair or a new clone mends it`;
}

function isNotThere(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR');
}

/** Whether an error is that there is no git. */
export function isWithoutGit({ code, cause }: TightlipError): boolean {
  return code === 'git' && isNotThere(cause);
}

/** The error for a git that could not be started. */
export function gitNotStarted(directory: string, cause: NodeJS.ErrnoException): TightlipError {
  if (isNotThere(cause)) {
    return new TightlipError('git', `git was not found: install git ${LEAST_GIT_VERSION} or newer and put it in PATH`, {
      cause,
    });
  }
  return new TightlipError('git', `git could not be started in ${directory}: ${cause.code ?? cause.message}`, {
    cause,
  });
}
