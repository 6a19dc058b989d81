/** GitLab's two kinds of token. */
import { fromBits, BASE64URL } from './base-n.ts';
import { compare } from './checksum.ts';
import type { Checksum } from './checksum.ts';
import { crc32 } from './crc.ts';

/** Seven base36 digits of the CRC of a routable token's text before them, prefix included. */
export function gitlabCheck(before: string): string {
  return crc32(before).toString(36).padStart(7, '0');
}

/**
 * Routable tokens, `<prefix><payload>[.<version>].<length><crc>`: the length and the CRC must hold (gitlabhq,
 * routable_token.rb). The others have none: 0. What GitLab makes lacks `l I O 0`, but an administrator may set any text
 * (`set_token`), so one of these proves nothing.
 */
export const gitlabChecksum: Checksum = (secret) => {
  const routable =
    /^((?:[a-z]{1,10}-)(?:t\d_)?([A-Za-z0-9_-]{27,300})(?:\.[0-9a-z]{2})?\.([0-9a-z]{2}))([0-9a-z]{7})$/.exec(secret);
  if (routable !== null) {
    const [, before, payload, length, crc] = routable as unknown as [string, string, string, string, string];
    if (Number.parseInt(length, 36) !== payload.length || fromBits(payload, BASE64URL) === null) return -1;
    return compare(gitlabCheck(before), crc);
  }
  return 0;
};
