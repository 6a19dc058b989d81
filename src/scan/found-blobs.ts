/**
 * Blobs of the packs that hold matches, and which values these are: told apart by numbers, since a value has another key in each run and
 * nothing of it is kept. Sealed are only those that are told in the end.
 */
import { BLOB } from '../git/pack/headers.ts';
import type { ObjectStore } from '../git/pack/object-store.ts';
import type { BlobMemory } from './blob-memory.ts';
import { type FoundMatches, FoundReader, MATCHES, NumberReader, NumberWriter, writeFound } from './known-blobs.ts';
import type { RecallOrder, Recalled } from './pack-scanner.ts';
import type { AskedMatches, RecalledMatches } from './scan-content.ts';

/** A blob with matches: its bytes, and what `writeFound` and `writeMatches` told. */
interface FoundBlob {
  readonly bytes: number;
  readonly told: Uint8Array;
  /** By number in there, the number of the value in this run; null: the same. */
  readonly numbers: Int32Array | null;
}

/** What a chunk found anew. */
interface Fresh {
  /** Value keys, and where the numbers go that these values have in this run. */
  readonly keys: readonly string[];
  readonly numbers: Int32Array;
  readonly blobs: number[];
  /** Commits and tags, of which only the values are told. */
  readonly texts: { readonly node: number; readonly bytes: number; readonly told: Uint8Array }[];
}

/** Reads blobs again. */
type Recall = (orders: readonly RecallOrder[], isBeside: boolean) => Promise<Recalled>;

/** What the name of a value begins with, and no key does. */
const NAME_SIGN = '#';

/** Values by their numbers. */
class Values {
  /** The key of each, or for one that only an earlier run has seen a name that tells it apart. */
  readonly keys: string[];
  /** Grows when keys come to be known: what was told of them before counts no more. */
  changes = 0;
  /** By the numbers of their values. */
  readonly #sets = new Map<string, ReadonlySet<string>>();

  /** @param known - How many an earlier run has seen. */
  constructor(known: number) {
    this.keys = Array.from({ length: known }, (_, number) => `${NAME_SIGN}${number}`);
  }

  tellChange(): void {
    this.changes++;
    this.#sets.clear();
  }

  /** The keys of all values of a blob: one set for all blobs with the same. */
  setOf({ told, numbers }: FoundBlob): ReadonlySet<string> {
    const own = numbersIn(told);
    if (numbers !== null) for (const [i, number] of own.entries()) own[i] = numbers[number]!;
    const name = own.join();
    let keys = this.#sets.get(name);
    if (keys === undefined) this.#sets.set(name, (keys = new Set(own.map((number) => this.keys[number]!))));
    return keys;
  }
}

/** The matches of a blob, read when they are asked for. */
class LazyMatches implements FoundMatches {
  readonly #blob: FoundBlob;
  readonly #values: Values;
  #read: FoundMatches | null = null;
  #set: ReadonlySet<string> | null = null;
  /** Of the values, when these two were made. */
  #changes = -1;

  constructor(blob: FoundBlob, values: Values) {
    this.#blob = blob;
    this.#values = values;
  }

  get matches(): FoundMatches['matches'] {
    return this.#get().matches;
  }

  get keys(): readonly string[] {
    return this.#get().keys;
  }

  get keySet(): ReadonlySet<string> {
    this.#renew();
    return (this.#set ??= this.#values.setOf(this.#blob));
  }

  #get(): FoundMatches {
    this.#renew();
    const { keys } = this.#values;
    const { told, numbers } = this.#blob;
    return (this.#read ??= new FoundReader(told, 0).read((n) => keys[numbers === null ? n : numbers[n]!] ?? ''));
  }

  #renew(): void {
    const { changes } = this.#values;
    if (this.#changes === changes) return;
    this.#changes = changes;
    this.#read = null;
    this.#set = null;
  }
}

export class FoundBlobs {
  readonly #store: ObjectStore;
  readonly #recall: Recall;
  readonly #memory: BlobMemory | null;
  readonly #blobs = new Map<number, FoundBlob>();
  readonly #fresh: Fresh[] = [];
  readonly #values: Values;
  /** Those of the values. */
  readonly #keys: string[];
  /** Whether all have the keys of this run. */
  #isLinked: boolean;

  constructor(store: ObjectStore, memory: BlobMemory | null, recall: Recall) {
    this.#store = store;
    this.#recall = recall;
    this.#memory = memory;
    this.#values = new Values(memory?.valueCount ?? 0);
    this.#keys = this.#values.keys;
    this.#isLinked = this.#keys.length === 0;
  }

  /** Takes a blob as an earlier run has told of it. */
  addKept(node: number): void {
    const memory = this.#memory as BlobMemory;
    this.#blobs.set(node, { bytes: memory.sizes[node]!, told: memory.matchesOf(node), numbers: null });
  }

  /** Takes what a chunk found, see `ChunkResult.found`; gives the blobs among it. */
  take(found: Uint8Array, keys: readonly string[]): readonly number[] {
    const fresh: Fresh = { keys, numbers: new Int32Array(keys.length), blobs: [], texts: [] };
    this.#fresh.push(fresh);
    const { kinds } = this.#store.table;
    const reader = new NumberReader(found, 0);
    while (!reader.isOver) {
      const [node, bytes, length] = [reader.next(), reader.next(), reader.next()];
      const told = found.subarray(reader.at, reader.at + length);
      reader.at += length;
      if (kinds[node] === BLOB) {
        fresh.blobs.push(node);
        this.#blobs.set(node, { bytes, told, numbers: fresh.numbers });
      } else this.#takeText({ node, bytes, told }, fresh);
    }
    return fresh.blobs;
  }

  /** A text with matches is read in each run: an earlier one tells which numbers its values have. */
  #takeText(text: Fresh['texts'][number], { keys, texts }: Fresh): void {
    const memory = this.#memory;
    if (memory === null) return;
    if (memory.kinds[text.node] !== MATCHES) texts.push(text);
    else
      this.#linkValues(memory.matchesOf(text.node), new FoundReader(text.told, 0).read((number) => keys[number]!).keys);
  }

  /** Whether a blob has a match that may become a finding. */
  isTelling(node: number): boolean {
    const found = this.#blobs.get(node);
    return found !== undefined && new NumberReader(found.told, 0).next() > 0;
  }

  bytesOf(node: number): number {
    return this.#blobs.get(node)?.bytes ?? 0;
  }

  /** What was told of a blob, by which it is recalled; null: nothing was. */
  toldOf(node: number): Uint8Array | null {
    return this.#blobs.get(node)?.told ?? null;
  }

  /** The matches of a blob, read when they are asked for: until then values may be given other keys. Null: none are known. */
  matchesOf(node: number): FoundMatches | null {
    const blob = this.#blobs.get(node);
    if (blob === undefined) return null;
    return new LazyMatches(blob, this.#values);
  }

  /** Value keys of all matches of a blob, as one set for all blobs with the same; null: they are not known. Valid until values are linked. */
  keySetOf(node: number): ReadonlySet<string> | null {
    const blob = this.#blobs.get(node);
    return blob === undefined ? null : this.#values.setOf(blob);
  }

  /** Values have numbers below this. */
  get valueCount(): number {
    return this.#keys.length;
  }

  /**
   * Once all chunks are taken: numbers the values that were found.
   *
   * @param others - Value keys of what was found elsewhere.
   * @param near - Gives blobs that probably hold the same values.
   */
  async number(others: readonly string[], near: () => readonly number[]): Promise<void> {
    await this.link([...this.#fresh.flatMap(({ keys }) => keys), ...others], near);
    const known = new Map(this.#keys.map((key, number) => [key, number]));
    for (const { keys, numbers } of this.#fresh) {
      for (const [i, key] of keys.entries()) {
        let number = known.get(key);
        if (number === undefined) known.set(key, (number = this.#keys.push(key) - 1));
        numbers[i] = number;
      }
    }
    this.#values.tellChange();
    if (this.#memory !== null) this.#keep(this.#memory);
  }

  #keep(memory: BlobMemory): void {
    const writer = new NumberWriter();
    for (const { blobs, texts, numbers } of this.#fresh) {
      for (const { node, bytes, told } of [...blobs.map((node) => ({ node, ...this.#blobs.get(node)! })), ...texts]) {
        const reader = new FoundReader(told, 0);
        writeFound(
          reader.read((number) => String(numbers[number])),
          Number,
          writer,
        );
        writer.pushBytes(told.subarray(reader.end));
        memory.add(node, MATCHES, bytes, writer.take());
      }
    }
  }

  /**
   * Gives values that only an earlier run has seen the keys that they have in this run, so that they can be compared with others: blobs are
   * read again, those near first, as mostly nothing is new; then of each value one.
   *
   * @param keys - Of those others; nothing has to be done where all are known already.
   */
  async link(keys: readonly string[], near: () => readonly number[] = () => []): Promise<void> {
    if (this.#isLinked || this.#knows(keys)) return;
    await this.#linkValuesOf(near());
    if (this.#knows(keys)) return;
    this.#isLinked = true;
    await this.#linkValuesOf(this.#blobs.keys());
  }

  #knows(keys: readonly string[]): boolean {
    const there = new Set(this.#keys);
    return keys.every((key) => there.has(key));
  }

  /** Of each value in these blobs that is not known yet one blob is read. */
  async #linkValuesOf(blobs: Iterable<number>): Promise<void> {
    const isKnown = Uint8Array.from(this.#keys, (key) => (key.startsWith(NAME_SIGN) ? 0 : 1));
    const asked = new Map<number, null>();
    for (const node of blobs) {
      const blob = this.#blobs.get(node);
      if (blob?.numbers !== null) continue;
      const news = numbersIn(blob.told).filter((number) => isKnown[number] === 0);
      for (const number of news) isKnown[number] = 1;
      if (news.length > 0) asked.set(node, null);
    }
    const recalled = await this.recall(asked, false);
    for (const [node, { keys }] of recalled) this.#linkValues(this.#blobs.get(node)!.told, keys);
  }

  #linkValues(told: Uint8Array, keys: readonly string[]): void {
    const numbers = numbersIn(told);
    if (numbers.length !== keys.length) return;
    for (const [i, number] of numbers.entries()) this.#keys[number] = keys[i]!;
    this.#values.tellChange();
  }

  /**
   * Reads blobs again of which it is known where their matches stand, for what is asked of each; blobs that cannot be read are missing.
   *
   * @param isBeside - Whether this thread has something else to do meanwhile, see `pack-threads.ts`.
   */
  async recall(asked: ReadonlyMap<number, AskedMatches>, isBeside: boolean): Promise<Map<number, RecalledMatches>> {
    const wanted = new Map([...asked].filter(([node]) => this.#blobs.has(node)));
    const { nodes: places, chunkStarts } = this.#store.forest.blobs;
    const orders: RecallOrder[] = [];
    for (let piece = 0; piece + 1 < chunkStarts.length && wanted.size > 0; piece++) {
      const own = places.subarray(chunkStarts[piece], chunkStarts[piece + 1]).filter((node) => wanted.has(node));
      if (own.length > 0)
        orders.push({
          piece,
          wanted: Array.from(own, (node) => [node, this.#blobs.get(node)!.told, wanted.get(node) ?? null]),
        });
    }
    return new Map(await this.#recall(orders, isBeside));
  }
}

/** Numbers of all the values of a blob. */
function numbersIn(told: Uint8Array): number[] {
  return new FoundReader(told, 0).readNumbers();
}
