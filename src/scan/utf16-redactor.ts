/** Redaction of UTF-16: the text is redacted as UTF-8 and written as it came, byte for byte outside what is hidden. */
import type { Encoding } from '../bytes/encoding.ts';
import { latin1 } from '../bytes/latin1.ts';
import { utf16Decoder, utf16Encoder } from '../bytes/utf16.ts';
import { TightlipError } from '../errors.ts';
import { type RedactOptions, type Redactor, createRedactor } from './redactor.ts';

/** So many ASCII bytes in a row are no UTF-16, in which two of them are one rare character each time. */
const ASCII = /[\t\r\n\x20-\x7e]{48}/;

/**
 * Starts a redaction of UTF-16. A stream that goes on as something else is refused: what is not understood is not let through.
 *
 * @param encoding - As the first bytes, which are still to be pushed, say.
 */
export function createUtf16Redactor(encoding: Encoding & { kind: 'utf-16' }, options: RedactOptions): Redactor {
  const inner = createRedactor(options);
  const decoder = utf16Decoder(encoding.littleEndian);
  const encoder = utf16Encoder(encoding.littleEndian);
  let markBytes: number = encoding.bomBytes;
  let bytesRead = 0;
  const redacted = (text: Uint8Array): Uint8Array[] => inner.push(text).map((piece) => encoder.push(piece));
  return {
    push(chunk) {
      if (ASCII.test(latin1(chunk))) throw changedEncoding(bytesRead);
      bytesRead += chunk.length;
      const mark = chunk.subarray(0, markBytes);
      markBytes -= mark.length;
      return [mark, ...redacted(decoder.push(chunk.subarray(mark.length)))];
    },
    end() {
      const last = decoder.end();
      // Half of a code unit is not text.
      const odd = bytesRead % 2 === 1 ? last.subarray(-1) : last.subarray(last.length);
      const text = last.subarray(0, last.length - odd.length);
      return [...redacted(text), ...inner.end().map((piece) => encoder.push(piece)), encoder.end(), odd];
    },
    get summary() {
      return { ...inner.summary, bytesRead };
    },
  };
}

function changedEncoding(at: number): TightlipError {
  return new TightlipError(
    'incomplete',
    `the input began as UTF-16 and goes on as something else after byte ${at}: nothing from there on was written; redact the parts one by one`,
  );
}
