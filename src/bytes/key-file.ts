/** Files that hold keys as bytes, told by their first ones: all other binary content is passed over. */

/** First bytes of a store or a key, in hex. */
const SIGNATURES: readonly RegExp[] = [
  /^(?:feedfeed|cececece)00000002/, // JKS, JCEKS
  /^0000000[12]00000014/, // BKS: its version, and 20 bytes of salt
  /^03d9a29a6[57]fb4bb5/, // KeePass
  /^1ef1b5b0/, // PVK
  /^0502000000/, // keytab: its first entry is shorter than 256 bytes
  /^30(?:80|81..|82....|83......|[0-7].)(?:020103|02010[01]|30(?:81..|[0-7].)06092a864886f70d01050d)/, // PKCS#12; PKCS#1, PKCS#8, SEC 1; encrypted PKCS#8
  /^(?:9[4-6]|c5).{2,10}04/, // OpenPGP: a packet that holds a secret key, version 4
];
const HEAD_BYTES = 24;

/** Whether binary content begins as a file that may hold keys; what it holds its reader says (engine/documents/key-store.ts). */
export function mayHoldKeys(bytes: Uint8Array): boolean {
  const first = bytes[0] ?? 0xff;
  if (!MAY_BEGIN[first]) return false;
  let head = '';
  const end = Math.min(HEAD_BYTES, bytes.length);
  for (let i = 0; i < end; i++) head += (bytes[i] as number).toString(16).padStart(2, '0');
  return SIGNATURES.some((signature) => signature.test(head));
}

const MAY_BEGIN = Uint8Array.from({ length: 256 }, (_, byte) =>
  [0x00, 0x03, 0x05, 0x1e, 0x30, 0x94, 0x95, 0x96, 0xc5, 0xce, 0xfe].includes(byte) ? 1 : 0,
);
