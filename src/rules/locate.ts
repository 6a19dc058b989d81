/** Where a key stands in a TOML text, so that every complaint about a pack names its line. */

/** From the root: table names, keys and array indices, for example `['rules', 2, 'examples', 0]`. */
export type KeyPath = readonly (string | number)[];

/** The 1-based line of a key or array element; of its nearest known ancestor when it is absent; 1 at worst. */
export type Locate = (path: KeyPath) => number;

/**
 * Indexes a TOML text by key path. Meant for texts that a real parser has accepted: on others it finds what it can
 * and never throws. Linear in the text.
 */
export function createLocator(text: string): Locate {
  const lines = new Map<string, number>();
  try {
    indexDocument({ text, at: 0, line: 1, lines });
  } catch (error) {
    if (!(error instanceof EndOfText)) throw error;
  }
  return (path) => {
    for (let length = path.length; length > 0; length--) {
      const line = lines.get(JSON.stringify(path.slice(0, length)));
      if (line !== undefined) return line;
    }
    return 1;
  };
}

interface Cursor {
  readonly text: string;
  at: number;
  line: number;
  readonly lines: Map<string, number>;
}

class EndOfText extends Error {}

function note(cursor: Cursor, path: KeyPath): void {
  const key = JSON.stringify(path);
  if (!cursor.lines.has(key)) cursor.lines.set(key, cursor.line);
}

function advance(cursor: Cursor, count = 1): void {
  for (let i = 0; i < count; i++) {
    if (cursor.at >= cursor.text.length) throw new EndOfText();
    if (cursor.text[cursor.at] === '\n') cursor.line++;
    cursor.at++;
  }
}

function skipBlank(cursor: Cursor, blanks: string): void {
  while (cursor.at < cursor.text.length) {
    const char = cursor.text[cursor.at] as string;
    if (char === '#') while (cursor.at < cursor.text.length && cursor.text[cursor.at] !== '\n') cursor.at++;
    else if (blanks.includes(char)) advance(cursor);
    else return;
  }
}

function indexDocument(cursor: Cursor): void {
  const counts = new Map<string, number>();
  let table: KeyPath = [];
  while (true) {
    skipBlank(cursor, ' \t\r\n');
    if (cursor.at >= cursor.text.length) return;
    if (cursor.text[cursor.at] === '[') table = readHeader(cursor, counts);
    else readPair(cursor, table);
  }
}

/** `[a.b]` or `[[a.b]]`; the result holds the index of the latest element of every array of tables on the way. */
function readHeader(cursor: Cursor, counts: Map<string, number>): KeyPath {
  const isArray = cursor.text[cursor.at + 1] === '[';
  const line = cursor.line;
  advance(cursor, isArray ? 2 : 1);
  const names = readKey(cursor);
  advance(cursor, isArray ? 2 : 1);
  const path: (string | number)[] = [];
  names.forEach((name, depth) => {
    path.push(name);
    const key = JSON.stringify(path);
    if (isArray && depth === names.length - 1) counts.set(key, (counts.get(key) ?? -1) + 1);
    const index = counts.get(key);
    if (index !== undefined) path.push(index);
  });
  const key = JSON.stringify(path);
  if (!cursor.lines.has(key)) cursor.lines.set(key, line);
  return path;
}

function readKey(cursor: Cursor): string[] {
  const names: string[] = [];
  while (true) {
    skipBlank(cursor, ' \t');
    const char = cursor.text[cursor.at];
    if (char === '"' || char === "'") names.push(readString(cursor));
    else {
      const word = /[A-Za-z0-9_-]+/y;
      word.lastIndex = cursor.at;
      const found = word.exec(cursor.text);
      if (found === null) throw new EndOfText();
      names.push(found[0]);
      advance(cursor, found[0].length);
    }
    skipBlank(cursor, ' \t');
    if (cursor.text[cursor.at] !== '.') return names;
    advance(cursor);
  }
}

function readPair(cursor: Cursor, table: KeyPath): void {
  const line = cursor.line;
  const path = [...table, ...readKey(cursor)];
  const key = JSON.stringify(path);
  if (!cursor.lines.has(key)) cursor.lines.set(key, line);
  advance(cursor); // the equals sign
  readValue(cursor, path);
}

function readValue(cursor: Cursor, path: KeyPath): void {
  skipBlank(cursor, ' \t');
  const char = cursor.text[cursor.at];
  if (char === '"' || char === "'") readString(cursor);
  else if (char === '[') readArray(cursor, path);
  else if (char === '{') readInlineTable(cursor, path);
  else while (cursor.at < cursor.text.length && !',]}\n#'.includes(cursor.text[cursor.at] as string)) advance(cursor);
}

function readArray(cursor: Cursor, path: KeyPath): void {
  advance(cursor);
  for (let index = 0; ; index++) {
    skipBlank(cursor, ' \t\r\n,');
    if (cursor.text[cursor.at] === ']') return advance(cursor);
    note(cursor, [...path, index]);
    const before = cursor.at;
    readValue(cursor, [...path, index]);
    if (cursor.at === before) throw new EndOfText();
  }
}

function readInlineTable(cursor: Cursor, path: KeyPath): void {
  advance(cursor);
  while (true) {
    skipBlank(cursor, ' \t\r\n,');
    if (cursor.text[cursor.at] === '}') return advance(cursor);
    readPair(cursor, path);
  }
}

/** Any of TOML's four kinds of string. Escapes are skipped, not undone: keys with escapes do not occur in packs. */
function readString(cursor: Cursor): string {
  const quote = cursor.text[cursor.at] as string;
  const isLong = cursor.text.startsWith(quote.repeat(3), cursor.at);
  const fence = isLong ? quote.repeat(3) : quote;
  advance(cursor, fence.length);
  const start = cursor.at;
  while (!cursor.text.startsWith(fence, cursor.at))
    advance(cursor, quote === '"' && cursor.text[cursor.at] === '\\' ? 2 : 1);
  const content = cursor.text.slice(start, cursor.at);
  advance(cursor, fence.length);
  // A long string may end in up to two quotes of its own, which stand before the fence.
  if (isLong) while (cursor.text[cursor.at] === quote) advance(cursor);
  return content;
}
