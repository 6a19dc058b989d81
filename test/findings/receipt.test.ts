import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exitCodeOf, formatBytes, ReceiptBuilder } from '../../src/findings/receipt.ts';
import { finding, receipt } from '../report/sample.ts';

const end = { suppressed: { inline: 1, exception: 0, baseline: 2 }, belowMinTier: 3 };

describe('ReceiptBuilder', () => {
  it('adds up what it is told', () => {
    const builder = new ReceiptBuilder('files in .', 'files');
    builder.read(2, 100);
    builder.read(1, 11);
    builder.skip({ path: 'b', kind: 'skip', reason: 'binary' });
    builder.skip({ path: 'a', kind: 'skip', reason: 'binary' });
    builder.note('z');
    builder.readAlso('tags', 1, 0);
    builder.readAlso('messages', 2, 0);
    builder.readAlso('messages', 1, 0);
    builder.note('a');
    builder.note('z');
    expect(builder.build(end)).toEqual({
      asked: 'files in .',
      unit: 'files',
      itemsRead: 3,
      bytesRead: 111,
      commits: null,
      also: [
        { unit: 'messages', items: 3 },
        { unit: 'tags', items: 1 },
      ],
      skips: [
        { path: 'a', kind: 'skip', reason: 'binary' },
        { path: 'b', kind: 'skip', reason: 'binary' },
      ],
      notes: ['a', 'z'],
      ...end,
      complete: true,
      stopped: false,
    });
  });

  it('is complete unless something failed', () => {
    const builder = new ReceiptBuilder('history of .', 'blobs');
    builder.commits(4);
    builder.commits(1);
    builder.skip({ path: 'a', kind: 'failure', reason: 'gone' });
    expect(builder.build(end)).toMatchObject({ commits: 5, complete: false });
  });

  it('does not depend on the order in which threads tell it', () => {
    const skip = fc.record({
      path: fc.string(),
      kind: fc.constantFrom('skip' as const, 'failure' as const),
      reason: fc.constantFrom('binary', 'gone'),
    });
    fc.assert(
      fc.property(
        fc
          .array(skip)
          .chain((skips) => fc.tuple(fc.constant(skips), fc.shuffledSubarray(skips, { minLength: skips.length }))),
        ([skips, shuffled]) => {
          const build = (list: typeof skips): unknown => {
            const builder = new ReceiptBuilder('x', 'files');
            for (const one of list) builder.skip(one);
            for (const one of list) builder.note(one.reason);
            return builder.build(end);
          };
          expect(build(shuffled)).toEqual(build(skips));
        },
      ),
    );
  });
});

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [812, '812 B'],
    [999, '999 B'],
    [1000, '1.0 KB'],
    [12_040, '12 KB'],
    [9949, '9.9 KB'],
    [9951, '10 KB'],
    [999_499, '999 KB'],
    [999_500, '1.0 MB'],
    [3_400_000_000, '3.4 GB'],
    [5e15, '5000 TB'],
  ])('%d is %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

describe('exitCodeOf', () => {
  it.each([
    [0, [], true],
    [3, [], false],
    [1, [finding()], true],
    [1, [finding()], false],
  ])('is %d for %j and complete %s', (code, findings, complete) => {
    expect(exitCodeOf({ findings, receipt: receipt({ complete }) })).toBe(code);
  });
});
