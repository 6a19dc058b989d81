/** The string values of a JSON document with their places. Comments and trailing commas pass, as configuration files have them. */
import { fromUtf8, latin1, utf8 } from '../../bytes/latin1.ts';
import type { Entry } from './entry.ts';

const DEEPEST = 64;
const MOST_ENTRIES = 20_000;

interface Reader {
  readonly bytes: Uint8Array;
  at: number;
  readonly path: string[];
  readonly entries: Entry[];
  lists: number;
}

/** All string values of `bytes`, in order; what was read before the first fault when it is no JSON. */
export function readJsonEntries(bytes: Uint8Array): Entry[] {
  const reader: Reader = { bytes, at: 0, path: [], entries: [], lists: 0 };
  readValue(reader, 0);
  return reader.entries;
}

function skipSpace(reader: Reader): number {
  const { bytes } = reader;
  for (;;) {
    const byte = bytes[reader.at];
    if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) reader.at++;
    else if (byte === 0x2f && bytes[reader.at + 1] === 0x2f) skipTo(reader, '\n');
    else if (byte === 0x2f && bytes[reader.at + 1] === 0x2a) skipTo(reader, '*/');
    else return byte ?? -1;
  }
}

function skipTo(reader: Reader, mark: string): void {
  const found = findText(reader.bytes, mark, reader.at + 2);
  reader.at = found < 0 ? reader.bytes.length : found + mark.length;
}

/** Reads one value; false ends the reading for good. */
function readValue(reader: Reader, depth: number): boolean {
  const byte = skipSpace(reader);
  if (depth > DEEPEST || reader.entries.length >= MOST_ENTRIES) return false;
  if (byte === 0x7b) return readMembers(reader, depth, 0x7d);
  if (byte === 0x5b) return readMembers(reader, depth, 0x5d);
  if (byte === 0x22) {
    const span = readString(reader);
    if (span === null) return false;
    reader.entries.push({
      path: [...reader.path],
      start: span.start,
      end: span.end,
      value: decode(reader.bytes, span.start, span.end),
    });
    return true;
  }
  const from = reader.at;
  while (reader.at < reader.bytes.length && isLiteral(reader.bytes[reader.at] as number)) reader.at++;
  return reader.at > from;
}

function isLiteral(byte: number): boolean {
  return (
    (byte >= 0x30 && byte <= 0x39) ||
    (byte >= 0x61 && byte <= 0x7a) ||
    byte === 0x2d ||
    byte === 0x2b ||
    byte === 0x2e ||
    byte === 0x45
  );
}

function readMembers(reader: Reader, depth: number, closer: number): boolean {
  reader.at++;
  for (;;) {
    const byte = skipSpace(reader);
    if (byte === closer) {
      reader.at++;
      return true;
    }
    if (byte === 0x2c) {
      reader.at++;
      continue;
    }
    let key = `#${reader.lists++}`;
    if (closer === 0x7d) {
      const span = byte === 0x22 ? readString(reader) : null;
      if (span === null || skipSpace(reader) !== 0x3a) return false;
      reader.at++;
      key = decode(reader.bytes, span.start, span.end);
    }
    reader.path.push(key);
    const isRead = readValue(reader, depth + 1);
    reader.path.pop();
    if (!isRead) return false;
  }
}

function readString(reader: Reader): { start: number; end: number } | null {
  const start = reader.at + 1;
  for (let i = start; i < reader.bytes.length; i++) {
    const byte = reader.bytes[i];
    if (byte === 0x5c) i++;
    else if (byte === 0x22) {
      reader.at = i + 1;
      return { start, end: i };
    } else if (byte === 0x0a) return null;
  }
  return null;
}

function decode(bytes: Uint8Array, start: number, end: number): string {
  const raw = latin1(bytes, start, end);
  if (!raw.includes('\\')) return raw;
  try {
    return latin1(fromUtf8(JSON.parse(`"${utf8(bytes, start, end)}"`) as string));
  } catch {
    return raw;
  }
}

function findText(bytes: Uint8Array, mark: string, from: number): number {
  const first = mark.charCodeAt(0);
  for (let i = bytes.indexOf(first, from); i !== -1; i = bytes.indexOf(first, i + 1)) {
    if (mark.length === 1 || bytes[i + 1] === mark.charCodeAt(1)) return i;
  }
  return -1;
}
