/** Values that stand between tags: the element's own text, a value element inside it, or the one after it. */
import { latin1 } from '../../bytes/latin1.ts';
import type { Span } from '../../bytes/span.ts';
import {
  at,
  code,
  isBlank,
  isEol,
  isWord,
  lineEnd,
  shortText,
  skipBlanks,
  skipSpace,
  startsWith,
} from './assignment-text.ts';

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
  const tag = tagNameEnd(bytes, index, end);
  if (!VALUE_TAG.test(shortText(bytes, index, tag))) return -1;
  if (at(bytes, tag) === code('>')) return tag + 1;
  const close = isBlank(at(bytes, tag)) ? tagEnd(bytes, tag, end) : -1;
  return close < 0 ? -1 : close + 1;
}

function tagNameEnd(bytes: Uint8Array, index: number, end: number): number {
  let i = index;
  while (i < end && (isWord(bytes[i] as number) || '-:.'.includes(String.fromCharCode(bytes[i] as number)))) i++;
  return i;
}

/** `<name type="text">v`: the offset of `>` when attributes end in it and text follows, or -1. */
export function attributesEnd(bytes: Uint8Array, index: number, end: number): number {
  if (!isBlank(at(bytes, index))) return -1;
  const close = tagEnd(bytes, index, end);
  return close >= 0 && at(bytes, close + 1) !== code('<') ? close : -1;
}

/** The offset of the `>` that ends a tag and opens its element, or -1. */
function tagEnd(bytes: Uint8Array, index: number, end: number): number {
  const limit = Math.min(end, index + 256);
  let i = index;
  while (i < limit && bytes[i] !== code('>') && bytes[i] !== code('<') && !isEol(bytes[i] as number)) i++;
  return i < limit && bytes[i] === code('>') && bytes[i - 1] !== code('/') && bytes[i - 1] !== code('-') ? i : -1;
}

/** Elements of configurations and resources whose text is what their name is given; those of pages hold text for people. */
const NAMED_TAG =
  /^(?:string|param|parameter|init-param|prop|property|setting|entry|item|field|variable|var|arg|argument|data|add|attribute|constant|config|env)$/i;
const LONGEST_TAG = 128;

/**
 * `<string name="x" translatable="false">v` and `<setting name="x" serializeAs="String"><value>v`: the offset of the value, or -1.
 *
 * @param nameStart - Of the name, which is the value of an attribute.
 * @param index - Behind the quote that closes it.
 */
export function namedElementText(bytes: Uint8Array, nameStart: number, index: number, end: number): number {
  if (!isBlank(at(bytes, index))) return -1;
  const floor = Math.max(0, nameStart - LONGEST_TAG);
  let open = nameStart - 1;
  while (open >= floor && bytes[open] !== code('<') && bytes[open] !== code('>') && !isEol(bytes[open] as number))
    open--;
  if (open < floor || bytes[open] !== code('<')) return -1;
  let tag = open + 1;
  while (tag < nameStart && (isWord(bytes[tag] as number) || bytes[tag] === code('-'))) tag++;
  if (!isBlank(at(bytes, tag)) || !NAMED_TAG.test(shortText(bytes, open + 1, tag))) return -1;
  const close = tagEnd(bytes, index, end);
  const text = close < 0 ? -1 : elementText(bytes, close + 1, end);
  return text < 0 || at(bytes, text) === code('<') ? -1 : text;
}

/** A value that a template or a store sets in braces, which are no part of it; what a reader of the store would decrypt keeps them. */
const IN_BRACES = /^\{(?!AQAAAB)(?=[A-Za-z_-]*[0-9]+[A-Za-z])[A-Za-z0-9_-]{16,200}\}$/;

/** A quote as pages write it. */
const ESCAPED_QUOTE = /^&(?:#39|#x27|quot|#34);/;

/** The span of an element's text without braces round a single random word, and without the quotes of a program that shows it. */
export function withoutBraces(bytes: Uint8Array, start: number, end: number): Span {
  const quote =
    at(bytes, start) === code('&') ? ESCAPED_QUOTE.exec(shortText(bytes, start, Math.min(end, start + 6))) : null;
  const length = quote === null ? 0 : quote[0].length;
  if (quote !== null && end - start > 2 * length && startsWith(bytes, end - length, end, quote[0]))
    return { start: start + length, end: end - length };
  const isBraced = bytes[start] === code('{') && IN_BRACES.test(shortText(bytes, start, end));
  return isBraced ? { start: start + 1, end: end - 1 } : { start, end };
}

/** `<key>X</key><string>v</string>`, `<name>X</name><value>v</value>`, `<dt>X</dt><dd>v</dd>`: the offset of the value, or -1. */
export function siblingText(bytes: Uint8Array, index: number, end: number): number {
  const i = tagNameEnd(bytes, index + 2, end);
  if (at(bytes, i) !== code('>')) return -1;
  let open = skipSpace(bytes, i + 1, end, 2);
  const most = NAME_TAG.test(shortText(bytes, index + 2, i)) ? MOST_PASSED : 0;
  for (let passed = 0; passed < most; passed++) open = behindElement(bytes, open, end);
  if (at(bytes, open) !== code('<')) return -1;
  const partner = PARTNERS[shortText(bytes, index + 2, Math.min(i, index + 5)).toLowerCase()];
  const isPartner = partner !== undefined && startsWith(bytes, open + 1, end, partner);
  const text =
    isPartner || saysValue(bytes, open, end)
      ? tagEnd(bytes, open + 1, end) + 1 || -1
      : valueTagEnd(bytes, open + 1, end);
  return text < 0 || hasOwnName(bytes, open, text) ? -1 : insideMarkup(bytes, skipBlanks(bytes, text, end), end);
}

/** Behind the tag of text as it is, which pages that show settings put round a value: `<td><pre>v`. */
function insideMarkup(bytes: Uint8Array, index: number, end: number): number {
  if (at(bytes, index) !== code('<')) return index;
  const tag = tagNameEnd(bytes, index + 1, end);
  return at(bytes, tag) === code('>') && /^(?:pre|code|samp|tt|span|b|i)$/i.test(shortText(bytes, index + 1, tag))
    ? tag + 1
    : index;
}

/** `<stringProp name="Header.value">` of JMeter: an element whose own name says that it holds a value. */
function saysValue(bytes: Uint8Array, open: number, end: number): boolean {
  return /^<\w{1,24} name="[\w.]{1,24}\.value">/.test(latin1(bytes, open, Math.min(end, open + LONGEST_VALUE_TAG)));
}

const LONGEST_VALUE_TAG = 64;

/** Whether a name is the whole of a text in quotes, `"<password>"`: what stands in place of a value. */
export function isQuotedTag(bytes: Uint8Array, { start, end }: Span): boolean {
  const quote = at(bytes, start - 2);
  return (quote === 0x22 || quote === 0x27) && at(bytes, start - 1) === code('<') && at(bytes, end + 1) === quote;
}

/** Elements that hold a name, and those that may stand between it and its value. */
const NAME_TAG = /(?:^|[-:.])(?:name|key)$/i;
const DESCRIBES = /(?:^|[-:.])(?:description|displayName|type|final|source|trim)$/i;
const MOST_PASSED = 3;

/** Behind the element of one line that begins at `index` and says what a value is; the offset itself when there is none. */
function behindElement(bytes: Uint8Array, index: number, end: number): number {
  if (at(bytes, index) !== code('<')) return index;
  const name = tagNameEnd(bytes, index + 1, end);
  if (!DESCRIBES.test(shortText(bytes, index + 1, name))) return index;
  const stop = lineEnd(bytes, name, end);
  if (at(bytes, stop - 1) !== code('>')) return index;
  return skipSpace(bytes, stop, end, 1);
}

/** Whether the tag `[open, close)` names what its element holds: a list of translations, `<string name="x">X</string>`. */
function hasOwnName(bytes: Uint8Array, open: number, close: number): boolean {
  return / (?:name|key|id)=(?!["'](?:[\w.]{1,24}\.)?value["'])/.test(shortText(bytes, open, close));
}

/** Elements of pages and what the one after them is, which holds what they name. */
const PARTNERS: Readonly<Record<string, string>> = { dt: 'dd', th: 'td', td: 'td' };
