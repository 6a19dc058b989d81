/** Values that stand between tags: the element's own text, a value element inside it, or the one after it. */
import type { Span } from '../../bytes/span.ts';
import { at, code, isBlank, isEol, isWord, shortText, skipBlanks, skipSpace } from './assignment-text.ts';

/** Elements that hold the value of the one before or round them. */
const VALUE_TAG = /(?:string|value|val|data|text|content)$/i;

/** Whether the name is an element's: `<name`, `<ns:name`. */
export function opensTag(bytes: Uint8Array, start: number): boolean {
  let i = start;
  if (at(bytes, i - 1) === code(':')) for (i--; isWord(at(bytes, i - 1)); i--);
  return at(bytes, i - 1) === code('<');
}

/** The offset of the text that follows a tag, inside the element that holds it where there is one: `<property name="x"><value>v`. */
export function elementText(bytes: Uint8Array, index: number, end: number): number {
  const text = skipSpace(bytes, index, end, 1);
  const tagEnd = at(bytes, text) === code('<') ? valueTagEnd(bytes, text + 1, end) : -1;
  return tagEnd < 0 ? text : skipSpace(bytes, tagEnd, end, 1);
}

/** Where the tag of an element that holds a value ends, its name beginning at `index`; -1 when it is another. */
function valueTagEnd(bytes: Uint8Array, index: number, end: number): number {
  let tag = index;
  while (tag < end && isWord(bytes[tag] as number)) tag++;
  return at(bytes, tag) === code('>') && VALUE_TAG.test(shortText(bytes, index, tag)) ? tag + 1 : -1;
}

/** `<name type="text">v`: the offset of `>` when attributes end in it and text follows, or -1. */
export function attributesEnd(bytes: Uint8Array, index: number, end: number): number {
  if (!isBlank(at(bytes, index))) return -1;
  const limit = Math.min(end, index + 256);
  let i = index;
  while (i < limit && bytes[i] !== code('>') && bytes[i] !== code('<') && !isEol(bytes[i] as number)) i++;
  const opens = at(bytes, i) === code('>') && bytes[i - 1] !== code('/') && bytes[i - 1] !== code('-');
  return opens && at(bytes, i + 1) !== code('<') ? i : -1;
}

/** A value that a template or a store sets in braces, which are no part of it; what a reader of the store would decrypt keeps them. */
const IN_BRACES = /^\{(?!AQAAAB)(?=[A-Za-z_-]*[0-9]+[A-Za-z])[A-Za-z0-9_-]{16,200}\}$/;

/** The span of an element's text without braces round a single random word. */
export function withoutBraces(bytes: Uint8Array, start: number, end: number): Span {
  const isBraced = bytes[start] === code('{') && IN_BRACES.test(shortText(bytes, start, end));
  return isBraced ? { start: start + 1, end: end - 1 } : { start, end };
}

/** `<key>X</key><string>v</string>` and `<name>X</name><value>v</value>`: the offset of the value, or -1. */
export function siblingText(bytes: Uint8Array, index: number, end: number): number {
  let i = index + 2;
  while (i < end && isWord(bytes[i] as number)) i++;
  if (at(bytes, i) !== code('>')) return -1;
  const open = skipSpace(bytes, i + 1, end, 1);
  if (at(bytes, open) !== code('<')) return -1;
  const tagEnd = valueTagEnd(bytes, open + 1, end);
  return tagEnd < 0 ? -1 : skipBlanks(bytes, tagEnd, end);
}
