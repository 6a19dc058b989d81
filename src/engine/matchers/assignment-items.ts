/** Values in a list of YAML below their name. */
import { at, code, isEol, skipBlanks, skipSpace } from './assignment-text.ts';
import { ALONE, type Literal, readBare, readString } from './assignment-value.ts';

/** The first `most` items of a list below `names:`, each a literal or a word on its line. */
export function itemsBelow(bytes: Uint8Array, eol: number, end: number, most: number): Literal[] {
  const items: Literal[] = [];
  for (let i = eol; items.length < most;) {
    const next = skipSpace(bytes, i, end, 1);
    if (at(bytes, next) !== code('-') || at(bytes, next + 1) !== 0x20) break;
    const value = skipBlanks(bytes, next + 1, end);
    const literal = readString(bytes, value, end) ?? readBare(bytes, value, end, ALONE);
    if (literal === null || literal.trailing || !isEol(at(bytes, skipBlanks(bytes, literal.after, end)))) break;
    if (literal.bare && at(bytes, literal.after - 1) === code(':')) break;
    items.push(literal);
    i = skipBlanks(bytes, literal.after, end);
  }
  return items;
}
