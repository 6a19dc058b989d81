import { describe, expect, it } from 'vitest';
import { positionAfter, tallyLines } from '../../src/bytes/line-tally.ts';

describe('columns', () => {
  it.each([
    ['é', [0xc3, 0xa9], 1],
    ['€', [0xe2, 0x82, 0xac], 1],
    ['😀', [0xf0, 0x9f, 0x98, 0x80], 2],
    ['ü and ß of Latin-1', [0xfc, 0xdf], 2],
    ['bytes that UTF-8 never has', [0xf5, 0xff], 2],
  ])('count %s', (_, bytes, units) => {
    expect(positionAfter(tallyLines(Uint8Array.of(0x0a, ...bytes)))).toEqual({ line: 2, column: units + 1 });
  });
});
