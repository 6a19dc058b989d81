/** Makes hostile text (paths, refs, authors, names, facts) harmless to whoever reads it. */

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Begins a command to the runner of GitHub Actions wherever it stands in a line. */
const RUNNER_COMMAND = '##';

function escapeOne(character: string): string {
  if (character === RUNNER_COMMAND) return '#\\x23';
  const short = SHORT[character];
  if (short !== undefined) return short;
  const code = character.codePointAt(0) as number;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}

/**
 * The text with everything that a terminal, a log viewer, a bidi algorithm or a runner of GitHub Actions would act on shown as an escape:
 * `\n`, `\x1b`, `\u{202e}`, `#\x23[`. One line in, one line out; what is harmless stays as it is; twice is the same as once.
 */
export function escapeText(text: string): string {
  // Control characters of both blocks, format characters (bidi overrides, zero-width and tag characters), line and paragraph
  // separators, and surrogates without their partner.
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]|##(?=\[)/gu, escapeOne);
}

/** A value as JSON that is safe to print: it parses back to the same value, and only `indent` brings line breaks. */
export function escapeJson(value: unknown, indent = 0): string {
  // What JSON leaves as it stands although a terminal, or a reader of lines, would act on it.
  return JSON.stringify(value, null, indent).replace(/[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]|#(?=\[)/gu, (character) => {
    let out = '';
    for (let i = 0; i < character.length; i++) out += `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`;
    return out;
  });
}
