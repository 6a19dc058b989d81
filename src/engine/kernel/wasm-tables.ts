/** The literals as the WebAssembly kernel reads them: see assembly/layout.ts and assembly/anchors.ts, which know the same numbers. */
import { rarestStart } from './rarest.ts';
import { FREE } from './wasm-module.ts';

const FILTER = FREE;
const FILTER_BYTES = 65536;
const ROWS = FILTER + FILTER_BYTES;
const ROW_COUNT = 8192;
const ENTRIES = ROWS + 32784;
const ENTRY_BYTES = 20;

const GRAM = 4;
const GRAM_FACTOR = 0xafe533e0;
const ROW_FACTOR = 0x9e3779b1;
/** The bits by which three small letters differ from capitals. */
const THREE_CASE_BITS = 0x202020;

/** Tables ready to be written into a memory. */
export interface Tables {
  /** First address behind them. */
  readonly end: number;
  /** Most literals in a row, and so most anchors that one position of a haystack can have. */
  readonly longestRow: number;
  write(bytes: Uint8Array, words: Int32Array): void;
}

/** Words before packed tables: where they end, the longest row, and how many literals they are of. */
const HEADER_WORDS = 3;

/** The tables of these literals as bytes, for {@link unpackTables}. */
export function packTables(literals: readonly Uint8Array[]): Uint8Array {
  const tables = fileLiterals(literals);
  const words = new Int32Array((tables.end + 3) >> 2);
  const bytes = new Uint8Array(words.buffer);
  tables.write(bytes, words);
  const header = new Int32Array([tables.end, tables.longestRow, literals.length]);
  const packed = new Uint8Array(4 * HEADER_WORDS + tables.end - FREE);
  packed.set(new Uint8Array(header.buffer));
  packed.set(bytes.subarray(FREE, tables.end), 4 * HEADER_WORDS);
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
  const [end, longestRow, packedCount] = [0, 4, 8].map((at) => view.getInt32(at, true)) as [number, number, number];
  if (packedCount !== count || packed.length !== 4 * HEADER_WORDS + end - FREE)
    throw new RangeError('not these tables');
  return { end, longestRow, write: (bytes) => bytes.set(packed.subarray(4 * HEADER_WORDS), FREE) };
}

/** Where each literal is filed. */
interface Filing {
  /** By literal: four bytes of it with the case bits set (the fourth 0 where it has but three), where they begin in it, and their row. */
  readonly grams: Int32Array;
  readonly offsets: Int32Array;
  readonly rows: Int32Array;
  /** By row, and one more: how many entries stand before it. */
  readonly firstEntry: Int32Array;
}

/**
 * Files the literals.
 *
 * @param literals - Lower-case bytes, 3 to 65,535 each.
 */
export function fileLiterals(literals: readonly Uint8Array[]): Tables {
  const count = literals.length;
  const filing: Filing = {
    grams: new Int32Array(count),
    offsets: new Int32Array(count),
    rows: new Int32Array(count),
    firstEntry: new Int32Array(ROW_COUNT + 1),
  };
  let end = textsStart(count);
  for (let id = 0; id < count; id++) {
    fileOne(filing, id, literals[id] as Uint8Array);
    end += paddedLength(literals[id] as Uint8Array);
  }
  const longestRow = addUp(filing.firstEntry);
  return { end, longestRow, write: (bytes, words) => writeTables(literals, filing, bytes, words) };
}

function fileOne(filing: Filing, id: number, literal: Uint8Array): void {
  const offset = rarestStart(literal, GRAM);
  const [first, second, third, fourth] = [
    literal[offset]!,
    literal[offset + 1]!,
    literal[offset + 2]!,
    literal[offset + 3],
  ];
  const gram = first | (second << 8) | (third << 16) | THREE_CASE_BITS;
  const row = Math.imul(gram << 8, ROW_FACTOR) >>> 19;
  filing.grams[id] = fourth === undefined ? gram : gram | ((fourth | 0x20) << 24);
  filing.offsets[id] = offset;
  filing.rows[id] = row;
  filing.firstEntry[row + 1]!++;
}

/** Turns sizes of rows, one place late, into the number of entries before each; returns the largest size. */
function addUp(firstEntry: Int32Array): number {
  let longest = 0;
  for (let row = 0; row < ROW_COUNT; row++) {
    const size = firstEntry[row + 1] as number;
    if (size > longest) longest = size;
    firstEntry[row + 1] = size + (firstEntry[row] as number);
  }
  return longest;
}

/** Where the literals' bytes begin. */
function textsStart(count: number): number {
  return (ENTRIES + count * ENTRY_BYTES + 15) & ~15;
}

function paddedLength(literal: Uint8Array): number {
  return (literal.length + 15) & ~15;
}

function writeTables(literals: readonly Uint8Array[], filing: Filing, bytes: Uint8Array, words: Int32Array): void {
  const { firstEntry, rows, grams, offsets } = filing;
  for (let row = 0; row <= ROW_COUNT; row++) {
    words[(ROWS >> 2) + row] = ENTRIES + ENTRY_BYTES * (firstEntry[row] as number);
  }
  let text = textsStart(literals.length);
  for (let id = 0; id < literals.length; id++) {
    const literal = literals[id] as Uint8Array;
    const gram = grams[id] as number;
    const isShort = literal.length < GRAM;
    for (let fourth = 0; fourth < (isShort ? 8 : 1); fourth++) {
      bytes[FILTER + (Math.imul(gram | (fourth << 24), GRAM_FACTOR) >>> 16)] = 1;
    }
    const entry = (ENTRIES + ENTRY_BYTES * firstEntry[rows[id] as number]!++) >> 2;
    words[entry] = gram;
    words[entry + 1] = isShort ? 0xffffff : -1;
    words[entry + 2] = text;
    words[entry + 3] = id;
    words[entry + 4] = (offsets[id] as number) | (literal.length << 16);
    bytes.set(literal, text);
    text += paddedLength(literal);
  }
}
