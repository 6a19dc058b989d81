/** Redaction for callers: a stream to a stream. */
import { SNIFF_BYTES, sniffEncoding } from '../bytes/encoding.ts';
import { latin1 } from '../bytes/latin1.ts';
import { type RedactOptions, type RedactSummary, type Redactor, createRedactor } from './redactor.ts';
import { createUtf16Redactor } from './utf16-redactor.ts';

/** Takes output; settles when more may come. Rejects when the reader is gone. */
export type WriteBytes = (bytes: Uint8Array) => Promise<void>;

/**
 * Redacts a stream: what a line decides is written when the line ends, before more is read.
 *
 * @returns What was hidden, for the receipt.
 * @throws What `input` or `write` throws; all that was decided before was written.
 */
export async function redactStream(
  input: AsyncIterable<Uint8Array>,
  write: WriteBytes,
  options: RedactOptions,
): Promise<RedactSummary> {
  let redactor: Redactor | null = null;
  let head: Uint8Array = new Uint8Array(0);
  for await (const chunk of input) {
    if (redactor === null) {
      head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
      // Two bytes are a byte order mark, or say that there is none.
      if (head.length < 2) continue;
      redactor = redactorFor(head, options);
      await writeAll(redactor.push(head), write);
    } else await writeAll(redactor.push(chunk), write);
  }
  if (redactor === null) {
    redactor = createRedactor(options);
    await writeAll(redactor.push(head), write);
  }
  await writeAll(redactor.end(), write);
  return redactor.summary;
}

/** Plain text at the front: a guess at UTF-16 that no byte order mark supports is then wrong. */
const WORD = /[\x21-\x7e]{6}/;

function redactorFor(head: Uint8Array, options: RedactOptions): Redactor {
  const sniffed = head.subarray(0, SNIFF_BYTES);
  const encoding = sniffEncoding(sniffed);
  if (encoding.kind !== 'utf-16') return createRedactor(options);
  if (encoding.bomBytes === 0 && WORD.test(latin1(sniffed))) return createRedactor(options);
  return createUtf16Redactor(encoding, options);
}

async function writeAll(pieces: readonly Uint8Array[], write: WriteBytes): Promise<void> {
  if (pieces.length > 0) await write(pieces.length === 1 ? (pieces[0] as Uint8Array) : Buffer.concat(pieces));
}
