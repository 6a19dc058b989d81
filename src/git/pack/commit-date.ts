/** The committer's clock in a commit, as git reads it when it puts commits in order. */

const LF = 0x0a;
const CLOSE = 0x3e;
const MINUS = 0x2d;
const PLUS = 0x2b;

/** In place of a date that versions of git read differently, or that is later than 2106. */
export const UNCLEAR_DATE = 2 ** 32 - 1;

/**
 * Seconds since 1970; 0 where the headers are not what they should be.
 *
 * @param from - Where the headers behind the parents begin.
 */
export function commitDate(commit: Uint8Array, from: number): number {
  if (!startsWith(commit, from, 'author')) return 0;
  const author = commit.indexOf(LF, from);
  if (author === -1 || !startsWith(commit, author + 1, 'committer')) return 0;
  const end = commit.indexOf(LF, author + 1);
  const close = commit.indexOf(CLOSE, author + 1);
  // A git before 2.41 begins behind the first of several, goes on beyond the line, and reads none where that is the last.
  if (close === -1 || close > end || end === commit.length - 1 || commit.subarray(close + 1, end).includes(CLOSE)) {
    return UNCLEAR_DATE;
  }
  let at = close + 1;
  while (commit[at] === 0x20 || (commit[at]! >= 0x09 && commit[at]! <= 0x0d)) at++;
  if (at >= end || commit[at] === MINUS || commit[at] === PLUS) return UNCLEAR_DATE;
  let date = 0;
  for (let digit = commit[at]! - 0x30; at < end && digit >= 0 && digit <= 9; digit = commit[++at]! - 0x30) {
    date = Math.min(UNCLEAR_DATE, 10 * date + digit);
  }
  return date;
}

function startsWith(bytes: Uint8Array, at: number, word: string): boolean {
  for (let i = 0; i < word.length; i++) if (bytes[at + i] !== word.charCodeAt(i)) return false;
  return true;
}
