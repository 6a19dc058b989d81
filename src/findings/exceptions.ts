/** Exceptions of `tightlip.toml`: which finding one covers, when it ends, and which of them may not be written. */
import picomatch from 'picomatch';
import { bareGlob, belowParents, comparedPath } from '../bytes/path-bytes.ts';
import type { Exception } from '../config/settings.ts';
import { FINGERPRINT_FORM, isFingerprint, sameFingerprint } from './fingerprint-prefix.ts';

/** What an exception is compared with. */
export interface ExceptionSubject {
  readonly ruleId: string;
  readonly pack: string;
  /** Null where there is none: no `path` covers it then. */
  readonly path: string | null;
  readonly fingerprint: string;
}

const DAY_MS = 86_400_000;
const MOST_GLOB_CHARACTERS = 512;
/** Matching is polynomial in the wildcards; the configuration of a pull request is not trusted with more. */
const MOST_WILDCARDS = 8;

/** Paths that have nothing in common: a glob that takes them all takes everything. */
const UNRELATED_PATHS = ['a', 'src/B.ts', '.env', '.x/y.z/0-_', 'deep/er/and/deeper/q'];

/** A path glob as every part of the tool understands it: dot files included, no extended globs. A path without wildcards may be a folder's. */
function compileGlob(glob: string): (path: string) => boolean {
  const bare = bareGlob(glob);
  const matches = picomatch(/[*?[{]/.test(bare) ? bare : [bare, `${bare}/**`], { dot: true, noextglob: true });
  const isDeep = bare.startsWith('**/');
  return (path) => {
    const compared = comparedPath(path);
    return matches(compared) || (isDeep && compared.startsWith('../') && matches(belowParents(compared)));
  };
}

function globProblem(glob: string): string | null {
  if (/^[./]*$/.test(glob)) return 'its path is empty';
  if (glob.length > MOST_GLOB_CHARACTERS) return `its path is longer than ${MOST_GLOB_CHARACTERS} characters`;
  if ((glob.match(/\*+/g) ?? []).length > MOST_WILDCARDS) return `its path has more than ${MOST_WILDCARDS} wildcards`;
  return null;
}

/** First millisecond after a UTC day, or NaN when the text is no such day. */
function endOfDay(day: string): number {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return Number.NaN;
  const start = Date.parse(`${day}T00:00:00Z`);
  // A day that does not exist (2026-02-30) is taken as a later one by some parsers.
  if (Number.isNaN(start) || new Date(start).toISOString().slice(0, 10) !== day) return Number.NaN;
  return start + DAY_MS;
}

/**
 * Why an exception may not be written as it is: one clause for a person, to put after `WHERE: this exception …`;
 * null when it may. To be asked when the configuration is parsed.
 */
export function checkException(exception: Exception): string | null {
  const { rule, path, fingerprint, reason, until } = exception;
  if (reason.trim() === '') return 'gives no reason: say why what it names is no secret';
  if (rule === null && path === null && fingerprint === null) {
    return 'would cover every finding: give it a rule, a path or a fingerprint';
  }
  if (fingerprint !== null && !isFingerprint(fingerprint)) return `has no valid fingerprint: write ${FINGERPRINT_FORM}`;
  if (until !== null && Number.isNaN(endOfDay(until))) return 'has no valid end: write a day as YYYY-MM-DD';
  if (path === null) return null;
  const problem = globProblem(path);
  if (problem !== null) return `cannot be used: ${problem}`;
  if (rule === null && fingerprint === null && UNRELATED_PATHS.every(compileGlob(path))) {
    return 'would cover every finding: its path takes every file, so give it a rule or a fingerprint too';
  }
  return null;
}

/** Whether its last day (UTC) is over. `nowMs` in Unix milliseconds. */
export function hasEnded(exception: Exception, nowMs: number): boolean {
  return exception.until !== null && !(nowMs < endOfDay(exception.until));
}

/**
 * A test whether the exception covers something; all that it names must hold. Its `rule` is a rule id or a pack's
 * name. Compiles the glob once. Knows nothing of its end.
 */
export function compileException(exception: Exception): (subject: ExceptionSubject) => boolean {
  const { rule, fingerprint } = exception;
  const takesPath = exception.path === null ? null : compileGlob(exception.path);
  return (subject) =>
    (rule === null || rule === subject.ruleId || rule === subject.pack) &&
    (fingerprint === null || sameFingerprint(fingerprint, subject.fingerprint)) &&
    (takesPath === null || (subject.path !== null && takesPath(subject.path)));
}
