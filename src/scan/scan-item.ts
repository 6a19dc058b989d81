/** One work item, from its bytes to sealed matches. Runs in the main thread or in a worker, and knows neither. */
import type { Origin } from '../bytes/origin.ts';
import type { SealedMatch } from '../findings/finding.ts';
import { STOPPED } from '../sources/byte-reader.ts';
import type { Fragment, Opened, Skip } from '../sources/source.ts';
import type { ScanContext } from './context.ts';
import {
  type PartScan,
  type ScannedDocument,
  type StreamScan,
  createPartScan,
  createStreamScan,
  scanWhole,
} from './scan-content.ts';

/** What an item gave. Plain data, complete: an item counts once it is whole. */
export interface ItemResult {
  readonly origin: Origin | null;
  readonly sealed: readonly SealedMatch[];
  /** See {@link ScannedDocument.keys}. */
  readonly keys: readonly string[];
  readonly bytesRead: number;
  readonly skips: readonly Skip[];
  /** Of a part of a log: its lines; null when it does not give what it would within the whole. */
  readonly partLines?: number | null;
}

/** Lets the thread see to its messages and signals: what reads files waits for nothing, so nothing else would. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Bytes of a fragment, without those that only stand beside a part. */
function bytesOf({ bytes, baseOffset, part }: Fragment): number {
  if (part === undefined) return bytes.length;
  return Math.max(0, Math.min(baseOffset + bytes.length, part.to) - Math.max(baseOffset, part.from));
}

/** Scans what an item was opened to, whole or as a stream, and seals what was found. */
export async function scanOpened(
  opened: AsyncIterable<Opened> | Iterable<Opened>,
  context: ScanContext,
): Promise<ItemResult> {
  let origin: Origin | null = null;
  let whole: ScannedDocument | null = null;
  let stream: StreamScan<SealedMatch> | null = null;
  let part: PartScan | null = null;
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
    bytesRead += bytesOf(fragment);
    if (fragment.last && fragment.baseOffset === 0 && origin.kind !== 'log' && origin.kind !== 'stdin') {
      whole = scanWhole(fragment, context);
      context.probe?.lap('scan');
      continue;
    }
    stream ??= fragment.part ? (part = createPartScan(context, fragment.part)) : createStreamScan(context);
    stream.feed(fragment);
    context.probe?.lap('scan');
    if (origin.kind === 'log' || origin.kind === 'stdin' || fragment.last) continue;
    await turn();
    if (!context.source.signal?.aborted) continue;
    skips.push({ path: origin.path ?? origin.oid ?? '', kind: 'failure', reason: STOPPED });
    break;
  }
  const sealed = stream === null ? (whole?.sealed ?? []) : stream.end();
  const result = { origin, sealed, keys: whole?.keys ?? [], bytesRead, skips };
  return part === null ? result : { ...result, partLines: part.lines };
}
