/** The committer's clock in a commit, as git reads it when it puts commits in order. */

const LF = 0x0a;
const CLOSE = 0x3e;
const MOST = 2 ** 32 - 1;

/**
 * Seconds since 1970, at most 2^32 - 1; 0 where the headers are not what they should be.
 *
 * @param from - Where the headers behind the parents begin.
 */
export function commitDate(commit: Uint8Array, from: number): number {
  if (!startsWith(commit, from, 'author')) return 0;
  const author = commit.indexOf(LF, from);
  if (author === -1 || !startsWith(commit, author + 1, 'committer')) return 0;
  const end = commit.indexOf(LF, author + 1);
  if (end === -1) return 0;
  let at = end;
  while (at > author && commit[at - 1] !== CLOSE) at--;
  if (at === author) return 0;
  while (commit[at] === 0x20 || (commit[at]! >= 0x09 && commit[at]! <= 0x0d)) at++;
  let date = 0;
  for (let digit = commit[at]! - 0x30; at < end && digit >= 0 && digit <= 9; digit = commit[++at]! - 0x30) {
    date = Math.min(MOST, 10 * date + digit);
  }
  return date;
}

function startsWith(bytes: Uint8Array, at: number, word: string): boolean {
  for (let i = 0; i < word.length; i++) if (bytes[at + i] !== word.charCodeAt(i)) return false;
  return true;
}
