/** Which bytes of a literal to look for first: the fewer places have them, the fewer are compared. */

/** ASCII lower case by table. */
export const FOLD: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 65 && byte <= 90 ? byte + 32 : byte,
);

/** Letters from common to rare in source and logs. */
const COMMON_LETTERS = 'etaoinsrlcdpumhgfybwvkxjqz';

/** How common a byte is, roughly log2 of its share times 8; figures and the punctuation of tokens are rarer than other bytes. */
const COMMONNESS: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(FOLD[byte] as number);
  const letter = COMMON_LETTERS.indexOf(character);
  if (letter >= 0) return 26 - letter;
  return /[0-9_.:/-]/.test(character) ? 8 : 12;
});

/** Offset in the literal of its least common `length` bytes; 0 when it has no more than that. */
export function rarestStart(literal: Uint8Array, length: number): number {
  let score = 0;
  for (let i = 0; i < length && i < literal.length; i++) score += COMMONNESS[literal[i] as number] as number;
  let best = 0;
  let least = score;
  for (let at = 1; at + length <= literal.length; at++) {
    score +=
      (COMMONNESS[literal[at + length - 1] as number] as number) - (COMMONNESS[literal[at - 1] as number] as number);
    if (score < least) {
      least = score;
      best = at;
    }
  }
  return best;
}
