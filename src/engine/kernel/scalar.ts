/**
 * The scalar kernel: a table of trigrams that fits the first-level cache, then a comparison.
 *
 * Every literal is filed under its least common trigram. The loop folds each byte to one of 32 classes, keeps the last
 * three as a 15-bit number and asks one byte of a 32 KiB table; only where that says "maybe" are the literals filed there
 * compared. No state but the number, so the processor overlaps the steps; the cost a byte does not depend on the literals.
 */
import { type AnchorBuffer, type Kernel, pushPair } from './kernel.ts';
import { FOLD, rarestStart } from './rarest.ts';

/** Length of what a literal is filed under, and so of the shortest literal. */
export const TRIGRAM = 3;
const SLOTS = 1 << 15;

/** Letters 1..26 (either case), then classes that keep common punctuation of tokens apart; 0 is everything else. */
const CLASS_OF: Uint8Array = buildClasses();

function buildClasses(): Uint8Array {
  const classes = new Uint8Array(256);
  for (let i = 0; i < 26; i++) {
    classes[65 + i] = i + 1;
    classes[97 + i] = i + 1;
  }
  for (let digit = 48; digit <= 57; digit++) classes[digit] = 27;
  classes[0x5f] = 28;
  classes[0x2d] = 29;
  classes[0x2e] = 30;
  classes[0x3a] = 31;
  classes[0x2f] = 31;
  return classes;
}

function slotAt(bytes: Uint8Array, at: number): number {
  return (
    ((CLASS_OF[bytes[at] as number] as number) << 10) |
    ((CLASS_OF[bytes[at + 1] as number] as number) << 5) |
    (CLASS_OF[bytes[at + 2] as number] as number)
  );
}

/** Where a literal's rarest trigram begins, of those without a byte of the class of blanks, if there are any: runs of these are in every text. */
function trigramStart(bytes: Uint8Array): number {
  const rarest = rarestStart(bytes, TRIGRAM);
  const isPlain = (start: number): boolean =>
    bytes.subarray(start, start + TRIGRAM).every((byte) => CLASS_OF[byte] !== 0);
  if (isPlain(rarest)) return rarest;
  for (let start = 0; start + TRIGRAM <= bytes.length; start++) if (isPlain(start)) return start;
  return rarest;
}

/** A literal filed under a trigram: `offset` is where the trigram begins in it. */
interface Entry {
  readonly literal: number;
  readonly bytes: Uint8Array;
  readonly offset: number;
}

function isHere(haystack: Uint8Array, start: number, bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) {
    if (FOLD[haystack[start + i] as number] !== bytes[i]) return false;
  }
  return true;
}

/**
 * Builds a kernel for these literals; a literal's id is its index.
 *
 * @param literals - Lower-case bytes, at least 3 each.
 * @throws {RangeError} If a literal is shorter: it would be no prefilter.
 */
export function createScalarKernel(literals: readonly Uint8Array[]): Kernel {
  const filed = new Uint8Array(SLOTS);
  const buckets = new Map<number, Entry[]>();
  let longestBytes = 0;
  for (const [literal, bytes] of literals.entries()) {
    if (bytes.length < TRIGRAM) throw new RangeError(`literal ${literal} is shorter than ${TRIGRAM} bytes`);
    longestBytes = Math.max(longestBytes, bytes.length);
    const offset = trigramStart(bytes);
    const slot = slotAt(bytes, offset);
    filed[slot] = 1;
    const bucket = buckets.get(slot);
    if (bucket) bucket.push({ literal, bytes, offset });
    else buckets.set(slot, [{ literal, bytes, offset }]);
  }
  const tables: Tables = { filed, buckets };
  return {
    longestBytes,
    find: (haystack, floor, from, to, out) => findAll(tables, haystack, { floor, from, to }, out),
  };
}

interface Tables {
  readonly filed: Uint8Array;
  readonly buckets: ReadonlyMap<number, readonly Entry[]>;
}

interface Limits {
  readonly floor: number;
  readonly from: number;
  readonly to: number;
}

function findAll(tables: Tables, haystack: Uint8Array, limits: Limits, out: AnchorBuffer): void {
  const { filed } = tables;
  const classes = CLASS_OF;
  const { floor, to } = limits;
  if (to - floor < TRIGRAM) return;
  let slot = ((classes[haystack[floor] as number] as number) << 5) | (classes[haystack[floor + 1] as number] as number);
  for (let i = floor + 2; i < to; i++) {
    slot = ((slot << 5) | (classes[haystack[i] as number] as number)) & (SLOTS - 1);
    if (filed[slot] === 1) confirm(tables, haystack, limits, slot, i, out);
  }
}

/** Compares the literals filed under `slot` whose trigram ends at byte `last`. */
// oxlint-disable-next-line max-params -- called in the hot loop, an object would be allocated a hit
function confirm(
  tables: Tables,
  haystack: Uint8Array,
  limits: Limits,
  slot: number,
  last: number,
  out: AnchorBuffer,
): void {
  for (const entry of tables.buckets.get(slot) as readonly Entry[]) {
    const start = last - 2 - entry.offset;
    const end = start + entry.bytes.length;
    if (start >= limits.floor && end <= limits.to && end > limits.from && isHere(haystack, start, entry.bytes)) {
      pushPair(out, entry.literal, end);
    }
  }
}
