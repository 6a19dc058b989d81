/**
 * Lines that end in a carriage return alone, as progress bars write them: each is decided, and seen, when the next one begins, not when
 * the last of them ends.
 *
 * To decide, such a return is a line feed; on the way out it is itself again. No redaction adds, drops or moves line feeds, so the
 * n-th that comes out is the n-th that went in.
 */
import { indexOfByte } from '../bytes/search.ts';
import type { Redactor } from './redactor.ts';

/** A redactor that can say how many line feeds it holds. */
export interface CountingRedactor extends Redactor {
  /** Line feeds taken and not given yet. */
  readonly lineFeedsHeld: number;
}

const LF = 0x0a;
const CR = 0x0d;
const ESC = 0x1b;

/** Wraps a redactor of text. */
export function createCarriageRedactor(inner: CountingRedactor): Redactor {
  return new CarriageRedactor(inner);
}

class CarriageRedactor implements Redactor {
  readonly #inner: CountingRedactor;
  /** The byte before the next one; a return that waits for it is not counted. */
  #before = LF;
  /** The last byte was a return: what it is hangs on the next. */
  #waits = false;
  /** Which of the line feeds to come out are returns, counted from the next one on. */
  #returns: number[] = [];
  /** Line feeds taken and not given, while there are such returns. */
  #held = 0;

  constructor(inner: CountingRedactor) {
    this.#inner = inner;
  }

  get summary(): Redactor['summary'] {
    return this.#inner.summary;
  }

  push(chunk: Uint8Array): Uint8Array[] {
    if (chunk.length === 0) return [];
    const whole = this.#waits ? Buffer.concat([Uint8Array.of(CR), chunk]) : chunk;
    this.#waits = whole[whole.length - 1] === CR;
    const text = this.#waits ? whole.subarray(0, -1) : whole;
    const out = this.#restored(this.#inner.push(this.#decidable(text)));
    if (text.length > 0) this.#before = text[text.length - 1] as number;
    return out;
  }

  end(): Uint8Array[] {
    const rest = this.#waits ? this.#restored(this.#inner.push(Uint8Array.of(CR))) : [];
    this.#waits = false;
    return [...rest, ...this.#restored(this.#inner.end())];
  }

  /** The text with line feeds for returns that end a line. Nearly all text has none, and is given as it is. */
  #decidable(text: Uint8Array): Uint8Array {
    let copy: Uint8Array | null = null;
    for (let at = indexOfByte(text, CR, 0); at !== -1; at = indexOfByte(text, CR, at + 1)) {
      if (!endsLine(at === 0 ? this.#before : (text[at - 1] as number), text[at + 1])) continue;
      copy ??= Buffer.from(text);
      copy[at] = LF;
    }
    if (copy === null && this.#returns.length === 0) return text;
    if (this.#returns.length === 0) this.#held = this.#inner.lineFeedsHeld;
    const decidable = copy ?? text;
    for (let at = indexOfByte(decidable, LF, 0); at !== -1; at = indexOfByte(decidable, LF, at + 1)) {
      if (text[at] === CR) this.#returns.push(this.#held);
      this.#held++;
    }
    return decidable;
  }

  #restored(pieces: Uint8Array[]): Uint8Array[] {
    return this.#returns.length === 0 ? pieces : pieces.map((piece) => this.#restore(piece));
  }

  #restore(piece: Uint8Array): Uint8Array {
    let copy: Uint8Array | null = null;
    let given = 0;
    let next = 0;
    for (let at = indexOfByte(piece, LF, 0); at !== -1; at = indexOfByte(piece, LF, at + 1)) {
      if (this.#returns[next] === given) {
        copy ??= Buffer.from(piece);
        copy[at] = CR;
        next++;
      }
      given++;
    }
    this.#returns = this.#returns.slice(next).map((ordinal) => ordinal - given);
    this.#held -= given;
    return copy ?? piece;
  }
}

/** Between two characters, or before a terminal sequence: not of CRLF, nor in a row of returns, nor half of a character of UTF-16. */
function endsLine(before: number, after: number | undefined): boolean {
  return before >= 0x20 && after !== undefined && (after >= 0x20 || after === ESC);
}
