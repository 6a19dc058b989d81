/** Rows of characters, looked for in strides, against the regex that says the same. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromLatin1 } from '../../../src/bytes/latin1.ts';
import { holdsRun, toRun } from '../../../src/engine/matchers/value-run.ts';

describe('holdsRun', () => {
  it('says what the regex says', () => {
    const sources = ['[a-c]{4}', '[\\x2d\\x30-\\x39\\x61-\\x63]{7}', '[a-z]{1}', '[^a]{3}'];
    let held = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...sources),
        fc.string({ unit: fc.constantFrom(...'abcz-09 \xff'), maxLength: 60 }),
        fc.nat(5),
        (source, text, margin) => {
          const bytes = fromLatin1(text);
          const start = Math.min(margin, text.length);
          const end = Math.max(start, text.length - margin);
          const said = holdsRun(bytes, start, end, toRun(source));
          held += Number(said);
          expect(said).toBe(new RegExp(source).test(text.slice(start, end)));
        },
      ),
      { numRuns: 5000 },
    );
    expect(held).toBeGreaterThan(500);
    expect(held).toBeLessThan(4500);
  });

  it('knows every class as a regex does', () => {
    const { isPart, length } = toRun('[\\x2d\\x30-\\x39\\x41-\\x5a\\x5f\\x61-\\x7a]{37}');
    expect(length).toBe(37);
    expect(isPart.map((is, byte) => (is === 1 ? byte : 0)).filter(Boolean)).toEqual(
      fromLatin1('-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz'),
    );
  });
});
