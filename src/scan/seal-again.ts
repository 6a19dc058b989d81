/** Seals once more what an earlier run told, where it stood. */
import type { Origin } from '../bytes/origin.ts';
import type { SealedMatch } from '../findings/finding.ts';
import type { FoundFew } from '../git/pack/few-packed.ts';
import { chunkCount } from '../git/pack/forest.ts';
import { BLOB } from '../git/pack/headers.ts';
import { type BlobItem, blobItem } from './blob-item.ts';
import { BARE, MATCHES, UNKNOWN } from './known-blobs.ts';
import type { RecallOrder } from './pack-scanner.ts';
import { PackThreads } from './pack-threads.ts';
import { runItems } from './run-items.ts';
import type { Run } from './scan.ts';
import type { ToldHead } from './told-run.ts';

/** What is kept, read again. */
export interface FoundTold {
  readonly head: ToldHead;
  readonly told: Uint8Array;
  readonly few: FoundFew;
  /** Where the repository is. */
  readonly directory: string;
}

/** The matches of an object by their numbers. */
type SealedByNumber = ReadonlyMap<number, SealedMatch>;

/** The matches of each object; null where one is not as it was. */
export async function sealAgain(found: FoundTold, run: Run): Promise<SealedByNumber[] | null> {
  const { objects, places } = found.head;
  const packed = await sealPacked(found, run);
  const loose = await sealLoose(found, run);
  const all = objects.map(({ number }, object) => (number === -1 ? loose.get(object) : packed.get(number)));
  const isWhole = places.every(({ object, match }) => all[object]?.has(match) === true);
  return isWhole ? (all as SealedByNumber[]) : null;
}

/** Those in packs, by their numbers among the few. */
async function sealPacked(
  { head, told, few: { table, plans } }: FoundTold,
  run: Run,
): Promise<Map<number, SealedByNumber>> {
  const objects = head.objects.filter(({ number }) => number !== -1);
  const known = new Uint8Array(table.count).fill(BARE);
  for (const { number, toldBytes } of objects) {
    const isBlob = table.kinds[number] === BLOB;
    known[number] = toldBytes === -1 && isBlob ? UNKNOWN : MATCHES;
  }
  const { settings, signal } = run.request;
  const threads = new PackThreads({ table, plans, known }, { task: run.task, jobs: settings.jobs, signal });
  const counts = new Map(objects.map(({ number, count }) => [number, count]));
  const sealed = new Map<number, SealedByNumber>();
  try {
    if (objects.some(({ toldBytes }) => toldBytes === -1)) {
      const pieces = Array.from({ length: plans.reduce((sum, plan) => sum + chunkCount(plan), 0) }, (_, i) => i);
      await threads.scan(pieces, (result) => {
        for (const [node, item] of result.told) {
          if (item.sealed.length === counts.get(node)) sealed.set(node, new Map(item.sealed.entries()));
        }
      });
    }
    const recalled = await threads.recall(ordersOf(head, told, { table, plans }), false);
    for (const [node, matches] of recalled) sealed.set(node, matches.sealed);
  } finally {
    threads.close();
  }
  return sealed;
}

/** The loose ones, by their places among the objects. */
async function sealLoose({ head, directory }: FoundTold, run: Run): Promise<Map<number, SealedByNumber>> {
  const sealed = new Map<number, SealedByNumber>();
  const origins = new Map(head.places.map(({ object, origin }) => [object, origin]));
  const open = [...head.objects.keys()].filter((object) => head.objects[object]!.number === -1);
  if (open.length === 0) return sealed;
  const items = open.map((object): BlobItem => {
    const { kind, path, oid } = origins.get(object) as Origin;
    const item = blobItem(directory, oid as string);
    return kind === 'commit-message' || kind === 'tag' ? { ...item, path, originKind: kind } : item;
  });
  let next = 0;
  const { settings, signal } = run.request;
  await runItems(items, { task: run.task, jobs: settings.jobs, signal }, (result) => {
    const object = open[next++] as number;
    if (result.sealed.length === head.objects[object]!.count) sealed.set(object, new Map(result.sealed.entries()));
  });
  return sealed;
}

/** What is recalled of blobs, by chunks. */
function ordersOf({ objects, places }: ToldHead, told: Uint8Array, { plans }: FoundFew): RecallOrder[] {
  const asked = objects.map((): Set<number> => new Set());
  for (const { object, match } of places) asked[object]!.add(match);
  const wanted = new Map<number, RecallOrder['wanted'][number]>();
  let at = 0;
  for (const [i, { number, toldBytes }] of objects.entries()) {
    if (toldBytes === -1) continue;
    wanted.set(number, [number, told.subarray(at, at + toldBytes), [...asked[i]!].sort((a, b) => a - b)]);
    at += toldBytes;
  }
  const { nodes, chunkStarts } = plans[0]!;
  const orders = Array.from(chunkStarts.subarray(1), (end, piece) => ({
    piece,
    wanted: Array.from(nodes.subarray(chunkStarts[piece], end)).flatMap((node) => {
      const order = wanted.get(node);
      return order === undefined ? [] : [order];
    }),
  }));
  return orders.filter((order) => order.wanted.length > 0);
}
