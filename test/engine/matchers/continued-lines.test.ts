/** Values on the line after their name, as formats and languages go on in the next line. */
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/rules/generators/random.ts';
import { LETTERS } from '../../support/letters.ts';
import { toldAtAll, toldByDefault } from './told.ts';

const random = createRandom('continued lines');
const VALUE = `q7${random.text(LETTERS, 10)}`;
const filled = (text: string): string => text.replaceAll('@', VALUE);

describe('a value', () => {
  it.each([
    '[db]\nuser = bot\npassword = \\\n@\nport = 3\n',
    'password : \\\n   @\n',
    'db.password=\\\r\n    @\r\n',
    '[db]\npassword =\n    @\nport = 3\n',
    'password:\n  @\n',
    'password: >- # live\n  @\n',
    'app \\\n  --password \\\n  @ \\\n  --x\n',
    'Dim password As String = _\n    "@"\n',
    'password = &\n  "@"\n',
    "password = ...\n  '@';\n",
    '$password = `\n  "@"\n',
  ])('%j', (text) => expect(toldByDefault(filled(text))).toEqual([VALUE]));

  it('is joined over the lines of Visual Basic', () => {
    const text = `password = "${VALUE.slice(0, 6)}" & _\n  "${VALUE.slice(6)}"\n`;
    expect(toldByDefault(text).map((found) => found.replaceAll(/[^A-Za-z0-9]/g, ''))).toEqual([VALUE]);
  });
});

describe('nothing', () => {
  it.each([
    'password =\nname = @\n',
    'password =\n@\n',
    'password =\n    name = @\n',
    'password =\n    # @\n',
    'password \\\n  @\n',
    'password = _ + "@"\n',
    'password = a & "@"\n',
    'app --no-password \\\n  --name @\n',
    'password = ..\n  "@"\n',
  ])('%j', (text) => expect(toldAtAll(filled(text))).not.toContain(VALUE));
});
