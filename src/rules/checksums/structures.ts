/** Tokens without a checksum whose decoded structure chance does not bring about. */
import { BASE58, bytesToText, fromBase58, fromBase64 } from './base-n.ts';
import type { Checksum } from './checksum.ts';

/** Vault's service token: base64url of a message that holds a 32-byte HMAC and, inside, a token; 95 characters. */
export const vaultServiceChecksum: Checksum = (secret) => {
  if (!secret.startsWith('hvs.CAESI') || secret.length !== 95) return 0;
  const bytes = fromBase64(secret.slice(4));
  return bytes !== null && /^\x08\x01\x12 .{32}\x1a\x1e\n\x1chvs\./s.test(bytesToText(bytes)) ? 1 : 0;
};

/** A PyPI macaroon (version 2): its location, an identifier, and last a 32-byte signature. */
export const pypiChecksum: Checksum = (secret) => {
  if (!secret.startsWith('pypi-')) return 0;
  const bytes = fromBase64(secret.slice(5));
  if (bytes === null) return -1;
  const text = bytesToText(bytes);
  const location = /^\x02\x01([\s\S])((?:test\.)?pypi\.org)\x02/.exec(text);
  const lengthHolds = location !== null && location[1]!.charCodeAt(0) === location[2]!.length;
  return lengthHolds && text.length > 60 && text.slice(-34, -32) === '\x06 ' ? 1 : -1;
};

/** Sentry's organization token: base64 of JSON with `iat` and `org`, `_`, 43 characters of a 32-byte secret. */
export const sentryOrgChecksum: Checksum = (secret) => {
  const found = /^sntrys_([A-Za-z0-9+/]{20,700}={0,2})_([A-Za-z0-9+/]{43})$/.exec(secret);
  if (found === null) return 0;
  const bytes = fromBase64(found[1] as string);
  if (bytes === null) return -1;
  const fields = parseJsonObject(bytesToText(bytes));
  return fields !== null && 'iat' in fields && 'org' in fields && endsAs32Bytes(found[2] as string) ? 1 : -1;
};

/** Grafana Cloud: base64 of JSON with the organization, name, key and region; not documented, so another content says nothing. */
export const grafanaCloudChecksum: Checksum = (secret) => {
  if (!secret.startsWith('glc_')) return 0;
  const bytes = fromBase64(secret.slice(4));
  const fields = bytes === null ? null : parseJsonObject(bytesToText(bytes));
  return fields !== null && 'o' in fields && 'n' in fields && 'k' in fields ? 1 : 0;
};

const ONE_PASSWORD_FIELDS = [
  'signInAddress',
  'userAuth',
  'email',
  'srpX',
  'muk',
  'secretKey',
  'throttleSecret',
  'deviceUuid',
];

/** 1Password's service account token: base64url of JSON with at least four of its fields; not documented, so another content says nothing. */
export const onePasswordChecksum: Checksum = (secret) => {
  if (!secret.startsWith('ops_')) return 0;
  const bytes = fromBase64(secret.slice(4));
  const fields = bytes === null ? null : parseJsonObject(bytesToText(bytes));
  return fields !== null && ONE_PASSWORD_FIELDS.filter((field) => field in fields).length >= 4 ? 1 : 0;
};

/** Intrinio: base64 of `:` and 32 hex digits. */
export const intrinioChecksum: Checksum = (secret) => {
  const bytes = secret.length === 44 ? fromBase64(secret) : null;
  return bytes !== null && /^:[0-9a-f]{32}$/.test(bytesToText(bytes)) ? 1 : -1;
};

const SCHWAB_HOSTS = ['oauth2.bdc.schwab.com.', 'oauth2.cdc.schwab.com.'];

/** Schwab's access token: `I0.`, the issuer's host in base64, and an `@` at the end. */
export const schwabChecksum: Checksum = (secret) => {
  const host = /^I0\.([A-Za-z0-9]{28,36})\./.exec(secret)?.[1];
  const bytes = host === undefined ? null : fromBase64(host);
  return bytes !== null && SCHWAB_HOSTS.some((each) => each.startsWith(bytesToText(bytes))) ? 1 : 0;
};

/** CircleCI's `CCIPAT_`: base58 of a 16-byte id before the secret; not documented, so another length says nothing. */
export const circleciChecksum: Checksum = (secret) => {
  const id = new RegExp(`^CCIPAT_([${BASE58}]{20,23})_[0-9a-f]{40}$`).exec(secret)?.[1];
  return id === undefined ? 0 : fromBase58(id)?.length === 16 ? 1 : 0;
};

/** Discord's bot token: base64 of the bot's id in digits, before the time and the signature; holding proves it. */
export const discordChecksum: Checksum = (secret) => {
  const bytes = fromBase64(secret.slice(0, secret.indexOf('.')));
  return bytes !== null && /^[1-9][0-9]{16,19}$/.test(bytesToText(bytes)) ? 1 : -1;
};

/** A Fernet key is 32 bytes of base64; of other lengths -1, and holding proves nothing. */
export const fernetKeyChecksum: Checksum = (secret) =>
  fromBase64(secret)?.length === 32 && endsAs32Bytes(secret.slice(0, 43)) ? 0 : -1;

/** A Kraken secret is 64 bytes of base64; of other lengths -1, and holding proves nothing. */
export const krakenChecksum: Checksum = (secret) => (/^[A-Za-z0-9+/]{85}[AQgw]==$/.test(secret) ? 0 : -1);

/** An id whose first eight hex digits are Unix seconds from 2011 to 2040 (MongoDB's ObjectId); holding proves nothing. */
export const objectIdChecksum: Checksum = (secret) => {
  const found = /([0-9a-f]{8})[0-9a-f]{16}$/.exec(secret)?.[1];
  const seconds = Number.parseInt(found ?? '', 16);
  return seconds > 1_290_000_000 && seconds < 2_210_000_000 ? 0 : -1;
};

const SECP256K1_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

/** An EVM private key lies below the curve's order and is no small or repeated number; holding proves nothing. */
export const evmKeyChecksum: Checksum = (secret) => {
  const digits = /^(?:0x)?([0-9a-fA-F]{64})$/.exec(secret)?.[1];
  if (digits === undefined) return -1;
  const key = BigInt(`0x${digits}`);
  const isRepeated = /^(.{1,16})\1+$/.test(digits);
  return key > 1n << 128n && key < SECP256K1_ORDER && !isRepeated ? 0 : -1;
};

/** 43 characters of base64 that hold 32 bytes end in one of sixteen characters. */
function endsAs32Bytes(text: string): boolean {
  return /^.{42}[AEIMQUYcgkosw048]$/.test(text);
}

function parseJsonObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
