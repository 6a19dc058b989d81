/** Assignments in which the value stands behind what is said of it: attributes of a variable, a block that gives it, the header of a form. */
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/rules/generators/random.ts';
import { LETTERS } from '../../support/letters.ts';
import { toldByDefault } from './told.ts';

const VALUE = `q7${createRandom('described values').text(LETTERS, 14)}`;

/** Secrets that are told by default, each once; § stands for the value. */
function told(text: string): string[] {
  return toldByDefault(text.replaceAll('§', VALUE));
}

describe('attributes of a variable', () => {
  it.each([
    '{"db_password":{"type":"securestring","defaultValue":"§"}}',
    '{"db_password": {"sensitive": true, "type": "string", "value": "§"}}',
    'db_password:\n  description: "the password, as it is"\n  value: "§"\n',
  ])('its value is behind them: %s', (text) => expect(told(text)).toEqual([VALUE]));

  it.each([
    '{"db_password":{"label":"Password","value":"§"}}',
    '{"db_password":{"type":"string"},"name":{"value":"§"}}',
    'db_password:\n  type: string\nname:\n  value: §\n',
  ])('the value of something else is not its own: %s', (text) => expect(told(text)).toEqual([]));
});

describe('a block that gives what is missing', () => {
  it.each(['x = ENV.fetch("DB_PASSWORD") { "§" }', "ENV.fetch('DB_PASSWORD') {\n  '§'\n}\n"])('%s', (text) =>
    expect(told(text)).toEqual([VALUE]),
  );
  it('an expression is none', () => expect(told('ENV.fetch("DB_PASSWORD") { raise "§" }')).toEqual([]));
});

describe('a form in parts', () => {
  const header = 'Content-Disposition: form-data; name="password"';
  it.each([`${header}\r\n\r\n§\r\n--x--\r\n`, `${header}\n\n§\n--x\n`, `${header}\n\n§`])('%j', (text) =>
    expect(told(text)).toEqual([VALUE]),
  );
  it('text that goes on is none', () => expect(told(`${header}\n\n§\nand more\n`)).toEqual([]));
});

describe('headers as programs print them', () => {
  it.each(['map[X-Api-Key:[§] Accept:[*/*]]', "[(b'host', b'a.io'), (b'x-api-key', b'§')]", "[(u'x-api-key', u'§')]"])(
    '%s',
    (text) => expect(told(text)).toEqual([VALUE]),
  );
  it.each(['x-api-key: [§]', 'map[X-Api-Key:[§ x]]'])('nor others: %s', (text) => expect(told(text)).toEqual([]));
});

describe('a sign in a generated password', () => {
  const random = createRandom('signs');
  const part = (): string =>
    `${random.text('abcdefghijkmnpqrstuvwxyz', 2)}${random.text('QXZJKVW', 3)}${random.text('23456789', 2)}`;
  const [a, b] = [part(), part()];

  it.each([...'(<[{~'].map((sign) => `${sign}${a}${b}`))('may be a bracket or a tilde before it: %s', (value) => {
    for (const text of [`password=${value}\n`, `db:\n  password: ${value}\n`, `password = ${value}\n`])
      if (!(value.startsWith('[') && text.includes('db:'))) expect(told(text), text).toEqual([value]);
  });
  it.each([`${a}.${b}`, `${a}(${b}`, `${a}${b}(`, `${a}<${b}`, `$${a}${b}`])('may look like code: %s', (value) => {
    expect(told(`password=${value}\n`)).toEqual([value]);
    expect(told(`x = { password: '${value}', port: 1 };\n`)).toEqual([value]);
  });
  it.each([
    `password=${a}<br>`,
    'password = config2.dbPassword1',
    'password = getPass2(\n  "x")',
    "password = '$dbPassword2'",
    'password =~ /x/',
    'if (password =~ m/x/)',
    'password = (Fh6OU2Bqjxt8)\n',
  ])('is none in code and markup: %s', (text) => expect(told(text).filter((value) => value !== a)).toEqual([]));
});

describe('documents', () => {
  it.each([
    'Password:: §\n',
    '*Token*: `§`\n',
    '- token :: §\n',
    'api_key: ``§``\n',
    '<dt>Password</dt><dd>§</dd>',
    '<tr><td>Password</td><td class="x">§</td></tr>',
    '<Key>Password</Key><Value ProtectInMemory="True">§</Value>',
    'site\tuser\tpassword\nhttps://a.corp.net\tann\t§\n',
    'site;user;password\nhttps://a.corp.net;ann;§\n',
  ])('%j', (text) => expect(told(text)).toEqual([VALUE]));
  it.each([
    'password :: Text\npassword = get "x"\n',
    'Secret::§(x)',
    '<dt>Password</dt><dd>Eight letters and more</dd>',
    '<td>Password</td><td>string</td>',
    `userPassword:: ${Buffer.from('{SSHA}q7Hs82jKLpxz4WmB9nRtYcVd').toString('base64')}\n`,
  ])('nor others: %j', (text) => expect(told(text)).toEqual([]));
});
