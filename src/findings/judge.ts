/** The one place that turns evidence into a tier, or into no finding. Pure. */
import { DISMISSING_MARKS, type Evidence, Mark } from '../engine/match.ts';
import type { CompositeRule, Rule, Tier } from '../rules/rule.ts';
import { isCode, pathKind } from './path-kind.ts';

const ORDER: readonly Tier[] = ['proven', 'likely', 'review'];

/**
 * How sure a match is.
 *
 * | evidence | tier |
 * |---|---|
 * | marked reference, placeholder, documentation, masked, public or protected, and no checksum that holds | none |
 * | checksum fails | `review` |
 * | expired | `review` |
 * | checksum holds | `proven` |
 * | low entropy, repetition, words, a digest, another thing's shape, a local default, weakened | `review` |
 * | structure holds, distinctive format, a composite's parts pair up | `proven` |
 * | a named provider's or prefixed value | `likely` |
 * | generic, see {@link judgeGeneric} | `likely`, `review` or none |
 *
 * A rule's `maxTier` caps it.
 *
 * @param path - Null where there is none; only generic rules look at it.
 * @param nowMs - Milliseconds since 1970, read once a run.
 */
export function judge(rule: Rule | CompositeRule, evidence: Evidence, path: string | null, nowMs: number): Tier | null {
  if (evidence.checksum !== 1 && (evidence.marks & DISMISSING_MARKS) !== 0) return null;
  const isGeneric = 'class' in rule && rule.class === 'generic';
  const tier = isGeneric ? judgeGeneric(rule, evidence, path) : tierOf(rule, evidence, nowMs);
  if (tier === null) return null;
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
  // A named rule states the value's shape: a provider's key may well be a UUID or hexadecimal.
  const doubtful = 'class' in rule && rule.class === 'named' ? DOUBTFUL & ~Mark.Digest : DOUBTFUL;
  if ((evidence.marks & doubtful) !== 0) return 'review';
  const isProof = evidence.structure === 1 || ('distinctive' in rule && rule.distinctive) || 'parts' in rule;
  return isProof ? 'proven' : 'likely';
}

/** What no credential has, whatever it is called. */
const NEVER = Mark.Shape | Mark.Repetitive | Mark.Digest;

/** Least rarity of a value that a machine made, and of one that a person did, to be more than `review`. */
const RARE = 0.55;
const RARE_PASSWORD = 0.25;

/**
 * A name that says "secret", and a value of no known form. Machine-made values must be unlike words; passwords may be
 * words, but then they are to be reviewed. An unquoted value in a program is an expression, and running text after
 * a value makes it a word of a sentence: both count only for what is plainly random.
 */
function judgeGeneric(rule: Rule, evidence: Evidence, path: string | null): Tier | null {
  const { marks, rarity } = evidence;
  const has = (mark: number): boolean => (marks & mark) !== 0;
  if (has(NEVER)) return rule.guessable && !has(Mark.Shape | Mark.Digest) ? 'review' : null;
  const kind = pathKind(path);
  if (kind === 'generated') return rarity >= RARE && !has(Mark.Words) ? 'review' : null;
  const isExpression = has(Mark.Bare) && isCode(path);
  if (has(Mark.Words)) return rule.guessable && !isExpression && !has(Mark.Trailing) ? 'review' : null;
  if (isExpression || has(Mark.Trailing)) return rarity >= RARE ? 'review' : null;
  if (has(Mark.LowEntropy | Mark.LocalDefault | Mark.Weakened)) return 'review';
  if (has(Mark.TestName) && kind === 'test') return 'review';
  return rarity >= (rule.guessable ? RARE_PASSWORD : RARE) ? 'likely' : 'review';
}
