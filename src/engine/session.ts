/**
 * A stream of bytes scanned piece by piece: `feed`, `peek`, `end`. The findings do not depend on the cuts.
 *
 * The session keeps the last bytes that an undecided anchor, or a match not yet told, may still need; memory is
 * bounded by a chunk plus the longest reach, whatever the length of the stream.
 */
import { EMPTY_TALLY, type LineTally, addTally, tallyLines } from '../bytes/line-tally.ts';
import type { Haystack } from './haystack.ts';
import { createAnchorBuffer } from './kernel/kernel.ts';
import type { Match, RawMatch } from './match.ts';
import { influenceStart, resolve, uniqueRaw } from './resolve.ts';
import type { RuleSet } from './rule-set.ts';
import { tryAnchor, tryUses } from './try-anchor.ts';

/** What a session holds of its stream. */
export interface HeldBytes {
  readonly bytes: Uint8Array;
  readonly baseOffset: number;
  readonly tally: LineTally;
}

/** An occurrence of a literal, by its id and the absolute offset one past its last byte. */
export interface FoundAnchor {
  readonly literal: number;
  readonly end: number;
}

/** A scan in progress. Offsets of matches count from the first byte ever fed. */
export interface Session {
  /**
   * Adds bytes (copied) and returns the matches that nothing to come can change, in byte order.
   *
   * @param anchors - Those that end in the chunk, where they are known: none other is tried. One that begins before it may be left out only
   *   if no rule matches there.
   */
  feed(chunk: Uint8Array, anchors?: readonly FoundAnchor[]): Match[];
  /**
   * What {@link Session.end} would return now, of that what ends after `from` (absolute), itself or with one of its parts; changes nothing.
   *
   * @param anchorsFrom - Held anchors that end at or before this offset are not tried again, but for the last few of rules that
   *   match blocks of many lines.
   */
  peek(from?: number, anchorsFrom?: number): Match[];
  /** Ends the stream and returns the remaining matches. */
  end(): Match[];
  /**
   * The bytes still held, from `baseOffset` of the stream, and the line tally of all before them. The bytes of every match
   * just returned are among them. Valid until the next call.
   */
  window(): HeldBytes;
  /** Whether an anchor or a match is held that later bytes may still decide. */
  readonly pending: boolean;
}

/** Rules of this reach match blocks of many lines. */
const FAR_BYTES = 8192;
/** A block ends where another begins, so that of their beginnings only the last can still be open. */
const OPEN_BLOCKS = 8;

/** Starts a scan of a stream with these rules. */
export function createSession(ruleSet: RuleSet): Session {
  return new StreamSession(ruleSet);
}

class StreamSession implements Session {
  readonly #ruleSet: RuleSet;
  #memory = new Uint8Array(0);
  #length = 0;
  #baseOffset = 0;
  #tally = EMPTY_TALLY;
  /** Absolute offset up to which the kernel has looked. */
  #scannedTo = 0;
  /** Held anchors: literal and absolute end, flat. */
  #held: number[] = [];
  #raw: RawMatch[] = [];
  /** Matches that end at or before this absolute offset were told already. */
  #toldUpTo = 0;
  /** Lowest byte that a match told by the last call uses: kept until the next call. */
  #keepFrom = Infinity;
  readonly #anchors = createAnchorBuffer();

  constructor(ruleSet: RuleSet) {
    this.#ruleSet = ruleSet;
  }

  get pending(): boolean {
    return this.#held.length > 0 || this.#raw.length > 0;
  }

  window(): HeldBytes {
    return { bytes: this.#memory.subarray(0, this.#length), baseOffset: this.#baseOffset, tally: this.#tally };
  }

  feed(chunk: Uint8Array, anchors?: readonly FoundAnchor[]): Match[] {
    this.#keepFrom = Infinity;
    this.#append(chunk);
    if (anchors === undefined) this.#lookForAnchors();
    this.#scannedTo = this.#baseOffset + this.#length;
    this.#tryHeld(false, anchors);
    return this.#tellDecided();
  }

  peek(from = 0, anchorsFrom = 0): Match[] {
    const raw = [...this.#raw];
    const haystack = this.#haystack(true);
    let open = OPEN_BLOCKS;
    for (let i = this.#held.length - 2; i >= 0; i -= 2) {
      if ((this.#held[i + 1] as number) > anchorsFrom) this.#try(haystack, i, raw);
      else if (open > 0 && this.#tryBlock(haystack, i, raw)) open--;
    }
    if (raw.length === 0) return [];
    const sorted = uniqueRaw(raw);
    const context = influenceStart(sorted, from, this.#ruleSet);
    const near = sorted.filter((match) => match.end >= context);
    return this.#untold(resolve(near, this.#ruleSet)).filter(
      (match) => match.end > from || match.parts.some((part) => part.end > from),
    );
  }

  end(): Match[] {
    this.#tryHeld(true);
    const told = this.#untold(resolve(this.#raw, this.#ruleSet));
    this.#raw = [];
    this.#held = [];
    return told;
  }

  #untold(matches: Match[]): Match[] {
    return matches.filter((match) => match.end > this.#toldUpTo);
  }

  #haystack(ends: boolean): Haystack {
    return { bytes: this.#memory.subarray(0, this.#length), baseOffset: this.#baseOffset, ends };
  }

  /**
   * Copies the chunk behind what there is; drops what nobody needs any more where it has no room, so that short chunks do not move what is
   * kept each time.
   */
  #append(chunk: Uint8Array): void {
    if (this.#length + chunk.length > this.#memory.length) this.#makeRoom(chunk.length);
    this.#memory.set(chunk, this.#length);
    this.#length += chunk.length;
  }

  #makeRoom(bytes: number): void {
    const keep = Math.max(0, this.#firstNeeded() - this.#baseOffset);
    const rest = this.#length - keep;
    this.#tally = addTally(this.#tally, tallyLines(this.#memory, 0, keep));
    if (rest + bytes > this.#memory.length) {
      // What is kept is short beside a chunk, but in a text full of secrets.
      const grown = new Uint8Array(rest + bytes + Math.max(64 << 10, rest));
      grown.set(this.#memory.subarray(keep, this.#length));
      this.#memory = grown;
    } else if (keep > 0) {
      this.#memory.copyWithin(0, keep, this.#length);
    }
    this.#length = rest;
    this.#baseOffset += keep;
  }

  /** Absolute offset of the first byte still needed: by an anchor to come, a held one, or a match not told. */
  #firstNeeded(): number {
    let first = Math.min(this.#frontier(), this.#keepFrom);
    for (const match of this.#raw) first = Math.min(first, match.start);
    return first;
  }

  /** No match to come begins before this absolute offset. */
  #frontier(): number {
    const { kernel, longestBefore, literals, reachBefore } = this.#ruleSet;
    let first = this.#scannedTo - kernel.longestBytes + 1 - longestBefore;
    for (let i = 0; i < this.#held.length; i += 2) {
      const literal = this.#held[i] as number;
      const length = literals[literal]!.length;
      first = Math.min(first, (this.#held[i + 1] as number) - length - (reachBefore[literal] as number));
    }
    return Math.max(0, first);
  }

  #lookForAnchors(): void {
    const { kernel } = this.#ruleSet;
    const from = this.#scannedTo - this.#baseOffset;
    this.#anchors.count = 0;
    kernel.find(this.#memory, Math.max(0, from - kernel.longestBytes + 1), from, this.#length, this.#anchors);
  }

  /**
   * Tries the held anchors, and those just found, whose window is whole (all of them at the end); the others are held. Most are never held:
   * a list of all would outlive the garbage of the tries, and the next one come before it is collected.
   */
  #tryHeld(ends: boolean, given: readonly FoundAnchor[] = []): void {
    const haystack = this.#haystack(ends);
    const held = this.#held;
    this.#held = [];
    for (let i = 0; i < held.length; i += 2) this.#tryOrHold(haystack, held[i] as number, held[i + 1] as number);
    const { count, pairs } = this.#anchors;
    this.#anchors.count = 0;
    for (let i = 0; i < count; i++) {
      this.#tryOrHold(haystack, pairs[2 * i] as number, (pairs[2 * i + 1] as number) + this.#baseOffset);
    }
    for (const { literal, end } of given) this.#tryOrHold(haystack, literal, end);
  }

  /** @param end - Absolute. */
  #tryOrHold(haystack: Haystack, literal: number, end: number): void {
    const whole = end + (this.#ruleSet.reachAfter[literal] as number) < this.#baseOffset + this.#length;
    if (haystack.ends || whole) tryAnchor(this.#ruleSet, haystack, literal, end - this.#baseOffset, this.#raw);
    else this.#held.push(literal, end);
  }

  #try(haystack: Haystack, heldIndex: number, out: RawMatch[]): void {
    const literal = this.#held[heldIndex] as number;
    tryAnchor(this.#ruleSet, haystack, literal, (this.#held[heldIndex + 1] as number) - this.#baseOffset, out);
  }

  /** Tries only the rules that match blocks of many lines; whether there are any. */
  #tryBlock(haystack: Haystack, heldIndex: number, out: RawMatch[]): boolean {
    const literal = this.#held[heldIndex] as number;
    if ((this.#ruleSet.reachAfter[literal] as number) <= FAR_BYTES) return false;
    const uses = this.#ruleSet.usesOf(literal).filter(({ rule }) => this.#ruleSet.ruleAt(rule).after > FAR_BYTES);
    const end = (this.#held[heldIndex + 1] as number) - this.#baseOffset;
    tryUses(this.#ruleSet, haystack, { literal, end, uses }, out);
    return true;
  }

  /** Tells what no match to come can influence, and forgets what can influence nothing to come. */
  #tellDecided(): Match[] {
    if (this.#raw.length === 0) return [];
    const raw = uniqueRaw(this.#raw);
    const decided = Math.min(influenceStart(raw, this.#frontier(), this.#ruleSet), this.#frontier());
    if (decided <= this.#toldUpTo) {
      this.#raw = raw;
      return [];
    }
    const told = this.#untold(resolve(raw, this.#ruleSet)).filter((match) => match.end <= decided);
    this.#toldUpTo = decided;
    const context = influenceStart(raw, decided, this.#ruleSet);
    this.#raw = raw.filter((match) => match.end >= context && (match.end > decided || context < decided));
    for (const match of told) this.#keepFrom = Math.min(this.#keepFrom, match.start);
    return told;
  }
}
