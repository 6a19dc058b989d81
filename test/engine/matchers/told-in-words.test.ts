/** Passwords and keys told in sentences, with what they are for and remarks behind them. */
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/rules/generators/random.ts';
import { LETTERS } from '../../support/letters.ts';
import { toldByDefault } from './told.ts';

const random = createRandom('told in words');
const PASSWORD = `q7Z${random.text(LETTERS, 11)}`;
const KEY = `k4X9${random.text(LETTERS, 32)}`;

function told(text: string): string[] {
  return toldByDefault(text.replaceAll('§', PASSWORD).replaceAll('¤', KEY));
}

describe('a remark in brackets behind a value', () => {
  it.each(['Login password: § (user: ci)\n', 'password: § (old one)\n', 'admin password = § (temporary).\n'])(
    '%j',
    (text) => expect(told(text)).toEqual([PASSWORD]),
  );
  it.each(['API key: ¤ (prod)\n', '- token: ¤ (expires 2027)\n'])('%j', (text) => expect(told(text)).toEqual([KEY]));
  it.each(['password: Base64String (required)\n', 'password = §(user)\n', 'Password: PBKDF2-SHA256 (see below)\n'])(
    'none in %j',
    (text) => expect(told(text)).toEqual([]),
  );
});

describe('a sentence that says what the secret is for', () => {
  it.each([
    'The password for the build server is § (user ci)\n',
    'The password for the build server is § and the user is ci.\n',
    'the wifi password at the office is §, ask Ann\n',
    'Password for user ci on build server - §\n',
    'ssh ci@host (password §)\n',
    'user ci / password § / port 22\n',
    'log in with ci:§\n',
  ])('%j', (text) => expect(told(text)).toEqual([PASSWORD]));
  it.each([
    'The API token for staging is ¤ (owner: ann).\n',
    'the key for payments: ¤\n',
    'Use API key ¤ (read only) for tests\n',
    "Here's the token for the staging api - ¤\n",
  ])('%j', (text) => expect(told(text)).toEqual([KEY]));
  it.each([
    'The password for the server is kept in Vault under path kv2.\n',
    'The API key for staging is the one in `config/keys-2024.yaml`.\n',
    'log in with github:acme1\n',
    'the token for the parser is TOKEN_IDENTIFIER_BEGINS_HERE_0.\n',
  ])('none in %j', (text) => expect(told(text)).toEqual([]));
});
