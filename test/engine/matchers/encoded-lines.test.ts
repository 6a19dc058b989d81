/** Files in base64 over lines, in the texts that carry them. */
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { matchEncodedLines } from '../../../src/engine/matchers/encoded-lines.ts';
import { matchPem, PEM_REACH } from '../../../src/engine/matchers/pem.ts';
import { makeRule } from '../../support/rules.ts';
import { bytesOf, runMatcher, valueOf } from './window.ts';

const KEYWORDS = ['LS0tLS1CRUdJTiB', 'ewogICJ0eXBlIjogInNlcnZpY2VfYWNjb3VudC', 'YXBpVmVyc2lvbjogdjEK', 'eyJhdXRocyI6'];
const REACH = { before: 1, after: 16_640 };
const find = (text: string, option: string) =>
  runMatcher(
    (window) => matchEncodedLines(window, makeRule({ id: 'acme-key', options: [option] })),
    REACH,
    KEYWORDS,
    bytesOf(text),
  );

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const bodyOfPem = valueOf(runMatcher(matchPem, PEM_REACH, ['PRIVATE KEY'], bytesOf(pem))[0]!, bytesOf(pem));
const account = JSON.stringify({ type: 'service_account', project_id: 'desk', private_key: pem }, null, 2);
const linesOf = (text: string, width: number) =>
  Buffer.from(text)
    .toString('base64')
    .match(new RegExp(`.{1,${width}}`, 'g'))!;

const CARRIERS: Readonly<Record<string, (lines: readonly string[]) => string>> = {
  'a file': (lines) => `${lines.join('\n')}\n`,
  'lines of Windows': (lines) => `${lines.join('\r\n')}\r\n`,
  'a block of YAML': (lines) => `tls:\n  key: |\n${lines.map((each) => `    ${each}\n`).join('')}  other: 1\n`,
  'a here-document': (lines) => `base64 -d <<EOF > key\n${lines.join('\n')}\nEOF\n`,
  'a variable in quotes': (lines) => `KEY="${lines.join('\n')}"\nPORT=1\n`,
  'a string of JSON': (lines) => `{"key": "${lines.join('\\n')}\\n", "port": 1}\n`,
  'lines that go on': (lines) => `KEY=${lines.join('\\\n')}\nPORT=1\n`,
  'literals side by side': (lines) => `KEY = (\n${lines.map((each) => `    "${each}"\n`).join('')})\n`,
  'literals with signs': (lines) => `const key = ${lines.map((each) => `'${each}'`).join(' +\n  ')};\n`,
  comments: (lines) => lines.map((each) => `# ${each}\n`).join(''),
};

describe.each(Object.keys(CARRIERS))('%s', (carrier) => {
  it.each([64, 76])('tells a key and the key of a service account, %d characters a line', (width) => {
    for (const text of [pem, account]) {
      const lines = linesOf(text, width);
      const written = CARRIERS[carrier]!(lines);
      const found = find(written, 'pem');
      expect(found).toHaveLength(1);
      expect(valueOf(found[0]!, bytesOf(written))).toBe(bodyOfPem);
      expect(written.slice(found[0]!.secretStart, found[0]!.secretEnd).startsWith(lines[0]!)).toBe(true);
      expect(written.slice(found[0]!.secretStart, found[0]!.secretEnd).endsWith(lines.at(-1)!)).toBe(true);
      expect(found[0]!.evidence).toMatchObject({ structure: 1 });
    }
  });
});

it('tells logins of registries and users of clusters, on one line too', () => {
  const login = JSON.stringify({
    auths: { 'registry.corp.net': { auth: Buffer.from('bot:Kx81hdWq02').toString('base64') } },
  });
  const config = 'apiVersion: v1\nkind: Config\nusers:\n- name: bot\n  user:\n    token: Kx81hdWq02Kx81hdWq02\n';
  for (const [text, option, value] of [
    [login, 'docker-auth', 'Kx81hdWq02'],
    [config, 'kubeconfig', 'Kx81hdWq02Kx81hdWq02'],
  ] as const) {
    for (const width of [64, 4096]) {
      const written = linesOf(text, width).join('\n');
      const found = find(written, option);
      expect(found.map((hit) => valueOf(hit, bytesOf(written)))).toEqual([value]);
    }
  }
});

it.each([
  ['a public key', publicKey.export({ type: 'spki', format: 'pem' }).toString()],
  ['a certificate request', pem.replaceAll('PRIVATE KEY', 'CERTIFICATE REQUEST')],
  ['a service account without its key', account.replace(/"private_key": ".*"/, '"private_key": ""')],
])('tells nothing of %s', (_, text) => {
  expect(find(linesOf(text, 64).join('\n'), 'pem')).toEqual([]);
});

it('tells nothing in the middle of a longer run', () => {
  expect(find(`AAAA${linesOf(pem, 64).join('\n')}`, 'pem')).toEqual([]);
});
