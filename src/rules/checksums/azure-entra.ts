/** Microsoft Entra client secrets (`8Q~` at index 3): three characters of a keyed hash of the 37 before them. */
import { compare } from './checksum.ts';
import type { Checksum } from './checksum.ts';

const DIGITS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ1234567890.-_~';
const SEED_LOW = 0x77643030;
const SEED_HIGH = 0x41616450;

/** Marvin32 of latin1 text under a 64-bit seed, its halves folded to 32 bits. */
export function marvin32(text: string, seedLow: number, seedHigh: number): number {
  let low = seedLow >>> 0;
  let high = seedHigh >>> 0;
  const mix = (word: number): void => {
    low = (low + word) >>> 0;
    high = (high ^ low) >>> 0;
    low = (rotate(low, 20) + high) >>> 0;
    high = (rotate(high, 9) ^ low) >>> 0;
    low = (rotate(low, 27) + high) >>> 0;
    high = rotate(high, 19);
  };
  const byteAt = (index: number): number => (index < text.length ? text.charCodeAt(index) : 0x80);
  let at = 0;
  for (; at + 4 <= text.length; at += 4)
    mix((byteAt(at) | (byteAt(at + 1) << 8) | (byteAt(at + 2) << 16) | (byteAt(at + 3) << 24)) >>> 0);
  let tail = 0;
  for (let index = 0; index <= text.length - at; index++) tail |= byteAt(at + index) << (8 * index);
  mix(tail >>> 0);
  mix(0);
  return (low ^ high) >>> 0;
}

function rotate(value: number, bits: number): number {
  return ((value << bits) | (value >>> (32 - bits))) >>> 0;
}

/** The three characters that end a secret; null when the hash is so small that its padding is not documented. */
export function azureEntraCheck(before: string): string | null {
  let rest = marvin32(before, SEED_LOW, SEED_HIGH);
  if (rest < DIGITS.length ** 5) return null;
  let text = '';
  for (; rest > 0; rest = Math.floor(rest / DIGITS.length)) text = (DIGITS[rest % DIGITS.length] as string) + text;
  return text.slice(0, 3);
}

/** 40 characters with `8Q~` at index 3; 0 for the older forms. */
export const azureEntraChecksum: Checksum = (secret) => {
  const found = /^([A-Za-z0-9_~.-]{3}8Q~[A-Za-z0-9_~.-]{31})([A-Za-z0-9_~.-]{3})$/.exec(secret);
  const expected = found === null ? null : azureEntraCheck(found[1] as string);
  return expected === null ? 0 : compare(expected, found?.[2] as string);
};
