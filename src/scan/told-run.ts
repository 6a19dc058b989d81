/** What a run told of a history, as numbers and ids that a later run finds again. */
import type { Origin } from '../bytes/origin.ts';
import type { SealedMatch, Spread } from '../findings/finding.ts';
import type { ReceiptSoFar } from '../findings/receipt.ts';
import type { PackIdentity } from '../git/pack/kept-packs.ts';
import type { ChangePlan } from '../sources/plan-changes.ts';
import type { Matches } from './content-keys.ts';
import type { Placement, Placements } from './placements.ts';
import type { ItemResult } from './scan-item.ts';
import type { PackScan } from './scan-packs.ts';
import { isSealed } from './sealing.ts';

/** An object that holds what is told. */
export interface KeptObject {
  /** Among the few; -1: it is loose. */
  readonly number: number;
  /** How many matches it has that may become findings. */
  readonly count: number;
  /** Length of what tells where they stand; -1: it is scanned anew. */
  readonly toldBytes: number;
}

/** A match at a place. */
export interface KeptPlace {
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
export interface ToldHead {
  readonly state: string;
  readonly packs: readonly PackIdentity[];
  /** Ids of what lies in none of them. */
  readonly loose: readonly string[];
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

export interface Gathered {
  readonly objects: Omit<KeptObject, 'number'>[];
  /** By object: its number in the packs, or -1, and what tells of it. */
  readonly nodes: number[];
  readonly tolds: Uint8Array[];
  readonly places: KeptPlace[];
  readonly spreads: KeptSpread[];
}

/** What is to be kept; null where something is placed that is not found in an object. */
export function gather({ packs, matches, texts, placements }: ToldRun, names: readonly string[]): Gathered | null {
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

/** The object's place among them. */
function addObject(
  { origin, match }: Placement,
  { packs, count }: { readonly packs: PackScan; readonly count: number },
  { objects, nodes, tolds }: Gathered,
): number {
  const node = packs.nodeOf(origin.oid ?? '');
  const told = origin.kind === 'blob' && !isSealed(match) ? packs.toldOf(node) : null;
  nodes.push(node);
  if (told !== null) tolds.push(told);
  return objects.push({ count, toldBytes: told?.length ?? -1 }) - 1;
}
