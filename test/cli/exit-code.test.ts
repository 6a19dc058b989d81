import { describe, expect, test } from 'vitest';
import { TightlipError } from '../../src/errors.ts';
import type { ErrorCode } from '../../src/errors.ts';
import {
  CLEAN,
  exitCodeOfError,
  FINDINGS,
  INCOMPLETE,
  INTERRUPTED,
  TERMINATED,
  USAGE,
  worst,
} from '../../src/cli/exit-code.ts';

describe('the exit code', () => {
  test.each<[ErrorCode, number]>([
    ['usage', 2],
    ['config', 2],
    ['rules', 2],
    ['no-repository', 2],
    ['git', 2],
    ['not-found', 2],
    ['incomplete', 3],
    ['internal', 3],
  ])('of a %s error is %d', (code, expected) => {
    expect(exitCodeOfError(new TightlipError(code, 'x'))).toBe(expected);
  });

  test.each([new Error('x'), new TypeError('x'), 'x', null, undefined])(
    'of what nobody foresaw is never 1: %s',
    (error) => {
      expect(exitCodeOfError(error)).toBe(3);
    },
  );

  test('of two outcomes: signals, then 2, 1, 3, 0, in either order', () => {
    const order = [TERMINATED, INTERRUPTED, USAGE, FINDINGS, INCOMPLETE, CLEAN];
    order.forEach((stronger, index) => {
      for (const weaker of order.slice(index)) {
        expect(worst(stronger, weaker)).toBe(stronger);
        expect(worst(weaker, stronger)).toBe(stronger);
      }
    });
  });
});
