/** What stands under names of secrets in applications, their documentation and tests, and is none; and what looks like it and is one. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fromUtf8 } from '../../../src/bytes/latin1.ts';
import { compileRuleSet } from '../../../src/engine/rule-set.ts';
import { scanDocument } from '../../../src/engine/scan-document.ts';
import { createRandom } from '../../../src/rules/generators/random.ts';
import { LETTERS } from '../../support/letters.ts';
import { bare, marksOf, password } from './marks.ts';
import { shippedRules } from '../../../src/rules/shipped.ts';
import { toldAtAll } from '../matchers/told.ts';

const ruleSet = compileRuleSet(shippedRules);
const random = createRandom('application noise');
const VALUE = `q7X${random.text(LETTERS, 21)}`;

const SHORT = `A7${random.text(LETTERS, 20)}`;

/** Secrets of any tier, each once; V stands for a random value, W for a shorter one. */
function found(text: string): string[] {
  return toldAtAll(withValues(text));
}

const withValues = (text: string): string => text.replaceAll(/\b[VW]\b/g, (letter) => (letter === 'V' ? VALUE : SHORT));

describe('what a value says itself', () => {
  it.each([
    '[All about secrets](#all-about-secrets)',
    '[docs](https://corp.net/docs)',
    'orders=/run/orders.txt',
    'orders=./certs/orders.txt',
    '/#/forgot-password',
    '/^.{1,20}$/',
    '&[u8]',
    "&'a mut [u8; 32]",
    '[]string{"/spec/x"},',
    'min:8',
    'keyId/20250102/eu-central-1/s3/aws4_request',
    'PROVIDER14-HMAC-SHA256',
  ])('%s has another shape', (value) => {
    expect(marksOf(value, password)).toContain('Shape');
  });
  it.each([
    '/kX4m#Q9vLs/2R',
    '&kX4[mQ9]',
    'max:kX4!mQ9',
    '[kX4mQ9]vLs2',
    'kX4=/mQ9/vLs2Rt',
    '/#kX4mQ9vLs',
    `${VALUE}/2025/${VALUE}`,
  ])('%s has not', (value) => {
    expect(marksOf(value, password)).not.toContain('Shape');
  });

  it.each(['%.*s4%s', '%02x%02x%02x', '%s:%s', '%-10ld_%u'])('%s is a format', (value) => {
    expect(marksOf(value, password)).toContain('Reference');
  });
  it.each(['%s4kX%mQ9vLs', 'kX%4mQ%9vLs2', '100%sure'])('%s is none', (value) => {
    expect(marksOf(value, password)).not.toContain('Reference');
  });

  it('minified code goes on behind a comma', () => {
    expect(marksOf('f,C(1)', { ...password, isQuoted: false })).toContain('Reference');
    expect(marksOf('f,C(1)', password)).not.toContain('Reference');
    expect(marksOf('f,C1!kX4mQ', { ...password, isQuoted: false })).not.toContain('Reference');
  });

  it('a key lacks its midst, a password may hold dots', () => {
    expect(marksOf('919c2d18fb5d4...a2ae413da83346ad2')).toContain('Masked');
    expect(marksOf('kX4mQ9vLs2RtBw...q7Rt8YpLm3NcD', password)).not.toContain('Masked');
  });

  it('zeros fill a key up', () => {
    expect(marksOf(`ACME-2k8gsR${'0'.repeat(16)}VNahJj`)).toContain('Placeholder');
    expect(marksOf('00000000-0000-0000-0000-000000000000')).toContain('Placeholder');
    expect(marksOf('kX4000000mQ9vLs200000000Rt')).not.toContain('Placeholder');
    expect(marksOf('IQ/CCCCCCCCCC/tQ==')).toContain('Repetitive');
    expect(marksOf(`IQ/CCCCC/${VALUE}`)).not.toContain('Repetitive');
  });

  it('a point of a curve is public, a number of it is not', () => {
    const number = createHash('sha256').update('point').digest('hex');
    for (const sign of ['02', '03', '0x02', '0X03', '05']) expect(marksOf(`${sign}${number}`)).toContain('Public');
    expect(marksOf(`04${number}${number}`)).toContain('Public');
    expect(marksOf(`0x${number}`)).not.toContain('Public');
    expect(marksOf(`01${number}`)).not.toContain('Public');
  });
});

it('a rule that is never sure yields to one that may be', () => {
  const bytes = fromUtf8(`{"JwtOptions": {"Key": "${VALUE}${VALUE.slice(0, 16)}"}}`);
  const rules = scanDocument(bytes, ruleSet).map((match) => ruleSet.ruleAt(match.rule).id);
  expect(rules).toEqual(['jwt-signing-key-nearby']);
});

it('what a page needs for one payment is worth less', () => {
  expect(marksOf(`pi_3MtwBwLkdIwHu7ix28_secret_${VALUE}`)).toContain('Weakened');
  expect(marksOf(`sk_live_secret_${VALUE}`)).not.toContain('Weakened');
});

describe('what stands before a value', () => {
  it('the user of an answer to a challenge', () => {
    const before = 'Authorization: Digest username="';
    expect(marksOf(VALUE, { ...bare, before })).toContain('Public');
    expect(marksOf(VALUE, { ...bare, before: 'Authorization: Token token="' })).toEqual([]);
  });
  it('the option before it', () => {
    const before = 'overlay=eof_action=pass:';
    expect(marksOf('repeatlast=0:format=nv12', { ...password, before })).toContain('Shape');
    expect(marksOf('kX4mQ9vLs=', { ...password, before: '--passin=pass:' })).not.toContain('Shape');
    expect(marksOf('repeatlast=0', { ...password, before: 'pass: ' })).not.toContain('Shape');
  });
  it('the address of a picture', () => {
    const before = 'https://img.shields.io/codecov/c/github/acme/orders?token=';
    expect(marksOf('q7RtBw2vLs', { ...bare, before: before.slice(-48) })).toContain('Weakened');
  });
});

describe('manifests', () => {
  const secret = (data: string): string => `apiVersion: v1\nkind: Secret\nmetadata:\n  name: x\n${data}`;
  it.each([
    'stringData:\n  type: helm\n  url: git@corp.net:acme/charts\n  project: orders-eu-7\n',
    'stringData:\n  url: ssh://git@corp.net/acme/charts\n  enableOCI: "true1"\n',
  ])('%s holds no secret', (data) => expect(found(secret(data))).toEqual([]));
  it.each([
    'stringData:\n  url: ssh://git:V@corp.net/acme\n',
    'stringData:\n  sshKey: V\n',
    'data:\n  k: qX9vV3d0/kxT2w==\n',
  ])('%s holds one', (data) => expect(found(secret(data)).length).toBe(1));
});

describe('texts of applications', () => {
  it.each([
    'secrets := GenerateSecrets("kucoin", makeSecret(24))\n',
    'client_secret = "acme-live-" + makeKey(32)\n',
    "$token = 'acme_' . $suffix;\n",
    'b.writeString(`{"pass": "` + fmt.Sprintf("%s", x) + `"}`)\n',
    'pwd = getpwnam("nobqdy");\n',
    'while ((token = tokenizer.nextToken("\\u001Bqx9*")) != null) {\n',
    'filter.setPattern("ssh (.*?)--password +([^ ]+)");\n',
    'fail("The login should have failed as the passwords didn\'t match");\n',
    'ports are identified by "GPIO_x9kQ", where x is one\n',
    "wlan.connect(net.ssid, auth=(net.sec, 'mywifikey'), timeout=5000)\n",
    'val pass = stdout.contains("FAIL=0 SKIP=0x1")\n',
    'password = text.startswith("W") || text.startsWith("W")\n',
    "$url = conf('API_KEY') . '/V/app.min';\n",
    "$url = conf('API_KEY') . 'V';\n",
    "password_encryption = 'scram-sha-256-W'\n",
    '<password-codec>com.corp.CodecW;key=V</password-codec>\n',
    "'password' => 'crwdns1113:0crwdne1113:0',\n",
    "$clientSecret = 'RANDOMCHARS-----lGyjPcRtvP';\n",
    'conn = get("https://corp.net?session_key=_custom_csrf_token")\n',
    '{"cacheKey": "V"}\n',
    '{ model: "User", exclude: ["password", "totpSecretBox"] }\n',
    'features = ["secure-password", "civetqx"]\n',
    'REPLY %b64[Password:]kX4mQ9vLs%\n',
    'GET /ws HTTP/1.1\nSec-WebSocket-Key: V==\n',
    'const PREFERENCE_PASSCODE_D1 = "PrefPinCode1";\n',
    'String encryptedMetadataKey = "V";\n',
    'wrapped_data_key: V\n',
    'Authorization: Digest username="V", realm="a", nonce="b", response="c"\n',
    `{"lang/passwords.php":"${'9f8d02f7'.repeat(4)}"}\n`,
    "'password' => ['required', 'string', 'min:6', 'confirmed'],\n",
    'token_accessor: V\n',
    '<string name="password">Password</string>\n    <string name="log_in">Log Inqx</string>\n',
    'argocd proj set x --signature-keys 4AEE18F83AFDEB23,07E34825A909B250\n',
    'secrets: map[string]string{"dex.clientSecret": "gh_$token"}\n',
    'client.CoreV1().Secrets("argocqd").Create(ctx)\n',
    'the Kubernetes secret `k8svaultapikey` by asking\n',
    '| Encryption key | ec2_CreateVpcEndpoint |\n',
    "# For OIDC, pass 'OIDCQ' as provider type\n",
    'docker login -u AWS --password-stdin %s.dkr.ecr.eu-west-1.amazonaws.com\n',
    '"default-api-route-29f28a463fb5d5ba16d2@kubernetescrd"\n',
    "# encryption_key_string = 'XSiKrmzhtDKR9tTwJRSLjgwLhiMA82TC2z3GEXAMPLE='\n",
    ':blank: pass:[ +]\n:x: pass:q[kX4mQ9vLs]\n',
    '/// Toggles the state of a view identified by `view_id`If it is none\n',
    '| `SymmetricKey` | `.make_aes256_cbc_hmac_key()` |\n',
    "$this->renameIndex('oauth2_access_tokens', 'idx_368a4209a76ed395', 'user_id');\n",
    "renameForeignKey('oauth2_access_tokens', 'FK_368A4209A76ED395', 'user');\n",
    'a=ice-pwd:V\n',
    'String token = "rO0ABXNyADFvcmcuZHVtbXkuaW5zZWN1cmU4QzJ9";\n',
    "$this->webhook_secret = 'whsec_123';\n",
    '"rule": "acme\\.com\\/match-prod-59cae9aea20144ec6356\\.js"\n',
  ])('%s holds none', (text) => expect(found(text)).toEqual([]));

  it.each([
    ['auth = ["password", "V"]\n', VALUE],
    ['putSecret("kucoin", "V")\n', VALUE],
    ['setPassword("V", true)\n', VALUE],
    ['setPassword("kuxcoin", true)\n', 'kuxcoin'],
    ['const secret = Buffer.from("qxvkzmprtw", "utf8");\n', 'qxvkzmprtw'],
    ['token = "V" + suffix\n', VALUE],
    ['password = "kX4mQ9vg" + suffix\n', 'kX4mQ9vg'],
    ['token = "V" + "q7Xd"\n', VALUE],
    ['{"key": "W==", "iv": "x"}\n', 'W=='],
    ["$key = 'W==';\n", 'W=='],
    ["'--key' => 'W=='\n", 'W=='],
    ['logins = [["password", "V"]]\n', VALUE],
    ['[db_password: V]\n', VALUE],
    ["CREATE USER ann IDENTIFIED BY 'V';\n", VALUE],
    ['ssh_pass:V\n', VALUE],
    ['<entry><string>password</string><string>V</string></entry>\n', VALUE],
    ['<key>db_password</key>\n<string xml:lang="en">V</string>\n', VALUE],
    ["the user is ann, pass 'V' until monday\n", VALUE],
    ['acme-api-eu-29f28a463fb5d5ba16d2\n', 'acme-api-eu-29f28a463fb5d5ba16d2'],
    ['php artisan env:encrypt --key=W==\n', 'A7'],
    ['_accessKeyA = "V"\n', VALUE],
    ['Key = "W==";\n', 'W=='],
    ['"rule": "match-prod-59cae9aea20144ec6356"\n', 'match-prod-59cae9aea20144ec6356'],
    ['PREFERRED_PASSWORD = "V"\n', VALUE],
    ['encryption_key: V\n', VALUE],
    ['super_secret_values = "V", "x"\n', VALUE],
    ['Authorization: Token token="V"\n', VALUE],
  ])('%s holds one', (text, secret) => {
    const secrets = found(text);
    expect(secrets.some((each) => each.startsWith(withValues(secret)))).toBe(true);
  });
});
