/** Rows of characters of which a value is made: what `valueRun` of a rule says, as a table, since most windows hold none and are passed over in strides. */

/** So many characters in a row, each one of some. */
export interface Run {
  /** By byte: 1 where it is one of the characters. */
  readonly isPart: Uint8Array;
  readonly length: number;
}

/** By class of characters, as a regex writes it. */
const tables = new Map<string, Uint8Array>();

/** @param source - A class of characters and how many there are, `[0-9a-f]{32}`. */
export function toRun(source: string): Run {
  const open = source.lastIndexOf('{');
  const set = source.slice(0, open);
  let isPart = tables.get(set);
  if (isPart === undefined) {
    const one = new RegExp(`^${set}$`);
    isPart = Uint8Array.from({ length: 256 }, (_, byte) => (one.test(String.fromCharCode(byte)) ? 1 : 0));
    tables.set(set, isPart);
  }
  return { isPart, length: Number(source.slice(open + 1, -1)) };
}

/** Whether `bytes[start..end)` holds the row. Looks at each byte at most twice, and at few where there is none. */
export function holdsRun(bytes: Uint8Array, start: number, end: number, { isPart, length }: Run): boolean {
  for (let from = start; from + length <= end;) {
    let last = from + length - 1;
    while (last >= from && isPart[bytes[last]!] === 1) last--;
    if (last < from) return true;
    from = last + 1;
  }
  return false;
}
