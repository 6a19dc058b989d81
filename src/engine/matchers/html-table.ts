/** The cells of a table in HTML below the heading of a column. */
import { latin1 } from '../../bytes/latin1.ts';
import { type Entry, entry } from './list-entries.ts';
import type { Window } from './matcher.ts';

/** Rows that are looked at. */
const MOST_ROWS = 60;
const CELL = /<t[dh](?:[ \t][^<>]{0,160})?>/gi;

/** Cells of the column whose heading ends with the window's anchor, `Password</th>`. */
export function columnBelow({ bytes, start, end, anchorStart, anchorEnd }: Window): Entry[] {
  const before = latin1(bytes, start, anchorStart);
  const row = before.toLowerCase().lastIndexOf('<tr');
  if (row < 0) return [];
  const place = (before.slice(row).match(CELL) ?? []).length - 1;
  // Only the heading itself may stand between its tag and the word.
  if (place < 0 || !/<t[dh](?:[ \t][^<>]{0,160})?>(?:\s|<[a-z]{1,8}>){0,24}[\w /-]{0,24}$/i.test(before)) return [];
  const text = latin1(bytes, anchorEnd, end);
  const close = text.search(/<\/table>/i);
  const body = close < 0 ? text : text.slice(0, close);
  return cellsOf(body, place, anchorEnd);
}

function cellsOf(body: string, place: number, offset: number): Entry[] {
  const entries: Entry[] = [];
  const rows = body.split(/(?=<tr[ >])/i);
  let index = 0;
  for (const [number, row] of rows.entries()) {
    const cell = number === 0 || number > MOST_ROWS ? undefined : [...row.matchAll(CELL)][place];
    const from = cell === undefined ? -1 : cell.index + cell[0].length;
    const found = from < 0 ? null : TEXT.exec(row.slice(from, from + LONGEST_CELL));
    if (found !== null) {
      const value = found[1] as string;
      entries.push(entry('password', offset + index + from + found[0].length - value.length, value, false));
    }
    index += row.length;
  }
  return entries;
}

const LONGEST_CELL = 400;
/** The first word of a cell, behind what marks it as code, when nothing else stands there. */
const TEXT =
  /^(?:\s|<(?:code|kbd|b|strong|tt|span|p|pre|samp)(?:[ ][^<>]{0,80})?>){0,24}([^\s<>]{4,100})(?=\s{0,24}<)/i;
