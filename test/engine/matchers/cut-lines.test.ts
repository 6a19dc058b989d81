/** Values in quotes that no other quote closes: the line was cut, as loggers do. */
import { describe, expect, it } from 'vitest';
import { secretsIn } from './window.ts';

const value = `Zq${(8_675_309).toString(36)}+Vt${(1_234_567).toString(36)}/8`;

describe('a line that was cut', () => {
  it.each([
    '{"secret":"@',
    '{"user":"ann","secret":"@\n{"user":"bob"}\n',
    '{"secret": "@\r\nnext\n',
    '{\\"secret\\":\\"@\n',
    "secret='@\nOTHER=1\n",
    'secret="@',
  ])('%j gives what is left of the value', (text) => {
    expect(secretsIn(text.replace('@', value))).toEqual([value]);
  });

  it.each([
    'secret = "@ and more words\nin the next line"\n',
    'secret = "@...\n',
    'secret = `@\n',
    'secret = "@;\n',
    'secret = "${@\n',
    'secret = "short1\n',
    'secret = "withoutanydigits\n',
    'secret = "\n',
  ])('%j is no value: it goes on, or is none', (text) => {
    expect(secretsIn(text.replace('@', value))).not.toContain(value);
  });
});
