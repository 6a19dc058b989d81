/** Names of tree entries, each kept once and told apart by number, so that paths are compared without making strings. */

const FIRST_BUCKETS = 1024;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Names by their numbers: bytes one behind the other, and where each one ends. */
export interface NamesKept {
  readonly bytes: Uint8Array;
  readonly ends: Uint32Array;
}

export class NameTable {
  #bytes: Uint8Array;
  #used: number;
  /** Where each name begins; the next one's beginning is its end. */
  readonly #starts: number[];
  #buckets = new Int32Array(FIRST_BUCKETS).fill(-1);
  /** Of those names that are in the buckets: the others join them when one is asked for. */
  readonly #hashes: number[] = [];
  /** Differs from run to run, so that no repository can be made to fill one bucket. */
  readonly #seed = Math.floor(Math.random() * 2 ** 32) | 0;

  /** @param known - Names that have numbers already: their bytes, and where each one ends. */
  constructor(known: NamesKept = { bytes: new Uint8Array(0), ends: new Uint32Array(0) }) {
    this.#used = known.bytes.length;
    this.#bytes = this.#used === 0 ? new Uint8Array(1 << 14) : known.bytes.slice();
    this.#starts = [0, ...known.ends];
  }

  /** What another table is made of. */
  parts(): NamesKept {
    return { bytes: this.#bytes.subarray(0, this.#used), ends: Uint32Array.from(this.#starts.slice(1)) };
  }

  /** The number of the name `bytes[start..end)`. */
  intern(bytes: Uint8Array, start: number, end: number): number {
    if (this.#hashes.length < this.size) this.#enterKnown();
    const hash = this.#hashOf(bytes, start, end);
    const mask = this.#buckets.length - 1;
    let bucket = hash & mask;
    for (let name = this.#buckets[bucket]!; name !== -1; name = this.#buckets[bucket]!) {
      if (this.#hashes[name] === hash && this.#equals(name, bytes, start, end)) return name;
      bucket = (bucket + 1) & mask;
    }
    return this.#add(hash, bytes.subarray(start, end));
  }

  /** How many there are; their numbers are below. */
  get size(): number {
    return this.#starts.length - 1;
  }

  /** All names as texts. */
  *texts(): Generator<string> {
    for (let name = 0; name < this.size; name++) yield this.textOf(name);
  }

  /** The name as text; what is no UTF-8 becomes U+FFFD. */
  textOf(name: number): string {
    return decoder.decode(this.bytesOf(name));
  }

  /** The name's bytes. Borrowed: valid until the next `intern`. */
  bytesOf(name: number): Uint8Array {
    return this.#bytes.subarray(this.#starts[name], this.#starts[name + 1]);
  }

  #equals(name: number, bytes: Uint8Array, start: number, end: number): boolean {
    const at = this.#starts[name]!;
    if (this.#starts[name + 1]! - at !== end - start) return false;
    for (let i = 0; i < end - start; i++) if (this.#bytes[at + i] !== bytes[start + i]) return false;
    return true;
  }

  #add(hash: number, name: Uint8Array): number {
    const number = this.size;
    if (this.#used + name.length > this.#bytes.length) {
      const larger = new Uint8Array(2 * (this.#used + name.length));
      larger.set(this.#bytes.subarray(0, this.#used));
      this.#bytes = larger;
    }
    this.#bytes.set(name, this.#used);
    this.#used += name.length;
    this.#starts.push(this.#used);
    this.#enterNext(hash);
    return number;
  }

  #enterKnown(): void {
    for (let name = 0; name < this.size; name++) {
      this.#enterNext(this.#hashOf(this.#bytes, this.#starts[name]!, this.#starts[name + 1]!));
    }
  }

  #hashOf(bytes: Uint8Array, start: number, end: number): number {
    let hash = this.#seed;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
    return hash ^ (hash >>> 15);
  }

  /** Enters the name with this hash that comes next. */
  #enterNext(hash: number): void {
    const number = this.#hashes.push(hash) - 1;
    if (2 * this.#hashes.length > this.#buckets.length) {
      this.#buckets = new Int32Array(2 * this.#buckets.length).fill(-1);
      for (let i = 0; i < number; i++) this.#enter(i);
    }
    this.#enter(number);
  }

  #enter(name: number): void {
    const mask = this.#buckets.length - 1;
    let bucket = this.#hashes[name]! & mask;
    while (this.#buckets[bucket] !== -1) bucket = (bucket + 1) & mask;
    this.#buckets[bucket] = name;
  }
}
