/** Lists and maps of secrets, every entry of which is told. */
import { performance } from 'node:perf_hooks';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/rules/generators/random.ts';
import {
  CREDENTIAL_LIST_REACH,
  credentialListGate,
  matchCredentialList,
} from '../../../src/engine/matchers/credential-list.ts';
import { LETTERS } from '../../support/letters.ts';
import { toldByDefault } from './told.ts';
import { bytesOf, ruleWith, runMatcher, valueOf, windowAt } from './window.ts';

const random = createRandom('credential lists');
const [A, B] = ['q7ZK', 'w4XJ'].map((start) => `${start}${random.text(LETTERS, 10)}`) as [string, string];
const [K, L] = ['t4X9', 'z8Q2'].map((start) => `${start}${random.text(LETTERS, 28)}`) as [string, string];

function found(keyword: string, kind: string, text: string): string[] {
  const bytes = bytesOf(text);
  const rule = ruleWith({ options: [kind] });
  return runMatcher(matchCredentialList, CREDENTIAL_LIST_REACH, [keyword], bytes, rule).map((hit) =>
    valueOf(hit, bytes),
  );
}

describe('passwords', () => {
  it.each([
    `passwords:\n  ann: ${A}\n  # old\n\n  "bob": '${B}'\nname: not${A}1\n`,
    `a:\r\n  db-passwords:\r\n    ann: "${A}"\r\n    bob: ${B} # since May\r\n  x: not${A}1\r\n`,
    `[passwords]\nann = "${A}"\nbob=${B}\n[other]\nx = "not${A}1"\n`,
    `{"passwords": {"ann": "${A}", "bob": "${B}"}, "x": "not${A}1"}`,
    `passwords = {\n  ann = "${A}"\n  bob   = "${B}"\n}\nx = "not${A}1"`,
    `PASSWORDS = {\n  'ann' => '${A}',\n  bob: '${B}'\n}\n`,
    `passwords: Dict[str, str] = {"ann": "${A}", "bob": "${B}"}`,
    `val passwords = mapOf("ann" to "${A}", "bob" to "${B}")`,
    `Map<String, String> passwords = Map.of("ann", "${A}", "bob", "${B}");`,
    `var passwords = new Dictionary<string, string> {\n  { "ann", "${A}" },\n  ["bob"] = "${B}",\n};`,
    `declare -A passwords=([ann]="${A}" [bob]="${B}")`,
    `passwords.put("ann", "${A}");\npasswords["bob"] = "${B}";`,
    `(def passwords {:ann "${A}" :bob "${B}"})`,
    `app.passwords.ann=${A}\napp.passwords.bob = ${B}\n`,
  ])('%j', (text) => expect(found('passwords', 'passwords', text)).toEqual([A, B]));

  it.each([
    `passwords: { "id": "${A}", "hash": "${B}" }`,
    'passwords:\n  minLength: 12\n  policy: strong\n',
    `passwords: ["${A}", "${B}"]`,
    `passwords = load({"ann": "${A}"})`,
    `The passwords: ann has "${A}"`,
    `passwords:\nann: ${A}\n`,
  ])('none in %j', (text) => expect(found('passwords', 'passwords', text)).toEqual([]));
});

it('a sign of a comment inside a word is none', () => {
  expect(found('passwords', 'passwords', `[passwords]\nann = ${A}#q7\n`)).toEqual([`${A}#q7`]);
});

describe('keys', () => {
  it.each([
    `tokens := map[string]string{"ann": "${K}", "bob": "${L}"}`,
    `const tokens = new Map([["ann", "${K}"], ["bob", "${L}"]]);`,
    `tokens:\n- name: web\n  token: ${K}\n- name: app\n  key: ${L}\n`,
    `let tokens = HashMap::from([("ann", "${K}"), ("bob", "${L}")]);`,
  ])('%j', (text) => expect(found('tokens', 'keys', text)).toEqual([K, L]));

  it('nor the digests of a package that is called so', () => {
    expect(found('tokens', 'keys', `"node_modules/js-tokens": {"integrity": "sha512-${K}"}`)).toEqual([]);
  });
});

describe('logins', () => {
  it.each([
    `logins = [("ann", "${A}"), ("bob", "${B}")]`,
    `const logins: [string, string][] = [\n  ['ann', '${A}'],\n  ['bob', '${B}'],\n];`,
    `logins:\n  - ann:${A}\n  - "bob:${B}"\n`,
    `AUTH_LOGINS: "ann:${A},bob:${B}"`,
    `logins = """\nann:${A}\nbob:${B}\n"""\n`,
    `var logins = [][]string{{"ann", "${A}"}, {"bob", "${B}"}}`,
  ])('%j', (text) => expect(found('logins', 'logins', text)).toEqual([A, B]));

  it.each([
    'logins = {"ann": "ann1@corp.net", "bob": "Bob2"}',
    'logins = [("Ann", "Smith1984"), ("Bob", "Jones")]',
    `logins = "${A}"`,
  ])('none in %j', (text) => expect(found('logins', 'logins', text)).toEqual([]));
});

describe('the section of an API', () => {
  it.each([
    `api:\n  url: https://x.example\n  key: ${K}\n`,
    `a:\n  pay-api:\n    secret: "${K}"\n`,
    `[api]\nbase = "x"\nkey = "${K}" ; since May\n`,
    `{"api": {"url": "x", "key": "${K}"}}`,
    `const c = { api: { url: 'x', key: '${K}' } };`,
    `api {\n  key = "${K}"\n}`,
  ])('%j', (text) => expect(toldByDefault(text)).toEqual([K]));
  it.each([
    `api:\n  routes:\n    key: ${K}\n`,
    'api:\n  key: primary_key_column_2\n',
    `api: key: ${K}\n`,
    `api:\n  path: ${K}\n`,
  ])('none in %j', (text) => expect(toldByDefault(text)).toEqual([]));
});

describe('a column of a table', () => {
  const head = '<table>\n<tr><th>User</th><th>Password</th></tr>';
  it.each([
    `${head}<tr><td>ann</td><td>${A}</td></tr>\n<tr><td>bob</td><td><code>${B}</code></td></tr></table>`,
    `<thead>\n<tr>\n<th>User</th>\n<th class="x">Password</th>\n</tr>\n</thead>\n<tr>\n<td>a</td>\n<td>\n${A}\n</td>\n</tr>\n<tr>\n<td>a</td>\n<td>${B}</td>\n</tr>`,
  ])('%j', (text) => expect(found('password</', 'html', text)).toEqual([A, B]));
  it.each([
    `${head}<tr><td>${A}</td><td>********</td></tr>`,
    `${head}</table><table><tr><td>x</td><td>${A}</td></tr></table>`,
    `<tr><td>Password</td></tr><tr><td>more ${A} words</td></tr>`,
  ])('none in %j', (text) => expect(found('password</', 'html', text)).toEqual([]));
});

it('the shipped rules tell all of a list', () => {
  expect(toldByDefault(`passwords:\n  ann: ${A}\n  bob: ${B}\n`)).toEqual([A, B]);
  expect(toldByDefault(`API_KEYS = {"ann": "${K}", "bob": "${L}"}`)).toEqual([K, L]);
  expect(toldByDefault(`secrets:\n  web: ${K}\n  db: ${A}\n`)).toEqual([K, A]);
});

describe('the gate', () => {
  const signs = '" \' = : := => { } [ ] ( ) , - % < > | . _ / # => .put( _by_user'.split(' ');
  const words = 'to ann Map.of map[string]string new dict mapOf list <<EOF |\n .ann'.split(' ');
  const values = [
    `"${A}"`,
    `"ann": "${A}"`,
    `ann: ${A}\n`,
    `ann:${A}`,
    `.ann=${A}\n`,
    `("ann", "${A}")`,
    `"ann", "${A}")`,
  ];
  const pieces = fc.constantFrom(...signs, ...words, ...values, ' ', '\n', '\n', '\n  ');
  const after = fc.array(pieces, { maxLength: 8 }).map((all) => all.join(''));
  const before = fc.constantFrom('', '', '\n', '[', '\n  ', '{"', 'x.', 'my ', 'a/', 'x\n- ', 'const ');

  it.each(['passwords', 'logins', 'section'])('says no only where nothing is found: %s', (kind) => {
    const rule = ruleWith({ options: [kind] });
    const gate = credentialListGate([rule]);
    const seen = { hits: 0, no: 0 };
    fc.assert(
      fc.property(before, after, (lead, text) => {
        const word = kind === 'section' ? 'api:' : 'passwords';
        const content = kind === 'section' ? text.replaceAll('ann', 'key').replaceAll(A, K) : text;
        const window = windowAt(
          bytesOf(lead + word + content),
          CREDENTIAL_LIST_REACH,
          lead.length,
          lead.length + word.length,
        );
        const isThrough = gate(window);
        if (!isThrough) seen.no++;
        if (matchCredentialList(window, rule).length === 0) return;
        seen.hits++;
        expect(isThrough, content).toBe(true);
      }),
      { numRuns: 20_000 },
    );
    expect(seen.hits).toBeGreaterThan(50);
    expect(seen.no).toBeGreaterThan(1000);
  });

  it.each([
    'for (const user of users) {',
    'ann <ann@users.noreply.example>',
    'diesel::update(users::table.filter(users::uuid.eq(id)))',
    'let users: Vec<Value> = found',
    '"removeUsersConfirmation": {',
    'let y = groups_users::id',
    'users.filter(isNew)',
  ])('says no in %j', (line) => {
    const at = line.indexOf('users');
    const window = windowAt(bytesOf(`x\n${line}\ny: "z"\n`), CREDENTIAL_LIST_REACH, at + 2, at + 7);
    expect(credentialListGate([ruleWith({ options: ['logins'] })])(window)).toBe(false);
  });
});

it.each(['passwords={"', 'users=["a:', 'tokens=[[[', '<tr><td>password</td>', 'secrets:\n a: ', 'logins=("a","'])(
  'takes no time that grows faster than the text: %j',
  (piece) => {
    const took = (count: number): number => {
      const begin = performance.now();
      toldByDefault(piece.repeat(count));
      return performance.now() - begin;
    };
    took(200);
    expect(took(8000)).toBeLessThan(4000);
  },
);
