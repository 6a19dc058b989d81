/** The interface of the named matchers: small parsers tried once an anchor, with a stated reach. */
import type { Rule } from '../../rules/rule.ts';
import type { Evidence, Fact, ValueEncoding } from '../match.ts';

/** Most bytes a matcher reads before the anchor's first and after its last byte: what a rule that uses it declares at least. */
export interface Reach {
  readonly before: number;
  readonly after: number;
}

/** The bytes a matcher may look at, and the anchor that called it. Offsets are into `bytes`. */
export interface Window {
  readonly bytes: Uint8Array;
  /** The same in all windows of the same bytes, and another when they may have changed: what is remembered of `bytes` stands as long. */
  readonly content: object;
  /** First and one past the last byte that may be read: the rule's reach round the anchor, cut at the haystack's edges. */
  readonly start: number;
  readonly end: number;
  /** Whether `start` is the haystack's own first byte, and `end` its own end: only there is an edge a boundary. */
  readonly startsHaystack: boolean;
  readonly endsHaystack: boolean;
  readonly anchorStart: number;
  readonly anchorEnd: number;
}

/** What a matcher found; offsets as in the window. `evidence` holds only what the matcher knows, the engine adds the rest. */
export interface MatcherHit {
  readonly start: number;
  readonly end: number;
  readonly secretStart: number;
  readonly secretEnd: number;
  readonly encoding: ValueEncoding;
  readonly value?: Uint8Array | undefined;
  readonly assignedName?: string;
  readonly facts?: readonly Fact[];
  readonly evidence?: { readonly [Key in keyof Evidence]?: Evidence[Key] | undefined } | undefined;
}

/** Shared, since nearly every try ends with it. */
export const NO_HITS: readonly MatcherHit[] = [];

/**
 * Tries the rule at one anchor. A pure function of the window: the same bytes within reach give the same hits,
 * wherever they lie and however the haystack was cut. A hit that touches an edge which is not the haystack's is dropped
 * by the engine, so a matcher may stop there. Linear in the window.
 */
export type Matcher = (window: Window, rule: Rule) => readonly MatcherHit[];

/**
 * Whether a matcher may find anything at an anchor: cheaper than to try it, since nothing is made. Says no only where the matcher
 * finds nothing, and only by bytes near the anchor, as far as the three constants below say: its no stands as long as they do. Keeps
 * no window, which may be laid round the next anchor.
 */
export type Gate = (window: Window) => boolean;

/** Bytes before an anchor on which a gate's no may depend: of its line, and this many at most. */
export const GATE_BEFORE = 320;
/** Bytes after an anchor on which a gate's no may depend, whether they are of its line or not. */
export const GATE_AFTER = 32;
/** Bytes after an anchor on which a gate's no may depend as long as they are of its line. */
export const GATE_LINE = 704;
