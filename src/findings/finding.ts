/** What a match becomes: sealed (no secret left in it), judged, grouped, told. Everything here is plain data. */
import type { Origin } from '../bytes/origin.ts';
import type { Evidence, Fact } from '../engine/match.ts';
import type { Severity, Tier } from '../rules/rule.ts';
import type { Skip } from '../sources/source.ts';

/** A stretch of text: 1-based lines, 1-based UTF-16 columns; the end is exclusive and on the last character's line. */
export interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A part of a composite beside its main one, where it stands. */
export interface SealedPart extends Region {
  /** Index in the run's rule set. */
  readonly rule: number;
  /** The part as it stands in the file; only with `--show-secrets`. */
  readonly secret?: string;
}

/** Which value was found under which rule. */
export interface FoundMatch {
  /** Index in the run's rule set; with `composite >= 0` the finding's rule is that composite's. */
  readonly rule: number;
  readonly composite: number;
  /** HMAC of the decoded value under a random key of the run, hex. Compared, never printed or stored. */
  readonly valueKey: string;
  /** Whether it is known that it becomes a finding at no path: then it counts for who wrote its value, and is not told. */
  readonly isNothing?: boolean;
}

/** A match without its bytes: may leave the worker that read them. */
export interface SealedMatch extends Region, FoundMatch {
  /** `v1:` and 32 hex digits (5 for a guessable value), or `v1-KKKK:…` under a private key. */
  readonly fingerprint: string;
  /** Length of the decoded value in characters. */
  readonly secretLength: number;
  readonly assignedName: string;
  /** Public parts, escaped and cut; ids as prefix and last four. */
  readonly facts: readonly Fact[];
  readonly evidence: Evidence;
  /** Value keys of the parts of a composite, itself included. */
  readonly partKeys: readonly string[];
  /** Where the other parts of a composite stand, in byte order; absent elsewhere. */
  readonly parts?: readonly SealedPart[];
  /** The inline mark that covers it, if any: its reason, perhaps empty. */
  readonly allowedBy: string | null;
  /** In a stream: how often the value was seen after this place, and the line of the last one. 0 and `endLine` elsewhere. */
  readonly repeats: number;
  readonly lastLine: number;
  /** The secret as it stands in the file; only with `--show-secrets`. */
  readonly secret?: string;
}

/** Who brought a secret in. Author and subject are hostile text. */
export interface Introduction {
  readonly commit: string;
  readonly author: string;
  /** ISO 8601 with offset, the author date; '' where the commit has none. */
  readonly date: string;
}

/** What goes with a secret at one of its places: the key id of a key. */
export interface PlacePart extends Region {
  readonly ruleId: string;
  /** The name of that rule: "AWS access key id". */
  readonly name: string;
  /** As it stands there; only with `--show-secrets`. */
  readonly secret?: string;
}

/** Where in a history a secret lives. */
export interface Spread {
  /** Commits that wrote content with it, all counted and the first hundred listed, parents before children. */
  readonly commitCount: number;
  readonly commits: readonly string[];
  /**
   * Refs that lead to one of them, and refs that hold it in their own name or tag; all counted, the first hundred listed,
   * branches first. None: nothing refers to it any more. Names are hostile text.
   */
  readonly refCount: number;
  readonly refs: readonly string[];
}

/** One place where a secret stands. */
export interface Place extends Region {
  readonly origin: Origin;
  readonly introduced: Introduction | null;
  /** History: still there at HEAD. Null where the question makes no sense. */
  readonly atHead: boolean | null;
  /**
   * How many more times the same secret was seen at this path than places are listed: logs and stdin fold what
   * comes after the first places. Only the path's first place carries it; 0 elsewhere.
   */
  readonly repeats: number;
  /** Line of the last of those repeats; `endLine` when there are none. */
  readonly lastLine: number;
  /** What of a composite stands near; absent where the finding is none. */
  readonly parts?: readonly PlacePart[];
  /** The secret as it stands here; only with `--show-secrets`. */
  readonly secret?: string;
}

/** One secret (value) under one rule, with all its places in reading order. */
export interface Finding {
  readonly ruleId: string;
  readonly ruleName: string;
  readonly severity: Severity;
  readonly tier: Tier;
  readonly fingerprint: string;
  readonly secretLength: number;
  readonly assignedName: string;
  readonly facts: readonly Fact[];
  /** Which checks spoke for it: "checksum", "structure", "pair" … for the report. */
  readonly checks: readonly string[];
  /** History: in which commits and on which refs it lives; null where that was not asked. */
  readonly spread: Spread | null;
  readonly places: readonly [Place, ...Place[]];
}

/** What silenced a finding. */
export interface Suppression {
  readonly kind: 'inline' | 'exception' | 'baseline';
  readonly reason: string;
}

/** What the run was asked, read, skipped and why. Counts are exact; lists keep every entry. */
export interface Receipt {
  /** What was asked, in words: "staged files", "range main..HEAD", "history of .". */
  readonly asked: string;
  /** What one item is called: "files", "staged files", "blobs", "logs". */
  readonly unit: string;
  readonly itemsRead: number;
  readonly bytesRead: number;
  /** Sources that count commits say how many. */
  readonly commits: number | null;
  /** What was read beside the items: messages, tags, names of refs. */
  readonly also: readonly { readonly unit: string; readonly items: number }[];
  readonly skips: readonly Skip[];
  /** Things the reader should know: a submodule not entered, an LFS pointer, an exception that matched nothing. */
  readonly notes: readonly string[];
  readonly suppressed: { readonly inline: number; readonly exception: number; readonly baseline: number };
  /** Findings below `--min-tier`, by tier. */
  readonly belowMinTier: number;
  /** Whether everything asked for was read: no failure among the skips. */
  readonly complete: boolean;
  /** Whether the user stopped the run (Ctrl-C): it tells what was found until then. */
  readonly stopped: boolean;
}

/** A run's result: what every report is made from. */
export interface ScanReport {
  /** At or above `--min-tier`, not suppressed; proven first, then severity, then place. */
  readonly findings: readonly Finding[];
  /** The silenced ones with what silenced them, for the formats that show them on request. */
  readonly suppressed: readonly { readonly finding: Finding; readonly by: Suppression }[];
  readonly receipt: Receipt;
  /** Which command made it; decides the wording of "what to do". */
  readonly command: 'files' | 'staged' | 'range' | 'history' | 'logs' | 'stdin';
}
