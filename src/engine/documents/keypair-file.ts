/** A key pair that is a whole file: Solana's `id.json`, an array of 64 numbers. */
import { type DocumentHit, documentHit } from './document.ts';

const NUMBERS = /^\s{0,100}\[\s{0,100}(\d{1,3}\s{0,20}(?:,\s{0,20}\d{1,3}\s{0,20}){63})\]\s{0,100}$/;

/** The hit of a file that holds nothing else. Whether its halves belong together is the rule's checksum. */
export function readKeypairFile(text: string): DocumentHit[] {
  const numbers = NUMBERS.exec(text)?.[1];
  if (numbers === undefined) return [];
  const start = text.indexOf(numbers);
  return [documentHit('keypair-file', { start, end: start + numbers.length, value: numbers, name: '' })];
}
