/**
 * As `rescan.ts`, with the WebAssembly kernel doing all that is done for every anchor: it finds anchors, carries over what is known of
 * the base's, and remembers what windows and lines led to. Here only that is judged which nobody knows.
 *
 * A version's anchors stay in the kernel's memory behind its bytes, all of them, also those to which a gate says no.
 */
import type { EditOps } from '../bytes/edit.ts';
import { RUN_CONTEXT_BYTES, NearbyRuns, compareRuns } from './decode/runs.ts';
import { HEAD_BYTES, addSign, headSigns } from './documents/signs.ts';
import { addEncoded, inheritEncoded } from './encoded-matches.ts';
import type { Haystack } from './haystack.ts';
import { SLACK_BYTES, type VersionKernel } from './kernel/version-kernel.ts';
import type { RawMatch } from './match.ts';
import type { KnownMatches } from './rescan.ts';
import type { RuleSet } from './rule-set.ts';
import { type ScannedVersion, keptFrom } from './scanned-version.ts';
import { tryRules } from './try-anchor.ts';

/** A document in the kernel's memory. */
export interface PlacedDocument {
  readonly address: number;
  /** Views of the memory, made anew when it grows. */
  bytes: Uint8Array;
  edit: EditOps | null;
  /** Told by the scan: bytes behind the document that are to stay for its anchors to be inherited. */
  claimedBytes: number;
}

/** Words of an anchor in the kernel's memory: its end, literal and verdict. */
const ANCHOR_WORDS = 3;
/** Words of what the kernel tells, see assembly/versions.ts. */
const TOLD_WORDS = 8;
const ASK = 0;
const HIT = 1;
const NEAR = 2;
const NAME = 4;

/** A verdict that is no number of matches. */
const NO_MATCH = 0;
const GATE_SAYS_NO = -1;
/** Different matches that are remembered at most. */
const MOST_VERDICTS = 1 << 14;

const SPARE_BYTES = 1 << 14;
const align = (address: number): number => (address + 3) & ~3;

/** Scans versions of documents for one rule set. */
export class KernelVersionScanner {
  readonly #ruleSet: RuleSet;
  readonly #kernel: VersionKernel;
  /** By verdict: raw matches, offsets relative to the anchor's end. */
  readonly #verdicts: (readonly RawMatch[])[] = [[]];
  readonly #raw: RawMatch[] = [];
  /** The anchor of which names were told last, and whether any rule of its literal wants one. */
  readonly #named = { literal: -1, end: 0, isWanted: false };
  /** By literal: 1 when the kernel has been told what its gates are. */
  readonly #isTold: Uint8Array;

  constructor(ruleSet: RuleSet, kernel: VersionKernel) {
    this.#ruleSet = ruleSet;
    this.#kernel = kernel;
    this.#isTold = new Uint8Array(ruleSet.literals.length);
  }

  /** Between documents that share no base: forgets, when there is too much to remember. */
  rest(): void {
    if (this.#verdicts.length < MOST_VERDICTS) return;
    this.#verdicts.length = 1;
    this.#kernel.forget();
  }

  /** Whether the document, or what its edit inserts, holds a control character that text does not hold. */
  isOdd({ address, bytes, edit }: PlacedDocument, isBaseClean: boolean): boolean {
    const { machine } = this.#kernel;
    if (edit === null || !isBaseClean) return machine.isOdd(address, bytes.length) !== 0;
    return machine.areInsertsOdd(address, edit.byteOffset, edit.length / 3) !== 0;
  }

  /**
   * Scans a version.
   *
   * @param base - The scan from which it may inherit by the document's edit; null: none.
   * @returns False where there is not enough memory.
   */
  scan(base: ScannedVersion | null, document: PlacedDocument, into: ScannedVersion): boolean {
    const { address, edit } = document;
    const size = document.bytes.length;
    into.clear(size);
    if (base !== null) into.wordSigns = base.wordSigns;
    const [ops, opCount] = base === null || edit === null ? [0, 0] : [edit.byteOffset, edit.length / 3];
    const room = align(Math.max(address + size, ops + 12 * opCount) + SLACK_BYTES);
    const [listAt, listCount, baseSize] = base === null ? [0, 0, 0] : [base.listAt, base.listCount, base.sizeBytes];
    const { machine } = this.#kernel;
    const least = SPARE_BYTES + (base === null ? size : 6 * ANCHOR_WORDS * listCount + (size >> 3));
    const count = this.#kernel.run(room, least, (limit) =>
      machine.scanVersion(address, size, ops, opCount, listAt, listCount, baseSize, into.wordSigns, room, limit),
    );
    if (count < 0) return false;
    this.#renew(document, size, ops, opCount);
    this.#take(document.bytes, into);
    const isEdited = base !== null && document.edit !== null;
    const isHeadKnown = isEdited && isHeadCopied(document.edit!, base, size);
    into.headSigns = isHeadKnown ? base.headSigns : headSigns(document.bytes);
    if (isEdited && base.encoded.length > 0) inheritRuns(document.edit!, base, into);
    into.listAt = align(address + size + SLACK_BYTES);
    into.listCount = count;
    const { bytes } = this.#kernel.memory;
    if (room !== into.listAt) bytes.copyWithin(into.listAt, room, room + 4 * ANCHOR_WORDS * count);
    document.claimedBytes = into.listAt + 4 * ANCHOR_WORDS * count - address - size;
    return true;
  }

  /** As `VersionScanner.recall`. False where there is not enough memory. */
  recall(document: PlacedDocument, known: KnownMatches, into: ScannedVersion): boolean {
    const { address } = document;
    const size = document.bytes.length;
    const { anchors } = known;
    const { memory, machine } = this.#kernel;
    const list = align(address + size + SLACK_BYTES);
    const room = list + 8 * anchors.length;
    into.clear(size);
    into.wordSigns = known.signs;
    const count = this.#kernel.run(room, SPARE_BYTES + 64 * anchors.length, (limit) => {
      for (const [i, { literal, end }] of anchors.entries()) memory.words.set([end, literal], (list >> 2) + 2 * i);
      return machine.judgeAnchors(address, size, list, anchors.length, room, limit);
    });
    if (count < 0) return false;
    this.#renew(document, size, 0, 0);
    this.#take(document.bytes, into);
    for (const run of known.runs) addEncoded(into, document.bytes, run, this.#ruleSet);
    return true;
  }

  /** Views of memory that may have grown. */
  #renew(document: PlacedDocument, size: number, ops: number, opCount: number): void {
    const { bytes, words } = this.#kernel.memory;
    if (document.bytes.buffer === bytes.buffer) return;
    document.bytes = bytes.subarray(document.address, document.address + size);
    if (opCount > 0) document.edit = words.subarray(ops >> 2, (ops >> 2) + 3 * opCount);
  }

  /** Takes what the kernel has told, and answers what it asked. */
  #take(bytes: Uint8Array, into: ScannedVersion): void {
    const { words } = this.#kernel.memory;
    const { signs, literals } = this.#ruleSet;
    const last = this.#kernel.toldAt >> 2;
    const haystack = { bytes, baseOffset: 0, ends: true };
    let near: NearbyRuns | null = null;
    this.#named.literal = -1;
    for (let at = (this.#kernel.toldFrom >> 2) - TOLD_WORDS; at >= last; at -= TOLD_WORDS) {
      const what = words[at]!;
      const first = words[at + 1]!;
      const second = words[at + 2]!;
      if (what === HIT) this.#addHit(first >> 2, into);
      else if (what === ASK) {
        words[(first >> 2) + 2] = this.#answer(at, haystack);
        this.#addHit(first >> 2, into);
      } else if (what === NEAR) {
        near ??= new NearbyRuns(bytes);
        const toldBelow = words[at + 3]!;
        for (const run of near.find(first, second)) {
          // Unless the gap before has told.
          const isTold = toldBelow >= 0 && run.start - RUN_CONTEXT_BYTES < toldBelow;
          if (!isTold) addEncoded(into, bytes, run, this.#ruleSet);
        }
      } else if (what === NAME) this.#learnName(at, bytes);
      else {
        const start = first - literals[second]!.length;
        into.wordSigns = addSign(into.wordSigns, signs[second]!, bytes, start, first);
      }
    }
  }

  #addHit(anchor: number, into: ScannedVersion): void {
    const { words } = this.#kernel.memory;
    const verdict = words[anchor + 2]!;
    if (verdict > 0) into.add(words[anchor + 1]!, words[anchor]!, this.#verdicts[verdict]!);
  }

  /** The verdict on an anchor that the kernel asks about; it is remembered. */
  #answer(at: number, haystack: Haystack): number {
    const { words } = this.#kernel.memory;
    const anchor = words[at + 1]! >> 2;
    const end = words[anchor]!;
    const literal = words[anchor + 1]!;
    const line = words[at + 2]! >> 2;
    const slot = words[at + 5]! >> 2;
    const named = this.#named;
    if (!named.isWanted && named.end === end && named.literal === literal) return GATE_SAYS_NO;
    // The same may have been asked before in this document.
    if (line > 0 && isAt(words, line, at + 3)) return GATE_SAYS_NO;
    if (slot > 0 && isAt(words, slot, at + 6)) return words[slot + 2]!;
    if (line > 0) {
      const { gates } = this.#ruleSet;
      if (this.#isTold[literal] === 0) this.#tellGates(literal);
      if (!gates.mayMatch(haystack, literal, end)) {
        words[line] = words[at + 3]!;
        words[line + 1] = words[at + 4]!;
        return GATE_SAYS_NO;
      }
    }
    const raw = this.#raw;
    raw.length = 0;
    tryRules(this.#ruleSet, haystack, literal, end, raw);
    const verdict = raw.length === 0 ? NO_MATCH : this.#verdicts.push(raw.map((match) => keptFrom(match, end))) - 1;
    if (slot > 0) {
      words[slot] = words[at + 6]!;
      words[slot + 1] = words[at + 7]!;
      words[slot + 2] = verdict;
    }
    return verdict;
  }

  #tellGates(literal: number): void {
    const { gates } = this.#ruleSet;
    this.#isTold[literal] = 1;
    if (gates.isOpen(literal)) this.#kernel.setOpen(literal);
    else if (gates.isNamed(literal)) this.#kernel.setNamed(literal);
  }

  /** Remembers whether any rule of a literal wants a name that the kernel has met. */
  #learnName(at: number, bytes: Uint8Array): void {
    const { words } = this.#kernel.memory;
    const literal = words[at + 1]!;
    const slot = words[at + 4]! >> 2;
    const [low, high] = [words[at + 5]!, words[at + 6]!];
    const end = words[at + 7]! >>> 2;
    // It may have been met before in this document.
    if ((words[slot]! & ~1) !== low || words[slot + 1] !== high) {
      const beside = words[at + 7]! & 3;
      const isWanted = this.#ruleSet.gates.wantsName(literal, bytes, words[at + 2]!, words[at + 3]!, beside);
      words[slot] = isWanted ? low | 1 : low;
      words[slot + 1] = high;
    }
    const named = this.#named;
    const isSame = named.literal === literal && named.end === end;
    named.isWanted = (isSame && named.isWanted) || (words[slot]! & 1) !== 0;
    named.literal = literal;
    named.end = end;
  }
}

function isAt(words: Int32Array, slot: number, key: number): boolean {
  return words[slot] === words[key] && words[slot + 1] === words[key + 1];
}

function isHeadCopied(edit: EditOps, base: ScannedVersion, size: number): boolean {
  if (edit[0] !== 1 || edit[1] !== 0) return false;
  const length = edit[2]!;
  return length > HEAD_BYTES || (length === base.sizeBytes && length === size);
}

function inheritRuns(edit: EditOps, base: ScannedVersion, into: ScannedVersion): void {
  let at = 0;
  for (let i = 0; i < edit.length; i += 3) {
    const length = edit[i + 2]!;
    if (edit[i] === 1) {
      const from = edit[i + 1]!;
      const to = from + length;
      const low = from === 0 && at === 0 ? -Infinity : from;
      const high = to === base.sizeBytes && at + length === into.sizeBytes ? Infinity : to;
      inheritEncoded(into, base, { from, to, low, high, shift: at - from });
    }
    at += length;
  }
  into.encoded.sort(compareRuns);
}
