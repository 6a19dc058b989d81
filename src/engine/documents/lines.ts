/** The lines of a text, for readers of files that hold one thing a line. */

export interface Line {
  readonly line: string;
  /** Where it begins in its text. */
  readonly offset: number;
}

/** The lines from an offset on without their ends, one by one: mostly the first tells that it is not what is looked for. */
export function* linesOf(text: string, from = 0): Generator<Line> {
  for (let offset = from, next = 0; offset < text.length; offset = next) {
    const end = text.indexOf('\n', offset);
    next = end < 0 ? text.length : end + 1;
    yield { line: text.slice(offset, end < 0 ? next : end).replace(/\r$/, ''), offset };
  }
}
