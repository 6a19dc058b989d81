import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ByteCodec } from '../../src/bytes/utf16.ts';
import { utf32Decoder, utf32Encoder } from '../../src/bytes/utf32.ts';

function through(codec: ByteCodec, bytes: Uint8Array, cut: number): Buffer {
  const at = Math.min(cut, bytes.length);
  const first = Buffer.from(codec.push(bytes.subarray(0, at)));
  return Buffer.concat([first, codec.push(bytes.subarray(at)), codec.end()]);
}

const points = fc.array(fc.oneof(fc.integer({ min: 0, max: 0xd7ff }), fc.integer({ min: 0xe000, max: 0x10ffff })));

describe('utf32', () => {
  it.each([true, false])('is UTF-8 and comes back, cut anywhere (little endian: %s)', (littleEndian) => {
    fc.assert(
      fc.property(points, fc.nat(60), fc.nat(60), (codes, first, second) => {
        const bytes = Buffer.alloc(4 * codes.length);
        codes.forEach((point, i) =>
          littleEndian ? bytes.writeUInt32LE(point, 4 * i) : bytes.writeUInt32BE(point, 4 * i),
        );
        const text = through(utf32Decoder(littleEndian), bytes, first);
        expect(text.toString()).toBe(String.fromCodePoint(...codes));
        expect(through(utf32Encoder(littleEndian), text, second)).toEqual(bytes);
      }),
    );
  });

  it('puts U+FFFD for what is no code point, and gives what broke off as it is', () => {
    const bytes = Buffer.from([0x61, 0, 0, 0, 0, 0, 0x11, 0, 0x62, 0, 0, 0, 0x63, 0]);
    expect(through(utf32Decoder(true), bytes, 5)).toEqual(
      Buffer.concat([Buffer.from('a\ufffdb'), Buffer.from([0x63, 0])]),
    );
  });
});
