/**
 * Hides secrets in a stream of text: byte for byte the same outside what is hidden, every line where it was.
 *
 * A line is decided when it ends (in a line feed, or in a return alone: `carriage-redactor.ts`), from what came before and itself, so
 * the output is the same however the input was cut, and a secret whose name comes on a later line is not hidden. Two things end later than their line: a record that a
 * container runtime cut in two (decided when the rest is there) and a line beyond {@link LONGEST_LINE_BYTES}, which is
 * decided piece by piece without undoing terminal sequences.
 */
import { indexOfByte } from '../bytes/search.ts';
import { type LogText, createRecordTracker, joinLogText, needsJoining } from '../engine/decode/log-text.ts';
import { originalSpans } from '../engine/decode/log-text.ts';
import { mayHoldPartial } from '../engine/decode/partial-record.ts';
import { holdsUtf16 } from '../bytes/utf16.ts';
import type { RuleSet } from '../engine/rule-set.ts';
import type { Tier } from '../rules/rule.ts';
import { type CountingRedactor, createCarriageRedactor } from './carriage-redactor.ts';
import { createKnownValues } from './known-values.ts';
import { LineDecider } from './line-decider.ts';
import { type HiddenSpan, hide } from './mask.ts';

/** What is to be hidden. */
export interface RedactOptions {
  readonly ruleSet: RuleSet;
  /** The least sure that is hidden; by default `likely`. */
  readonly minTier?: Tier;
  /** Values to be hidden wherever they stand, in all their usual forms. */
  readonly known?: readonly Uint8Array[];
}

/** What was done, for the receipt. */
export interface RedactSummary {
  readonly bytesRead: number;
  /** How often each label (a rule id or `known-value`) was put in place of something. */
  readonly hidden: ReadonlyMap<string, number>;
  /** Known values not used because they are shorter than {@link SHORTEST_KNOWN_BYTES} bytes. */
  readonly knownTooShort: number;
}

/** A redaction in progress. */
export interface Redactor {
  /** Takes input and gives the output that is decided, as pieces in order. `chunk` is kept until it is decided: never reuse it. */
  push(chunk: Uint8Array): Uint8Array[];
  /** Decides the rest. */
  end(): Uint8Array[];
  readonly summary: RedactSummary;
}

/** Longer lines are decided in pieces. */
export const LONGEST_LINE_BYTES = 8 << 20;
/** No match is longer, so what lies further back than this is decided. */
const LONGEST_MATCH_BYTES = 64 << 10;
/** A container record may wait for its rest this long. */
const LONGEST_WAIT_BYTES = 256 << 10;
const LONGEST_WAIT_LINES = 64;
const LF = 0x0a;
/** How often a line is looked at again after something was hidden in it. */
const MOST_ROUNDS = 4;

/**
 * Starts a redaction.
 *
 * @param longestLineBytes - For tests.
 */
export function createRedactor(options: RedactOptions, longestLineBytes: number = LONGEST_LINE_BYTES): Redactor {
  return createCarriageRedactor(new StreamRedactor(options, longestLineBytes));
}

class StreamRedactor implements CountingRedactor {
  readonly #longestLineBytes: number;
  readonly #decider: LineDecider;
  readonly #knownTooShort: number;
  readonly #hidden = new Map<string, number>();
  readonly #tracker = createRecordTracker();
  /** Input that is not decided, in order. */
  #parts: Uint8Array[] = [];
  #partsBytes = 0;
  #bytesRead = 0;
  /** Of a line in pieces: bytes at the front of the parts that the decider has seen already. */
  #fedBytes = 0;
  /** Of a line in pieces: what is hidden in what is left, offsets in the parts. */
  #carried: HiddenSpan[] = [];
  /** Of a line in pieces: its start was decided. */
  #inPieces = false;

  constructor(options: RedactOptions, longestLineBytes: number) {
    const known = createKnownValues(options.known ?? []);
    this.#longestLineBytes = longestLineBytes;
    this.#knownTooShort = known.tooShort;
    this.#decider = new LineDecider(options, known);
  }

  get summary(): RedactSummary {
    return { bytesRead: this.#bytesRead, hidden: this.#hidden, knownTooShort: this.#knownTooShort };
  }

  get lineFeedsHeld(): number {
    let count = 0;
    for (const part of this.#parts)
      for (let at = indexOfByte(part, LF, 0); at !== -1; at = indexOfByte(part, LF, at + 1)) count++;
    return count;
  }

  push(chunk: Uint8Array): Uint8Array[] {
    this.#bytesRead += chunk.length;
    const out: Uint8Array[] = [];
    let rest = chunk;
    while (rest.length > 0) {
      const room = this.#longestLineBytes - this.#partsBytes;
      const piece = rest.subarray(0, room);
      rest = rest.subarray(room);
      this.#parts.push(piece);
      this.#partsBytes += piece.length;
      if (this.#waitsForLineEnd(piece)) continue;
      this.#take(false, out);
    }
    return out;
  }

  end(): Uint8Array[] {
    const out: Uint8Array[] = [];
    this.#take(true, out);
    return out;
  }

  #waitsForLineEnd(piece: Uint8Array): boolean {
    return this.#partsBytes < this.#longestLineBytes && piece.lastIndexOf(LF) === -1;
  }

  /** Decides as many whole groups of lines as there are. */
  #take(ends: boolean, out: Uint8Array[]): void {
    const held = this.#parts.length === 1 ? (this.#parts[0] as Uint8Array) : Buffer.concat(this.#parts);
    let at = this.#inPieces ? this.#finishLineInPieces(held, ends, out) : 0;
    if (!this.#inPieces) at = this.#takeGroups(held, at, ends, out);
    if (!ends && held.length - at >= this.#longestLineBytes) at = this.#takePiece(held, at, out);
    this.#parts = at < held.length ? [held.subarray(at)] : [];
    this.#partsBytes = held.length - at;
  }

  /** Groups of lines from `at` on; gives where the undecided rest begins. */
  #takeGroups(held: Uint8Array, at: number, ends: boolean, out: Uint8Array[]): number {
    const lastLf = held.lastIndexOf(LF);
    const end = ends ? held.length : lastLf + 1;
    if (end <= at) return at;
    if (mayHoldPartial(held.subarray(at, end))) {
      return this.#takeRecords(held, at, end, ends || held.length - at >= this.#longestLineBytes, out);
    }
    this.#decideLines(held.subarray(at, end), out);
    return end;
  }

  /** Lines from a record that goes on to the one with its rest are decided together, those between as if alone. */
  #takeRecords(held: Uint8Array, from: number, end: number, all: boolean, out: Uint8Array[]): number {
    let decided = from;
    let group = from;
    let lines = 0;
    this.#tracker.reset();
    for (let start = from; start < end;) {
      const lf = indexOfByte(held, LF, start, end);
      const next = lf === -1 ? end : lf + 1;
      const open = this.#tracker.take(held, start, lf === -1 ? end : lf);
      lines++;
      start = next;
      const waits = next - group <= LONGEST_WAIT_BYTES && lines <= LONGEST_WAIT_LINES && !(all && next === end);
      if (open && waits) continue;
      if (open) this.#tracker.reset();
      if (lines > 1) {
        if (group > decided) this.#decideLines(held.subarray(decided, group), out);
        this.#decideGroup(held.subarray(group, next), out);
        decided = next;
      }
      group = next;
      lines = 0;
    }
    if (group > decided) this.#decideLines(held.subarray(decided, group), out);
    return group;
  }

  /** Lines that stand for themselves. Most hold nothing and go through as one piece. */
  #decideLines(lines: Uint8Array, out: Uint8Array[]): void {
    if (!needsJoining(lines)) {
      this.#write(lines, this.#decider.decide(lines), null, out);
      return;
    }
    for (let start = 0; start < lines.length;) {
      const lf = indexOfByte(lines, LF, start);
      const end = lf === -1 ? lines.length : lf + 1;
      this.#decideGroup(lines.subarray(start, end), out);
      start = end;
    }
  }

  #decideGroup(lines: Uint8Array, out: Uint8Array[]): void {
    const text = joinLogText(lines);
    this.#write(lines, this.#decider.decide(text.bytes), text, out);
  }

  #write(original: Uint8Array, spans: readonly HiddenSpan[], text: LogText | null, out: Uint8Array[]): void {
    const own = text === null ? spans : spans.flatMap((span) => toOriginal(span, original, text));
    let at = 0;
    for (const [start, end, inside] of byLine(original, [...own, ...utf16Lines(original)])) {
      if (start > at) out.push(original.subarray(at, start));
      out.push(this.#hideInLine(original.subarray(start, end), inside));
      at = end;
    }
    if (at < original.length) out.push(original.subarray(at));
  }

  /** Hides until nothing is found any more: a mask is a boundary where there was none. */
  #hideInLine(original: Uint8Array, spans: readonly HiddenSpan[]): Uint8Array {
    let line = original;
    let found = spans;
    for (let round = 0; found.length > 0 && round < MOST_ROUNDS; round++) {
      line = Buffer.concat(hide(line, found, this.#hidden));
      const text = joinLogText(line);
      const masked = line;
      found = this.#decider.decideAlone(text.bytes).flatMap((span) => toOriginal(span, masked, text));
    }
    return line;
  }

  /** The line is too long: decides the front of it, up to where a match may still reach. */
  #takePiece(held: Uint8Array, at: number, out: Uint8Array[]): number {
    const spans = this.#decider.decidePart(held.subarray(at), this.#fedBytes);
    const keep = Math.min(LONGEST_MATCH_BYTES, this.#longestLineBytes >> 1);
    const end = held.length - keep;
    this.#writePiece(held.subarray(at), end - at, spans, out);
    this.#fedBytes = keep;
    this.#inPieces = true;
    return end;
  }

  /** The end of a line in pieces, if it is there; gives where the next line begins. */
  #finishLineInPieces(held: Uint8Array, ends: boolean, out: Uint8Array[]): number {
    const lf = indexOfByte(held, LF, 0);
    if (lf === -1 && !ends) return 0;
    const end = lf === -1 ? held.length : lf + 1;
    const line = held.subarray(0, end);
    this.#writePiece(line, end, this.#decider.decidePart(line, this.#fedBytes), out);
    this.#fedBytes = 0;
    this.#carried = [];
    this.#inPieces = false;
    return end;
  }

  /** Writes `bytes[0..end)`; what is hidden beyond `end` is kept for the next piece. */
  #writePiece(bytes: Uint8Array, end: number, spans: readonly HiddenSpan[], out: Uint8Array[]): void {
    const all = [...this.#carried, ...spans];
    this.#carried = [];
    for (const span of all) {
      if (span.end <= end) continue;
      const continues = span.continues || span.start < end;
      this.#carried.push({ ...span, start: Math.max(0, span.start - end), end: span.end - end, continues });
    }
    const inside = all.filter((span) => span.start < end).map((span) => ({ ...span, end: Math.min(end, span.end) }));
    for (const piece of hide(bytes.subarray(0, end), inside, this.#hidden)) out.push(piece);
  }
}

/** Lines in UTF-16 in the middle of other text, whole: what is not understood is not let through. */
function utf16Lines(bytes: Uint8Array): HiddenSpan[] {
  const spans: HiddenSpan[] = [];
  for (let nul = indexOfByte(bytes, 0, 0); nul !== -1;) {
    const start = nul === 0 ? 0 : bytes.lastIndexOf(LF, nul - 1) + 1;
    const end = lineEnd(bytes, nul);
    if (holdsUtf16(bytes, start, end)) spans.push({ start, end, label: 'utf-16-text', continues: false });
    nul = end < bytes.length ? indexOfByte(bytes, 0, end) : -1;
  }
  return spans;
}

/** One past the LF of the line that holds `at`, or the end. */
function lineEnd(bytes: Uint8Array, at: number): number {
  const lf = indexOfByte(bytes, LF, at);
  return lf === -1 ? bytes.length : lf + 1;
}

/** Spans by the line they begin in, in order: its start, one past its LF, and the spans with offsets in it. */
function byLine(bytes: Uint8Array, spans: readonly HiddenSpan[]): [start: number, end: number, spans: HiddenSpan[]][] {
  const groups: [start: number, end: number, spans: HiddenSpan[]][] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    let group = groups.at(-1);
    if (!group || span.start >= group[1]) {
      const start = span.start === 0 ? 0 : bytes.lastIndexOf(LF, span.start - 1) + 1;
      const lf = indexOfByte(bytes, LF, span.start);
      group = [start, lf === -1 ? bytes.length : lf + 1, []];
      groups.push(group);
    }
    group[2].push({ ...span, start: span.start - group[0], end: Math.min(span.end, group[1]) - group[0] });
  }
  return groups;
}

/** A span of the text as spans of the original; the mask stands once a line. */
function toOriginal(span: HiddenSpan, original: Uint8Array, text: LogText): HiddenSpan[] {
  const flat = originalSpans(text, span.start, span.end);
  const spans: HiddenSpan[] = [];
  for (let i = 0; i < flat.length; i += 2) {
    const start = flat[i] as number;
    const end = flat[i + 1] as number;
    const before = flat[i - 1];
    const sameLine = before !== undefined && before <= start && indexOfByte(original, LF, before, start) === -1;
    spans.push({ start, end, label: span.label, continues: sameLine });
  }
  return spans;
}
