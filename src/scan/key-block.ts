/** Private key blocks in a stream, line by line: which part of a line is key material, known when the line ends. */
import { latin1 } from '../bytes/latin1.ts';
import { indexOfText } from '../bytes/search.ts';

/** Follows blocks through the lines of a text. */
export interface KeyBlocks {
  /** A block is open: the next line may be key material. */
  readonly open: boolean;
  /** Takes the next line, without its LF, and gives the span of key material in it, or null. */
  take(bytes: Uint8Array, start: number, end: number): { start: number; end: number } | null;
}

const BEGIN = /-----BEGIN (?:[A-Z0-9]{1,16} ){0,3}PRIVATE KEY(?: BLOCK)?-----/;
const BEGIN_WORDS = 'PRIVATE KEY';
/** `Proc-Type: 4,ENCRYPTED`, `Version: …`: before the body. */
const HEADER = /^[A-Za-z][A-Za-z-]{2,24}: /;
const LONGEST_LINE = 4096;
/** The shortest line that is taken for a full line of a body. */
const FULL_LINE = 16;

/** Follower for one text. */
export function createKeyBlocks(): KeyBlocks {
  let prefix: string | null = null;
  let inBody = false;
  return {
    get open() {
      return prefix !== null;
    },
    take(bytes, start, end) {
      if (prefix === null) {
        if (indexOfText(bytes, BEGIN_WORDS, start, end) !== -1) prefix = prefixOfBegin(bytes, start, end);
        inBody = false;
        return null;
      }
      const line = latin1(bytes, start, Math.min(end, start + LONGEST_LINE)).trimEnd();
      const body = bodyIn(line, prefix, inBody);
      if (body !== null) {
        inBody = true;
        if (body.end - body.start < FULL_LINE) prefix = null;
        return { start: start + body.start, end: start + body.end };
      }
      if (inBody || !isHeader(line, prefix)) prefix = prefixOfBegin(bytes, start, end);
      return null;
    },
  };
}

/** What stands before BEGIN on its line, when nothing but a line end (as it is or escaped) follows. */
function prefixOfBegin(bytes: Uint8Array, start: number, end: number): string | null {
  const line = latin1(bytes, start, Math.min(end, start + LONGEST_LINE));
  const begin = BEGIN.exec(line);
  if (begin === null) return null;
  const rest = line.slice(begin.index + begin[0].length).trim();
  return rest === '' || /^(?:\\+[nr]){0,2}["',]/.test(rest) ? line.slice(0, begin.index) : null;
}

/** The run of base64 after the line's prefix, when the line holds nothing else. */
function bodyIn(line: string, prefix: string, inBody: boolean): { start: number; end: number } | null {
  let start = bodyStart(line, prefix);
  while (line[start] === ' ' || line[start] === '\t') start++;
  const run = /^[A-Za-z0-9+/]{1,1024}={0,2}|^=[A-Za-z0-9+/]{4}/.exec(line.slice(start));
  if (run === null) return null;
  const { length } = run[0];
  const rest = line.slice(start + length);
  if (rest !== '' && !/^(?:\\+[nr]|["',\\])/.test(rest)) return null;
  const isFull = length >= FULL_LINE;
  return isFull || (inBody && (length % 4 === 0 || run[0][0] === '=')) ? { start, end: start + length } : null;
}

/** The same prefix again, or, for one that changes (a time), as many words. */
function bodyStart(line: string, prefix: string): number {
  if (line.startsWith(prefix)) return prefix.length;
  const words = prefix.trim().split(/\s+/).length;
  const match = new RegExp(`^\\s*(?:\\S{1,256}\\s+){${Math.min(words, 32)}}`).exec(line);
  return match ? match[0].length : 0;
}

function isHeader(line: string, prefix: string): boolean {
  const text = line.slice(bodyStart(line, prefix)).trim();
  return text === '' || HEADER.test(text);
}
