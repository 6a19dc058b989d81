import { randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latin1 } from '../../../src/bytes/latin1.ts';
import { Mark } from '../../../src/engine/match.ts';
import { documentMatches } from '../../../src/engine/documents/index.ts';
import { readJsonEntries } from '../../../src/engine/documents/json-entries.ts';
import { readYamlEntries } from '../../../src/engine/documents/yaml-entries.ts';

const bytesOf = (text: string) => Buffer.from(text);
const base64 = (text: string) => Buffer.from(text).toString('base64');
const PW = randomBytes(12).toString('hex');

/** `matcher name = value <as it stands>` of each hit. */
function told(text: string): string[] {
  const clean = documentMatches(bytesOf(text)).filter((hit) => (hit.evidence?.marks ?? 0) === 0);
  return clean.map((hit) => {
    const stands = text.slice(hit.secretStart, hit.secretEnd);
    return `${hit.matcher} ${hit.assignedName} = ${latin1(hit.value!)} <${stands}>`;
  });
}

describe('Kubernetes Secret', () => {
  const expected = [`kubernetes-secret password = ${PW} <${base64(PW)}>`];
  it.each([
    `apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\ndata:\n  username: b3JkZXJz\n  password: ${base64(PW)}\n`,
    `apiVersion: v1\ndata:\n    password: "${base64(PW)}" # old\nkind: Secret\n`,
    `kind: ConfigMap\ndata:\n  password: ${base64('no')}\n---\nkind: "Secret"\r\ndata:\r\n  'password': ${base64(PW)}\r\n---\nkind: Pod\n`,
    `apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: ConfigMap\n  data:\n    password: aaaabbbb\n- apiVersion: v1\n  data:\n    password: ${base64(PW)}\n  kind: Secret\n`,
    `{"kind": "Secret", "data": {"password": "${base64(PW)}"}}`,
    `kind: secret\ndata:\n\tpassword: ${base64(PW)}\nmetadata:\n\tname: db\n`,
    `{"kind": "List", "items": [{"kind": "Pod", "data": {"password": "${base64('x')}"}}, {"data": {"password": "${base64(PW)}"}, "kind": "Secret"}]}`,
    `metadata:\n  name: {{ include "x" . }}\nkind: Secret\ndata:\n  a: {{ .Values.x | b64enc }}\n  password: ${base64(PW)}\n  empty: ""\n`,
    `kind: Secret\ndata:\n  ca.crt: ${base64(`-----BEGIN CERTIFICATE-----\n${PW}`)}\n  password: ${base64(PW)}\n`,
  ])('%#', (text) => {
    expect(told(text)).toEqual(expected);
  });

  it('a block scalar is joined before it is decoded', () => {
    const [first, second] = [base64(`A=${PW}`).slice(0, 20), base64(`A=${PW}`).slice(20)];
    const text = `kind: Secret\ndata:\n  app.env: |\n    ${first}\n    ${second}\n  z: ""\n`;
    expect(told(text)).toEqual([`kubernetes-secret app.env = A=${PW} <${first}\n    ${second}>`]);
  });

  it('stringData stands as it is', () => {
    expect(told(`kind: Secret\nstringData:\n  token: ${PW}\n`)).toEqual([`kubernetes-secret token = ${PW} <${PW}>`]);
  });

  it.each([
    `kind: SealedSecret\nspec:\n  encryptedData:\n    password: ${base64(PW)}\n`,
    `kind: ExternalSecret\nspec:\n  data:\n    password: ${base64(PW)}\n`,
    `kind: Secret\ndata:\n  password: ENC[AES256_GCM,data:${base64(PW)}]\n`,
    `kind: Deployment\nspec:\n  env:\n  - valueFrom:\n      secretKeyRef: {name: db, key: password}\n`,
    'kind: Secret\ndata:\n  client-secret: base64-client-secret\n',
    `kind: Secret\n---\nkind: Pod\ndata:\n  password: ${base64(PW)}\n`,
  ])('none in %#', (text) => {
    expect(told(text)).toEqual([]);
  });
});

describe('what the document says is no secret is marked', () => {
  it.each([
    [`kind: SealedSecret\nspec:\n  encryptedData:\n    api_key: ${base64(PW)}\n`, Mark.Protected],
    ['kind: Secret\ndata:\n  password: {{ .Values.auth.password | b64enc | quote }}\n', Mark.Reference],
    [`kind: Secret\ndata:\n  ca.crt: ${base64(`-----BEGIN CERTIFICATE-----\n${PW}`)}\n`, Mark.Public],
  ])('%#', (text, mark) => {
    expect(documentMatches(bytesOf(text)).map((hit) => hit.evidence?.marks)).toEqual([mark]);
  });
});

describe('other documents', () => {
  const key = `-----BEGIN PRIVATE KEY-----\n${PW}\n-----END PRIVATE KEY-----\n`;
  it.each([
    [
      `kind: Config\nusers:\n- name: a\n  user:\n    token: ${PW}\n    client-key-data: ${base64(key)}\n`,
      [`kubeconfig token = ${PW} <${PW}>`, `kubeconfig client-key-data = ${key} <${base64(key)}>`],
    ],
    [
      `{"auths":{"r.corp.net":{"auth":"${base64(`me:${PW}`)}"},"b":{"identitytoken":"${PW}"},"c":{}}}`,
      [`docker-auth auth = ${PW} <${base64(`me:${PW}`)}>`, `docker-auth identitytoken = ${PW} <${PW}>`],
    ],
    [
      `//r.corp.net/:_auth=${base64(`me:${PW}`)}\r\n//r.corp.net/:_password="${base64(PW)}"\n//x/:_authToken=${PW}\n`,
      [`npmrc _auth = ${PW} <${base64(`me:${PW}`)}>`, `npmrc _password = ${PW} <${base64(PW)}>`],
    ],
    [
      `machine a.corp.net\n  login me\n  password ${PW}\n\nmachine b.corp.net login x password ${PW}2\n`,
      [`netrc password = ${PW} <${PW}>`, `netrc password = ${PW}2 <${PW}2>`],
    ],
    [`machine h.corp.net # ours\n  login me\n  # of May\n  password ${PW}\n`, [`netrc password = ${PW} <${PW}>`]],
    [`on each machine there is a login page that asks for a password ${PW}2 twice\n`, []],
    [`# c\nh.corp.net:5432:*:me:a\\:${PW}\n`, [`pgpass password = a:${PW} <a\\:${PW}>`]],
    [`me:1001:${'a0'.repeat(16)}:${'b1'.repeat(16)}:::\n`, []],
    [`a:2:{s:4:"user";s:2:"me";s:8:"password";s:${PW.length}:"${PW}";}\n`, []],
    [
      `;; users\r\n"me" "${PW}"\r\n"you" "md5${'0f'.repeat(16)}"\r\n\r\n"she" "${PW}2"\r\n`,
      [`user-list password = ${PW} <${PW}>`, `user-list password = ${PW}2 <${PW}2>`],
    ],
    [
      `me@corp.net:${PW}\r\n you@mail.corp.net:${PW}2\n`,
      [`user-list password = ${PW} <${PW}>`, `user-list password = ${PW}2 <${PW}2>`],
    ],
    [`me@corp.net:${PW}\n`, []],
    [`me@corp.net:${PW}\nme@corp.net:${PW}2\n`, []],
    ['me@corp.net:releases\nyou@corp.net:shared1\n', []],
    [`me@corp.net:${PW}\nyou@corp.net:path/${PW}\n`, []],
    [`"https://corp.net/${PW}" "Mozilla/5.0"\n`, []],
    [
      `# client\tserver\tsecret\taddresses\nme pptpd ${PW} *\n"you" * "${PW}2" 10.0.0.1 # his\n`,
      [`user-list password = ${PW} <${PW}>`, `user-list password = ${PW}2 <${PW}2>`],
    ],
    [
      `User name,Access key ID,Secret access key\r\nme,AKxx,"${PW}"\r\nyou,AKyy,${PW}2\r\n`,
      [`secrets-csv Secret access key = ${PW} <${PW}>`, `secrets-csv Secret access key = ${PW}2 <${PW}2>`],
    ],
    [
      `{\n // live\n "exchange": {"name": "x", "key": "${PW}", "secret": "${PW}2",},\n "telegram": {"token": "1:${PW}"}}`,
      [
        `freqtrade-config exchange.key = ${PW} <${PW}>`,
        `freqtrade-config exchange.secret = ${PW}2 <${PW}2>`,
        `freqtrade-config telegram.token = 1:${PW} <1:${PW}>`,
      ],
    ],
  ])('%#', (text, expected) => {
    expect(told(text)).toEqual(expected);
  });

  it.each([
    'a machine that I login to with a password of mine',
    'const secret = f(a, b), password = 1;\nconst abcdefgh = x, c = 3;\n',
    `see http://localhost:8080/x\nh.corp.net:5432:db:me:${PW}\n`,
    'name,age,city\nbob,12345678,paris\n',
    `"me" "${PW}"\nprintf("a" "b");\n`,
    `me * ${PW} *\n0 4 * * 1 /usr/bin/backup\n`,
    `eth0 lan ${PW} 10.0.0.1\n`,
  ])('none in %#', (text) => {
    expect(told(text)).toEqual([]);
  });
});

describe('realm of users', () => {
  it.each([
    [`# user: password,role\nme: ${PW},admin\nyou = ${PW}2, ops, user\n`, [PW, `${PW}2`]],
    [`me=${PW},_g_:admins\r\n_g_\\:admins = group,admin\r\n`, [PW]],
    [`me = ${PW},_g_:admins\nyou: OBF:1v2j1uum1xtv1zej,user\n`, [PW]],
  ])('%#', (text, expected) => {
    expect(told(text)).toEqual(expected.map((value) => `realm password = ${value} <${value}>`));
  });

  it.each([
    `me: ${PW}\nyou: ${PW}\n`,
    `me: ${PW},admin\nand more text\n`,
    `list: ${PW}, two words here\n`,
    `ann: ${PW},a\nDB_SECRET: ${PW}\n`,
  ])('none in %#', (text) => {
    expect(told(text)).toEqual([]);
  });
});

describe('list of logins', () => {
  it.each([
    [`ann:${PW}\nbob:${PW}2\n`, [PW, `${PW}2`]],
    [`# staging\n\ncorp\\ann:${PW}\r\nbob:${PW}2  \n`, [PW, `${PW}2`]],
  ])('%#', (text, expected) => {
    expect(told(text)).toEqual(expected.map((value) => `login-list password = ${value} <${value}>`));
  });

  it.each([
    `ann:${PW}\nand more text\n`,
    `ann: ${PW}\nbob: ${PW}\n`,
    `ann:$apr1$${PW}$${PW}\nbob:${PW}\n`,
    `db_host:${PW}\nann:${PW}\n`,
    `ann:${PW}:1000:\nbob:${PW}:1001:\n`,
    `ann:12345678901\nbob:12345678902\n`,
    `https://corp.net/${PW}\n`,
  ])('none in %#', (text) => {
    expect(told(text)).toEqual([]);
  });
});

describe('key and nothing else', () => {
  it.each([
    ['key-line', 32],
    ['key-line', 64],
    ['master-key', 256],
  ])('%s of %i digits', (kind, digits) => {
    const key = randomBytes(digits / 2).toString('hex');
    expect(told(`${key}\n`)).toEqual([`${kind}  = ${key} <${key}>`]);
  });

  it('none of another length', () => {
    expect(told(randomBytes(64).toString('hex'))).toEqual([]);
  });
});

describe('headings abroad', () => {
  it.each(['Host;Benutzer;Passwort', 'servidor,usuario,contrasena', 'site,login,Mot de passe'])('%s', (heading) => {
    const sign = heading.includes(';') ? ';' : ',';
    const hits = told(`${heading}\n${['files', 'ann', PW].join(sign)}\n`);
    expect(hits.map((hit) => hit.slice(-PW.length - 2))).toEqual([`<${PW}>`]);
  });
});

describe('readers', () => {
  it('JSON strings come back with their places', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const bytes = bytesOf(text);
        const wanted: string[] = [];
        JSON.stringify(value, (_, inner: unknown) => {
          if (typeof inner === 'string') wanted.push(inner);
          return inner;
        });
        const entries = readJsonEntries(bytes);
        expect(entries.map((entry) => Buffer.from(entry.value, 'latin1').toString())).toEqual(
          wanted.map((text) => Buffer.from(text).toString()),
        );
        for (const entry of entries) {
          expect(JSON.parse(`"${bytes.subarray(entry.start, entry.end).toString()}"`)).toBe(
            Buffer.from(entry.value, 'latin1').toString(),
          );
        }
      }),
    );
  });

  it('arbitrary text never crashes, places lie inside', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(
        'kind: Secret\n',
        'data:\n',
        '  a: |\n',
        '- ',
        '---\n',
        '"auths"',
        '{',
        '}',
        '[',
        ',',
        ':',
        '\n',
        '  ',
        'machine a login b password c',
        '_auth=',
        '"',
        '// ',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const bytes = bytesOf(pieces.join(''));
        for (const hit of documentMatches(bytes))
          expect(hit.secretStart < hit.secretEnd && hit.secretEnd <= bytes.length).toBe(true);
        for (const entry of [...readYamlEntries(bytes), ...readJsonEntries(bytes)])
          expect(entry.start <= entry.end && entry.end <= bytes.length).toBe(true);
      }),
    );
  });

  it('is linear', () => {
    for (const flood of [
      'kind: Secret\n',
      '- ',
      '[{"auths"',
      '{"auths":',
      'machine a login b ',
      'a,',
      'kind: Secret\ndata:\n  a: |\n',
      'h:1:a:b:c\n',
      '_auth=',
      'kind: Config\n  ',
      '"a\n',
      'a: "b',
      '//',
    ]) {
      const text = flood.repeat(500_000 / flood.length);
      const began = performance.now();
      documentMatches(bytesOf(`kind: Secret\n${text}`));
      documentMatches(bytesOf(`{"auths": ${text}`));
      documentMatches(bytesOf(text));
      expect(performance.now() - began, flood).toBeLessThan(2500);
    }
  });
});

describe('key pair file', () => {
  const numbers = Array.from(randomBytes(64)).join(',');
  it.each([`[${numbers}]`, `\n[ ${numbers.replaceAll(',', ' ,\n  ')} ]\n`])('%#', (text) => {
    const [hit] = documentMatches(bytesOf(text));
    expect(hit?.matcher).toBe('keypair-file');
    expect(latin1(hit!.value!)).toBe(text.slice(hit!.secretStart, hit!.secretEnd));
    expect(latin1(hit!.value!).replaceAll(/\s/g, '')).toBe(numbers);
  });
  it.each([
    `[${numbers},1]`,
    `{"a": [${numbers}]}`,
    `[${numbers}]; x`,
    `[${numbers.replace(',', '.')}]`,
    '[1, 2, 3, 4, 5, 6, 7, 8]',
  ])('none in %#', (text) => {
    expect(documentMatches(bytesOf(text))).toEqual([]);
  });
});
