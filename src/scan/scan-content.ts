/** One content (a document or a stream of fragments) scanned and sealed where its bytes are. */
import {
  EMPTY_TALLY,
  type LineCounter,
  type LineTally,
  type Position,
  addTally,
  tallyLines,
} from '../bytes/line-tally.ts';
import type { Origin } from '../bytes/origin.ts';
import { type Match, isDismissed } from '../engine/match.ts';
import { scanDocument } from '../engine/scan-document.ts';
import { type Session, createSession } from '../engine/session.ts';
import type { FoundMatch, SealedMatch } from '../findings/finding.ts';
import { moveLines } from '../findings/move-lines.ts';
import { applyInlineMarks } from '../findings/inline-marks.ts';
import { type SealedBytes, sealMatches, valueKeyOf, valueKeysOf } from '../findings/seal.ts';
import type { Fragment, LogPart } from '../sources/source.ts';
import type { ScanContext } from './context.ts';
import type { FoundMatches } from './known-blobs.ts';
import { foldRepeats } from './fold-repeats.ts';
import { isTellable } from './tier-of.ts';
import { type LogTextStream, createLogTextStream } from './log-text-stream.ts';

/** Origins whose inline marks count: a log line must not switch off its own report. */
function honorsMarks(origin: Origin): boolean {
  return origin.kind === 'file' || origin.kind === 'index' || origin.kind === 'blob';
}

/** A whole document scanned. */
export interface ScannedDocument {
  /** Matches that may become findings, in byte order. */
  readonly sealed: readonly SealedMatch[];
  /** Of a blob: value keys of all its matches, dismissed ones too (see `findings/introduced.ts`). Else empty. */
  readonly keys: readonly string[];
}

export const NOTHING: ScannedDocument = { sealed: [], keys: [] };

/** Scans and seals a whole document. */
export function scanWhole({ bytes, origin, onlyProven }: Fragment, context: ScanContext): ScannedDocument {
  const memo = origin.kind === 'blob' ? context.memo : null;
  const matches = scanDocument(bytes, context.ruleSet, memo);
  const kept = onlyProven === true ? matches.filter((match) => isProven(match, context)) : matches;
  return sealDocument(kept, bytes, origin, context);
}

/** Whether a token names its provider and its checksum holds: then it is one wherever it stands. */
function isProven({ rule, composite, evidence }: Match, { ruleSet }: ScanContext): boolean {
  return composite < 0 && evidence.checksum === 1 && ruleSet.ruleAt(rule).class === 'prefix';
}

/** What is known of a document beforehand. */
interface KnownOfBytes {
  /** Whether inline marks are to be looked for. */
  readonly mayHoldMarks: boolean;
  readonly countLines?: LineCounter;
}

/**
 * Seals the matches of a whole document that may become findings, with the inline marks that cover them.
 *
 * @param known - What is known of the bytes.
 */
export function sealDocument(
  matches: readonly Match[],
  bytes: Uint8Array,
  origin: Origin,
  context: ScanContext,
  known: KnownOfBytes = { mayHoldMarks: honorsMarks(origin) },
): ScannedDocument {
  const isBlob = origin.kind === 'blob';
  const kept = matches.filter((match) => !isDismissed(match));
  if (isBlob ? matches.length === 0 : kept.length === 0) return NOTHING;
  const at = { bytes, baseOffset: 0, tally: EMPTY_TALLY, countLines: known.countLines };
  const sealed = sealMatches(kept, at, context.sealer);
  return {
    sealed: known.mayHoldMarks ? applyInlineMarks(sealed, bytes, context.ruleSet) : sealed,
    keys: isBlob ? valueKeysOf(matches, at, context.sealer) : [],
  };
}

/** As {@link sealDocument} of a blob, as far as it matters who brought its matches in. */
export function keyDocument(
  matches: readonly Match[],
  bytes: Uint8Array,
  { ruleSet, sealer }: ScanContext,
): FoundMatches {
  const at = { bytes, baseOffset: 0, tally: EMPTY_TALLY };
  const kept: FoundMatch[] = [];
  for (const match of matches) {
    if (isDismissed(match)) continue;
    const { rule, composite } = match;
    kept.push({ rule, composite, valueKey: valueKeyOf(match, at, sealer), isNothing: !isTellable(match, ruleSet) });
  }
  return { matches: kept, keys: valueKeysOf(matches, at, sealer) };
}

/** What is asked of a blob whose matches are known: some sealed, by their numbers in what `keyDocument` gave; null: all value keys. */
export type AskedMatches = readonly number[] | null;

/** The answer: the matches by their numbers in byte order, or the keys. */
export interface RecalledMatches {
  readonly sealed: ReadonlyMap<number, SealedMatch>;
  readonly keys: readonly string[];
  /** How many matches there are that may become findings. */
  readonly count: number;
}

/** As {@link sealDocument} of a blob, only what is asked. */
export function recallDocument(
  matches: readonly Match[],
  bytes: Uint8Array,
  asked: AskedMatches,
  { context, known }: { readonly context: ScanContext; readonly known: KnownOfBytes },
): RecalledMatches {
  const at = { bytes, baseOffset: 0, tally: EMPTY_TALLY, countLines: known.countLines };
  const kept = matches.filter((match) => !isDismissed(match));
  if (asked === null) {
    return { sealed: new Map(), keys: valueKeysOf(matches, at, context.sealer), count: kept.length };
  }
  // A mark covers a line where no other match is.
  const wanted = known.mayHoldMarks ? [...kept.keys()] : asked.filter((number) => number < kept.length);
  const plain = sealMatches(
    wanted.map((number) => kept[number] as Match),
    at,
    context.sealer,
  );
  const sealed = known.mayHoldMarks ? applyInlineMarks(plain, bytes, context.ruleSet) : plain;
  return { sealed: new Map(sealed.map((match, i) => [wanted[i] as number, match])), keys: [], count: kept.length };
}

/** Value keys of all matches of a document, dismissed ones too: what "was there before" means (house 5.5). */
export function keysOfWhole(bytes: Uint8Array, context: ScanContext): string[] {
  const matches = scanDocument(bytes, context.ruleSet);
  return valueKeysOf(matches, { bytes, baseOffset: 0, tally: EMPTY_TALLY }, context.sealer);
}

/** A content that arrives in several fragments. */
export interface StreamScan<Found> {
  feed(fragment: Fragment): void;
  /** Ends the content and returns what was found in it. */
  end(): Found[];
}

/** Starts a scan of fragments; repeats of one secret are folded, so memory stays bounded. */
export function createStreamScan(context: ScanContext): StreamScan<SealedMatch> {
  const folded = foldRepeats();
  const take = (matches: readonly Match[], at: SealedBytes): void => {
    const kept = matches.filter((match) => !isDismissed(match));
    if (kept.length > 0) folded.add(sealMatches(kept, at, context.sealer));
  };
  return createStream(context, take, () => folded.all());
}

/** A scan of a part of a log; the lines of what it finds count from the part's first. */
export interface PartScan extends StreamScan<SealedMatch> {
  /** Lines of the part; null when a part by itself gives something else than within the whole. Valid at the end. */
  readonly lines: number | null;
}

/** Starts a {@link PartScan}. */
export function createPartScan(context: ScanContext, part: LogPart): PartScan {
  const folded = foldRepeats();
  const text = createLogTextStream();
  /** Offsets in the text. */
  let from = part.readFrom === part.from ? 0 : Infinity;
  let to = Infinity;
  let linesBefore = 0;
  let lines = 0;
  const take = (matches: readonly Match[], at: SealedBytes): void => {
    const kept = matches.filter((match) => match.start >= from && match.start < to && !isDismissed(match));
    const sealed = kept.length > 0 ? sealMatches(kept, at, context.sealer) : [];
    folded.add(sealed.map((match) => moveLines(match, -linesBefore)));
  };
  const stream = createStream(context, take, () => folded.all(), text);
  const feed = (fragment: Fragment, start: number, end: number): void => {
    const bytes = fragment.bytes.subarray(start, end);
    const baseOffset = fragment.baseOffset + start;
    if (baseOffset === part.from) from = text.givenBytes;
    if (baseOffset === part.to) to = text.givenBytes;
    if (baseOffset < part.from) linesBefore += tallyLines(bytes).lines;
    else if (baseOffset < part.to) lines += tallyLines(bytes).lines;
    stream.feed({ ...fragment, baseOffset, bytes, last: fragment.last && end === fragment.bytes.length });
  };
  return {
    feed(fragment) {
      const { length } = fragment.bytes;
      const cuts = [part.from, part.to].map((cut) => Math.min(Math.max(0, cut - fragment.baseOffset), length));
      let start = 0;
      for (const end of [...cuts, length]) {
        if (end > start) feed(fragment, start, end);
        start = end;
      }
    },
    end: () => stream.end(),
    get lines() {
      return text.hasJoined ? null : lines;
    },
  };
}

/** As {@link keysOfWhole}, of fragments. */
export function createStreamKeys(context: ScanContext): StreamScan<string> {
  const keys = new Set<string>();
  const take = (matches: readonly Match[], at: SealedBytes): void => {
    for (const key of valueKeysOf(matches, at, context.sealer)) keys.add(key);
  };
  return createStream(context, take, () => [...keys]);
}

function createStream<Found>(
  context: ScanContext,
  onMatches: (matches: readonly Match[], at: SealedBytes) => void,
  found: () => Found[],
  text: LogTextStream = createLogTextStream(),
): StreamScan<Found> {
  const session: Session = createSession(context.ruleSet);
  const toOriginal = (offset: number, position: Position): Position => text.toOriginal(offset, position);
  const take = (matches: readonly Match[]): void => {
    if (matches.length > 0) onMatches(matches, { ...session.window(), toOriginal });
    text.forgetBefore(session.window().baseOffset);
  };
  const tally = (): LineTally => {
    const { bytes, tally: before } = session.window();
    return addTally(before, tallyLines(bytes));
  };
  return {
    feed: (fragment) => take(session.feed(text.push(fragment.bytes, fragment.last, tally))),
    end() {
      take(session.feed(text.push(new Uint8Array(0), true, tally)));
      take(session.end());
      return found();
    },
  };
}
