/**
 * `matcher = "assignment"`: NAME <separator> VALUE in every carrier that people write one in, shell, .env, YAML, JSON
 * (also in a string), TOML, INI, properties, XML, HCL, SQL, headers, queries, flags, calls and the common languages.
 * The name and its values are parsed once a window and shared by the rules that the anchor calls; a rule adds the
 * names and the value's shape. Offsets are found in a view of the window alone, so nothing beyond it can be read.
 *
 * Cheap to dear: the gate (assignment-gate.ts), then the separator and the name, then the values.
 */
import type { Rule } from '../../rules/rule.ts';
import { PARSED_AFTER, PARSED_BEFORE } from './assignment-gate.ts';
import { toHits, wantsNamed } from './assignment-hits.ts';
import { readJoined } from './assignment-joined.ts';
import { type NameSpan, nameAround } from './assignment-name.ts';
import { nearbyHits } from './assignment-nearby.ts';
import { type Candidate, candidateOf, joinedCandidate, readAssignment } from './assignment-parse.ts';
import { readSection } from './assignment-section.ts';
import { NO_HITS, type Matcher, type MatcherHit, type Window } from './matcher.ts';

/** The last window and what was found in it: the rules of an anchor share their window where their reach is equal. */
let last: Window | null = null;
let read: Read = { name: null, bytes: new Uint8Array(0), candidates: [] };

/** What may be assigned at a window's anchor, by a sign or a form, and by joining. */
interface Read {
  readonly bytes: Uint8Array;
  readonly name: NameSpan | null;
  readonly candidates: readonly Candidate[];
}

function readWindow(window: Window, start: number, end: number): Read {
  const bytes = window.bytes.subarray(start, end);
  const anchorStart = window.anchorStart - start;
  const anchorEnd = window.anchorEnd - start;
  const candidates: Candidate[] = [];
  const name = nameAround(bytes, 0, bytes.length, { start: anchorStart, end: anchorEnd });
  if (name !== null) candidates.push(candidateOf(bytes, name, anchorStart));
  const joined = readJoined(bytes, anchorStart, anchorEnd);
  if (joined !== null) candidates.push(joinedCandidate(bytes, joined));
  return { bytes, name, candidates };
}

/** Hits of the assignments at the window's anchor whose name the rule wants. */
function wantedHits(window: Window, rule: Rule, start: number, end: number): MatcherHit[] {
  if (last !== window) {
    last = window;
    read = readWindow(window, start, end);
  }
  const { bytes, name, candidates } = read;
  const assigned = candidates.map((candidate) => readAssignment(candidate, (asked) => wantsNamed(rule, asked)));
  if (name !== null) assigned.push(...readSection(bytes, name, rule));
  return assigned.flatMap((each) => (each === null ? [] : toHits(rule, bytes, each, start)));
}

/** See the head of the file. A value that runs into the parser's own limit is no hit. */
export const matchAssignment: Matcher = (window, rule) => {
  if (rule.scope === 'nearby') return nearbyHits(window, rule);
  const start = Math.max(window.start, window.anchorStart - PARSED_BEFORE);
  const end = Math.min(window.end, window.anchorEnd + PARSED_AFTER);
  const hits = wantedHits(window, rule, start, end);
  if (hits.length === 0) return NO_HITS;
  return hits.filter((hit) => (hit.start > start || start === window.start) && (hit.end < end || end === window.end));
};
