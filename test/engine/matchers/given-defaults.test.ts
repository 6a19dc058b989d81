/** Values that templates, modules and calls give where there is nothing else. */
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/rules/generators/random.ts';
import { LETTERS } from '../../support/letters.ts';
import { toldAtAll, toldByDefault } from './told.ts';

const random = createRandom('given defaults');
const VALUE = `q7${random.text(LETTERS, 14)}`;
const filled = (text: string): string => text.replaceAll('@', VALUE);

describe('a value', () => {
  it.each([
    `db_password: "{{ lookup('env', 'X') | default('@') }}"\n`,
    `db_password: "{{ lookup('env', 'X') | default('@', true) }}"\n`,
    'password = {{ db.pw | default("@") }}\n',
    'password = lib.mkDefault "@";\n',
    'services.x.password = mkForce "@";\n',
    'password: *"@" | string\n',
    'apiSecret: string | *"@"\n',
    'set :password, "@"\n',
    'config.set("db", "password", "@")\n',
    'set $api_token "@";\n',
    'flag.StringVar(&pw, "password", "@", "of the shop")\n',
    'Map.of("user", "bot", "password", "@")\n',
    ".option('password', { alias: 'p', type: 'string', default: '@' })\n",
    '<key>password</key>\n\n<string>@</string>\n',
  ])('%s', (text) => expect(toldByDefault(filled(text))).toEqual([VALUE]));
});

describe('nothing', () => {
  it.each([
    `db_password: "{{ lookup('env', 'X') | replace('@', '') }}"\n`,
    `db_password: "{{ pw | default(other) }} @"\n`,
    'password = lib.mkIf "@" x;\n',
    'password: *"@"\n',
    'set :user, "@"\n',
    'offset("db", "password", "@")\n',
    'List.of("user", "bot", "password", "@")\n',
    ".option('password', { alias: 'p' }, { default: '@' })\n",
    'echo $api_token "@";\n',
  ])('%s', (text) => expect(toldAtAll(filled(text), 'a.rb')).toEqual([]));
});
