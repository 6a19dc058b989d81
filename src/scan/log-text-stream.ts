/** A log as a stream of text for one session: joined and cleaned where it needs to be, with positions of the original. */
import { EMPTY_TALLY, type LineTally, type Position, addTally, tallyLines } from '../bytes/line-tally.ts';
import { type LogText, createRecordTracker, joinLogText, needsJoining } from '../engine/decode/log-text.ts';
import { mayHoldPartial } from '../engine/decode/partial-record.ts';

/** Turns fragments into the text that is scanned. Most logs go through untouched. */
export interface LogTextStream {
  /**
   * @param fragment - The next bytes; borrowed.
   * @param last - Nothing follows.
   * @param tally - Line tally of all text given so far; asked for once at most.
   * @returns The text to scan next, perhaps a view of `fragment`, perhaps empty while a line is held.
   */
  push(fragment: Uint8Array, last: boolean, tally: () => LineTally): Uint8Array;
  /** The position in the original of a text offset whose position in the text is known. */
  toOriginal(offset: number, position: Position): Position;
  /** Forgets what is only needed for offsets before this one. */
  forgetBefore(offset: number): void;
  /** Bytes of text given so far. */
  readonly givenBytes: number;
  /** Whether records were joined: how then depends on all that came before. */
  readonly hasJoined: boolean;
}

/** A line without end is not held: what is cut in it there may be missed. */
const LONGEST_HELD_LINE_BYTES = 64 << 10;
const LONGEST_HELD_BYTES = 512 << 10;
const LF = 0x0a;

/** A stretch of text that stands in the original as it is. */
interface Stretch {
  readonly offset: number;
  readonly text: LineTally;
  readonly original: LineTally;
}

/** A stream for one log. */
export function createLogTextStream(): LogTextStream {
  return new TextStream();
}

class TextStream implements LogTextStream {
  #held: Uint8Array = new Uint8Array(0);
  /** Where held bytes and a fragment are put together; one for the whole log, since garbage of its size piles up. */
  #joined: Uint8Array = new Uint8Array(0);
  readonly #tracker = createRecordTracker();
  /** Text bytes given so far. */
  #offset = 0;
  /** Null while the text is the original. */
  #tallies: { text: LineTally; original: LineTally } | null = null;
  #stretches: Stretch[] = [];
  #hasJoined = false;

  get givenBytes(): number {
    return this.#offset;
  }

  get hasJoined(): boolean {
    return this.#hasJoined;
  }

  push(fragment: Uint8Array, last: boolean, tally: () => LineTally): Uint8Array {
    const raw = this.#behindHeld(fragment);
    const joins = needsJoining(raw);
    this.#hasJoined ||= joins && mayHoldPartial(raw);
    const end = last ? raw.length : this.#endOfWhole(raw, joins);
    this.#held = end < raw.length ? Uint8Array.from(raw.subarray(end)) : new Uint8Array(0);
    const body = raw.subarray(0, end);
    const text: LogText = joins ? joinLogText(body) : { bytes: body, pieces: null };
    if (text.pieces !== null || this.#tallies !== null) this.#remember(body, text, tally);
    this.#offset += text.bytes.length;
    return text.bytes;
  }

  #behindHeld(fragment: Uint8Array): Uint8Array {
    const heldBytes = this.#held.length;
    if (heldBytes === 0) return fragment;
    const length = heldBytes + fragment.length;
    if (length > this.#joined.length) this.#joined = new Uint8Array(length + LONGEST_HELD_LINE_BYTES);
    this.#joined.set(this.#held);
    this.#joined.set(fragment, heldBytes);
    return this.#joined.subarray(0, length);
  }

  /** Where the last whole line ends after which no record is open. */
  #endOfWhole(raw: Uint8Array, joins: boolean): number {
    const end = raw.lastIndexOf(LF) + 1;
    if (raw.length - end > LONGEST_HELD_LINE_BYTES) return raw.length;
    if (!joins || !mayHoldPartial(raw)) return end;
    this.#tracker.reset();
    let closed = 0;
    for (let start = 0; start < end;) {
      const lf = raw.indexOf(LF, start);
      if (!this.#tracker.take(raw, start, lf)) closed = lf + 1;
      start = lf + 1;
    }
    return raw.length - closed > LONGEST_HELD_BYTES ? end : closed;
  }

  #remember(body: Uint8Array, text: LogText, tally: () => LineTally): void {
    if (this.#tallies === null) {
      const now = tally();
      this.#tallies = { text: now, original: now };
      this.#stretches.push({ offset: 0, text: EMPTY_TALLY, original: EMPTY_TALLY });
    }
    const base = this.#tallies;
    const pieces = text.pieces ?? [0, 0];
    const originals = talliesAt(body, pieces);
    let textTally = base.text;
    for (let i = 0; i < pieces.length; i += 2) {
      const at = pieces[i] as number;
      if (i > 0) textTally = addTally(textTally, tallyLines(text.bytes, pieces[i - 2], at));
      this.#stretches.push({
        offset: this.#offset + at,
        text: textTally,
        original: addTally(base.original, originals[i / 2] as LineTally),
      });
    }
    this.#tallies = {
      text: addTally(base.text, tallyLines(text.bytes)),
      original: addTally(base.original, tallyLines(body)),
    };
  }

  toOriginal(offset: number, position: Position): Position {
    const stretch = this.#stretches[lastAt(this.#stretches, offset)];
    if (!stretch) return position;
    const lines = position.line - 1 - stretch.text.lines;
    const units = position.column - 1 - (lines > 0 ? 0 : stretch.text.units);
    const { original } = stretch;
    return { line: original.lines + lines + 1, column: (lines > 0 ? 0 : original.units) + units + 1 };
  }

  forgetBefore(offset: number): void {
    const keep = lastAt(this.#stretches, offset);
    if (keep > 0) this.#stretches.splice(0, keep);
  }
}

/** Tallies of the original before each piece; pieces may lie in any order there. */
function talliesAt(body: Uint8Array, pieces: readonly number[]): LineTally[] {
  const order = Array.from({ length: pieces.length / 2 }, (_, i) => i).sort(
    (a, b) => (pieces[2 * a + 1] as number) - (pieces[2 * b + 1] as number),
  );
  const tallies: LineTally[] = [];
  let at = 0;
  let tally = EMPTY_TALLY;
  for (const piece of order) {
    const next = pieces[2 * piece + 1] as number;
    tally = addTally(tally, tallyLines(body, at, next));
    at = next;
    tallies[piece] = tally;
  }
  return tallies;
}

/** Index of the last stretch that begins at or before `offset`. */
function lastAt(stretches: readonly Stretch[], offset: number): number {
  let low = 0;
  let high = stretches.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((stretches[middle] as Stretch).offset <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
