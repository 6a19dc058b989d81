/** Words and signs beside a name that tie nothing to it, as charts, manuals, shells and tools write them; and what stands next to them that does. */
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/rules/generators/random.ts';
import { LETTERS } from '../../support/letters.ts';
import { toldAtAll } from './told.ts';

const random = createRandom('infrastructure forms');
const VALUE = `q7${random.text(LETTERS, 14)}`;

/** Secrets of any tier, each once; V stands for the value. */
function told(text: string, path: string | null = null): string[] {
  return toldAtAll(text.replaceAll('V', VALUE), path);
}

describe('templates', () => {
  it.each([
    '{{ print .Values.db.user ":" .Values.db.password "@tcp(V" }}\n',
    '{{ with secret "V" -}}\n',
    'auth: {{ printf "%s:%s" $login.user $login.password | V }}\n',
    '{"a": {"b": {{ printf "{{}}%s" $login.password | V }}\n',
  ])('arguments and filters: %s', (text) => expect(told(text)).toEqual([]));

  it.each([
    '{{ default "V" .Values.password }}\npassword: "V"\n',
    '{{- if eq .Values.masterPassword "V" }}\n',
    'password: {{ .Values.password | default "V" }}\n',
    '| db.password | V |\n',
  ])('a literal in its place: %s', (text) => expect(told(text)).toEqual([VALUE]));
});

describe('command lines', () => {
  it.each([
    'run -e DB_PASSWORD=V acme:15-alpine\n',
    'login -method=userpass password=V\n',
    'stats --password=V --idsite=1 /var/log\n',
    'ignore = []string{"password", "deletion_policy"}\npassword = "V"\n',
    'db: "host=db password=V dbname=products sslmode=disable"\n',
  ])('a value names nothing: %s', (text) => expect(told(text)).toEqual([VALUE]));
  it.each([
    'acme login -method=userpass username=nicolas7\n',
    'audit_webhook enable=off auth_token= client_cert= client_key=\n',
    'docker run --network shop-mongo -p 8081:8081 mongo-express\n',
    'secret "nginxsecrxt" created\n',
    'secret "nginxsecrxt" configured\n',
  ])('%s', (text) => expect(told(text)).toEqual([]));
  it('a field that is empty ends at a blank, a value may be Base64', () => {
    expect(told('auth_token= V\n')).toEqual([VALUE]);
    expect(told('auth_token= V=\n')).toEqual([`${VALUE}=`]);
    expect(told('secret "V"\n')).toEqual([VALUE]);
  });
});

describe('where values come from', () => {
  it.each([
    'password: ${env:SNMP_V3_AUTH}\n',
    'password: "${sys:ACME_V3}"\n',
    'password: ${ssm:/acme/db7}\n',
    "x: \"{{ lookup('acme.general.keepass', 'V', field='user') }}\"\n",
    "password: \"{{ lookup('ansible.builtin.password', 'V' + client) }}\"\n",
    "passwords = LeakPasswords.objects.using('V')\n",
    "users = acme.onepassword('V')\n",
  ])('%s', (text) => expect(told(text)).toEqual([]));
  it.each(['password: ${DB_PASSWORD:V}\n', 'password: ${secret:V}\n', 'set("password", "V")\n'])('%s', (text) =>
    expect(told(text)).toEqual([VALUE]),
  );
});

describe('sentences and tables', () => {
  it.each([
    'Give the client secret when provider="V".\n',
    'Leaves out an artifact identified by `V`.\n',
    'For additional secrets, you must put before them all this\n`V`, and more\n',
    '| `acme.auth.password` | Acmeqx username of it | `""` |\n',
  ])('%s', (text) => expect(told(text)).toEqual([]));
  it.each([
    'The acme api key="V"\n',
    'acme client secret = "V"\n',
    "CREATE USER app IDENTIFIED BY 'V';\n",
    'service,api key,owner\nV2,V,ops\n',
    '| `acme.auth.password` | V | what it is |\n',
    'var secret string="V"\n',
  ])('%s', (text) => expect(told(text)).toContain(VALUE));
  it('selectors of a style sheet', () => {
    expect(told('input[type="password"]:focus,input[type="V"]:focus{}\n')).toEqual([]);
    expect(told('{ ["password"]: "V" }\n')).toEqual([VALUE]);
  });
});

describe('manifests', () => {
  const manifest = (key: string, value: string): string =>
    `apiVersion: v1\nkind: Secret\nmetadata:\n  name: acme\nstringData:\n  ${key}: "${value}"\n`;
  it.each(['tls.crt', 'ca.crt', 'tls.ca', 'ca-bundle', 'storageaccountname', 'client-id', 'auth.username_in'])(
    '%s is public',
    (key) => expect(told(manifest(key, 'V'))).toEqual([]),
  );
  it.each(['tls.key', 'crt-password', 'username_password', 'storageaccountkey', 'client-secret'])('%s is not', (key) =>
    expect(told(manifest(key, 'V'))).toEqual([VALUE]),
  );
  it.each(['type', 'provider', 'kind'])('%s says what it is', (key) => {
    expect(told(manifest(key, 'V'))).toEqual([]);
    expect(told(manifest(`${key}-key`, 'V'))).toEqual([VALUE]);
  });
  it('ends where the text round it goes on', () => {
    const rest = '`).\n\t\tThen().\n\t\t\tPaths:   V/x,\n\tname: V,\n';
    expect(told(`const a = \`\n${manifest('user', 'ann').trimEnd()}${rest}`)).toEqual([]);
    const other = 'apiVersion: v1\nkind: ConfigMap\ndata:\n  motd: V\n';
    expect(told(`\`\`\`yaml\n${manifest('user', 'ann')}\`\`\`\n\nand\n\n\`\`\`yaml\n${other}`)).toEqual([]);
  });
  it('goes on over templates, comments, lists and what was left out', () => {
    const lines = ['{{- if .Values.x }}', '# a word', '...', '{{- end }}', ''];
    const text = `kind: Secret\nmetadata:\n  finalizers:\n  - a\n${lines.join('\n')}\nstringData:\n${lines.join('\n')}\n  motd: V\n`;
    expect(told(text)).toEqual([VALUE]);
  });
  it('a client for objects of a namespace', () => {
    expect(told('s, err := client.CoreV1().Secrets("nxmespace").Get(ctx)\n')).toEqual([]);
    expect(told('acme.setSecrets("V").build()\n')).toEqual([VALUE]);
  });
  it('a key that stands where the certificate should', () => {
    const kind = 'PRIVATE KEY';
    const pem = `-----BEGIN ${kind}-----\n${VALUE.repeat(4)}\n-----END ${kind}-----\n`;
    const encoded = Buffer.from(pem).toString('base64');
    const text = manifest('tls.crt', encoded).replace('stringData', 'data');
    expect(toldAtAll(text)).toEqual([encoded]);
    expect(toldAtAll(text.replace(encoded, Buffer.from('V2V3V4').toString('base64')))).toEqual([]);
  });
});

describe('what a rule knows', () => {
  it('names that say what a token is told by, not the token', () => {
    for (const name of ['token_accessor', 'token_duration', 'secret_id_accessor', 'encryptedkey']) {
      expect(told(`${name}  V\n`)).toEqual([]);
    }
    expect(told('wrapping_token:  V\n')).toEqual([VALUE]);
  });
  it('a key of a cluster for storage has its own form, whatever its name', () => {
    const body = random.text('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', 32);
    const key = `AQB${body.slice(0, 10)}hAA${body.slice(10)}==`;
    expect(told(`\tkey = ${key}\n`)).toEqual([key]);
    expect(told(`\tkey = ${key.replace('hAA', 'hBB')}\n`)).toEqual([]);
  });
  it('words in a translation are none, elsewhere they may be a password', () => {
    expect(told('password=Contrasinal\n', 'conf/locale/gl.ini')).toEqual([]);
    expect(told('password=Contrasinal\n', 'conf/gl.ini')).toEqual(['Contrasinal']);
  });
});
