/**
 * An edited document scanned by its edit: anchors are looked for only where bytes are new and at the seams; an anchor in
 * copied bytes is inherited, with its raw matches unless a seam lies within its rules' reach. So is what stands encoded, and the
 * signs of document rules. Pure.
 *
 * Positions are the document's own. A chain of edits is a chain of calls; each result equals a scan of that version whole.
 */
import type { EditOps } from '../bytes/edit.ts';
import { CopiedRuns } from './copied-runs.ts';
import { RUN_CONTEXT_BYTES, findEncodedRuns, findEncodedRunsNear } from './decode/runs.ts';
import type { EncodedRun } from './decode/derived.ts';
import { HEAD_BYTES, SIGN_REACH, addSign, headSigns } from './documents/signs.ts';
import { createAnchorBuffer } from './kernel/kernel.ts';
import type { RawMatch } from './match.ts';
import type { RuleSet } from './rule-set.ts';
import { matchEncoded } from './scan-document.ts';
import { type AnchorMatches, ScannedVersion, keptFrom } from './scanned-version.ts';
import { type Haystack, tryAnchor } from './try-anchor.ts';
import type { WindowHasher, WindowMemo } from './verdict-memo.ts';

const NO_MATCHES: readonly RawMatch[] = [];

/** Longer windows are judged each time: few literals have them. */
const LONGEST_WINDOW_BYTES = 5000;

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
  /** How far an anchor that a gap cuts, or a sign that it may change, lies beside it. */
  readonly #margin: number;
  readonly #windows: WindowMemo | null;
  #keys = new Float64Array(256);
  #haystack: Haystack = { bytes: new Uint8Array(0), baseOffset: 0, ends: true };
  #base: ScannedVersion | null = null;
  #into = new ScannedVersion();

  /** @param memo - What was judged before, and who hashes the document that is scanned. */
  constructor(ruleSet: RuleSet, memo: WindowMemo | null = null) {
    this.#ruleSet = ruleSet;
    this.#windows = memo;
    this.#lengths = Int32Array.from(ruleSet.literalBytes, (bytes) => bytes.length);
    this.#before = Int32Array.from(ruleSet.reachBefore);
    this.#after = Int32Array.from(ruleSet.reachAfter);
    this.#margin = Math.max(ruleSet.kernel.longestBytes - 1, SIGN_REACH);
  }

  /** Scans a version whole: where a chain begins, and what {@link rescan} must equal. */
  scan(bytes: Uint8Array, into: ScannedVersion): void {
    this.#begin(null, bytes, into);
    this.#findAnchors(-1, bytes.length + 1, 0, bytes.length);
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
      this.#inherit(run);
      gapStart = runs.to(run) + runs.length(run);
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
    this.#base = base;
    this.#into = into;
    into.clear(bytes.length);
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

  /** What no run holds whole because it uses a byte of `[gapStart, gapEnd)`, or crosses it where that is empty. */
  #lookAcross(gapStart: number, gapEnd: number, nextRun: number): void {
    const { bytes } = this.#haystack;
    const from = Math.max(0, gapStart - this.#margin);
    this.#findAnchors(gapStart, gapEnd, from, Math.min(bytes.length, gapEnd + this.#margin));
    for (const run of findEncodedRunsNear(bytes, gapStart, gapEnd)) {
      const { start, end } = run;
      const isTouched = start - RUN_CONTEXT_BYTES < gapEnd && end + RUN_CONTEXT_BYTES > gapStart;
      if (isTouched && !this.#isSeenBefore(start, nextRun - 1)) this.#addEncoded(run);
    }
  }

  /** Whether the gap before a copied run touches an encoded run too. */
  #isSeenBefore(start: number, run: number): boolean {
    return run >= 0 && !this.#isCopiedFromStart(run) && start - RUN_CONTEXT_BYTES < this.#runs.to(run);
  }

  #addEncoded(run: EncodedRun): void {
    const raw = matchEncoded(this.#haystack.bytes, run, this.#ruleSet);
    if (raw.length === 0) return;
    const { start, end, encoding } = run;
    this.#into.encoded.push({ start, end, encoding, raw: raw.map((match) => keptFrom(match, start)) });
  }

  /** Finds the anchors in `[from, to)` that begin before `gapEnd` and end after `gapStart`, and judges them. */
  #findAnchors(gapStart: number, gapEnd: number, from: number, to: number): void {
    const found = this.#found;
    found.count = 0;
    this.#ruleSet.kernel.find(this.#haystack.bytes, from, from, to, found);
    const { count, pairs } = found;
    if (count === 0) return;
    if (this.#keys.length < count) this.#keys = new Float64Array(2 * count);
    const keys = this.#keys.subarray(0, count);
    const literals = this.#lengths.length;
    const into = this.#into;
    for (let i = 0; i < count; i++) keys[i] = pairs[2 * i + 1]! * literals + pairs[2 * i]!;
    if (count > 1) keys.sort();
    for (let i = 0; i < count; i++) {
      const end = Math.floor(keys[i]! / literals);
      const literal = keys[i]! - end * literals;
      const start = end - this.#lengths[literal]!;
      into.wordSigns = addSign(into.wordSigns, this.#ruleSet.signs[literal]!, this.#haystack.bytes, start, end);
      const isCut = gapStart === gapEnd ? start < gapStart && end > gapStart : start < gapEnd && end > gapStart;
      if (isCut && this.#ruleSet.uses[literal]!.length > 0) this.#into.add(literal, end, this.#judge(literal, end));
    }
  }

  /** The raw matches of all rules of a literal, relative to its end. */
  #judge(literal: number, end: number): readonly RawMatch[] {
    if (this.#windows === null || !this.#hashWindow(this.#windows.hasher, literal, end)) return this.#try(literal, end);
    const { hasher, memo } = this.#windows;
    const { a, b } = hasher;
    const known = memo.find(a, b);
    if (known !== undefined) return known;
    const raw = this.#try(literal, end);
    memo.keep(a, b, raw);
    return raw;
  }

  /** Hashes all that the verdict depends on; false where trying costs less. */
  #hashWindow(hasher: WindowHasher, literal: number, end: number): boolean {
    const start = end - this.#lengths[literal]!;
    const from = Math.max(0, start - this.#before[literal]!);
    const to = Math.min(this.#haystack.bytes.length, end + this.#after[literal]!);
    if (to - from > LONGEST_WINDOW_BYTES) return false;
    const edges = (from === 0 ? 1 : 0) | (to === this.#haystack.bytes.length ? 2 : 0);
    hasher.hash(from, to, Math.imul(literal + 1, 0x9e3779b1) ^ edges, start - from);
    return true;
  }

  #try(literal: number, end: number): readonly RawMatch[] {
    const raw = this.#raw;
    raw.length = 0;
    tryAnchor(this.#ruleSet, this.#haystack, literal, end, raw);
    return raw.length === 0 ? NO_MATCHES : raw.map((match) => keptFrom(match, end));
  }

  /** What a run holds whole of the base, at its new place; anchors are judged afresh where a seam lies within reach. */
  #inherit(run: number): void {
    const base = this.#base!;
    const from = this.#runs.from(run);
    const shift = this.#runs.to(run) - from;
    const runEnd = from + this.#runs.length(run);
    const low = this.#isCopiedFromStart(run) ? -Infinity : from;
    const high = this.#isCopiedToEnd(run) ? Infinity : runEnd;
    this.#inheritAnchors({ from, runEnd, low, high, shift });
    for (const { start, end, encoding, raw } of base.encoded) {
      if (start - RUN_CONTEXT_BYTES < low || end + RUN_CONTEXT_BYTES > high || start < from || end > runEnd) continue;
      this.#into.encoded.push({ start: start + shift, end: end + shift, encoding, raw });
    }
  }

  #inheritAnchors({ from, runEnd, low, high, shift }: InheritedRun): void {
    const base = this.#base!;
    const into = this.#into;
    const [lengths, before, after] = [this.#lengths, this.#before, this.#after];
    const { ends, literals, count } = base;
    const matches = new MatchCursor(base.matches);
    for (let i = base.firstEndingAfter(from); i < count; i++) {
      const end = ends[i]!;
      if (end > runEnd) break;
      const literal = literals[i]!;
      const start = end - lengths[literal]!;
      if (start < from) continue;
      const isClear = start - before[literal]! > low && end + after[literal]! < high;
      into.add(literal, end + shift, isClear ? matches.of(i) : this.#judge(literal, end + shift));
    }
  }
}

/** A copied run in the base, how far to either side no seam lies, and how much further on it stands in the result. */
interface InheritedRun {
  readonly from: number;
  readonly runEnd: number;
  readonly low: number;
  readonly high: number;
  readonly shift: number;
}

/** The matches of anchors that are asked for by rising number. */
class MatchCursor {
  readonly #matches: readonly AnchorMatches[];
  #at = 0;

  constructor(matches: readonly AnchorMatches[]) {
    this.#matches = matches;
  }

  of(anchor: number): readonly RawMatch[] {
    while (this.#at < this.#matches.length && this.#matches[this.#at]!.anchor < anchor) this.#at++;
    const next = this.#matches[this.#at];
    return next !== undefined && next.anchor === anchor ? next.raw : NO_MATCHES;
  }
}
