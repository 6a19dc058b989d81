/** Redaction of UTF-16 and UTF-32: the text is redacted as UTF-8 and written as it came, byte for byte outside what is hidden. */
import type { WideEncoding } from '../bytes/encoding.ts';
import { latin1 } from '../bytes/latin1.ts';
import { utf16Decoder, utf16Encoder } from '../bytes/utf16.ts';
import { utf32Decoder, utf32Encoder } from '../bytes/utf32.ts';
import { TightlipError } from '../errors.ts';
import { type RedactOptions, type Redactor, createRedactor } from './redactor.ts';

/** So many ASCII bytes in a row are neither, in which two or four of them are one rare character, or none, each time. */
const ASCII = /[\t\r\n\x20-\x7e]{48}/;
const ASCII_BYTES = 48;
/** At the end nothing comes that could tell, and half as many are rare enough. */
const LAST_ASCII = /[\t\r\n\x20-\x7e]{24}$/;

/**
 * Starts a redaction of UTF-16 or UTF-32. A stream that goes on as something else is refused: what is not understood is not let through.
 *
 * @param encoding - As the first bytes, which are still to be pushed, say.
 */
export function createWideRedactor(encoding: WideEncoding, options: RedactOptions): Redactor {
  const inner = createRedactor(options);
  const { littleEndian } = encoding;
  const isUtf32 = encoding.kind === 'utf-32';
  const decoder = isUtf32 ? utf32Decoder(littleEndian) : utf16Decoder(littleEndian);
  const encoder = isUtf32 ? utf32Encoder(littleEndian) : utf16Encoder(littleEndian);
  const unitBytes = isUtf32 ? 4 : 2;
  let markBytes: number = encoding.bomBytes;
  let bytesRead = 0;
  /** The end of what was read, as the next piece may be a part of a line. */
  let last = '';
  const redacted = (text: Uint8Array): Uint8Array[] => inner.push(text).map((piece) => encoder.push(piece));
  return {
    push(chunk) {
      const seen = last + latin1(chunk);
      if (ASCII.test(seen)) throw changedEncoding(encoding.kind, bytesRead);
      last = seen.slice(1 - ASCII_BYTES);
      bytesRead += chunk.length;
      const mark = chunk.subarray(0, markBytes);
      markBytes -= mark.length;
      return [mark, ...redacted(decoder.push(chunk.subarray(mark.length)))];
    },
    end() {
      if (LAST_ASCII.test(last)) throw changedEncoding(encoding.kind, bytesRead - ASCII_BYTES / 2);
      const decoded = decoder.end();
      // A part of a code unit is not text.
      const odd = decoded.subarray(decoded.length - (bytesRead % unitBytes));
      const text = decoded.subarray(0, decoded.length - odd.length);
      return [...redacted(text), ...inner.end().map((piece) => encoder.push(piece)), encoder.end(), odd];
    },
    get summary() {
      return { ...inner.summary, bytesRead };
    },
  };
}

function changedEncoding(kind: string, at: number): TightlipError {
  return new TightlipError(
    'incomplete',
    `the input began as ${kind.toUpperCase()} and goes on as something else after byte ${at}: nothing from there on was written; redact the parts one by one`,
  );
}
