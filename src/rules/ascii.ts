/**
 * What a user writes, as bytes. Patterns run on bytes, where V8's `\s` takes 0xA0 (half of a UTF-8 `à`) for a space, and the two engines
 * do not agree on what the shorthands mean; and a letter beyond ASCII is several of them.
 */
import { fromLatin1, fromUtf8, latin1, utf8 } from '../bytes/latin1.ts';

const WORD = '0-9A-Za-z_';
const DIGIT = '0-9';
const SPACE = '\\t\\n\\v\\f\\r ';
const NOT_WORD = '\\x00-/:-@\\[-^`{-\\xff';
const NOT_DIGIT = '\\x00-/:-\\xff';
const NOT_SPACE = '\\x00-\\x08\\x0e-\\x1f!-\\xff';

const CLASSES: Readonly<Record<string, string>> = {
  w: WORD,
  d: DIGIT,
  s: SPACE,
  W: NOT_WORD,
  D: NOT_DIGIT,
  S: NOT_SPACE,
};

/**
 * A literal as the engine compares it: a code unit a byte of its UTF-8. What is written so already (`Ã©` for `é`) stays.
 */
export function toBytes(literal: string): string {
  if (/^[\x00-\x7f]*$/.test(literal) || isBytes(literal)) return literal;
  return latin1(fromUtf8(literal));
}

/** Whether code units are bytes that make UTF-8. */
function isBytes(literal: string): boolean {
  if (/[^\x00-\xff]/.test(literal)) return false;
  return !utf8(fromLatin1(literal)).includes('\ufffd');
}

/**
 * Rewrites `\s \S \w \W \d \D`, inside classes and out, to explicit bytes, and letters beyond ASCII outside of classes to those of their
 * UTF-8; everything else stays. `\b` is ASCII in both engines already.
 *
 * @param source - Source of a JavaScript regex, valid or not; what is not valid stays so.
 */
export function toAscii(source: string): string {
  let text = '';
  let isInClass = false;
  for (let at = 0; at < source.length; at++) {
    const char = source.charAt(at);
    if (char === '\\') {
      const escaped = source.charAt(++at);
      const bytes = Object.hasOwn(CLASSES, escaped) ? CLASSES[escaped] : undefined;
      text += bytes === undefined ? char + escaped : isInClass ? bytes : `[${bytes}]`;
      continue;
    }
    if (char === '[') isInClass = true;
    else if (char === ']') isInClass = false;
    else if (char > '\x7f' && !isInClass) {
      const letter = String.fromCodePoint(source.codePointAt(at)!);
      text += `(?:${escapedBytes(letter)})`;
      at += letter.length - 1;
      continue;
    }
    text += char;
  }
  return text;
}

/** The bytes of a text's UTF-8 as escapes of a regex: `\\xc3\\xa9` for `é`. */
export function escapedBytes(text: string): string {
  return Array.from(fromUtf8(text), (byte) => `\\x${byte.toString(16)}`).join('');
}
