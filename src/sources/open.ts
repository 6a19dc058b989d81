/** Opens work items where they are scanned: files, logs and git blobs, into fragments or the reason why there are none. */
import type { Arena } from '../bytes/arena.ts';
import type { Opened, SourceOptions, WorkItem } from './source.ts';
import { openBlobs } from './open-blob.ts';

/** Opens items one after another, in order; each is to be read to its end before the next is asked for. */
export async function* openItems(
  items: readonly WorkItem[],
  arena: Arena,
  options: SourceOptions,
): AsyncGenerator<AsyncIterable<Opened> | Iterable<Opened>> {
  for (let i = 0; i < items.length;) {
    const item = items[i] as WorkItem;
    if (item.kind === 'blob') {
      const end = endOfBlobs(items, i);
      yield* openBlobs(items.slice(i, end) as Extract<WorkItem, { kind: 'blob' }>[], arena, options);
      i = end;
      continue;
    }
    if (item.kind === 'ref') yield openName(item);
    else if (item.kind === 'file') yield (await import('./open-file.ts')).openFile(item, arena, options);
    else yield (await import('./logs.ts')).openLog(item, arena, options);
    i++;
  }
}

function openName(item: Extract<WorkItem, { kind: 'ref' }>): Opened[] {
  const bytes = new TextEncoder().encode(item.path);
  return [{ fragment: { origin: { kind: 'ref', path: item.path }, baseOffset: 0, bytes, last: true } }];
}

/** One past the blobs of the same repository that begin at `start`: they share one git process. */
function endOfBlobs(items: readonly WorkItem[], start: number): number {
  const isSame = (item: WorkItem): boolean =>
    item.kind === 'blob' && item.repository === (items[start] as Extract<WorkItem, { kind: 'blob' }>).repository;
  let end = start + 1;
  while (end < items.length && isSame(items[end] as WorkItem)) end++;
  return end;
}
