/** The literals as the WebAssembly kernel reads them: see assembly/layout.ts and assembly/anchors.ts, which know the same numbers. */
import { fromLatin1 } from '../../bytes/latin1.ts';
import { rarestStart } from './rarest.ts';
import { FREE } from './wasm-module.ts';

const FACTOR_WORD = 3;
const FILTER = FREE;
const FILTER_BYTES = 65536;
const HEADS = FILTER + FILTER_BYTES;
const HEAD_BITS = 12;
const BUCKET = 4;
const HEAD_COUNT = BUCKET << HEAD_BITS;
const STARTS = HEADS + 4 * HEAD_COUNT;
const SHORTS = STARTS + 65552;
const SHORT_BITS = 13;
const SHORT_COUNT = 1 << SHORT_BITS;
const SHORT_STARTS = SHORTS + SHORT_COUNT;
const ENTRIES = SHORT_STARTS + 32784;
const ENTRY_BYTES = 32;

const GRAM = 4;
const HEAD_FACTOR = 0x9e3779b1;
/** The bits by which small letters differ from capitals. */
const CASE_BITS = 0x20202020;
/** Grams that there is room for, with some buckets left that are not full. */
const MOST_GRAMS = HEAD_COUNT - HEAD_COUNT / 8;

/** Multiples of 32, so that of the fourth byte the last three bits alone count. */
const FACTORS = [0xafe533e0, 0xfc5969a0, 0x3ead62e0, 0xafff70a0, 0x9e3779a0, 0x85ebca60, 0xc2b2ae20, 0x27d4eb20];

/** Tables ready to be written into a memory. */
export interface Tables {
  /** First address behind them. */
  readonly end: number;
  /** Most anchors that one position of a haystack can have. */
  readonly mostAtOnce: number;
  /** Most bytes that a literal has before its gram, and from its gram's first on. */
  readonly mostBefore: number;
  readonly mostFrom: number;
  write(bytes: Uint8Array, words: Int32Array): void;
}

/** Words before packed tables: where they end, most at once, before and from a gram on, how many literals they are of, the filter's factor. */
const HEADER_WORDS = 6;

/** The tables of these literals as bytes, for {@link unpackTables}. */
export function packTables(literals: readonly Uint8Array[]): Uint8Array {
  const tables = fileLiterals(literals);
  const words = new Int32Array((tables.end + 3) >> 2);
  const bytes = new Uint8Array(words.buffer);
  tables.write(bytes, words);
  const { end, mostAtOnce, mostBefore, mostFrom } = tables;
  const header = new Int32Array([end, mostAtOnce, mostBefore, mostFrom, literals.length, words[FACTOR_WORD]!]);
  const packed = new Uint8Array(4 * HEADER_WORDS + end - FREE);
  packed.set(new Uint8Array(header.buffer));
  packed.set(bytes.subarray(FREE, end), 4 * HEADER_WORDS);
  return packed;
}

/**
 * Tables that were packed.
 *
 * @param count - Of the literals.
 * @throws {RangeError} When they are not whole, or of other literals.
 */
export function unpackTables(packed: Uint8Array, count: number): Tables {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const [end, mostAtOnce, mostBefore, mostFrom, packedCount, factor] = Array.from({ length: HEADER_WORDS }, (_, word) =>
    view.getInt32(4 * word, true),
  ) as [number, number, number, number, number, number];
  if (packedCount !== count || packed.length !== 4 * HEADER_WORDS + end - FREE)
    throw new RangeError('not these tables');
  const write = (bytes: Uint8Array, words: Int32Array): void => {
    words[FACTOR_WORD] = factor;
    bytes.set(packed.subarray(4 * HEADER_WORDS), FREE);
  };
  return { end, mostAtOnce, mostBefore, mostFrom, write };
}

/** A literal under what it is filed by. */
interface Filed {
  readonly id: number;
  /** Where its gram begins in it, and its length. */
  readonly offset: number;
  readonly literal: Uint8Array;
  /** Address of its bytes. */
  readonly text: number;
}

/** Literals by what they are filed under: a gram, or a hash of three bytes. */
type Filing = Map<number, Filed[]>;

/**
 * Files the literals.
 *
 * @param literals - Lower-case bytes, 3 to 65,535 each.
 * @throws {RangeError} When there are too many for the tables.
 */
export function fileLiterals(literals: readonly Uint8Array[]): Tables {
  const byGram: Filing = new Map();
  const byShort: Filing = new Map();
  const grams: number[] = [];
  let mostBefore = 0;
  let mostFrom = 0;
  let end = (ENTRIES + literals.length * ENTRY_BYTES + 15) & ~15;
  for (const [id, literal] of literals.entries()) {
    const { length } = literal;
    const offset = gramStart(literal);
    mostBefore = Math.max(mostBefore, offset);
    mostFrom = Math.max(mostFrom, length - offset);
    const gram = gramAt(literal, offset);
    if (length < GRAM) file(byShort, shortSlot(gram), { id, offset, literal, text: end });
    else file(byGram, gram, { id, offset, literal, text: end });
    for (let fourth = 0; fourth < (length < GRAM ? 8 : 1); fourth++) grams.push(gram | (fourth << 24));
    end += (length + 15) & ~15;
  }
  if (byGram.size > MOST_GRAMS) throw new RangeError('too many literals for the kernel');
  const write = (bytes: Uint8Array, words: Int32Array): void => {
    bytes.fill(0, FILTER, ENTRIES);
    words[FACTOR_WORD] = fillFilter(bytes.subarray(FILTER, FILTER + FILTER_BYTES), grams);
    const next = writeEntries(words, placeHeads(words, byGram), { starts: STARTS, count: HEAD_COUNT, at: ENTRIES });
    for (const slot of byShort.keys()) bytes[SHORTS + slot] = 1;
    writeEntries(words, byShort, { starts: SHORT_STARTS, count: SHORT_COUNT, at: next });
    for (const { literal, text } of [...byGram.values(), ...byShort.values()].flat()) bytes.set(literal, text);
  };
  return { end, mostAtOnce: longestOf(byGram) + longestOf(byShort), mostBefore, mostFrom, write };
}

/** Of longer literals what is looked for first lies so far from either end at most: so far round what is new in a version its grams are looked at. */
const MOST_BEFORE = 16;
const MOST_FROM = 32;

/** Where a literal's gram begins. */
function gramStart(literal: Uint8Array): number {
  const first = Math.max(0, literal.length - MOST_FROM);
  const last = Math.max(first, Math.min(MOST_BEFORE, literal.length - GRAM));
  return first + rarestStart(literal.subarray(first, last + GRAM), GRAM);
}

function file(filing: Filing, key: number, filed: Filed): void {
  const others = filing.get(key);
  if (others === undefined) filing.set(key, [filed]);
  else others.push(filed);
}

function longestOf(filing: Filing): number {
  let longest = 0;
  for (const { length } of filing.values()) longest = Math.max(longest, length);
  return longest;
}

/** Four bytes with the case bits set; the fourth 0 where there are but three. */
function gramAt(literal: Uint8Array, offset: number): number {
  const three = literal[offset]! | (literal[offset + 1]! << 8) | (literal[offset + 2]! << 16);
  const fourth = literal[offset + 3];
  return fourth === undefined ? three | (CASE_BITS & 0xffffff) : three | (fourth << 24) | CASE_BITS;
}

function shortSlot(gram: number): number {
  return Math.imul(gram << 8, HEAD_FACTOR) >>> (32 - SHORT_BITS);
}

/** Blanks after blanks or a line's end, as grams: the most common of all, which should not be taken for another. */
const INDENTATION = ['    ', '\t\t\t\t', '\n   ', '\n\n  ', '\n\t\t\t', '\n\n\t\t', '  \n ', '\n  \n'].map((text) =>
  gramAt(fromLatin1(text), 0),
);

/** Marks the grams; returns the factor by which. */
function fillFilter(filter: Uint8Array, grams: readonly number[]): number {
  let factor = 0;
  for (factor of FACTORS) {
    filter.fill(0);
    for (const gram of grams) filter[Math.imul(gram, factor) >>> 16] = 1;
    if (!INDENTATION.some((gram) => filter[Math.imul(gram, factor) >>> 16] === 1)) break;
  }
  return factor;
}

/** Gives each gram its place among the heads. */
function placeHeads(words: Int32Array, byGram: Filing): Filing {
  const byPlace: Filing = new Map();
  for (const [gram, filed] of byGram) {
    let place = BUCKET * (Math.imul(gram, HEAD_FACTOR) >>> (32 - HEAD_BITS));
    while (words[(HEADS >> 2) + place] !== 0) place = (place + 1) % HEAD_COUNT;
    words[(HEADS >> 2) + place] = gram;
    byPlace.set(place, filed);
  }
  return byPlace;
}

/** Writes the entries by rising key, and by key where they begin. Returns the address behind them. */
function writeEntries(
  words: Int32Array,
  filing: Filing,
  { starts, count, at }: Record<'starts' | 'count' | 'at', number>,
): number {
  let next = at;
  for (let key = 0; key < count; key++) {
    words[(starts >> 2) + key] = next;
    for (const { id, offset, literal, text } of filing.get(key) ?? []) {
      const { length } = literal;
      const [first, firstMask] = half(literal, 0);
      const [second, secondMask] = half(literal, 4);
      words.set([first, second, firstMask, secondMask, text, id, offset | (length << 16)], next >> 2);
      next += ENTRY_BYTES;
    }
  }
  words[(starts >> 2) + count] = next;
  return next;
}

/** Up to four bytes of a literal as grams are compared, and which bits of them there are. */
function half(literal: Uint8Array, at: number): readonly [value: number, mask: number] {
  let value = 0;
  let mask = 0;
  for (let i = 0; i < 4 && at + i < literal.length; i++) {
    value |= (literal[at + i]! | 0x20) << (8 * i);
    mask |= 0xff << (8 * i);
  }
  return [value, mask];
}
