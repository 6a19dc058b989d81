/** `scope = "nearby"`: the anchor is a provider's word, the assignment stands somewhere round it. */
import { latin1 } from '../../bytes/latin1.ts';
import type { Span } from '../../bytes/span.ts';
import { viewOf } from '../../rules/nearby-view.ts';
import type { Rule } from '../../rules/rule.ts';
import { LABEL_REACH } from './assignment-longer.ts';
import { NAME_REACH, nameAround, type NameSpan } from './assignment-name.ts';
import { type Candidate, candidateOf, readAssignment, readOther } from './assignment-parse.ts';
import { sectionEnd } from './assignment-section.ts';
import { at, code, isIdent, isLetter, isWord } from './assignment-text.ts';
import { isWanted, toHits, wantsNamed } from './assignment-hits.ts';
import { holdsRun, type Run, toRun } from './value-run.ts';
import { type MatcherHit, NO_HITS, type Window } from './matcher.ts';
import { NameMemo } from './name-memo.ts';
import { NamePlaces, type View } from './name-places.ts';

/** Names that are parsed in one window at most: hostile text is all names. */
const MOST_TRIES = 16;

/** Bytes before and behind the beginning of a word among which a name may lie that it is part of: a label, a path, itself, words behind it. */
const NAMED_BEFORE = 2 * NAME_REACH;
const NAMED_BEHIND = NAME_REACH + LABEL_REACH + 1;

const finders = new WeakMap<Rule, RegExp | null>();

/** Finds the rule's `nameParts`; null where they are not known. */
function finderOf(rule: Rule): RegExp | null {
  let finder = finders.get(rule);
  if (finder === undefined) {
    finder = rule.nameParts.length === 0 ? null : new RegExp(rule.nameParts.join('|'), 'gi');
    finders.set(rule, finder);
  }
  return finder;
}

const runs = new WeakMap<Rule, Run | null>();

/** Whether a window may hold a value of the rule, which has to stand there in one piece. */
function mayHoldValue(rule: Rule, { bytes, start, end }: Window): boolean {
  let run = runs.get(rule);
  if (run === undefined) runs.set(rule, (run = rule.valueRun === '' ? null : toRun(rule.valueRun)));
  return run === null || holdsRun(bytes, start, end, run);
}

/** Where in `bytes[start..end)` the parts of a name begin that the rule may want; null: anywhere. */
function partsIn(bytes: Uint8Array, start: number, end: number, rule: Rule): readonly number[] | null {
  const finder = finderOf(rule);
  if (finder === null) return null;
  return Array.from(latin1(bytes, start, end).matchAll(finder), ({ index }) => start + index);
}

/** A name with what the rules found at it. */
interface NamePlace extends View {
  /** Exactly the bytes that may be read, `start` bytes behind the content's first. */
  readonly bytes: Uint8Array;
  readonly name: NameSpan | null;
  /** Undefined: not read yet. */
  candidate: Candidate | undefined;
  /** Whether rules want the name as it stands, by the names they want. */
  readonly wanted: Map<NameMemo<boolean>, boolean>;
  /** What rules found; null where they do not want it. */
  readonly hits: Map<Rule, readonly MatcherHit[] | null>;
}

const namePlaces = new NamePlaces<NamePlace>((content, { at: place, start, end }) => {
  const bytes = content.subarray(start, end);
  const name = nameAround(bytes, 0, bytes.length, { start: place - start, end: place - start + 1 });
  return { at: place, start, end, bytes, name, candidate: undefined, wanted: new Map(), hits: new Map() };
});

/** Hits of every assignment near the anchor whose name the rule wants, nearest to the anchor first. */
export function nearbyHits(window: Window, rule: Rule): readonly MatcherHit[] {
  const { bytes, anchorStart, anchorEnd } = window;
  const size = viewOf(rule.after);
  const start = Math.max(window.start, anchorStart - rule.before + size);
  const end = Math.min(window.end, anchorEnd + rule.after - size);
  const near = { start, end };
  const from = Math.max(window.start, start - NAMED_BEFORE);
  if (!mayHoldValue(rule, window)) return NO_HITS;
  const parts = partsIn(bytes, from, Math.min(window.end, end + NAMED_BEHIND), rule);
  if (parts?.length === 0) return NO_HITS;
  const section = sectionEnd(bytes.subarray(start, end), anchorStart - start, anchorEnd - start);
  const stop = section === null ? end : start + section;
  const found: MatcherHit[] = [];
  let tries = MOST_TRIES;
  let part = 0;
  for (let i = stop < end ? anchorStart : start; i < stop && tries > 0; i++) {
    if (!isLetter(bytes[i] as number) || isWord(at(bytes, i - 1))) continue;
    let wordEnd = i + 1;
    while (wordEnd < stop && isIdent(bytes[wordEnd] as number)) wordEnd++;
    if (parts !== null) {
      while (part < parts.length && parts[part]! < i - NAMED_BEFORE) part++;
      if (part === parts.length) break;
    }
    if (parts === null || parts[part]! < i + NAMED_BEHIND) {
      const place = namePlaces.get(window, i, size);
      const hits = hitsAt(place, rule);
      if (hits !== null) tries--;
      for (const hit of hits ?? NO_HITS) {
        if (isInside(hit, near, window) && isInside(hit, place, window)) found.push(hit);
      }
    }
    i = wordEnd - 1;
  }
  const distance = (hit: MatcherHit): number =>
    hit.start >= anchorStart ? hit.start - anchorEnd : anchorStart - hit.end;
  return found.length < 2 ? found : found.sort((a, b) => distance(a) - distance(b));
}

/** Whether a hit lies within a span, whose edges bound nothing unless they are the content's own. */
function isInside(hit: MatcherHit, { start, end }: Span, window: Window): boolean {
  return (
    (hit.start > start || (start === window.start && window.startsHaystack)) &&
    (hit.end < end || (end === window.end && window.endsHaystack))
  );
}

/** What a rule finds at a name; null where it does not want the name. */
function hitsAt(place: NamePlace, rule: Rule): readonly MatcherHit[] | null {
  let hits = place.hits.get(rule);
  if (hits === undefined) {
    hits = isWantedAt(place, rule) ? readHits(place, rule) : null;
    place.hits.set(rule, hits);
  }
  return hits;
}

function readHits(place: NamePlace, rule: Rule): readonly MatcherHit[] {
  const found = readAssignment(candidateAt(place), (asked) => wantsNamed(rule, asked));
  return found === null ? NO_HITS : toHits(rule, place.bytes, found, place.start);
}

function candidateAt(place: NamePlace): Candidate {
  return (place.candidate ??= candidateOf(place.bytes, { ...place.name!, pathStart: place.name!.start }));
}

/** 1 where a separator, or what may stand before one, can begin with the byte. */
const MAY_BE_ASSIGNED: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x80 || ' \t=:,(>|\\"\'`]<*?!{&%\n\r+'.includes(String.fromCharCode(byte)) ? 1 : 0,
);

/** Whether the rule wants the name, with its path, as a call, or with words round it. */
function isWantedAt(place: NamePlace, rule: Rule): boolean {
  const { bytes, name } = place;
  if (name === null) return false;
  const next = at(bytes, name.end);
  if (next < 0 || MAY_BE_ASSIGNED[next] === 0) return false;
  const memo = wantedBy(rule);
  let isPlain = place.wanted.get(memo);
  if (isPlain === undefined) {
    const { start, pathStart, end } = name;
    isPlain = memo.get(bytes, start, end, false) || memo.get(bytes, pathStart, end, false);
    isPlain ||= next === code('(') && memo.get(bytes, start, end, true);
    place.wanted.set(memo, isPlain);
  }
  // Of words there are many ways to make a name: only where one is tied to a value.
  return isPlain || (next === 0x20 && isLetter(at(bytes, name.end + 1)) && isTiedWanted(candidateAt(place), rule));
}

function isTiedWanted(candidate: Candidate, rule: Rule): boolean {
  if (candidate.named !== null && wantsNamed(rule, candidate.named)) return true;
  const other = readOther(candidate);
  return other !== null && wantsNamed(rule, other);
}

/** By rule, and by what their names are made of: many rules want the same. */
const memos = new WeakMap<Rule, NameMemo<boolean>>();
const memosByNames = new Map<string, NameMemo<boolean>>();

/** Whether the rule wants a name. */
function wantedBy(rule: Rule): NameMemo<boolean> {
  let memo = memos.get(rule);
  if (memo === undefined) {
    const names = JSON.stringify([rule.names, rule.notNames, rule.linear]);
    memo =
      memosByNames.get(names) ?? new NameMemo((bytes, start, end, call) => isWanted([rule], bytes, start, end, call));
    memosByNames.set(names, memo);
    memos.set(rule, memo);
  }
  return memo;
}
