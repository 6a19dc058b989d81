import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classify, type ValueContext } from '../../../src/engine/filters/classify.ts';
import { isDocumented } from '../../../src/engine/filters/documentation.ts';
import { isText, isWordy, standInKind } from '../../../src/engine/filters/words.ts';
import { Mark } from '../../../src/engine/match.ts';

const bare: ValueContext = {
  before: '',
  name: '',
  isQuoted: false,
  isGuessable: false,
  isTyped: false,
  isShaped: false,
};
const typed: ValueContext = { ...bare, isTyped: true };
const password: ValueContext = { ...bare, isQuoted: true, isGuessable: true };

const names = Object.entries(Mark);
const marksOf = (value: string, context: ValueContext = bare): string[] => {
  const { marks } = classify(value, context);
  return names.filter(([, bit]) => (marks & bit) !== 0).map(([name]) => name);
};

const base62 = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'];
const random = (length: number): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...base62), { minLength: length, maxLength: length }).map((units) => units.join(''));
const hex = (length: number): string => 'b7e1c09f4a25d836'.repeat(Math.ceil(length / 16)).slice(0, length);

describe('marks', () => {
  const cases: [mark: string, values: string[]][] = [
    [
      'Reference',
      [
        '${DB_PASSWORD}',
        '$DB_PASSWORD',
        '%DB_PASSWORD%',
        '{{ .Values.password }}',
        '${{ secrets.TOKEN }}',
        '<%= ENV["X"] %>',
        'process.env.API_KEY',
        'os.environ["X"]',
        'vault:secret/data/app#key',
        '/run/secrets/db_password',
        '@TOKEN@',
        '__TOKEN__',
        'getPassword()',
        "'.csrf_token().'",
        `'"$PASSWORD"'`,
        'id=mysecret,src=secret.txt',
        '$(< $PASSWORD_FILE)',
        '{{ include',
        '{{',
        '$(< ',
        'classpath:my-cert.key',
      ],
    ],
    [
      'Placeholder',
      [
        '<your-key>',
        'YOUR_API_KEY',
        'your_dev_api_key_here',
        'change_me_in_production',
        'sk_xxx',
        'sk_live_xxx',
        'changeme',
        'insert your token here',
        'example-api-key',
        'dummytoken',
        'apikeyvaluehere',
        'VOTRE_CLE_API',
        'dein-token-hier',
        'sk-or-v1-TU_CLAVE',
        Buffer.from('{"alg":"HS256","typ":"JWT"}').toString('base64url'),
        'TODO',
      ],
    ],
    ['Masked', ['********', '[REDACTED]', 'sk-...9j33', 'xxxxxxxxxxxxxxxx']],
    [
      'Protected',
      [
        '$2y$10$abcdefghijklmnopqrstuv',
        'ENC[AES256_GCM,data:x]',
        '{cipher}00ff',
        '$ANSIBLE_VAULT;1.1;AES256',
        '$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA',
        'ops:$apr1$c2FsdA$aGFzaA',
        `encrypted:${'BkQz9+x/'.repeat(8)}`,
      ],
    ],
    [
      'Public',
      [
        'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5',
        '-----BEGIN CERTIFICATE-----',
        'pk_live_1234567890',
        Buffer.from([4, ...Array.from({ length: 64 }, (_, i) => (i * 151 + 17) % 256)]).toString('base64url'),
      ],
    ],
    ['Digest', ['sha256:00ff', '3f2504e0-4f89-41d3-9a0c-0305e82c3301']],
    [
      'Shape',
      [
        'https://login.corp.net/oauth/token',
        '/etc/ssl/private/key.pem',
        'a@corp.net',
        '2026-01-31',
        '1.2.840.113549.1.9.7',
        '464/tcp',
        '/dev/null chars=ascii_letters length=16',
        '27]=',
        'application/json',
        'config.alpaca.key',
        'Please enter your password',
        'secrets/orders/prod.json',
        '(?:"([^"]*)"|x)="([^"]*)"',
        'json:"accessToken"',
        'x-corp-session-token',
        'corp.api#httpKeyAuth',
        '9\\x9a\\x1e4',
        "meta[name='_csrf']",
        'Nonce-\\u043a\\u043e\\u0434 \\u0434',
        'Nonce-\\u043A\\u043E\\u0434',
        'required|confirmed|min:16|secure_password',
        'nullable|string|max:255',
        'utf-8',
        'latin1',
        '--dry-run',
        '-[disables',
        '[^\\W\\d]\\w*',
        '((tok_.+)|([A-Fa-f0-9-]{36})).*',
        '1&rdquo;, &ldquo;2',
        's:user_passwd',
      ],
    ],
    [
      'Words',
      [
        'acme_shop_auth_token',
        'PASSWORD_TOO_SHORT',
        'gitlab-ci-token',
        'user_session_key',
        'EVP_PKEY_new_raw_public_key',
        'MTLS_S2A',
        'client-tls',
        'my-certs',
        'zqx-0-cert',
        'etcd-cluster-k8s',
        'jksPassword',
        'ntfy_pass',
        'TEE_SUCCESS',
        'RET_OK',
        'inf-app-01-secret-id',
        'Geheimnis',
        'Cl\xc3\xa9 secr\xc3\xa8te',
        'API-Schl\xc3\xbcssel',
        'API-nyckel',
        'order-entry-adverb',
        Buffer.from('orders-session-cookie').toString('base64'),
      ],
    ],
    ['Repetitive', ['00000000-0000-0000-0000-000000000000', 'abcabcabcabcabcabc', '0123456789abcdef0123456789abcdef']],
    ['LocalDefault', ['root', 'admin123', 'testpw', 'password1', 'mysql', 'MotDePasse123']],
  ];
  for (const [mark, values] of cases) {
    for (const value of values) it(`${mark}: ${value}`, () => expect(marksOf(value)).toContain(mark));
  }

  it('a bare digest by its context', () => {
    expect(marksOf(hex(40), { ...bare, before: 'commit: ' })).toContain('Digest');
    expect(marksOf(hex(40), { ...bare, before: 'token: ' })).not.toContain('Digest');
  });

  it('a token that stands in web pages', () => {
    const body = Buffer.from('{"u":"acme","a":"ckq8"}').toString('base64url');
    expect(marksOf(`pk.${body}.qZ8xKw2mVt`)).toContain('Weakened');
    expect(marksOf(`sk.${body}.qZ8xKw2mVt`)).not.toContain('Weakened');
  });

  it('the digest of a secret, by which a change of it is seen', () => {
    for (const before of ['checksum/secret: ', '"checksum/db-token": "', 'checksum.api-key=', 'sha256/password: '])
      expect(marksOf(hex(64), { ...bare, before }), before).toContain('Protected');
    for (const before of ['checksum: x\n  secret: ', 'token: '])
      expect(marksOf(hex(64), { ...bare, before }), before).not.toContain('Protected');
  });

  it('the token of a form is worth something in its session only', () => {
    const isPublic = (before: string) => marksOf('Qz8xKw2mVt', { ...bare, before }).includes('Public');
    for (const before of ['<input type="hidden" name="_token" value="', '?_token=', 'email=a&_token=', '[_token]="'])
      expect(isPublic(before), before).toBe(true);
    for (const before of ['name="api_token" value="', '_token = "', '&access_token=', '"_token": "'])
      expect(isPublic(before), before).toBe(false);
  });

  it('a header alone is no token, a key in JSON is', () => {
    const encoded = (text: string) => marksOf(Buffer.from(text).toString('base64url'), { ...bare, isShaped: true });
    expect(encoded('{"alg":"RS256","kid":"k1"}')).toContain('Placeholder');
    expect(encoded('{"kty":"oct","alg":"HS256","k":"Zk8Qw2"}')).not.toContain('Placeholder');
  });

  it('text in base64 that somebody wrote where a secret will be', () => {
    expect(marksOf(Buffer.from('example-app-secret').toString('base64'))).toContain('Placeholder');
    expect(marksOf(Buffer.from('k8Qz!v7Rp2Lw0xTn').toString('base64'))).toEqual([]);
  });

  it('the token of a badge, and a working directory', () => {
    const before = '[![cov](https://codecov.io/gh/a/b/branch/main/graph/badge.svg?token=';
    expect(marksOf('tQ3vZ9xKw2', { ...bare, before })).toEqual(['Weakened']);
    expect(marksOf('tQ3vZ9xKw2', { ...bare, before: 'https://codecov.io/upload?token=' })).toEqual([]);
    expect(marksOf('/tmp', { ...password, name: 'PWD' })).toContain('Reference');
    expect(marksOf('/tmp', { ...password, name: 'password' })).toEqual([]);
  });

  it('a long value that ends in dots was cut, a password may end so', () => {
    expect(marksOf('tok_Zm9vYmFyYmF6cXV4cXV1eGNvcmdlZ3JhdWx0...')).toContain('Masked');
    expect(marksOf('kX4mQ9vLs2RtBw7zNp...', password)).not.toContain('Masked');
  });

  it('an identifier of the same kind as its name', () => {
    const related = (value: string, name: string) => marksOf(value, { ...password, name }).includes('Words');
    expect(related('skl_tokens', 'tokens')).toBe(true);
    expect(related('zflow_stmt', 'pass_stmt')).toBe(true);
    expect(related('ZQ_PASSWORD_V2', 'zq.password')).toBe(true);
    expect(related('qzvk-lhoe', 'pass_stmt')).toBe(false);
    expect(related('qz4vk_stmt', 'pass_stmt')).toBe(false);
  });

  it('the token of a badge, wherever the picture is', () => {
    const before = (text: string) => marksOf('k3f9x0a8q2m5', { ...bare, before: text }).includes('Weakened');
    expect(before('.com/gh/acme/app.svg?style=svg&circle-token=')).toBe(true);
    expect(before('.com/gh/acme/app/badge?token=')).toBe(true);
    expect(before('.com/api/app?circle-token=')).toBe(false);
  });

  it('a name of a header, but not random letters and digits behind an X', () => {
    for (const name of ['X-Request-Id', 'x-b3-traceid', 'X-CSRFToken', 'X-Amz-Meta-Md5', 'X-API-KEY', 'x-rateLimit-v2'])
      expect(marksOf(name), name).toContain('Shape');
    for (const value of ['X-QJzeb8WdDZwRr-71b', 'x-4k75Wg4DSshTiRm2c', 'X-f07Wj93MQS5ai2d'])
      expect(marksOf(value), value).not.toContain('Shape');
  });
  it('random parts between dashes are no words, nor are many escaped bytes few', () => {
    const bytes = hex(32).replace(/../g, '\\x$&');
    for (const value of ['qzvk-lhoe-jfxa-blsz', bytes]) expect(marksOf(value)).not.toContain('Shape');
    expect(marksOf('qzvk-lhoe-jfxa-blsz')).toEqual([]);
  });

  it('well-known words with figures and signs for letters', () => {
    const password_ = (value: string): number =>
      classify(value, { ...password, isQuoted: true }).marks & Mark.LocalDefault;
    for (const value of ['P@ssw0rd1234!', 'Pa$$w0rd', 'Str0ngP@ssw0rd', 'Adm1n!'])
      expect(password_(value), value).not.toBe(0);
    for (const value of ['K3rm1tFr0g', 'P@ssw0rd-q7Hs82jK']) expect(password_(value), value).toBe(0);
  });

  it('what an attribute gives the program of a page, every visitor gets', () => {
    const before = (text: string): number => classify(hex(32), { ...bare, before: text }).marks & Mark.Weakened;
    expect(before('<script src="/a.js" data-key="')).not.toBe(0);
    for (const text of ['curl --data-key="', 'data-key: "', 'x data_key="']) expect(before(text)).toBe(0);
  });

  it('a name of what a cluster keeps, with what makes it unique', () => {
    for (const value of ['db-credentials-8fk2m', 'shop-tls', 'default-token-9x8zk', 'web-config-5b2fm6k8ht'])
      expect(marksOf(value)).toContain('Words');
    for (const value of ['qzvk-lhoe-8fk2m', 'db-credentials-a0e1i']) expect(marksOf(value)).not.toContain('Words');
  });

  it('gives random values none', () => {
    fc.assert(
      fc.property(random(32), (value) => {
        expect(marksOf(value)).toEqual([]);
        expect(classify(value, bare).rarity).toBeGreaterThan(0.5);
      }),
      { numRuns: 500 },
    );
  });

  it("hexadecimal of a key's length is rare, whatever letters stand side by side", () => {
    expect(classify('facade0bad1feed2deed3beef4cafe56789', bare).rarity).toBe(1);
  });

  it('digits in quotes may be a password, but no other secret', () => {
    expect(classify('60482917', password).marks).toBe(0);
    for (const context of [
      { ...password, isQuoted: false },
      { ...bare, isQuoted: true },
    ])
      expect(classify('60482917', context).marks & Mark.Shape).not.toBe(0);
  });

  it('more digits than a count or a time has may be a key, but are no password without quotes', () => {
    expect(classify('6042891706042817', bare).marks & Mark.Shape).toBe(0);
    expect(classify('60428917060428', bare).marks & Mark.Shape).not.toBe(0);
    expect(classify('6042891706042817', { ...password, isQuoted: false }).marks & Mark.Shape).not.toBe(0);
  });

  it('an example that somebody altered at its end is one, and so is what says what goes there', () => {
    expect(marksOf('AKIAIOSFODNN7' + 'QWERTYU', typed)).toContain('Documentation');
    expect(marksOf('sha256~XXXX_PUT_YOUR_TOKEN_HERE_XXXX', typed)).toContain('Placeholder');
    expect(marksOf('LMNOPQRSTUVWXYZZZZZZZZ9999999999', typed)).toContain('Repetitive');
    expect(marksOf('ASIA' + 'ANDPACIFICREGION', typed)).toContain('Words');
    expect(marksOf('sk_live_' + 'thisisonlyanotherplaceforyourkey', typed)).toContain('Words');
  });

  it('base64 with one slash behind letters is no MIME type', () => {
    expect(marksOf('kJdRtqWmbXzLpE/g3M2+8Qko5Esd7')).not.toContain('Shape');
    for (const type of ['application/vnd.acme+json', 'Text/HTML; charset=utf-8', 'acme/shop-2.1'])
      expect(marksOf(type)).toContain('Shape');
  });

  it('is not silenced by a stand-in word inside a random token', () => {
    const words = ['test', 'fake', 'example', 'dummy', 'here', 'foo'];
    fc.assert(
      fc.property(random(14), fc.constantFrom(...words), random(18), (before, word, after) => {
        expect(marksOf(before + word + after)).toEqual([]);
        expect(marksOf(`ghp_${before}${word}${after}`, typed)).toEqual([]);
      }),
    );
  });

  it('leaves passwords of a person to the judge', () => {
    for (const value of ['Winter9367!', 'Harbore3lnMv4A7!', 'maple 227 trolley'])
      expect(marksOf(value, password)).toEqual([]);
  });
});

describe('words', () => {
  it('tells random letters from words', () => {
    for (const value of ['authorization', 'orderBookMergeCase', 'prod-orders-db', 'Summer2019'])
      expect(isWordy(value)).toBe(true);
    for (const value of ['zyqfjv', 'mvcshxrkc', 'txnrxsmfndz']) expect(isWordy(value)).toBe(false);
  });
  it('tells text for people', () => {
    for (const value of [
      'Forgot your password?',
      'Angiv venligst din adgangskode',
      'Passord (minst 6 tegn)',
      'Пароль неверный',
    ]) {
      expect(isText(Buffer.from(value).toString('latin1'))).toBe(true);
    }
    expect(isText('maple 227 trolley hk946')).toBe(false);
    expect(isText('maple password 227 trolley')).toBe(false);
    expect(isText('\xcf\xe0\xf0\xee\xeb\xfc')).toBe(true);
    expect(isText('\xcf\x90\x1f\xee\xeb\xfc\x8d\xc3')).toBe(false);
  });
  it('wants every piece to be known', () => {
    expect(standInKind('your-new-password-1')).toBe('stand-in');
    expect(standInKind('dbadmin2024')).toBe('default');
    expect(standInKind('dbadmin83619')).toBeNull();
    expect(standInKind('qzvadmin')).toBeNull();
  });
});

describe('documented values', () => {
  it('knows the examples of providers by their hashes', () => {
    expect(isDocumented(['AKIA', 'IOSFODNN7', 'EXAMPLE'].join(''))).toBe(true);
    expect(isDocumented(['OeAFFmMliFG5orC', 'UuwAKQ8l4WWFQ67YX'].join(''))).toBe(true);
    fc.assert(
      fc.property(random(32), (value) => {
        expect(isDocumented(value)).toBe(false);
      }),
    );
  });
});

describe('cost', () => {
  it('stays linear on hostile values', () => {
    const started = process.cpuUsage();
    for (const unit of [
      'a',
      'a_',
      'a1',
      '(',
      '{',
      '${',
      ' a',
      'A',
      '"',
      '\\',
      '.a',
      '/a',
      '*',
      '\xe2\x80',
      'test',
      '1',
      '-',
      '=',
    ]) {
      for (let turn = 0; turn < 20; turn++) classify(unit.repeat(600 / unit.length), turn % 2 ? bare : password);
    }
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(3000);
  });
  it('survives any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => void classify(Buffer.from(value).toString('latin1'), bare)),
    );
  });
});

describe('short values with a prefix', () => {
  it.each(['acme_short', 'acm2_pt_short'])('%s ends in a word', (value) => expect(marksOf(value)).toContain('Words'));
  it.each(['acme_q7zk4m', 'acme_qzvkxj', 'acme_secret4qz7k2m9x'])('%s does not', (value) => {
    expect(marksOf(value)).not.toContain('Words');
  });
});

describe('repetition', () => {
  it.each([
    'abcd1234efgh5678',
    'abc123def456ghi789',
    'a1b2c3d4e5f6g7h8i9j0',
    '1a2b3c4d5e6f7g8h9i0j',
    'a1b2c3d4-e5f6-7890-abcd-ef1234567890',
    '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',
    'z9y8x7w6v5u4t3s2r1q0p9o8n7m6l5',
    '1x9q7w3e5r1x9q7w3e5r1x9q7w3e5r',
    'aaaabbbbccccddddeeeeffff',
  ])('%s', (value) => expect(marksOf(value, typed)).toContain('Repetitive'));

  it.each([
    // By chance a few of the short ones are sequences.
    [10, 0.002],
    [16, 0.0005],
    [24, 0],
    [40, 0],
  ])('random hexadecimal or letters and digits of %d characters have none', (length, most) => {
    for (const units of [base62, [...'0123456789abcdef']]) {
      const value = fc.array(fc.constantFrom(...units), { minLength: length, maxLength: length });
      const values = fc.sample(value, { numRuns: 4000, seed: 7 }).map((each) => each.join(''));
      const marked = values.filter((each) => marksOf(each, typed).includes('Repetitive'));
      expect(marked.length / values.length).toBeLessThanOrEqual(most);
    }
  });
});

describe('what a value has of its name', () => {
  const under = (value: string, name: string, isQuoted = true): string[] => marksOf(value, { ...bare, name, isQuoted });

  it('the words of the name run together are a stand-in', () => {
    expect(under('acmeauthsecret', 'ACME_AUTH_SECRET')).toContain('Placeholder');
    expect(under('authsecret', 'acmeAuthSecret')).toContain('Placeholder');
    expect(under('acmeauthsecret9', 'ACME_AUTH_SECRET')).not.toContain('Placeholder');
    expect(under('secret', 'ACME_AUTH_SECRET')).not.toContain('Placeholder');
  });

  it('a type that ends as its name does is words', () => {
    expect(under('AcmeCloudCredentials', 'credentials', false)).toContain('Words');
    expect(under('AcmeCloudCredentials7', 'credentials', false)).not.toContain('Words');
  });

  it('"secret" with figures for letters is less rare than it looks', () => {
    for (const value of ['s3cr3t!', 'S3cret123', 'superS3cr3t!'])
      expect(classify(value, bare).rarity).toBeLessThan(0.7);
    expect(classify('s3cr3tX9q!', bare).rarity).toBeGreaterThan(0.85);
  });

  it.each(['\\r\\n', '\\([^', '\\t'])('%j is a piece of a program', (value) => {
    expect(under(value, 'password')).toContain('Shape');
  });

  it('a long name of an archive is a file', () => {
    expect(under(`${hex(64)}.tar`, 'key')).toContain('Shape');
    expect(under(`${hex(32)}.${hex(16)}`, 'key')).not.toContain('Shape');
  });

  it.each(['sha512', 'HMAC-SHA256', 'md5', 'HS256', 'bcrypt', 'aes-256-gcm'])('%s is an algorithm', (value) => {
    expect(under(value, 'token')).toContain('Shape');
  });
});

describe('what looks like a variable or a text, and is a password', () => {
  it.each(['$ecr3t!Pa55', '$hop#2031x', '$x9*Kq!'])('%s is no variable', (value) => {
    expect(marksOf(value, password)).not.toContain('Reference');
  });
  it.each(['$ecret', '$DB_PASS', '$a.b', '$a/b', '$A-x', '$A$B', '${A}!', '$(a)#1', "$a['b']"])(
    '%s is one',
    (value) => {
      expect(marksOf(value, bare)).toContain('Reference');
    },
  );

  const latin1Of = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
  it.each(['Gr\u00f6\u00dfe!42xv', '\u043f\u0430\u0440\u043e\u043b\u044c4821'])('%s is no text', (value) => {
    expect(isText(latin1Of(value))).toBe(false);
  });
  it.each([
    '\u043f\u0430\u0440\u043e\u043b\u044c',
    '\u5bc6\u7801\u957f\u5ea6\u4e3a6-20\u4f4d',
    '\u043e\u0442 8 \u0434\u043e 20 \u0437\u043d\u0430\u043a\u043e\u0432',
  ])('%s is one', (value) => {
    expect(isText(latin1Of(value))).toBe(true);
  });
});

it.each(['AWS4-HMAC-SHA256', 'TC3-HMAC-SHA256', 'HMAC-SHA1', 'RSA-OAEP-256'])('%s names an algorithm', (value) => {
  expect(marksOf(value)).toContain('Shape');
});
