/** A value of a structured document with the way to it, the same for JSON and YAML. */

/** One scalar. Offsets are into the document and leave quotes out. */
export interface Entry {
  /** Keys from the top; an element of a list is `#` and its number, unique in the document. */
  readonly path: readonly string[];
  readonly start: number;
  readonly end: number;
  /** The scalar with quotes and escapes undone, latin1. Lines of a block scalar are joined by LF. */
  readonly value: string;
}

/** The last key of a path. */
export function keyOf(entry: Entry): string {
  return entry.path.at(-1) ?? '';
}
