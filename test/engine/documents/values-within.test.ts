/** A document's value that is doubtful as a whole, or holds a token that proves itself, hides nothing that stands in it. */
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fromUtf8 } from '../../../src/bytes/latin1.ts';
import { compileRuleSet } from '../../../src/engine/rule-set.ts';
import { scanDocument } from '../../../src/engine/scan-document.ts';
import { judge } from '../../../src/findings/judge.ts';
import { createRandom } from '../../../src/rules/generators/random.ts';
import { makeToken } from '../../../src/rules/generators/tokens.ts';
import { shippedRules } from '../../../src/rules/shipped.ts';
import { makeSecret } from '../../support/run-cli.ts';

const ruleSet = compileRuleSet(shippedRules);
const TOKEN = makeToken('github', createRandom('value'));
const PW = makeSecret('value').slice(0, 20);
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const secretOf = (value: string): string =>
  `apiVersion: v1\nkind: Secret\nmetadata:\n  name: x\ndata:\n  it: ${base64(value)}\n`;

/** Rules and tiers of what is told by default. */
function told(text: string): string[] {
  return scanDocument(fromUtf8(text), ruleSet).flatMap((match) => {
    const rule = match.composite < 0 ? ruleSet.ruleAt(match.rule) : ruleSet.composites[match.composite]!;
    const tier = judge(rule, match.evidence, null, 0);
    return tier === null || tier === 'review' ? [] : [`${tier} ${rule.id}`];
  });
}

describe('a token whose checksum holds is told', () => {
  const values = [
    TOKEN,
    `https://x.corp.net/?token=${TOKEN}`,
    `/srv/${TOKEN}/x`,
    `\${TOKEN:-${TOKEN}}`,
    `{{ .Values.x | default "${TOKEN}" }}`,
    `os.environ["X"] or "${TOKEN}"`,
    JSON.stringify({ url: 'https://x.corp.net', it: TOKEN, note: 'of May' }),
  ];
  it.each(values)('in a value of a Secret: %#', (value) => {
    expect(told(secretOf(value))).toEqual(['proven github-personal-token']);
  });
  it.each(values.filter((value) => !value.includes('"')))('in a cell of a table: %#', (value) => {
    expect(told(`name,password\nann,${value}\n`)).toEqual(['proven github-personal-token']);
  });
  it.each([
    `machine a.corp.net login me password <${TOKEN}>\n`,
    `"me" "\${${TOKEN}}"\n"you" "changeme"\n`,
    `kind: Config\nusers:\n- name: a\n  user:\n    token: <${TOKEN}>\n`,
  ])('as what only stands for a value elsewhere: %#', (text) => {
    expect(told(text)).toEqual(['proven github-personal-token']);
  });
});

describe('a file in JSON as a value of a Secret', () => {
  const privateKey = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({
    type: 'pkcs8',
    format: 'pem',
  });
  it.each([
    [{ auths: { 'r.corp.net': { auth: base64(`me:${PW}`) } } }, ['proven kubernetes-secret-value']],
    [
      { type: 'service_account', private_key: privateKey, client_email: 'a@x.corp.net' },
      ['likely kubernetes-secret-value'],
    ],
    [{ db: { host: 'h.corp.net', password: PW }, debug: true }, ['likely kubernetes-secret-value']],
    [
      [
        { user: 'me', apiKey: 'changeme' },
        { user: 'you', apiKey: PW },
      ],
      ['likely kubernetes-secret-value'],
    ],
    [
      { password: PW, secret: `${PW}2`, again: { password: PW } },
      ['likely kubernetes-secret-value', 'likely kubernetes-secret-value'],
    ],
    [{ db: { host: 'h.corp.net', password: '${DB_PASSWORD}' } }, []],
    [{ tokenUrl: `https://x.corp.net/${PW}`, mode: 'production' }, []],
  ])('%j', (value, expected) => {
    expect(told(secretOf(JSON.stringify(value)))).toEqual(expected);
    expect(told(secretOf(JSON.stringify(value, null, 2)))).toEqual(expected);
  });
});

describe('each of several secrets in one run that stands encoded is told', () => {
  const other = makeToken('github', createRandom('other'));
  const text = `url: postgres://me:${PW}@db.corp.net/x\na: ${TOKEN}\nb: ${other}\nagain: ${TOKEN}\n`;
  const escaped = Array.from(text, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
  it.each([base64(text), `x=${Buffer.from(text).toString('hex')}`, `"${escaped}"`, base64(base64(text))])(
    '%#',
    (run) => {
      expect(told(run).toSorted()).toEqual([
        'likely connection-url-database',
        'proven github-personal-token',
        'proven github-personal-token',
      ]);
    },
  );
});

it('many tokens in a table cost no more each', () => {
  const rows = Array.from({ length: 4_000 }, (_, i) => `user${i},${TOKEN}`);
  expect(told(`name,password\n${rows.join('\n')}\n`)).toHaveLength(4_000);
});
