/**
 * A log as it was meant: without terminal sequences, and with the records that a container runtime cut in two joined
 * again. Bytes are only left out or moved, so every byte of the text knows where it came from.
 */
import { indexOfByte } from '../../bytes/search.ts';
import { type LogRecord, mayHoldPartial, readRecord } from './partial-record.ts';
import { type Sequence, createSequenceFinder, hasSequence } from './terminal.ts';

/** Derived text with its way back. */
export interface LogText {
  readonly bytes: Uint8Array;
  /**
   * Pieces in text order, two numbers each: offset in the text, offset in the original of the same byte. A piece ends
   * where the next begins. Null: the text is the original.
   */
  readonly pieces: readonly number[] | null;
}

/** A line may go on over so many bytes; then it is taken as it is. */
const LONGEST_JOINED_BYTES = 1 << 20;

/** Whether {@link joinLogText} may change anything: no when there is neither a terminal sequence nor a record that goes on. */
export function needsJoining(lines: Uint8Array): boolean {
  return hasSequence(lines) || mayHoldPartial(lines);
}

/**
 * Joins and cleans whole lines. A record that goes on beyond them ends with them: hand over lines up to where
 * {@link createRecordTracker} says that none is open.
 */
export function joinLogText(lines: Uint8Array): LogText {
  const builder = new Builder(lines);
  if (mayHoldPartial(lines)) joinRecords(lines, builder);
  else builder.add(0, lines.length);
  return builder.text();
}

/** Follows records line by line. */
export interface RecordTracker {
  /** Takes the next line, without its LF, and says whether a record is open after it. */
  take(bytes: Uint8Array, start: number, end: number): boolean;
  /** Forgets open records. */
  reset(): void;
}

/** A tracker for one log. */
export function createRecordTracker(): RecordTracker {
  const open = new Map<string, number>();
  return {
    take(bytes, start, end) {
      const record = readRecord(bytes, start, end);
      if (record?.partial === true) {
        const length = (open.get(record.stream) ?? 0) + end - start;
        if (length > LONGEST_JOINED_BYTES) open.delete(record.stream);
        else open.set(record.stream, length);
      } else if (record) {
        open.delete(record.stream);
      }
      return open.size > 0;
    },
    reset: () => open.clear(),
  };
}

/** The pieces of a record that is not whole yet: the line's beginning up to the end of its content, then contents. */
type OpenRecord = { readonly pieces: [start: number, end: number][]; length: number };

function joinRecords(lines: Uint8Array, builder: Builder): void {
  const open = new Map<string, OpenRecord>();
  for (let start = 0; start < lines.length;) {
    const lf = indexOfByte(lines, 0x0a, start);
    const end = lf === -1 ? lines.length : lf;
    const next = Math.min(lines.length, end + 1);
    const record = readRecord(lines, start, end);
    const before = record ? open.get(record.stream) : undefined;
    if (record && (before || record.partial)) {
      takeRecord(record, { start, next }, open, builder);
    } else {
      builder.add(start, next);
    }
    start = next;
  }
  for (const record of open.values()) flush(record, builder);
}

function takeRecord(
  record: LogRecord,
  line: { readonly start: number; readonly next: number },
  open: Map<string, OpenRecord>,
  builder: Builder,
): void {
  const before = open.get(record.stream);
  const current = before ?? { pieces: [], length: 0 };
  const start = before ? record.contentStart : line.start;
  const ends = !record.partial || current.length > LONGEST_JOINED_BYTES;
  const end = ends ? line.next : record.contentEnd;
  current.pieces.push([start, end]);
  current.length += end - start;
  if (ends) {
    open.delete(record.stream);
    flush(current, builder);
  } else {
    open.set(record.stream, current);
  }
}

function flush(record: OpenRecord, builder: Builder): void {
  for (const [start, end] of record.pieces) builder.add(start, end);
}

/** Gathers what is kept of the original, without its terminal sequences. */
class Builder {
  readonly #original: Uint8Array;
  /** Runs kept, `[start, end]` flat; a start of -1 stands for one blank, and its end is where it came from. */
  readonly #runs: number[] = [];
  #length = 0;
  readonly #sequence: Sequence = { start: 0, end: 0, joins: false };

  constructor(original: Uint8Array) {
    this.#original = original;
  }

  add(start: number, end: number): void {
    const finder = createSequenceFinder(this.#original, end);
    let at = start;
    while (at < end && finder.next(at, this.#sequence)) {
      this.#keep(at, this.#sequence.start);
      at = Math.max(this.#sequence.end, this.#sequence.start + 1);
      if (!this.#sequence.joins) this.#separate(this.#sequence.start);
    }
    this.#keep(at, end);
  }

  #keep(start: number, end: number): void {
    if (end <= start) return;
    const { length } = this.#runs;
    if (length > 0 && this.#runs[length - 2] !== -1 && this.#runs[length - 1] === start) this.#runs[length - 1] = end;
    else this.#runs.push(start, end);
    this.#length += end - start;
  }

  #separate(at: number): void {
    this.#runs.push(-1, at);
    this.#length++;
  }

  text(): LogText {
    const runs = this.#runs;
    if (runs.length <= 2 && (runs[0] ?? 0) === 0 && this.#length === this.#original.length) {
      return { bytes: this.#original, pieces: null };
    }
    const bytes = new Uint8Array(this.#length);
    const pieces: number[] = [];
    let at = 0;
    for (let i = 0; i < runs.length; i += 2) {
      const start = runs[i] as number;
      const end = runs[i + 1] as number;
      pieces.push(at, start === -1 ? end : start);
      if (start === -1) bytes[at++] = 0x20;
      else {
        bytes.set(this.#original.subarray(start, end), at);
        at += end - start;
      }
    }
    return { bytes, pieces };
  }
}

/**
 * The original spans of `text[start..end)`, in text order, `[start, end]` flat; what was left out between them is not
 * among them.
 */
export function originalSpans(text: LogText, start: number, end: number): number[] {
  const { pieces } = text;
  if (pieces === null) return [start, end];
  const spans: number[] = [];
  for (let i = lastPieceAt(pieces, start); i < pieces.length && (pieces[i] as number) < end; i += 2) {
    const from = pieces[i] as number;
    const to = pieces[i + 2] ?? text.bytes.length;
    const shift = (pieces[i + 1] as number) - from;
    spans.push(Math.max(start, from) + shift, Math.min(end, to) + shift);
  }
  return spans;
}

/** Index in `pieces` of the piece that holds text offset `at`. */
function lastPieceAt(pieces: readonly number[], at: number): number {
  let low = 0;
  let high = pieces.length / 2 - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((pieces[2 * middle] as number) <= at) low = middle;
    else high = middle - 1;
  }
  return 2 * low;
}
