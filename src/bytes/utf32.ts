/** UTF-32 to UTF-8 and back, streamed, by way of UTF-16. Code points that do not exist become U+FFFD. */
import { type ByteCodec, utf16Decoder, utf16Encoder } from './utf16.ts';

const LARGEST = 0x10ffff;
const REPLACEMENT = 0xfffd;
const FIRST_PAIR = 0x10000;

/** UTF-32, without its byte order mark, to UTF-8. */
export function utf32Decoder(littleEndian: boolean): ByteCodec {
  const inner = utf16Decoder(true);
  let rest: Buffer = Buffer.alloc(0);
  return {
    push(chunk) {
      const bytes = Buffer.concat([rest, chunk]);
      const end = bytes.length & ~3;
      rest = bytes.subarray(end);
      return inner.push(toUtf16(bytes.subarray(0, end), littleEndian));
    },
    // Bytes of a character that broke off are given as they are.
    end: () => Buffer.concat([inner.end(), rest]),
  };
}

/** UTF-8 as {@link utf32Decoder} makes it, to UTF-32. */
export function utf32Encoder(littleEndian: boolean): ByteCodec {
  const inner = utf16Encoder(true);
  return {
    push: (chunk) => fromUtf16(inner.push(chunk), littleEndian),
    end: () => fromUtf16(inner.end(), littleEndian),
  };
}

function toUtf16(bytes: Buffer, littleEndian: boolean): Buffer {
  const units = Buffer.alloc(bytes.length);
  let length = 0;
  for (let i = 0; i < bytes.length; i += 4) {
    const read = littleEndian ? bytes.readUInt32LE(i) : bytes.readUInt32BE(i);
    const point = read > LARGEST ? REPLACEMENT : read;
    if (point < FIRST_PAIR) length = units.writeUInt16LE(point, length);
    else {
      length = units.writeUInt16LE(0xd800 | ((point - FIRST_PAIR) >> 10), length);
      length = units.writeUInt16LE(0xdc00 | (point & 0x3ff), length);
    }
  }
  return units.subarray(0, length);
}

/** The encoder of UTF-16 gives both halves of a pair in one piece. */
function fromUtf16(units: Uint8Array, littleEndian: boolean): Buffer {
  const text = Buffer.from(units.buffer, units.byteOffset, units.length).toString('utf16le');
  const points = Buffer.alloc(text.length * 4);
  let length = 0;
  for (const character of text) {
    const point = character.codePointAt(0) as number;
    length = littleEndian ? points.writeUInt32LE(point, length) : points.writeUInt32BE(point, length);
  }
  return points.subarray(0, length);
}
