/**
 * Private keys in armor: PEM, OpenSSH, OpenPGP and SSH2 blocks wherever they were pasted (one line, escaped, quoted,
 * concatenated, indented, behind a log or diff prefix), whole or cut off, and PuTTY files.
 *
 * Anchors: `PRIVATE KEY` and `PuTTY-User-Key-File-`. Reach: {@link PEM_REACH}. Linear: a block's lines are read once, and
 * reading stops at the first line that is no body and at the next dashes.
 */
import { latin1 } from '../../bytes/latin1.ts';
import type { Rule } from '../../rules/rule.ts';
import { decodeBase64 } from '../decode/base64.ts';
import { type Fact, Mark } from '../match.ts';
import {
  type ArmorLine,
  bodyOf,
  createArmorLine,
  headerOf,
  isBody,
  LONGEST_BLOCK_BYTES,
  readArmorLine,
} from './armor-lines.ts';
import { hasText, isWord } from './boundary.ts';
import { type KeyStructure, readDerKey, readOpenSshKey, readPgpKey } from './key-structure.ts';
import type { MatcherHit, Reach, Window } from './matcher.ts';
import { matchPutty } from './putty.ts';

/** The longest label and line prefix before the anchor; the longest block and its END line after it. */
export const PEM_REACH: Reach = { before: 128, after: LONGEST_BLOCK_BYTES + 256 };

/** Fewer base64 characters than in the shortest real key (an Ed25519 PKCS#8 key has 64). */
const SHORTEST_BODY = 64;
const LONGEST_PREFIX = 96;
/** Base64 characters of a key that a document shows in part; of more a log may have cut the end. */
const LEAST_OF_ELIDED = 512;

/** What was gathered while reading a block. */
interface Block {
  /** Base64 characters, `length` of them. */
  readonly body: Uint8Array;
  length: number;
  /** Where the last full line ends, in the haystack and in `body`: all that is sure of a block without END. */
  solidEnd: number;
  solidLength: number;
  encrypted: boolean;
  closed: boolean;
  /** Dots stand where lines were left out. */
  elided: boolean;
  end: number;
}

const line: ArmorLine = createArmorLine();
const body = new Uint8Array(LONGEST_BLOCK_BYTES);

/** Matches the block whose label the anchor lies in; none for END lines and public keys. */
export function matchPem(window: Window, rule: Rule): readonly MatcherHit[] {
  if (window.bytes[window.anchorStart] === 0x50 && window.bytes[window.anchorStart + 1] === 0x75) {
    return matchPutty(window, rule);
  }
  return matchArmor(window);
}

/** As {@link matchPem}, of blocks with a BEGIN line alone. */
export function matchArmor(window: Window): readonly MatcherHit[] {
  const begin = findBegin(window);
  if (begin === null) return [];
  const block = readBlock(window, begin);
  return toHits(window, begin, block);
}

interface Begin {
  readonly start: number;
  readonly end: number;
  readonly label: string;
}

/** The BEGIN line round the anchor: `-----BEGIN [LABEL ]PRIVATE KEY[ BLOCK]-----`. */
function findBegin(window: Window): Begin | null {
  const { bytes, anchorStart, anchorEnd } = window;
  if (bytes[anchorStart] !== 0x50) return null;
  let at = anchorStart;
  const least = Math.max(window.start, anchorStart - 40);
  while (at > least && isLabelByte(bytes[at - 1])) at--;
  if (!hasText(bytes, at, window.end, 'begin ')) at++;
  if (!hasText(bytes, at, window.end, 'begin ')) return null;
  let start = at;
  while (start > least && bytes[start - 1] === 0x2d) start--;
  if (at - start < 4) return null;
  let end = anchorEnd;
  if (hasText(bytes, end, window.end, ' block')) end += 6;
  const dashes = end;
  while (end < window.end && (bytes[end] === 0x2d || (end === dashes && bytes[end] === 0x20)) && end - dashes < 6)
    end++;
  if (end - dashes < 4) return null;
  return { start: Math.max(start, at - 5), end, label: latin1(bytes, at + 6, dashes).trim() };
}

/** Upper case letters, digits and blanks. */
function isLabelByte(byte: number | undefined): boolean {
  return byte === 0x20 || (byte !== undefined && isWord(byte) && (byte < 0x61 || byte > 0x7a));
}

function readBlock(window: Window, begin: Begin): Block {
  const block: Block = {
    body,
    length: 0,
    solidEnd: begin.end,
    solidLength: 0,
    encrypted: begin.label.includes('ENCRYPTED'),
    closed: false,
    elided: false,
    end: begin.end,
  };
  const limit = Math.min(window.end, begin.end + LONGEST_BLOCK_BYTES);
  const prefix = linePrefix(window, begin.start);
  let at = begin.end;
  let fresh = false;
  let foreign = 0;
  let width = 0;
  let short = false;
  while (at < limit) {
    readArmorLine(window.bytes, at, limit, line);
    block.elided ||= endsInDots();
    const kind = takeLine(block, fresh ? prefix : NO_PREFIX);
    if (line.atDashes) {
      closeBlock(window, block, line.next);
      break;
    }
    if (kind < 0) {
      foreign++;
      if (foreign > 2) break;
    } else if (kind > 0 && foreign === 0) {
      if (width === 0) width = kind;
      short ||= kind < width;
      if (!short || (kind >= 16 && block.solidLength === block.length - kind)) markSolid(block);
    }
    fresh = line.hardEnd;
    at = line.next;
  }
  if (block.closed) return block;
  block.end = block.solidEnd;
  block.length = block.solidLength;
  return block;
}

function markSolid(block: Block): void {
  block.solidLength = block.length;
  block.solidEnd = lastDataEnd;
}

interface LinePrefix {
  /** The bytes before BEGIN on its line that hold no word: repeated, they are cut off. */
  readonly plain: Uint8Array;
  /** Length of the whole prefix when it holds words (a log prefix), else 0. */
  readonly logLength: number;
}

const NO_PREFIX: LinePrefix = { plain: new Uint8Array(0), logLength: 0 };

function linePrefix(window: Window, begin: number): LinePrefix {
  const { bytes } = window;
  const least = Math.max(window.start, begin - LONGEST_PREFIX);
  let start = begin;
  while (start > least && bytes[start - 1] !== 0x0a) start--;
  let end = start;
  while (end < begin && !isWord(bytes[end])) end++;
  const last = bytes[begin - 1];
  const isLog = end < begin && (last === 0x20 || last === 0x09 || last === 0x7c);
  return { plain: bytes.subarray(start, end), logLength: isLog ? begin - start : 0 };
}

/** Whether the line ends in three dots, or the sign for them, quotes and what joins literals aside. */
function endsInDots(): boolean {
  let at = line.length;
  while (at > 0 && ' \t"\'`,+;\\])>'.includes(String.fromCharCode(line.text[at - 1] as number))) at--;
  if (at < 3) return false;
  const [a, b, c] = [line.text[at - 3], line.text[at - 2], line.text[at - 1]];
  return (a === 0x2e && b === 0x2e && c === 0x2e) || (a === 0xe2 && b === 0x80 && c === 0xa6);
}

let lastDataEnd = 0;

/** Takes in one line: characters of body in it, 0 for none (blank, header), -1 for a foreign text. */
function takeLine(block: Block, prefix: LinePrefix): number {
  let from = 0;
  while (from < prefix.plain.length && from < line.length && line.text[from] === prefix.plain[from]) from++;
  if (block.length === 0) from = takeHeaders(block, from);
  if (from < 0) return 0;
  const span = bodyOf(line, from, prefix.logLength);
  if (span === null) return -1;
  if (line.text[span.from] === 0x3d && span.to - span.from === 5) return 0; // OpenPGP's CRC line
  let count = 0;
  for (let i = span.from; i < span.to && block.length < body.length; i++) {
    const byte = line.text[i] as number;
    if (!isBody(byte) || isConcatenation(i, span.from, span.to)) continue;
    body[block.length++] = byte;
    lastDataEnd = line.ends[i] as number;
    count++;
  }
  return count;
}

/** A `+` between blanks or quotes inside a line. */
function isConcatenation(at: number, from: number, to: number): boolean {
  if (line.text[at] !== 0x2b || at === from || at + 1 >= to) return false;
  return !isBody(line.text[at - 1]) && !isBody(line.text[at + 1]);
}

/** Reads RFC 1421 and OpenPGP headers: where the body goes on in the line, or -1 when all of it is header. */
function takeHeaders(block: Block, from: number): number {
  const header = headerOf(line);
  if (header === null) return from;
  const { name, value } = header;
  if (name === 'proc-type') block.encrypted ||= value.includes('ENCRYPTED');
  else if (name === 'dek-info') block.encrypted = true;
  else return -1;
  return afterFlattenedHeaders();
}

/** On a block of one line the body follows its headers after blanks. */
function afterFlattenedHeaders(): number {
  const text = latin1(line.text, 0, Math.min(line.length, 256));
  const found = /^[^A-Za-z]{0,40}(?:Proc-Type: ?[^ ]{1,40} {1,4}){0,1}(?:DEK-Info: ?[^ ]{1,100} {1,4}){0,1}/.exec(text);
  const length = found?.[0].length ?? 0;
  return length > 20 && length < line.length && length < 256 ? length : -1;
}

/** At dashes: an END line closes the block; anything else (another BEGIN) leaves it open. */
function closeBlock(window: Window, block: Block, dashes: number): void {
  const { bytes, end } = window;
  let at = dashes;
  while (at < end && bytes[at] === 0x2d && at - dashes < 6) at++;
  if (bytes[at] === 0x20) at++;
  if (!hasText(bytes, at, end, 'end')) return;
  at += 3;
  while (at < end && isLabelByte(bytes[at])) at++;
  const tail = at;
  while (at < end && bytes[at] === 0x2d && at - tail < 5) at++;
  block.closed = true;
  block.end = at;
}

function toHits(window: Window, begin: Begin, block: Block): readonly MatcherHit[] {
  if (block.length === 0 && (!block.closed || block.end - begin.end < 24)) return [];
  const value = block.body.slice(0, block.length);
  const known = readKey(begin.label, block, value);
  const encrypted = known.encrypted ?? block.encrypted;
  let marks = encrypted ? Mark.Weakened : 0;
  if (known.structure !== 1 && isPlaceholder(value)) marks |= Mark.Placeholder;
  if (known.structure !== 1 && block.elided && block.length < LEAST_OF_ELIDED) marks |= Mark.Masked;
  const facts: Fact[] = [
    ['type', typeOf(begin.label, known.algorithm)],
    ['encrypted', encrypted ? 'yes' : 'no'],
  ];
  return [
    {
      start: begin.start,
      end: block.end,
      secretStart: begin.start,
      secretEnd: block.end,
      encoding: 'given',
      value: value.length > 0 ? value : window.bytes.slice(begin.end, block.end),
      facts,
      evidence: { structure: block.closed ? known.structure : -1, marks },
    },
  ];
}

function readKey(label: string, block: Block, value: Uint8Array): KeyStructure {
  const legacyEncrypted = block.encrypted && !label.includes('ENCRYPTED');
  const decoded = decodeBase64(value);
  if (decoded === null) return { structure: -1, encrypted: null, algorithm: '' };
  if (label.includes('OPENSSH')) return readOpenSshKey(decoded);
  if (label.includes('PGP')) return readPgpKey(decoded);
  if (label.includes('SSH2') || legacyEncrypted) return { structure: 0, encrypted: null, algorithm: '' };
  return readDerKey(decoded);
}

/** Too short for a key, or hardly more than one character repeated. */
function isPlaceholder(value: Uint8Array): boolean {
  return value.length < SHORTEST_BODY || new Set(value).size <= 8;
}

function typeOf(label: string, algorithm: string): string {
  const words = label
    .replace(/ ?PRIVATE KEY( BLOCK)?/, '')
    .replace('ENCRYPTED', '')
    .trim();
  if (algorithm === '') return words === '' ? 'PKCS#8' : words;
  return words === '' || words === algorithm ? algorithm : `${words} ${algorithm}`;
}
