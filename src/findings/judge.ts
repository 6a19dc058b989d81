/** The one place that turns evidence into a tier, or into no finding. Pure. */
import { DISMISSING_MARKS, DOUBTFUL_MARKS, type Evidence, Mark } from '../engine/match.ts';
import type { CompositeRule, Rule, Tier } from '../rules/rule.ts';
import { hasEnding, isCode, isLog, pathKind } from './path-kind.ts';

const ORDER: readonly Tier[] = ['proven', 'likely', 'review'];

/**
 * How sure a match is.
 *
 * | evidence | tier |
 * |---|---|
 * | documented value | none |
 * | a path that the rule does not ask for, or that a better rule asks for | none |
 * | words under the name of a provider alone, as in `acme:ListOrders`, in a sentence, or unquoted in a program | none |
 * | marked reference, placeholder, masked, public or protected, and no checksum that holds | none |
 * | checksum fails | `review` |
 * | expired | `review` |
 * | checksum holds | `proven` |
 * | low entropy, repetition, words, a digest, another thing's shape, a local default, weakened | `review` |
 * | structure holds, distinctive format, a composite's parts pair up | `proven` |
 * | a provider's password that stands unquoted in a program and may be a variable | `review`, or none |
 * | a named provider's or prefixed value | `likely` |
 * | generic, see {@link judgeGeneric} | `likely`, `review` or none |
 *
 * A rule's `maxTier` caps it.
 *
 * @param path - Null where there is none; only generic rules and those with `paths` look at it.
 * @param nowMs - Milliseconds since 1970, read once a run.
 */
export function judge(rule: Rule | CompositeRule, evidence: Evidence, path: string | null, nowMs: number): Tier | null {
  if (isRuledOut(rule, evidence) || isElsewhere(rule, path) || isYielding(evidence, path)) return null;
  const tier = isGeneric(rule) ? judgeGeneric(rule, evidence, path) : tierOf(rule, evidence, path, nowMs);
  if (tier === null) return null;
  const cap = 'maxTier' in rule ? rule.maxTier : 'proven';
  return ORDER[Math.max(ORDER.indexOf(tier), ORDER.indexOf(cap))] as Tier;
}

/** Whether a rule that asks for a path asks for another one. */
function isElsewhere(rule: Rule | CompositeRule, path: string | null): boolean {
  if (path === null || !('paths' in rule) || rule.paths.length === 0) return false;
  return !rule.paths.some((ending) => hasEnding(path, ending));
}

/** Whether a rule that asks for this path explains the secret better. */
function isYielding({ yieldsAt = [] }: Evidence, path: string | null): boolean {
  return yieldsAt.some((ending) => path === null || hasEnding(path, ending));
}

/** Whether {@link judge} may give a match of a rule a tier, at whatever path and time. */
export function mayBeFinding(rule: Rule | CompositeRule, evidence: Evidence): boolean {
  if (isRuledOut(rule, evidence)) return false;
  return isGeneric(rule) ? !isGenericNowhere(rule, evidence) : !isSaid(rule, evidence, null);
}

function isGeneric(rule: Rule | CompositeRule): rule is Rule {
  return 'class' in rule && rule.class === 'generic';
}

/** Whether a match is nothing, whatever its rule makes of the rest. */
function isRuledOut(rule: Rule | CompositeRule, evidence: Evidence): boolean {
  // A documented value is known character for character; the other marks are guesses that a checksum outweighs.
  if ((evidence.marks & Mark.Documentation) !== 0) return true;
  if (evidence.checksum !== 1 && (evidence.marks & DISMISSING_MARKS) !== 0) return true;
  return isNamedOnly(rule, evidence) && (evidence.marks & Mark.Words) !== 0;
}

/** Whether the name is that of the provider alone, so that only the value says that it is a key. */
function isNamedOnly(rule: Rule | CompositeRule, evidence: Evidence): boolean {
  return 'class' in rule && rule.class === 'named' && evidence.nameStrength === 0;
}

function tierOf(rule: Rule | CompositeRule, evidence: Evidence, path: string | null, nowMs: number): Tier | null {
  if (isSaid(rule, evidence, path)) return null;
  if (evidence.checksum === -1) return 'review';
  const isExpired = evidence.expiresAtSeconds > 0 && evidence.expiresAtSeconds * 1000 < nowMs;
  if (isExpired) return 'review';
  if (evidence.checksum === 1) return 'proven';
  // A named rule states the value's shape, and a provider's key may well be a UUID or hexadecimal: where the name says that it is one.
  const isNamed = 'class' in rule && rule.class === 'named' && !isNamedOnly(rule, evidence);
  const doubtful = isNamed || isDeclared(rule) ? DOUBTFUL_MARKS & ~Mark.Digest : DOUBTFUL_MARKS;
  if ((evidence.marks & doubtful) !== 0) return 'review';
  if (isVariable(rule, evidence, path)) return evidence.entropyBitsPerByte >= EXPRESSION_BITS ? 'review' : null;
  const isProof = evidence.structure === 1 || ('distinctive' in rule && rule.distinctive) || 'parts' in rule;
  return isProof ? 'proven' : 'likely';
}

/** Whether what stands under a provider's name is a word of a sentence, or an expression of a program. */
function isSaid(rule: Rule | CompositeRule, { marks, checksum }: Evidence, path: string | null): boolean {
  if (!('class' in rule) || rule.class !== 'named' || checksum !== 0 || (marks & Mark.Words) === 0) return false;
  return (marks & Mark.Trailing) !== 0 || ((marks & Mark.Bare) !== 0 && isCode(path));
}

/** Least rarity of a password that stands unquoted in a program, where most such words are variables. */
const RARE_BESIDE_VARIABLES = 0.9;

/** Whether what stands unquoted in a program under a provider's name, of a rule that knows no form of its values, may be a variable: `jwt.signingKey = sk`. */
function isVariable(rule: Rule | CompositeRule, evidence: Evidence, path: string | null): boolean {
  if (!('class' in rule) || rule.class !== 'named' || !rule.guessable || (evidence.marks & Mark.Bare) === 0)
    return false;
  const isRare = evidence.rarity >= RARE_BESIDE_VARIABLES && evidence.entropyBitsPerByte >= EXPRESSION_BITS;
  return !isRare && isCode(path);
}

/** What {@link judge} gives a match of a rule at best: nothing proves a plain value by its name, or a pattern without a check. */
export function bestTier({ maxTier, matcher, checksum, distinctive, class: kind }: Rule): Tier {
  const isStructured = matcher !== null && matcher !== 'assignment';
  const isProvable = kind !== 'generic' && (isStructured || checksum !== '' || distinctive);
  return maxTier === 'proven' && !isProvable ? 'likely' : maxTier;
}

/** Whether a document of a known kind, or an address, says what the value is, whatever it looks like; a Secret of Kubernetes holds ids, too. */
function isDeclared(rule: Rule | CompositeRule): boolean {
  if ('matcher' in rule && rule.matcher === 'connection-url') return true;
  return 'class' in rule && rule.class === 'document' && rule.matcher !== 'kubernetes-secret';
}

/** Least rarity of a value that a machine made; and of those in test code, where words with digits are stand-ins, most of all as passwords. */
const RARE = 0.55;
const RARE_IN_TESTS = 0.7;
const RARE_PASSWORD_IN_TESTS = 0.85;
/** Least entropy of what may be no expression or word of a sentence: eight different characters have it, `JWS5` has not. */
const EXPRESSION_BITS = 3;

/**
 * A name that says "secret", and a value of no known form.
 *
 * | evidence | password | other |
 * |---|---|---|
 * | another thing's shape; a digest or UUID under a name that only hints | none | none |
 * | words, not in a generated file (a translation) | `review` when quoted | none |
 * | one character over and over, a sequence | `review` when quoted | `review` of many characters, else none |
 * | generated or vendored file | `review` when rare | `review` when rare |
 * | unquoted in a program, or followed by running text (a rare value in a log is not) | `review` when rare, else none | the same |
 * | well-known default, low entropy, weakened | `review` | `review` |
 * | in tests, not rare | `review` | `review` |
 * | the rest: words with digits of a person's making | `likely` | `review` |
 * | the rest: rare | `likely` | `likely` |
 */
function judgeGeneric(rule: Rule, evidence: Evidence, path: string | null): Tier | null {
  const { marks, rarity } = evidence;
  const has = (mark: number): boolean => (marks & mark) !== 0;
  if (isOtherThing(evidence)) return null;
  const isSentence = has(Mark.Trailing) && !(isLog(path) && rarity >= RARE);
  const isExpression = isSentence || (has(Mark.Bare) && isCode(path));
  const kind = pathKind(path);
  if (has(Mark.Words | Mark.Repetitive)) {
    return !isExpression && kind !== 'generated' && isWorthALook(rule, evidence) ? 'review' : null;
  }
  if (isExpression) return rarity >= RARE && evidence.entropyBitsPerByte >= EXPRESSION_BITS ? 'review' : null;
  if (kind === 'generated') return rarity >= RARE ? 'review' : null;
  if (has(Mark.LowEntropy | Mark.LocalDefault | Mark.Weakened)) return 'review';
  if (kind === 'test' && (has(Mark.TestName) || rarity < leastInTests(rule))) return 'review';
  return rule.guessable || rarity >= RARE ? 'likely' : 'review';
}

/** Whether a value has another thing's shape, or is a digest under a name that only hints. */
function isOtherThing({ marks, nameStrength }: Evidence): boolean {
  // Below 0: a pattern without a name, in which the form of a command or a call says what it is.
  const isHinted = nameStrength >= 0 && nameStrength < 0.7;
  return (marks & Mark.Shape) !== 0 || ((marks & Mark.Digest) !== 0 && isHinted);
}

/** Whether {@link judgeGeneric} gives no tier at any path. */
function isGenericNowhere(rule: Rule, evidence: Evidence): boolean {
  const { marks, rarity } = evidence;
  const has = (mark: number): boolean => (marks & mark) !== 0;
  const isSentence = has(Mark.Trailing) && rarity < RARE;
  const isDull = has(Mark.Words | Mark.Repetitive) && !isWorthALook(rule, evidence);
  return isOtherThing(evidence) || isSentence || isDull;
}

function leastInTests(rule: Rule): number {
  return rule.guessable ? RARE_PASSWORD_IN_TESTS : RARE_IN_TESTS;
}

/** Least entropy of a sequence that may stand where a key was cut or altered; one or two characters over and over have none. */
const SEQUENCE_BITS = 2.5;

/** Whether words, or a sequence, may stand for a secret all the same: people choose passwords of both. */
function isWorthALook(rule: Rule, evidence: Evidence): boolean {
  if (rule.guessable) return true;
  return (evidence.marks & Mark.Words) === 0 && evidence.entropyBitsPerByte >= SEQUENCE_BITS;
}
