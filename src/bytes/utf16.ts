/**
 * UTF-16 to UTF-8 and back, streamed, without losing a bit: a surrogate that stands alone travels as the three bytes that
 * UTF-8 would have for it (WTF-8), so that any sequence of code units comes back as it was.
 */
import { latin1 } from './latin1.ts';
import { indexOfByte } from './search.ts';

/** ASCII with a NUL at each character. */
const WIDE_ASCII = /(?:[\t\x20-\x7e]\0){8}|(?:\0[\t\x20-\x7e]){8}/;

/** Whether `bytes[start..end)` of other text hold words of UTF-16, as a program leaves them that appends to another's log. */
export function holdsUtf16(bytes: Uint8Array, start = 0, end: number = bytes.length): boolean {
  return indexOfByte(bytes, 0, start, end) !== -1 && WIDE_ASCII.test(latin1(bytes, start, end));
}

/** Turns chunks, cut anywhere, into other bytes. */
export interface ByteCodec {
  push(chunk: Uint8Array): Uint8Array;
  /** The rest: of UTF-16 a last odd byte as it is, of UTF-8 what broke off. */
  end(): Uint8Array;
}

/** What decoding puts where there is no character. */
const REPLACEMENT = '\ufffd';

/** UTF-16, without its byte order mark, to UTF-8. */
export function utf16Decoder(littleEndian: boolean): ByteCodec {
  let rest: Buffer = Buffer.alloc(0);
  return {
    push(chunk) {
      const bytes = Buffer.concat([rest, chunk]);
      let end = bytes.length & ~1;
      const last = end === 0 ? 0 : (bytes[littleEndian ? end - 1 : end - 2] as number);
      // The first half of a pair waits for its second.
      if (last >> 2 === 0xd8 >> 2) end -= 2;
      rest = bytes.subarray(end);
      const body = Buffer.from(bytes.subarray(0, end));
      if (!littleEndian) body.swap16();
      return toUtf8(body.toString('utf16le'));
    },
    end() {
      if (rest.length < 2) return rest;
      const unit = littleEndian ? rest.readUInt16LE(0) : rest.readUInt16BE(0);
      return Buffer.concat([toUtf8(String.fromCharCode(unit)), rest.subarray(2)]);
    },
  };
}

/** UTF-8 as {@link utf16Decoder} makes it, to UTF-16. What is no UTF-8 becomes U+FFFD. */
export function utf16Encoder(littleEndian: boolean): ByteCodec {
  let rest: Uint8Array = new Uint8Array(0);
  const encode = (bytes: Uint8Array): Uint8Array => {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
    const units = Buffer.from(text.includes(REPLACEMENT) ? fromWtf8(bytes) : text, 'utf16le');
    return littleEndian ? units : units.swap16();
  };
  return {
    push(chunk) {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const end = bytes.length - openBytes(bytes);
      rest = bytes.slice(end);
      return encode(bytes.subarray(0, end));
    },
    end: () => encode(rest),
  };
}

/** A surrogate that is no part of a pair. */
const LONE = /(\p{Cs})/u;

function toUtf8(text: string): Buffer {
  if (!LONE.test(text)) return Buffer.from(text, 'utf8');
  const pieces: Buffer[] = [];
  for (const part of text.split(LONE)) {
    const unit = part.charCodeAt(0);
    const isLone = part.length === 1 && (unit & 0xf800) === 0xd800;
    pieces.push(isLone ? Buffer.from([0xed, 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f)]) : Buffer.from(part));
  }
  return Buffer.concat(pieces);
}

/** Length of a character by its first byte; 1 for a byte that begins none. */
function lengthOf(first: number): number {
  if (first < 0xc2 || first > 0xf4) return 1;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}

/** Bytes at the end that begin a character which goes on. */
function openBytes(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number;
    if (byte >> 6 === 2) continue;
    return lengthOf(byte) > back ? back : 0;
  }
  return 0;
}

function fromWtf8(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const length = lengthOf(bytes[at] as number);
    const code = codePointAt(bytes, at, length);
    text += code === null ? REPLACEMENT : String.fromCodePoint(code);
    at += code === null ? 1 : length;
  }
  return text;
}

/** The code point, lone surrogates included; null where there is none. */
function codePointAt(bytes: Uint8Array, at: number, length: number): number | null {
  const first = bytes[at] as number;
  if (length === 1) return first < 0x80 ? first : null;
  if (at + length > bytes.length) return null;
  let code = first & (0xff >> (length + 1));
  for (let i = 1; i < length; i++) {
    const byte = bytes[at + i] as number;
    if (byte >> 6 !== 2) return null;
    code = (code << 6) | (byte & 0x3f);
  }
  return code >= [0, 0, 0x80, 0x800, 0x10000][length]! && code <= 0x10ffff ? code : null;
}
