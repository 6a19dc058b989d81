/**
 * HMAC-SHA-256. Node's own is the faster one, but its module costs more to load than a commit's findings to seal, so the first values of a
 * thread, unless they are long, are done without it.
 */
import { createHmac } from 'node:crypto';
import { hmac as plainHmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';

/** What plain code does in less time than it takes to load the module. */
const MOST_PLAIN_BYTES = 8192;
/** A call costs about as much as so many bytes. */
const CALL_BYTES = 256;

let plainBytes = 0;

/** The 64 hex digits. */
export function hmacSha256(key: Uint8Array, value: Uint8Array): string {
  plainBytes += CALL_BYTES + value.length;
  if (plainBytes > MOST_PLAIN_BYTES) return createHmac('sha256', key).update(value).digest('hex');
  return Buffer.from(plainHmac(sha256, key, value)).toString('hex');
}
