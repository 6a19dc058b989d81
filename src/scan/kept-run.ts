/**
 * What a run told of a history, kept for a later one: where each match is placed, in which commits and on which refs it lives, and the receipt. It
 * holds as long as refs and HEADs name the same and the packs are there in which all of it lies. Of the secrets nothing is kept: those that are
 * told are read again, where they stand.
 */
import { createHash } from 'node:crypto';
import type { Origin } from '../bytes/origin.ts';
import type { SealedMatch, Spread } from '../findings/finding.ts';
import type { ReceiptSoFar } from '../findings/receipt.ts';
import { readCommitHeaders } from '../git/commit-headers.ts';
import { keepSections, readSections, SectionReader } from '../git/kept-sections.ts';
import { FEW_SECTIONS, fewSections, findFew, type FoundFew, takeFew } from '../git/pack/few-packed.ts';
import { chunkCount } from '../git/pack/forest.ts';
import { BLOB } from '../git/pack/headers.ts';
import type { PackIdentity } from '../git/pack/kept-packs.ts';
import { packFiles } from '../git/pack/object-store.ts';
import type { HistoryState, OpenedHistory } from '../sources/history.ts';
import { openHistory, stateOf } from '../sources/history.ts';
import type { ChangePlan } from '../sources/plan-changes.ts';
import type { SourceRequest } from '../sources/source.ts';
import { identityOf } from './blob-memory.ts';
import type { Matches } from './content-keys.ts';
import { BARE, MATCHES, UNKNOWN } from './known-blobs.ts';
import type { RecallOrder } from './pack-scanner.ts';
import { PackThreads } from './pack-threads.ts';
import type { Placement, Placements } from './placements.ts';
import type { ItemResult } from './scan-item.ts';
import { hasPlainNames } from './scan-names.ts';
import type { Run } from './scan.ts';
import type { PackScan } from './scan-packs.ts';
import { isSealed } from './sealing.ts';

/** An object that holds what is told. */
interface KeptObject {
  /** Among the few. */
  readonly number: number;
  /** How many matches it has that may become findings. */
  readonly count: number;
  /** Length of what tells where they stand; -1: it is scanned anew. */
  readonly toldBytes: number;
}

/** A match at a place. */
interface KeptPlace {
  /** Its object, and the number of the match there. */
  readonly object: number;
  readonly match: number;
  readonly origin: Origin;
  readonly commit: string | null;
  readonly atHead: boolean | null;
  readonly spread: number;
}

/** A spread, with refs by their numbers in the state. */
type KeptSpread = Omit<Spread, 'refs'> & { readonly refs: readonly number[] };

/** All that is no array. */
interface Head {
  readonly state: string;
  readonly packs: readonly PackIdentity[];
  readonly receipt: ReceiptSoFar;
  readonly objects: readonly KeptObject[];
  readonly places: readonly KeptPlace[];
  readonly spreads: readonly KeptSpread[];
}

/** What a run gathered. */
export interface ToldRun {
  readonly plan: ChangePlan;
  readonly packs: PackScan;
  readonly matches: Matches;
  /** Commits and tags with matches. */
  readonly texts: readonly ItemResult[];
  readonly placements: Placements;
}

const SECTIONS = FEW_SECTIONS + 2;

type HistoryRequest = Extract<SourceRequest, { kind: 'history' }>;

/** A history, and what an earlier run has kept of what it told. */
export class KeptRun {
  readonly opened: OpenedHistory;
  readonly #name: string;
  readonly #scope: string;
  #state: Promise<HistoryState> | null = null;

  private constructor(opened: OpenedHistory, { task, request }: Run) {
    this.opened = opened;
    this.#name = `told-${identityOf(task.rules)}`;
    this.#scope = JSON.stringify(request.settings.exclude);
  }

  /** Opens a history. */
  static async open(source: HistoryRequest, run: Run): Promise<KeptRun> {
    return new KeptRun(await openHistory(source, run.request.workingDirectory), run);
  }

  /** Tells the same again; false where that is not known, and nothing was told then. */
  async tell(run: Run): Promise<boolean> {
    const sections = readSections(this.opened.repository, this.#name, SECTIONS);
    if (sections === null) return false;
    const reader = new SectionReader(sections);
    const head = JSON.parse(Buffer.from(reader.bytes()).toString('utf8')) as Head;
    const told = reader.bytes();
    const few = findFew(reader, head.packs, packFiles(this.opened.repository));
    if (few === null) return false;
    const { names } = await this.#stateOnce();
    if ((await this.#stateKey()) !== head.state) return false;
    // Git looks them up while this thread reads.
    const commits = new Set(head.places.flatMap(({ commit }) => commit ?? []));
    const reading = readCommitHeaders(this.opened.repository, [...commits]);
    reading.catch(() => {});
    const sealed = await sealAgain({ head, told, few }, run);
    if (sealed === null) return false;
    const headers = await reading;
    const spreads = head.spreads.map(({ refs, ...spread }) => ({ ...spread, refs: refs.map((ref) => names[ref]!) }));
    run.receipt.takeAll(head.receipt);
    for (const { object, match, origin, commit, atHead, spread } of head.places) {
      const introduced = commit === null ? null : { commit, author: '', date: '', ...headers.get(commit) };
      run.place({ match: sealed[object]!.get(match)!, origin, introduced, atHead, spread: spreads[spread]! });
    }
    return true;
  }

  #stateOnce(): Promise<HistoryState> {
    return (this.#state ??= stateOf(this.opened));
  }

  async #stateKey(): Promise<string> {
    const { text } = await this.#stateOnce();
    return createHash('sha256').update(`${this.#scope}\0${text}`).digest('hex');
  }

  /** Keeps what a run told, where all of it can be told again. */
  async keep(told: ToldRun, run: Run): Promise<void> {
    const { plan, packs } = told;
    const receipt = run.receipt.soFar();
    const isWhole = receipt.skips.every(({ kind }) => kind === 'skip') && run.request.signal?.aborted !== true;
    if (plan.isPacked !== true || !isWhole) return;
    const { names } = await this.#stateOnce();
    if (!(await hasPlainNames(names, run))) return;
    const gathered = gather(told, names);
    if (gathered === null) return;
    const { objects, nodes, tolds, ...placed } = gathered;
    const { commits, blobs, tags } = packs.store.forest;
    const taken = takeFew(packs.store.table, [blobs, commits, tags], new Set(nodes));
    if (taken === null) return;
    const { few, numbers } = taken;
    const kept = objects.map((object, i) => ({ ...object, number: numbers.get(nodes[i]!) as number }));
    const head: Head = { state: await this.#stateKey(), packs: few.packs, receipt, objects: kept, ...placed };
    await keepSections(this.opened.repository, this.#name, [
      Buffer.from(JSON.stringify(head)),
      Buffer.concat(tolds),
      ...fewSections(few),
    ]);
  }
}

/** What is kept, read again. */
interface Found {
  readonly head: Head;
  readonly told: Uint8Array;
  readonly few: FoundFew;
}

/** The matches of each object by their numbers; null where one is not as it was. */
async function sealAgain(
  { head, told, few: { table, plans } }: Found,
  run: Run,
): Promise<ReadonlyMap<number, SealedMatch>[] | null> {
  const { objects } = head;
  const known = new Uint8Array(table.count).fill(BARE);
  for (const { number, toldBytes } of objects) {
    const isBlob = table.kinds[number] === BLOB;
    known[number] = toldBytes === -1 && isBlob ? UNKNOWN : MATCHES;
  }
  const packs = { table, plans, known };
  const { settings, signal } = run.request;
  const threads = new PackThreads(packs, { task: run.task, jobs: settings.jobs, signal });
  const sealed = new Map<number, ReadonlyMap<number, SealedMatch>>();
  const counts = new Map<number, number>();
  try {
    if (objects.some(({ toldBytes }) => toldBytes === -1)) {
      const pieces = Array.from({ length: plans.reduce((sum, plan) => sum + chunkCount(plan), 0) }, (_, i) => i);
      await threads.scan(pieces, (result) => {
        for (const [node, item] of result.told) {
          sealed.set(node, new Map(item.sealed.entries()));
          counts.set(node, item.sealed.length);
        }
      });
    }
    for (const [node, matches] of await threads.recall(ordersOf(head, told, { table, plans }))) {
      sealed.set(node, matches.sealed);
    }
  } finally {
    threads.close();
  }
  const all = objects.map(({ number, count, toldBytes }) =>
    toldBytes === -1 && counts.get(number) !== count ? undefined : sealed.get(number),
  );
  const isWhole = head.places.every(({ object, match }) => all[object]?.has(match) === true);
  return isWhole ? (all as ReadonlyMap<number, SealedMatch>[]) : null;
}

/** What is recalled of blobs, by chunks. */
function ordersOf({ objects, places }: Head, told: Uint8Array, { plans }: FoundFew): RecallOrder[] {
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

interface Gathered {
  readonly objects: Omit<KeptObject, 'number'>[];
  /** By object: its number in the packs, and what tells of it. */
  readonly nodes: number[];
  readonly tolds: Uint8Array[];
  readonly places: KeptPlace[];
  readonly spreads: KeptSpread[];
}

/** What is to be kept; null where something is placed that is not in the packs. */
function gather({ packs, matches, texts, placements }: ToldRun, names: readonly string[]): Gathered | null {
  const gathered: Gathered = { objects: [], nodes: [], tolds: [], places: [], spreads: [] };
  const ofText = new Map(texts.map((text) => [text.origin?.oid, text.sealed]));
  const objects = new Map<string, number>();
  const spreads = new Map<Spread, number>();
  const refs = new Map(names.map((name, number) => [name, number]));
  for (const { placement, spread } of placements.told) {
    const { origin, introduced, atHead, match } = placement;
    const oid = origin.oid ?? '';
    const own = origin.kind === 'blob' ? matches.get(oid)?.matches : ofText.get(oid);
    const number = own?.indexOf(match as SealedMatch) ?? -1;
    if (own === undefined || number === -1 || spread === null) return null;
    let object = objects.get(oid);
    if (object === undefined) {
      object = addObject(placement, { packs, count: own.length }, gathered);
      if (object === -1) return null;
      objects.set(oid, object);
    }
    let life = spreads.get(spread);
    if (life === undefined) {
      spreads.set(spread, (life = spreads.size));
      gathered.spreads.push({ ...spread, refs: spread.refs.map((ref) => refs.get(ref) ?? -1) });
    }
    gathered.places.push({ object, match: number, origin, commit: introduced?.commit ?? null, atHead, spread: life });
  }
  return gathered.spreads.some((spread) => spread.refs.includes(-1)) ? null : gathered;
}

/** The object's number; -1: it is in no pack. */
function addObject(
  { origin, match }: Placement,
  { packs, count }: { readonly packs: PackScan; readonly count: number },
  { objects, nodes, tolds }: Gathered,
): number {
  const node = packs.nodeOf(origin.oid ?? '');
  if (node === -1) return -1;
  const told = origin.kind === 'blob' && !isSealed(match) ? packs.toldOf(node) : null;
  nodes.push(node);
  if (told !== null) tolds.push(told);
  return objects.push({ count, toldBytes: told?.length ?? -1 }) - 1;
}
