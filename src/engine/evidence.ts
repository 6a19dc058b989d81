/** What speaks for and against a hit, as numbers: the engine's part, added to what the matcher knows. */
import { entropyBitsPerByte } from '../bytes/entropy.ts';
import { latin1 } from '../bytes/latin1.ts';
import { CHECKSUMS } from '../rules/checksums/index.ts';
import type { Rule } from '../rules/rule.ts';
import { type Classified, type ValueContext, classify } from './filters/classify.ts';
import { mayBeDigest } from './filters/shape.ts';
import { type Evidence, Mark, NO_EVIDENCE } from './match.ts';
import type { MatcherHit, Window } from './matchers/matcher.ts';

const NOTHING_GIVEN: NonNullable<MatcherHit['evidence']> = {};

/** Evidence of a hit of `rule`; looks at nothing outside the window. */
export function gatherEvidence(rule: Rule, hit: MatcherHit, window: Window): Evidence {
  const given = hit.evidence ?? NOTHING_GIVEN;
  const secret = hit.value ?? window.bytes.subarray(hit.secretStart, hit.secretEnd);
  const entropy = entropyBitsPerByte(secret);
  const value = latin1(secret);
  const isBytes = BYTES.has(rule.matcher ?? '');
  const { marks: seen, rarity } = isBytes ? NO_TEXT : classify(asMeant(value), contextOf(rule, hit, window));
  let marks = seen | (given.marks ?? 0);
  if (entropy < leastEntropy(rule, secret.length)) marks |= Mark.LowEntropy;
  // Under the provider's name alone a digest may be that of a release, or an id.
  if (rule.class === 'named' && given.nameStrength === 0 && mayBeDigest(value)) marks |= Mark.Digest;
  if (rule.allow.length > 0 && rule.allow.includes(value)) marks |= Mark.Documentation;
  const checksum = given.checksum ?? checksumOf(rule, secret, window);
  return {
    checksum,
    structure: given.structure ?? 0,
    marks,
    entropyBitsPerByte: entropy,
    rarity: given.rarity ?? rarity,
    nameStrength: given.nameStrength ?? NO_EVIDENCE.nameStrength,
    expiresAtSeconds: given.expiresAtSeconds ?? 0,
  };
}

/** Longer values show what alphabet they are made from; in a short one of a known shape chance repeats some characters. */
const SHORT_BYTES = 24;
const OF_LONGEST = 0.62;

/** What a rule asks, of a short value no more than nearly every random one of its length has; bits per byte. */
function leastEntropy(rule: Rule, length: number): number {
  if (rule.class === 'generic' || length > SHORT_BYTES) return rule.minEntropy;
  return Math.min(rule.minEntropy, OF_LONGEST * Math.log2(length));
}

function checksumOf(rule: Rule, secret: Uint8Array, window: Window): 1 | 0 | -1 {
  const check = rule.checksum === '' ? undefined : CHECKSUMS.get(rule.checksum);
  return check ? check(latin1(secret), latin1(window.bytes, window.start, window.end)) : 0;
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

/** A value as its reader sees it: percent codes of a query (parentheses would make a call of it, and `%08x` is no control character) and entities of markup undone, so that a stand-in is known for one. */
function asMeant(value: string): string {
  if (value.includes('%')) {
    return value.replace(/%(?!2[89]|[01])([0-9A-Fa-f]{2})/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  }
  if (!value.includes('&')) return value;
  return value.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => ENTITIES[name] as string);
}

/** Matchers of files that hold no text: what their bytes look like as characters says nothing. */
const BYTES: ReadonlySet<string> = new Set(['key-store', 'key-file', 'password-database']);
const NO_TEXT: Classified = { marks: 0, rarity: NO_EVIDENCE.rarity };

/** Matchers whose form alone says what it is. */
const TYPED: ReadonlySet<string> = new Set(['pem', 'encoded-lines', 'jwt', 'seed-phrase']);

/** Matchers by which what follows is a password whatever it looks like: Heroku's, in a `.netrc`, is a UUID. */
const NAMED_FOR_CERTAIN: ReadonlySet<string> = new Set(['netrc']);

const CONTEXT_BYTES = 48;

function contextOf(rule: Rule, hit: MatcherHit, window: Window): ValueContext {
  const from = Math.max(window.start, hit.secretStart - CONTEXT_BYTES);
  const before = latin1(window.bytes, from, hit.secretStart);
  return {
    before,
    // A password in a URL is text, whatever it looks like.
    isQuoted: /["'`]$/.test(before) || rule.matcher === 'connection-url',
    name: hit.assignedName ?? '',
    isGuessable: rule.guessable,
    isTyped: rule.class === 'prefix' || TYPED.has(rule.matcher ?? ''),
    isShaped:
      (rule.class !== 'generic' && (rule.value !== '' || rule.pattern !== '')) ||
      NAMED_FOR_CERTAIN.has(rule.matcher ?? ''),
  };
}
