/** The one place that turns evidence into a tier, or into no finding. Pure. */
import { DISMISSING_MARKS, type Evidence, Mark } from '../engine/match.ts';
import type { CompositeRule, Rule, Tier } from '../rules/rule.ts';

const ORDER: readonly Tier[] = ['proven', 'likely', 'review'];

/**
 * How sure a match is.
 *
 * - dismissed (null): marked a reference, placeholder, documentation value, masked, public or protected, unless a checksum holds;
 * - `proven`: the checksum or structure holds, or the format is distinctive, or the parts of a composite pair up;
 * - `review`: a failed checksum, low entropy, repetition, words, a digest, the shape of something else, a dead or weakened credential;
 * - `likely`: the rest.
 * A rule's `maxTier` caps it.
 */
export function judge(
  rule: Rule | CompositeRule,
  evidence: Evidence,
  _path: string | null,
  nowMs: number,
): Tier | null {
  if (evidence.checksum !== 1 && (evidence.marks & DISMISSING_MARKS) !== 0) return null;
  const tier = tierOf(rule, evidence, nowMs);
  const cap = 'maxTier' in rule ? rule.maxTier : 'proven';
  return ORDER[Math.max(ORDER.indexOf(tier), ORDER.indexOf(cap))] as Tier;
}

const DOUBTFUL =
  Mark.Repetitive | Mark.Words | Mark.Digest | Mark.Shape | Mark.LowEntropy | Mark.LocalDefault | Mark.Weakened;

function tierOf(rule: Rule | CompositeRule, evidence: Evidence, nowMs: number): Tier {
  if (evidence.checksum === -1) return 'review';
  const isExpired = evidence.expiresAtSeconds > 0 && evidence.expiresAtSeconds * 1000 < nowMs;
  if (isExpired) return 'review';
  if (evidence.checksum === 1) return 'proven';
  if ((evidence.marks & DOUBTFUL) !== 0) return 'review';
  const isProof = evidence.structure === 1 || ('distinctive' in rule && rule.distinctive) || 'parts' in rule;
  return isProof ? 'proven' : 'likely';
}
