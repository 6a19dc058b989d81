/**
 * An edited document scanned by its edit: anchors are looked for only where bytes are new and round the seams; an anchor further
 * away is inherited, with its raw matches unless a seam lies within its rules' reach. An anchor to which its literal's gate says
 * no is not kept at all: the no stands until an edit comes near, and there anchors are looked for again. So is what stands
 * encoded inherited, and the signs of document rules. Pure.
 *
 * Positions are the document's own. A chain of edits is a chain of calls; each result equals a scan of that version whole.
 */
import type { EditOps } from '../bytes/edit.ts';
import { CopiedRuns } from './copied-runs.ts';
import { RUN_CONTEXT_BYTES, NearbyRuns, findEncodedRuns } from './decode/runs.ts';
import type { EncodedRun } from './decode/derived.ts';
import { type CopiedStretch, addEncoded, inheritEncoded } from './encoded-matches.ts';
import { HEAD_BYTES, SIGN_REACH, addSign, headSigns } from './documents/signs.ts';
import type { Haystack } from './haystack.ts';
import { createAnchorBuffer } from './kernel/kernel.ts';
import type { RawMatch } from './match.ts';
import type { RuleSet } from './rule-set.ts';
import { ScannedVersion, keptFrom } from './scanned-version.ts';
import { lineEnd, lineStart } from './matchers/assignment-text.ts';
import { GATE_AFTER, GATE_BEFORE, GATE_LINE } from './matchers/matcher.ts';
import { tryRules } from './try-anchor.ts';

const NO_MATCHES: readonly RawMatch[] = [];

/** Where the matches of a document stand. */
export interface KnownMatches {
  /** See `documents/signs.ts`. */
  readonly signs: number;
  readonly anchors: readonly { readonly literal: number; readonly end: number }[];
  readonly runs: readonly EncodedRun[];
}

/** Scans versions of documents for one rule set; keeps the memory it needs. */
export class VersionScanner {
  readonly #ruleSet: RuleSet;
  /** By literal: its length, and how far its rules reach. */
  readonly #lengths: Int32Array;
  readonly #before: Int32Array;
  readonly #after: Int32Array;
  readonly #found = createAnchorBuffer();
  readonly #runs = new CopiedRuns();
  readonly #raw: RawMatch[] = [];
  readonly #longest: number;
  #keys = new Float64Array(256);
  #haystack: Haystack = { bytes: new Uint8Array(0), baseOffset: 0, ends: true };
  #near = new NearbyRuns(this.#haystack.bytes);
  #base: ScannedVersion | null = null;
  #into = new ScannedVersion();
  /** All anchors that end at or before it are in the result. */
  #lookedTo = 0;

  constructor(ruleSet: RuleSet) {
    this.#ruleSet = ruleSet;
    this.#lengths = Int32Array.from(ruleSet.literals, (literal) => literal.length);
    this.#before = Int32Array.from(ruleSet.reachBefore);
    this.#after = Int32Array.from(ruleSet.reachAfter);
    this.#longest = ruleSet.kernel.longestBytes;
  }

  /** Scans a version whole: where a chain begins, and what {@link rescan} must equal. */
  scan(bytes: Uint8Array, into: ScannedVersion): void {
    this.#begin(null, bytes, into);
    this.#findAnchors(0, bytes.length);
    into.headSigns = headSigns(bytes);
    for (const run of findEncodedRuns(bytes)) this.#addEncoded(run);
  }

  /**
   * Scans an edited version from the scan of its base.
   *
   * @param ops - How `bytes` derives from the base; covers all of `bytes`.
   */
  rescan(base: ScannedVersion, ops: EditOps, bytes: Uint8Array, into: ScannedVersion): void {
    this.#begin(base, bytes, into);
    const runs = this.#runs;
    runs.read(ops);
    into.wordSigns = base.wordSigns;
    into.headSigns = this.#isHeadCopied() ? base.headSigns : headSigns(bytes);
    let gapStart = 0;
    for (let run = 0; run < runs.count; run++) {
      if (!this.#isCopiedFromStart(run)) this.#lookAcross(gapStart, runs.to(run), run);
      gapStart = runs.to(run) + runs.length(run);
      const isLast = run === runs.count - 1;
      this.#inherit(run, isLast && this.#isCopiedToEnd(run) ? bytes.length : this.#zoneStart(gapStart));
    }
    if (runs.count === 0 || !this.#isCopiedToEnd(runs.count - 1)) this.#lookAcross(gapStart, bytes.length, runs.count);
  }

  /**
   * Judges only what an earlier scan of this very document says led to a match. Nothing can be inherited from the result, which
   * holds no other anchors.
   */
  recall(bytes: Uint8Array, known: KnownMatches, into: ScannedVersion): void {
    this.#begin(null, bytes, into);
    into.wordSigns = known.signs;
    for (const { literal, end } of known.anchors) into.add(literal, end, this.#judge(literal, end));
    for (const run of known.runs) this.#addEncoded(run);
  }

  #begin(base: ScannedVersion | null, bytes: Uint8Array, into: ScannedVersion): void {
    this.#haystack = { bytes, baseOffset: 0, ends: true };
    this.#near = new NearbyRuns(bytes);
    this.#base = base;
    this.#into = into;
    into.clear(bytes.length);
    this.#lookedTo = 0;
  }

  /** An edge of a run is no seam only where it is the file's own edge in base and result both. */
  #isCopiedFromStart(run: number): boolean {
    return this.#runs.from(run) === 0 && this.#runs.to(run) === 0;
  }

  #isCopiedToEnd(run: number): boolean {
    const runs = this.#runs;
    const length = runs.length(run);
    return runs.from(run) + length === this.#base!.sizeBytes && runs.to(run) + length === this.#into.sizeBytes;
  }

  #isHeadCopied(): boolean {
    const isFromStart = this.#runs.count > 0 && this.#isCopiedFromStart(0);
    return isFromStart && (this.#runs.length(0) >= HEAD_BYTES + 1 || this.#isCopiedToEnd(0));
  }

  /**
   * What no run holds whole because it uses a byte of `[gapStart, gapEnd)`, or crosses it where that is empty, and anchors to whose
   * gate these bytes matter.
   */
  #lookAcross(gapStart: number, gapEnd: number, nextRun: number): void {
    this.#findAnchors(Math.max(this.#lookedTo, this.#zoneStart(gapStart)), this.#zoneEnd(gapEnd));
    for (const run of this.#near.find(gapStart, gapEnd)) {
      if (!this.#isSeenBefore(run.start, nextRun - 1)) this.#addEncoded(run);
    }
  }

  /** Whether the gap before a copied run touches an encoded run too. */
  #isSeenBefore(start: number, run: number): boolean {
    return run >= 0 && !this.#isCopiedFromStart(run) && start - RUN_CONTEXT_BYTES < this.#runs.to(run);
  }

  #addEncoded(run: EncodedRun): void {
    addEncoded(this.#into, this.#haystack.bytes, run, this.#ruleSet);
  }

  /** Before this offset no anchor's verdict by its gate, and no sign, depends on a byte behind `gapStart`. */
  #zoneStart(gapStart: number): number {
    const { bytes } = this.#haystack;
    const near = Math.max(0, gapStart - Math.max(GATE_AFTER, SIGN_REACH));
    const least = Math.max(0, gapStart - GATE_LINE - this.#longest);
    return lineStart(bytes, near, least);
  }

  /** Behind this offset none ends whose verdict depends on a byte before `gapEnd`. */
  #zoneEnd(gapEnd: number): number {
    const { bytes } = this.#haystack;
    const least = Math.min(bytes.length, gapEnd + this.#longest);
    const most = Math.min(bytes.length, gapEnd + GATE_BEFORE + this.#longest);
    return Math.max(least, lineEnd(bytes, gapEnd, most));
  }

  /** Finds the anchors that end in `(from, to]` and judges those that their gate lets through. */
  #findAnchors(from: number, to: number): void {
    this.#lookedTo = Math.max(this.#lookedTo, to);
    const found = this.#found;
    found.count = 0;
    const { kernel, signs, usesOf, gates } = this.#ruleSet;
    kernel.find(this.#haystack.bytes, Math.max(0, from - kernel.longestBytes + 1), from, to, found);
    const into = this.#into;
    for (const key of this.#sortedKeys()) {
      const end = Math.floor(key / this.#lengths.length);
      const literal = key - end * this.#lengths.length;
      const start = end - this.#lengths[literal]!;
      into.wordSigns = addSign(into.wordSigns, signs[literal]!, this.#haystack.bytes, start, end);
      if (usesOf(literal).length === 0 || !gates.mayMatch(this.#haystack, literal, end)) continue;
      into.add(literal, end, this.#judge(literal, end));
    }
  }

  /** What the kernel found, by rising end, then literal: one number each. */
  #sortedKeys(): Float64Array {
    const { count, pairs } = this.#found;
    if (this.#keys.length < count) this.#keys = new Float64Array(2 * count);
    const keys = this.#keys.subarray(0, count);
    const literals = this.#lengths.length;
    let isSorted = true;
    for (let i = 0; i < count; i++) {
      keys[i] = pairs[2 * i + 1]! * literals + pairs[2 * i]!;
      if (i > 0 && keys[i]! < keys[i - 1]!) isSorted = false;
    }
    return isSorted ? keys : keys.sort();
  }

  /** The raw matches of all rules of a literal, relative to its end. */
  #judge(literal: number, end: number): readonly RawMatch[] {
    const raw = this.#raw;
    raw.length = 0;
    tryRules(this.#ruleSet, this.#haystack, literal, end, raw);
    return raw.length === 0 ? NO_MATCHES : raw.map((match) => keptFrom(match, end));
  }

  /** What a run holds whole of the base before an offset, at its new place; anchors are judged afresh where a seam lies within reach. */
  #inherit(run: number, before: number): void {
    const from = this.#runs.from(run);
    const shift = this.#runs.to(run) - from;
    const runEnd = from + this.#runs.length(run);
    const low = this.#isCopiedFromStart(run) ? -Infinity : from;
    const high = this.#isCopiedToEnd(run) ? Infinity : runEnd;
    this.#inheritAnchors({
      from: Math.max(from, this.#lookedTo - shift),
      to: Math.min(runEnd, before - shift),
      low,
      high,
      shift,
    });
    this.#lookedTo = Math.max(this.#lookedTo, before);
    inheritEncoded(this.#into, this.#base!, { from, to: runEnd, low, high, shift });
  }

  #inheritAnchors({ from, to, low, high, shift }: CopiedStretch): void {
    const base = this.#base!;
    const into = this.#into;
    const [lengths, before, after] = [this.#lengths, this.#before, this.#after];
    const { ends, literals, count, matches } = base;
    const first = base.firstEndingAfter(from);
    let match = base.firstMatchFrom(first);
    for (let i = first; i < count; i++) {
      const end = ends[i]!;
      if (end > to) break;
      const literal = literals[i]!;
      let raw = NO_MATCHES;
      if (match < matches.length && matches[match]!.anchor === i) raw = matches[match++]!.raw;
      const isClear = end - lengths[literal]! - before[literal]! > low && end + after[literal]! < high;
      into.add(literal, end + shift, isClear ? raw : this.#judge(literal, end + shift));
    }
  }
}
