/** What a damaged repository does not give, told beside all that it gives. */
import { TightlipError } from '../errors.ts';
import type { Run } from './scan.ts';

/** What is looked up beside the contents themselves, and where. */
export interface LookUp {
  readonly directory: string;
  /** "the refs that lead to a secret". */
  readonly what: string;
}

/**
 * The result of some work, or something in its place where the repository is damaged: then the receipt says so.
 *
 * @throws TightlipError of any other kind.
 */
export async function orSkip<T>(work: Promise<T>, instead: T, { directory, what }: LookUp, run: Run): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof TightlipError) || error.code !== 'incomplete') throw error;
    run.receipt.skip({ path: directory, kind: 'failure', reason: `${what} cannot be told: ${error.message}` });
    return instead;
  }
}
