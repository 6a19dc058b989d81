/** Tokens that end in a CRC-32 of the rest. */
import { BASE62, BASE64, toBase, toBits } from './base-n.ts';
import { compare, holdsOrUnknown } from './checksum.ts';
import type { Checksum } from './checksum.ts';
import { crc32, hex32, hex32LittleEndian } from './crc.ts';

/** GitHub and npm: six base62 digits of the CRC of the 30 characters after the prefix (github.blog, 2021-04). */
export function githubCheck(body: string): string {
  return toBase(crc32(body), BASE62, 6);
}

/** `ghp_ gho_ ghu_ ghr_` and the old `ghs_` of 36 characters; 0 for the fine-grained and the new forms, whose check is not public. */
export const githubChecksum: Checksum = (secret) => {
  const found = /^gh[pousr]_([A-Za-z0-9]{30})([A-Za-z0-9]{6})$/.exec(secret);
  return found === null ? 0 : compare(githubCheck(found[1] as string), found[2] as string);
};

/** `npm_` and 36 characters: as GitHub. */
export const npmChecksum: Checksum = (secret) => {
  const found = /^npm_([A-Za-z0-9]{30})([A-Za-z0-9]{6})$/.exec(secret);
  return found === null ? 0 : compare(githubCheck(found[1] as string), found[2] as string);
};

/** Vercel: six base62 digits of the CRC of the 50 characters after the prefix. */
export function vercelCheck(body: string): string {
  return toBase(crc32(body), BASE62, 6);
}

/** `vcp_ vci_ vca_ vcr_ vck_` and 56 characters; 0 for the old form without a prefix. See {@link holdsOrUnknown}. */
export const vercelChecksum: Checksum = (secret) => {
  const found = /^vc[piark]_([A-Za-z0-9_-]{50})([A-Za-z0-9]{6})$/.exec(secret);
  return found === null ? 0 : holdsOrUnknown(vercelCheck(found[1] as string), found[2] as string);
};

/** `cfut_ cfat_ cfk_ cfast_`: 40 characters and eight hex digits of their CRC; 0 otherwise. Cloudflare says no more than that there is a check, see {@link holdsOrUnknown}. */
export const cloudflareChecksum: Checksum = (secret) => {
  const found = /^cf(?:ut|at|k|ast)_([A-Za-z0-9]{40})([0-9a-f]{8})$/.exec(secret);
  return found === null ? 0 : holdsOrUnknown(hex32(crc32(found[1] as string)), found[2] as string);
};

/** Zuplo `zpka_`: 32 characters, `_`, eight hex digits of their CRC. See {@link holdsOrUnknown}. */
export const zuploChecksum: Checksum = (secret) => {
  const found = /^zpka_([a-z0-9]{32})_([0-9a-f]{8})$/.exec(secret);
  return found === null ? 0 : holdsOrUnknown(hex32(crc32(found[1] as string)), found[2] as string);
};

/** Atlassian `ATATT3…`, `ATCTT3…` and `ATSTT3…`: `=` and eight upper-case hex digits of the CRC of all before them. See {@link holdsOrUnknown}. */
export const atlassianChecksum: Checksum = (secret) => {
  const found = /^(AT[ACS]TT3[A-Za-z0-9_-]{20,300}=)([0-9A-F]{8})$/.exec(secret);
  return found === null ? 0 : holdsOrUnknown(hex32(crc32(found[1] as string)).toUpperCase(), found[2] as string);
};

/** Grafana service account `glsa_`: `_` and the CRC of prefix and secret as little-endian hex (satokengen). */
export const grafanaChecksum: Checksum = (secret) => {
  const found = /^(glsa_[A-Za-z0-9]{32})_([0-9a-f]{8})$/.exec(secret);
  return found === null ? 0 : compare(hex32LittleEndian(crc32(found[1] as string)), found[2] as string);
};

/** Confluent: first six characters of the base64 of the CRC's little-endian bytes. */
export function confluentCheck(body: string): string {
  const crc = crc32(body);
  return toBits(Uint8Array.of(crc, crc >>> 8, crc >>> 16, crc >>> 24), BASE64).slice(0, 6);
}

/** `cflt` secrets. The scheme was seen in one scanner only, so a mismatch says nothing. */
export const confluentChecksum: Checksum = (secret) => {
  const found = /^cflt([A-Za-z0-9+/]{54})([A-Za-z0-9+/]{6})$/.exec(secret);
  return found !== null && confluentCheck(found[1] as string) === found[2] ? 1 : 0;
};

/**
 * Datadog `ddpat_ ddsat_ ddapp_`: six base62 digits of a CRC. Whether it covers the alias is not documented, so either
 * reading holds and a mismatch says nothing.
 */
export const datadogChecksum: Checksum = (secret) => {
  const found = /^dd(?:pat|sat|app)_((?:[A-Za-z0-9]{1,40}_)?([A-Za-z0-9]{20,80}))([A-Za-z0-9]{6})$/.exec(secret);
  if (found === null) return 0;
  const readings = [found[1] as string, found[2] as string];
  return readings.some((body) => githubCheck(body) === found[3]) ? 1 : 0;
};
