/** What is hidden in each line, decided when it ends: by the rules, by open key blocks, by known values. */
import { latin1 } from '../bytes/latin1.ts';
import { indexOfByte } from '../bytes/search.ts';
import { findLineAnchors } from '../engine/line-anchors.ts';
import type { Match } from '../engine/match.ts';
import type { RuleSet } from '../engine/rule-set.ts';
import { scanDocument } from '../engine/scan-document.ts';
import { type FoundAnchor, type Session, createSession } from '../engine/session.ts';
import type { Tier } from '../rules/rule.ts';
import { createKeyBlocks } from './key-block.ts';
import type { KnownValues } from './known-values.ts';
import { type HiddenSpan, holdsMask } from './mask.ts';
import { isAtLeast, labelOf, tierOf } from './tier-of.ts';

/** The options of a redaction that decide what is hidden. */
export interface Wanted {
  readonly ruleSet: RuleSet;
  readonly minTier?: Tier;
}

const LF = 0x0a;
const KEY_BLOCK_LABEL = 'private-key';
const KNOWN_LABEL = 'known-value';

/** Feeds a session line by line where something may be, in one piece where nothing can be. */
export class LineDecider {
  readonly #ruleSet: RuleSet;
  readonly #minTier: Tier;
  readonly #known: KnownValues;
  readonly #halves: ReadonlySet<number>;
  readonly #session: Session;
  readonly #keyBlocks = createKeyBlocks();
  /** The anchors of the lines at hand that a rule may match, and how many of them were fed. */
  #anchors: readonly FoundAnchor[] = [];
  #fedAnchors = 0;
  /** Absolute offset in the text of the next byte. */
  #offset = 0;
  /** Up to this absolute offset an anchor seen may reach. */
  #hotUntil = 0;
  #keyLabel = KEY_BLOCK_LABEL;
  /** Absolute offset of the line before the next one, blank ones left out: an anchor is tried when its own line ends and when the next one does. */
  #lineBefore = 0;

  constructor({ ruleSet, minTier = 'likely' }: Wanted, known: KnownValues) {
    this.#ruleSet = ruleSet;
    this.#minTier = minTier;
    this.#known = known;
    this.#session = createSession(ruleSet);
    this.#halves = halvesOfPairs(ruleSet);
  }

  /**
   * Decides whole lines (the last may lack its LF at the end of the input).
   *
   * @returns Spans in `lines`, in no promised order.
   */
  decide(lines: Uint8Array): HiddenSpan[] {
    const spans: HiddenSpan[] = [];
    this.#anchors = findLineAnchors(this.#ruleSet, lines, this.#offset);
    this.#fedAnchors = 0;
    const hot = this.#hotRanges(lines);
    let at = 0;
    for (let i = 0; i < hot.length; i += 2) {
      const start = hot[i] as number;
      const end = hot[i + 1] as number;
      this.#skip(lines, at, start, spans);
      for (let from = start; from < end;) {
        const to = lineEnd(lines, from);
        this.#decideLine(lines, from, to, spans);
        from = to;
      }
      at = end;
    }
    this.#skip(lines, at, lines.length, spans);
    this.#addKnown(lines, spans);
    return withoutMasked(lines, spans);
  }

  /** What is found in a text that stands for itself. */
  decideAlone(text: Uint8Array): HiddenSpan[] {
    const spans: HiddenSpan[] = [];
    this.#addMatches(scanDocument(text, this.#ruleSet), { base: 0, length: text.length }, spans);
    this.#addKnown(text, spans);
    return withoutMasked(text, spans);
  }

  /**
   * Decides what can be seen of one line that goes on.
   *
   * @param bytes - The undecided part of the line; its first `fedBytes` were handed over before.
   */
  decidePart(bytes: Uint8Array, fedBytes: number): HiddenSpan[] {
    const spans: HiddenSpan[] = [];
    const base = this.#offset - fedBytes;
    const told = this.#session.feed(bytes.subarray(fedBytes));
    this.#offset += bytes.length - fedBytes;
    this.#hotUntil = this.#offset + this.#ruleSet.longestAfter;
    this.#addMatches([...told, ...this.#session.peek(base)], { base, length: bytes.length }, spans);
    this.#addKnown(bytes, spans);
    return withoutMasked(bytes, spans);
  }

  /** Lines that no anchor reaches; only an open key block may go on in them. */
  #skip(lines: Uint8Array, start: number, end: number, spans: HiddenSpan[]): void {
    if (end <= start) return;
    this.#session.feed(lines.subarray(start, end), []);
    this.#lineBefore =
      this.#offset - start + (end - 2 < start ? start : Math.max(start, lines.lastIndexOf(LF, end - 2) + 1));
    this.#offset += end - start;
    for (let from = start; from < end && this.#keyBlocks.open;) {
      const to = lineEnd(lines, from);
      this.#takeKeyLine(lines, from, to, spans);
      from = to;
    }
  }

  #decideLine(lines: Uint8Array, start: number, end: number, spans: HiddenSpan[]): void {
    const base = this.#offset - start;
    const told = this.#session.feed(lines.subarray(start, end), this.#anchorsBefore(base + end));
    const peeked = this.#session.pending ? this.#session.peek(this.#offset, this.#lineBefore) : [];
    const from = spans.length;
    this.#addMatches([...told, ...peeked], { base, length: end }, spans, start);
    if (!isBlankLine(lines, start, end)) this.#lineBefore = this.#offset;
    this.#offset += end - start;
    if (!this.#keyBlocks.open) this.#keyLabel = KEY_BLOCK_LABEL;
    for (const span of spans.slice(from)) if (this.#keyBlocks.open) this.#keyLabel = span.label;
    this.#takeKeyLine(lines, start, end, spans);
  }

  /** The anchors not fed yet that end at or before an absolute offset. */
  #anchorsBefore(end: number): FoundAnchor[] {
    const from = this.#fedAnchors;
    while (this.#fedAnchors < this.#anchors.length && this.#anchors[this.#fedAnchors]!.end <= end) this.#fedAnchors++;
    return this.#anchors.slice(from, this.#fedAnchors);
  }

  #takeKeyLine(lines: Uint8Array, start: number, end: number, spans: HiddenSpan[]): void {
    const key = this.#keyBlocks.take(lines, start, lines[end - 1] === LF ? end - 1 : end);
    if (key !== null) spans.push({ ...key, label: this.#keyLabel, continues: false });
  }

  /** Ranges of whole lines that an anchor may reach, or that a key block may go on in, `[start, end]` flat. */
  #hotRanges(lines: Uint8Array): number[] {
    const { literals, reachAfter } = this.#ruleSet;
    const reaches: [start: number, end: number][] = [[0, Math.min(lines.length, this.#hotUntil - this.#offset)]];
    for (const { literal, end } of this.#anchors) {
      const start = end - this.#offset - literals[literal]!.length;
      const reach = end - this.#offset + (reachAfter[literal] as number) + 1;
      reaches.push([start, Math.min(lines.length, reach)]);
      this.#hotUntil = Math.max(this.#hotUntil, this.#offset + reach);
    }
    return wholeLines(lines, reaches);
  }

  #addMatches(
    matches: readonly Match[],
    at: { readonly base: number; readonly length: number },
    spans: HiddenSpan[],
    from = 0,
  ): void {
    for (const match of matches) {
      if (!this.#isWanted(match)) continue;
      const label = labelOf(match, this.#ruleSet);
      for (const { secretStart, secretEnd } of [match, ...match.parts]) {
        const start = Math.max(from, secretStart - at.base);
        const end = Math.min(at.length, secretEnd - at.base);
        if (end > start) spans.push({ start, end, label, continues: false });
      }
    }
  }

  /** A key id counts whatever its tier: on its line nobody knows yet whether its secret comes on the next. */
  #isWanted(match: Match): boolean {
    const tier = tierOf(match, this.#ruleSet);
    return isAtLeast(tier, this.#minTier) || (tier !== null && this.#halves.has(match.rule));
  }

  #addKnown(bytes: Uint8Array, spans: HiddenSpan[]): void {
    const found = this.#known.find(bytes);
    for (let i = 0; i < found.length; i += 2) {
      spans.push({ start: found[i] as number, end: found[i + 1] as number, label: KNOWN_LABEL, continues: false });
    }
  }
}

/** Rules that match the recognizable half of a pair. */
function halvesOfPairs({ rules, composites }: RuleSet): Set<number> {
  const ids = new Set(composites.flatMap((composite) => composite.parts.flatMap((part) => part.rules)));
  return new Set(rules.flatMap((rule, index) => (rule.class === 'prefix' && ids.has(rule.id) ? [index] : [])));
}

/** One past the LF of the line that holds `at`, or the end. */
function lineEnd(bytes: Uint8Array, at: number): number {
  const lf = indexOfByte(bytes, LF, at);
  return lf === -1 ? bytes.length : lf + 1;
}

function isBlankLine(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i]! > 0x20) return false;
  return true;
}

/** Widened to whole lines and merged. */
function wholeLines(bytes: Uint8Array, ranges: [start: number, end: number][]): number[] {
  const merged: number[] = [];
  let covered = 0;
  for (const [start, end] of ranges.sort((a, b) => a[0] - b[0])) {
    if (end <= Math.max(covered, start)) continue;
    const from = start <= covered ? covered : bytes.lastIndexOf(LF, start - 1) + 1;
    const to = lineEnd(bytes, end - 1);
    if (merged.length > 0 && from <= (merged.at(-1) as number)) merged[merged.length - 1] = to;
    else merged.push(from, to);
    covered = to;
  }
  return merged;
}

/** Leaves out what holds a mask of ours: a second pass changes nothing. */
function withoutMasked(bytes: Uint8Array, spans: readonly HiddenSpan[]): HiddenSpan[] {
  return spans.filter((span) => !holdsMask(latin1(bytes, span.start, Math.min(span.end, bytes.length))));
}
