/** What speaks for and against a hit, as numbers: the engine's part, added to what the matcher knows. */
import { entropyBitsPerByte } from '../bytes/entropy.ts';
import { latin1 } from '../bytes/latin1.ts';
import type { Rule } from '../rules/rule.ts';
import { type Evidence, Mark, NO_EVIDENCE } from './match.ts';
import type { MatcherHit } from './matchers/matcher.ts';

/** Evidence of a hit of `rule` in `bytes` (offsets of the hit are into it). */
export function gatherEvidence(rule: Rule, hit: MatcherHit, bytes: Uint8Array): Evidence {
  const given = hit.evidence ?? {};
  const secret = hit.value ?? bytes.subarray(hit.secretStart, hit.secretEnd);
  const entropy = entropyBitsPerByte(secret);
  let marks = given.marks ?? 0;
  if (entropy < rule.minEntropy) marks |= Mark.LowEntropy;
  if (rule.allow.length > 0 && rule.allow.includes(latin1(secret))) marks |= Mark.Documentation;
  return { ...NO_EVIDENCE, ...given, marks, entropyBitsPerByte: entropy };
}
