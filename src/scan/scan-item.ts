/** One work item, from its bytes to sealed matches. Runs in the main thread or in a worker, and knows neither. */
import type { Origin } from '../bytes/origin.ts';
import type { SealedMatch } from '../findings/finding.ts';
import { STOPPED } from '../sources/byte-reader.ts';
import type { Opened, Skip } from '../sources/source.ts';
import type { ScanContext } from './context.ts';
import { type ScannedDocument, type StreamScan, createStreamScan, scanWhole } from './scan-content.ts';

/** What an item gave. Plain data, complete: an item counts once it is whole. */
export interface ItemResult {
  readonly origin: Origin | null;
  readonly sealed: readonly SealedMatch[];
  /** See {@link ScannedDocument.keys}. */
  readonly keys: readonly string[];
  readonly bytesRead: number;
  readonly skips: readonly Skip[];
}

/** Lets the thread see to its messages and signals: what reads files waits for nothing, so nothing else would. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Scans what an item was opened to, whole or as a stream, and seals what was found. */
export async function scanOpened(
  opened: AsyncIterable<Opened> | Iterable<Opened>,
  context: ScanContext,
): Promise<ItemResult> {
  let origin: Origin | null = null;
  let whole: ScannedDocument | null = null;
  let stream: StreamScan<SealedMatch> | null = null;
  let bytesRead = 0;
  const skips: Skip[] = [];
  for await (const piece of opened) {
    context.probe?.lap('read');
    if ('skip' in piece) {
      skips.push(piece.skip);
      continue;
    }
    const { fragment } = piece;
    origin = fragment.origin;
    bytesRead += fragment.bytes.length;
    if (fragment.last && fragment.baseOffset === 0 && origin.kind !== 'log' && origin.kind !== 'stdin') {
      whole = scanWhole(fragment.bytes, origin, context);
      context.probe?.lap('scan');
      continue;
    }
    stream ??= createStreamScan(context);
    stream.feed(fragment);
    context.probe?.lap('scan');
    if (origin.kind === 'log' || origin.kind === 'stdin' || fragment.last) continue;
    await turn();
    if (!context.source.signal?.aborted) continue;
    skips.push({ path: origin.path ?? origin.oid ?? '', kind: 'failure', reason: STOPPED });
    break;
  }
  const sealed = stream === null ? (whole?.sealed ?? []) : stream.end();
  return { origin, sealed, keys: whole?.keys ?? [], bytesRead, skips };
}
