/**
 * A user's regex with its shorthand classes written out in ASCII. Patterns run on bytes, where V8's `\s` takes 0xA0 (half
 * of a UTF-8 `à`) for a space, and the two engines do not agree on what the shorthands mean.
 */

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
 * Rewrites `\s \S \w \W \d \D`, inside classes and out, to explicit bytes; everything else stays. `\b` is ASCII in both
 * engines already.
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
    text += char;
  }
  return text;
}
