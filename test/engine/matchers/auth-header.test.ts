import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latin1 } from '../../../src/bytes/latin1.ts';
import { AUTH_HEADER_REACH, matchAuthHeader } from '../../../src/engine/matchers/auth-header.ts';
import { CONNECTION_URL_REACH } from '../../../src/engine/matchers/connection-url.ts';
import { JWT_REACH } from '../../../src/engine/matchers/jwt.ts';
import { PEM_REACH } from '../../../src/engine/matchers/pem.ts';
import { parsePack } from '../../../src/rules/parse.ts';
import { bytesOf, runMatcher, valueOf } from './window.ts';

const KEYWORDS = ['bearer', 'basic ', 'basic%20', 'authorization', 'curl', 'auth plain', 'UGFzc3dvcmQ6', 'cookie'];
const find = (text: string) => runMatcher(matchAuthHeader, AUTH_HEADER_REACH, KEYWORDS, bytesOf(text));
const secretsOf = (text: string) => find(text).map((hit) => latin1(bytesOf(text), hit.secretStart, hit.secretEnd));
const made = (...parts: string[]) => parts.join('');
const TOKEN = made('a8Kq2', 'Zx91m', 'Pw04r', 'Ty77b');
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('tokens', () => {
  it.each([
    'Authorization: Bearer T',
    'authorization: bearer T\r\n',
    '{"Authorization": "Bearer T"}',
    `headers = {'Authorization': 'Bearer ' 'x', "a": "Bearer T"}`,
    'req.Header.Set("Authorization", "Bearer T")',
    "config: { headers: { Authorization: 'Bearer T' } }",
    'url?h=Bearer%20T&x',
    '"{\\"Authorization\\":\\"Bearer T\\"}"',
    'curl -H "Authorization: Token T" https://api.corp.net',
    'Authorization: token T',
    'Authorization: Token token="T"',
    'Authorization: ApiKey T',
    'Authorization: SSWS T',
    '"Authorization": "T"',
    'Proxy-Authorization: GenieKey T',
    `$headers['Authorization'] = 'T';`,
    'Authorization => "OAuth T"',
    'curl -H "Authorization: Bearer \\\n  T" https://api.corp.net',
    'curl -H "Authorization: Bearer \\\r\nT" https://api.corp.net',
    'curl -H Authorization:\\ Bearer\\ T',
  ])('%s', (text) => {
    expect(secretsOf(text.replace('T"', `${TOKEN}"`).replace(/T(['&\r]|\\"|$)/, `${TOKEN}$1`))).toContain(TOKEN);
  });

  it('ends at a bar before the next header, but may hold bars', () => {
    const next = `${TOKEN.slice(1)}Q`;
    expect(secretsOf(`Authorization: Bearer ${TOKEN}|Authorization: Bearer ${next}\n`)).toEqual(
      expect.arrayContaining([TOKEN, next]),
    );
    expect(secretsOf(`Authorization: Bearer ${TOKEN}|X-Request-Id: 7\n`)).toContain(TOKEN);
    expect(secretsOf(`Authorization: Bearer 12|${TOKEN}\n`)).toContain(`12|${TOKEN}`);
  });

  it.each([
    'Bearer authentication is required',
    'the bearer token of the request',
    'Authorization: Bearer ${token}',
    'Authorization: Bearer {{access_token}}',
    'Authorization: Bearer $TOKEN',
    '"Bearer " + token',
    'WWW-Authenticate: Bearer realm="example"',
    'BearerAuthenticationProvider2Factory',
    'Authorization: Digest username="x", response="0123456789abcdef0123"',
    'authorization: required',
    'Authorization = functionThatReturns(x1)',
    'basic usage: see README',
    'Basic Authentication',
  ])('none in %s', (text) => {
    expect(find(text)).toEqual([]);
  });
});

describe('user and password', () => {
  const PW = made('Kk-8', 'O16p', 'yBn_');
  it('Basic: the base64 is the secret, the password the value', () => {
    const text = `req.Header.Set("Authorization", "Basic ${base64(`svc-orders:${PW}`)}")`;
    const [hit] = find(text);
    expect(secretsOf(text)).toEqual([base64(`svc-orders:${PW}`)]);
    expect(valueOf(hit!, bytesOf(text))).toBe(PW);
    expect(hit!.facts).toEqual([['user', 'svc-orders']]);
    expect(hit!.evidence).toEqual({ structure: 1, marks: 0 });
  });
  it('Basic with a token for a user', () => {
    const text = `Authorization: Basic ${base64(`${TOKEN}:`)}`;
    expect(valueOf(find(text)[0]!, bytesOf(text))).toBe(TOKEN);
  });
  it.each(['Aladdin:open sesame', 'username:password', 'user:user', 'admin:changeme', 'u:${PASSWORD}'])(
    'Basic of %s is marked',
    (login) => {
      for (const hit of find(`Basic ${base64(login)}`)) expect(hit.evidence?.marks).not.toBe(0);
    },
  );
  it.each([
    'curl -fsS -u "monitor:P" https://api.corp.net/health',
    'curl -u monitor:P https://api.corp.net',
    'curl -u ":P" https://api.corp.net',
    "curl --user monitor:'P' -X PATCH https://api.corp.net",
    "curl --user 'monitor:P' x",
    'curl --user "monitor":"P" https://x',
    'curl https://x \\\n  -X POST \\\n  --user=monitor:P \\\n',
    '["curl", "-u", "monitor:P", "x"]',
    'curl -x p --proxy-user monitor:P x',
    'curl -sku monitor:P x',
  ])('%s', (text) => {
    expect(secretsOf(text.replace(/(:['"]?)P(?=['" ])/, `$1${PW}`))).toEqual([PW]);
  });
  it('a word after "basic" is no login', () => {
    for (const text of ['Basic Options</a>', 'Basic Osunbit SDK']) expect(find(text)).toEqual([]);
  });
  it.each([
    'curl -u "T:" https://x',
    'curl https://x -u T:',
    "curl --user 'T:' x",
    'curl -u T: \\\n  https://x',
    '["curl", "-u", "T:", "x"]',
  ])('a key as the user, without a password: %s', (text) => {
    expect(secretsOf(text.replace('T', TOKEN))).toEqual([TOKEN]);
  });
  it.each(['curl -u monitoring-service-user: x', 'curl -u shortuser1: x', 'curl -u $API_KEY_OF_THE_SERVICE: x'])(
    'a user is no key: %s',
    (text) => {
      expect(secretsOf(text)).toEqual([]);
    },
  );
  it('curl with references is marked, other commands are none', () => {
    expect(find('curl -u monitor:$MONITOR_PW https://api')[0]!.evidence?.marks).not.toBe(0);
    expect(find(`curl x; docker run -u 1000:1000${PW}`)).toEqual([]);
    expect(find('curl -u monitor https://api.corp.net:443/x')).toEqual([]);
  });
  it('SMTP', () => {
    const plain = `C: AUTH PLAIN ${base64(`\0me\0${PW}`)}\r\n`;
    expect(valueOf(find(plain)[0]!, bytesOf(plain))).toBe(PW);
    expect(find(plain)[0]!.facts).toEqual([['user', 'me']]);
    const login = `S: 334 UGFzc3dvcmQ6\r\nC: ${base64(PW)}\r\nS: 235 ok`;
    expect(find(login).map((hit) => valueOf(hit, bytesOf(login)))).toEqual([PW]);
  });
  it('session cookies', () => {
    expect(secretsOf(`Cookie: theme=dark; session=${TOKEN}; lang=de-DE-1234567890abcd; csrftoken=${TOKEN}9`)).toEqual([
      TOKEN,
    ]);
    expect(secretsOf(`"set-cookie":["connect.sid=${TOKEN}; Path=/; HttpOnly"]`)).toEqual([TOKEN]);
    expect(find('cookies are good; session=short')).toEqual([]);
  });
});

describe('properties', () => {
  it('arbitrary bytes never crash; floods are linear', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(...KEYWORDS, ': ', ' ', base64('a:b'), '-u a:b', 'session=', '"'),
    );
    fc.assert(fc.property(fc.array(piece), (pieces) => void find(pieces.join(''))));
    for (const flood of [
      'curl ',
      'cookie: a=b; ',
      'bearer a',
      'Basic YTpi',
      'authorization: x ',
      'AUTH PLAIN AA',
      'cookie=',
      'curl',
    ]) {
      const began = performance.now();
      runMatcher(matchAuthHeader, AUTH_HEADER_REACH, KEYWORDS, bytesOf(flood.repeat(50_000 / flood.length)));
      expect(performance.now() - began, flood).toBeLessThan(2000);
    }
  });

  it.each([
    ['pem', PEM_REACH],
    ['jwt', JWT_REACH],
    ['connection-url', CONNECTION_URL_REACH],
    ['auth-header', AUTH_HEADER_REACH],
  ])('a rule with matcher %s gets the reach that the matcher states', (matcher, reach) => {
    const rule = `[[rules]]\nid = "x-y"\nname = "n"\ndescription = "d"\nseverity = "low"\nclass = "structure"\nkeywords = ["abc"]\nmatcher = "${matcher}"`;
    const pack = parsePack(`[pack]\nname = "x"\ntitle = "X"\n${rule}\n`, 'x.toml');
    expect(pack.rules[0]).toMatchObject({ before: reach.before, after: reach.after });
  });
});
