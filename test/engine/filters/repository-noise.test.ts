/** What stands under names of secrets in applications, games, configurations of machines and write-ups, and is none; and what looks like it and is one. */
import { describe, expect, it } from 'vitest';
import { isDocumented } from '../../../src/engine/filters/documentation.ts';
import { createRandom } from '../../../src/rules/generators/random.ts';
import { LETTERS } from '../../support/letters.ts';
import { toldAtAll, toldByDefault } from '../matchers/told.ts';
import { bare, marksOf, password } from './marks.ts';

const random = createRandom('repository noise');
const VALUE = `q7X${random.text(LETTERS, 21)}`;

const withValues = (text: string): string => text.replaceAll(/\bV\b/g, VALUE);

describe('what a value says itself', () => {
  it.each([
    '10.20.0.0/16',
    '::fd87:20d6:a932:6605',
    'fd00:aa::/48',
    '1.2.840.113556.1.8000.2554.50051.45980.28112.18903.35903.6685103.1224907.2.1',
    'uid=orders,cn=sysaccounts,dc=corp,dc=net',
    'P:Corp.Util.SecurityContext.UserName',
    'protobuf:"bytes,4,opt,name=oauth2_password,json=oauth2Password"',
    'WindowToken{71c3c1d',
    'http://unix:/run/orders/orders.sock',
    'http://@orders/',
    '%s/admin-%s-key.pem',
    'oauth_token=kX4mQ9vLs2&oauth_token_secret=q7XRtBw2vLs&user_id=1234',
    '{\\"endpoint\\":\\"https://corp.net/kX4mQ9vLs2\\",\\"auth\\":\\"q7XRtBw2\\"}',
    'Blank for an open one. MD5 hash when it is sent back as a response.',
  ])('%s has another shape', (value) => {
    expect(marksOf(value, password)).toContain('Shape');
  });
  it.each([
    '10.20.0.0/kX',
    'fd87:kX4m::9',
    '9f::kXm4!',
    'uid=kX4mQ9vLs2',
    'P:kX4mQ9vLs2',
    'kX4m:"Q9vLs2',
    'Window{kX4mQ9',
    'a=kX4mQ9vLs2&b=1',
    '{\\"euzf\\":\\"q7XRtBw2vLs4mK9\\"}',
  ])('%s has not', (value) => {
    expect(marksOf(value, password)).not.toContain('Shape');
  });

  it.each(['%.*S', '%*s', '%.*s%S', '"%.*s"'])('%s is a format', (value) => {
    expect(marksOf(value, password)).toContain('Reference');
  });
  it.each(['FUZZ', 'FUZ2Z', '^PASS^', '\xc2\xa7secret1\xc2\xa7'])('%s is where a program puts its words', (value) => {
    expect(marksOf(value, password)).toContain('Placeholder');
  });
  it('a word that begins so may be a password', () => {
    expect(marksOf('FUZZkX4mQ9', password)).not.toContain('Placeholder');
  });
  it.each(['BusyStatus', 'HomeNumber', 'oauth2_token_endpoint'])('%s is a name', (value) => {
    expect(marksOf(value)).toContain('Words');
  });
  it.each(['BusyStatus7kX', 'bUsyStaTus', 'BUsyStatusq'])('%s is none', (value) => {
    expect(marksOf(value)).not.toContain('Words');
  });
  it('a ciphertext of NiFi, and a user with a hash of any name', () => {
    const iv = random.text(LETTERS, 16);
    expect(marksOf(`${iv}||${VALUE}${VALUE}`, password)).toContain('Protected');
    expect(marksOf(`\xf0\x9f\x98\x80:$2y$10$${VALUE}`, password)).toContain('Protected');
    expect(marksOf(`${iv}|${VALUE}`, password)).not.toContain('Protected');
  });
  it('one byte over and over in base64', () => {
    for (const length of [16, 20, 31, 32]) {
      expect(marksOf(Buffer.alloc(length, 10).toString('base64'))).toContain('Repetitive');
    }
    expect(marksOf('q7XRtBw2vLs4mK9pZ3==')).not.toContain('Repetitive');
  });
  it('the bytes that fill up passwords of PDF are in every program for it', () => {
    expect(marksOf('0x28, 0xBF, 0x4E, 0x5E, 0x4E, 0x75, 0x8A', password)).toContain('Public');
    expect(marksOf('40,191,78,94,78,117,138', password)).toContain('Public');
    expect(marksOf('0x28, 0xBE, 0x4E, 0x5E, 0x4E, 0x75, 0x8A', password)).not.toContain('Public');
  });
});

describe('what a value owes to its name', () => {
  it.each([
    ['htpasswd', 'HTPASSWD'],
    ['privPassphrase2', 'privPassphrase'],
    ['acme_passcode', 'Settings.acmePasscode'],
  ])('%s under %s says the name', (value, name) => {
    expect(marksOf(value, { ...password, name })).toContain('Words');
    expect(marksOf(`${value}kX4m9`, { ...password, name })).not.toContain('Words');
  });
  it('the element of a page', () => {
    expect(marksOf('#lp_js_liveApiKey', { ...bare, name: 'liveApiKey' })).toContain('Reference');
    expect(marksOf('.lp_js_timePass', { ...password, name: 'timePass' })).toContain('Reference');
    expect(marksOf('#lp_js_q7XRtBw2', { ...bare, name: 'liveApiKey' })).not.toContain('Reference');
  });
  it('a field of that name', () => {
    expect(marksOf(`token=${VALUE}`, { ...bare, name: 'token' })).toContain('Shape');
    expect(marksOf(`tokem=${VALUE}`, { ...bare, name: 'token' })).not.toContain('Shape');
  });
  it('where a server passes requests on to', () => {
    expect(marksOf('web1:8081', { ...password, name: 'proxy_pass' })).toContain('Shape');
    expect(marksOf('web1:8081', { ...password, name: 'db_pass' })).not.toContain('Shape');
  });
  it('the same thing of an element of a list', () => {
    expect(marksOf('.[1].hs_token', { ...bare, name: 'hs_token' })).toContain('Reference');
    expect(marksOf('hs_token', { ...password, name: 'hs_token' })).not.toContain('Reference');
  });
});

describe('documented values', () => {
  it('of Twitter, Grafana, Unity, Laravel, Docker and zkSync', () => {
    for (const parts of [
      ['xvz1evFS4w', 'EEPTGEFPHBog'],
      ['SW2YcwTIb9', 'zpOOhoPsMm'],
      ['frAQBc8Wsa1xVPfv', 'JcrgRYwTiizs2trQ'],
      ['AckfSECXIvnK5r28', 'GVIWUAxmbBSjTsmF'],
      ['SWMKEY-1-7c37Cc8654o6p38Hnroyw', 'Ci19pllOnGtbdZEgtKxZu8'],
      ['0x7726827caac94a7f9e1b160f7ea819f1', '72f7b6f9d2a97f992c38edeab82d4110'],
      ['JBSWY3dpeH', 'PK3PXP'],
    ]) {
      const value = parts.join('');
      expect(isDocumented(value), value).toBe(true);
      expect(isDocumented(`8${value.slice(0, -1)}`)).toBe(false);
    }
  });
});

describe('texts', () => {
  it.each([
    'kprintf(L"Slot password: %.*S\\n", size, data);\n',
    'PRINT_ERROR(L"LsaSetSecret: 0x%08x\\n", status);\n',
    'sops.secrets.ldapsync-password.owner = "openldqap";\n',
    '"EndingHashKey": "340282366920938463463374607431768211455"\n',
    'options { tokenVocab = MySQLLexer; }\n',
    'ETCD_INITIAL_CLUSTER_TOKEN="ab5f20b33aq4"\n',
    "client.create_impersonation_token('mikemcqxaid')\n",
    'PASSWORD_ANALYZE_FAIL = new MemberStatusCode("400507", "no");\n',
    'map = {"./password.svg":"2a3d","./pdf.svg":"f9a1"}\n',
    'const keys = ["12345", new ObjectId("5a5617b9c1f5de6d8276e87d")]\nupdateKey = new ObjectId("5a5617b9c1f5de6d8276e87d")\n',
    'Enter password for jdbc:ignite:thin://10.0.0.1:10800;user=ann:\n',
    'var pass_ip = "172.21.0.0/16"\n',
  ])('%s hold none', (text) => expect(toldAtAll(withValues(text))).toEqual([]));

  it.each([
    ['sops.secrets.x.password = "V";\n', VALUE],
    ["'ga-client-secret-orders.com' => 'V'\n", VALUE],
    ["'maps-api-key-orders.co.net' => 'V'\n", VALUE],
    ['String token = "token=V";\n', VALUE],
    ['{"hash_key": "V"}\n', VALUE],
    ['Enter password for ann: q7XRt2Bw\n', 'q7XRt2Bw'],
  ])('%s holds one', (text, secret) => expect(toldByDefault(withValues(text))).toEqual([secret]));

  it("a variable under a provider's name is none where a program stands", () => {
    const text = '"orders/jwt-secret" = secretAttrs;\n';
    expect(toldAtAll(text, 'services/orders.nix')).toEqual([]);
    expect(toldAtAll('config.JWT.SigningKey = sk\n', 'conf/configuration.go')).toEqual([]);
    expect(toldAtAll(withValues('JWT_SECRET=V\n'), 'conf/app.go')).toEqual([VALUE]);
    expect(toldAtAll('JWT_SECRET=secretAttrs\n', '.env')).toEqual(['secretAttrs']);
  });
});
