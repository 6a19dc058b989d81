import { createHmac, randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Mark } from '../../../src/engine/match.ts';
import { JWT_REACH, matchJwt } from '../../../src/engine/matchers/jwt.ts';
import { bytesOf, runMatcher, valueOf } from './window.ts';

const KEYWORDS = ['eyJ', 'eyAi', 'ewog', 'ewoi', 'ew0K', 'ZXlK'];
const find = (text: string) => runMatcher(matchJwt, JWT_REACH, KEYWORDS, bytesOf(text));
const part = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

function sign(header: unknown, claims: unknown, key = randomBytes(32)): string {
  const text = `${part(header)}.${part(claims)}`;
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
}
const HEADER = { alg: 'HS256', typ: 'JWT' };
const CLAIMS = { sub: 'u-8812', iss: 'https://issuer.test/', iat: 1_790_000_000, exp: 1_790_003_600 };

describe('signed tokens', () => {
  it('shows what may be shown and when it ends', () => {
    const token = sign({ ...HEADER, kid: 'k1' }, CLAIMS);
    const [hit] = find(`x = "${token}"`);
    expect(hit).toMatchObject({ secretStart: 5, secretEnd: 5 + token.length, encoding: 'plain' });
    expect(hit!.facts).toEqual([
      ['alg', 'HS256'],
      ['typ', 'JWT'],
      ['kid', 'k1'],
      ['iss', 'https://issuer.test/'],
      ['iat', '1790000000'],
      ['exp', '1790003600'],
    ]);
    expect(hit!.evidence).toEqual({ structure: 1, marks: 0, expiresAtSeconds: 1_790_003_600 });
  });

  it.each([
    'Bearer ',
    'token=',
    "'",
    '\\n',
    '?t%3D',
    '+',
    '-',
    '\n-',
    '\u001b[31m',
    '(',
    '/',
    'x.',
    'é',
    '\\u003d',
    '%253D',
    '%2522',
    't=3D',
    '\\e[32m',
    '\\033[1;31m',
    '\\u001b[1m',
    ':',
  ])('begins after %j', (before) => {
    const token = sign(HEADER, CLAIMS);
    expect(find(`${before}${token}`)).toHaveLength(1);
  });

  it.each(['. Next', '"', '\\n', '&x=1', ' ', '%20', '.', ',', '<', '\u001b[0m'])('ends before %j', (after) => {
    const token = sign(HEADER, CLAIMS);
    const [hit] = find(`a ${token}${after}`);
    expect(valueOf(hit!, bytesOf(`a ${token}`))).toBe(token);
  });

  it.each(['a', 'Zm9v', 'a+', 'b-', '_'])('is no hit inside a run: %j before', (before) => {
    expect(find(before + sign(HEADER, CLAIMS))).toEqual([]);
  });

  it.each([
    ['pretty header', part(JSON.stringify(HEADER, null, 2))],
    ['blank first', part('{ "alg": "HS256" }')],
    ['windows lines', part('{\r\n "alg": "HS256"}')],
  ])('%s', (_, header) => {
    expect(find(`${header}.${part(CLAIMS)}.${randomBytes(32).toString('base64url')}`)[0]!.evidence!.structure).toBe(1);
  });
});

describe('worth', () => {
  const marks = (text: string) => find(text)[0]?.evidence?.marks;
  const structure = (text: string) => find(text)[0]?.evidence?.structure;

  it('unknown algorithm, wrong length, broken payload', () => {
    expect(structure(sign({ alg: 'du269' }, CLAIMS))).toBe(0);
    expect(structure(sign({ typ: 'JWT' }, CLAIMS))).toBe(0);
    expect(structure(sign({ alg: 'HS512' }, CLAIMS))).toBe(-1);
    expect(structure(sign(HEADER, 'no json'))).toBe(-1);
    expect(structure(sign({ ...HEADER, zip: 'DEF' }, 'no json'))).toBe(0);
    expect(structure(`${part({ alg: 'RS256' })}.${part(CLAIMS)}.${randomBytes(256).toString('base64url')}`)).toBe(1);
  });

  it('unsigned, stand-in, documented, public', () => {
    expect(marks(`${part({ alg: 'none' })}.${part(CLAIMS)}. `)).toBe(Mark.Weakened);
    expect(marks(`${part(HEADER)}.${part(CLAIMS)}.signature`)).toBe(Mark.Placeholder);
    expect(marks(sign(HEADER, { sub: '1234567890', name: 'John Doe', iat: 1516239022 }))).toBe(Mark.Documentation);
    expect(marks(sign(HEADER, { iss: 'joe', exp: 1300819380 }))).toBe(Mark.Documentation);
    expect(marks(sign(HEADER, { some: 'payload' }))).toBe(Mark.Documentation);
    expect(marks(sign(HEADER, { iss: 'supabase', ref: 'x', role: 'anon' }))).toBe(Mark.Public);
    expect(marks(sign(HEADER, { iss: 'supabase', ref: 'x', role: 'service_role' }))).toBe(0);
  });

  it('of NATS, an identity that a seed must prove is public, a bearer is not', () => {
    for (const alg of ['ed25519', 'ed25519-nkey']) {
      expect(marks(sign({ typ: 'JWT', alg }, { nats: { type: 'user' } }))).toBe(Mark.Public);
      expect(marks(sign({ typ: 'JWT', alg }, { nats: { type: 'user', bearer_token: true } }))).toBe(0);
    }
    expect(marks(sign(HEADER, { nats: { type: 'user' } }))).toBe(0);
  });

  it('a proof of possession is of use once', () => {
    expect(marks(sign({ typ: 'dpop+jwt', alg: 'ES256' }, { htm: 'POST' }))).toBe(Mark.Weakened);
  });

  it('a header with a letter changed fails, and shows nothing', () => {
    const broken = Buffer.from('{"alg":"HS256",\u0012typ":"JWT"}').toString('base64url');
    const [hit] = find(`${broken}.${part(CLAIMS)}.${randomBytes(32).toString('base64url')}`);
    expect(hit?.evidence?.structure).toBe(-1);
    expect(hit?.facts?.some(([key]) => key === 'alg')).toBe(false);
    expect(find(`${broken}.${part(CLAIMS)}`)).toEqual([]);
    expect(find(`${broken}.${randomBytes(20).toString('base64url')}.x`)).toEqual([]);
  });

  it('encrypted tokens have five parts', () => {
    const random = () => randomBytes(24).toString('base64url');
    const token = `${part({ alg: 'RSA-OAEP', enc: 'A256GCM' })}.${random()}.${random()}.${random()}.${random()}`;
    const [hit] = find(`t ${token} `);
    expect(hit).toMatchObject({ secretStart: 2, secretEnd: 2 + token.length, evidence: { structure: 1 } });
    expect(find(`${part({ alg: 'dir', enc: 'A256GCM' })}..${random()}.${random()}.${random()}`)).toHaveLength(1);
  });

  it('in base64 once more', () => {
    const token = sign(HEADER, CLAIMS);
    for (const wrapped of [Buffer.from(token).toString('base64'), Buffer.from(`${token}\n`).toString('base64url')]) {
      const [hit] = find(`data: ${wrapped}\n`);
      expect(hit).toMatchObject({ secretStart: 6, secretEnd: 6 + wrapped.length, encoding: 'given' });
      expect(valueOf(hit!, bytesOf(''))).toBe(token);
    }
  });

  it.each([
    () => `${part({ user: 1 })}.aBcDeF.${randomBytes(20).toString('base64url')}`, // a signed session cookie
    () => `eyJhbGciOiJI.${part(CLAIMS)}.${randomBytes(32).toString('base64url')}`,
    () => `${part(HEADER)}.${part(CLAIMS)}`,
    () => `${part([1])}.${part(CLAIMS)}.x`,
    () => part({ k: randomBytes(20).toString('hex'), n: 'x', id: 1 }),
    () => `{"v":3,"mappings":"${part({ version: 3 })}"}`,
  ])('no token: %#', (text) => {
    expect(find(text())).toEqual([]);
  });
});

describe('properties', () => {
  it('finds exactly the token in any surroundings', () => {
    const around = fc.string({ maxLength: 20 }).map((text) => text.replace(/[A-Za-z0-9_.+/=%\\-]/g, ' '));
    fc.assert(
      fc.property(around, around, fc.dictionary(fc.string(), fc.jsonValue()), (before, after, claims) => {
        const token = sign(HEADER, claims);
        const text = bytesOf(before + token + after);
        expect(find(before + token + after).map((hit) => valueOf(hit, text))).toEqual([token]);
      }),
    );
  });

  it('arbitrary bytes never crash; floods are linear', () => {
    const piece = fc.oneof(fc.string(), fc.constantFrom('eyJ', '.', 'ZXlK', part(HEADER), part(CLAIMS), '=', '-'));
    fc.assert(fc.property(fc.array(piece), (pieces) => void find(pieces.join(''))));
    for (const flood of ['eyJ', '.eyJ', ' eyJhbGciOi', `.${part(HEADER)}`, ` ${part(HEADER)}.a`, ' ZXlK']) {
      const began = performance.now();
      runMatcher(matchJwt, JWT_REACH, KEYWORDS, bytesOf(flood.repeat(100_000 / flood.length)));
      expect(performance.now() - began, flood).toBeLessThan(2000);
    }
  });
});
