/** Seeded random numbers: the same seed gives the same examples on every machine, for ever. */

export interface Random {
  /** A whole number from 0 up to, not including, `below`. */
  whole(below: number): number;
  /** One character of the text. */
  pick(chars: string): string;
  /** So many characters of the text. */
  text(chars: string, length: number): string;
  /** So many bytes. */
  bytes(length: number): Uint8Array;
}

/** A generator with 32 bits of state (mulberry32), seeded by an FNV-1a hash of the seed. */
export function createRandom(seed: string): Random {
  let state = 0x811c9dc5;
  for (let i = 0; i < seed.length; i++) state = Math.imul(state ^ seed.charCodeAt(i), 0x01000193);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (below: number): number => Math.floor(next() * below);
  const pick = (chars: string): string => chars.charAt(whole(chars.length));
  return {
    whole,
    pick,
    text: (chars, length) => Array.from({ length }, () => pick(chars)).join(''),
    bytes: (length) => Uint8Array.from({ length }, () => whole(256)),
  };
}
