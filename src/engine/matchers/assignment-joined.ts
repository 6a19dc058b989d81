/** A value that its name runs into: `acme-secret-9f…`, `acmeTOKEN.9f…`. Only a rule that knows the value's shape can tell where it begins. */
import { normalName } from './assignment-name.ts';
import { type Assignment, assigned } from './assignment-parse.ts';
import { at, isDigit, isIdent, isLetter, isWord, shortText } from './assignment-text.ts';

/** Bytes of a run after the anchor that are looked at. */
const RUN_REACH = 220;
const SHORTEST_RUN = 24;
const LEAST_DIGITS = 2;
/** The anchor's, and words of the label behind it. */
const MOST_RUNS = 3;
/** Bytes of the run before the anchor. */
const LONGEST_BEFORE = 24;

/** The words that call what follows a credential, what a person adds to them, and the value. */
const JOINED =
  /^([A-Za-z0-9_. -]{0,48}?(?:secret|private|access|key|token)(?:[_-]?(?:secret|private|access|key|token)){0,2})(?:[A-Za-z]{1,3}|[_-][A-Za-z]{1,3})?[.-]([A-Za-z0-9][A-Za-z0-9_.-]{14,198}[A-Za-z0-9_])$/i;

/** End of the run that holds the anchor, or of the second after it over single blanks; -1 where none is long and mixed enough to end in a value. */
function runEnd(bytes: Uint8Array, anchorEnd: number, end: number): number {
  const limit = Math.min(end, anchorEnd + RUN_REACH);
  for (let from = anchorEnd, runs = 0; runs < MOST_RUNS; runs++) {
    let digits = 0;
    let stop = from;
    for (; stop < limit && isIdent(bytes[stop] as number); stop++) if (isDigit(bytes[stop] as number)) digits++;
    if (stop === limit && limit < end) return -1;
    if (digits >= LEAST_DIGITS && stop - from >= SHORTEST_RUN) return lastWord(bytes, stop);
    if (at(bytes, stop) !== 0x20 || !isLetter(at(bytes, stop + 1))) return -1;
    from = stop + 1;
  }
  return -1;
}

function lastWord(bytes: Uint8Array, stop: number): number {
  let end = stop;
  while (!isWord(bytes[end - 1] as number)) end--;
  return end;
}

/** Whether the run that holds the anchor may end in a value: the gate of {@link readJoined}. */
export function mayBeJoined(bytes: Uint8Array, anchorEnd: number, end: number): boolean {
  return runEnd(bytes, anchorEnd, end) >= 0;
}

/** The value at the end of the run that holds the anchor, under the words before it; null when there is none. */
export function readJoined(bytes: Uint8Array, anchorStart: number, anchorEnd: number): Assignment | null {
  const stop = runEnd(bytes, anchorEnd, bytes.length);
  if (stop < 0 || '=:('.includes(String.fromCharCode(at(bytes, stop)))) return null;
  const least = Math.max(0, anchorStart - LONGEST_BEFORE);
  let start = anchorStart;
  while (start > least && isIdent(bytes[start - 1] as number)) start--;
  if (start === least && least > 0) return null;
  while (!isWord(bytes[start] as number)) start++;
  const found = JOINED.exec(shortText(bytes, start, stop));
  if (found === null) return null;
  const [, words = '', value = ''] = found;
  const end = start + words.length;
  if (end < anchorEnd) return null;
  const valueStart = stop - value.length;
  const name = normalName(bytes, start, end, false);
  return assigned({ start, end, name, label: '' }, [
    { start: valueStart, end: stop, after: stop, encoding: 'plain', bare: true, trailing: false, joined: true },
  ]);
}
