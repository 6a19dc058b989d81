/**
 * The scalars of block-style YAML with their places, read line by line. It keeps going where a parser must give up (templates,
 * several documents, tabs), and knows of YAML only what manifests and configuration use: block mappings and lists, plain and quoted
 * scalars, block scalars. Flow collections, anchors and multi-line plain scalars are passed over.
 */
import { latin1 } from '../../bytes/latin1.ts';
import type { Entry } from './entry.ts';

const MOST_ENTRIES = 20_000;
const KEY =
  /^([ \t]*)((?:- +)*)(?:"([^"\n]{1,256})"|'([^'\n]{1,256})'|([A-Za-z0-9_.$/][^\s:#"'{}[\],][^:#"'{}[\],\n]{0,254}|[A-Za-z0-9_.$/]{1,2})) *:(?: +|$)/;
const BLOCK = /^[|>][-+0-9]{0,2} *(?:#.*)?$/;

/** Lines between keys: blank ones, comments, templates, items of lists, and what closes a flow collection. */
const GOES_ON = /^\s*(?:$|#|\{[{%#]|<%|%|-(?: |$)|---|\.\.\.|[\]})]+[,;]?$)/;

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

interface Level {
  readonly indent: number;
  readonly key: string;
}

/** All scalars of `bytes`, in order. */
export function readYamlEntries(bytes: Uint8Array): Entry[] {
  const lines = latin1(bytes).split('\n');
  const entries: Entry[] = [];
  let levels: Level[] = [];
  let offset = 0;
  let lists = 0;
  let last = 0;
  for (let i = 0; i < lines.length && entries.length < MOST_ENTRIES; i++) {
    const raw = lines[i] as string;
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    const lineStart = offset;
    offset += raw.length + 1;
    // Three dots end a document, too, but then another begins or nothing follows; on pages they stand for what was left out.
    if (/^---(\s|$)/.test(line)) levels = [{ indent: -1, key: `#${lists++}` }];
    const found = KEY.exec(line);
    if (found === null) {
      // What stands no deeper than the keys before it ends the document: the rest of a program, or of a page, round a manifest.
      if (indentOf(line) <= last && !GOES_ON.test(line)) levels = [{ indent: -1, key: `#${lists++}` }];
      continue;
    }
    const dashes = found[2] as string;
    let indent = (found[1] as string).length;
    levels = levels.filter(
      (level) => level.indent < indent || (dashes !== '' && level.indent === indent && !level.key.startsWith('#')),
    );
    if (dashes !== '') {
      levels.push({ indent, key: `#${lists++}` });
      indent += dashes.length;
    }
    last = indent;
    const key = found[3] ?? found[4] ?? (found[5] as string).trim();
    const path = [...levels.map((level) => level.key), key];
    const valueStart = lineStart + found[0].length;
    const text = line.slice(found[0].length).replace(/\s+$/, '');
    if (BLOCK.test(text)) {
      const block = readBlock(lines, i + 1, offset, indent);
      if (block.value !== '') entries.push({ path, start: block.start, end: block.end, value: block.value });
      i = block.line - 1;
      offset = block.offset;
    } else if (text === '' || text.startsWith('#')) levels.push({ indent, key });
    else entries.push(scalar(path, text, valueStart));
  }
  return entries;
}

function scalar(path: readonly string[], text: string, start: number): Entry {
  const quote = text[0];
  if (quote === '"' || quote === "'") {
    const close = text.indexOf(quote, 1);
    const end = close < 0 ? text.length : close;
    return { path, start: start + 1, end: start + end, value: text.slice(1, end) };
  }
  const value = text.replace(/\s+#.*$/, '');
  return { path, start, end: start + value.length, value };
}

interface Block {
  readonly start: number;
  readonly end: number;
  readonly value: string;
  /** The first line after the block, and where it begins. */
  readonly line: number;
  readonly offset: number;
}

function readBlock(lines: readonly string[], first: number, from: number, indent: number): Block {
  const parts: string[] = [];
  let start = -1;
  let end = from;
  let offset = from;
  let line = first;
  for (; line < lines.length; line++) {
    const text = (lines[line] as string).replace(/\s+$/, '');
    const inner = text.length - text.trimStart().length;
    if (text !== '' && inner <= indent) break;
    if (text !== '') {
      if (start < 0) start = offset + inner;
      end = offset + text.length;
    }
    if (start >= 0) parts.push(text.trimStart());
    offset += (lines[line] as string).length + 1;
  }
  return { start: Math.max(start, from), end, value: parts.join('\n').trimEnd(), line, offset };
}
