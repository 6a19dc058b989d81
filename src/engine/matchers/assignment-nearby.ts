/** `scope = "nearby"`: the anchor is a provider's word, the assignment stands somewhere round it. */
import { latin1 } from '../../bytes/latin1.ts';
import type { Rule } from '../../rules/rule.ts';
import { LABEL_REACH, isLongerWanted } from './assignment-longer.ts';
import { NAME_REACH, nameAround, wordsBefore, type NameSpan } from './assignment-name.ts';
import { candidateOf, readAssignment } from './assignment-parse.ts';
import { sectionEnd } from './assignment-section.ts';
import { at, code, isIdent, isLetter, isWord } from './assignment-text.ts';
import { isWanted, toHits, wantsNamed } from './assignment-hits.ts';
import { type MatcherHit, NO_HITS, type Window } from './matcher.ts';
import { NameMemo } from './name-memo.ts';

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

/** Where in the bytes the parts of a name begin that the rule may want; null: anywhere. */
function partsIn(bytes: Uint8Array, rule: Rule): readonly number[] | null {
  const finder = finderOf(rule);
  if (finder === null) return null;
  return Array.from(latin1(bytes).matchAll(finder), ({ index }) => index);
}

/** Hits of every assignment in the window whose name the rule wants, nearest to the anchor first. */
export function nearbyHits(window: Window, rule: Rule): readonly MatcherHit[] {
  const bytes = window.bytes.subarray(window.start, window.end);
  const parts = partsIn(bytes, rule);
  if (parts?.length === 0) return NO_HITS;
  const anchorStart = window.anchorStart - window.start;
  const anchorEnd = window.anchorEnd - window.start;
  const stop = sectionEnd(bytes, anchorStart, anchorEnd) ?? bytes.length;
  const sectioned = stop < bytes.length;
  const hits: { hit: MatcherHit; distance: number }[] = [];
  const wanted = wantedBy(rule);
  let tries = MOST_TRIES;
  let part = 0;
  for (let i = sectioned ? anchorStart : 0; i < stop && tries > 0; i++) {
    if (!isLetter(bytes[i] as number) || isWord(at(bytes, i - 1))) continue;
    let wordEnd = i + 1;
    while (wordEnd < stop && isIdent(bytes[wordEnd] as number)) wordEnd++;
    if (parts !== null) {
      while (part < parts.length && parts[part]! < i - NAMED_BEFORE) part++;
      if (part === parts.length) break;
      if (parts[part]! >= i + NAMED_BEHIND) {
        i = wordEnd - 1;
        continue;
      }
    }
    const name = nameAround(bytes, 0, bytes.length, { start: i, end: i + 1 });
    i = Math.max(i, wordEnd - 1);
    if (name === null || !mayWant(bytes, name, wanted)) continue;
    tries--;
    const candidate = candidateOf(bytes, { ...name, pathStart: name.start });
    const found = readAssignment(candidate, (asked) => wantsNamed(rule, asked));
    for (const hit of found === null ? [] : toHits(rule, bytes, found, window.start)) {
      const distance = hit.start >= window.anchorStart ? hit.start - window.anchorEnd : window.anchorStart - hit.end;
      hits.push({ hit, distance });
    }
  }
  return hits.sort((a, b) => a.distance - b.distance).map(({ hit }) => hit);
}

/** 1 where a separator, or what may stand before one, can begin with the byte. */
const MAY_BE_ASSIGNED: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x80 || ' \t=:,(>|\\"\'`]<*?!{&%\n\r+'.includes(String.fromCharCode(byte)) ? 1 : 0,
);

/** Whether the name, with its path, as a call, or with words round it, is one that the rule wants. */
function mayWant(bytes: Uint8Array, name: NameSpan, wanted: NameMemo<boolean>): boolean {
  const { start, pathStart, end: stop } = name;
  const next = at(bytes, stop);
  if (next < 0 || MAY_BE_ASSIGNED[next] === 0) return false;
  if (wanted.get(bytes, start, stop, false) || wanted.get(bytes, pathStart, stop, false)) return true;
  if (next === code('(')) return wanted.get(bytes, start, stop, true);
  if (next !== 0x20 || !isLetter(at(bytes, stop + 1))) return false;
  const label = wordsBefore(bytes, start, 0);
  if (label >= 0 && wanted.get(bytes, label, stop, false)) return true;
  return isLongerWanted(bytes, { starts: label < 0 ? [start] : [start, label], stop, end: bytes.length }, wanted);
}

const memos = new WeakMap<Rule, NameMemo<boolean>>();

/** Whether the rule wants a name. */
function wantedBy(rule: Rule): NameMemo<boolean> {
  let memo = memos.get(rule);
  if (memo === undefined) {
    memo = new NameMemo((bytes, start, end, call) => isWanted([rule], bytes, start, end, call));
    memos.set(rule, memo);
  }
  return memo;
}
