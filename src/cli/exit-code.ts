/** The process's exit code: a contract with users (README) and with CI. That of a report is `findings/receipt.ts`'s. */
import { TightlipError } from '../errors.ts';
import type { ErrorCode } from '../errors.ts';

/** Everything asked for was read, and nothing was found. */
export const CLEAN = 0;
/** Findings at or above `--min-tier`. */
export const FINDINGS = 1;
/** Usage or configuration: nothing was scanned. */
export const USAGE = 2;
/** Something asked for could not be read, or the program failed. */
export const INCOMPLETE = 3;
/** What shells expect of a program stopped by SIGHUP, SIGINT and SIGTERM. */
export const HUNG_UP = 129;
export const INTERRUPTED = 130;
export const TERMINATED = 143;

const BY_ERROR: Readonly<Record<ErrorCode, number>> = {
  usage: USAGE,
  config: USAGE,
  rules: USAGE,
  'no-repository': USAGE,
  git: USAGE,
  'not-found': USAGE,
  incomplete: INCOMPLETE,
  internal: INCOMPLETE,
};

/** The code of a run that threw. What is no {@link TightlipError} is a bug of ours, never 1. */
export function exitCodeOfError(error: unknown): number {
  return error instanceof TightlipError ? BY_ERROR[error.code] : INCOMPLETE;
}

const PRECEDENCE = [CLEAN, INCOMPLETE, FINDINGS, USAGE];

/** The code that two outcomes of one run make together: 2 before 1 before 3 before 0; signals before all. */
export function worst(a: number, b: number): number {
  if (a >= HUNG_UP || b >= HUNG_UP) return Math.max(a, b);
  return PRECEDENCE.indexOf(a) >= PRECEDENCE.indexOf(b) ? a : b;
}
