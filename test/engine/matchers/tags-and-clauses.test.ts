/** Assignments in which more than a sign stands by the value: tags of YAML, clauses of SQL, fields of models. */
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/rules/generators/random.ts';
import { LETTERS } from '../../support/letters.ts';
import { toldByDefault } from './told.ts';

const VALUE = `q7${createRandom('tags and clauses').text(LETTERS, 14)}`;

/** Secrets that are told by default, each once; V stands for the value. */
function told(text: string): string[] {
  return toldByDefault(text.replaceAll('V', VALUE));
}

describe('tags of YAML', () => {
  it.each(['!!str V', '!str V', '!unsafe V', '!!str "V"', '!Sub V', '!ENV ${X:V}', '&anchor V'])(
    'a literal is behind one of a type: %s',
    (value) => expect(told(`db_password: ${value}\n`)).toEqual([VALUE]),
  );

  it.each([
    '!secret V',
    '!secret "V"',
    '!Secret V',
    '!env V',
    '!env_var "DB_V"',
    '!vault V',
    '!input V',
    '!Ref V',
    '!GetAtt V',
    '!reference [V, x]',
    '!include_dir V',
    '!encrypted/pkcs1-oaep V',
    '!secret V # of the house',
  ])('a reference is behind others: %s', (value) => expect(told(`db_password: ${value}\n`)).toEqual([]));

  it('a password may begin with the same sign', () => {
    expect(told(`db_password: "!V"\n`)).toEqual([`!${VALUE}`]);
  });
});

describe('statements of SQL', () => {
  it.each([
    "ALTER USER ann IDENTIFIED BY V USING 'old';",
    'alter user ann identified by V replace old;',
    'create user ann\n  identified by V;',
    "CREATE DATABASE LINK far CONNECT TO ann IDENTIFIED BY V USING 'tns';",
    'CREATE USER ann IDENTIFIED BY V DEFAULT TABLESPACE users QUOTA 5M ON users;',
    "EXEC sp_addlogin 'ann', 'V', 'orders'",
    "exec master..sp_addlogin N'ann', N'V'",
    "EXEC sp_password 'old', 'V', 'ann'",
  ])('%s', (statement) => expect(told(`${statement}\n`)).toEqual([VALUE]));

  it.each([
    "create user 'ann'@'%' identified with sha256_password by 'V';",
    "GRANT ALL ON x TO ann IDENTIFIED BY 'V';",
  ])('%s', (statement) => expect(told(`${statement}\n`)).toEqual([VALUE]));

  it.each([
    "EXEC sp_addlogin 'V'",
    'EXEC sp_addlogin @name, @V',
    'Fix the imports identified by V',
    'Changed the password by "V":http://x.org',
    'Editing pass by <a href="../V">Ann</a>',
  ])('nothing is told of: %s', (statement) => expect(told(`${statement}\n`)).toEqual([]));
});

describe('a verb of prose that quotes code', () => {
  it.each([
    'To override, pass `V` on.',
    'Pass `V` as well.',
    'You can pass "V" to it.',
    'Allow you to pass :V to it.',
    'It must pass either :V or :x.',
  ])('%s', (sentence) => expect(told(`${sentence}\n`)).toEqual([]));
  it('the attribute behind a comparison in a template of Vue', () =>
    expect(told(`<Icon v-if="type === 'password'" :icon="V" />\n`)).toEqual([]));
  it('a password told with a sign is one', () => expect(told('pass: `V`\n')).toEqual([VALUE]));
  it('whatever the blanks', () => expect(told('pass : V\npass :"V"\n')).toEqual([VALUE]));
});

describe('fields of models', () => {
  it.each([
    'api_key: str = Field("V", env="API_KEY")',
    'api_key: Optional[str] = Field(\n    "V", description="x")',
    "db_password: str = pydantic.Field('V')",
    'db_password: str = attr.ib("V")',
    'db_password: SecretStr = Field(SecretStr("V"))',
    'db_password: str = field(default="V")',
  ])('%s', (line) => expect(told(`class Settings:\n    ${line}\n`)).toEqual([VALUE]));

  it.each([
    'api_key: str = Field(..., env="V")',
    'api_key: str = Field("API_KEY")',
    'db_password: str = Field("Your password of the shop")',
    'db_password = forms.CharField("V9 of the shop")',
  ])('nothing is told of: %s', (line) => expect(told(`class Settings:\n    ${line}\n`)).toEqual([]));
});

describe('a password that somebody gave', () => {
  it.each([
    'login with password=V',
    'connecting using password: V',
    'invalid password=V for ann',
    'Incorrect passwd: "V"',
  ])('is told behind the word that says so: %s', (line) => expect(told(`${line}\n`)).toEqual([VALUE]));

  it.each(['login_with_password = V', 'useWithPassword: V', 'sign in with password: enter', 'with password: required'])(
    'is none in a name or a sentence: %s',
    (line) => expect(told(`${line}\n`)).toEqual([]),
  );
});
