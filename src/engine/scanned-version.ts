/**
 * What is known of a scanned version of a document, so that versions that derive from it inherit it: flat arrays that are filled
 * again for the next version, since a history has millions of anchors and next to no match.
 */
import type { EncodedRun } from './decode/derived.ts';
import { type RawMatch, movedBy } from './match.ts';

/** Raw matches of one anchor, offsets relative to the anchor's end: the same wherever a copy of its bytes lies. */
export interface AnchorMatches {
  /** Which of the anchors. */
  readonly anchor: number;
  readonly raw: readonly RawMatch[];
}

/** What stands encoded in one run of bytes. */
export interface EncodedMatches extends EncodedRun {
  /** Offsets relative to `start`. */
  readonly raw: readonly RawMatch[];
}

/** A version's anchors by rising end, then literal, each judged; what else it holds. */
export class ScannedVersion {
  sizeBytes = 0;
  count = 0;
  /** By anchor: one past the literal's last byte, and the literal. */
  ends = new Int32Array(256);
  literals = new Int32Array(256);
  /** Anchors that have a match, by rising number. */
  readonly matches: AnchorMatches[] = [];
  /** Encoded runs that hold a match, in byte order. */
  readonly encoded: EncodedMatches[] = [];
  /** Where the kernel keeps all its anchors, and how many (`kernel-versions.ts`); those here are the ones that have a match. */
  listAt = 0;
  listCount = 0;
  /** For who scans: whether the version is known to hold no byte that text does not hold. */
  isClean = false;
  /** See `documents/signs.ts`. */
  wordSigns = 0;
  headSigns = 0;

  /** Forgets everything. */
  clear(sizeBytes: number): void {
    this.sizeBytes = sizeBytes;
    this.count = 0;
    this.matches.length = 0;
    this.encoded.length = 0;
    this.listAt = 0;
    this.listCount = 0;
    this.isClean = false;
    this.wordSigns = 0;
    this.headSigns = 0;
  }

  /** Takes an anchor that comes behind all the others. */
  add(literal: number, end: number, raw: readonly RawMatch[]): void {
    this.reserve(1);
    this.ends[this.count] = end;
    this.literals[this.count] = literal;
    if (raw.length > 0) this.matches.push({ anchor: this.count, raw });
    this.count++;
  }

  /** Makes room for so many anchors more. */
  reserve(more: number): void {
    if (this.count + more <= this.ends.length) return;
    this.ends = grown(this.ends, this.count + more);
    this.literals = grown(this.literals, this.count + more);
  }

  /** Number of the first anchor that ends behind an offset. */
  firstEndingAfter(offset: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.ends[middle]! <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Which of the matches is the first of an anchor with this number or a higher one. */
  firstMatchFrom(anchor: number): number {
    let low = 0;
    let high = this.matches.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.matches[middle]!.anchor < anchor) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Whether any anchor or run has a match. */
  get isEmpty(): boolean {
    return this.matches.length + this.encoded.length === 0;
  }

  /** The raw matches of some of the anchors that have any, with the document's offsets. */
  rawOf(first: number, count: number): RawMatch[] {
    const all: RawMatch[] = [];
    for (let i = first; i < first + count; i++) {
      const { anchor, raw } = this.matches[i]!;
      for (const match of raw) all.push(placed(match, this.ends[anchor]!));
    }
    return all;
  }

  /** All raw matches of anchors and of encoded runs, with the document's offsets. */
  raw(): RawMatch[] {
    const all = this.rawOf(0, this.matches.length);
    for (const { start, raw } of this.encoded) for (const match of raw) all.push(placed(match, start));
    return all;
  }
}

function grown(values: Int32Array<ArrayBuffer>, least: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(least, 2 * values.length));
  larger.set(values);
  return larger;
}

/** The match at its place in a document. */
function placed(match: RawMatch, origin: number): RawMatch {
  const moved = movedBy(match, origin);
  moved.source = match;
  return moved;
}

/** A match to be kept, with offsets relative to an origin; its value is no view of borrowed bytes any more. */
export function keptFrom(match: RawMatch, origin: number): RawMatch {
  const moved = movedBy(match, -origin);
  if (moved.value !== undefined) moved.value = moved.value.slice();
  return moved;
}
