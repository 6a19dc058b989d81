/** Lists whose type stands before them, and bytes written as numbers. */
import { latin1 } from '../../bytes/latin1.ts';
import { at, code, isEol, startsWith, shortText } from './assignment-text.ts';
import type { Literal } from './assignment-value.ts';

/** `[]string{"v"` of Go, `new String[] {"v"` of Java: the offset of the first element, or -1. */
export function typedListAt(bytes: Uint8Array, index: number, end: number): number {
  if (!startsWith(bytes, index, end, '[]') && !startsWith(bytes, index, end, 'new ')) return -1;
  const found = /^(?:new [A-Za-z]{0,16})?\[\][A-Za-z]{0,16} ?\{/.exec(
    shortText(bytes, index, Math.min(end, index + 48)),
  );
  return found === null ? -1 : index + found[0].length;
}

/** `{82, 109, 0x1f}`: bytes written as numbers. The value is what stands between the braces. */
export function readNumbers(bytes: Uint8Array, index: number, end: number): Literal | null {
  let i = index;
  if (startsWith(bytes, i, end, 'new ')) i += 4;
  const limit = Math.min(end, i + 24);
  while (i < limit && bytes[i] !== code('{') && bytes[i] !== code('=') && !isEol(bytes[i] as number)) {
    if (bytes[i] === code('[') && /[0-9"']/.test(String.fromCharCode(at(bytes, i + 1)))) break;
    i++;
  }
  const opener = at(bytes, i);
  if (opener !== code('{') && opener !== code('[')) return null;
  const start = i + 1;
  let commas = 0;
  for (i = start; i < end; i++) {
    const byte = bytes[i] as number;
    if (byte === code(',')) commas++;
    else if (byte === code('}') || byte === code(']')) {
      if (commas < 7 || isAscending(latin1(bytes, start, i))) return null;
      return { start, end: i, after: i + 1, encoding: 'plain', bare: false, trailing: false, numbers: true };
    } else if (!/[0-9a-fA-FxX\s-]/.test(String.fromCharCode(byte))) return null;
  }
  return null;
}

/** Numbers in ascending order list places or counts; no key comes in order. */
function isAscending(list: string): boolean {
  const numbers = list.split(',').map(Number);
  return numbers.every((each, index) => index === 0 || each >= (numbers[index - 1] as number));
}
