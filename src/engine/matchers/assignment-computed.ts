/**
 * Values that code computes though there is nothing to compute: what is made when it is first asked for (`by lazy { "v" }`), a property that
 * returns a literal, a function without arguments, the branches of a condition, and what a method gives in place of nothing
 * (`.unwrap_or("v")`).
 */
import { latin1 } from '../../bytes/latin1.ts';
import { literalAt } from './assignment-delimited.ts';
import { quoteAt, readQuoted } from './assignment-quote.ts';
import { at, code, isBlank, skipBlanks, skipSpace } from './assignment-text.ts';

const LONGEST_OPENING = 64;

/** `by lazy {`, `lazy {`, `{ return`: a block that holds nothing but a literal. */
const BLOCK =
  /^(?:(?:by[ \t]{1,4})?lazy(?:\([^()\r\n]{0,32}\))?[ \t]{0,4})?\{[ \t\r\n]{0,32}(?:return[ \t]{1,4})?(?=["'])/;
/** `() =>`, `() ->`, `_ =>`, `|_|`, `lambda:`: a function that returns a literal whatever it is given. */
const THUNK = /^(?:\(\)[ \t]{0,4}[=-]>|_[ \t]{0,4}[=-]>|\|_?\||lambda(?:[ \t]{1,4}_)?:)[ \t]{0,4}(?=["'`])/;

/** The literal in a block or behind a function's head that begins at `index`: its offset, or -1. */
export function computedAt(bytes: Uint8Array, index: number, end: number): number {
  if (!mayBegin(bytes, index)) return -1;
  const text = latin1(bytes, index, Math.min(end, index + LONGEST_OPENING));
  const thunk = THUNK.exec(text);
  if (thunk !== null) return index + thunk[0].length;
  const block = BLOCK.exec(text);
  if (block === null) return -1;
  const value = index + block[0].length;
  const literal = quoteAt(bytes, value, end) === null ? null : readQuoted(bytes, value, end);
  return literal !== null && at(bytes, skipSpace(bytes, literal.after, end, 1)) === code('}') ? value : -1;
}

/** Whether the first bytes are those of {@link BLOCK} or {@link THUNK}: nearly every value is asked, and few have them. */
function mayBegin(bytes: Uint8Array, index: number): boolean {
  switch (at(bytes, index)) {
    case code('{'):
    case code('('):
    case code('_'):
    case code('|'):
      return true;
    case code('b'):
      return at(bytes, index + 1) === code('y');
    case code('l'):
      return at(bytes, index + 1) === code('a');
    default:
      return false;
  }
}

/** A type, and behind it the block that makes the value: `String by lazy { "v" }`, `String { "v" }`. */
const TYPED_BLOCK = /^[A-Z][\w.<>?]{0,30}[?!]?[ \t]{1,4}(?=by lazy|\{)/;

/** The literal in a block behind the type that begins at `index`: its offset, or -1. */
export function typedBlockAt(bytes: Uint8Array, index: number, end: number): number {
  const byte = at(bytes, index);
  if (byte < 0x41 || byte > 0x5a) return -1;
  const type = TYPED_BLOCK.exec(latin1(bytes, index, Math.min(end, index + LONGEST_OPENING)));
  return type === null ? -1 : computedAt(bytes, index + type[0].length, end);
}

/** Methods that give their argument where there is nothing else. */
const OTHERWISE =
  /^\)?\.(?:unwrap_or(?:_else)?|or[_]?[eE]lse(?:Get)?|get[_]?[oO]r[_]?(?:[eE]lse|[dD]efault)|with_?[dD]efault|default|catch)\([ \t\r\n]{0,24}(?:(?:\(\)[ \t]?[=-]>|\|_?\|)[ \t]{0,4})?(?=["'`])/;

/** `.unwrap_or("v")`, `.orElse("v")`, `.default("v")` from the dot or the bracket before it: the offset of the literal, or -1. */
export function otherwiseAt(bytes: Uint8Array, index: number, end: number): number {
  const byte = at(bytes, index);
  if (byte !== code('.') && byte !== code(')')) return -1;
  const found = OTHERWISE.exec(latin1(bytes, index, Math.min(end, index + LONGEST_OPENING)));
  return found === null ? -1 : index + found[0].length;
}

const LONGEST_BRANCH = 64;

/** `? "v" : x` and `? x : "v"` from the mark on: the offset of the literal, or -1. */
export function branchAt(bytes: Uint8Array, mark: number, end: number): number {
  if (at(bytes, mark) !== code('?') || !isBlank(at(bytes, mark - 1)) || !isBlank(at(bytes, mark + 1))) return -1;
  const first = skipBlanks(bytes, mark + 1, end);
  if (literalAt(bytes, first, end)) {
    const literal = quoteAt(bytes, first, end) === null ? null : readQuoted(bytes, first, end);
    const colon = literal === null ? -1 : skipSpace(bytes, literal.after, end, 1);
    return literal !== null && literal.end > literal.start && at(bytes, colon) === code(':') ? first : -1;
  }
  const text = latin1(bytes, first, Math.min(end, first + LONGEST_BRANCH));
  const other = /^[\w.()[\]$>-]{1,48} {1,2}: {1,2}(?=["'])/.exec(text);
  return other === null ? -1 : first + other[0].length;
}
