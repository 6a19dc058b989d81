/**
 * Lines and columns that add up: the tally of a text is the sum of the tallies of its pieces, whatever the
 * cut, so a stream, a thread or an edited document can be counted piece by piece.
 *
 * A line ends at LF. A column counts UTF-16 code units, found from each byte alone (no state crosses a cut):
 * an ASCII byte or a 2- or 3-byte lead is one unit, a 4-byte lead two, a continuation byte none. A byte that UTF-8
 * never has (`ü` of Latin-1) is one.
 */

/** What a piece of text adds to a position. */
export interface LineTally {
  /** LF bytes in the piece. */
  readonly lines: number;
  /** UTF-16 code units after the last LF, or in the whole piece when it has none. */
  readonly units: number;
}

/** A place in a text as people and editors count it. */
export interface Position {
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 code units. */
  readonly column: number;
}

export const EMPTY_TALLY: LineTally = { lines: 0, units: 0 };

const LF = 0x0a;

/** UTF-16 code units that the byte starts. */
function unitsOf(byte: number): number {
  if (byte < 0x80) return 1;
  if (byte < 0xc0) return 0;
  return byte < 0xf0 || byte > 0xf4 ? 1 : 2;
}

/** As {@link tallyLines}, by who counts the LF of a stretch faster. */
export function tallyCounted(bytes: Uint8Array, start: number, end: number, count: LineCounter): LineTally {
  const lines = count(start, end);
  let lineStart = lines === 0 ? start : end;
  while (lineStart > start && bytes[lineStart - 1] !== LF) lineStart--;
  return { lines, units: unitsIn(bytes, lineStart, end) };
}

/** LF bytes in `[start, end)` of some bytes. */
export type LineCounter = (start: number, end: number) => number;

/** Tally of `bytes[start..end)`. */
export function tallyLines(bytes: Uint8Array, start = 0, end: number = bytes.length): LineTally {
  // No further than asked: a text may be one long line.
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, end);
  let lines = 0;
  let lineStart = start;
  for (let at = view.indexOf(LF, start); at !== -1; at = view.indexOf(LF, at + 1)) {
    lines++;
    lineStart = at + 1;
  }
  return { lines, units: unitsIn(bytes, lineStart, end) };
}

function unitsIn(bytes: Uint8Array, start: number, end: number): number {
  let units = 0;
  for (let i = start; i < end; i++) units += unitsOf(bytes[i] as number);
  return units;
}

/** Tally of a text followed by another. Associative, with {@link EMPTY_TALLY} as its zero. */
export function addTally(first: LineTally, second: LineTally): LineTally {
  return { lines: first.lines + second.lines, units: second.lines > 0 ? second.units : first.units + second.units };
}

/** The position right after a text of this tally. */
export function positionAfter(tally: LineTally): Position {
  return { line: tally.lines + 1, column: tally.units + 1 };
}
