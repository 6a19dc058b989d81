/** How unlike words and ordinary code a value is: the cost of its characters under a letter-trigram model. */
import { fromBase64 } from '../../bytes/latin1.ts';
import { TRIGRAM_COSTS } from './trigrams.ts';

let packed: Uint8Array | null = null;

/**
 * Half bits by `first * 729 + second * 27 + third`, two a byte; letters are 1..26, a word's edge is 0. They stay packed: a commit asks for
 * a few dozen of the twenty thousand.
 */
function trigramCosts(): Uint8Array {
  packed ??= fromBase64(TRIGRAM_COSTS);
  return packed;
}

/** Letters of the model and what ends a word. */
export const LETTERS = 27;

/** Cost in bits of a letter (1..26; 0: a word's edge) after two others. */
export function letterBits(first: number, second: number, third: number): number {
  const at = (first * LETTERS + second) * LETTERS + third;
  return (((trigramCosts()[at >> 1] as number) >> ((at & 1) << 2)) & 15) / 2;
}

const DIGIT_BITS = 3.3;
/** A digit after a letter or the reverse, and a change of case that no word ends at, surprise as much as a rare letter. */
const CHANGE_BITS = 2;

/**
 * Mean cost of the value's characters in bits: about 2.5 for words, 5 and more for random letters and digits.
 *
 * @param value - One code unit a byte. Symbols separate words and cost nothing.
 */
export function bitsPerCharacter(value: string): number {
  let first = 0;
  let second = 0;
  let bits = 0;
  let counted = 0;
  let before = '';
  for (let i = 0; i < value.length; i++) {
    const byte = value.charCodeAt(i);
    const kind = kindOf(byte);
    if (kind === '') {
      first = second = 0;
      before = '';
      continue;
    }
    counted++;
    if (before !== '' && kind !== before) {
      if (!(before === 'u' && kind === 'l')) first = second = 0;
      if (before === 'd' || kind === 'd' || (before === 'l' && kind === 'u')) bits += CHANGE_BITS;
    }
    if (kind === 'd') bits += DIGIT_BITS;
    else {
      const letter = (byte | 32) - 96;
      bits += letterBits(first, second, letter);
      first = second;
      second = letter;
    }
    before = kind;
  }
  return counted === 0 ? 0 : bits / counted;
}

function kindOf(byte: number): '' | 'd' | 'u' | 'l' {
  if (byte >= 48 && byte <= 57) return 'd';
  if (byte >= 65 && byte <= 90) return 'u';
  return byte >= 97 && byte <= 122 ? 'l' : '';
}

const WORDS_BITS = 3;
const RANDOM_BITS = 4.9;

/** 0 for words, 1 for random characters; hexadecimal of a key's length is no word, whatever letters chance put side by side. */
export function rarityOf(value: string): number {
  if (value.length >= 32 && /^[0-9a-fA-F]+$/.test(value) && new Set(value).size >= 10) return 1;
  return Math.min(1, Math.max(0, (bitsPerCharacter(value) - WORDS_BITS) / (RANDOM_BITS - WORDS_BITS)));
}
