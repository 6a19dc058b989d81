import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromLatin1 } from '../../src/bytes/latin1.ts';
import { createAnchorBuffer } from '../../src/engine/kernel/kernel.ts';
import { findLineAnchors } from '../../src/engine/line-anchors.ts';
import type { Match, RawMatch } from '../../src/engine/match.ts';
import { type RuleSet, compileRuleSet } from '../../src/engine/rule-set.ts';
import { createSession } from '../../src/engine/session.ts';
import { tryUses } from '../../src/engine/try-anchor.ts';
import { shippedRules } from '../../src/rules/shipped.ts';
import { around } from '../support/assigned-texts.ts';
import { makeRule, makeRuleSet } from '../support/rules.ts';

const named = (id: string, ...names: string[]) =>
  makeRule({ id, keywords: ['token'], matcher: 'assignment', names, value: '.{3,}', before: 64, after: 200 });
const few = compileRuleSet(
  makeRuleSet([
    named('plain', '(^|_)token$'),
    named('label', '^acme_token$', '^my_token_key$'),
    makeRule({ id: 'url', keywords: ['http://'], matcher: 'connection-url', before: 512, after: 2048 }),
    makeRule({ id: 'header', keywords: ['cookie', 'bearer'], matcher: 'auth-header', before: 64, after: 4096 }),
    makeRule({ id: 'shape', keywords: ['sk_'], pattern: '(?<secret>sk_[a-z0-9]{4,9})', before: 4, after: 16 }),
  ]),
);
const all = compileRuleSet(shippedRules);
const words = [
  'token',
  'password',
  'api_key',
  'secret',
  'cookie: ',
  'bearer ',
  'http://',
  'sk_ab12',
  'curl -u ',
  'auth',
];
const text = fc
  .array(fc.oneof(around, fc.constantFrom(...words), fc.constantFrom('\n', '\r\n', ' v4luev4lue\n')), { maxLength: 24 })
  .map((parts) => parts.join(''));

/** The ends of the lines of a text that begin at or after an offset. */
function lineEnds(bytes: Uint8Array, from: number): number[] {
  const ends = [bytes.length];
  for (let i = from; i < bytes.length; i++) if (bytes[i] === 0x0a) ends.push(i + 1);
  return ends;
}

/** What the rules of a literal find where the text ends at a line's end. */
function foundAt(ruleSet: RuleSet, bytes: Uint8Array, literal: number, end: number): RawMatch[] {
  const out: RawMatch[] = [];
  for (const cut of lineEnds(bytes, end)) {
    const haystack = { bytes: bytes.subarray(0, cut), baseOffset: 0, ends: true };
    tryUses(ruleSet, haystack, { literal, end, uses: ruleSet.usesOf(literal) }, out);
  }
  return out;
}

describe('anchors of lines', () => {
  it.each([
    ['a few rules', few],
    ['all rules', all],
  ])('leave out none that finds something, wherever the text ends: %s', (_, ruleSet) => {
    const seen = { left: 0, found: 0 };
    fc.assert(
      fc.property(text, text, (before, after) => {
        const head = fromLatin1(`${before}\n`);
        const lines = fromLatin1(`${after}\n`);
        const bytes = fromLatin1(`${before}\n${after}\n`);
        const kept = new Set(
          findLineAnchors(ruleSet, lines, head.length).map(({ literal, end }) => `${literal}/${end}`),
        );
        const anchors = createAnchorBuffer();
        ruleSet.kernel.find(lines, 0, 0, lines.length, anchors);
        for (let i = 0; i < anchors.count; i++) {
          const literal = anchors.pairs[2 * i]!;
          const end = anchors.pairs[2 * i + 1]! + head.length;
          const found = foundAt(ruleSet, bytes, literal, end);
          if (found.length > 0) seen.found++;
          if (kept.has(`${literal}/${end}`)) continue;
          seen.left++;
          expect(found, JSON.stringify([before, after])).toEqual([]);
        }
      }),
      { numRuns: 1500 },
    );
    expect(seen.left).toBeGreaterThan(100);
    expect(seen.found).toBeGreaterThan(100);
  });

  it('keep a name that goes on a list of columns from the line before', () => {
    const lines = fromLatin1(`token) values ('a', 'v4luev4lue'), ('b', 'x')\n`);
    expect(findLineAnchors(few, lines, 12)).toContainEqual({ literal: few.literals.indexOf('token'), end: 17 });
    const session = createSession(few);
    const head = fromLatin1('copy t (a,\n');
    const told = [
      ...session.feed(head, findLineAnchors(few, head, 0)),
      ...session.feed(lines, findLineAnchors(few, lines, head.length)),
      ...session.end(),
    ];
    expect(told).toHaveLength(1);
  });

  it('give a session what it finds by itself', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 6 }), (parts) => {
        const plain = createSession(few);
        const given = createSession(few);
        const toldByPlain: Match[] = [];
        const toldByGiven: Match[] = [];
        let offset = 0;
        for (const part of parts) {
          const lines = fromLatin1(`${part}\n`);
          toldByGiven.push(...given.feed(lines, findLineAnchors(few, lines, offset)));
          toldByPlain.push(...plain.feed(lines));
          offset += lines.length;
          // One that holds fewer anchors tells sooner.
          expect([...toldByGiven, ...given.peek()]).toEqual([...toldByPlain, ...plain.peek()]);
        }
        expect([...toldByGiven, ...given.end()]).toEqual([...toldByPlain, ...plain.end()]);
      }),
      { numRuns: 300 },
    );
  });
});
