import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromLatin1 } from '../../src/bytes/latin1.ts';
import type { Match } from '../../src/engine/match.ts';
import { compileRuleSet } from '../../src/engine/rule-set.ts';
import { scanDocument } from '../../src/engine/scan-document.ts';
import { createSession } from '../../src/engine/session.ts';
import { makeComposite, makeRule, makeRuleSet } from '../support/rules.ts';

/** Rules that overlap, shadow and pair, so that cuts have much to get wrong. */
const ruleSet = compileRuleSet(
  makeRuleSet(
    [
      makeRule({
        id: 'test-id',
        keywords: ['akia'],
        pattern: '(?<![A-Z0-9])(?<secret>AKIA[A-Z0-9]{6})(?![A-Z0-9])',
        before: 4,
        after: 10,
      }),
      makeRule({
        id: 'test-secret',
        class: 'named',
        keywords: ['secret'],
        pattern: 'secret=(?<secret>[a-z0-9]{4,12})(?![a-z0-9])',
        after: 20,
        before: 2,
      }),
      makeRule({
        id: 'test-generic',
        class: 'generic',
        keywords: ['cret'],
        pattern: '[a-z]{0,6}cret=(?<secret>[a-z0-9]{2,30})(?![a-z0-9])',
        after: 40,
        before: 8,
      }),
      makeRule({
        id: 'test-block',
        class: 'structure',
        keywords: ['begin'],
        pattern: 'begin (?<secret>[a-z0-9= ]{1,60}) end',
        after: 80,
        before: 2,
      }),
    ],
    [
      makeComposite({
        id: 'test-pair',
        main: ['test-secret'],
        parts: [{ rules: ['test-id'], optional: false }],
        within: 24,
      }),
    ],
  ),
);

const piece = fc.oneof(
  fc.constantFrom(
    'AKIAABCDEF',
    'AKIAABCDE',
    'secret=abcd',
    'secret=a1b2c3d4',
    'begin ',
    ' end',
    '\n',
    ' ',
    'cret=zz',
    'AKIA',
    'sec',
    'ret=',
    'x'.repeat(30),
  ),
  fc.string({ unit: fc.constantFrom(...'ab1 =AK\n'.split('')), maxLength: 12 }),
);
const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));

function show(matches: readonly Match[]): string[] {
  return matches.map(
    (match) =>
      `${match.rule}/${match.composite} ${match.start}-${match.end} ${match.parts.map((part) => part.start).join()}`,
  );
}

function chunked(bytes: Uint8Array, cuts: readonly number[]): Match[] {
  const session = createSession(ruleSet);
  const edges = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  const matches: Match[] = [];
  for (let i = 1; i < edges.length; i++) {
    const told = session.feed(bytes.subarray(edges[i - 1], edges[i]));
    const { baseOffset, bytes: held } = session.window();
    for (const match of told) {
      expect(match.start).toBeGreaterThanOrEqual(baseOffset);
      expect(match.end).toBeLessThanOrEqual(baseOffset + held.length);
    }
    matches.push(...told);
  }
  return [...matches, ...session.end()];
}

describe('session', () => {
  it('finds in any chunking what a whole scan finds', () => {
    fc.assert(
      fc.property(text, fc.array(fc.nat(), { maxLength: 12 }), (haystack, cuts) => {
        const bytes = fromLatin1(haystack);
        expect(show(chunked(bytes, cuts))).toEqual(show(scanDocument(bytes, ruleSet)));
      }),
      { numRuns: 1000 },
    );
  });

  it('finds byte by byte what a whole scan finds', () => {
    fc.assert(
      fc.property(text, (haystack) => {
        const bytes = fromLatin1(haystack);
        expect(show(chunked(bytes, [...bytes.keys()]))).toEqual(show(scanDocument(bytes, ruleSet)));
      }),
      { numRuns: 200 },
    );
  });

  it('peeks at what the end would tell, and changes nothing', () => {
    fc.assert(
      fc.property(text, text, (first, second) => {
        const session = createSession(ruleSet);
        const told = session.feed(fromLatin1(first));
        const peeked = session.peek();
        expect(show([...told, ...peeked])).toEqual(show(scanDocument(fromLatin1(first), ruleSet)));
        const rest = [...session.feed(fromLatin1(second)), ...session.end()];
        expect(show([...told, ...rest])).toEqual(show(scanDocument(fromLatin1(first + second), ruleSet)));
      }),
      { numRuns: 500 },
    );
  });

  it('tries only the last of many beginnings of blocks again, and finds the open one', () => {
    let tries = 0;
    const data = makeRuleSet([
      makeRule({
        id: 'test-far',
        keywords: ['begin'],
        pattern: 'begin(?<secret>[a-z0-9\\n]{1,20000}) end',
        after: 20_010,
      }),
      makeRule({ id: 'test-near', keywords: ['begin'], pattern: 'begin(?<secret>x)', after: 8 }),
    ]);
    const probed = { ...compileRuleSet(data), probe: { begin: () => void tries++, end: () => {} } };
    const session = createSession(probed);
    const lines = 500;
    let fed = 0;
    const peeked: Match[] = [];
    for (let i = 0; i < lines; i++) {
      const line = fromLatin1(i < lines - 2 ? 'begin\n' : i < lines - 1 ? 'begin abc\n' : 'def end\n');
      session.feed(line);
      peeked.push(...session.peek(fed, fed));
      fed += line.length;
    }
    expect(tries).toBeLessThan(lines * 12);
    expect(peeked).toEqual([]);
    session.feed(fromLatin1('begin0a1\n'));
    session.feed(fromLatin1('b2 end\n'));
    expect(session.peek(fed, fed + 20).map(({ start }) => start)).toEqual([fed]);
  });

  it('keeps bounded memory in a stream where every line pairs with the next', () => {
    const session = createSession(ruleSet);
    const line = fromLatin1('AKIAABCDEF secret=abcd1234\n'.repeat(400));
    let told = 0;
    let most = 0;
    const rounds = 40;
    for (let i = 0; i < rounds; i++) {
      told += session.feed(line).length;
      most = Math.max(most, session.window().bytes.length);
    }
    told += session.end().length;
    expect(told).toBe(rounds * 400);
    // Room for short chunks is used up before what is kept moves.
    expect(most).toBeLessThan(2 * line.length + (64 << 10));
  });
});
