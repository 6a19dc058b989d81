/** What speaks for and against a hit, as numbers: the engine's part, added to what the matcher knows. */
import { entropyBitsPerByte } from '../bytes/entropy.ts';
import { latin1 } from '../bytes/latin1.ts';
import { CHECKSUMS } from '../rules/checksums/index.ts';
import type { Rule } from '../rules/rule.ts';
import { type Evidence, Mark, NO_EVIDENCE } from './match.ts';
import type { MatcherHit, Window } from './matchers/matcher.ts';

/** Evidence of a hit of `rule`; looks at nothing outside the window. */
export function gatherEvidence(rule: Rule, hit: MatcherHit, window: Window): Evidence {
  const given = hit.evidence ?? {};
  const secret = hit.value ?? window.bytes.subarray(hit.secretStart, hit.secretEnd);
  const entropy = entropyBitsPerByte(secret);
  let marks = given.marks ?? 0;
  if (entropy < rule.minEntropy) marks |= Mark.LowEntropy;
  if (rule.allow.length > 0 && rule.allow.includes(latin1(secret))) marks |= Mark.Documentation;
  const checksum = given.checksum ?? checksumOf(rule, secret, window);
  return { ...NO_EVIDENCE, ...given, checksum, marks, entropyBitsPerByte: entropy };
}

function checksumOf(rule: Rule, secret: Uint8Array, window: Window): 1 | 0 | -1 {
  const check = rule.checksum === '' ? undefined : CHECKSUMS.get(rule.checksum);
  return check ? check(latin1(secret), latin1(window.bytes, window.start, window.end)) : 0;
}
