/**
 * Seals matches while their bytes are at hand: positions, value key, fingerprint, public parts. What leaves here holds no
 * secret (but for `--show-secrets`), so it may leave a worker, be stored and be printed.
 */
import { createHash } from 'node:crypto';
import { fromUtf8, utf8 } from '../bytes/latin1.ts';
import {
  type LineCounter,
  type LineTally,
  type Position,
  addTally,
  positionAfter,
  tallyCounted,
  tallyLines,
} from '../bytes/line-tally.ts';
import type { Fact, Match, RawMatch } from '../engine/match.ts';
import type { Rule } from '../rules/rule.ts';
import { decodeValue } from './decode-value.ts';
import type { Region, SealedMatch } from './finding.ts';
import { hmacSha256 } from './hmac.ts';

/** Published: the same value has the same fingerprint everywhere. Part of the semver contract of `v1:`. */
const FINGERPRINT_CONSTANT = fromUtf8('tightlip fingerprint v1');
const HEX_DIGITS = 32;
const HEX_DIGITS_GUESSABLE = 5;
const LONGEST_FACT = 64;

/** What sealing needs beside the match. */
export interface Sealer {
  readonly ruleAt: (index: number) => Rule;
  /** Random bytes of this run, the same in all its threads. */
  readonly runKey: Uint8Array;
  /** `TIGHTLIP_FINGERPRINT_KEY`, or null for the published constant. */
  readonly fingerprintKey: Uint8Array | null;
  readonly showSecrets: boolean;
  /** What was sealed before of matches that versions of a document inherit. */
  readonly memo?: SealMemo;
}

/** By {@link RawMatch.source}. */
export interface SealMemo {
  readonly keys: WeakMap<object, string>;
  readonly values: WeakMap<object, SealedValue>;
}

/** What does not depend on where a match stands. */
type SealedValue = Pick<
  SealedMatch,
  'valueKey' | 'fingerprint' | 'secretLength' | 'assignedName' | 'facts' | 'partKeys'
>;

/** Bytes that hold the matches: `bytes[0]` is the content's byte `baseOffset`, and `tally` is that of all before it. */
export interface SealedBytes {
  readonly bytes: Uint8Array;
  readonly baseOffset: number;
  readonly tally: LineTally;
  /** Counts lines of `bytes`, where somebody does so faster than by looking. */
  readonly countLines?: LineCounter | undefined;
  /** Where the bytes derive from others: the position there of an offset, given its position here. */
  readonly toOriginal?: (offset: number, position: Position) => Position;
}

/**
 * Seals matches of one content.
 *
 * @param matches - In byte order, their bytes inside `at`.
 */
export function sealMatches(matches: readonly Match[], at: SealedBytes, sealer: Sealer): SealedMatch[] {
  const locate = createLocator(at);
  return matches.map((match) => sealMatch(match, at, locate, sealer));
}

/** Value keys of all these matches and their parts, without repeats. */
export function valueKeysOf(matches: readonly Match[], at: SealedBytes, sealer: Sealer): string[] {
  const raw = matches.flatMap((match) => [match, ...match.parts]);
  return [...new Set(raw.map((match) => valueKeyOf(match, at, sealer)))];
}

function sealMatch(match: Match, at: SealedBytes, locate: Locate, sealer: Sealer): SealedMatch {
  const place = sealPlace(match, at, locate, sealer);
  const value = sealValue(match, at, sealer);
  // Field by field: to spread is dear, and histories seal the same matches thousands of times.
  const sealed: { -readonly [Key in keyof SealedMatch]: SealedMatch[Key] } = {
    rule: match.rule,
    composite: match.composite,
    startLine: place.startLine,
    startColumn: place.startColumn,
    endLine: place.endLine,
    endColumn: place.endColumn,
    valueKey: value.valueKey,
    fingerprint: value.fingerprint,
    secretLength: value.secretLength,
    assignedName: value.assignedName,
    facts: value.facts,
    partKeys: value.partKeys,
    evidence: match.evidence,
    allowedBy: null,
    repeats: 0,
    lastLine: place.endLine,
  };
  if (place.secret !== undefined) sealed.secret = place.secret;
  if (match.parts.length > 0) {
    sealed.parts = match.parts.map((part) => ({ rule: part.rule, ...sealPlace(part, at, locate, sealer) }));
  }
  return sealed;
}

/** Where a secret stands, and with `--show-secrets` what stands there. */
function sealPlace(
  { secretStart, secretEnd }: RawMatch,
  at: SealedBytes,
  locate: Locate,
  { showSecrets }: Sealer,
): Region & { readonly secret?: string } {
  const start = locate(secretStart);
  const last = locate(Math.max(secretStart, secretEnd - 1));
  const end = locate(secretEnd);
  return {
    startLine: start.line,
    startColumn: start.column,
    endLine: last.line,
    endColumn: end.line > last.line ? last.column + 1 : end.column,
    ...(showSecrets ? { secret: utf8(at.bytes, secretStart - at.baseOffset, secretEnd - at.baseOffset) } : {}),
  };
}

function sealValue(match: Match, at: SealedBytes, sealer: Sealer): SealedValue {
  const source = match.parts.length === 0 ? match.source : undefined;
  const known = source === undefined ? undefined : sealer.memo?.values.get(source);
  if (known !== undefined) return known;
  const rule = sealer.ruleAt(match.rule);
  const value = valueOf(match, at);
  const sealed = {
    valueKey: valueKeyOf(match, at, sealer),
    fingerprint: fingerprintOf(value, rule.guessable, sealer.fingerprintKey),
    secretLength: [...utf8(value)].length,
    assignedName: escapeText(match.assignedName).slice(0, LONGEST_FACT),
    facts: [...match.facts, ...match.parts.flatMap((part) => part.facts)].map(sealFact),
    partKeys: match.parts.map((part) => valueKeyOf(part, at, sealer)),
  };
  if (source !== undefined) sealer.memo?.values.set(source, sealed);
  return sealed;
}

/** HMAC of a match's value under the run's key. */
export function valueKeyOf(match: RawMatch, at: SealedBytes, { runKey, memo }: Sealer): string {
  const { source } = match;
  let key = source === undefined ? undefined : memo?.keys.get(source);
  if (key === undefined) {
    key = hmac(runKey, valueOf(match, at));
    if (source !== undefined) memo?.keys.set(source, key);
  }
  return key;
}

function valueOf(match: RawMatch, at: SealedBytes): Uint8Array {
  return (
    match.value ??
    decodeValue(at.bytes.subarray(match.secretStart - at.baseOffset, match.secretEnd - at.baseOffset), match.encoding)
  );
}

/** By key, the value that was asked for last: a text may hold one again and again. */
const last = new WeakMap<Uint8Array, { readonly value: Uint8Array; readonly digest: string }>();

function hmac(key: Uint8Array, value: Uint8Array): string {
  const known = last.get(key);
  if (known !== undefined && Buffer.compare(known.value, value) === 0) return known.digest;
  const digest = hmacSha256(key, value).slice(0, HEX_DIGITS);
  last.set(key, { value: value.slice(), digest });
  return digest;
}

/**
 * The identity of a value for ever: `v1:` and 32 hex digits, 5 for a guessable value, or `v1-KKKK:` and 32 under a private
 * key that KKKK names.
 */
export function fingerprintOf(value: Uint8Array, guessable: boolean, key: Uint8Array | null): string {
  if (key !== null) return `v1-${fingerprintKeyName(key)}:${hmac(key, value)}`;
  const digest = hmac(FINGERPRINT_CONSTANT, value);
  return `v1:${guessable ? digest.slice(0, HEX_DIGITS_GUESSABLE) : digest}`;
}

/** Four hex digits that name a private fingerprint key without telling it. */
export function fingerprintKeyName(key: Uint8Array): string {
  return createHash('sha256').update('tightlip fingerprint key name').update(key).digest('hex').slice(0, 4);
}

/** Public parts as they may be shown: ids as prefix and last four, all escaped and cut. */
function sealFact([key, value]: Fact): Fact {
  const text = utf8(fromLatin1Text(value));
  const shown = key === 'id' ? maskId(text) : text;
  return [key, escapeText(shown).slice(0, LONGEST_FACT)];
}

/** Facts are cut from latin1 windows: back to the bytes they were. Text with other code units stays. */
function fromLatin1Text(value: string): Uint8Array {
  for (let i = 0; i < value.length; i++) if (value.charCodeAt(i) > 255) return fromUtf8(value);
  return Buffer.from(value, 'latin1');
}

function maskId(id: string): string {
  return id.length >= 12 ? `${id.slice(0, 4)}…${id.slice(-4)}` : `${id.slice(0, 2)}…`;
}

/** Control and direction characters as escapes, so that no terminal or log is steered by them. */
function escapeText(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu,
    (character) => `\\u${(character.codePointAt(0) as number).toString(16).padStart(4, '0')}`,
  );
}

type Locate = (offset: number) => { readonly line: number; readonly column: number };

/** Bytes after which the count is kept for those who come back: parts may stand before what they belong to. */
const KEPT_EVERY = 4096;

/** Positions of offsets that mostly rise, each byte counted about once. */
function createLocator(at: SealedBytes): Locate {
  let counted = 0;
  let tally = at.tally;
  const kept = [{ counted, tally }];
  return (offset) => {
    const local = offset - at.baseOffset;
    if (local < counted) {
      while (kept.length > 1 && kept.at(-1)!.counted > local) kept.pop();
      ({ counted, tally } = kept.at(-1)!);
    }
    if (counted >= kept.at(-1)!.counted + KEPT_EVERY) kept.push({ counted, tally });
    const more = at.countLines
      ? tallyCounted(at.bytes, counted, local, at.countLines)
      : tallyLines(at.bytes, counted, local);
    tally = addTally(tally, more);
    counted = local;
    const position = positionAfter(tally);
    return at.toOriginal ? at.toOriginal(offset, position) : position;
  };
}
