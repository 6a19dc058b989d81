/**
 * What came of windows that a content repeats, again and again in one that is made of few words: a match is a function of its window
 * (house: locality), so the same bytes are tried once. Mapped to one of two places: a new window takes that of an old one. It is
 * looked for by a few of its bytes and held against all of them, so nothing is taken for what it is not.
 */
import { isRepeated } from '../bytes/search.ts';
import type { Haystack } from './haystack.ts';
import { type RawMatch, movedBy } from './match.ts';
import type { RuleSet } from './rule-set.ts';

/** A power of two. */
const SLOTS = 512;
/** So many windows of a content are tried before one is looked for: few contents are made of few words. */
const FEW = 1024;
/** Bytes of a window by which its slot is chosen. */
const SAMPLES = 16;

/** A window that was tried: the literal and its end, and what was found there. */
interface Tried {
  readonly literal: number;
  readonly end: number;
  readonly found: readonly RawMatch[];
  /** Number of the haystack. */
  readonly haystack: number;
}

const tried: (Tried | undefined)[] = Array.from({ length: SLOTS });
/** The haystack and rules of the entries that count: those with its number. */
let current: Haystack | null = null;
let currentRules: RuleSet | null = null;
let number = 0;
/** Windows of it that were asked for. */
let asked = 0;

/**
 * Adds what the rules of a literal find where it ends at `end`: from an earlier window of the same bytes, or by trying.
 *
 * @param tryNow - Tries the literal's rules there and adds to `out`.
 */
export function tryOnce(
  ruleSet: RuleSet,
  haystack: Haystack,
  { literal, end }: { readonly literal: number; readonly end: number },
  out: RawMatch[],
  tryNow: () => void,
): void {
  const { bytes } = haystack;
  const start = end - ruleSet.literals[literal]!.length - ruleSet.reachBefore[literal]!;
  const stop = end + ruleSet.reachAfter[literal]!;
  // Cut windows differ by more than their bytes.
  if (start <= 0 || stop >= bytes.length) return tryNow();
  if (current !== haystack || currentRules !== ruleSet) {
    current = haystack;
    currentRules = ruleSet;
    number++;
    asked = 0;
  }
  if (asked++ < FEW) return tryNow();
  const slot = slotOf(bytes, literal, start, stop);
  // Of two literals whose windows share a slot, by turns, the second has the slot beside it.
  const place = isAnothers(tried[slot], literal) ? slot ^ 1 : slot;
  const known = tried[place];
  if (known !== undefined && known.haystack === number && known.literal === literal) {
    const shift = end - known.end;
    if (isRepeated(bytes, start - shift, start, stop - start)) {
      for (const match of known.found) out.push(movedBy(match, shift));
      return;
    }
  }
  const before = out.length;
  tryNow();
  tried[place] = { literal, end, found: out.length === before ? NOTHING : out.slice(before), haystack: number };
}

function isAnothers(entry: Tried | undefined, literal: number): boolean {
  return entry !== undefined && entry.haystack === number && entry.literal !== literal;
}

const NOTHING: readonly RawMatch[] = [];

function slotOf(bytes: Uint8Array, literal: number, start: number, stop: number): number {
  const step = Math.max(1, Math.floor((stop - start) / SAMPLES));
  let hash = literal;
  for (let i = start; i < stop; i += step) hash = (Math.imul(hash, 31) + bytes[i]!) | 0;
  return (hash ^ (hash >>> 9) ^ (hash >>> 18)) & (SLOTS - 1);
}
