/** Several values of one statement: lists of words, and names that are given their values together. */
import { listAt } from './assignment-delimited.ts';
import type { Separator } from './assignment-separator.ts';
import { at, code, isBlank, isEol, isWord, skipBlanks } from './assignment-text.ts';
import { readString, type Literal } from './assignment-value.ts';

/** `%w[v w]` of Ruby and Elixir, `qw(v w)` of Perl: the words, or null when no such list begins at `index`. */
export function wordList(bytes: Uint8Array, index: number, end: number): Literal[] | null {
  const list = listAt(bytes, index, end);
  if (list === null) return null;
  const words: Literal[] = [];
  for (let i = skipBlanks(bytes, list.start, list.end); i < list.end; i = skipBlanks(bytes, i, list.end)) {
    const start = i;
    while (i < list.end && !isBlank(bytes[i] as number)) i++;
    words.push({ start, end: i, after: i, encoding: 'plain', bare: false, trailing: false });
  }
  return words;
}

/** `login, password = 'a', 'b'`: the literal at the name's place, or null when the name stands alone or no list of literals follows. */
export function readOfSeveral(
  bytes: Uint8Array,
  nameStart: number,
  { form, value }: Separator,
  end: number,
): Literal[] | null {
  const place = form === 'equals' ? namesBefore(bytes, nameStart) : 0;
  if (place === 0) return null;
  let i = value;
  for (let literals = 0; literals <= place; literals++) {
    const literal = readString(bytes, i, end);
    if (literal === null) return null;
    if (literals === place) return [literal];
    i = skipBlanks(bytes, literal.after, end);
    if (at(bytes, i) !== code(',')) return null;
    i = skipBlanks(bytes, i + 1, end);
  }
  return null;
}

const MOST_NAMES_BEFORE = 3;

/** How many names with commas stand before a name on its line, where there is nothing else. */
function namesBefore(bytes: Uint8Array, nameStart: number): number {
  let names = 0;
  let i = nameStart;
  while (names <= MOST_NAMES_BEFORE) {
    while (isBlank(at(bytes, i - 1))) i--;
    if (i === 0 || isEol(at(bytes, i - 1))) return names;
    if (at(bytes, i - 1) !== code(',')) return 0;
    i--;
    while (isBlank(at(bytes, i - 1))) i--;
    const stop = i;
    while (isWord(at(bytes, i - 1))) i--;
    if (i === stop) return 0;
    names++;
  }
  return 0;
}
