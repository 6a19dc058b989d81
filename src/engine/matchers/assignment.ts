/**
 * `matcher = "assignment"`: NAME <separator> VALUE in every carrier that people write one in, shell, .env, YAML, JSON
 * (also in a string), TOML, INI, properties, XML, HCL, SQL, headers, queries, flags, calls and the common languages.
 * The name and its values are parsed once a window and shared by the rules that the anchor calls; a rule adds the
 * names and the value's shape. Offsets are found in a view of the window alone, so nothing beyond it can be read.
 *
 * Cheap to dear: the bytes round the name ({@link mayBeAssigned}), then the separator and the name, then the values.
 */
import { mayBeAssigned } from './assignment-anchor.ts';
import { toHits, wantsNamed } from './assignment-hits.ts';
import { nameAround } from './assignment-name.ts';
import { nearbyHits } from './assignment-nearby.ts';
import { type Candidate, candidateOf, mayAssign, readAssignment } from './assignment-parse.ts';
import { NO_HITS, type Matcher, type Window } from './matcher.ts';

/** Bytes before and after an anchor that the parser reads at most, whatever the rule's reach. */
const BEFORE = 320;
const AFTER = 704;

/** The last window and what was found in it: the rules of an anchor share their window where their reach is equal. */
let last: { readonly window: Window; readonly candidate: Candidate | null } | null = null;

/** What may be assigned at the window's anchor, offsets relative to `start`. */
function candidateAt(window: Window, start: number, end: number): Candidate | null {
  if (last?.window !== window) last = { window, candidate: readCandidate(window, start, end) };
  return last.candidate;
}

function readCandidate(window: Window, start: number, end: number): Candidate | null {
  if (!mayBeAssigned(window, start, end)) return null;
  const bytes = window.bytes.subarray(start, end);
  const anchorStart = window.anchorStart - start;
  const name = nameAround(bytes, 0, bytes.length, { start: anchorStart, end: window.anchorEnd - start });
  return name === null ? null : candidateOf(bytes, name, anchorStart);
}

/** See the head of the file. A value that runs into the parser's own limit is no hit. */
export const matchAssignment: Matcher = (window, rule) => {
  if (rule.scope === 'nearby') return nearbyHits(window, rule);
  const start = Math.max(window.start, window.anchorStart - BEFORE);
  const end = Math.min(window.end, window.anchorEnd + AFTER);
  const candidate = candidateAt(window, start, end);
  if (candidate === null) return NO_HITS;
  const wanted = candidate.named !== null && wantsNamed(rule, candidate.named);
  const assignment = mayAssign(candidate, wanted) ? readAssignment(candidate) : null;
  if (assignment === null) return NO_HITS;
  const hits = toHits(rule, candidate.bytes, assignment, start);
  return hits.filter((hit) => (hit.start > start || start === window.start) && (hit.end < end || end === window.end));
};
