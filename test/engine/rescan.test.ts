import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromLatin1 } from '../../src/bytes/latin1.ts';
import { type ScannedVersion, rawOf, rescan, scanVersion } from '../../src/engine/rescan.ts';
import { uniqueRaw } from '../../src/engine/resolve.ts';
import { compileRuleSet } from '../../src/engine/rule-set.ts';
import { scanRaw } from '../../src/engine/scan-document.ts';
import { makeRule, makeRuleSet } from '../support/rules.ts';

const ruleSet = compileRuleSet(
  makeRuleSet([
    makeRule({
      id: 'test-id',
      keywords: ['akia'],
      pattern: '(?<![A-Z0-9])(?<secret>AKIA[A-Z0-9]{6})(?![A-Z0-9])',
      before: 2,
      after: 8,
    }),
    makeRule({
      id: 'test-far',
      keywords: ['secret'],
      pattern: 'secret[^z]{0,40}=(?<secret>[a-z0-9]{4,12})z',
      after: 60,
      before: 2,
    }),
    makeRule({ id: 'test-back', keywords: ['marker'], pattern: '(?<secret>q[a-p]{3,30})marker', after: 2, before: 34 }),
  ]),
);

const piece = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      'AKIAABCDEF ',
      'AKIAABCDEFG ',
      'secret=abcdz',
      'secret long way =abcd12z',
      'qabcdmarker',
      'marker',
      'AKIA',
      'sec',
      'ret=',
    ),
  },
  { weight: 2, arbitrary: fc.string({ unit: fc.constantFrom(...'abq =AKz'.split('')), maxLength: 20 }) },
  { weight: 1, arbitrary: fc.constantFrom('.'.repeat(70), ' '.repeat(200)) },
);
const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));

/** An edit as git makes them: copies from anywhere in the base (also split, overlapping, out of order) and inserts. */
const edit = fc.array(
  fc.oneof(
    fc.record({ copy: fc.constant(true), at: fc.nat(), length: fc.nat(400), split: fc.boolean() }),
    fc.record({ copy: fc.constant(false), text }),
  ),
  { maxLength: 8 },
);

type Edit = ReturnType<typeof edit.generate> extends { value_: infer T } ? T : never;

function apply(base: string, steps: Edit): { ops: Int32Array; text: string } {
  const ops: number[] = [];
  let out = '';
  const copy = (start: number, end: number): void => {
    if (end <= start) return;
    ops.push(1, start, end - start);
    out += base.slice(start, end);
  };
  for (const step of steps) {
    if ('text' in step) {
      if (step.text.length > 0) ops.push(0, out.length, step.text.length);
      out += step.text;
      continue;
    }
    const start = base.length === 0 ? 0 : step.at % base.length;
    const end = Math.min(base.length, start + step.length);
    const middle = step.split ? (start + end) >> 1 : end;
    copy(start, middle);
    copy(middle, end);
  }
  return { ops: Int32Array.from(ops), text: out };
}

describe('rescan', () => {
  it('equals a whole scan of every version, along chains of random edits', () => {
    let inherited = 0;
    fc.assert(
      fc.property(text, fc.array(edit, { minLength: 1, maxLength: 6 }), (first, edits) => {
        let current = first;
        let version: ScannedVersion = scanVersion(fromLatin1(current), ruleSet);
        for (const steps of edits) {
          const { ops, text: edited } = apply(current, steps as Edit);
          const before = new Set(version.anchors.map((anchor) => anchor.raw).filter((raw) => raw.length > 0));
          version = rescan(version, ops, fromLatin1(edited), ruleSet);
          inherited += version.anchors.filter((anchor) => before.has(anchor.raw)).length;
          expect(version).toEqual(scanVersion(fromLatin1(edited), ruleSet));
          expect(uniqueRaw(rawOf(version))).toEqual(uniqueRaw(scanRaw(fromLatin1(edited), ruleSet)));
          current = edited;
        }
      }),
      { numRuns: 1500 },
    );
    expect(inherited).toBeGreaterThan(0);
  });

  it('keeps a match when nothing near it changes, and loses it to an edit inside', () => {
    const base = `${'.'.repeat(300)}AKIAABCDEF ${'.'.repeat(300)}`;
    const version = scanVersion(fromLatin1(base), ruleSet);
    const moved = apply(base, [
      { copy: false, text: 'new line\n' },
      { copy: true, at: 0, length: 2000, split: true },
    ] as unknown as Edit);
    expect(
      rescan(version, moved.ops, fromLatin1(moved.text), ruleSet)
        .anchors.flatMap((a) => a.raw)
        .map((m) => m.start),
    ).toEqual([309]);
    const broken = apply(base, [
      { copy: true, at: 0, length: 305, split: false },
      { copy: true, at: 306, length: 900, split: false },
    ] as unknown as Edit);
    expect(rescan(version, broken.ops, fromLatin1(broken.text), ruleSet).anchors.flatMap((a) => a.raw)).toEqual([]);
  });
});
