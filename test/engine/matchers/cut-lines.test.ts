/** Values in quotes that no other quote closes: the line was cut, as loggers do. */
import { describe, expect, it } from 'vitest';
import { fromUtf8, utf8 } from '../../../src/bytes/latin1.ts';
import { matchAssignment } from '../../../src/engine/matchers/assignment.ts';
import { makeRule } from '../../support/rules.ts';
import { windowAt } from './window.ts';

const rule = makeRule({
  id: 'zeta-secret',
  class: 'named',
  keywords: ['secret'],
  before: 64,
  after: 704,
  matcher: 'assignment',
  names: ['^secrets?$'],
});

function valuesOf(text: string): string[] {
  const bytes = fromUtf8(text);
  const index = text.indexOf('secret');
  const hits = matchAssignment(windowAt(bytes, rule, index, index + 6), rule);
  return hits.map((hit) => utf8(hit.value ?? bytes.subarray(hit.secretStart, hit.secretEnd)));
}

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
    expect(valuesOf(text.replace('@', value))).toEqual([value]);
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
    expect(valuesOf(text.replace('@', value))).not.toContain(value);
  });
});
