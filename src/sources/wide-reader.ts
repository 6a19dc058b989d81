/** UTF-16 and UTF-32 content as UTF-8, streamed: characters may be cut anywhere. */
import type { WideEncoding } from '../bytes/encoding.ts';
import { utf32Decoder } from '../bytes/utf32.ts';
import type { ByteReader } from './byte-reader.ts';

const INPUT_BYTES = 64 * 1024;

/** Transcodes what `encoded` gives, from after the byte order mark; what is no character becomes U+FFFD. */
export function wideReader(encoded: ByteReader, encoding: WideEncoding): ByteReader {
  const decode = encoding.kind === 'utf-16' ? utf16(encoding.littleEndian) : utf32(encoding.littleEndian);
  const input = new Uint8Array(INPUT_BYTES);
  let ready: Uint8Array = new Uint8Array(0);
  let ended = false;
  return {
    async read(into) {
      while (ready.length === 0) {
        if (ended) return 0;
        const count = await encoded.read(input);
        ended = count === 0;
        ready = decode(input.subarray(0, count), ended);
      }
      const count = Math.min(into.length, ready.length);
      into.set(ready.subarray(0, count));
      ready = ready.subarray(count);
      return count;
    },
    close: () => encoded.close(),
  };
}

/** Takes a chunk, and whether it is the last. */
type Decode = (chunk: Uint8Array, last: boolean) => Uint8Array;

function utf16(littleEndian: boolean): Decode {
  const decoder = new TextDecoder(littleEndian ? 'utf-16le' : 'utf-16be', { ignoreBOM: true });
  return (chunk, last) => Buffer.from(decoder.decode(chunk, { stream: !last }), 'utf8');
}

function utf32(littleEndian: boolean): Decode {
  const decoder = utf32Decoder(littleEndian);
  return (chunk) => decoder.push(chunk);
}
