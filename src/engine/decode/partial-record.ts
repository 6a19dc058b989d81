/**
 * Records of container runtimes, which cut a long line into several: Docker's json-file (a record whose `log` does not end
 * in a newline goes on in the next of its stream) and the CRI format (`P` goes on, `F` ends).
 */
import { latin1 } from '../../bytes/latin1.ts';
import { indexOfText } from '../../bytes/search.ts';
import { createKernel } from '../kernel/create-kernel.ts';
import { createAnchorBuffer } from '../kernel/kernel.ts';

/** One record of one line. */
export interface LogRecord {
  readonly stream: string;
  /** The text of the application, as it stands. */
  readonly contentStart: number;
  readonly contentEnd: number;
  /** The line of the application goes on in the next record of this stream. */
  readonly partial: boolean;
}

const DOCKER_HEAD = '{"log":"';
const DOCKER_TAIL = '","stream":"';
/** Time, stream, tag; RFC 3339 with nanoseconds. */
const CRI_HEAD = /^\d{4}-\d{2}-\d{2}T[0-9:.]{8,18}(?:Z|[+-]\d{2}:\d{2}) (stdout|stderr) ([PF])(?::[A-Za-z]{1,16})? /;
const LONGEST_CRI_HEAD = 80;

/** What every partial record holds, in lower case: Docker's first. One pass of the kernel is quicker than a search for each. */
const signs = [DOCKER_TAIL, ' stdout p', ' stderr p'];
const kernel = createKernel(signs);
const found = createAnchorBuffer();

/**
 * Whether any record may go on in another; no line is read for it. Never wrong when it says no, for logs whose lines are
 * records.
 */
export function mayHoldPartial(bytes: Uint8Array): boolean {
  found.count = 0;
  kernel.find(bytes, 0, 0, bytes.length, found);
  const { count, pairs } = found;
  for (let i = 0; i < count; i++) {
    const end = pairs[2 * i + 1]!;
    if (pairs[2 * i] === 0) {
      if (!endsInNewline(bytes, 0, end - DOCKER_TAIL.length)) return true;
    } else if (bytes[end - 1] === 0x50) return true;
  }
  return false;
}

/**
 * Reads the line `bytes[start..end)`, without its LF, as a record; null where it is none.
 */
export function readRecord(bytes: Uint8Array, start: number, end: number): LogRecord | null {
  const first = bytes[start];
  if (first === 0x7b) return readDocker(bytes, start, end);
  return first === 0x32 ? readCri(bytes, start, end) : null;
}

function readDocker(bytes: Uint8Array, start: number, end: number): LogRecord | null {
  const contentStart = start + DOCKER_HEAD.length;
  if (latin1(bytes, start, Math.min(end, contentStart)) !== DOCKER_HEAD) return null;
  const contentEnd = indexOfText(bytes, DOCKER_TAIL, contentStart, end);
  if (contentEnd === -1) return null;
  const name = contentEnd + DOCKER_TAIL.length;
  const stream = latin1(bytes, name, Math.min(end, name + 6));
  return { stream, contentStart, contentEnd, partial: !endsInNewline(bytes, contentStart, contentEnd) };
}

/** Ends in `\n` whose backslash is not itself escaped. Empty content is whole. */
function endsInNewline(bytes: Uint8Array, start: number, end: number): boolean {
  if (end === start) return true;
  if (bytes[end - 1] !== 0x6e) return false;
  let slashes = end - 1;
  while (slashes > start && bytes[slashes - 1] === 0x5c) slashes--;
  return ((end - 1 - slashes) & 1) === 1;
}

function readCri(bytes: Uint8Array, start: number, end: number): LogRecord | null {
  const head = CRI_HEAD.exec(latin1(bytes, start, Math.min(end, start + LONGEST_CRI_HEAD)));
  if (head === null) return null;
  return {
    stream: head[1] as string,
    contentStart: start + head[0].length,
    contentEnd: end,
    partial: head[2] === 'P',
  };
}
