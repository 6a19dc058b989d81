/** Seeds in base32 with a CRC-16, and bech32. */
import { BASE32, fromBits } from './base-n.ts';
import type { Checksum } from './checksum.ts';
import { crc16 } from './crc.ts';

function endsInCrc16(bytes: Uint8Array): boolean {
  const crc = crc16(bytes.subarray(0, -2));
  return bytes.at(-2) === (crc & 255) && bytes.at(-1) === crc >> 8;
}

/** Whether a text in base32 ends in the CRC-16 of what stands before it, as all keys and addresses of Stellar and NATS do. */
export function endsInBase32Check(text: string): boolean {
  const bytes = fromBits(text, BASE32);
  return bytes !== null && bytes.length > 2 && endsInCrc16(bytes);
}

/** A NATS nkey seed, `S` and a role: two prefix bytes, 32 of seed, CRC-16 little-endian; 58 characters. */
export const natsSeedChecksum: Checksum = (secret) => {
  if (!/^S[A-Z2-7]{57}$/.test(secret)) return 0;
  const bytes = fromBits(secret, BASE32);
  return bytes !== null && bytes.length === 36 && bytes[0]! >> 3 === 18 && endsInCrc16(bytes) ? 1 : -1;
};

/** A Stellar secret seed, `S` and 55 characters: 0x90, 32 bytes, CRC-16 little-endian (SEP-23). */
export const stellarSeedChecksum: Checksum = (secret) => {
  if (!/^S[A-Z2-7]{55}$/.test(secret)) return 0;
  const bytes = fromBits(secret, BASE32);
  return bytes !== null && bytes[0] === 0x90 && endsInCrc16(bytes) ? 1 : -1;
};

const BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const BECH32_GENERATORS = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

/** The bech32 checksum register after a human-readable part and five-bit values (BIP-173); 1 for a whole valid text. */
export function bech32Polymod(prefix: string, values: readonly number[]): number {
  const codes = [...prefix].map((char) => char.charCodeAt(0));
  let register = 1;
  for (const value of [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31), ...values]) {
    const top = register >>> 25;
    register = ((register & 0x1ffffff) << 5) ^ value;
    BECH32_GENERATORS.forEach((generator, bit) => {
      if ((top >> bit) & 1) register ^= generator;
    });
  }
  return register >>> 0;
}

/** Six characters that complete a bech32 text. */
export function bech32Check(prefix: string, body: string): string {
  const values = [...body].map((char) => BECH32.indexOf(char));
  const register = bech32Polymod(prefix, [...values, 0, 0, 0, 0, 0, 0]) ^ 1;
  return [25, 20, 15, 10, 5, 0].map((shift) => BECH32[(register >>> shift) & 31] as string).join('');
}

/** `AGE-SECRET-KEY-1` and 58 characters of bech32. */
export const ageChecksum: Checksum = (secret) => {
  const lower = secret.toLowerCase();
  const found = /^age-secret-key-1([02-9ac-hj-np-z]{52})([02-9ac-hj-np-z]{6})$/.exec(lower);
  if (found === null) return lower.startsWith('age-secret-key-1') ? -1 : 0;
  return bech32Check('age-secret-key-', found[1] as string) === found[2] ? 1 : -1;
};

/** Any lower-case bech32 text (BIP-173): a readable part, `1`, data and six characters of check, as Nostr, Sui, Cardano and Zcash write keys. */
export const bech32Checksum: Checksum = (secret) => {
  const found = /^([a-z0-9_-]{1,60})1([a-z0-9]{6,400})$/.exec(secret);
  if (found === null) return 0;
  const values = [...(found[2] as string)].map((char) => BECH32.indexOf(char));
  return !values.includes(-1) && bech32Polymod(found[1] as string, values) === 1 ? 1 : -1;
};
