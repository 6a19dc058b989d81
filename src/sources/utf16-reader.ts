/** UTF-16 content as UTF-8, streamed: pairs and surrogates may be cut anywhere. */
import type { ByteReader } from './byte-reader.ts';

const INPUT_BYTES = 64 * 1024;

/** Transcodes what `encoded` gives, from after the byte order mark; lone surrogates become U+FFFD. */
export function utf16Reader(encoded: ByteReader, littleEndian: boolean): ByteReader {
  const decoder = new TextDecoder(littleEndian ? 'utf-16le' : 'utf-16be', { ignoreBOM: true });
  const input = new Uint8Array(INPUT_BYTES);
  let ready: Uint8Array = new Uint8Array(0);
  let ended = false;
  return {
    async read(into) {
      while (ready.length === 0) {
        if (ended) return 0;
        const count = await encoded.read(input);
        ended = count === 0;
        ready = Buffer.from(decoder.decode(input.subarray(0, count), { stream: !ended }), 'utf8');
      }
      const count = Math.min(into.length, ready.length);
      into.set(ready.subarray(0, count));
      ready = ready.subarray(count);
      return count;
    },
    close: () => encoded.close(),
  };
}
