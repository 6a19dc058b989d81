/** Bytes written as numbers, characters by their codes, literals that a call joins, and blocks behind a tag. */
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/rules/generators/random.ts';
import { LETTERS } from '../../support/letters.ts';
import { toldAtAll, toldByDefault } from './told.ts';

const random = createRandom('listed bytes');
const bytes = Array.from({ length: 16 }, (_, index) => (index * 151 + 97) % 251);
const hex = bytes.map((byte) => `0x${byte.toString(16).padStart(2, '0')}`);
const list = hex.join(', ');

describe('bytes of a key', () => {
  it.each([
    ['static const uint8_t aes_key[16] = { @ };', 'C'],
    ['unsigned char private_key[] = {\n  @\n};', 'C'],
    ['const SECRET_KEY: [u8; 16] = [@];', 'Rust'],
    ['let secretKey: [UInt8] = [@]', 'Swift'],
    ['val secretKey = byteArrayOf(@)', 'Kotlin'],
    ['private static final byte[] AES_KEY = {@};', 'Java'],
    ['const secretKey = Uint8Array.from([@]);', 'JavaScript'],
  ])('%j of %s', (text) => {
    expect(toldByDefault(`${text.replace('@', list)}\n`).map((each) => each.trim())).toEqual([list]);
  });

  it('that a program casts, or writes without blanks', () => {
    const cast = hex.map((byte) => `(byte) ${byte}`).join(', ');
    expect(toldByDefault(`byte[] AES_KEY = {${cast}};\n`)).toEqual([cast]);
    expect(toldByDefault(`byte[] AES_KEY = new byte[] {${cast}};\n`)).toEqual([cast]);
    expect(toldByDefault(`secretKey = [${bytes.join(',')}]\n`)).toEqual([bytes.join(',')]);
  });

  it('characters of a text by their codes', () => {
    expect(toldByDefault(`password = String.fromCharCode(${bytes.join(', ')});\n`)).toEqual([bytes.join(', ')]);
  });

  it.each([
    'const SECRET_KEY: [u8; 16] = load();',
    'uint8_t aes_key[16] = { 0 };',
    'uint8_t aes_key[16] = { 1, 2, 3, 4, 5, 6, 7, 8, 9 };',
    'val secretKey = listOfKeys(1, 2, 30, 4, 5, 16, 7, 8, 9)',
    'uint8_t aes_key[16] = { a, b };',
    'BYTE PTRN_CloneCredential[] = {0x45, 0x8b, 0xe0, 0x41, 0x83, 0xe4, 0x01, 0x75};',
    'uint8_t aes_key[16] = { 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 };',
    'secret_key: [u8; 16];',
  ])('none in %j', (text) => expect(toldAtAll(`${text}\n`)).toEqual([]));
});

describe('literals that a call joins', () => {
  const parts = [
    random.text('ABCDEFGHJKLMNPQRSTUVWXYZ23456789', 16),
    random.text('abcdefghijkmnopqrstuvwxyz23456789', 16),
  ];
  it.each(['api_key = "".join(["@", "#"])', "api_key = ''.join(('@',\n    '#'))"])('%j', (text) => {
    const [first = '', second = ''] = parts;
    const told = toldByDefault(`${text.replace('@', first).replace('#', second)}\n`);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain(second);
  });
  it.each(['api_key = "".join([a, b])', 'api_key = "".join(', 'api_key = ", ".join(["one", "two"])'])(
    'none in %j',
    (text) => expect(toldAtAll(`${text}\n`)).toEqual([]),
  );
});

describe('a block behind a tag', () => {
  const value = `q7X${random.text(LETTERS, 21)}`;
  it.each(['token: !!str |\n  @\n', 'token: !!binary >-\n  @\n', 'token: &t |\n  @\n'])('%j', (text) => {
    expect(toldByDefault(text.replace('@', value))).toEqual([value]);
  });
  it('that says that it refers holds none', () => {
    expect(toldAtAll(`token: !vault |\n  ${value}\n`)).toEqual([]);
  });
});

describe('long input', () => {
  it.each([
    `aes_key[16] = {${'(byte) '.repeat(4000)}`,
    `secretKey = byteArrayOf(${'1, '.repeat(8000)}`,
    `api_key = "".join([${'"", '.repeat(8000)}`,
    'secret_key: [u8; 16] = ['.repeat(2000),
  ])('%# is read in linear time', (text) => {
    const start = performance.now();
    toldAtAll(text);
    expect(performance.now() - start).toBeLessThan(15_000);
  });
});
