/** What stands encoded in a version of a document, and what of it the next version inherits. */
import type { EncodedRun } from './decode/derived.ts';
import { RUN_CONTEXT_BYTES } from './decode/runs.ts';
import type { RuleSet } from './rule-set.ts';
import { matchEncoded } from './scan-document.ts';
import { type ScannedVersion, keptFrom } from './scanned-version.ts';

/** A copied stretch of the base, how far to either side of it no seam lies, and how much further on it stands in the version. */
export interface CopiedStretch {
  readonly from: number;
  readonly to: number;
  readonly low: number;
  readonly high: number;
  readonly shift: number;
}

/** Adds an encoded run, if anything is found in it. */
export function addEncoded(into: ScannedVersion, bytes: Uint8Array, run: EncodedRun, ruleSet: RuleSet): void {
  const raw = matchEncoded(bytes, run, ruleSet);
  if (raw.length === 0) return;
  const { start, end, encoding } = run;
  into.encoded.push({ start, end, encoding, raw: raw.map((match) => keptFrom(match, start)) });
}

/** Adds what a copied stretch holds whole, with all that has a say in it. */
export function inheritEncoded(into: ScannedVersion, base: ScannedVersion, stretch: CopiedStretch): void {
  const { from, to, low, high, shift } = stretch;
  for (const { start, end, encoding, raw } of base.encoded) {
    if (start - RUN_CONTEXT_BYTES < low || end + RUN_CONTEXT_BYTES > high || start < from || end > to) continue;
    into.encoded.push({ start: start + shift, end: end + shift, encoding, raw });
  }
}
