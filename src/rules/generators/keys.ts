/** Private key blocks and JSON web tokens whose structure holds and that open nothing. */
import { BASE64URL, textToBytes, toBits } from '../checksums/base-n.ts';
import { PatternError } from '../pattern-tree.ts';
import type { Random } from './random.ts';
import { toBase64 } from './tokens.ts';

/** A DER value: tag, length, content. */
export function der(tag: number, ...parts: (Uint8Array | readonly number[])[]): Uint8Array {
  const content = parts.flatMap((part) => [...part]);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Uint8Array.from([tag, ...size, ...content]);
}

function derNumber(random: Random, lengthBytes: number): Uint8Array {
  const bytes = random.bytes(lengthBytes);
  bytes[0] = (bytes[0]! & 0x7f) | 0x40;
  return der(2, bytes);
}

/** A key of RSA as PKCS#1 writes it. */
export function rsaBody(random: Random): Uint8Array {
  const big = (): Uint8Array => derNumber(random, 128);
  const small = (): Uint8Array => derNumber(random, 64);
  return der(0x30, der(2, [0]), big(), der(2, [1, 0, 1]), big(), small(), small(), small(), small(), small());
}

const CURVE_P256 = [0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];

function ecBody(random: Random): Uint8Array {
  const point = der(0x03, [0, 4], random.bytes(64));
  return der(0x30, der(2, [1]), der(4, random.bytes(32)), der(0xa0, CURVE_P256), der(0xa1, point));
}

/** A key of Ed25519 as PKCS#8 writes it. */
export function pkcs8Body(random: Random): Uint8Array {
  return der(0x30, der(2, [0]), der(0x30, [0x06, 0x03, 0x2b, 0x65, 0x70]), der(4, der(4, random.bytes(32))));
}

/** A key under a password as PKCS#8 writes it. */
export function encryptedBody(random: Random): Uint8Array {
  const pbes2 = der(
    0x30,
    [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, 0x0d],
    der(0x30, der(4, random.bytes(8))),
  );
  return der(0x30, pbes2, der(4, random.bytes(128)));
}

function opensshBody(random: Random, cipher: string): Uint8Array {
  const field = (bytes: Uint8Array): number[] => [0, 0, bytes.length >> 8, bytes.length & 255, ...bytes];
  const word = (text: string): number[] => field(textToBytes(text));
  const publicKey = Uint8Array.from([...word('ssh-ed25519'), ...field(random.bytes(32))]);
  const kdf = cipher === 'none' ? 'none' : 'bcrypt';
  const head = [
    ...textToBytes('openssh-key-v1\0'),
    ...word(cipher),
    ...word(kdf),
    ...field(random.bytes(kdf === 'none' ? 0 : 24)),
  ];
  return Uint8Array.from([...head, 0, 0, 0, 1, ...field(publicKey), ...field(random.bytes(144))]);
}

const BLOCKS: Readonly<Record<string, readonly [label: string, body: (random: Random) => Uint8Array]>> = {
  rsa: ['RSA PRIVATE KEY', rsaBody],
  ec: ['EC PRIVATE KEY', ecBody],
  pkcs8: ['PRIVATE KEY', pkcs8Body],
  encrypted: ['ENCRYPTED PRIVATE KEY', encryptedBody],
  openssh: ['OPENSSH PRIVATE KEY', (random) => opensshBody(random, 'none')],
  'openssh-encrypted': ['OPENSSH PRIVATE KEY', (random) => opensshBody(random, 'aes256-ctr')],
  public: [
    'PUBLIC KEY',
    (random) => der(0x30, [0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70], der(3, [0], random.bytes(32))),
  ],
  certificate: ['CERTIFICATE', (random) => der(0x30, random.bytes(240))],
};

/**
 * A PEM block: `rsa`, `ec`, `pkcs8`, `encrypted`, `openssh`, `openssh-encrypted`, and `public` and `certificate`, which
 * are no secrets; after a space ` \n` for a block in one line with escaped line ends.
 *
 * @throws PatternError on another kind.
 */
export function makePem(call: string, random: Random): string {
  const [kind = '', ends = ''] = call.split(' ');
  const block = Object.hasOwn(BLOCKS, kind) ? BLOCKS[kind] : undefined;
  if (block === undefined)
    throw new PatternError(`knows no kind "${kind.slice(0, 40)}"; there are ${Object.keys(BLOCKS).join(', ')}`);
  const [label, body] = block;
  const lines = toBase64(body(random)).match(/.{1,64}/g) ?? [];
  const fence = '-'.repeat(5);
  const text = [`${fence}BEGIN ${label}${fence}`, ...lines, `${fence}END ${label}${fence}`];
  return text.join(ends === '\\n' ? '\\n' : '\n');
}

/**
 * A signed JSON web token. `call` is its payload as JSON, perhaps after an algorithm and a space: `HS256 {"sub":"1"}`.
 */
export function makeJwt(call: string, random: Random): string {
  const found = /^([A-Za-z0-9]{2,10}) (.*)$/s.exec(call);
  const algorithm = found?.[1] ?? 'HS256';
  const payload = (found?.[2] ?? call) || `{"sub":"${random.text('123456789', 10)}","iat":1900000000}`;
  const part = (text: string): string => toBits(textToBytes(text), BASE64URL);
  const signature = algorithm === 'none' ? '' : toBits(random.bytes(algorithm.startsWith('RS') ? 256 : 32), BASE64URL);
  return `${part(`{"alg":"${algorithm}","typ":"JWT"}`)}.${part(payload)}.${signature}`;
}
