/** What stands under names of secrets in compilers, databases, brokers, firmware, chains and code of other languages, and is none. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/rules/generators/random.ts';
import { LETTERS } from '../../support/letters.ts';
import { toldAtAll, toldByDefault } from '../matchers/told.ts';
import { bare, marksOf, password } from './marks.ts';

const random = createRandom('language noise');
const VALUE = `q7X${random.text(LETTERS, 29)}`;
/** An address or a public key of a chain: 32 bytes in base 58. */
const ADDRESS = `4X${random.text(LETTERS, 41)}`;

const withValues = (text: string): string => text.replaceAll(/\bV\b/g, VALUE).replaceAll(/\bADDRESS\b/g, ADDRESS);
const told = (text: string): string[] => toldByDefault(withValues(text));
const found = (text: string, path: string | null = null): string[] => toldAtAll(withValues(text), path);

describe('what a value says itself', () => {
  it.each([
    '\\033[32mPASS\\033[0m',
    '\\x1b[1m',
    '\\"\\n',
    '![Included][01]',
    'editor/dsn_export/',
    '/etc/acme/login.properties:dbPassword',
    '127.0.0.1:11211',
    '127.0.0.1:$MEMCACHED_PORT',
    'unix:/run/acme.sock',
    ')([^',
    '16s=b""',
    ':=""',
    '\xe2\x9c\x94 ',
    '2.5.13.18:=\\xx',
    'AlphaUSD',
    '!RSAPSK:!aDH:!aECDH:!EDH-DSS-DES-CBC3-SHA:!SRP',
    'ECDHE-PSK-CHACHA20-POLY1305',
    '+VERS-TLS1.3:-GROUP-ALL:+GROUP-SECP256R1',
    'aes256-cts-hmac-sha1-96s',
    '--wait 2',
    '.*/DB_PASS=x/',
    '\\)/#\\1/',
    '&#039',
    '"</span> . <span',
    'MyApp-0.01.tar.gz',
    'blowfish',
    '@VMODROOT',
    '01abcdefghijklmnopqrstuvwxyz',
    'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
    'Y}}if(wx(y)){const',
    'token/binary',
    'ngModel',
  ])('%s has another shape', (value) => expect(marksOf(value, password)).toContain('Shape'));
  it.each([
    'kX4[32mQ9',
    '[kX4mQ9][vLs2',
    'editor/dsn_exp0rt',
    '127.0.0.1.k:X4mQ9',
    'kX4mQ9=""vLs',
    'AES-kX4mQ9vLs-2Rt',
    'Sha256-kX4-mQ9vLs',
    'alpha-beta-kX4mQ9',
    '--kX4mQ9 vLs',
    'kX4.mQ9/vLs',
    '&kX4mQ9#',
    '@VMODR00T',
    'kX4){mQ9vLs',
    'Y}}ifkX4mQ9',
    'k4Xabcdefghijklmnopqrstuvwxyzm9Q',
  ])('%s has not', (value) => expect(marksOf(value, password)).not.toContain('Shape'));

  it('a dotted name, but not random parts', () => {
    expect(marksOf('oauth.Odnoklassniki.SecretKey')).toContain('Shape');
    expect(marksOf(`${VALUE}.${VALUE}`)).not.toContain('Shape');
  });

  it('a cipher has the name of a key in its own, whatever the rule asks for', () => {
    expect(marksOf('ECDHE-PSK-CHACHA20-POLY1305', { ...password, isShaped: true })).toContain('Shape');
    expect(marksOf('ECDHE-kX4mQ9vLs2Rt-POLY1305', { ...password, isShaped: true })).not.toContain('Shape');
  });

  it.each(['MKSTREAM', 'k3s-server-node', 'vlc@nightly', 'allocation-default-0b01d033fb17'])(
    '%s names a thing',
    (value) => {
      expect(marksOf(value)).toContain('Words');
    },
  );
  it.each([
    'MKSTREAM4Q9XVLS',
    'QXVMKZRTWPLNBJ',
    'lpkxq25mz-qvzk',
    'vqz@nxtrkw',
    'qxz-vkj-0b01d033fb17',
    `oauth.${VALUE}`,
  ])('%s names none', (value) => expect(marksOf(value)).not.toContain('Words'));

  it('a constant, in quotes as well', () => {
    expect(marksOf('WYBOROWA_ORANGE', password)).toContain('Words');
    expect(marksOf('WYBOR0WA_4RANGE', password)).not.toContain('Words');
  });

  it('all words of its name', () => {
    expect(marksOf('AcmeAPIKey', { ...bare, name: 'v2.acme_api_key' })).toContain('Placeholder');
    expect(marksOf('AcmeAPIKey', { ...bare, name: 'v2.orders_key' })).not.toContain('Placeholder');
  });

  it('a null of YAML, what was taken out, and what was cut', () => {
    expect(marksOf('~')).toContain('Placeholder');
    expect(marksOf('eyJ0eXAiOiJK<deleted>HE')).toContain('Masked');
    expect(marksOf('mcp_cf_..')).toContain('Masked');
    expect(marksOf('kX4<mQ9>vLs', password)).not.toContain('Masked');
    expect(marksOf('kX4mQ9vLs..', password)).not.toContain('Masked');
  });

  it('a word of its own name', () => {
    expect(marksOf('pssnqxin', { ...bare, name: 'PSSnqxinToken' })).toContain('Words');
    expect(marksOf('snqxin', { ...bare, name: 'ps_snqxin_token' })).toContain('Words');
    expect(marksOf('snqxin', { ...password, name: 'ps_snqxin_password' })).not.toContain('Words');
  });

  it.each(['xoxb-111', 'xoxb-fatal_error', 'xoxe.xoxp-1-xyz', 'ghp_12345'])('%s is too little of a key', (value) =>
    expect(marksOf(value)).toContain('Weakened'),
  );
  it.each([`ghp_${'kX4mQ9vLs2RtBw7q'}`, 'sk-k4m9v2t7w1', 'acme-111'])('%s is not', (value) =>
    expect(marksOf(value)).not.toContain('Weakened'),
  );

  it('stars beside a word hide what stood there, in base64 as well', () => {
    expect(marksOf('**SOPS**')).toContain('Masked');
    expect(marksOf(Buffer.from('**SOPS**').toString('base64'))).toContain('Masked');
    expect(marksOf('**kX4mQ9**')).not.toContain('Masked');
    expect(marksOf(Buffer.from('*kX4mQ9*').toString('base64'))).not.toContain('Masked');
  });

  it('a host with its key', () => {
    const key = `AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABB${VALUE}`;
    expect(marksOf(`git.corp.net,10.0.0.5 ecdsa-sha2-nistp256 ${key}`)).toContain('Public');
    expect(marksOf(`kX4mQ9 vLs2 ${key}`)).not.toContain('Public');
  });

  it('digests of Drupal', () => {
    expect(marksOf(`U$S$5${VALUE}${VALUE.slice(0, 16)}`, password)).toContain('Protected');
    expect(marksOf(`U$5$${VALUE.slice(0, 9)}`, password)).not.toContain('Protected');
  });

  it('an expression of a shell, wherever it begins', () => {
    expect(marksOf('$(-join(((65..90) | Get-Random', password)).toContain('Reference');
    expect(marksOf('{ acme_db_password ', password)).toContain('Reference');
    expect(marksOf('{acme4kX_Q9', password)).not.toContain('Reference');
  });
  it.each(['%aws.s3.secret%', '\\%Token_of', '-p$MYPASS', '--password=$MYPASS', '0x%s'])('%s is put in', (value) =>
    expect(marksOf(value, password)).toContain('Reference'),
  );
  it('@config.password of Ruby', () => {
    expect(marksOf('@config.acme_pass', { ...password, isQuoted: false })).toContain('Reference');
    expect(marksOf('@config.acme_pass', password)).not.toContain('Reference');
    expect(marksOf('%kX4.mQ9', password)).not.toContain('Reference');
    expect(marksOf('-p$kX4!mQ9', password)).not.toContain('Reference');
  });
});

describe('what stands before a value', () => {
  it.each(['new PublicKey("', 'Pubkey::from_str("', 'pubkey!("', "PublicKey.from_string('"])('%s', (before) =>
    expect(marksOf(ADDRESS, { ...bare, before })).toContain('Public'),
  );
  it.each(['secret_decrypt("', 'Crypto.decryptString("', 'unseal("'])('%s', (before) => {
    expect(marksOf(VALUE, { ...bare, before })).toContain('Protected');
    expect(marksOf(VALUE.slice(0, 12), { ...bare, before })).not.toContain('Protected');
  });
  it('the digest that a statement of SQL sets', () => {
    const before = "GRANT USAGE ON *.* TO ann IDENTIFIED BY PASSWORD '";
    const digest = createHash('sha1').update('x').digest('hex').toUpperCase();
    expect(marksOf(digest.slice(0, 16), { ...password, before })).toContain('Protected');
    expect(marksOf(`*${digest}`, { ...password, before })).toContain('Protected');
    expect(marksOf('kX4mQ9vLs', { ...password, before })).not.toContain('Protected');
    expect(marksOf(digest.slice(0, 16), { ...password, before: "IDENTIFIED BY '" })).not.toContain('Protected');
  });
  it.each(['private_key("', 'public_key = "'])('%s opens no public key', (before) =>
    expect(marksOf(ADDRESS, { ...bare, before })).not.toContain('Public'),
  );
});

describe('texts', () => {
  it.each([
    'jdbc_password=\nencrypted_17b59ce72ad7_key=\nencrypted_17b59ce72ad7_iv=\n',
    'MIGRATE $host $port $key 0 5000\n',
    '[string]$OutputPath = (Join-Path $PWD "asa-r3sults7"),\n',
    "one of 'backing_device', 'password' or 'k3yfile9'\n",
    'password: $(echo password | htpasswd -BinC 10 admin)\n',
    "pass topic='box-123', not topic='box/shot/box-123'\n",
    'Description: `Password for encrypting the PKCS#12`,\n',
    'Creating token ADDRESS\n',
    'Recipient associated token account: ADDRESS\n',
    'spl-token create --token-receiver ADDRESS\n',
    'memc_pass 127.0.0.1:11211;\n',
    'restore-keys: acme-metadata-v1-q7x4m9\n',
    'sitekey = "0x4AAF00AAAABn0R22HWm"\n',
    'const char* accept_key = "HSmrc0sMlYUkAGmm5OPpG2HaGWk=";\n',
    '"LifecycleActionToken": "bcd2f1b8-9a78-44d3-8a7a-4dd07d7cf635"\n',
    '"DkimTokens": ["q7rtbw2vls4kx9mq7rtbw2vls4kx9mq7"]\n',
    "{'StartingToken': 'm0___m0___1k4x'}\n",
    '"PasswordData": "TGludXggdmVyc2lvbiAyLjYuMTYteGVuVSAoYnVpbGRlckBwYXRjaGJhdC5h"\n',
    'uri([listeners, "password_based:httpx9"])\n',
    '<td>Anaktuvuk Pass</td><td>Anaktuvuk Pass</td>\n',
    "'passwd' => array('typqe' => 'strqing', 'null' => '1')\n",
    "$ok ? 'PASS' : 'FAILQ9',\n",
    'user = host = password = use_sslx = None\n',
    '%admin ALL=NOPASSWD: k4m9/shutdown\n',
    'static final String EXPIRED_PASSWORD_CODE = "100069";\n',
    'secret_key: ~\n',
    'token_configuration = ["f174e90a-fafe-4643-bbbc-4a0ed4fc8415"]\n',
  ])('%s tells of none', (text) => expect(told(text)).toEqual([]));

  it.each([
    ['db_password =\n  V=\n', `${VALUE}=`],
    ['db_password:\nV=\n', `${VALUE}=`],
    ['token: V\n', VALUE],
    ['Token V\n', VALUE],
    ["const x = config['password'] or 'q7x4m9vLs'\n", 'q7x4m9vLs'],
    ['| password | q7x4m9vLs |\n', 'q7x4m9vLs'],
    ['pass phrase: q7x4m9vLs\n', 'q7x4m9vLs'],
    ['password 0 q7x4m9vLs\n', 'q7x4m9vLs'],
    ['{"PASS": "q7x4m9vLs"}\n', 'q7x4m9vLs'],
    ["'password' => array('q7x4m9vLs', 'x')\n", 'q7x4m9vLs'],
    ['password = q7x4m9vLs\nhost = x\n', 'q7x4m9vLs'],
    ['PASSWORD = q7x4m9vLs HOST = x\n', 'q7x4m9vLs'],
    ['Password for the store: PKCS#12x9vLs\n', 'PKCS#12x9vLs'],
    ['#{user => <<"ann">>, password => <<"q7x4m9vLs">>}\n', 'q7x4m9vLs'],
    ['Password = <<"q7x4m9vLs"/utf8>>,\n', 'q7x4m9vLs'],
    ['{password, <<"q7x4m9vLs">>}\n', 'q7x4m9vLs'],
  ])('%s tells of one', (text, secret) => expect(told(text)).toContain(secret));

  it.each([
    ['curl_easy_setopt(curl, CURLOPT_PASSWORD, "q7x4m9vLs");\n', 'q7x4m9vLs'],
    ['curl_setopt($ch, CURLOPT_USERPWD, "ann:q7x4m9vLs");\n', 'q7x4m9vLs'],
    ["01 WS-PASSWORD PIC X(20) VALUE 'q7x4m9vLs'.\n", 'q7x4m9vLs'],
    ["CONSTANTS gc_password TYPE string VALUE 'q7x4m9vLs'.\n", 'q7x4m9vLs'],
    ['-define(PASSWORD, "q7x4m9vLs").\n', 'q7x4m9vLs'],
    ["weboptions('Username','ann','Password','q7x4m9vLs');\n", 'q7x4m9vLs'],
  ])('%s, in the way of its language, tells of one', (text, secret) => expect(told(text)).toEqual([secret]));

  it('a binary of Erlang is a literal in a program', () => {
    expect(found('password => <<"q7x4m9vLs">>,\n', 'src/acme.erl')).toEqual(['q7x4m9vLs']);
    expect(found('<<Token:TKL/binary, Tail/binary>> = X\n', 'src/acme.erl')).toEqual([]);
    expect(found('password = <<"EOF"\nnothing\nof one line\nEOF\n')).toEqual([]);
  });
  it('a statement of ABAP ends in a full stop', () => {
    expect(found('iv_password = lv_pass.\n', 'src/zcl_acme.clas.abap')).toEqual([]);
    expect(found("iv_password = 'q7x4m9vLs'.\n", 'src/zcl_acme.clas.abap')).toEqual(['q7x4m9vLs']);
  });
});
