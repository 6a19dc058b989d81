/** Lists whose type stands before them, and bytes written as numbers. */
import { fromLatin1, latin1 } from '../../bytes/latin1.ts';
import { at, code, isDigit, isEol, skipSpace, startsWith, shortText } from './assignment-text.ts';
import type { Literal } from './assignment-value.ts';

/** `[]string{"v"` of Go, `new String[] {"v"` of Java: the offset of the first element, or -1. */
export function typedListAt(bytes: Uint8Array, index: number, end: number): number {
  if (!startsWith(bytes, index, end, '[]') && !startsWith(bytes, index, end, 'new ')) return -1;
  const found = /^(?:new [A-Za-z]{0,16})?\[\][A-Za-z]{0,16} ?\{/.exec(
    shortText(bytes, index, Math.min(end, index + 48)),
  );
  return found === null ? -1 : index + found[0].length;
}

/** What Java writes before a number to make a byte of it. */
const CAST = '(byte)';
/** Calls whose arguments are the bytes of an array, or the characters of a text. */
const CALLEE = /(?:fromCharCode|fromCodePoint|byteArrayOf|(?:list|array)Of(?:<U?Byte>)?)$/;

/** Whether a list of numbers begins at `index`. */
export function opensNumbers(bytes: Uint8Array, index: number, end: number): boolean {
  const opener = at(bytes, index);
  if (opener !== code('{') && opener !== code('[')) return false;
  const first = skipSpace(bytes, index + 1, end, 1);
  return isDigit(at(bytes, first)) || startsWith(bytes, first, end, CAST);
}

/** Fewer bytes than a key has: programs hold many patterns of a few. */
const FEWEST_OF_KEY = 16;
/** Bytes that so many numbers take at most, with their blanks. */
const LONGEST_FEWEST = 256;

/** Whether a list of as many numbers as a key has begins at `index`. */
export function opensKey(bytes: Uint8Array, index: number, end: number): boolean {
  if (!opensNumbers(bytes, index, end)) return false;
  const limit = Math.min(end, index + LONGEST_FEWEST);
  let numbers = 1;
  for (let i = index; i < limit && numbers < FEWEST_OF_KEY && bytes[i] !== code('}'); i++)
    if (bytes[i] === code(',')) numbers++;
  return numbers >= FEWEST_OF_KEY;
}

/** `{82, 109, 0x1f}`, `{(byte) 0x9f, 2}`, `fromCharCode(82, 109)`: bytes written as numbers. The value is what stands between the brackets. */
export function readNumbers(bytes: Uint8Array, index: number, end: number): Literal | null {
  let i = index;
  if (startsWith(bytes, i, end, 'new ')) i += 4;
  const limit = Math.min(end, i + 24);
  while (i < limit && bytes[i] !== code('{') && bytes[i] !== code('=') && !isEol(bytes[i] as number)) {
    if (bytes[i] === code('[') && (/["']/.test(String.fromCharCode(at(bytes, i + 1))) || opensNumbers(bytes, i, end)))
      break;
    if (bytes[i] === code('(') && isDigit(at(bytes, i + 1)) && CALLEE.test(shortText(bytes, index, i))) break;
    i++;
  }
  const opener = at(bytes, i);
  const called = opener === code('(') && i < limit;
  if (!called && opener !== code('{') && opener !== code('[')) return null;
  const start = i + 1;
  let commas = 0;
  for (i = start; i < end; i++) {
    const byte = bytes[i] as number;
    if (byte === code(',')) commas++;
    else if (byte === code('}') || byte === code(']') || (called && byte === code(')'))) {
      const list = latin1(bytes, start, i);
      const plain = list.includes(CAST) || /\d,\d/.test(list) ? plainList(list) : list;
      if (commas < 7 || isDull(plain)) return null;
      const literal: Literal = {
        start,
        end: i,
        after: i + 1,
        encoding: 'plain',
        bare: false,
        trailing: false,
        numbers: true,
      };
      return plain === list ? literal : { ...literal, encoding: 'given', value: fromLatin1(plain) };
    } else if (startsWith(bytes, i, end, CAST)) i += CAST.length - 1;
    else if (!/[0-9a-fA-FxX\s-]/.test(String.fromCharCode(byte))) return null;
  }
  return null;
}

/** Numbers alone, one way whether a program casts them or parts them with blanks. */
function plainList(list: string): string {
  const numbers = list.replaceAll(CAST, '').split(',');
  return numbers.map((each) => each.trim()).join(', ');
}

/** More numbers than that hold each of the values of a byte more than once anyway. */
const MOST_DIFFERENT = 64;

/** Numbers in ascending order list places or counts, and what fills most of a list is no key's: half of those of a key are different. */
function isDull(list: string): boolean {
  const numbers = list.split(',').map(Number);
  if (new Set(numbers).size * 2 < Math.min(numbers.length, MOST_DIFFERENT)) return true;
  return numbers.every((each, index) => index === 0 || each >= (numbers[index - 1] as number));
}
