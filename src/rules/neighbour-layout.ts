/**
 * The table of what may stand next to the literals, as the build ships it: 16-bit words. How many literals there are; the number of each
 * one's row; the rows, of which row 0 allows everything.
 *
 * A row: how many bytes before the literal and behind it are told of; which letters of its first sixteen bytes have one case (a bit
 * each), and which of them are small; the kinds of bytes that may stand before it, the nearest first, and behind it.
 */
import { eachByte } from '../bytes/byte-table.ts';

export const MOST_BEFORE = 8;
export const MOST_BEHIND = 12;
export const ROW = { before: 0, behind: 1, cased: 2, small: 3, kindsBefore: 4, kindsBehind: 4 + MOST_BEFORE } as const;
export const ROW_WORDS = ROW.kindsBehind + MOST_BEHIND;

/** Bytes of a literal of which a row tells the case. */
export const CASED_BYTES = 16;

/** Kinds of bytes, each a bit; what none of them names is of the last. */
const KINDS = ['0-9', 'a-f', 'g-z', 'A-F', 'G-Z', '_', '-', '.', '/+', '=', ':', '"\'`', ' \t', '\r\n', '\x21-\x7e'];

/** By byte: the bit of its kind. */
export const KIND_OF: Uint16Array = kindsOfBytes();

function kindsOfBytes(): Uint16Array {
  const kinds = new Uint16Array(256).fill(1 << KINDS.length);
  // The first that names a byte has it.
  for (let kind = KINDS.length - 1; kind >= 0; kind--) eachByte(KINDS[kind]!, (byte) => (kinds[byte] = 1 << kind));
  return kinds;
}

export const EVERY_KIND = 0xffff;
