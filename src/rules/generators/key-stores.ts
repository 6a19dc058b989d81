/** Files of bytes that hold keys, or certificates alone, in the form of each kind. They open nothing. */
import { bytesToText, textToBytes } from '../checksums/base-n.ts';
import { PatternError } from '../pattern-tree.ts';
import { der, encryptedBody, pkcs8Body, rsaBody } from './keys.ts';
import type { Random } from './random.ts';

const word = (value: number): number[] => [value >>> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255];
const named = (text: string): number[] => [0, text.length, ...textToBytes(text)];
const sized = (bytes: Uint8Array): number[] => [...word(bytes.length), ...bytes];
const certificate = (random: Random): number[] => [...named('X.509'), ...sized(random.bytes(120))];

/** A store of Java with one certificate, and behind it perhaps a key. */
function javaStore(magic: number, hasKey: boolean, random: Random): number[] {
  const date = [0, 0, 1, ...random.bytes(5)];
  const trusted = [...word(2), ...named('ca'), ...date, ...certificate(random)];
  const key = [...word(1), ...named('server'), ...date, ...sized(random.bytes(200)), ...word(0)];
  const entries = hasKey ? [...trusted, ...key] : trusted;
  return [...word(magic), ...word(2), ...word(hasKey ? 2 : 1), ...entries, ...random.bytes(20)];
}

function castleStore(hasKey: boolean, random: Random): number[] {
  const date = [0, 0, 1, ...random.bytes(5)];
  const trusted = [1, ...named('ca'), ...date, ...word(0), ...certificate(random)];
  const key = [4, ...named('server'), ...date, ...word(0), ...sized(random.bytes(200))];
  const entries = hasKey ? [...trusted, ...key] : trusted;
  return [...word(2), ...sized(random.bytes(20)), ...word(1024), ...entries, 0, ...random.bytes(20)];
}

const DATA = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01];
const BAG = [0x06, 0x0b, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 0x0a, 0x01];

/** @param bag - Last byte of the type of what it holds: 2 a shrouded key, 3 a certificate. */
function pkcs12(bag: number, random: Random): number[] {
  const held = der(0x30, der(0x30, [...BAG, bag], der(0xa0, encryptedBody(random))));
  const safe = der(0x30, der(0x30, DATA, der(0xa0, der(4, held))));
  return [...der(0x30, der(2, [3]), der(0x30, DATA, der(0xa0, der(4, safe))))];
}

function keytab(random: Random): number[] {
  const principal = [0, 1, ...named('ACME.EXAMPLE'), ...named('trader'), ...word(1), ...word(1_800_000_000), 1];
  const entry = [...principal, 0, 18, 0, 32, ...random.bytes(32)];
  return [5, 2, ...word(entry.length), ...entry];
}

const FILES: Readonly<Record<string, (random: Random) => Iterable<number>>> = {
  jks: (random) => javaStore(0xfeedfeed, true, random),
  jceks: (random) => javaStore(0xcececece, true, random),
  'jks-certificates': (random) => javaStore(0xfeedfeed, false, random),
  bks: (random) => castleStore(true, random),
  'bks-certificates': (random) => castleStore(false, random),
  pkcs12: (random) => pkcs12(2, random),
  'pkcs12-certificates': (random) => pkcs12(3, random),
  keytab,
  kdbx: (random) => [...word(0x03d9a29a), ...word(0x67fb4bb5), 1, 0, 4, 0, ...random.bytes(120)],
  pkcs1: rsaBody,
  pkcs8: pkcs8Body,
  'pkcs8-encrypted': encryptedBody,
  certificate: (random) => der(0x30, der(0x30, der(0xa0, der(2, [2])), der(2, random.bytes(8))), random.bytes(90)),
};

/**
 * A file of bytes, one character each.
 *
 * @throws PatternError on another kind.
 */
export function makeKeyStore(kind: string, random: Random): string {
  const make = Object.hasOwn(FILES, kind) ? FILES[kind] : undefined;
  if (make === undefined)
    throw new PatternError(`knows no kind "${kind.slice(0, 40)}"; there are ${Object.keys(FILES).join(', ')}`);
  // In an example `«` and `»` would mark a secret.
  return bytesToText(Uint8Array.from(make(random))).replaceAll(/[\xab\xbb]/g, '\xaa');
}
