/** Quotes in every guise: ASCII, escaped inside another string, typographic, HTML entities and percent codes. */
import { at, code, isEol, startsWith } from './assignment-text.ts';

/** A quote as it stands, opening or closing. */
export interface Quote {
  /** ASCII code of the quote it stands for: `"`, `'` or a backtick. */
  readonly mark: number;
  /** Backslashes before it: 0 in plain text, 1 in a string, 3 in a string in a string. */
  readonly slashes: number;
  /** All its bytes. */
  readonly length: number;
  /** How it is written; an opening one is closed by its own kind. */
  readonly kind: 'ascii' | 'curly' | 'guillemet' | 'entity' | 'percent' | 'triple';
}

/** A string literal: offsets of its content, and of the byte after the closing quote. */
export interface Quoted {
  readonly start: number;
  readonly end: number;
  readonly after: number;
  readonly quote: Quote;
  /** A backslash lies inside. */
  readonly escaped: boolean;
}

const DOUBLE = 0x22;
const SINGLE = 0x27;
const BACKTICK = 0x60;
const BACKSLASH = 0x5c;
/** Longest literal that is read, in bytes. */
export const LONGEST_VALUE = 600;

const written: readonly (readonly [string, number, Quote['kind']])[] = [
  ['&quot;', DOUBLE, 'entity'],
  ['&#34;', DOUBLE, 'entity'],
  ['&#x22;', DOUBLE, 'entity'],
  ['&#39;', SINGLE, 'entity'],
  ['&apos;', SINGLE, 'entity'],
  ['\\u0022', DOUBLE, 'entity'],
  ['\\u0027', SINGLE, 'entity'],
  ['\\\\u0022', DOUBLE, 'entity'],
  ['\\x22', DOUBLE, 'entity'],
  ['\\x27', SINGLE, 'entity'],
  ['\\042', DOUBLE, 'entity'],
  ['%22', DOUBLE, 'percent'],
  ['%27', SINGLE, 'percent'],
  ['%2522', DOUBLE, 'percent'],
  ['%5c%22', DOUBLE, 'percent'],
];

function typographicAt(bytes: Uint8Array, index: number): Quote | null {
  const first = at(bytes, index);
  const second = at(bytes, index + 1);
  if (first === 0xc2 && (second === 0xab || second === 0xbb)) {
    return { mark: DOUBLE, slashes: 0, length: 2, kind: 'guillemet' };
  }
  if (first !== 0xe2 || second !== 0x80) return null;
  const third = at(bytes, index + 2);
  if (third >= 0x9c && third <= 0x9e) return { mark: DOUBLE, slashes: 0, length: 3, kind: 'curly' };
  return third === 0x98 || third === 0x99 ? { mark: SINGLE, slashes: 0, length: 3, kind: 'curly' } : null;
}

function asciiAt(bytes: Uint8Array, index: number, end: number): Quote | null {
  let i = index;
  while (i < end && bytes[i] === BACKSLASH && i - index < 8) i++;
  const slashes = i - index;
  const mark = i < end ? (bytes[i] as number) : 0;
  if (mark !== DOUBLE && mark !== SINGLE && mark !== BACKTICK) return null;
  if (slashes === 0 && at(bytes, i + 1) === mark && at(bytes, i + 2) === mark && i + 3 <= end) {
    return { mark, slashes, length: 3, kind: 'triple' };
  }
  return { mark, slashes, length: slashes + 1, kind: 'ascii' };
}

/** The quote that begins at `index`, backslashes included, or null. */
export function quoteAt(bytes: Uint8Array, index: number, end: number): Quote | null {
  const byte = at(bytes, index);
  const isCode = byte === BACKSLASH && isCodeNext(bytes, index + 1);
  if (byte === DOUBLE || byte === SINGLE || byte === BACKTICK || (byte === BACKSLASH && !isCode))
    return asciiAt(bytes, index, end);
  if (byte === 0xe2 || byte === 0xc2) return typographicAt(bytes, index);
  if (byte !== code('&') && byte !== code('%') && !isCode) return null;
  for (const [text, mark, kind] of written) {
    if (startsWith(bytes, index, end, text)) return { mark, slashes: 0, length: text.length, kind };
  }
  return null;
}

/** Whether what follows a backslash begins the code of a character: `u`, `x`, `0`, and `u` behind one more. */
function isCodeNext(bytes: Uint8Array, index: number): boolean {
  const next = at(bytes, index);
  if (next === BACKSLASH) return at(bytes, index + 1) === code('u');
  return next === code('u') || next === code('x') || next === code('0');
}

/** Whether a quote after `run` backslashes closes a string that was opened after `slashes` of them. */
function closes(run: number, slashes: number): boolean {
  return run <= slashes ? run % 2 === slashes % 2 || run < slashes : (run - slashes) % (2 * (slashes + 1)) === 0;
}

/** Closing ASCII quote of a one-line string: the offset of its backslashes, or -1. */
function closeAscii(bytes: Uint8Array, from: number, limit: number, quote: Quote, escapes: boolean): number {
  let run = 0;
  for (let i = from; i < limit; i++) {
    const byte = bytes[i] as number;
    if (byte === BACKSLASH) run++;
    else {
      if (byte === quote.mark && (!escapes || closes(run, quote.slashes))) {
        if (quote.mark !== SINGLE || quote.slashes > 0 || at(bytes, i + 1) !== SINGLE || i === from) {
          return escapes ? i - Math.min(run, quote.slashes) : i;
        }
        // Doubled single quote (SQL, YAML): part of the value.
        if (i + 2 >= limit || bytes[i + 2] === SINGLE) return i;
        i++;
      }
      if (isEol(byte) && quote.mark !== BACKTICK && !(quote.slashes === 0 && isContinued(bytes, i, run))) return -1;
      run = 0;
    }
  }
  return -1;
}

/** Whether a backslash before a line end makes the string go on in the next line. */
function isContinued(bytes: Uint8Array, eol: number, run: number): boolean {
  return run % 2 === 1 || (bytes[eol] === 0x0a && at(bytes, eol - 1) === 0x0d && at(bytes, eol - 2) === BACKSLASH);
}

function closeOther(bytes: Uint8Array, from: number, limit: number, quote: Quote): number {
  for (let i = from; i < limit; i++) {
    if (isEol(bytes[i] as number) && quote.kind !== 'triple') return -1;
    const found = quoteAt(bytes, i, limit);
    if (found !== null && found.kind === quote.kind && found.mark === quote.mark) return i;
  }
  return -1;
}

/**
 * The literal whose opening quote begins at `index`; null when there is no quote, or it is not closed on the line
 * (backticks and triple quotes: within {@link LONGEST_VALUE}) and before `end`.
 */
export function readQuoted(bytes: Uint8Array, index: number, end: number): Quoted | null {
  const quote = quoteAt(bytes, index, end);
  if (quote === null) return null;
  const start = index + quote.length;
  const limit = Math.min(end, start + LONGEST_VALUE + 8);
  let close: number;
  if (quote.kind !== 'ascii') close = closeOther(bytes, start, limit, quote);
  else {
    close = closeAscii(bytes, start, limit, quote, true);
    // A Windows path or an SQL string may end in a backslash that escapes nothing.
    if (close < 0 && quote.mark === SINGLE && quote.slashes === 0)
      close = closeAscii(bytes, start, limit, quote, false);
  }
  // Two quotes and no third: an empty string, not the beginning of a block.
  if (quote.kind === 'triple' && close < 0) return emptyAt(index, quote);
  if (close < 0) return null;
  const closing = quoteAt(bytes, close, end);
  return {
    start,
    end: close,
    after: close + (closing === null ? 1 : closing.length),
    quote,
    escaped: holds(bytes, start, close, BACKSLASH),
  };
}

function emptyAt(index: number, quote: Quote): Quoted {
  return { start: index + 1, end: index + 1, after: index + 2, quote, escaped: false };
}

/** Whether a byte occurs in `bytes[start..end)`. */
export function holds(bytes: Uint8Array, start: number, end: number, byte: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i] === byte) return true;
  return false;
}

/**
 * The literal whose closing ASCII quote lies right before `after`, or null. Looks back on the same line, not before `floor`.
 */
export function readQuotedBack(bytes: Uint8Array, after: number, floor: number): Quoted | null {
  const mark = at(bytes, after - 1);
  if (mark !== DOUBLE && mark !== SINGLE && mark !== BACKTICK) return null;
  let close = after - 1;
  while (close > floor && bytes[close - 1] === BACKSLASH) close--;
  const slashes = after - 1 - close;
  for (let i = close - 1; i >= floor && !isEol(bytes[i] as number); i--) {
    if (bytes[i] !== mark) continue;
    let open = i;
    while (open > floor && bytes[open - 1] === BACKSLASH) open--;
    if (i - open !== slashes) continue;
    const quote: Quote = { mark, slashes, length: slashes + 1, kind: 'ascii' };
    return { start: i + 1, end: close, after, quote, escaped: holds(bytes, i + 1, close, BACKSLASH) };
  }
  return null;
}
