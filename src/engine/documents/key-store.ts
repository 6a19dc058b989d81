/** Files of bytes that hold private keys: Java's stores, PKCS#12, keytabs, KeePass, and keys without armor. Stores of certificates alone are none. */
import { latin1 } from '../../bytes/latin1.ts';
import { Mark } from '../match.ts';
import { readDerKey, readPgpKey } from '../matchers/key-structure.ts';
import { type DocumentHit, documentHit } from './document.ts';

/** Of the file so much is shown as the place of the finding: its signature. */
const SIGNATURE_BYTES = 4;
const MOST_ENTRIES = 1000;

/** What a file holds, by its first bytes and its entries; none where it holds no private key. Linear. */
export function readKeyStore(bytes: Uint8Array): DocumentHit[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const magic = bytes.length < 16 ? 0 : view.getUint32(0);
  if (magic === 0xfeedfeed || magic === 0xcececece) return holdsJavaKey(view) ? [storeOf(bytes, 'Java')] : [];
  if (magic === 1 || magic === 2) return holdsCastleKey(view) ? [storeOf(bytes, 'Bouncy Castle')] : [];
  if (magic === 0x03d9a29a) return [fileHit('password-database', bytes, 'KeePass', 0)];
  if (magic === 0x1ef1b5b0) return [fileHit('key-file', bytes, 'PVK', view.getUint32(12) === 0 ? 0 : Mark.Weakened)];
  if (magic >>> 16 === 0x0502) return isKeytab(view) ? [storeOf(bytes, 'keytab')] : [];
  if (bytes[0] !== 0x30) return readKeyRing(bytes, view);
  if (isPkcs12(bytes)) return holdsKeyBag(bytes) ? [storeOf(bytes, 'PKCS#12')] : [];
  const { structure, encrypted, algorithm } = readDerKey(bytes);
  return structure === 1 ? [fileHit('key-file', bytes, algorithm || 'DER', encrypted ? Mark.Weakened : 0)] : [];
}

function fileHit(matcher: DocumentHit['matcher'], bytes: Uint8Array, type: string, marks: number): DocumentHit {
  const facts = [['type', type] as const];
  const structure = matcher === 'key-file' ? 1 : 0;
  return documentHit(matcher, {
    start: 0,
    end: SIGNATURE_BYTES,
    value: latin1(bytes),
    name: '',
    facts,
    structure,
    marks,
  });
}

function storeOf(bytes: Uint8Array, type: string): DocumentHit {
  return fileHit('key-store', bytes, type, 0);
}

/** An OpenPGP key ring whose first packet is a secret key that was made after 1990. */
function readKeyRing(bytes: Uint8Array, view: DataView): DocumentHit[] {
  const { structure, encrypted } = readPgpKey(bytes);
  if (structure !== 1) return [];
  const version = bytes.indexOf(4, 2);
  const madeSeconds = version + 5 <= bytes.length ? view.getUint32(version + 1) : 0;
  return madeSeconds > 631_152_000 ? [fileHit('key-file', bytes, 'OpenPGP', encrypted ? Mark.Weakened : 0)] : [];
}

/** Behind a text with its length in two bytes. */
function afterText(view: DataView, at: number): number {
  return at + 2 <= view.byteLength ? at + 2 + view.getUint16(at) : view.byteLength;
}

/** Behind bytes with their length in four. */
function afterBytes(view: DataView, at: number): number {
  return at + 4 <= view.byteLength ? at + 4 + view.getUint32(at) : view.byteLength;
}

/** Whether an entry of a JKS or JCEKS store is a key: tag, alias, date, then the key, or a certificate with its type. */
function holdsJavaKey(view: DataView): boolean {
  const count = Math.min(view.getUint32(8), MOST_ENTRIES);
  let at = 12;
  for (let entry = 0; entry < count && at + 4 < view.byteLength; entry++) {
    const tag = view.getUint32(at);
    if (tag === 1 || tag === 3) return true;
    if (tag !== 2) return false;
    at = afterBytes(view, afterText(view, afterText(view, at + 4) + 8));
  }
  return false;
}

/** Whether an entry of a BKS store is a key: behind salt and count of rounds, type, alias, date, and chain of certificates. */
function holdsCastleKey(view: DataView): boolean {
  let at = afterBytes(view, 4) + 4;
  for (let entry = 0; entry < MOST_ENTRIES && at < view.byteLength; entry++) {
    const type = view.getUint8(at);
    if (type >= 2) return type <= 4;
    at = afterText(view, at + 1) + 8;
    if (type === 0 || at + 4 > view.byteLength || view.getUint32(at) !== 0) return false;
    at = afterBytes(view, afterText(view, at + 4));
  }
  return false;
}

/** Whether the first entry fits: its length, how many components its principal has, and a realm of readable characters. */
function isKeytab(view: DataView): boolean {
  const size = view.getInt32(2);
  const components = view.getUint16(6);
  const realmEnd = 10 + view.getUint16(8);
  if (size < 20 || 6 + size > view.byteLength || components < 1 || components > 8 || realmEnd > 6 + size) return false;
  for (let at = 10; at < realmEnd; at++) if (view.getUint8(at) < 0x21 || view.getUint8(at) > 0x7e) return false;
  return realmEnd > 10;
}

/** Version 3 and a content of PKCS#7 behind the outer header. */
function isPkcs12(bytes: Uint8Array): boolean {
  const first = bytes[1] as number;
  const at = 2 + (first > 0x80 ? first & 0x7f : 0);
  return bytes[at] === 2 && bytes[at + 1] === 1 && bytes[at + 2] === 3 && bytes[at + 3] === 0x30;
}

/** The type of a bag that holds a private key, as it stands or shrouded: 1.2.840.113549.1.12.10.1.1 and 1.2. */
const KEY_BAG = '\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x0a\x01';

function holdsKeyBag(bytes: Uint8Array): boolean {
  const text = latin1(bytes);
  return text.includes(`${KEY_BAG}\x01`) || text.includes(`${KEY_BAG}\x02`);
}
