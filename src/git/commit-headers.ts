/** Who made a commit and when, in git's own words. */
import { dateOf } from './raw-diff.ts';
import type { Repository } from './repository.ts';
import { runGit } from './run.ts';

/** Author and date of a commit. The author is hostile text. */
export interface CommitHeader {
  readonly author: string;
  /** ISO 8601 with offset, the author date; '' where the commit has none. */
  readonly date: string;
}

/** Headers by commit id; encodings and time zones are git's affair. */
export async function readCommitHeaders(
  repository: Repository,
  commits: readonly string[],
): Promise<Map<string, CommitHeader>> {
  const headers = new Map<string, CommitHeader>();
  if (commits.length === 0) return headers;
  const args = ['rev-list', '--no-walk=unsorted', '--stdin', '--format=%an%x00%aI'];
  const { stdout } = await runGit(repository.context, args, { input: `${commits.join('\n')}\n` });
  const lines = stdout.toString('utf8').split('\n');
  for (let i = 0; i + 1 < lines.length; i += 2) {
    const [author = '', date = ''] = lines[i + 1]!.split('\0');
    headers.set(lines[i]!.slice('commit '.length), { author, date: dateOf(date) });
  }
  return headers;
}
