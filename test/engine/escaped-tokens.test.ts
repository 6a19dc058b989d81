/** Tokens right behind an escape whose last letter or digit would be one of theirs: of strings, addresses, markup, mails and terminals. */
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/rules/generators/random.ts';
import { toldAtAll, toldByDefault } from './matchers/told.ts';

const random = createRandom('escaped tokens');
const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** One whose rule has a boundary, one whose pattern begins with a class of its own, and one of each kind of class. */
const TOKENS = [
  `glpat-${random.text(ALPHANUMERIC, 20)}`,
  `shpat_${random.text('0123456789abcdef', 32)}`,
  `AKIA${random.text('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16)}`,
  `live_${random.text(ALPHANUMERIC, 15)}7${random.text(ALPHANUMERIC, 15)}`,
  `re_${random.text(ALPHANUMERIC, 8)}_x7${random.text(ALPHANUMERIC, 22)}`,
];

describe.each(TOKENS.map((token) => [token.slice(0, 4), token]))('%s…', (_, token) => {
  it.each([
    String.raw`\n`,
    String.raw`\x22`,
    String.raw`\x3D`,
    String.raw`\u0022`,
    String.raw`\u003d`,
    String.raw`\042`,
    String.raw`\42`,
    '%22',
    '%3D',
    '%2522',
    '%253d',
    '&quot;',
    '&#34;',
    String.raw`\\\"`,
    't=3D',
    String.raw`\e[32m`,
    String.raw`\033[1;31m`,
    String.raw`\x1b[0m`,
    String.raw`\u001b[1m`,
    '\u001b[0m',
  ])('behind %j', (before) => expect(toldByDefault(`log x${before}${token} y`)).toEqual([token]));

  it.each(['x', '9', '_', '2', 'x22', 'u0022', '3D', '[0m', 'e[32'])('nothing behind %j', (before) => {
    expect(toldAtAll(`log a${before}x${token}`)).toEqual([]);
  });
});
