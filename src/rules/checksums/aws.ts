/** What AWS credentials say of themselves. */
import { BASE32, bytesToText, fromBase64, fromBits } from './base-n.ts';
import type { Checksum } from './checksum.ts';

/**
 * The account, twelve digits, that an access key id belongs to; null for what is none, and for ids of before 2019
 * (`AKIAI…`, `AKIAJ…`), which do not say.
 */
export function awsAccountOf(keyId: string): string | null {
  const body = /^A[A-Z]{3}([A-Z2-7]{16})$/.exec(keyId)?.[1];
  if (body === undefined || /^[IJ]/.test(body)) return null;
  const bytes = fromBits(body, BASE32) as Uint8Array;
  let value = 0n;
  for (const byte of bytes.subarray(0, 6)) value = (value << 8n) | BigInt(byte);
  const account = (value & 0x7fffffffff80n) >> 7n;
  return account > 999_999_999_999n ? null : account.toString().padStart(12, '0');
}

/**
 * A key id has no checksum: -1 for characters that base32 lacks, else 0. That newer ones tell their account was found out from keys, not
 * published, so an account of more than twelve digits says nothing.
 */
export const awsKeyIdChecksum: Checksum = (secret) =>
  /^A[A-Z]{3}(?![A-Z2-7]{16}$)[A-Z0-9]{16}$/.test(secret) ? -1 : 0;

/** A length-prefixed field that holds the origin, or the partition. */
const SESSION_TOKEN_STARTS = ['\x21\n\torigin', '\x17\n\x06er/aws'];

/** A session token decodes to a message that begins with its origin or its partition. */
export const awsSessionTokenChecksum: Checksum = (secret) => {
  const bytes = fromBase64(secret.slice(0, 24));
  if (bytes === null) return -1;
  const start = bytesToText(bytes);
  return SESSION_TOKEN_STARTS.some((each) => start.startsWith(each)) ? 1 : 0;
};

/** The name, account and secret inside a long-term Bedrock key (`ABSK…`); null when it decodes to something else. */
function decodeBedrock(secret: string): RegExpExecArray | null {
  const bytes = secret.startsWith('ABSK') ? fromBase64(secret.slice(4)) : null;
  return bytes === null ? null : /^BedrockAPIKey-[A-Za-z0-9]{1,16}-at-(\d{12}):(.{16,})$/s.exec(bytesToText(bytes));
}

/** The account of a long-term Bedrock key, or null. */
export function bedrockAccountOf(secret: string): string | null {
  return decodeBedrock(secret)?.[1] ?? null;
}

/** A long-term Bedrock key decodes to its IAM user's name, the account and a secret. */
export const bedrockChecksum: Checksum = (secret) => {
  if (!secret.startsWith('ABSK')) return 0;
  return decodeBedrock(secret) === null ? -1 : 1;
};
