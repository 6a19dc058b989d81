/** Runs a matcher at every occurrence of its keywords, as the engine does, and checks what every hit owes. */
import { expect } from 'vitest';
import { fromUtf8, latin1, utf8 } from '../../../src/bytes/latin1.ts';
import { windowOf } from '../../../src/engine/haystack.ts';
import { matchAssignment } from '../../../src/engine/matchers/assignment.ts';
import type { Matcher, MatcherHit, Reach, Window } from '../../../src/engine/matchers/matcher.ts';
import type { Rule } from '../../../src/rules/rule.ts';
import { makeRule } from '../../support/rules.ts';

/** A rule with nothing in it but what a matcher may ask. */
export function ruleWith(fields: Partial<Rule>): Rule {
  return {
    id: 'test-rule',
    name: '',
    description: '',
    pack: 'test',
    severity: 'high',
    class: 'structure',
    keywords: [],
    caseSensitive: false,
    before: 0,
    after: 0,
    pattern: '',
    ignoreCase: false,
    matcher: null,
    names: [],
    notNames: [],
    value: '',
    scope: 'name',
    options: [],
    checksum: '',
    linear: true,
    nameParts: [],
    valueRun: '',
    distinctive: false,
    guessable: false,
    minEntropy: 0,
    partOnly: false,
    maxTier: 'proven',
    paths: [],
    allow: [],
    revoke: '',
    docs: '',
    ...fields,
  };
}

/** What a rule of this reach may look at round an anchor in a content that is here as a whole. */
export function windowAt(bytes: Uint8Array, reach: Reach, anchorStart: number, anchorEnd: number): Window {
  return windowOf({ bytes, baseOffset: 0, ends: true }, reach, anchorStart, anchorEnd);
}

/** All hits in `bytes`, equal spans once, hits at foreign edges dropped, in byte order. */
export function runMatcher(
  matcher: Matcher,
  reach: Reach,
  keywords: readonly string[],
  bytes: Uint8Array,
  rule = ruleWith({}),
): MatcherHit[] {
  const text = latin1(bytes).toLowerCase();
  const seen = new Map<string, MatcherHit>();
  for (const keyword of keywords) {
    const wanted = keyword.toLowerCase();
    for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1)) {
      const window = windowAt(bytes, reach, at, at + wanted.length);
      const { start, end } = window;
      for (const hit of matcher(window, rule)) {
        expect(hit.start >= start && hit.end <= end && hit.start <= hit.secretStart).toBe(true);
        expect(hit.secretStart < hit.secretEnd && hit.secretEnd <= hit.end).toBe(true);
        if ((hit.start <= start && start > 0) || (hit.end >= end && end < bytes.length)) continue;
        seen.set(`${hit.secretStart}-${hit.secretEnd}`, hit);
      }
    }
  }
  return [...seen.values()].sort((a, b) => a.secretStart - b.secretStart);
}

/** Bytes of a text, UTF-8. */
export function bytesOf(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}

/** The decoded value of a hit as text. */
export function valueOf(hit: MatcherHit, bytes: Uint8Array): string {
  return latin1(hit.value ?? bytes.subarray(hit.secretStart, hit.secretEnd));
}

const secretRule = makeRule({
  id: 'zeta-secret',
  class: 'named',
  keywords: ['secret'],
  before: 64,
  after: 704,
  matcher: 'assignment',
  names: ['^secrets?$'],
});

/** The values that the assignment matcher finds at the first `secret` of a text. */
export function secretsIn(text: string): string[] {
  const bytes = fromUtf8(text);
  const index = text.indexOf('secret');
  const hits = matchAssignment(windowAt(bytes, secretRule, index, index + 6), secretRule);
  return hits.map((hit) => utf8(hit.value ?? bytes.subarray(hit.secretStart, hit.secretEnd)));
}
