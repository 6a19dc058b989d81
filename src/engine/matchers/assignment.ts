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
import { nameAround } from './assignment-name.ts';
import { nearbyHits } from './assignment-nearby.ts';
import { type Assignment, type Candidate, candidateOf, joinedCandidate, readAssignment } from './assignment-parse.ts';
import { NO_HITS, type Matcher, type Window } from './matcher.ts';

/** The last window and what was found in it: the rules of an anchor share their window where their reach is equal. */
let last: Window | null = null;
let candidate: Candidate | null = null;

function readCandidate(window: Window, start: number, end: number): Candidate | null {
  const bytes = window.bytes.subarray(start, end);
  const anchorStart = window.anchorStart - start;
  const anchorEnd = window.anchorEnd - start;
  const joined = readJoined(bytes, anchorStart, anchorEnd);
  if (joined !== null) return joinedCandidate(bytes, joined);
  const name = nameAround(bytes, 0, bytes.length, { start: anchorStart, end: anchorEnd });
  return name === null ? null : candidateOf(bytes, name, anchorStart);
}

/** The assignment at the window's anchor, offsets relative to `start`, when the rule may want its name. */
function readWanted(window: Window, rule: Rule, start: number, end: number): Assignment | null {
  if (last !== window) {
    last = window;
    candidate = readCandidate(window, start, end);
  }
  return candidate === null ? null : readAssignment(candidate, (name) => wantsNamed(rule, name));
}

/** See the head of the file. A value that runs into the parser's own limit is no hit. */
export const matchAssignment: Matcher = (window, rule) => {
  if (rule.scope === 'nearby') return nearbyHits(window, rule);
  const start = Math.max(window.start, window.anchorStart - PARSED_BEFORE);
  const end = Math.min(window.end, window.anchorEnd + PARSED_AFTER);
  const assignment = readWanted(window, rule, start, end);
  if (assignment === null) return NO_HITS;
  const hits = toHits(rule, window.bytes.subarray(start, end), assignment, start);
  return hits.filter((hit) => (hit.start > start || start === window.start) && (hit.end < end || end === window.end));
};
