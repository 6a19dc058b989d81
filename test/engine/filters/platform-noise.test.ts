/** What stands under names of secrets in the trees of platforms, brokers and auth servers, and is none; and beside it what is one. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isCounted } from '../../../src/engine/filters/counting.ts';
import { isHumped } from '../../../src/engine/filters/humps.ts';
import { createRandom } from '../../../src/rules/generators/random.ts';
import { toldAtAll, toldByDefault } from '../matchers/told.ts';
import { bare, marksOf, password } from './marks.ts';

const shaped = { ...password, isShaped: true };
const random = createRandom('platform noise');
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const VALUE = 'kX4mQ9vLs2Rt';

describe('names of programs', () => {
  it.each([
    'parserECDSAPublicKey',
    'OAuth2AccessToken',
    'Ed25519PrivateKey',
    'GridClientIDPKeyBase',
    'CSRFAddToken',
    'x509PrivateKeyRSA2048',
  ])('%s is one', (value) => {
    expect(isHumped(value)).toBe(true);
    expect(marksOf(value)).toContain('Words');
  });
  it('of 20,000 random values of letters one in a thousand reads as one', () => {
    for (const length of [12, 20, 32]) {
      const values = Array.from({ length: 20_000 }, () => random.text(LETTERS, length));
      expect(values.filter(isHumped).length).toBeLessThan(20);
    }
  });
  it.each(['GRID_SHA256_HASH', 'RSA2048_PEM_PASSWORD'])('the constant %s is no password', (value) => {
    expect(marksOf(value, password)).toContain('Words');
  });
  it.each(['GRID_2024_Kq7x', 'kX4mQ9vLs2Rt'])('%s may be one', (value) => {
    expect(marksOf(value, password)).not.toContain('Words');
  });
});

describe('stand-ins that count', () => {
  it.each(['tok_abc123', 'tok-abcdefghij', 'pnu_ghijk', 'es_xxx', 'acme_dev_xyz789', 'auth=abcdefghijkl'])(
    '%s',
    (value) => {
      expect(isCounted(value)).toBe(true);
      expect(marksOf(value)).toContain('Weakened');
    },
  );
  it.each(['tok_abd123', 'acme-111', 'abcdefgh', 'tok_abkX4mQ9vLs2', 'sk-k4m9v2t7w1', 'tok_'])(
    '%s is none',
    (value) => {
      expect(isCounted(value)).toBe(false);
    },
  );
});

describe('public keys in base64', () => {
  const pairs = [
    generateKeyPairSync('rsa', { modulusLength: 1024 }),
    generateKeyPairSync('rsa', { modulusLength: 2048 }),
    generateKeyPairSync('rsa', { modulusLength: 4096 }),
    generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    generateKeyPairSync('ec', { namedCurve: 'P-384' }),
    generateKeyPairSync('ec', { namedCurve: 'secp256k1' }),
    generateKeyPairSync('ec', { namedCurve: 'P-521' }),
    generateKeyPairSync('ed25519'),
    generateKeyPairSync('x25519'),
    generateKeyPairSync('ed448'),
  ];
  it.each(pairs)('%# is public, its private key is not', ({ publicKey, privateKey }) => {
    const inBase64 = (der: Buffer): string => der.toString('base64');
    expect(marksOf(inBase64(publicKey.export({ type: 'spki', format: 'der' })))).toContain('Public');
    expect(marksOf(inBase64(privateKey.export({ type: 'pkcs8', format: 'der' })))).not.toContain('Public');
  });
  it('of minisign', () => {
    const key = Buffer.concat([Buffer.from('Ed'), randomBytes(40)]).toString('base64');
    expect(marksOf(key)).toContain('Public');
    expect(marksOf(`Q${key.slice(1)}`)).not.toContain('Public');
  });
});

describe('what has another form', () => {
  it.each([
    ['a place in a document', '../storage/acme.md#password', '#/components/schemas/updateAcmeFlow'],
    ['an object identifier', '1, 3, 6, 1, 5, 5, 7, 3, 2'],
    ['the end of a sentence, a version', '101.', 'v1beta1'],
    ['a constraint', 'acme_access_token_session_fkey'],
    ['minified code', 't.url.key:t.url.key=t.key}let{jar:u}=t', 'o.x.key),o.x.pfx&&(y.pfx=o.x.pfx))'],
    ['a selector', 'after{border-color:#9dc}.grid-step', 'focus,input[type=text]:focus'],
    ['a filter of a directory', '(&(objectClass=user)(uid={0}))', '(uid=%s)'],
    ['words of a regex', 'rbp|rd|rdr|ren|ri|rm|rmdir'],
    ['a field of a schema', 'flags.0?InputCheckSRP'],
    ['a package', '@acme/backend/auth/key-hash'],
    ['an owner and a repository', 'harbor-analytics/acme_utils'],
    ['a header', 'x-acme-s3session-token'],
    ['an algorithm', 'murmur64', 'b64dec'],
    ['an option', '--fix-pw=', '/FIXPW:'],
    ['an escape', '\\u0003'],
    ['a regex', ':\\s[A-Z]'],
    ['a file with a query', 'Crate1/v4/45/50/clip.mov?downloadKey=14386'],
    ['a coin', 'ethereum', 'wrapped-bitcoin'],
    ['a pass of Windows Setup', 'oobeSystem'],
    ['a migration', '0012_alter_user_first_name', '0013_auto_20221214_1224'],
    ['a flag, an element', ' -e ', '#at-field-entry'],
  ])('%s', (_, ...values) => {
    for (const value of values) expect(marksOf(value, password)).toContain('Shape');
  });
  it.each([
    'kX4mQ9#vLs',
    '1,3,kX4mQ9',
    'v1bX4mQ9',
    'afterk{X4mQ9',
    '(kX4mQ9vLs',
    'kX|mQ|vL',
    'flagskX?4mQ9',
    '@kX4mQ9vLs',
    'x-kX4-mQ9vLs2',
    'murkX4mQ9',
    '--kX4mQ9=',
    'kX4mQ9.',
    'editor/dsn_exp0rt',
    '0012_Kx4mQ9vLs',
    '#kX4-mQ9-vLs',
    '-kX4mQ9 ',
  ])('%s may be a password', (value) => {
    expect(marksOf(value, password)).not.toContain('Shape');
  });
});

describe('what is taken from elsewhere', () => {
  it.each(['%s-acme-ca-cert', 'oauth2_access_token:%s', '{ %q: %q, %q: %v }', '\\#(password)'])('%s', (value) => {
    expect(marksOf(value)).toContain('Reference');
  });
  it.each(['&acme2.Token{', '*oauth2.Token', '(&esv1.AcmeRef{', '&RFC6749Error{'])('%s without quotes', (value) => {
    expect(marksOf(value, { ...bare, isQuoted: false })).toContain('Reference');
  });
  it.each(['&Kx4mQ9vLs', '*Kx4mQ9vLs2'])('%s may be a password', (value) => {
    expect(marksOf(value, { ...password, isQuoted: false })).not.toContain('Reference');
  });
  it.each(['"https://$kv{secrets:', 'x=${acmesecrets:', 'ALTER TABLE "a" RENAME COLUMN "token" TO "'])(
    'what `%s` opens',
    (before) => {
      expect(marksOf('acme_db', { ...bare, before })).toContain('Reference');
      expect(marksOf('acme_db', { ...bare, before: before.slice(0, -3) })).not.toContain('Reference');
    },
  );
});

describe('words of other languages', () => {
  it.each(['Şifre', 'Potvrzení', 'Tajn\\u00fd kl\\u00ed\\u010d'])('%s is a word', (value) => {
    expect(marksOf(Buffer.from(value, 'utf8').toString('latin1'), password)).toContain('Words');
  });
  it.each(['Şifre42!', 'kX4mQ9é'])('%s may be a password', (value) => {
    expect(marksOf(Buffer.from(value, 'utf8').toString('latin1'), password)).not.toContain('Words');
  });
  it('a bundle names its language', () => {
    const text = 'Password=Wiederholungq\n';
    expect(toldAtAll(text, 'src/main/resources/config_de.properties')).toEqual(toldAtAll(text, 'locale/de.properties'));
    expect(toldByDefault('db.password=kX4mQ9vLs2Rt\n')).toEqual([VALUE]);
  });
  it('a name of a program is a word where a rule says what values look like, without quotes', () => {
    const name = 'gridECDSAPublicKey';
    expect(marksOf(name, { ...shaped, isGuessable: false, isQuoted: false })).toContain('Words');
    expect(marksOf(name, { ...shaped, isGuessable: false })).not.toContain('Words');
  });
});

describe('texts', () => {
  it.each([
    "smtp_auth_password: ''\nsmtp_hello: ''\n",
    "    password: str = ''\n    on2fatimeout: str = ''\n",
    "password=''\nhello=''\n",
    'case "${ACMEW_PASSWORD:+has-password}" in\n',
    'redis ${REDIS_PASSWORD:+--requirepass "$REDIS_PASSWORD"}\n',
    'Sharing with password protection, limits and more\n',
    'return [vec!["Password", "IAM Profile"]];\n',
    'encrypt_fields = {"auth.password", "headers"}\n',
    'encrypt_fields = {"redis_password", "sentinel_password"}\n',
    "return ['password' => ['required', 'currentQxPass'], 'code' => []];\n",
    "$routes->connect('/a', [], ['pass' => ['slug']]);\n",
    "$routes->connect('/a', [], array('pass' => array('qxvid')));\n",
    'if pass_host == "nodeqx" then\n',
    'ProviderOnePasswordSDK = "1Password/Q7x"\n',
    '"allowed_credentials":["rwOwV8WCh1hrE0M6mvaoRGpGHidqK6IlhkDJ2xERhPU="]\n',
    '"withdrawal_credentials": "rwOwV8WCh1hrE0M6mvaoRGpGHidqK6IlhkDJ2xERhPU"\n',
    'r.Header.Set(header.Authorization, oas.OAuth2AuthSchemeBearer+" "+exchanged)\n',
    '--from-literal=ca.password=_P12-PASSWORD_\n',
    "<span></span> Pass 'AtLeast21q' policy\n",
    '"secret": ["password", "cert_File", "cert_key_File"],\n',
    "for field in ('ssh_password', 'become_password', 'ssh_key_unlock'):\n",
    'KNOWN_KEYS = ("ACME_PASSWORD", "ACME_CLIENT_SECRET")\n',
    'Cannot use --admin-password with --admin-password-file\n',
    'the --admin-password flag of the program\n',
    'RUN adduser --ingroup www-data --disabled-password developerq && x\n',
    "assert conf.task_default_routing_key == 'testceleryq'\n",
    "command: ['--admin-password', '$$$$2y$$$$05$$$$bsb.XmF.r2DU6q9oVUaDxu3']\n",
  ])('%s holds none', (text) => expect(toldAtAll(text)).toEqual([]));

  it.each([
    `smtp_auth_password: ''\nother_password: '${VALUE}'\n`,
    `password = ''\n  ${VALUE}\n'';\n`,
    `PASSWORD=\${ACME_PASSWORD:-${VALUE}}\n`,
    `PASSWORD=\${ACME_PASSWORD:${VALUE}}\n`,
    `CREATE USER ann WITH PASSWORD '${VALUE}', b\n`,
    `rows = [["Password", "${VALUE}"]]\n`,
    `map = {{"password", "${VALUE}"}}\n`,
    `return ['password' => ['${VALUE}', 'x']];\n`,
    `['pass' => '${VALUE}']\n`,
    `pass_acme = "${VALUE}"\n`,
    `secrets = ["password", "${VALUE}"]\n`,
    `put("db_password", "${VALUE}")\n`,
    `run --admin-password ${VALUE} --now\n`,
    `one_password_master_password = "${VALUE}"\n`,
  ])('%s holds one', (text) => expect(toldByDefault(text)).toContain(VALUE));
});
