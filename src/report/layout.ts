/** Fitting words into columns. Knows nothing of findings. */

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** Columns that a terminal gives to the text: wide characters two, combining ones none. Escape it before. */
export function columnsOf(text: string): number {
  // Almost every text is of characters below the first that combines or is wide: there a column is a code unit.
  if (/^[\x20-\x7e\xa0-\u02ff]*$/.test(text)) return text.length;
  let columns = 0;
  for (const character of text) {
    if (/\p{M}/u.test(character)) continue;
    columns += WIDE.test(character) ? 2 : 1;
  }
  return columns;
}

/** Spaces before the first line and before every other. */
export interface Indent {
  readonly first: number;
  readonly rest: number;
}

/**
 * Puts pieces on lines of at most `width` columns, `glue` between two on one line. A piece is never cut: one that is
 * too long gets a line of its own and overflows it.
 */
export function flow(pieces: readonly string[], glue: string, width: number, indent: Indent): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces) {
    const room = width - (lines.length === 0 ? indent.first : indent.rest);
    if (line === '') line = piece;
    else if (columnsOf(line) + columnsOf(glue) + columnsOf(piece) <= room) line += glue + piece;
    else {
      lines.push(line);
      line = piece;
    }
  }
  if (line !== '') lines.push(line);
  return lines.map((text, i) => ' '.repeat(i === 0 ? indent.first : indent.rest) + text);
}

/** Stands for a space at which a line may not be broken; escaped text holds no control character of its own. */
const HELD_SPACE = '\u0001';

/** The text as one word for {@link wrap}: a path with spaces is never broken. */
export function hold(text: string): string {
  return text.replaceAll(' ', HELD_SPACE);
}

/** Wraps a sentence at its spaces, but for those that {@link hold} kept. */
export function wrap(text: string, width: number, indent: Indent = { first: 0, rest: 0 }): string[] {
  const words = text.split(' ').filter((word) => word !== '');
  return flow(words, ' ', width, indent).map((line) => line.replaceAll(HELD_SPACE, ' '));
}
