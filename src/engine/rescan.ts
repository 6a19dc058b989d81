/**
 * An edited document scanned by its edit: anchors are looked for only where bytes are new and at the seams; an anchor in
 * copied bytes is inherited, with its raw matches unless a seam lies within its rules' reach. Pure.
 *
 * Positions are the document's own. A chain of edits is a chain of calls; each result equals a scan of that version whole.
 */
import type { EditOps } from '../bytes/edit.ts';
import { createAnchorBuffer } from './kernel/kernel.ts';
import type { RawMatch } from './match.ts';
import type { RuleSet } from './rule-set.ts';
import { type Haystack, tryAnchor } from './try-anchor.ts';

/** One anchor with its verdict: the raw matches of all rules of its literal, usually none. */
export interface JudgedAnchor {
  readonly literal: number;
  /** One past the literal's last byte. */
  readonly end: number;
  readonly raw: readonly RawMatch[];
}

/** A scanned version: its size and its anchors by rising end, then literal. */
export interface ScannedVersion {
  readonly sizeBytes: number;
  readonly anchors: readonly JudgedAnchor[];
}

/** Copied pieces shorter than this are treated as new bytes: looking costs less than mapping. Longer than any literal. */
const SHORTEST_RUN_BYTES = 64;

/** A stretch of bytes copied from the base: base `[from, from + length)` stands at new `[to, to + length)`. */
interface Run {
  readonly from: number;
  readonly to: number;
  readonly length: number;
}

/** Scans a version whole: where a chain begins, and what {@link rescan} must equal. */
export function scanVersion(bytes: Uint8Array, ruleSet: RuleSet): ScannedVersion {
  return { sizeBytes: bytes.length, anchors: sortAnchors(judgeBetween(bytes, ruleSet, 0, bytes.length, () => true)) };
}

/**
 * The scan of an edited version, from the scan of its base.
 *
 * @param ops - How `bytes` derives from the base; covers all of `bytes`.
 */
export function rescan(base: ScannedVersion, ops: EditOps, bytes: Uint8Array, ruleSet: RuleSet): ScannedVersion {
  const runs = mergeRuns(ops);
  const anchors: JudgedAnchor[] = [];
  let gapStart = 0;
  for (const run of runs) {
    anchors.push(...anchorsAcross(bytes, ruleSet, gapStart, run.to));
    anchors.push(...inheritRun(base, run, bytes, ruleSet));
    gapStart = run.to + run.length;
  }
  anchors.push(...anchorsAcross(bytes, ruleSet, gapStart, bytes.length));
  return { sizeBytes: bytes.length, anchors: sortAnchors(anchors) };
}

/** All raw matches of a version. */
export function rawOf(version: ScannedVersion): RawMatch[] {
  return version.anchors.flatMap((anchor) => [...anchor.raw]);
}

function sortAnchors(anchors: JudgedAnchor[]): JudgedAnchor[] {
  return anchors.sort((a, b) => a.end - b.end || a.literal - b.literal);
}

/** Copies that continue each other are one run (a split copy is no seam); short ones are left out. */
function mergeRuns(ops: EditOps): Run[] {
  const runs: Run[] = [];
  let to = 0;
  let open: Run | null = null;
  const close = (): void => {
    if (open !== null && open.length >= SHORTEST_RUN_BYTES) runs.push(open);
    open = null;
  };
  for (let i = 0; i < ops.length; i += 3) {
    const isCopy = ops[i] === 1;
    const start = ops[i + 1] as number;
    const length = ops[i + 2] as number;
    const continues: boolean = isCopy && open !== null && (open as Run).from + (open as Run).length === start;
    if (continues) open = { ...(open as unknown as Run), length: (open as unknown as Run).length + length };
    else {
      close();
      if (isCopy) open = { from: start, to, length };
    }
    to += length;
  }
  close();
  return runs;
}

/** Anchors that use a byte of `[gapStart, gapEnd)` or cross it where it is empty: those that no run holds whole. */
function anchorsAcross(bytes: Uint8Array, ruleSet: RuleSet, gapStart: number, gapEnd: number): JudgedAnchor[] {
  const isOutsideRuns = (start: number, end: number): boolean => start < gapEnd && end > gapStart;
  const reach = ruleSet.kernel.longestBytes - 1;
  const crosses = (start: number, end: number): boolean =>
    gapStart === gapEnd ? start < gapStart && end > gapStart : isOutsideRuns(start, end);
  return judgeBetween(bytes, ruleSet, Math.max(0, gapStart - reach), Math.min(bytes.length, gapEnd + reach), crosses);
}

function judgeBetween(
  bytes: Uint8Array,
  ruleSet: RuleSet,
  from: number,
  to: number,
  wanted: (start: number, end: number) => boolean,
): JudgedAnchor[] {
  const found = createAnchorBuffer();
  ruleSet.kernel.find(bytes, from, from, to, found);
  const anchors: JudgedAnchor[] = [];
  for (let i = 0; i < found.count; i++) {
    const literal = found.pairs[2 * i] as number;
    const end = found.pairs[2 * i + 1] as number;
    if (wanted(end - lengthOf(ruleSet, literal), end)) anchors.push(judgeAnchor(bytes, ruleSet, literal, end));
  }
  return anchors;
}

function lengthOf(ruleSet: RuleSet, literal: number): number {
  return (ruleSet.literalBytes[literal] as Uint8Array).length;
}

function judgeAnchor(bytes: Uint8Array, ruleSet: RuleSet, literal: number, end: number): JudgedAnchor {
  const raw: RawMatch[] = [];
  const haystack: Haystack = { bytes, baseOffset: 0, ends: true };
  tryAnchor(ruleSet, haystack, literal, end, raw);
  return { literal, end, raw };
}

/** The base's anchors that a run holds whole, at their new place; judged afresh where a seam lies within reach. */
function inheritRun(base: ScannedVersion, run: Run, bytes: Uint8Array, ruleSet: RuleSet): JudgedAnchor[] {
  const shift = run.to - run.from;
  const runEnd = run.from + run.length;
  // An edge is no seam only where it is the file's own edge in base and result both.
  const low = run.from === 0 && run.to === 0 ? -Infinity : run.from;
  const high = runEnd === base.sizeBytes && run.to + run.length === bytes.length ? Infinity : runEnd;
  const anchors: JudgedAnchor[] = [];
  for (let i = firstEndingAfter(base.anchors, run.from); i < base.anchors.length; i++) {
    const anchor = base.anchors[i] as JudgedAnchor;
    if (anchor.end > runEnd) break;
    const start = anchor.end - lengthOf(ruleSet, anchor.literal);
    if (start < run.from) continue;
    const isClear =
      start - (ruleSet.reachBefore[anchor.literal] as number) > low &&
      anchor.end + (ruleSet.reachAfter[anchor.literal] as number) < high;
    anchors.push(isClear ? moveAnchor(anchor, shift) : judgeAnchor(bytes, ruleSet, anchor.literal, anchor.end + shift));
  }
  return anchors;
}

function moveAnchor(anchor: JudgedAnchor, shift: number): JudgedAnchor {
  if (shift === 0) return anchor;
  const raw = anchor.raw.map((match) => ({
    ...match,
    start: match.start + shift,
    end: match.end + shift,
    secretStart: match.secretStart + shift,
    secretEnd: match.secretEnd + shift,
  }));
  return { literal: anchor.literal, end: anchor.end + shift, raw };
}

function firstEndingAfter(anchors: readonly JudgedAnchor[], offset: number): number {
  let low = 0;
  let high = anchors.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((anchors[middle] as JudgedAnchor).end <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
