/** Words before a name after which only a blank parts it from its value: commands, and the login of a `.netrc`. */
import {
  at,
  code,
  isBlank,
  isLetter,
  isSpaceOrEnd,
  isWord,
  lineStart,
  shortText,
  startsWith,
} from './assignment-text.ts';

/** Words after which a name takes its value after a blank. */
const COMMANDS = new Set([
  'env',
  'setenv',
  'setx',
  'set',
  'arg',
  'export',
  'login',
  'user',
  'account',
  'machine',
  'by',
  'with',
]);
const LONGEST_COMMAND = 7;

/** Whether the word before `index` is one of {@link COMMANDS}; reads nothing before `floor`. */
export function afterCommand(bytes: Uint8Array, index: number, floor: number): boolean {
  let stop = index;
  while (stop > floor && isBlank(bytes[stop - 1] as number)) stop--;
  let start = stop;
  while (start > floor && stop - start <= LONGEST_COMMAND && isLetter(bytes[start - 1] as number)) start--;
  const length = stop - start;
  // `set -gx NAME v` of fish.
  if (length > 0 && length <= 3 && start > floor && bytes[start - 1] === code('-'))
    return afterCommand(bytes, start - 1, floor);
  return length > 1 && length <= LONGEST_COMMAND && COMMANDS.has(shortText(bytes, start, stop).toLowerCase());
}

/** Whether what stands before the name speaks of a login, as `.netrc` does; reads nothing before `floor`. */
export function afterLogin(bytes: Uint8Array, nameStart: number, floor: number): boolean {
  const least = Math.max(floor, nameStart - 159);
  for (let i = nameStart - 5; i >= least; i--) {
    if (((bytes[i] as number) | 0x20) !== 0x6c) continue;
    if (startsWith(bytes, i, nameStart, 'login') && isSpaceOrEnd(at(bytes, i + 5))) return true;
  }
  return false;
}

/** Whether the capitals that end at `nameEnd` begin their line or follow `env`, as a shell writes what a command gets: what follows the value is the command. */
export function startsCommand(bytes: Uint8Array, nameEnd: number): boolean {
  let nameStart = nameEnd;
  while (isWord(at(bytes, nameStart - 1))) nameStart--;
  if (!/^[A-Z][A-Z0-9_]*$/.test(shortText(bytes, nameStart, nameEnd))) return false;
  const before = shortText(bytes, lineStart(bytes, nameStart, Math.max(0, nameStart - 16)), nameStart);
  // `web: NAME=v command` of a Procfile.
  return /^[ \t]*$|^[a-z]{2,12}: $|(?:^|[ \t])(?:env|sudo)[ \t]$|(?:&&|;|\$)[ \t]$/.test(before);
}
