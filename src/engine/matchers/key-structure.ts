/** Whether a decoded key block is what its label says: DER, OpenSSH or OpenPGP, as far as its first fields tell. */
import { latin1 } from '../../bytes/latin1.ts';

/** What the decoded bytes of a private key show. */
export interface KeyStructure {
  /** 1 the fields fit, -1 they do not, 0 nothing to check (ciphertext). */
  readonly structure: -1 | 0 | 1;
  /** Null when the structure does not say. */
  readonly encrypted: boolean | null;
  /** Algorithm where it is cheap to tell, else empty. */
  readonly algorithm: string;
}

const BROKEN: KeyStructure = { structure: -1, encrypted: null, algorithm: '' };

/** Reads a DER header at `at`: where the contents begin and end, or null. */
function readDer(bytes: Uint8Array, at: number, tag: number): { start: number; end: number } | null {
  if (bytes[at] !== tag) return null;
  const first = bytes[at + 1];
  if (first === undefined) return null;
  if (first < 0x80) return { start: at + 2, end: at + 2 + first };
  const count = first & 0x7f;
  if (count === 0 || count > 3 || at + 2 + count > bytes.length) return null;
  let length = 0;
  for (let i = 0; i < count; i++) length = length * 256 + (bytes[at + 2 + i] as number);
  return { start: at + 2 + count, end: at + 2 + count + length };
}

/** Last bytes of algorithm identifiers (the OID's contents in hex) that PKCS#8 keys name. */
const ALGORITHMS: Readonly<Record<string, string>> = {
  '2a864886f70d010101': 'RSA',
  '2a864886f70d01010a': 'RSA-PSS',
  '2a8648ce3d0201': 'EC',
  '2a8648ce380401': 'DSA',
  '2b6570': 'Ed25519',
  '2b6571': 'Ed448',
  '2b656e': 'X25519',
};

function hex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

/** PKCS#1, SEC 1, DSA, PKCS#8 (RFC 5208), encrypted or not. */
export function readDerKey(bytes: Uint8Array): KeyStructure {
  const outer = readDer(bytes, 0, 0x30);
  if (outer === null || outer.end > bytes.length || bytes.length - outer.end > 2) return BROKEN;
  const version = readDer(bytes, outer.start, 0x02);
  if (version === null) {
    const identifier = readDer(bytes, outer.start, 0x30);
    const oid = identifier && readDer(bytes, identifier.start, 0x06);
    return oid ? { structure: 1, encrypted: true, algorithm: '' } : BROKEN;
  }
  if (version.end - version.start !== 1) return BROKEN;
  const identifier = readDer(bytes, version.end, 0x30);
  if (identifier !== null) {
    const oid = readDer(bytes, identifier.start, 0x06);
    if (oid === null || oid.end > bytes.length) return BROKEN;
    return { structure: 1, encrypted: false, algorithm: ALGORITHMS[hex(bytes.subarray(oid.start, oid.end))] ?? '' };
  }
  if (readDer(bytes, version.end, 0x04)) return { structure: 1, encrypted: false, algorithm: 'EC' };
  const number = readDer(bytes, version.end, 0x02);
  return number && number.end <= bytes.length ? { structure: 1, encrypted: false, algorithm: '' } : BROKEN;
}

const OPENSSH_MAGIC = 'openssh-key-v1\0';

function readString(bytes: Uint8Array, at: number): { start: number; end: number } | null {
  if (at + 4 > bytes.length) return null;
  const length =
    (bytes[at] as number) * 0x1000000 +
    (((bytes[at + 1] as number) << 16) | ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number));
  return at + 4 + length <= bytes.length ? { start: at + 4, end: at + 4 + length } : null;
}

/** OpenSSH's own format (PROTOCOL.key): cipher name, kdf, number of keys, public key, private part. */
export function readOpenSshKey(bytes: Uint8Array): KeyStructure {
  if (latin1(bytes, 0, Math.min(bytes.length, OPENSSH_MAGIC.length)) !== OPENSSH_MAGIC) return BROKEN;
  const cipher = readString(bytes, OPENSSH_MAGIC.length);
  if (cipher === null || cipher.end - cipher.start > 64) return BROKEN;
  const encrypted = latin1(bytes, cipher.start, cipher.end) !== 'none';
  const kdf = readString(bytes, cipher.end);
  const options = kdf && readString(bytes, kdf.end);
  const publicKey = options && readString(bytes, options.end + 4);
  const type = publicKey && readString(bytes, publicKey.start);
  const privatePart = publicKey && readString(bytes, publicKey.end);
  if (!type || type.end - type.start > 64) return { structure: -1, encrypted, algorithm: '' };
  const algorithm = latin1(bytes, type.start, type.end);
  return { structure: privatePart ? 1 : -1, encrypted, algorithm };
}

/** Public multi-precision integers before the secret part, by OpenPGP algorithm; -1: a curve's OID first. */
const PGP_PUBLIC_FIELDS: Readonly<Record<number, number>> = { 1: 2, 2: 2, 3: 2, 16: 3, 17: 4, 18: -1, 19: -1, 22: -1 };

/** The first packet of an OpenPGP secret key (RFC 9580 section 5.5.3), version 4. */
export function readPgpKey(bytes: Uint8Array): KeyStructure {
  const tag = bytes[0] ?? 0;
  const oldFormat = (tag & 0xc0) === 0x80;
  const packet = oldFormat ? (tag >> 2) & 0x0f : tag & 0x3f;
  if ((tag & 0x80) === 0 || packet !== 5) return BROKEN;
  const lengthBytes = oldFormat ? 1 << (tag & 3) : newLengthBytes(bytes[1] ?? 0);
  let at = 1 + lengthBytes;
  if (bytes[at] !== 4 || at + 6 > bytes.length) return { structure: 0, encrypted: null, algorithm: '' };
  const algorithm = bytes[at + 5] as number;
  const fields = PGP_PUBLIC_FIELDS[algorithm];
  at += 6;
  if (fields === undefined) return { structure: 0, encrypted: null, algorithm: '' };
  if (fields < 0) at += 1 + (bytes[at] ?? 0);
  for (let field = Math.abs(fields); field > 0; field--) at += 2 + mpiBytes(bytes, at);
  if (algorithm === 18) at += 1 + (bytes[at] ?? 0);
  if (at >= bytes.length) return BROKEN;
  return { structure: 1, encrypted: bytes[at] !== 0, algorithm: '' };
}

function newLengthBytes(first: number): number {
  if (first < 192) return 1;
  return first < 224 ? 2 : 5;
}

function mpiBytes(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0) + 7) >> 3;
}
