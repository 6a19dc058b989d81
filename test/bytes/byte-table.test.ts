import { describe, expect, it } from 'vitest';
import { addBits, eachByte } from '../../src/bytes/byte-table.ts';

function bytesOf(characters: string): string {
  const bytes: number[] = [];
  eachByte(characters, (byte) => bytes.push(byte));
  return String.fromCharCode(...bytes);
}

describe('bytes that a text names', () => {
  it.each([
    ['', ''],
    ['x', 'x'],
    ['a-e', 'abcde'],
    ['A-C_0-2$', 'ABC_012$'],
    ['-a-c', '-abc'],
    ['a-c-', 'abc-'],
    ['a-', 'a-'],
    ['\x21-\x23\xff', '!"#\xff'],
  ])('are of %j %j', (characters, bytes) => {
    expect(bytesOf(characters)).toBe(bytes);
  });

  it('have the bits added to theirs', () => {
    const table = new Uint8Array(256);
    addBits(table, 'a-c', 1);
    addBits(table, 'cd', 2);
    expect(['a', 'b', 'c', 'd', 'e'].map((char) => table[char.charCodeAt(0)])).toEqual([1, 1, 3, 2, 0]);
  });
});
