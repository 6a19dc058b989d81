import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromLatin1 } from '../../src/bytes/latin1.ts';
import { VersionScanner } from '../../src/engine/rescan.ts';
import { uniqueRaw } from '../../src/engine/resolve.ts';
import { deriveMatches, scanRaw } from '../../src/engine/scan-document.ts';
import { ScannedVersion } from '../../src/engine/scanned-version.ts';
import { type Edit, apply, edit, ruleSet, text } from '../support/edits.ts';

/** What a version holds, as it can be compared. */
function contentOf(version: ScannedVersion): unknown {
  const { sizeBytes, count, ends, literals, matches, encoded, headSigns } = version;
  const anchors = Array.from({ length: count }, (_, i) => [ends[i], literals[i]]);
  return { sizeBytes, anchors, matches, encoded, headSigns };
}

function scanWhole(document: string): ScannedVersion {
  const version = new ScannedVersion();
  new VersionScanner(ruleSet).scan(fromLatin1(document), version);
  return version;
}

describe('rescan', () => {
  it('equals a whole scan of every version, along chains of random edits', () => {
    let inherited = 0;
    let encoded = 0;
    const rules = new Set<number>();
    const scanner = new VersionScanner(ruleSet);
    fc.assert(
      fc.property(text, fc.array(edit, { minLength: 1, maxLength: 6 }), (first, edits) => {
        let current = first;
        let version = scanWhole(current);
        let next = new ScannedVersion();
        for (const steps of edits) {
          const { ops, text: edited } = apply(current, steps as Edit);
          const bytes = fromLatin1(edited);
          const before = new Set(version.matches.map(({ raw }) => raw));
          scanner.rescan(version, ops, bytes, next);
          inherited += next.matches.filter(({ raw }) => before.has(raw)).length;
          encoded += next.encoded.length;
          for (const { raw } of next.matches) for (const { rule } of raw) rules.add(rule);
          const whole = scanWhole(edited);
          expect(contentOf(next)).toEqual(contentOf(whole));
          // A sign may outlive its word, never the other way round.
          expect(next.wordSigns | whole.wordSigns).toBe(next.wordSigns);
          const expected = [...scanRaw(bytes, ruleSet), ...deriveMatches(bytes, ruleSet)];
          const found = next.raw().map((match) => ({ ...match, source: undefined }));
          expect(uniqueRaw(found)).toEqual(uniqueRaw(expected));
          current = edited;
          [version, next] = [next, version];
        }
      }),
      { numRuns: 700 },
    );
    expect(inherited).toBeGreaterThan(0);
    expect(encoded).toBeGreaterThan(100);
    expect(rules.size).toBe(6);
  });

  it('keeps a match when nothing near it changes, and loses it to an edit inside', () => {
    const base = `${'.'.repeat(300)}AKIAABCDEF ${'.'.repeat(300)}`;
    const starts = (steps: unknown): number[] => {
      const { ops, text: edited } = apply(base, steps as Edit);
      const version = new ScannedVersion();
      new VersionScanner(ruleSet).rescan(scanWhole(base), ops, fromLatin1(edited), version);
      return version.raw().map((match) => match.start);
    };
    const moved = [
      { copy: false, text: 'new line\n' },
      { copy: true, at: 0, length: 2000, split: true },
    ];
    expect(starts(moved)).toEqual([309]);
    const broken = [
      { copy: true, at: 0, length: 305, split: false },
      { copy: true, at: 306, length: 900, split: false },
    ];
    expect(starts(broken)).toEqual([]);
  });
});
