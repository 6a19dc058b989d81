/**
 * `matcher = "assignment"`: NAME <separator> VALUE in every carrier that people write one in, shell, .env, YAML, JSON
 * (also in a string), TOML, INI, properties, XML, HCL, SQL, headers, queries, flags, calls and the common languages.
 * The name and its values are parsed once an anchor and shared by the rules that the anchor calls; a rule adds the
 * names and the value's shape. Offsets are found in a copy of the window, so nothing beyond it can be read.
 */
import { type Assignment, parseAt } from './assignment-parse.ts';
import { toHits } from './assignment-hits.ts';
import { nearbyHits } from './assignment-nearby.ts';
import type { Matcher, Window } from './matcher.ts';

/** Bytes before and after an anchor that the parser reads at most, whatever the rule's reach. */
const BEFORE = 320;
const AFTER = 704;

interface Memo {
  readonly bytes: Uint8Array;
  readonly anchorStart: number;
  readonly anchorEnd: number;
  readonly found: readonly Assignment[];
}

let memo: Memo | null = null;

function equalBytes(a: Uint8Array, b: Uint8Array, offset: number): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[offset + i]) return false;
  return true;
}

/** The assignments at an anchor, offsets relative to `start`. Keeps the last answer, compared by content. */
function parseMemoized(window: Window, start: number, end: number): Memo {
  const anchorStart = window.anchorStart - start;
  const anchorEnd = window.anchorEnd - start;
  if (
    memo !== null &&
    memo.anchorStart === anchorStart &&
    memo.anchorEnd === anchorEnd &&
    memo.bytes.length === end - start &&
    equalBytes(memo.bytes, window.bytes, start)
  ) {
    return memo;
  }
  const bytes = window.bytes.slice(start, end);
  memo = { bytes, anchorStart, anchorEnd, found: parseAt(bytes, { start: anchorStart, end: anchorEnd }) };
  return memo;
}

/** See the head of the file. A value that runs into the parser's own limit is no hit. */
export const matchAssignment: Matcher = (window, rule) => {
  if (rule.scope === 'nearby') return nearbyHits(window, rule);
  const start = Math.max(window.start, window.anchorStart - BEFORE);
  const end = Math.min(window.end, window.anchorEnd + AFTER);
  const { bytes, found } = parseMemoized(window, start, end);
  if (found.length === 0) return [];
  const hits = found.flatMap((assignment) => toHits(rule, bytes, assignment, start));
  return hits.filter((hit) => (hit.start > start || start === window.start) && (hit.end < end || end === window.end));
};
