/** Tokens whose check holds, one maker a scheme. */
import { sha256 } from '@noble/hashes/sha2.js';
import { azureEntraCheck } from '../checksums/azure-entra.ts';
import { bip39Phrase } from '../checksums/bip39.ts';
import { bech32Check } from '../checksums/base32-seeds.ts';
import { BASE32, BASE62, BASE64, BASE64URL, bytesToText, textToBytes, toBase58, toBits } from '../checksums/base-n.ts';
import { crc16, crc32, hex32, hex32LittleEndian } from '../checksums/crc.ts';
import { confluentCheck, githubCheck, vercelCheck } from '../checksums/crc-tokens.ts';
import { ed25519Public } from '../checksums/ed25519.ts';
import { gitlabCheck } from '../checksums/gitlab.ts';
import { base58Check, SUPABASE_SELF_HOSTED, supabaseCheck } from '../checksums/hash-tokens.ts';
import { PatternError } from '../pattern-tree.ts';
import type { Random } from './random.ts';

const HEX = '0123456789abcdef';
const LOWER = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Makes a token; `argument` is what follows the scheme's name, as in `{{checksum:github gho_}}`. */
type TokenMaker = (random: Random, argument: string) => string;

const MAKERS: Readonly<Record<string, TokenMaker>> = {
  github(random, prefix) {
    const body = random.text(BASE62, 30);
    return (prefix || 'ghp_') + body + githubCheck(body);
  },
  npm(random) {
    const body = random.text(BASE62, 30);
    return `npm_${body}${githubCheck(body)}`;
  },
  gitlab(random, prefix) {
    const payload = toBits(Uint8Array.from([...random.bytes(16), ...textToBytes('o:1\nu:1x'), 16]), BASE64URL);
    const before = `${prefix || 'glpat-'}${payload}.01.${payload.length.toString(36).padStart(2, '0')}`;
    return before + gitlabCheck(before);
  },
  vercel(random, prefix) {
    const body = random.text(BASE62, 50);
    return (prefix || 'vcp_') + body + vercelCheck(body);
  },
  cloudflare(random, prefix) {
    const body = random.text(BASE62, 40);
    return (prefix || 'cfut_') + body + hex32(crc32(body));
  },
  zuplo(random) {
    const body = random.text(LOWER, 32);
    return `zpka_${body}_${hex32(crc32(body))}`;
  },
  atlassian(random, prefix) {
    const body = `${prefix || 'ATATT3'}xFfGF0${random.text(BASE62, 171)}=`;
    return body + hex32(crc32(body)).toUpperCase();
  },
  grafana(random) {
    const body = `glsa_${random.text(BASE62, 32)}`;
    return `${body}_${hex32LittleEndian(crc32(body))}`;
  },
  confluent(random) {
    const body = random.text(BASE64, 54);
    return `cflt${body}${confluentCheck(body)}`;
  },
  datadog(random, prefix) {
    const body = random.text(BASE62, 43);
    return `${prefix || 'ddpat_'}${random.text(BASE62, 22)}_${body}${githubCheck(body)}`;
  },
  supabase(random, project) {
    const before = `sb_secret_${random.text(BASE62, 22)}`;
    return `${before}_${supabaseCheck(project || SUPABASE_SELF_HOSTED, before)}`;
  },
  'azure-entra'(random) {
    for (let tries = 0; tries < 100; tries++) {
      const before = `${random.text(BASE62, 3)}8Q~${random.text(BASE62, 31)}`;
      const check = azureEntraCheck(before);
      if (check !== null) return before + check;
    }
    throw new PatternError('found no secret with a documented padding');
  },
  'aws-key-id'(random, argument) {
    const [prefix, account] = argument.split(' ');
    const number = BigInt(account ?? String(123_456_000_000 + random.whole(1_000_000)));
    const packed = (1n << 47n) | (number << 7n);
    const head = Array.from({ length: 6 }, (_, index) => Number((packed >> BigInt(8 * (5 - index))) & 255n));
    return (prefix || 'AKIA') + toBits(Uint8Array.from([...head, ...random.bytes(4)]), BASE32);
  },
  'aws-session-token'(random) {
    const head = textToBytes('\x21\n\torigin_ec\x1a\tus-east-1"');
    return toBits(Uint8Array.from([...head, ...random.bytes(300 + 3 * random.whole(100))]), BASE64);
  },
  'aws-bedrock'(random) {
    const text = `BedrockAPIKey-${random.text(LOWER, 4)}-at-${random.text('123456789', 12)}:${random.text(BASE64, 44)}`;
    return `ABSK${toBase64(textToBytes(text))}`;
  },
  'vault-service'(random) {
    const inner = textToBytes(`\x1a\x1e\n\x1chvs.${random.text(BASE62, 24)}`);
    return `hvs.${toBits(Uint8Array.from([8, 1, 18, 32, ...random.bytes(32), ...inner]), BASE64URL)}`;
  },
  pypi(random) {
    const id = textToBytes(`{"v":1,"p":"${random.text(HEX, 36)}"}`);
    const head = textToBytes('\x02\x01\x08pypi.org\x02');
    const parts = [...head, id.length, ...id, 0, 0, 6, 32, ...random.bytes(32)];
    return `pypi-${toBits(Uint8Array.from(parts), BASE64URL)}`;
  },
  intrinio: (random) => toBase64(textToBytes(`:${random.text(HEX, 32)}`)),
  'nats-seed'(random) {
    const body = Uint8Array.from([(18 << 3) | ((20 << 3) >> 5), 0, ...random.bytes(32)]);
    return toBits(withCrc16(body), BASE32);
  },
  'stellar-seed': (random) => toBits(withCrc16(Uint8Array.from([0x90, ...random.bytes(32)])), BASE32),
  'bitcoin-wif'(random) {
    const payload = Uint8Array.from([0x80, ...random.bytes(32), 1]);
    return toBase58(Uint8Array.from([...payload, ...base58Check(payload)]));
  },
  'bitcoin-extended-key'(random) {
    const payload = Uint8Array.from([0x04, 0x88, 0xad, 0xe4, 0, ...random.bytes(72), 1]);
    return toBase58(Uint8Array.from([...payload, ...base58Check(payload)]));
  },
  age(random) {
    const body = random.text('qpzry9x8gf2tvdw0s3jn54khce6mua7l', 52);
    return `age-secret-key-1${body}${bech32Check('age-secret-key-', body)}`.toUpperCase();
  },
  /** `bech32 nsec 58`: the readable part, and how many characters follow its `1`. */
  bech32(random, argument) {
    const [prefix = '', length = ''] = (argument || 'nsec 58').split(' ');
    const body = random.text('qpzry9x8gf2tvdw0s3jn54khce6mua7l', Number(length) - 6);
    return `${prefix}1${body}${bech32Check(prefix, body)}`;
  },
  'sentry-org'(random) {
    const json = `{"iat": 17${random.text('0123456789', 8)}.0, "url": "", "region_url": "", "org": "acme"}`;
    return `sntrys_${toBase64(textToBytes(json))}_${toBits(random.bytes(32), BASE64)}`;
  },
  'grafana-cloud'(random) {
    return `glc_${toBase64(textToBytes(`{"o":"123","n":"acme","k":"${random.text(BASE62, 24)}","m":{"r":"us"}}`))}`;
  },
  onepassword(random) {
    const json = `{"signInAddress":"acme.1password.com","userAuth":{"method":"SRPg-4096"},"email":"a@b.c","srpX":"${random.text(HEX, 64)}","muk":{"k":"${random.text(BASE64URL, 43)}"},"secretKey":"A3-${random.text(BASE32, 26)}"}`;
    return `ops_${toBits(textToBytes(json), BASE64URL)}`;
  },
  schwab: (random) =>
    `I0.${toBase64(textToBytes('oauth2.bdc.schwab.com.')).slice(0, 28)}.${random.text(BASE64URL, 43)}@`,
  circleci: (random) => `CCIPAT_${toBase58(Uint8Array.from([200, ...random.bytes(15)]))}_${random.text(HEX, 40)}`,
  discord(random, digits) {
    const id = `1${random.text('0123456789', Number(digits || 19) - 1)}`;
    return `${toBits(textToBytes(id), BASE64URL)}.G${random.text(BASE62, 5)}.${random.text(BASE64URL, 38)}`;
  },
  'fernet-key': (random) => `${toBits(random.bytes(32), BASE64URL)}=`,
  kraken: (random) => `${toBits(random.bytes(64), BASE64)}==`,
  'object-id': (random) => `6${random.text(HEX, 23)}`,
  bip39: (random, words) => bip39Phrase(random.bytes((Number(words || 12) / 3) * 4)),
  'ed25519-pair'(random, form) {
    const seed = random.bytes(32);
    const pair = Uint8Array.from([...seed, ...ed25519Public(seed)]);
    if (form === 'base64') return toBase64(pair);
    return form === 'base58' ? toBase58(pair) : pair.join();
  },
  'evm-key': (random) => `0x${bytesToHex(sha256(random.bytes(32)))}`,
};

/** The schemes that can be made. */
export const TOKEN_SCHEMES: readonly string[] = Object.keys(MAKERS).toSorted();

/**
 * A token of a scheme. `call` is the scheme, perhaps with an argument after a space: a prefix (`github gho_`), a project
 * (`supabase <ref>`), or a prefix and an account (`aws-key-id ASIA 123456789012`).
 *
 * @throws PatternError on an unknown scheme.
 */
export function makeToken(call: string, random: Random): string {
  const space = call.indexOf(' ');
  const scheme = space < 0 ? call : call.slice(0, space);
  const maker = Object.hasOwn(MAKERS, scheme) ? MAKERS[scheme] : undefined;
  if (maker === undefined)
    throw new PatternError(`knows no scheme "${scheme.slice(0, 40)}"; there are ${TOKEN_SCHEMES.join(', ')}`);
  return maker(random, space < 0 ? '' : call.slice(space + 1));
}

/** Base64 with padding. */
export function toBase64(bytes: Uint8Array): string {
  const body = toBits(bytes, BASE64);
  return body.padEnd(Math.ceil(body.length / 4) * 4, '=');
}

function withCrc16(body: Uint8Array): Uint8Array {
  const crc = crc16(body);
  return Uint8Array.from([...body, crc & 255, crc >> 8]);
}

function bytesToHex(bytes: Uint8Array): string {
  return [...bytesToText(bytes)].map((char) => char.charCodeAt(0).toString(16).padStart(2, '0')).join('');
}
