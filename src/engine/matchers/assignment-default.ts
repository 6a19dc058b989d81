/** Values that are what a name has when nothing else gives it one: behind `||` and its like, in filters, in named arguments. */
import { latin1 } from '../../bytes/latin1.ts';
import { branchAt, computedAt, otherwiseAt } from './assignment-computed.ts';
import { literalAt } from './assignment-delimited.ts';
import {
  at,
  code,
  isBlank,
  isEol,
  isIdent,
  isLetter,
  isWord,
  lineEnd,
  shortText,
  skipBlanks,
  skipSpace,
  startsWith,
} from './assignment-text.ts';
import { ALONE, type Literal, readBare, readString } from './assignment-value.ts';

/** `||`, `??`, `or`, `?:` followed by a literal: its offset, or -1. */
export function fallbackAt(bytes: Uint8Array, index: number, end: number): number {
  for (const sign of ['||', '??', '?:', 'or ']) {
    if (!startsWith(bytes, index, end, sign)) continue;
    const value = skipSpace(bytes, index + sign.length, end, 1);
    // In prose names stand in backticks: "use `x` or `y`".
    return literalAt(bytes, value, end) && !(sign === 'or ' && at(bytes, value) === code('`')) ? value : -1;
  }
  return -1;
}

/** Whether `{{` is open before `index` on its line: a bar there leads to a filter, and a word is an expression. */
export function isInTemplate(bytes: Uint8Array, index: number): boolean {
  for (let i = index - 1; i > 0 && !isEol(bytes[i] as number); i--) {
    if (bytes[i] === bytes[i - 1] && bytes[i] === code('}')) return false;
    if (bytes[i] === bytes[i - 1] && bytes[i] === code('{')) return true;
  }
  return false;
}

/** `default("v")` and `default "v"` after the bar of a filter: the offset of the literal, or -1. */
export function filterDefault(bytes: Uint8Array, index: number, end: number): number {
  let i = skipBlanks(bytes, index, end);
  if (!isDefault(bytes, i, end) || isWord(at(bytes, i + 7))) return -1;
  i = skipBlanks(bytes, i + 7, end);
  if (at(bytes, i) === code('(')) i++;
  return literalAt(bytes, i, end) ? i : -1;
}

/** Calls of pydantic, SQLModel and attrs whose first argument is the default. */
const FIELD = /^(?:[A-Za-z_]{1,20}\.)?(?:Field|field|ib|attrib|Secret(?:Str|Bytes))$/;

/** `Field(default=`, `Field("v"`: a call whose first argument is the default of a typed name. */
export function callWithDefault(bytes: Uint8Array, index: number, end: number): boolean {
  if (makesOfLiteral(bytes, index, end)) return true;
  let i = index;
  while (i < end && i - index < 32 && isIdent(bytes[i] as number)) i++;
  if (i === index || at(bytes, i) !== code('(')) return false;
  const first = skipSpace(bytes, i + 1, end, 1);
  return isDefault(bytes, first, end) || (literalAt(bytes, first, end) && isField(shortText(bytes, index, i)));
}

/** Calls that give back the text they are given, as another type: `String::from(`, `HeaderValue::from_static(`, `new SecretString(`, `Buffer.from(`. */
const MAKES =
  /^(?:new +)?[A-Za-z_][\w.:<>]{0,40}(?:[.:](?:from|from_static|from_str|of|valueOf|new)|(?:String|Str|Value|Text|Secret|Bytes|Data))\((?=["'])/;
const LONGEST_MAKER = 64;

/** Whether a call begins here that makes something of the literal it is given and says no more than that. */
export function makesOfLiteral(bytes: Uint8Array, index: number, end: number): boolean {
  if (!isLetter(at(bytes, index))) return false;
  return MAKES.test(latin1(bytes, index, Math.min(end, index + LONGEST_MAKER)));
}

/** Whether a call by this name makes a typed name of its first argument: its default. */
export function isField(callee: string): boolean {
  return FIELD.test(callee);
}

/** `default=`, `defaultValue:` or, in R, `unset =` of a named argument. */
export function isDefault(bytes: Uint8Array, index: number, end: number): boolean {
  return startsWith(bytes, index, end, 'default') || startsWith(bytes, index, end, 'unset');
}

/** Skips `default=` and its like; the offset itself when there is none. */
export function skipDefault(bytes: Uint8Array, index: number, end: number): number {
  let i = index;
  if (!isDefault(bytes, i, end)) return index;
  while (i < end && isWord(bytes[i] as number)) i++;
  i = skipBlanks(bytes, i, end);
  if (at(bytes, i) !== code('=') && at(bytes, i) !== code(':')) return index;
  const value = skipSpace(bytes, i + 1, end, 1);
  return Math.max(value, computedAt(bytes, value, end));
}

/** The literal of `{{ x | default("v") }}`, from its braces up to `stop`; null when no such template begins at `index`. */
export function templateDefault(bytes: Uint8Array, index: number, stop: number): Literal | null {
  if (!startsWith(bytes, index, stop, '{{')) return null;
  for (let i = index + 2; i < stop && !isEol(bytes[i] as number); i++) {
    const value = bytes[i] === code('|') ? filterDefault(bytes, i + 1, stop) : -1;
    if (value >= 0) return readString(bytes, value, stop);
  }
  return null;
}

/** A fallback further on the line: `apiKey: process.env.API_KEY ?? "v"`. */
export function lineFallback(bytes: Uint8Array, index: number, end: number): Literal | null {
  const stop = lineEnd(bytes, index, Math.min(end, index + 96));
  const inTemplate = templateDefault(bytes, index, stop);
  if (inTemplate !== null) return inTemplate;
  for (let i = index; i < stop; i++) {
    const byte = bytes[i] as number;
    if (byte === code(',') || byte === code(';')) return null;
    const otherwise = Math.max(otherwiseAt(bytes, i, end), branchAt(bytes, i, end));
    if (otherwise >= 0) return readString(bytes, otherwise, end);
    // `string | *"v"` of CUE.
    if (byte === code('|') && startsWith(bytes, i, end, '| *"')) return readString(bytes, i + 3, end);
    if (byte !== code('|') && byte !== code('?') && !(byte === code('o') && isBlank(at(bytes, i - 1)))) continue;
    const value = fallbackAt(bytes, i, end);
    if (value >= 0) return readString(bytes, value, end);
  }
  return null;
}

/** `${env:NAME}`: where configuration of servers and collectors gets a value from, before its name there. */
const SOURCES = new Set('env ENV sys file cmd vault ssm sm self cf aws gcp azure'.split(' '));

/** `${NAME:-v}`, `${NAME:v}` as a value: the fallback in it. */
export function readBraced(bytes: Uint8Array, index: number, end: number): Literal | null {
  if (!startsWith(bytes, index, end, '${')) return null;
  let i = index + 2;
  while (i < end && isIdent(bytes[i] as number) && bytes[i] !== code('-')) i++;
  // `${1:-v}` is the first argument of a script.
  if (i === index + 2 || !isWord(at(bytes, index + 2))) return null;
  if (SOURCES.has(shortText(bytes, index + 2, i))) return null;
  const colon = at(bytes, i) === code(':');
  if (colon) i++;
  if (at(bytes, i) === code('-') || at(bytes, i) === code('=')) i++;
  else if (!colon) return null;
  if (at(bytes, i) === code('}') || at(bytes, i) === code('$')) return null;
  return readString(bytes, i, end) ?? readBare(bytes, i, end, { ...ALONE, braced: true });
}

/** The fallback of `"${NAME:-v}"`, when nothing else stands between the quotes. */
export function wholeBraced(bytes: Uint8Array, start: number, end: number): Literal | null {
  if (at(bytes, end - 1) !== code('}')) return null;
  const literal = readBraced(bytes, start, end);
  return literal !== null && literal.after === end - 1 ? literal : null;
}
