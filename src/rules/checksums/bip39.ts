/** Seed phrases of wallets: words of a public list, the last of which carries a checksum of the others. */
import { sha256 } from '@noble/hashes/sha2.js';
import { BIP39_WORDS } from './bip39-words.ts';
import type { Checksum } from './checksum.ts';

let list: readonly string[] | null = null;
let places: ReadonlyMap<string, number> | null = null;

/** The words in their order; split when first asked for. */
export function bip39Words(): readonly string[] {
  return (list ??= BIP39_WORDS.trim().split(/\s+/));
}

/** The place of a lower-case word in the list, or -1. */
export function bip39Place(word: string): number {
  places ??= new Map(bip39Words().map((each, index) => [each, index]));
  return places.get(word) ?? -1;
}

/** How many words a phrase may have. */
export const BIP39_LENGTHS: readonly number[] = [12, 15, 18, 21, 24];

const BITS_PER_WORD = 11;

/** The entropy that a phrase stands for, and the checksum bits after it. */
function unpack(places: readonly number[]): { entropy: Uint8Array; checkBits: string } {
  const bits = places.map((place) => place.toString(2).padStart(BITS_PER_WORD, '0')).join('');
  const length = Math.floor(bits.length / 33) * 32;
  const entropy = Uint8Array.from({ length: length / 8 }, (_, i) => Number.parseInt(bits.slice(8 * i, 8 * i + 8), 2));
  return { entropy, checkBits: bits.slice(length) };
}

function checkOf(entropy: Uint8Array, length: number): string {
  return (sha256(entropy)[0] as number).toString(2).padStart(8, '0').slice(0, length);
}

/** Whether the checksum of a phrase holds, given the places of its words: 12, 15, 18, 21 or 24 of them. */
export function bip39Holds(places: readonly number[]): boolean {
  const { entropy, checkBits } = unpack(places);
  return checkOf(entropy, checkBits.length) === checkBits;
}

/** Words of the list with a blank between them, and the checksum in the last. */
export const bip39Checksum: Checksum = (secret) => {
  const found = secret.split(' ').map(bip39Place);
  return BIP39_LENGTHS.includes(found.length) && !found.includes(-1) && bip39Holds(found) ? 1 : -1;
};

/** Whether the entropy is one byte over and over, as that of every test vector. */
export function isBip39Vector(places: readonly number[]): boolean {
  const { entropy } = unpack(places);
  return entropy.every((byte) => byte === entropy[0]);
}

/** The phrase of an entropy of 16 to 32 bytes. */
export function bip39Phrase(entropy: Uint8Array): string {
  const bits = [...entropy].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const whole = bits + checkOf(entropy, bits.length / 32);
  const words = bip39Words();
  const picked: string[] = [];
  for (let i = 0; i < whole.length; i += BITS_PER_WORD)
    picked.push(words[Number.parseInt(whole.slice(i, i + BITS_PER_WORD), 2)] as string);
  return picked.join(' ');
}
