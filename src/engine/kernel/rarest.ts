/** Which bytes of a literal to look for first: the fewer places have them, the fewer are compared. */
import { LETTERS, letterBits } from '../filters/rarity.ts';

/** ASCII lower case by table. */
export const FOLD: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 65 && byte <= 90 ? byte + 32 : byte,
);

/** Bits that a byte which is no letter adds to those of a word's edge: blanks and the signs of names and paths are common. */
const SIGN_BITS: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === 0x20) return 1;
  return '_.-/('.includes(String.fromCharCode(byte)) ? 3 : 4;
});

/** Rounds after which the shares of pairs stay as they are. */
const ROUNDS = 4;

let pairs: Float64Array | null = null;

/** Bits of two characters that follow each other anywhere, by `first * LETTERS + second`: where the model of the third leads. */
function pairBits(): Float64Array {
  if (pairs !== null) return pairs;
  let shares = new Float64Array(LETTERS * LETTERS).fill(1 / (LETTERS * LETTERS));
  for (let round = 0; round < ROUNDS; round++) shares = oneFurther(shares);
  pairs = shares.map((share) => -Math.log2(share + 1e-7));
  return pairs;
}

/** The shares of pairs one character further on. */
function oneFurther(shares: Float64Array): Float64Array<ArrayBuffer> {
  const next = new Float64Array(shares.length);
  const weights = new Float64Array(LETTERS);
  for (let pair = 0; pair < shares.length; pair++) {
    const second = pair % LETTERS;
    let sum = 0;
    for (let third = 0; third < LETTERS; third++) {
      weights[third] = 2 ** -letterBits((pair - second) / LETTERS, second, third);
      sum += weights[third] as number;
    }
    const share = (shares[pair] as number) / sum;
    for (let third = 0; third < LETTERS; third++) next[second * LETTERS + third]! += share * (weights[third] as number);
  }
  return next;
}

/** How seldom text and source have these bytes, in bits. */
function bitsOf(literal: Uint8Array, start: number, length: number): number {
  let first = letterOf(literal[start] as number);
  let second = letterOf(literal[start + 1] as number);
  let bits = (pairBits()[first * LETTERS + second] as number) + signBits(literal, start) + signBits(literal, start + 1);
  for (let i = start + 2; i < start + length; i++) {
    const third = letterOf(literal[i] as number);
    bits += letterBits(first, second, third) + signBits(literal, i);
    first = second;
    second = third;
  }
  return bits;
}

/** 1..26, or 0 for what ends a word. */
function letterOf(byte: number): number {
  const folded = FOLD[byte] as number;
  return folded >= 97 && folded <= 122 ? folded - 96 : 0;
}

function signBits(literal: Uint8Array, at: number): number {
  const byte = literal[at] as number;
  return letterOf(byte) === 0 ? (SIGN_BITS[byte] as number) : 0;
}

/** Offset in the literal of its least common `length` bytes; 0 when it has no more than that. */
export function rarestStart(literal: Uint8Array, length: number): number {
  let best = 0;
  let most = 0;
  for (let at = 0; at + length <= literal.length; at++) {
    const bits = bitsOf(literal, at, length);
    if (bits <= most) continue;
    most = bits;
    best = at;
  }
  return best;
}
