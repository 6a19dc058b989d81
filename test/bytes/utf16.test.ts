import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ByteCodec, utf16Decoder, utf16Encoder } from '../../src/bytes/utf16.ts';

function through(codec: ByteCodec, bytes: Uint8Array, cuts: readonly number[]): Buffer {
  const pieces: Uint8Array[] = [];
  let at = 0;
  for (const cut of [...cuts].sort((a, b) => a - b)) {
    const end = Math.min(bytes.length, Math.max(at, cut));
    pieces.push(Uint8Array.from(codec.push(bytes.subarray(at, end))));
    at = end;
  }
  pieces.push(Uint8Array.from(codec.push(bytes.subarray(at))), Uint8Array.from(codec.end()));
  return Buffer.concat(pieces);
}

const units = fc.array(
  fc.oneof(
    fc.integer({ min: 0, max: 0xffff }),
    fc.constantFrom(0x41, 0xd83d, 0xde00, 0xdc00, 0xdbff, 0xfffd, 0xfeff, 0),
  ),
  { maxLength: 40 },
);
const cuts = fc.array(fc.nat(90), { maxLength: 6 });

describe('utf16', () => {
  it.each([true, false])('brings back any code units, cut anywhere (little endian: %s)', (littleEndian) => {
    fc.assert(
      fc.property(units, cuts, cuts, (codes, first, second) => {
        const bytes = Buffer.alloc(2 * codes.length);
        codes.forEach((code, i) =>
          littleEndian ? bytes.writeUInt16LE(code, 2 * i) : bytes.writeUInt16BE(code, 2 * i),
        );
        const text = through(utf16Decoder(littleEndian), bytes, first);
        expect(through(utf16Encoder(littleEndian), text, second)).toEqual(bytes);
      }),
    );
  });

  it('makes UTF-8 of what is well formed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), cuts, (text, at) => {
        expect(through(utf16Decoder(true), Buffer.from(text, 'utf16le'), at)).toEqual(Buffer.from(text));
        expect(through(utf16Encoder(true), Buffer.from(text), at)).toEqual(Buffer.from(text, 'utf16le'));
      }),
    );
  });

  it('puts U+FFFD for what is no character', () => {
    const bytes = Buffer.from([0x61, 0xff, 0x62, 0xe2, 0x82, 0x63, 0xc0, 0x80, 0xf0, 0x9f]);
    const text = through(utf16Encoder(true), bytes, []).toString('utf16le');
    expect(text.replaceAll(/\ufffd+/g, '?')).toBe('a?b?c?');
  });
});
