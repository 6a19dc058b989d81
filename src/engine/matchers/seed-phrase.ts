/**
 * Seed phrases of wallets (BIP-39): 12 to 24 words of its English list after a word such as `mnemonic`, on one line, over several or as a
 * list. Reach: {@link SEED_PHRASE_REACH}. Linear: most text fails at the second word that is too short, too long or not in lower case.
 */
import { fromLatin1 } from '../../bytes/latin1.ts';
import { BIP39_LENGTHS, bip39Holds, bip39Place, isBip39Vector } from '../../rules/checksums/bip39.ts';
import { Mark } from '../match.ts';
import { isEol, isLetter, isWord, shortText } from './assignment-text.ts';
import { type MatcherHit, NO_HITS, type Reach, type Window } from './matcher.ts';

/** Bytes between the anchor and the first word of a phrase, at most. */
const GAP = 48;
const MOST_WORDS = 24;
const LEAST_WORDS = 12;
/** Bytes between two words: a blank, or a line end with indent and quotes. */
const MOST_BETWEEN = 12;
const SHORTEST_WORD = 3;
const LONGEST_WORD = 8;

/** The gap and the longest phrase. */
export const SEED_PHRASE_REACH: Reach = { before: 1, after: GAP + MOST_WORDS * (LONGEST_WORD + MOST_BETWEEN) + 1 };

interface Word {
  readonly start: number;
  readonly end: number;
}

/** The phrase after the anchor, if one begins within {@link GAP} bytes of it. */
export function matchSeedPhrase(window: Window): readonly MatcherHit[] {
  const { bytes, anchorEnd } = window;
  const limit = Math.min(window.end, anchorEnd + GAP);
  for (let i = anchorEnd; i < limit; i++) {
    if (!isLetter(bytes[i] as number) || isWord(bytes[i - 1] as number)) continue;
    const words = readWords(bytes, i, window.end);
    const hit = words.length < LEAST_WORDS ? null : phraseOf(window, words);
    if (hit !== null) return [hit];
  }
  return NO_HITS;
}

/** Words of three to eight lower-case letters from `index` on, at most {@link MOST_WORDS}. */
function readWords(bytes: Uint8Array, index: number, end: number): Word[] {
  const words: Word[] = [];
  for (let i = index; words.length < MOST_WORDS;) {
    const start = i;
    while (i < end && i - start <= LONGEST_WORD && (bytes[i] as number) >= 0x61 && (bytes[i] as number) <= 0x7a) i++;
    if (i - start < SHORTEST_WORD || i - start > LONGEST_WORD || (i < end && isWord(bytes[i] as number))) break;
    words.push({ start, end: i });
    const after = i;
    while (i < end && i - after < MOST_BETWEEN && isBetween(bytes[i] as number)) i++;
    if (i === after) break;
  }
  return words;
}

/** Blanks, line ends, quotes, commas and escapes, as lists of words have them. */
function isBetween(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || isEol(byte) || ',"\'\\-'.includes(String.fromCharCode(byte));
}

/** The longest phrase that the words begin with; null when fewer than twelve are of the list. */
function phraseOf({ bytes, anchorStart }: Window, words: readonly Word[]): MatcherHit | null {
  const texts: string[] = [];
  const places: number[] = [];
  for (const { start, end } of words) {
    const text = shortText(bytes, start, end);
    const place = bip39Place(text);
    if (place < 0) break;
    texts.push(text);
    places.push(place);
  }
  const lengths = BIP39_LENGTHS.filter((length) => length <= places.length).toReversed();
  const holding = lengths.find((length) => bip39Holds(places.slice(0, length)));
  const count = holding ?? (BIP39_LENGTHS.includes(places.length) ? places.length : 0);
  if (count === 0) return null;
  // Of a list of words in their order: chance sorts twelve once in 480 million times.
  if (places.slice(0, count).every((place, index) => index === 0 || place > (places[index - 1] as number))) return null;
  const { start } = words[0] as Word;
  const { end } = words[count - 1] as Word;
  const isVector = isBip39Vector(places.slice(0, count)) || new Set(texts.slice(0, count)).size < 4;
  return {
    start: anchorStart,
    end,
    secretStart: start,
    secretEnd: end,
    encoding: 'given',
    value: fromLatin1(texts.slice(0, count).join(' ')),
    evidence: { checksum: holding === undefined ? -1 : 1, marks: isVector ? Mark.Documentation : 0 },
  };
}
