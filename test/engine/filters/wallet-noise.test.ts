/** What stands under names of secrets in wallets, auth libraries and networks, and is none; and beside it what is one. */
import { describe, expect, it } from 'vitest';
import { BASE32, BASE58, toBase58, toBits } from '../../../src/rules/checksums/base-n.ts';
import { bech32Check } from '../../../src/rules/checksums/base32-seeds.ts';
import { crc16 } from '../../../src/rules/checksums/crc.ts';
import { base58Check } from '../../../src/rules/checksums/hash-tokens.ts';
import { createRandom } from '../../../src/rules/generators/random.ts';
import { toldAtAll, toldByDefault } from '../matchers/told.ts';
import { bare, marksOf } from './marks.ts';

const random = createRandom('wallet noise');
const HEX = '0123456789abcdef';
const BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const RIPPLE = 'rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz';

const randomBytes = (count: number): Buffer => Buffer.from(random.text(HEX, 2 * count), 'hex');

function checked(version: readonly number[], length: number): string {
  const payload = Uint8Array.from([...version, ...randomBytes(length)]);
  return toBase58(Uint8Array.from([...payload, ...base58Check(payload)]));
}

describe('addresses of chains', () => {
  it.each([
    ['Bitcoin', [0]],
    ['a script of Bitcoin', [5]],
    ['Tron', [0x41]],
    ['Tezos', [6, 161, 159]],
    ['Zcash', [0x1c, 0xb8]],
  ])('%s', (_, version) => {
    const value = checked(version, 20);
    expect(marksOf(value)).toContain('Public');
    expect(toldAtAll(`token = "${value}"`)).toEqual([]);
  });
  it('the XRP ledger', () => {
    const value = checked([0], 20).replace(/./g, (char) => RIPPLE[BASE58.indexOf(char)] as string);
    expect(marksOf(value)).toContain('Public');
  });
  it('a node of the XRP ledger, whose private key has a byte less', () => {
    const ripple = (text: string): string => text.replace(/./g, (char) => RIPPLE[BASE58.indexOf(char)] as string);
    expect(marksOf(ripple(checked([0x1c], 33)))).toContain('Public');
    expect(marksOf(ripple(checked([0x20], 32)))).not.toContain('Public');
  });
  it('Stellar and NATS, whose seeds begin with S', () => {
    const strkey = (version: number): string => {
      const payload = Uint8Array.from([version, ...randomBytes(32)]);
      const crc = crc16(payload);
      return toBits(Uint8Array.from([...payload, crc & 255, crc >> 8]), BASE32);
    };
    const address = strkey(6 << 3);
    expect(address.startsWith('G')).toBe(true);
    expect(marksOf(address)).toContain('Public');
    expect(marksOf(strkey(20 << 3))).toContain('Public');
    expect(marksOf(strkey(18 << 3))).not.toContain('Public');
    expect(marksOf(`${address.slice(0, -1)}${address.endsWith('A') ? 'B' : 'A'}`)).not.toContain('Public');
  });
  it('with the prefix of a chain', () => {
    const body = random.text(BECH32, 32);
    expect(marksOf(`secret1${body}${bech32Check('secret', body)}`)).toContain('Public');
  });
  it('one with another letter is none, and a key has more bytes', () => {
    const value = checked([0], 20);
    const other = value.slice(0, 12) + (value[12] === 'a' ? 'b' : 'a') + value.slice(13);
    expect(marksOf(other)).not.toContain('Public');
    expect(marksOf(checked([0x21], 16))).not.toContain('Public');
    const body = random.text(BECH32, 52);
    expect(marksOf(`nsec1${body}${bech32Check('nsec', body)}`)).not.toContain('Public');
  });
  it('by the call that makes one', () => {
    const value = random.text(HEX, 40);
    expect(toldByDefault(`token: TokenEnum::address("${value}".into()),`)).toEqual([]);
    expect(toldByDefault(`token: TokenEnum::secret("${value}".into()),`)).toEqual([value]);
    const account = toBase58(randomBytes(32));
    expect(toldByDefault(`account_key: SolanaAddress::from(\n        "${account}",\n    )`)).toEqual([]);
  });
  it('of what is traded on Solana', () => {
    const account = toBase58(Uint8Array.from([200, ...randomBytes(31)]));
    expect(marksOf(account, { ...bare, name: 'serumToken' })).toContain('Weakened');
    expect(marksOf(account, { ...bare, name: 'accessToken' })).not.toContain('Weakened');
    expect(marksOf(account, { ...bare, name: 'private_key' })).not.toContain('Weakened');
  });
});

describe('public keys by what stands before them', () => {
  const value = random.text(HEX, 64);
  it.each(['nodekey', 'discokey'])('%s of Tailscale', (kind) => {
    expect(toldAtAll(`"Key": "${kind}:${value}",`)).toEqual([]);
    expect(toldAtAll(`INSERT INTO nodes VALUES(1,'${kind}:${value}','x');`)).toEqual([]);
  });
  it('a setting of that name is a key', () => {
    expect(toldAtAll(`nodekey: ${value}\n`)).toEqual([value]);
    expect(toldAtAll(`nodekey = "${value}"\n`)).toEqual([value]);
  });
  it('the key that GitHub gives to encrypt secrets with', () => {
    const key = randomBytes(32).toString('base64');
    expect(toldAtAll(`{"key_id":"568250167242549743","key":"${key}"}`)).toEqual([]);
    expect(toldAtAll(`{"key_name":"568250167242549743","key":"${key}"}`)).toEqual([key]);
  });
  it('the key of a validator by its type', () => {
    const key = randomBytes(32).toString('base64');
    expect(toldAtAll(`"@type": "/acme.crypto.ed25519.PubKey",\n          "key": "${key}"`)).toEqual([]);
    expect(toldAtAll(`"@type": "/acme.crypto.ed25519.PrivKey",\n          "key": "${key}"`)).toEqual([key]);
  });
  it('the key of a badge is for its picture', () => {
    const key = randomBytes(45).toString('base64');
    expect(toldByDefault(`![x](https://www.acme.com/automate/badge.svg?badge_key=${key})`)).toEqual([]);
    expect(toldByDefault(`https://www.acme.com/automate/list?access_key=${key}`)).toEqual([key]);
    expect(
      toldByDefault(`<img src="https://b.acme.com/a.svg?style=acme&amp;token=${random.text(BASE58, 43)}">`),
    ).toEqual([]);
  });
});

describe('pieces of tokens and what they are made by', () => {
  it.each([
    'A128KW',
    'A256GCMKW',
    'A128CBC-HS256',
    'PBES2-HS256+A128KW',
    'ECDH-ES+A256KW',
    'RSA-OAEP-256',
    'ES256K',
    'EdDSA',
  ])('%s is an algorithm', (value) => {
    expect(marksOf(value)).toContain('Shape');
  });
  it.each(['A128KW9kXmQ', 'ECDH-kX4mQ9', 'A256-kX4mQ9vLs'])('%s is none', (value) => {
    expect(marksOf(value)).not.toContain('Shape');
  });
  it('a header that is cut is no token', () => {
    const header = Buffer.from('{"typ":"JWT","alg":"RS256","jti":"9xu1').toString('base64url');
    expect(toldAtAll(`"access_token": "${header}",`)).toEqual([]);
  });
  it('another object in Base64 may be one', () => {
    const object = Buffer.from('{"typ2":"kX4mQ9vLs2Rt7","x":"9xu1').toString('base64url');
    expect(toldByDefault(`"access_token": "${object}",`)).toEqual([object]);
  });
  it('a sample of jwt.io is known behind whatever header', () => {
    const claims = Buffer.from('{"sub":"1234567890","name":"John Doe","iat":1516239022}').toString('base64url');
    expect(
      toldAtAll(`"boardingToken": "eyJhYmMxMjMiLCJhbGciOiJIUzI1NiJ9.${claims}.${random.text(BASE58, 43)}"`),
    ).toEqual([]);
  });
  it('a ciphertext in that form under a name that says so', () => {
    const header = Buffer.from('{"alg":"RSA-OAEP-256","enc":"A256CBC-HS512"}').toString('base64url');
    const [key, iv, text, tag] = [342, 22, 64, 43].map((length) => random.text(BASE58, length));
    const value = `${header}.${key}.${iv}.${text}.${tag}`;
    expect(toldAtAll(`"encryptedCardNumber": "${value}",`)).toEqual([]);
    expect(toldByDefault(`"sessionToken": "${value}",`)).toEqual([value]);
  });
  it('claims that are too short for any', () => {
    const header = Buffer.from('{"alg":"HS256","typ":"JWT"}').toString('base64url');
    const claims = Buffer.from('{"sub":"u-8812"}').toString('base64url');
    expect(toldByDefault(`"${header}.foo.${random.text(BASE58, 43)}"`)).toEqual([]);
    expect(toldByDefault(`"${header}.${claims}.${random.text(BASE58, 43)}"`)).toHaveLength(1);
  });
  it('what a password encrypts is for review', () => {
    const token = (alg: string): string => {
      const header = Buffer.from(`{"alg":"${alg}","enc":"A256GCM","p2c":100000}`).toString('base64url');
      return [header, ...[54, 16, 120, 22].map((length) => random.text(BASE58, length))].join('.');
    };
    const encrypted = token('PBES2-HS256+A128KW');
    expect(toldByDefault(encrypted)).toEqual([]);
    expect(toldAtAll(encrypted)).toEqual([encrypted]);
    expect(toldByDefault(token('RSA-OAEP'))).toHaveLength(1);
  });
  it('a key that says it is none', () => {
    const key = Buffer.from('changemechangemechangemechangeme').toString('base64url');
    const other = Buffer.from(random.text(HEX, 64), 'hex').toString('base64url');
    expect(toldAtAll(`{"kty":"oct","k":"${key}"}`)).toEqual([]);
    expect(toldByDefault(`{"kty":"oct","k":"${other}"}`)).toEqual([other]);
  });
  it('a name in Base64 with the end of its line', () => {
    expect(marksOf(Buffer.from('acme-proxy-client-secret\n').toString('base64'))).toContain('Words');
    expect(marksOf(Buffer.from(`${random.text(BASE58, 24)}\n`).toString('base64'))).not.toContain('Words');
  });
});

describe('examples that standards print', () => {
  it.each([
    ['dpf43f3p', '2l4k3l03'], // RFC 5849
    ['45ghiukl', 'djahdnhzdauz'], // RFC 7009
    ['jpsQnnGQmL-YBIffH11', '36cspYG6-0iY7X1fCE9-E9LI'], // RFC 7515
    ['870MB6gfuTJ4HtUnUvYM', 'yJpr5eUZNP4Bk43bVdj3eAE'], // RFC 7517
    ['VEmDZpDXXK8p8N0Cndsx', 's924q6nS1RXFASRl6BfUqdw'], // RFC 7518
    ['hJtXIZ2uSN5kbQfbtTNWbp', 'dmhkV8FJG-Onbc6mxCcYg'], // RFC 7520
    ['Jhj5dZrVaK7Z', 'wHHjRyZWjbDl'], // Slack, Events API
    ['1Dwc4lzSwNWOAwkMdqhss', 'NNFhs1ed606d1WcF3XfEMw'], // Kraken, tokens for its WebSockets
    ['T3ee22BIYuWqmvne0HNq2A2WsFl', 'EtLhvWCtItw6ffhhdmjifQ2tRbuKkTHhr'], // Binance, streams of margin accounts
    ['9d61b19deffd5a60ba844af492ec2cc4', '4449c5697b326919703bac031cae7f60'], // RFC 8032
    ['JBSWY3DP', 'EHPK3PXP'], // the key of authenticators' guides
    ['KyZpNDKnfs94vbrwhJneDi77', 'V6jF64PWPF8x5cdJb8ifgg2DUc9d'], // BIP-84
    ['snoPBrXtMeMyMHU', 'VTgbuqAfg1SUTb'], // of the XRP ledger's genesis
  ])('%s…', (...parts) => {
    expect(marksOf(parts.join(''))).toContain('Documentation');
    expect(marksOf(parts.toReversed().join(''))).not.toContain('Documentation');
  });
  it('a token over a text of them', () => {
    const payload = Buffer.from('It\u2019s a dangerous business, Frodo, going out your door.').toString('base64url');
    const header = Buffer.from('{"alg":"HS256"}').toString('base64url');
    expect(toldAtAll(`'${header}.${payload}.${random.text(BASE58, 43)}'`)).toEqual([]);
  });
});

describe('what programs say of passwords', () => {
  const VALUE = 'kX4mQ9vLs2Rt';
  it.each([
    'printf "  %b Web password: %b%s%b\\\\n" "${INFO}" "${GREEN}" "${pw}" "${NC}"',
    "['auth_password', '334 UGFzc3dvcmQ6\\r\\n'],",
    "txn.results.add(this, { pass: 'rcpt_to' })",
    'auth_verbose_passwords = sha1:6\n',
    'Password mismatch (SHA1 of given password: d390c1) - trying the next passdb',
    "$config['password_dovecotpw_method'] = 'CRAM-MD5';",
    "$config['password_ldap_encodage'] = 'md5-crypt';",
    "$config['password_driver'] = 'modoboa';",
    "$RCI->pass('SMTP send');",
    "$labels['newpasswd'] = 'Cyfrinair Newydd:';",
    'NETWORK_PASSPHRASE = "Acme Mainnet ; December 2018"',
    'smtp_sasl_password_maps = lmdb:/etc/postfix/sasl_passwd\n',
    "smtp.connect(); return send_command('AUTH', 'CRAM-MD5')",
    "smtp.test(); $RCI->pass('SMTP send');",
    'ssl_ciphers: HIGH:!EXP:!PSK:!DSS:!RC4:!SEED:!IDEA:!ECDSA:kEDH:CAMELLIA128-SHA\n',
    'prio="NORMAL:+PSK:-RSA:%NO_EXTENSIONS:%DISABLE_SAFE_RENEGOTIATION"',
    "'mail:mailers:smtp:password' => 'nullable|string|max:191',",
    'org.PasswordOptions = []string{"AtLeast6"}',
    "AS_IF([pwd | fgrep ' ' > /dev/null 2>&1],",
    'password:*/=1--\n',
    'clientSecret: b-iATvTu7sIocvhWx95S9kF.....vfZhM6q6khSaojLBejF21cUn5bPm9abi\n',
    'static final String BASE_RESOURCE_KEY = "pscanrules.insecurejsfviewstate.";',
    'json.dumps({"access_token": "dpop-tok", "token_type": "DPoP"})',
    "color('pass', ' %s: ')",
    "gsub(%r((<password>).+(</password>)), 'x')",
  ])('%s', (text) => {
    expect(toldByDefault(text)).toEqual([]);
  });
  it.each([
    `printf "Web password: ${VALUE}\\\\n"`,
    `['auth_password', '${VALUE}'],`,
    `login(this, { pass: '${VALUE}' })`,
    `$config['password_admin'] = '${VALUE}';`,
    `conn.pass('${VALUE}');`,
    `NETWORK_PASSPHRASE = "${VALUE}"`,
    `| user | pwd | ${VALUE} |`,
    `clientSecret: ${VALUE}\n`,
  ])('%s tells one', (text) => {
    expect(toldByDefault(text)).toEqual([VALUE]);
  });
});

describe('what is numbered, and what is to choose from', () => {
  const uuid = '01ad357c-3214-4f73-bb7e-2441e440cc51';
  it('secrets of a build by their number', () => {
    expect(toldAtAll(`image: nixos\nsecrets:\n  - ${uuid}\n`)).toEqual([]);
    expect(toldByDefault(`client_secret: ${uuid}\n`)).toEqual([uuid]);
  });
  it('what is traded, and what bytes say', () => {
    expect(toldAtAll('FAUCET_TOKENS="ushell,ureef"')).toEqual([]);
    const bytes = [...Buffer.from('Bitcoin seed')].join(', ');
    expect(toldByDefault(`const MasterSecret = new Uint8Array([${bytes}]);`)).toEqual([]);
    const random16 = [...randomBytes(24)].map((byte) => 100 + (byte % 156)).join(', ');
    expect(toldByDefault(`const MasterSecret = new Uint8Array([${random16}]);`)).toEqual([random16]);
  });
  it('what programs keep elsewhere', () => {
    expect(toldAtAll('token := oauth2.Token{\n', 'a.go')).toEqual([]);
    expect(toldAtAll('token := dbDpopToken{\n', 'a.go')).toEqual([]);
    expect(toldAtAll('mathchoice:_e.MathChoice,mmlToken:_e.MmlToken}),new Ct("x")', 'a.js')).toEqual([]);
  });
  it('stubs of tokens', () => {
    expect(toldByDefault('"client_token": "hvs.9999"')).toEqual([]);
    expect(toldByDefault(`"Secret": "${Buffer.from('1234\n').toString('base64')}"`)).toEqual([]);
  });
  it('words of a choice', () => {
    expect(toldAtAll('must be noauth | basic | bearer | jwt | apikey | edgegrid | asap.`);')).toEqual([]);
    const key = random.text(BASE58, 32);
    expect(toldByDefault(`| a | b | c | apikey | ${key} |\n`)).toEqual([key]);
  });
  it('a type in a table', () => {
    expect(toldAtAll('| `SMTP_PASSWORD` | String | The password to use |\n')).toEqual([]);
    expect(toldAtAll('| toml: `redis_password` | string | Redis password. |\n')).toEqual([]);
  });
  it('records', () => {
    const id = random.text(BASE58, 24);
    expect(toldAtAll(`"authorization": "iauth_${id}",`)).toEqual([]);
    expect(toldByDefault(`"authorization": "xauth_${id}",`)).toEqual([`xauth_${id}`]);
    expect(toldByDefault(`"token": "token_${id.slice(0, 14)}",`)).toEqual([]);
  });
  it('a value that begins with its own name', () => {
    expect(toldAtAll('token = "tokenacmebankacct"')).toEqual([]);
    expect(toldByDefault(`token = "token${random.text(BASE58, 24)}"`)).toHaveLength(1);
  });
  it('an example in the description of an interface', () => {
    const token = random.text(BASE58, 32);
    expect(toldByDefault(`'token': fields.String(description='Of it.', example='${token}'),`)).toEqual([]);
    expect(toldByDefault(`"Authorization": {"type": "string", "examples": ["Bearer ${token}"]}`)).toEqual([]);
    expect(toldByDefault(`"Authorization": {"type": "string", "values": ["Bearer ${token}"]}`)).toEqual([token]);
  });
  it('where mail is forwarded to', () => {
    const told = (lines: string): string[] => toldByDefault(lines);
    expect(told('ann@corp.net: staff-1\nbob@corp.net: staff-2\n')).toEqual([]);
    const passwords = [random.text(BASE58, 12), random.text(BASE58, 12)];
    expect(told(`ann@corp.net: ${passwords[0]}\nbob@corp.net: ${passwords[1]}\n`)).toEqual(passwords);
  });
  it('an argument of that name', () => {
    expect(toldAtAll('find_by(oauth_token=oauth_token).first()\n', 'docs/a.rst')).toEqual([]);
  });
  it('a list of words in their order is no phrase', () => {
    const sorted = 'abandon ability able about above absent absorb abstract absurd abuse access accident';
    const words = sorted.split(' ');
    expect(toldAtAll(`seed words: ${sorted}\n`)).toEqual([]);
    expect(toldAtAll(`seed words: ${words.toReversed().join(' ')}\n`)).toHaveLength(1);
  });
});
