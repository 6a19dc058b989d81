/** Every scheme against its published or fabricated vector. Tokens stand in two parts, so that no scanner finds one here. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { awsAccountOf, bedrockAccountOf } from '../../src/rules/checksums/aws.ts';
import { azureEntraCheck, marvin32 } from '../../src/rules/checksums/azure-entra.ts';
import * as base from '../../src/rules/checksums/base-n.ts';
import { crc16, crc32, hex32, hex32LittleEndian } from '../../src/rules/checksums/crc.ts';
import { confluentCheck } from '../../src/rules/checksums/crc-tokens.ts';
import { supabaseCheck } from '../../src/rules/checksums/hash-tokens.ts';
import { CHECKSUMS, factsOf } from '../../src/rules/checksums/index.ts';

const HOLD: readonly (readonly [scheme: string, token: string])[] = [
  ['github', 'ghp_A1b2C3d4E5f6G7h8' + 'I9j0K1l2M3n4O50Zb5Hm'],
  ['npm', 'npm_Z9y8X7w6V5u4T3s2' + 'R1q0P9o8N7m6L51FrUkr'],
  ['gitlab', 'glpat-AAECAwQFBgcICQoLDA0O' + 'D286MQp1OjF4EA.01.0y1gwzrp3'],
  ['vercel', 'vcp_vvvvvvvvvvW1x2Y3z4A5b6C7d8' + 'E9f0G1h2I3j4K5l6M7n8O9p01E6Ca3'],
  ['cloudflare', 'cfut_a1B2c3D4e5F6g7H8i9J0k' + '1L2m3N4o5P6q7R8s9T018497d41'],
  [
    'atlassian',
    'ATATT3xFfGF0Ab1-Ab1-Ab1-Ab1-Ab1-Ab1-Ab1-Ab1-Ab1-Ab1-' + 'Ab1-Ab1-Ab1-Ab1-Ab1-Ab1-Ab1-Ab1-Ab1-Ab1-Zz_Q=DF5EA49A',
  ],
  ['grafana', 'glsa_AbCdEfGhIjKlMnOpQr' + 'StUvWxYz012345_147f441b'],
  ['azure-entra', 'zzz8Q~zzzzzzzzzzzzzz' + 'zzzzzzzzzzzzzzzzzblP'],
  [
    'vault-service',
    'hvs.CAESIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' + 'AAAAAGh4KHGh2cy5BQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE',
  ],
  [
    'pypi',
    'pypi-AgEIcHlwaS5vcmcCJDAwMDAwMDAwLTAwMDAtMDAwMC0wMDAwLTAwMD' +
      'AwMDAwMDAwMAAABiAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  ],
  ['intrinio', 'OjAxMjM0NTY3ODlhYmNkZW' + 'YwMTIzNDU2Nzg5YWJjZGVm'],
  ['nats-seed', 'SUAAAAICAMCAKBQHBAEQUCYMBUHA6' + 'EARCIJRIFIWC4MBSGQ3DQOR4H776Y'],
  ['stellar-seed', 'SAAACAQDAQCQMBYIBEFAWDANBYHR' + 'AEISCMKBKFQXDAMRUGY4DUPB6NKI'],
  ['bitcoin-wif', 'KwDiBf89QgGbjEhKnhXJuH7Lrc' + 'iVrZi3qYjgd9M7rFU73sVHnoWn'],
  ['age', 'AGE-SECRET-KEY-1QQQSYQCYQ5RQWZQFPG9SC' + 'RGWPUGPZYSNZS23V9CCRYDPK8QARC0SWRYDWG'],
  // The secret key of NIP-19's examples.
  ['bech32', 'nsec1vl029mgpspedva04g90vlt' + 'kh6fvh240zqtv9k0t9af8935ke9laqsnlfe5'],
  ['confluent', 'cfltAbCdEfGhIjKlMnOpQrStUvWxYz01' + '23456789+/AbCdEfGhIjKlMnOp5j8G7A'],
  ['zuplo', 'zpka_0123456789abcdef01' + '23456789abcdef_7759b50e'],
  ['aws-bedrock', `ABSK${btoa(`BedrockAPIKey-abcd-at-123456789012:${'x'.repeat(44)}`)}`],
  [
    'sentry-org',
    `sntrys_${btoa('{"iat": 1700000000.0, "url": "", "region_url": "", "org": "acme"}')}_${'A'.repeat(43)}`,
  ],
  ['grafana-cloud', `glc_${btoa('{"o":"1","n":"acme","k":"abc","m":{"r":"us"}}')}`],
  ['onepassword', `ops_${btoa('{"signInAddress":"a","userAuth":{},"email":"e","muk":{}}')}`],
  ['ed25519-pair', 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYX' + 'GBkaGxwdHh8DoQe/884Qvh1w3RjnS8CZZ+TWMJulDV8d3IZkElUxuA=='],
  ['discord', `${btoa('1234567890123456789').slice(0, 26)}.GAbCdE.${'x'.repeat(38)}`],
  ['schwab', `I0.${btoa('oauth2.bdc.schwab.com.').slice(0, 28)}.${'a'.repeat(20)}@`],
  ['aws-session-token', `${btoa('\x21\n\torigin_ec2_us-east-1')}`],
];

function run(scheme: string, token: string, context = ''): number {
  const check = CHECKSUMS.get(scheme);
  if (check === undefined) throw new Error(`no scheme ${scheme}`);
  return check(token, context);
}

/** The token with its last letter or digit changed to another of its kind. */
function damage(token: string): string {
  const at = token.search(/[A-Za-z0-9](?=[^A-Za-z0-9]*$)/);
  const char = token[at] as string;
  const other = /[0-9]/.test(char)
    ? char === '2'
      ? '3'
      : '2'
    : /[a-z]/.test(char)
      ? char === 'c'
        ? 'd'
        : 'c'
      : char === 'C'
        ? 'D'
        : 'C';
  return token.slice(0, at) + other + token.slice(at + 1);
}

const EXACT = [
  'github',
  'npm',
  'gitlab',
  'grafana',
  'azure-entra',
  'nats-seed',
  'stellar-seed',
  'bitcoin-wif',
  'age',
  'bech32',
];
/** Checks that others found out: a mismatch says nothing. */
const UNPUBLISHED = ['cloudflare', 'vercel', 'atlassian', 'zuplo', 'confluent'];

describe('schemes', () => {
  test.each(HOLD)('%s holds for its vector', (scheme, token) => {
    expect(run(scheme, token)).toBe(1);
  });

  test.each(HOLD.filter(([scheme]) => EXACT.includes(scheme)))('%s fails for a changed character', (scheme, token) => {
    expect(run(scheme, damage(token))).toBe(-1);
  });

  test.each(HOLD.filter(([scheme]) => UNPUBLISHED.includes(scheme)))(
    '%s says nothing of a changed character',
    (scheme, token) => {
      expect(run(scheme, damage(token))).toBe(0);
    },
  );

  test.each([...CHECKSUMS.keys()])('%s never throws and answers 1, 0 or -1', (scheme) => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 120 }), fc.string({ maxLength: 60 }), (secret, context) => {
        const prefixed = HOLD.filter(([each]) => each === scheme).map(([, token]) => token.slice(0, 6) + secret);
        for (const each of [secret, ...prefixed]) expect([1, 0, -1]).toContain(run(scheme, each, context));
      }),
      { numRuns: 60 },
    );
  });

  test('supabase holds only beside its project', () => {
    const ref = 'abcdefghijklmnopqrst';
    const token = 'sb_secret_AAAAAAAAAAA' + 'AAAAAAAAAAA_7kiRrkbS';
    expect(run('supabase', token, `SUPABASE_URL=https://${ref}.supabase.co`)).toBe(1);
    expect(run('supabase', token, 'https://tsrqponmlkjihgfedcba.supabase.co')).toBe(0);
    expect(run('supabase', token)).toBe(0);
    expect(run('supabase', 'sb_secret_AAAAAAAAAAA' + 'AAAAAAAAAAA_7cwZOLm2')).toBe(1);
    expect(supabaseCheck(ref, 'sb_secret_' + 'A'.repeat(22))).toBe('7kiRrkbS');
  });

  test('gitlab: an old token has no check, whatever its letters', () => {
    expect(run('gitlab', 'glpat-' + 'abcdefghijkmnopqrst1')).toBe(0);
    expect(run('gitlab', 'glpat-' + 'abcdefghijklmnopqrst')).toBe(0);
  });

  test.each([
    ['github', 'github_pat_' + 'A'.repeat(22)],
    ['vercel', 'abcdefghijklmnopqrstuvwx'],
    ['azure-entra', `abc7Q~${'z'.repeat(31)}`],
    ['confluent', `cflt${'A'.repeat(60)}`],
    ['datadog', `ddpat_${'a'.repeat(22)}_${'b'.repeat(43)}${'c'.repeat(6)}`],
    ['kraken', `${'A'.repeat(85)}g==`],
    ['evm-key', `0x${'0123456789abcdef'.repeat(2)}${'fedcba9876543210'.repeat(2)}`],
    ['object-id', '5f00000012345678' + '90abcdef'],
    ['fernet-key', 'AAECAwQFBgcICQoLDA0ODx' + 'AREhMUFRYXGBkaGxwdHh8='],
    ['aws-key-id', 'AKIARZPUZDIK' + 'AAAAAAAA'],
    ['aws-key-id', 'AKIA' + 'PZZZZZZZZZZZZZZZ'],
    ['circleci', `CCIPAT_${'1'.repeat(22)}_${'a'.repeat(40)}`],
    ['onepassword', `ops_${btoa('{"email":"e"}')}`],
    ['grafana-cloud', `glc_${btoa('{"k":"e","n":"m"}')}`],
  ])('%s says nothing of a form it cannot compute', (scheme, token) => {
    expect(run(scheme, token)).toBe(0);
  });

  test.each([
    ['kraken', `${'A'.repeat(85)}h==`],
    ['evm-key', `0x${'1'.repeat(64)}`],
    ['evm-key', `0x${'f'.repeat(64)}`],
    ['object-id', 'ffffffff1234567890abcdef'],
    ['fernet-key', 'AAECAwQF'],
    ['aws-key-id', 'AKIA' + '0189018901890189'],
  ])('%s fails for what cannot be one', (scheme, token) => {
    expect(run(scheme, token)).toBe(-1);
  });

  test('ed25519: the pair that node makes holds in every form, another half does not', async () => {
    const { generateKeyPairSync } = await import('node:crypto');
    const { toBase58 } = await import('../../src/rules/checksums/base-n.ts');
    for (let i = 0; i < 5; i++) {
      const jwk = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
      const pair = Buffer.concat([Buffer.from(jwk.d!, 'base64url'), Buffer.from(jwk.x!, 'base64url')]);
      for (const text of [pair.join(), pair.join(', '), pair.toString('base64'), toBase58(pair)])
        expect(run('ed25519-pair', text)).toBe(1);
      pair[0]! ^= 1;
      expect(run('ed25519-pair', pair.join())).toBe(-1);
    }
  });

  test('datadog holds under either reading', async () => {
    const { githubCheck } = await import('../../src/rules/checksums/crc-tokens.ts');
    const alias = 'Ab1'.repeat(7);
    const body = 'Zy9'.repeat(14);
    expect(run('datadog', `ddpat_${alias}_${body}${githubCheck(body)}`)).toBe(1);
    expect(run('datadog', `ddpat_${alias}_${body}${githubCheck(`${alias}_${body}`)}`)).toBe(1);
  });
});

describe('accounts of AWS', () => {
  test.each([
    ['ASIAQNZG' + 'KIQY56JQ7WML', '029608264753'],
    ['AKIARZPU' + 'ZDIKAAAAAAAA', '123456789012'],
    ['AKIAIOSF' + 'ODNN7EXAMPLE', null],
    ['AKIA1234', null],
  ])('%s', (keyId, account) => {
    expect(awsAccountOf(keyId)).toBe(account);
    expect(factsOf('aws-key-id', keyId)).toEqual(account === null ? [] : [['account', account]]);
  });

  test('a Bedrock key names its account', () => {
    expect(bedrockAccountOf(HOLD.find(([scheme]) => scheme === 'aws-bedrock')![1])).toBe('123456789012');
    expect(bedrockAccountOf('ABSK' + btoa('nothing of the kind'))).toBeNull();
  });
});

describe('primitives', () => {
  test('published check values', () => {
    expect(hex32(crc32('123456789'))).toBe('cbf43926');
    expect(hex32LittleEndian(0xcbf43926)).toBe('2639f4cb');
    expect(crc16(base.textToBytes('123456789'))).toBe(0x31c3);
    expect(confluentCheck('hello')).toBe('hqYQNg');
    expect(azureEntraCheck('zzz8Q~' + 'z'.repeat(31))).toBe('blP');
    expect(marvin32('', 0, 0)).toBeTypeOf('number');
  });

  test('base64, base32 and base58 come back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const plain = Uint8Array.from(bytes);
        expect(base.fromBase64(base.toBits(plain, base.BASE64))).toEqual(plain);
        expect(base.toBits(plain, base.BASE64)).toBe(Buffer.from(plain).toString('base64').replace(/=+$/, ''));
        expect(base.fromBits(base.toBits(plain, base.BASE32), base.BASE32)?.subarray(0, plain.length)).toEqual(plain);
        expect(base.fromBase58(base.toBase58(plain))).toEqual(plain);
      }),
    );
  });
});
