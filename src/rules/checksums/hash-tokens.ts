/** Tokens that end in a cryptographic hash of the rest. */
import { sha256 } from '@noble/hashes/sha2.js';
import { BASE64URL, fromBase58, textToBytes, toBits } from './base-n.ts';
import { compare } from './checksum.ts';
import type { Checksum } from './checksum.ts';

/** First eight characters of base64url(SHA-256(`<project>|<prefix and 22 characters>`)). */
export function supabaseCheck(project: string, before: string): string {
  return toBits(sha256(textToBytes(`${project}|${before}`)), BASE64URL).slice(0, 8);
}

/** How a self-hosted Supabase calls its project. */
export const SUPABASE_SELF_HOSTED = 'supabase-self-hosted';

/**
 * `sb_secret_` and `sb_publishable_`: holds when it fits a project named nearby (`<ref>.supabase.co`) or a self-hosted
 * one; otherwise 0, for the key of an unnamed project looks the same.
 */
export const supabaseChecksum: Checksum = (secret, context) => {
  const found = /^(sb_(?:secret|publishable)_[A-Za-z0-9_-]{22})_([A-Za-z0-9_-]{8})$/.exec(secret);
  if (found === null) return 0;
  const projects = [...context.matchAll(/([a-z]{20})\.supabase\.co/g)].map((each) => each[1] as string);
  const holds = [...projects, SUPABASE_SELF_HOSTED].some(
    (project) => supabaseCheck(project, found[1] as string) === found[2],
  );
  return holds ? 1 : 0;
};

/** First four bytes of the double SHA-256 of a base58check payload. */
export function base58Check(payload: Uint8Array): Uint8Array {
  return sha256(sha256(payload)).subarray(0, 4);
}

function checkBase58(secret: string, hasVersion: (payload: Uint8Array) => boolean): 1 | -1 {
  const bytes = fromBase58(secret);
  if (bytes === null || bytes.length < 5) return -1;
  const payload = bytes.subarray(0, -4);
  return hasVersion(payload) ? compare(base58Check(payload).join(), bytes.subarray(-4).join()) : -1;
}

/** A Bitcoin private key in wallet import format: version 0x80 (main) or 0xef (test), 32 bytes, perhaps 0x01. */
export const bitcoinWifChecksum: Checksum = (secret) => {
  if (!/^[5KL9c][1-9A-HJ-NP-Za-km-z]{50,51}$/.test(secret)) return 0;
  return checkBase58(secret, (payload) => (payload[0] === 0x80 || payload[0] === 0xef) && payload.length >= 33);
};

/** A BIP-32 extended private key, `xprv` or `tprv`. */
export const extendedKeyChecksum: Checksum = (secret) => {
  if (!/^[xyzt]prv[1-9A-HJ-NP-Za-km-z]{107,108}$/.test(secret)) return 0;
  return checkBase58(secret, (payload) => payload.length === 78);
};
