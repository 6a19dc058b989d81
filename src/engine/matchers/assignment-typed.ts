/** What languages write between a name and its value: a type, accessors of a property; and pairs in braces. */
import { latin1 } from '../../bytes/latin1.ts';
import type { Span } from '../../bytes/span.ts';
import { literalAt } from './assignment-delimited.ts';
import { isLabelWord } from './assignment-note.ts';
import { at, code, isBlank, isDigit, isEol, isLetter, isWord, skipBlanks, startsWith } from './assignment-text.ts';

const EQUALS = code('=');
const COLON = code(':');

/** `nvarchar(50) =` of SQL, `PIC X(20) VALUE` of COBOL, `TYPE string VALUE` of ABAP: a type with its sign. */
const SIZED =
  /^(?:n?(?:var)?char ?\((?:\d{1,5}|max)\)[ \t]{0,4}:?=|(?:PIC X\(\d{1,4}\)|TYPE (?:string|c LENGTH \d{1,4}))(?: |[ \t]{0,8}\r?\n[ \t]{1,32})VALUE)(?!=)/i;

const LONGEST_SIZED = 72;

/** First letters of {@link SIZED}, in either case. */
function mayBeSized(byte: number): boolean {
  const letter = byte | 0x20;
  return (
    letter === code('n') || letter === code('v') || letter === code('c') || letter === code('p') || letter === code('t')
  );
}

/** End of a type between a name and its `=`, when a literal or call follows it; -1 otherwise. `from` is its first byte. */
export function skipType(bytes: Uint8Array, from: number, end: number): number {
  const limit = Math.min(end, from + 64);
  const sized = mayBeSized(at(bytes, from))
    ? SIZED.exec(latin1(bytes, from, Math.min(end, from + LONGEST_SIZED)))
    : null;
  if (sized !== null) return from + sized[0].length;
  let open = 0;
  for (let i = from; i < limit; i++) {
    const byte = bytes[i] as number;
    if (byte === code('<')) open++;
    else if (byte === code('>')) open--;
    else if (byte === EQUALS) {
      // An attribute of an element in a sentence: `by <a href="x">`.
      if (open > 0) return -1;
      if (i === from || at(bytes, i + 1) === EQUALS || at(bytes, i + 1) === code('>')) return -1;
      return i + 1;
    }
    // `Password : constant String := "v"` of Ada, VHDL and controllers.
    if (byte === COLON && at(bytes, i + 1) === EQUALS && i > from && open === 0) return i + 2;
    // `[u8; 16]` of Rust.
    if (byte === code(';') && open === 0 && isSizeOfArray(bytes, i)) continue;
    if (!isWord(byte) && !" .<>[]|?&',*:".includes(String.fromCharCode(byte))) return -1;
    if (byte === COLON && at(bytes, i + 1) !== COLON && at(bytes, i - 1) !== COLON) return -1;
  }
  return -1;
}

/** Whether `; 16]` stands here. */
function isSizeOfArray(bytes: Uint8Array, index: number): boolean {
  let i = index + 2;
  while (isDigit(at(bytes, i)) && i - index < 6) i++;
  return at(bytes, index + 1) === 0x20 && i > index + 2 && at(bytes, i) === code(']');
}

/** `password string = "v"` of Go and its like: the offset of the literal, or -1. */
export function typedLiteral(bytes: Uint8Array, index: number, end: number): number {
  if (!isLetter(at(bytes, index)) && at(bytes, index) !== code('*') && at(bytes, index) !== code('[')) return -1;
  if (isLabelWord(bytes, index, end)) return -1;
  const sign = skipType(bytes, index, Math.min(end, index + 32));
  const value = sign < 0 || isWordOfItsOwn(bytes, index, sign - 1) ? -1 : skipBlanks(bytes, sign, end);
  return value >= 0 && literalAt(bytes, value, end) ? value : -1;
}

/** Whether the sign touches the last of several words, or one word and the value, as in "the secret when provider="x"" and "pass topic='x'": it assigns to that one. */
function isWordOfItsOwn(bytes: Uint8Array, start: number, sign: number): boolean {
  if (at(bytes, sign) !== EQUALS || isBlank(at(bytes, sign - 1))) return false;
  if (at(bytes, sign + 1) === code("'")) return true;
  for (let i = start; i < sign; i++) if (isBlank(bytes[i] as number)) return true;
  return false;
}

/** `{ get; set; } = "v"` of a property in C#: the offset of the literal, or -1. */
export function afterAccessors(bytes: Uint8Array, index: number, end: number): number {
  if (at(bytes, index) !== code('{')) return -1;
  let i = index + 1;
  while (
    i < end &&
    i - index < 48 &&
    (isLetter(bytes[i] as number) || ' ;'.includes(String.fromCharCode(bytes[i] as number)))
  )
    i++;
  if (at(bytes, i) !== code('}')) return -1;
  i = skipBlanks(bytes, i + 1, end);
  if (at(bytes, i) !== EQUALS) return -1;
  const value = skipBlanks(bytes, i + 1, end);
  return literalAt(bytes, value, end) ? value : -1;
}

/** `{name, "v"}` of Erlang: the offset of the literal, or -1. */
export function tupleAt(bytes: Uint8Array, name: Span, end: number): number {
  if (at(bytes, name.end) !== code(',') || at(bytes, name.start - 1) !== code('{')) return -1;
  const value = skipBlanks(bytes, name.end + 1, end);
  const quote = startsWith(bytes, value, end, '<<') ? value + 2 : value;
  if (at(bytes, quote) !== code('"')) return -1;
  let i = quote + 1;
  while (i < end && bytes[i] !== code('"') && !isEol(bytes[i] as number)) i++;
  i++;
  if (quote > value && startsWith(bytes, i, end, '>>')) i += 2;
  return at(bytes, i) === code('}') ? quote : -1;
}
